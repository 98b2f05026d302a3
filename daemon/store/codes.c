/* Sealed codes in rows. */
#include "store/codes.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "base/log.h"
#include "cases/decide.h"
#include "store/codes_rows.h"
#include "store/seal.h"

#define TAG_DIGITS 4 /* hexadecimal */

static bool any(struct store *store, const char *sql, bool *found, GError **error)
{
    gint64 number;
    bool good = db_number(store, &number, 0, error, sql, "");

    *found = good && number != 0;
    return good;
}

static bool make_ready(struct store *store, bool *ready, GError **error)
{
    bool used;

    *ready = false;
    if (!any(store, "SELECT EXISTS(SELECT 1 FROM entry WHERE code_box IS NOT NULL)", &used, error))
        return false;
    seal_refresh(store->seal);
    *ready = seal_ready(store->seal, used);
    return true;
}

bool codes_open(struct store *store, const struct store_options *options, bool make, GError **error)
{
    bool ready;

    store->seal = seal_new(store->directory, options->key_file, options->runner, error);
    return store->seal && (!make || make_ready(store, &ready, error));
}

bool codes_check(struct store *store, GError **error)
{
    bool ready;

    if (!make_ready(store, &ready, error))
        return false;
    if (!seal_fault(store->seal))
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_CONFIG, seal_fault(store->seal));
    return false;
}

guint codes_readings(const struct store *store)
{
    seal_refresh(store->seal);
    return seal_readings(store->seal);
}

bool codes_can_be_kept(struct store *store, GError **error)
{
    bool ready;

    if (!make_ready(store, &ready, error))
        return false;
    if (ready)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("the code cannot be kept: %s"),
                seal_fault(store->seal));
    return false;
}

char *codes_tag(const struct store *store, const char *code)
{
    g_autofree char *line = g_strconcat("code\n", code, NULL);
    g_autofree char *hash =
        g_compute_hmac_for_string(G_CHECKSUM_SHA256, store->key, MARK_KEY_BYTES, line, -1);

    return g_strdup_printf(IDENTITY_TAG "%.*s", TAG_DIGITS, hash);
}

static bool put_tag(struct store *store, const struct entry *entry, GError **error)
{
    g_autofree char *tag = entry->code ? codes_tag(store, entry->code) : NULL;

    return !tag || db_run(store, error,
                          "INSERT OR IGNORE INTO identity(entry, value, forged) VALUES(?, ?, 0)", "it",
                          entry->id, tag);
}

static bool put_box(struct store *store, gint64 id, GBytes *box, GError **error)
{
    gsize length = 0;
    const guint8 *bytes = box ? g_bytes_get_data(box, &length) : NULL;

    return db_run(store, error, "UPDATE entry SET code = NULL, code_box = ? WHERE id = ?", "bi",
                  bytes, length, id);
}

bool codes_write(struct store *store, const struct entry *entry, GError **error)
{
    g_autoptr(GBytes) box = NULL;
    bool ready;

    if (entry->code_locked && !entry->code)
        return true;
    if (entry->code) {
        if (!make_ready(store, &ready, error))
            return false;
        box = seal_close(store->seal, entry->id, entry->code);
        if (!box) {
            log_error(NULL, "the code of entry %" G_GINT64_FORMAT " is not kept, the mail holds it: %s",
                      entry->id, seal_fault(store->seal));
            return true; /* what lies in the row stays */
        }
    }
    return put_box(store, entry->id, box, error) && put_tag(store, entry, error);
}

static char *open_box(const struct store *store, gint64 id, sqlite3_stmt *row, int column)
{
    return seal_open(store->seal, id, sqlite3_column_blob(row, column),
                     (gsize)sqlite3_column_bytes(row, column));
}

void codes_read(const struct store *store, struct entry *entry, sqlite3_stmt *row, int column)
{
    if (sqlite3_column_type(row, column) != SQLITE_BLOB) {
        entry->code = db_text(row, column);
        return;
    }
    entry->code = open_box(store, entry->id, row, column);
    if (!entry->code) {
        seal_refresh(store->seal); /* another process may have sealed it by a key that is new */
        entry->code = open_box(store, entry->id, row, column);
    }
    entry->code_locked = !entry->code;
}

char *codes_identity(const struct store *store, const char *code)
{
    g_autofree char *plain = identity_of_code(code);

    return seal_identity(store->seal, 0, plain);
}

GPtrArray *codes_identities(const struct store *store, const char *code)
{
    GPtrArray *identities = g_ptr_array_new_with_free_func(g_free);
    char *plain = identity_of_code(code), *keyed;

    g_ptr_array_add(identities, plain);
    for (guint i = 0; (keyed = seal_identity(store->seal, i, plain)); i++)
        g_ptr_array_add(identities, keyed);
    return identities;
}

/* --- what another version, or another key, has left ----------------------------------------- */

