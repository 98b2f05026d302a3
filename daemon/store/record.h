/* What a mail changes, in one transaction: entries, their history, the alerts due, the cursor. When
 * it returns TRUE the mail is durably dealt with; before that the mailbox still holds it as new. */
#pragma once

#include "cases/decide.h"
#include "detect/finding.h"
#include "detect/right.h"
#include "store/cursors.h"
#include "store/store.h"

/* Whether it is an alert of ours, or an answer to one: no case, whatever it speaks of. */
bool record_is_our_alert(const struct store *store, const struct finding *finding);

/* `move` NULL: no cursor (scan, filter, a candidate at first sight). `opened` (may be NULL) counts
 * new entries. A finding with a mark of ours is no case: only the cursor moves. */
bool record_finding(struct store *store, const struct finding *finding, const struct origin *origin,
                    const struct right *right, const struct cursor_move *move, gint64 now,
                    guint *opened, GError **error);

/* Raises one digest for the entries that were found already expired since the last one. */
bool record_digest(struct store *store, gint64 now, GError **error);
