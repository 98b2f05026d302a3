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

/* The keys of the reminders ("EVENT:YYYY-MM-DD") that each entry has had: from gint64 * (an id) to a set of
 * char *; an entry that had none is not in it. */
GHashTable *entries_raised(struct store *store, GError **error);
/* Forgets those of a day to come, which a clock raised that was ahead, or their day would find them raised
 * and nothing would come on it. Not at the first look: it may be this clock that is wrong, behind until the
 * network tells the time, and what came would come twice. To be called at each look. */
bool entries_unraise_ahead(struct store *store, gint64 now, GError **error);

/* Adds `entry` as its person gave it, and raises `new`. Where one of its owner has its code already
 * that one takes it in, closed or not (`*joined`). entry->id and entry->status become those of what
 * is stored. */
bool entries_add(struct store *store, struct entry *entry, gint64 now, bool *joined,
                 GError **error);

/* What a person does to an entry; `history` (empty) takes what is to be remembered of it. FALSE
 * with an error: nothing changes. Runs within the transaction: it must not wait for the person. */
typedef bool entries_change_func(struct entry *entry, gpointer data, GString *history,
                                 GError **error);

/* Reads the entry, has `change` change it and saves it, in one transaction, so that what a mail
 * changed meanwhile is not undone. Of one that is closed now the waiting reminders are dropped; one
 * that is no longer suspect is told as new. */
bool entries_change(struct store *store, gint64 id, entries_change_func *change, gpointer data,
                    gint64 now, GError **error);

/* The same for a `change` that closes the entry while nobody sits at a terminal: the alert `closed`
 * tells of it. */
bool entries_close(struct store *store, gint64 id, entries_change_func *change, gpointer data,
                   gint64 now, GError **error);
/* entries_change within a transaction that the caller has begun. */
bool entries_change_within(struct store *store, gint64 id, entries_change_func *change,
                           gpointer data, gint64 now, GError **error);

/* `from` is dissolved in `into` (entry_merge): identities and history move. `may` (as above, but
 * changing nothing) may refuse. */
typedef bool entries_may_merge_func(const struct entry *into, const struct entry *from,
                                    GError **error);
bool entries_merge(struct store *store, gint64 into, gint64 from, entries_may_merge_func *may,
                   gint64 now, GError **error);

/* The line of history by which a person's word that an entry is genuine is known again. */
#define ENTRIES_TRUSTED "trusted by hand: no longer suspect"
bool entries_was_trusted(struct store *store, gint64 id, bool *trusted, GError **error);
