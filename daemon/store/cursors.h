/* How far each mailbox is read, and how each account fares. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/store.h"

/* "Everything up to `uid` is dealt with, `seen` more messages were looked at." */
struct cursor_move {
    const char *account, *mailbox;
    guint32 uidvalidity, uid;
    guint seen;
    const char *name; /* of a message that has no UID (store/names.h): dealt with as well; NULL */
};

/* The cursor of a mailbox; 0, 0 where it was never seen. */
bool cursors_get(struct store *store, const char *account, const char *mailbox,
                 guint32 *uidvalidity, guint32 *uid, GError **error);
bool cursors_move(struct store *store, const struct cursor_move *move, GError **error);
/* The same within a transaction of the caller's. */
bool cursors_move_within(struct store *store, const struct cursor_move *move, GError **error);

/* A good check of a mailbox. Where a `blind` alert was raised for its account and no other mailbox
 * of it is blind any more, raises `seeing`. */
bool cursors_success(struct store *store, const char *account, const char *mailbox, gint64 now,
                     GError **error);

/* A failed check; `mailbox` NULL: of all mailboxes of the account. `at_once`: login or certificate
 * refused: raises `blind` now; else cursors_alert_blind does after an hour. */
bool cursors_failure(struct store *store, const char *account, const char *mailbox,
                     const char *text, bool at_once, gint64 now, GError **error);

/* Forgets cursor and health of every mailbox of `account` but `mailboxes` (NULL-terminated): one
 * that is watched no more would be blind for ever. Where it comes back, its mail is looked back at.
 */
bool cursors_keep_only(struct store *store, const char *account, const char *const *mailboxes,
                       gint64 now, GError **error);

/* Raises `blind` for each of `accounts` (NULL-terminated) that was not checked for an hour: one
 * alert for each time it goes blind. `running_since`: when this watch started or woke up; before an
 * hour of it a mere silence (the machine was off) is no news. */
#define BLIND_SECONDS 3600
bool cursors_alert_blind(struct store *store, const char *const *accounts, gint64 running_since,
                         gint64 now, GError **error);

/* Makes a row for each account that has none (mailbox ""), so that one never reached is blind too.
 */
bool cursors_declare(struct store *store, const char *const *accounts, gint64 now, GError **error);

struct health {
    char *account, *mailbox;          /* mailbox NULL: none was ever reached */
    gint64 last_success, blind_since; /* 0: never, not */
    char *last_error;                 /* NULL: none since the last success */
    gint64 seen;
};
/* Of struct health, in the order of account and mailbox. */
GPtrArray *cursors_health(struct store *store, GError **error);
