/* Entries and their history, each change one transaction. */
#include "store/entries.h"

#include "base/error.h"
#include "store/outbox.h"
#include "store/raise.h"
#include "store/rows.h"

static GPtrArray *collect(struct store *store, sqlite3_stmt *row, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) entries = g_ptr_array_new_with_free_func((GDestroyNotify)entry_free);
    g_autoptr(GError) step_error = NULL;

    while (db_next(store, row, &step_error))
        g_ptr_array_add(entries, row_to_entry(row, now));
    if (!step_error)
        return g_steal_pointer(&entries);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

GPtrArray *entries_list(struct store *store, bool all, gint64 now, GError **error)
{
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error,
        "SELECT " ENTRY_COLUMNS " FROM entry WHERE ? OR status IN ('open', 'provisional', 'suspect')"
        " ORDER BY deadline IS NOT NULL, deadline, id",
        "i", (gint64)all);

    return row ? collect(store, row, now, error) : NULL;
}

struct entry *entries_get(struct store *store, gint64 id, gint64 now, GError **error)
{
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT " ENTRY_COLUMNS " FROM entry WHERE id = ?", "i", id);
    g_autoptr(GPtrArray) found = row ? collect(store, row, now, error) : NULL;

    if (!found)
        return NULL;
    if (found->len == 1)
        return g_ptr_array_steal_index(found, 0);
    g_set_error(error, VIGIE_ERROR, EX_USAGE,
                "no entry has the ID %" G_GINT64_FORMAT "; vigie list --all shows them", id);
    return NULL;
}

static void history_row_free(gpointer data)
{
    struct history_row *row = data;

    g_free(row->event);
    g_free(row);
}

GPtrArray *entries_history(struct store *store, gint64 id, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(history_row_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) statement =
        db_query(store, error, "SELECT at, event FROM history WHERE entry = ? ORDER BY id", "i", id);

    if (!statement)
        return NULL;
    while (db_next(store, statement, &step_error)) {
        struct history_row *row = g_new0(struct history_row, 1);

        row->at = sqlite3_column_int64(statement, 0);
        row->event = db_text(statement, 1);
        g_ptr_array_add(rows, row);
    }
    if (!step_error)
        return g_steal_pointer(&rows);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

static GHashTable *keys_of(GHashTable *raised, gint64 id)
{
    GHashTable *keys = g_hash_table_lookup(raised, &id);

    if (!keys) {
        keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(raised, g_memdup2(&id, sizeof id), keys);
    }
    return keys;
}

GHashTable *entries_raised(struct store *store, GError **error)
{
    g_autoptr(GHashTable) raised = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
                                                         (GDestroyNotify)g_hash_table_unref);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(store, error, "SELECT entry, key FROM raised", "");

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error))
        g_hash_table_add(keys_of(raised, sqlite3_column_int64(row, 0)), db_text(row, 1));
    if (!step_error)
        return g_steal_pointer(&raised);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

bool entries_add(struct store *store, struct entry *entry, const char *history, enum event event,
                 gint64 now, GError **error)
{
    bool good;

    if (!db_begin(store, error))
        return false;
    good = rows_insert(store, entry, false, error) &&
           rows_note(store, entry->id, history, now, error) &&
           raise_about_entry(store, event, entry, NULL, now, error);
    return db_end(store, good, error);
}

bool entries_save(struct store *store, const struct entry *entry, const char *history, gint64 now,
                  GError **error)
{
    bool good;

    if (!db_begin(store, error))
        return false;
    good = rows_update(store, entry, error) && rows_note(store, entry->id, history, now, error) &&
           (!status_is_closed(entry->status) || raise_drop_reminders(store, entry->id, error));
    return db_end(store, good, error);
}

bool entries_trust(struct store *store, const struct entry *entry, gint64 now, GError **error)
{
    bool good;

    if (!db_begin(store, error))
        return false;
    good = rows_update(store, entry, error) &&
           rows_note(store, entry->id, "trusted by hand: no longer suspect", now, error) &&
           raise_about_entry(store, EVENT_NEW, entry, NULL, now, error);
    return db_end(store, good, error);
}

static bool move_rows(struct store *store, gint64 into, gint64 from, GError **error)
{
    return db_run(store, error, "UPDATE OR IGNORE identity SET entry = ? WHERE entry = ?", "ii",
                  into, from) &&
           db_run(store, error, "UPDATE history SET entry = ? WHERE entry = ?", "ii", into, from) &&
           db_run(store, error, "UPDATE OR IGNORE raised SET entry = ? WHERE entry = ?", "ii", into,
                  from) &&
           raise_drop_reminders(store, from, error) &&
           db_run(store, error, "DELETE FROM entry WHERE id = ?", "i", from);
}

bool entries_merge(struct store *store, const struct entry *into, gint64 from, gint64 now,
                   GError **error)
{
    g_autofree char *history = g_strdup_printf("merged with entry %" G_GINT64_FORMAT, from);
    bool good;

    if (!db_begin(store, error))
        return false;
    good = move_rows(store, into->id, from, error) && rows_update(store, into, error) &&
           rows_note(store, into->id, history, now, error);
    return db_end(store, good, error);
}
