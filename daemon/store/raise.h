/* Inside store/: alerts put into the outbox, within a transaction that the caller has begun. An
 * alert has a key of its own; raising the same key again changes nothing. */
#pragma once

#include "cases/entry.h"
#include "cases/event.h"
#include "store/db.h"

/* How long an alert that has no deadline is tried. */
#define RAISE_GIVE_UP_SECONDS (14 * 24 * 3600)

/* `key` is the alert's stable id, `entries` of gint64 (NULL: none), all of one owner; `not_by` (NULL: none)
 * names the sink that this alert is about and that must not carry it. due_at 0: now; give_up_at 0: 14 days
 * from now. */
struct raise {
    const char *key;
    enum event event;
    const GArray *entries;
    const char *account, *detail, *not_by;
    gint64 due_at, give_up_at;
};
bool raise_alert(struct store *store, const struct raise *raise, gint64 now, GError **error);

/* About one entry; the key is made of event, id and time. Tried until the entry's deadline. */
bool raise_about_entry(struct store *store, enum event event, const struct entry *entry,
                       const char *detail, gint64 now, GError **error);

/* When an alert about an entry is no longer worth trying. */
gint64 raise_give_up_at(const struct entry *entry, gint64 now);

/* Drops what waits to remind of an entry that is closed. */
bool raise_drop_reminders(struct store *store, gint64 entry, GError **error);
