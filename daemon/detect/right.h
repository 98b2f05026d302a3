/* What is peculiar to the right that is watched: its delay, its two ways, its hours, its words. All
 * of it is data in the `*.right` file beside the rules, none of it a constant in the code: other
 * rights lapse in silence too, and a second one must be a folder of data. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

/* When the telephone answers: weekdays as bits (1 << G_DATE_MONDAY …), minutes past midnight in
 * Paris. */
struct opening {
    guint weekdays;
    int opens, closes;
};

struct holiday {
    guint8 month, day;
};

/* What makes a mail of an official sender `unrecognised` where no rule explains it: PCRE2 patterns
 * as in a rule's `about` and `code`. Here and not in a rule file, for it must hold with any rules. */
struct right_alarm {
    char *file;
    int line;
    char **about, **code;
};

/* Characters from which a word is too long to stand in another by chance. */
#define RIGHT_LONG_WORD 10

struct right {
    char *name;         /* "mon-espace-sante" */
    char *title;        /* "Mon espace santé" */
    guint days;         /* 42: CSP art. R1111-28, six weeks from the sending */
    guint first_year;   /* 2021: no mail of this right is older; 0: of any year */
    char *phone, *site; /* "3422", "monespacesante.fr" */
    struct opening opening;
    GArray *holidays;   /* of struct holiday: fixed dates */
    GArray *easter;     /* of int: days after Easter Sunday */
    char **official;    /* domains, lower case; a sub-domain counts; within a label `*` stands for
                           any characters and `#` for a digit ("msa-*.fr"): a likely form only */
    char **names;       /* display names under which the service writes, normalised; with a last
                           `*`: what begins so ("CPAM *") */
    char **confusable;  /* words that only an official domain may hold ("ameli", "monespacesante"):
                           as a whole piece between dots and hyphens, also with a number on it,
                           or anywhere (and with one typing error) from RIGHT_LONG_WORD characters
                           on; the short ones also as a word of a display name */
    char **name_shapes, **confusable_shapes, **official_shapes,
        **official_squeezed; /* of these, by sender_prepare */
    struct right_alarm alarm;
};

/* Reads the first `*.right` file of the first of `dirs` (NULL-terminated) that holds one. EX_CONFIG
 * for a fault (FILE:LINE) or where none has one. */
struct right *right_load(const char *const *dirs, GError **error);
void right_free(struct right *right);
AUTO_DEFINE(right)

/* Whether `domain` is one of `official` or below it. IDN U-labels and A-labels compare equal. */
bool right_is_official(const struct right *right, const char *domain);

/* As right_is_official, but by a domain that is named in full: anyone may register a name of a
 * likely form, so such a form never makes a mail authentic. */
bool right_is_certain(const struct right *right, const char *domain);
