/* The tables. `PRAGMA user_version` counts the steps taken; a step, once released, never changes. */
#include "store/schema.h"

#include <glib/gi18n.h>

#include "base/error.h"

/* Dates are YYYY-MM-DD in Paris, instants are seconds since 1970 UTC. */
static const char *const steps[] = {
    "CREATE TABLE fact(name TEXT PRIMARY KEY, value ANY) STRICT;"
    "CREATE TABLE entry("
    " id INTEGER PRIMARY KEY AUTOINCREMENT, status TEXT NOT NULL, person TEXT, code TEXT,"
    " owner TEXT, note TEXT, sent TEXT, sent_source TEXT, deadline TEXT, last_call INTEGER NOT NULL,"
    " authenticity TEXT NOT NULL, account TEXT, mailbox TEXT, origin TEXT NOT NULL, message_id TEXT,"
    " recipient TEXT, proof_file TEXT, proof_sha256 TEXT, proof_bytes INTEGER, proof_at INTEGER,"
    " created_at INTEGER NOT NULL, closed_at INTEGER NOT NULL DEFAULT 0,"
    " late INTEGER NOT NULL DEFAULT 0) STRICT;" /* late: found expired, its digest not raised yet */
    "CREATE INDEX entry_owner ON entry(owner);"
    /* What mails are known to be of a case: "m:<Message-ID>", "t:<hash of the text>",
     * "k:<either, of a confirmation>", "a:<of an answer>"; and of its codes "k:<keyed hash of one that
     * was replaced>" (store/seal.h), "h:<tag>" (store/codes_rows.h), by an old version "c:<hash>". */
    "CREATE TABLE identity(entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,"
    " value TEXT NOT NULL, forged INTEGER NOT NULL, PRIMARY KEY(entry, value)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE history(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,"
    " at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;"
    "CREATE INDEX history_entry ON history(entry);"
    /* Which of its reminders an entry has had, by the scheduler's keys. */
    "CREATE TABLE raised(entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE,"
    " key TEXT NOT NULL, PRIMARY KEY(entry, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE alert(id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,"
    " event TEXT NOT NULL, entries TEXT NOT NULL, account TEXT, detail TEXT, not_by TEXT,"
    " due_at INTEGER NOT NULL, give_up_at INTEGER NOT NULL,"
    " fanned INTEGER NOT NULL DEFAULT 0) STRICT;"
    "CREATE INDEX alert_fanned ON alert(fanned);"
    "CREATE TABLE delivery(alert INTEGER NOT NULL REFERENCES alert(id) ON DELETE CASCADE,"
    " sink TEXT NOT NULL, state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,"
    " next_try INTEGER NOT NULL, last_error TEXT, PRIMARY KEY(alert, sink)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX delivery_state ON delivery(state, next_try);"
    "CREATE TABLE cursor(account TEXT NOT NULL, mailbox TEXT NOT NULL,"
    " uidvalidity INTEGER NOT NULL DEFAULT 0, uid INTEGER NOT NULL DEFAULT 0,"
    " seen INTEGER NOT NULL DEFAULT 0, last_success INTEGER NOT NULL DEFAULT 0,"
    " last_error TEXT, blind_since INTEGER NOT NULL DEFAULT 0,"
    " PRIMARY KEY(account, mailbox)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE set_aside(id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE,"
    " account TEXT, mailbox TEXT, source TEXT NOT NULL, received INTEGER NOT NULL,"
    " why TEXT NOT NULL, version TEXT NOT NULL) STRICT;",
    /* Mails kept as they came; the files are named by their hash. */
    "CREATE TABLE original(id INTEGER PRIMARY KEY AUTOINCREMENT,"
    " entry INTEGER NOT NULL REFERENCES entry(id) ON DELETE CASCADE, sha256 TEXT NOT NULL,"
    " bytes INTEGER NOT NULL, received INTEGER NOT NULL, message_id TEXT, kind TEXT NOT NULL,"
    " UNIQUE(entry, sha256)) STRICT;",
    /* Wordings of unrecognised mails that an alert has told of (struct finding, shape). */
    "CREATE TABLE shape(value TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;",
    /* What stands in a calendar that its owner may change as well. */
    ("CREATE TABLE item(place TEXT NOT NULL, uid TEXT NOT NULL, etag TEXT, hash TEXT NOT NULL,"
     " deadline TEXT NOT NULL, gone INTEGER NOT NULL,"
     " PRIMARY KEY(place, uid)) STRICT, WITHOUT ROWID;"),
    "ALTER TABLE entry ADD COLUMN snoozed_until INTEGER NOT NULL DEFAULT 0;",
    "ALTER TABLE delivery ADD COLUMN failing_since INTEGER NOT NULL DEFAULT 0;",
    /* Sinks that show the state of all entries, and cannot be brought up to date. */
    "CREATE TABLE stale(sink TEXT PRIMARY KEY, since INTEGER NOT NULL,"
    " last_error TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    /* Hashes by which the mails of an erased entry are known again. */
    "CREATE TABLE forgotten(value TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;",
    /* Messages of local Maildirs that are dealt with. */
    "CREATE TABLE dealt(account TEXT NOT NULL, mailbox TEXT NOT NULL, name TEXT NOT NULL,"
    " PRIMARY KEY(account, mailbox, name)) STRICT, WITHOUT ROWID;",
    "ALTER TABLE alert ADD COLUMN owner TEXT;",
    /* What `scan` has read (store/scanned.h). */
    "CREATE TABLE scanned(place TEXT PRIMARY KEY, stamp TEXT NOT NULL, state TEXT NOT NULL,"
    " done BLOB NOT NULL) STRICT;",
    "ALTER TABLE set_aside ADD COLUMN owner TEXT;",
    /* Codes are sealed (store/codes.h): what stands in the old column, an older version put there. */
    "ALTER TABLE entry ADD COLUMN code_box BLOB;"
    "CREATE INDEX entry_open_code ON entry(id) WHERE code IS NOT NULL;",
};

