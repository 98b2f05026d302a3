/* Erasing an entry, with all that is known of it: history, proof, mails, alerts, down to the pages of
 * the database and its log. What remains are keyed hashes of its code and its messages, so that the
 * same mail, read again, does not open it again, even where the code could not be read any more:
 * nobody without the state's key can tell from them what was known. */
#pragma once

#include "cases/entry.h"
#include "store/store.h"

/* Erases the entry, whatever its status. EX_USAGE where no entry has that id. */
bool forget_entry(struct store *store, gint64 id, gint64 now, GError **error);

/* Erases the entries that were closed before `before`. `*count` (may be NULL) tells how many. */
bool forget_closed(struct store *store, gint64 before, gint64 now, guint *count, GError **error);

/* Removes the files that no entry needs, of an erasing that was broken off too, and what processes
 * left behind that died while they wrote one. */
bool forget_sweep(struct store *store, GError **error);

/* Whether `entry`, which a mail of these identities (of char *) would open, was erased. What a
 * forged message opened, and was erased, hides no genuine one. */
bool forget_knows(struct store *store, const struct entry *entry, const GPtrArray *identities,
                  bool *known, GError **error);
