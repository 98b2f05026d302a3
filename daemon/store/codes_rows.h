/* Inside store/: the code in the row of an entry, within a transaction that the caller has begun. */
#pragma once

#include "cases/entry.h"
#include "store/db.h"

/* Reads the keys of the state. With `make` there is one afterwards, where one can be made. */
bool codes_open(struct store *store, const struct store_options *options, bool make, GError **error);

/* Whether a code can be sealed; else EX_CANTCREAT with the reason. */
bool codes_can_be_kept(struct store *store, GError **error);

/* Puts entry->code into the row of entry->id; one that is locked stays as it is. Where nothing can be
 * sealed the entry goes without, and the log says so: a mail is never refused for its code. */
bool codes_write(struct store *store, const struct entry *entry, GError **error);

/* Sets entry->code, or entry->code_locked, from a row: `column` is its code_box, or the code that an
 * older version left open. */
void codes_read(const struct store *store, struct entry *entry, sqlite3_stmt *row, int column);

/* By which a code that is locked is still told from others: 16 bits of a hash with the key of the marks,
 * an identity of each entry that has a code. As much as to tell the children of one mail apart, and
 * far too little to find the code by, for whoever has the database alone. The caller frees. */
#define IDENTITY_TAG "h:"
char *codes_tag(const struct store *store, const char *code);

/* What is remembered of a code that was replaced: a keyed hash; NULL without a key. The caller frees. */
char *codes_identity(const struct store *store, const char *code);
/* Each form under which `code` may be remembered. Of char *; the caller unrefs. */
GPtrArray *codes_identities(const struct store *store, const char *code);

/* Seals what an older version left open. */
bool codes_migrate(struct store *store, GError **error);