/* All that must be sealed anew, or has no tag: an entry each, with its code. Of struct entry. */
static GPtrArray *collect(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GError) own = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT id, coalesce(code_box, code), EXISTS(SELECT 1 FROM identity"
                 "  WHERE entry = id AND value GLOB '" IDENTITY_TAG "*') FROM entry"
                 " WHERE code IS NOT NULL OR code_box IS NOT NULL",
                 "");

    while (row && db_next(store, row, &own)) {
        struct entry *entry = entry_new();
        bool current = sqlite3_column_int(row, 2) && sqlite3_column_type(row, 1) == SQLITE_BLOB &&
                       seal_is_current(store->seal, sqlite3_column_blob(row, 1),
                                       (gsize)sqlite3_column_bytes(row, 1));

        entry->id = sqlite3_column_int64(row, 0);
        codes_read(store, entry, row, 1);
        if (current || !entry->code)
            entry_free(entry);
        else
            g_ptr_array_add(entries, entry);
    }
    if (own)
        g_propagate_error(error, g_steal_pointer(&own));
    else if (row)
        return g_steal_pointer(&entries);
    return NULL;
}

/* Codes that were replaced, which an older version remembered by a hash without key. */
static bool key_identities(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) plain = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT DISTINCT value FROM identity WHERE value GLOB 'c:*'", "");

    if (!db_texts(store, row, plain, error))
        return false;
    for (guint i = 0; i < plain->len; i++) {
        g_autofree char *keyed = seal_identity(store->seal, 0, plain->pdata[i]);

        if (!db_run(store, error, "UPDATE OR REPLACE identity SET value = ? WHERE value = ?", "tt",
                    keyed, (const char *)plain->pdata[i]))
            return false;
    }
    return true;
}

static bool settle_within(struct store *store, guint *sealed, GError **error)
{
    g_autoptr(GPtrArray) entries = NULL;
    bool ready;

    *sealed = 0;
    if (!make_ready(store, &ready, error))
        return false;
    if (!ready) {
        log_error(NULL, "the codes cannot be sealed: %s", seal_fault(store->seal));
        return true;
    }
    entries = collect(store, error);
    if (!entries)
        return false;
    for (guint i = 0; i < entries->len; i++)
        if (!codes_write(store, entries->pdata[i], error))
            return false;
    *sealed = entries->len;
    return key_identities(store, error);
}

/* What lay open is on pages that are free now and in the log. Another process that reads meanwhile may
 * hold up the first; deleted text is overwritten in any case (secure_delete). */
static bool clean(struct store *store, GError **error)
{
    g_autoptr(GError) own = NULL;

    if (!db_run(store, &own, "VACUUM", ""))
        log_debug(NULL, "the database is compacted another time: %s", own->message);
    return db_fold_log(store, error);
}

bool codes_settle(struct store *store, GError **error)
{
    guint sealed = 0;

    if (!db_begin(store, error) ||
        !db_end(store, settle_within(store, &sealed, error), error))
        return false;
    return sealed == 0 || clean(store, error);
}

bool codes_migrate(struct store *store, GError **error)
{
    bool open;

    /* The index of these alone answers at once. */
    return any(store, "SELECT EXISTS(SELECT 1 FROM entry WHERE code IS NOT NULL)", &open, error) &&
           (!open || codes_settle(store, error));
}

GPtrArray *codes_key_places(struct store *store, guint *elsewhere, GError **error)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) own = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT id, code_box FROM entry WHERE code_box IS NOT NULL", "");
    bool is_own = false;

    *elsewhere = 0;
    while (row && db_next(store, row, &own)) {
        AUTO(entry) entry = entry_new();

        entry->id = sqlite3_column_int64(row, 0);
        codes_read(store, entry, row, 1);
        *elsewhere += entry->code_locked;
        is_own |= seal_is_own(store->seal, sqlite3_column_blob(row, 1),
                              (gsize)sqlite3_column_bytes(row, 1));
    }
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return NULL;
    }
    if (!row)
        return NULL;
    g_ptr_array_add(places, g_strdup(seal_place(store->seal)));
    if (is_own)
        g_ptr_array_add(places, g_strdup(seal_own_place(store->seal)));
    return g_steal_pointer(&places);
}

static char *reason(const struct store *store)
{
    const char *fault = seal_fault(store->seal);

    return fault ? g_strdup(fault)
                 : g_strdup_printf(_("%s is not the key that sealed them; add the line of that one to "
                                     "it, from where you keep a copy"),
                                   seal_place(store->seal));
}

bool codes_locked(struct store *store, gint64 *count, char **why, GError **error)
{
    g_autoptr(GError) own = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT id, code_box FROM entry WHERE code_box IS NOT NULL AND"
                 " status IN ('open', 'provisional', 'suspect')",
                 "");

    *count = 0;
    *why = NULL;
    while (row && db_next(store, row, &own)) {
        AUTO(entry) entry = entry_new();

        entry->id = sqlite3_column_int64(row, 0);
        codes_read(store, entry, row, 1);
        *count += entry->code_locked;
    }
    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    if (row && *count > 0)
        *why = reason(store);
    return row;
}
