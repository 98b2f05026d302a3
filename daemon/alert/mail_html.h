/* The HTML part of an alert by mail: the words of the text part, laid out for a webmail and for a
 * telephone, light and dark. Nothing is loaded, nothing runs; the only links call the telephone
 * number, for the guide says to follow no link of a message. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct mail_words {
    const char *title;
    const char *lines;     /* as alert_lines and wording_guide_lines write them */
    const char *deadline;  /* the one of `lines` to be shown large; NULL */
    const char *reference; /* the line with the mark */
    const char *phone;     /* a link wherever it stands in a list */
    const char *language;  /* "fr" or "en" */
    bool presses;          /* in the colours of what is urgent */
};

/* UTF-8, lines parted by "\n". The caller frees. */
char *mail_html(const struct mail_words *words);
