/* One thread with at most one connection: looks, waits, looks again. */
#pragma once

#include "source/account.h"

/* Starts the thread, which watches `mailboxes` (of struct mailbox; taken). NULL: it leads, that is,
 * lists the mailboxes and assigns them. */
struct worker *worker_start(struct imap_account *account, GPtrArray *mailboxes);
/* Replaces what it watches; takes `mailboxes`. With account->lock held. */
void worker_assign(struct worker *worker, GPtrArray *mailboxes);
/* Breaks its pause: to look now, and where it leads to list anew; or to end. */
void worker_wake(struct worker *worker);
/* Waits for its end, and frees. */
void worker_join(struct worker *worker);