static bool take_steps(struct store *store, gint64 from, GError **error)
{
    g_autofree char *version =
        g_strdup_printf("PRAGMA user_version = %u", (guint)G_N_ELEMENTS(steps));

    for (gsize i = (gsize)from; i < G_N_ELEMENTS(steps); i++) {
        if (sqlite3_exec(store->db, steps[i], NULL, NULL, NULL) != SQLITE_OK) {
            g_set_error(error, VIGIE_ERROR, EX_IOERR, _("%s/vigie.db: cannot make the tables: %s"),
                        store->directory, sqlite3_errmsg(store->db));
            return false;
        }
    }
    return db_run(store, error, version, "");
}

bool schema_make(struct store *store, GError **error)
{
    return db_begin(store, error) && db_end(store, take_steps(store, 0, error), error);
}

bool schema_bring_up_to_date(struct store *store, GError **error)
{
    gint64 have;

    if (!db_number(store, &have, 0, error, "PRAGMA user_version", ""))
        return false;
    if (have == G_N_ELEMENTS(steps))
        return true;
    if (have == 0)
        return db_damaged(store, _("it holds no tables"), error);
    if (!db_begin(store, error))
        return false;
    /* Another process may have been faster. */
    if (!db_number(store, &have, 0, error, "PRAGMA user_version", ""))
        return db_end(store, false, error);
    if (have > (gint64)G_N_ELEMENTS(steps)) {
        g_set_error(
            error, VIGIE_ERROR, EX_IOERR,
            _("%s/vigie.db was written by a newer version of Vigie (schema %d, this one knows "
              "%d); install that version again"),
            store->directory, (int)have, (int)G_N_ELEMENTS(steps));
        return db_end(store, false, error);
    }
    return db_end(store, take_steps(store, have, error), error);
}
