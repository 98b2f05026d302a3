/* What was put into calendars that their owners may change as well: without this memory an item that
 * the user deleted could not be told from one that was never there. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/store.h"

struct item {
    char *uid;
    char *etag;     /* the server's name for what we put there; NULL: it gave none */
    char *hash;     /* SHA-256 of what we put there */
    char *deadline; /* YYYY-MM-DD: what the user saw when he deleted it */
    bool gone;      /* the user deleted it */
};
void item_free(struct item *item);

/* The items of `place` (a folder's path, a URL): from char * (the uid) to struct item. */
GHashTable *items_load(struct store *store, const char *place, GError **error);

/* Replaces what is remembered of `place`. */
bool items_save(struct store *store, const char *place, GHashTable *items, GError **error);

/* A number that changes whenever an entry is made, changed or merged. */
bool items_revision(struct store *store, gint64 *revision, GError **error);
