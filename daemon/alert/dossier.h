/* What a person would show of a case: a page that says what happened, the mails as received, the
 * proof, and the fingerprint of each. Pure: the files come in as bytes and go out as bytes. */
#pragma once

#include <glib.h>

#include "cases/entry.h"
#include "detect/right.h"

struct dossier {
    const struct entry *entry;
    const GPtrArray *history;   /* of struct history_row */
    const GPtrArray *originals; /* of struct original */
    const GPtrArray *mails;     /* of GBytes, in the order of `originals` */
    GBytes *proof;              /* NULL: the entry has none */
    const struct right *right;
    gint64 now;
};

struct dossier_file {
    char *name; /* ASCII, without a folder */
    GBytes *bytes;
};

/* Of struct dossier_file, in the order in which a person would read them. The page holds no code;
 * the mails do. `language` "fr" or "en". */
GPtrArray *dossier_files(const struct dossier *dossier, const char *language);
