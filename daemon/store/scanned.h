/* What `scan` has read, so that the next one reads what is new: a row for each place where mail lies.
 * A row holds for one stamp only (the rules, and how they were asked): under another all is read
 * again. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/store.h"

struct scanned {
    char *place; /* kind and path */
    char *state; /* the place looked so when all of it had been read; "" where not all was */
    GBytes *done; /* what of it was read, in words of the kind */
};
void scanned_free(struct scanned *scanned);

/* The rows of `stamp`: from char * (the place) to struct scanned. */
GHashTable *scanned_load(struct store *store, const char *stamp, GError **error);

/* Replaces the rows of the places in `rows` (of struct scanned), all or none. */
bool scanned_save(struct store *store, const char *stamp, const GPtrArray *rows, GError **error);
