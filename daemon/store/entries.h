/* Entries and their history. Statuses are as of `now`: an open entry past its deadline comes out as
 * expired. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cases/decide.h"
#include "cases/entry.h"
#include "cases/event.h"
#include "detect/right.h"
#include "store/store.h"

/* All entries (closed ones where `all`), nearest deadline first, those without one before them. Of
 * struct entry. */
GPtrArray *entries_list(struct store *store, bool all, gint64 now, GError **error);

/* NULL and EX_USAGE where no entry has that id. */
struct entry *entries_get(struct store *store, gint64 id, gint64 now, GError **error);

struct history_row {
    gint64 at;
    char *event;
};
/* Of struct history_row, oldest first; the array frees them. */
GPtrArray *entries_history(struct store *store, gint64 id, GError **error);

/* The keys of the reminders that each entry has had: from gint64 * (an id) to a set of char *; an
 * entry that had none is not in it. */
GHashTable *entries_raised(struct store *store, GError **error);

/* Inserts `entry` (its id is set) and raises `event` about it, in one transaction. */
bool entries_add(struct store *store, struct entry *entry, const char *history, enum event event,
                 gint64 now, GError **error);

/* Saves all of `entry`, with a line of history; where `closes`, its waiting reminders are dropped. */
bool entries_save(struct store *store, const struct entry *entry, const char *history, gint64 now,
                  GError **error);

/* A suspect entry becomes open and is told as new. */
bool entries_trust(struct store *store, const struct entry *entry, gint64 now, GError **error);

/* `from` is dissolved in `into` (as it is to be saved): identities and history move. */
bool entries_merge(struct store *store, const struct entry *into, gint64 from, gint64 now,
                   GError **error);
