/* Items in calendars. */
#include "store/items.h"

#include "store/db.h"

void item_free(struct item *item)
{
    g_free(item->uid);
    g_free(item->etag);
    g_free(item->hash);
    g_free(item->deadline);
    g_free(item);
}

GHashTable *items_load(struct store *store, const char *place, GError **error)
{
    g_autoptr(GHashTable) items =
        g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)item_free);
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row = db_query(
        store, error, "SELECT uid, etag, hash, deadline, gone FROM item WHERE place = ?", "t", place);

    if (!row)
        return NULL;
    while (db_next(store, row, &step_error)) {
        struct item *item = g_new0(struct item, 1);

        item->uid = db_text(row, 0);
        item->etag = db_text(row, 1);
        item->hash = db_text(row, 2);
        item->deadline = db_text(row, 3);
        item->gone = sqlite3_column_int(row, 4) != 0;
        g_hash_table_insert(items, item->uid, item);
    }
    if (!step_error)
        return g_steal_pointer(&items);
    g_propagate_error(error, g_steal_pointer(&step_error));
    return NULL;
}

static bool save_within(struct store *store, const char *place, GHashTable *items, GError **error)
{
    GHashTableIter at;
    gpointer value;

    if (!db_run(store, error, "DELETE FROM item WHERE place = ?", "t", place))
        return false;
    g_hash_table_iter_init(&at, items);
    while (g_hash_table_iter_next(&at, NULL, &value)) {
        const struct item *item = value;

        if (!db_run(store, error,
                    "INSERT INTO item(place, uid, etag, hash, deadline, gone)"
                    " VALUES(?, ?, ?, ?, ?, ?)",
                    "tttt" "ti", place, item->uid, item->etag, item->hash, item->deadline,
                    (gint64)item->gone))
            return false;
    }
    return true;
}

bool items_save(struct store *store, const char *place, GHashTable *items, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, save_within(store, place, items, error), error);
}

/* Every change leaves a line of history, and no id of these is used twice; what was erased takes its
 * own along, and is counted. */
bool items_revision(struct store *store, gint64 *revision, GError **error)
{
    return db_number(store, revision, 0, error,
                     "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'history'), 0)"
                     " + coalesce((SELECT value FROM fact WHERE name = '" FACT_FORGOTTEN "'), 0)",
                     "");
}
