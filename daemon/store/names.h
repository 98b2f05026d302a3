/* What is dealt with of a local Maildir, whose messages have no numbers: the unique parts of their
 * file names. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "store/store.h"

/* `names` (of GBytes) are all that lie in the mailbox now. Sets known[i] where one is dealt with, and
 * forgets those that lie there no more. */
bool names_compare(struct store *store, const char *account, const char *mailbox,
                   const GPtrArray *names, guint8 *known, GError **error);

/* These (of GBytes) are dealt with. */
bool names_add(struct store *store, const char *account, const char *mailbox,
               const GPtrArray *names, GError **error);
/* One of them, within a transaction of the caller's. */
bool names_add_within(struct store *store, const char *account, const char *mailbox,
                      const char *name, GError **error);
