/* Entries as rows. */
#include "store/rows.h"

#include "store/codes_rows.h"
#include "store/proofs.h"

/* The row holds the name alone, so that a state that was moved still finds its proofs. */
static char *proof_path(const struct store *store, const char *stored)
{
    g_autofree char *name = stored ? g_path_get_basename(stored) : NULL;
    g_autofree char *path = stored ? proofs_path(store, name) : NULL;

    return g_steal_pointer(&path);
}

struct entry *row_to_entry(const struct store *store, sqlite3_stmt *row, gint64 now)
{
    struct entry *entry = entry_new();

    entry->id = sqlite3_column_int64(row, 0);
    status_from_name((const char *)sqlite3_column_text(row, 1), &entry->status);
    entry->person = db_text(row, 2);
    codes_read(store, entry, row, 3);
    entry->owner = db_text(row, 4);
    entry->note = db_text(row, 5);
    entry->sent = db_date(row, 6);
    sent_source_from_name((const char *)sqlite3_column_text(row, 7), &entry->sent_source);
    entry->deadline = db_date(row, 8);
    entry->last_call = sqlite3_column_int64(row, 9);
    authenticity_from_name((const char *)sqlite3_column_text(row, 10), &entry->authenticity);
    entry->account = db_text(row, 11);
    entry->mailbox = db_text(row, 12);
    entry->origin = db_text(row, 13);
    entry->message_id = db_text(row, 14);
    entry->recipient = db_text(row, 15);
    entry->proof.file = proof_path(store, (const char *)sqlite3_column_text(row, 16));
    entry->proof.sha256 = db_text(row, 17);
    entry->proof.bytes = sqlite3_column_int64(row, 18);
    entry->proof.at = sqlite3_column_int64(row, 19);
    entry->created_at = sqlite3_column_int64(row, 20);
    entry->closed_at = sqlite3_column_int64(row, 21);
    entry->snoozed_until = sqlite3_column_int64(row, 22);
    entry->changes = (guint)sqlite3_column_int(row, 23);
    entry->changed_at = sqlite3_column_int64(row, 24);
    entry->status = decide_status(entry->status, &entry->deadline, now);
    return entry;
}

/* "expired" is a view of "open" at some date, and never stored: a clock that was wrong for an hour
 * must not end a case. */
static const char *stored_status(const struct entry *entry)
{
    return status_name(entry->status == STATUS_EXPIRED ? STATUS_OPEN : entry->status);
}

bool rows_insert(struct store *store, struct entry *entry, bool late, GError **error)
{
    if (!db_run(store, error,
                "INSERT INTO entry(status, person, owner, note, sent, sent_source, deadline,"
                " last_call, authenticity, account, mailbox, origin, message_id, recipient,"
                " created_at, late) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                "ttttdtditttttti" "i", stored_status(entry), entry->person, entry->owner,
                entry->note, &entry->sent, sent_source_name(entry->sent_source), &entry->deadline,
                entry->last_call, authenticity_name(entry->authenticity), entry->account,
                entry->mailbox, entry->origin, entry->message_id, entry->recipient,
                entry->created_at, (gint64)late))
        return false;
    entry->id = sqlite3_last_insert_rowid(store->db);
    return codes_write(store, entry, error);
}

bool rows_update(struct store *store, const struct entry *entry, GError **error)
{
    g_autofree char *proof = entry->proof.file ? g_path_get_basename(entry->proof.file) : NULL;

    return db_run(store, error,
                  "UPDATE entry SET status = ?, person = ?, note = ?, sent = ?,"
                  " sent_source = ?, deadline = ?, last_call = ?, authenticity = ?, proof_file = ?,"
                  " proof_sha256 = ?, proof_bytes = ?, proof_at = ?, closed_at = ?, snoozed_until = ?"
                  " WHERE id = ?",
                  "tttdtditttiiiii", stored_status(entry), entry->person, entry->note, &entry->sent,
                  sent_source_name(entry->sent_source), &entry->deadline, entry->last_call,
                  authenticity_name(entry->authenticity), proof, entry->proof.sha256,
                  entry->proof.bytes, entry->proof.at, entry->closed_at, entry->snoozed_until, entry->id) &&
           codes_write(store, entry, error);
}

bool rows_note(struct store *store, gint64 entry, const char *event, gint64 at, GError **error)
{
    return db_run(store, error, "INSERT INTO history(entry, at, event) VALUES(?, ?, ?)", "iit",
                  entry, at, event);
}

bool rows_identify(struct store *store, gint64 entry, const GPtrArray *identities, bool forged,
                   GError **error)
{
    for (guint i = 0; i < identities->len; i++)
        if (!db_run(store, error,
                    "INSERT OR IGNORE INTO identity(entry, value, forged) VALUES(?, ?, ?)", "iti",
                    entry, (const char *)g_ptr_array_index(identities, i), (gint64)forged))
            return false;
    return true;
}

/* Of all entries of the owner in one query: `known` is in the order of their ids. */
static bool load_identities(struct store *store, const GPtrArray *known, const char *owner,
                            GError **error)
{
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT i.entry, i.value, i.forged FROM identity i JOIN entry e ON e.id = i.entry"
                 " WHERE e.owner IS ? ORDER BY i.entry",
                 "t", owner);
    guint at = 0;

    if (!row)
        return false;
    while (db_next(store, row, &step_error)) {
        gint64 id = sqlite3_column_int64(row, 0);
        const struct known *one;

        while (((const struct known *)g_ptr_array_index(known, at))->entry->id != id)
            at++;
        one = g_ptr_array_index(known, at);
        g_hash_table_add(one->identities, db_text(row, 1));
        if (sqlite3_column_int(row, 2))
            g_hash_table_add(one->forged, db_text(row, 1));
    }
    if (!step_error)
        return true;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

GPtrArray *rows_known(struct store *store, const char *owner, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error, "SELECT " ENTRY_COLUMNS " FROM entry WHERE owner IS ? ORDER BY id", "t", owner);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error))
        g_ptr_array_add(known, known_new(row_to_entry(store, row, now)));
    if (step_error) {
        g_propagate_error(error, g_steal_pointer(&step_error));
        return NULL;
    }
    return load_identities(store, known, owner, error) ? g_steal_pointer(&known) : NULL;
}
