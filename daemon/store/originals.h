/* The mails of a case as they were received, kept where the person wants them (`keep-original`):
 * files below originals/ in the state, mode 0600, each with its SHA-256. A file is named by its
 * content, so that a mail about several persons is kept once. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "detect/finding.h"
#include "store/store.h"

struct original {
    char *file;       /* absolute path */
    char *sha256;
    gint64 bytes;
    gint64 received;  /* 0: unknown */
    char *message_id; /* NULL: it had none */
    enum kind kind;   /* what it was taken for */
};

/* Keeps `raw`, of which `finding` was made, for the entry: durable on disk before the row is written.
 * Within a transaction that the caller has begun; keeping the same mail again changes nothing. */
bool originals_keep(struct store *store, gint64 entry, GBytes *raw, const struct finding *finding,
                    gint64 received, GError **error);

/* Of struct original, in the order in which they were kept; empty where none was. */
GPtrArray *originals_of(struct store *store, gint64 entry, GError **error);
