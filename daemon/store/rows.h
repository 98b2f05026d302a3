/* Inside store/: entries as rows, within a transaction that the caller has begun. */
#pragma once

#include "cases/decide.h"
#include "store/db.h"

#define ENTRY_COLUMNS                                                                              \
    "id, status, person, coalesce(code_box, code), owner, note, sent, sent_source, deadline,"      \
    " last_call, authenticity, account, mailbox, origin, message_id, recipient,"                   \
    " proof_file, proof_sha256, proof_bytes, proof_at, created_at, closed_at, snoozed_until,"      \
    " (SELECT count(*) FROM history WHERE history.entry = entry.id),"                              \
    " (SELECT max(at) FROM history WHERE history.entry = entry.id)"

/* An entry from a row of ENTRY_COLUMNS, its status as of `now`. */
struct entry *row_to_entry(const struct store *store, sqlite3_stmt *row, gint64 now);

/* Inserts and sets entry->id. `late`: its digest is still to be raised. */
bool rows_insert(struct store *store, struct entry *entry, bool late, GError **error);
bool rows_update(struct store *store, const struct entry *entry, GError **error);
bool rows_note(struct store *store, gint64 entry, const char *event, gint64 at, GError **error);
bool rows_identify(struct store *store, gint64 entry, const GPtrArray *identities, bool forged,
                   GError **error);

/* The known cases of `owner` (NULL: of no owner). Of struct known. */
GPtrArray *rows_known(struct store *store, const char *owner, gint64 now, GError **error);
