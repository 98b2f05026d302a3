/* Dates in French letters and mails: a pure leaf library over normalised text (message.h). Forms:
 * "12 janvier 2022", "mercredi 12 janvier 2022", "1er févr. 2022", "12/01/2022", "12/01/22",
 * "12.01.2022", "12-01-2022", "2022-01-12"; month names with or without accents, in any case,
 * abbreviated. */
#pragma once

#include <glib.h>

enum date_context {
    DATE_PLAIN,
    DATE_BIRTH,    /* « né(e) le … », date de naissance */
    DATE_VALIDITY, /* « valable jusqu'au », « expire le », « avant le », « au plus tard le » */
    DATE_FOOTER,   /* in what reads as a footer or a legal reference (« décret du … ») */
    DATE_EVENT,    /* of a visit, a payment, or what will be (« sera ouvert le … ») */
};

struct text_date {
    GDate date;
    gsize start, end; /* bytes of the text */
    enum date_context context;
};

/* Every date in `text`, in order, at most 100. The caller unrefs. */
GArray *dates_find(const char *text);

/* The date that `text` begins with (for a named group `sent`): FALSE where it holds none. */
gboolean dates_parse(const char *text, GDate *date);
