/* What was read by earlier scans. */
#include "store/scanned.h"

#include "store/db.h"

void scanned_free(struct scanned *scanned)
{
    g_free(scanned->place);
    g_free(scanned->state);
    g_clear_pointer(&scanned->done, g_bytes_unref);
    g_free(scanned);
}

GHashTable *scanned_load(struct store *store, const char *stamp, GError **error)
{
    g_autoptr(GHashTable) rows =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)scanned_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error, "SELECT place, state, done FROM scanned WHERE stamp = ?", "t", stamp);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error)) {
        struct scanned *scanned = g_new0(struct scanned, 1);

        scanned->place = db_text(row, 0);
        scanned->state = db_text(row, 1);
        scanned->done =
            g_bytes_new(sqlite3_column_blob(row, 2), (gsize)sqlite3_column_bytes(row, 2));
        g_hash_table_insert(rows, scanned->place, scanned);
    }
    if (!step_error)
        return g_steal_pointer(&rows);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

static bool save_within(struct store *store, const char *stamp, const GPtrArray *rows,
                        GError **error)
{
    for (guint i = 0; i < rows->len; i++) {
        const struct scanned *row = g_ptr_array_index(rows, i);
        gsize length;
        const guint8 *done = g_bytes_get_data(row->done, &length);

        if (!db_run(store, error,
                    "INSERT OR REPLACE INTO scanned(place, stamp, state, done) VALUES(?, ?, ?, ?)",
                    "tttb", row->place, stamp, row->state, done ? done : (const guint8 *)"",
                    length))
            return false;
    }
    return true;
}

bool scanned_save(struct store *store, const char *stamp, const GPtrArray *rows, GError **error)
{
    if (rows->len == 0)
        return true;
    if (!db_begin(store, error))
        return false;
    return db_end(store, save_within(store, stamp, rows, error), error);
}
