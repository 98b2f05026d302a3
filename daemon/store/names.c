/* Names of messages. */
#include "store/names.h"

#include "store/db.h"

/* A set of char *; NULL on failure. */
static GHashTable *load(struct store *store, const char *account, const char *mailbox,
                        GError **error)
{
    g_autoptr(GHashTable) names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT name FROM dealt WHERE account = ? AND mailbox = ?", "tt",
                 account, mailbox);
    bool good = db_texts(store, row, list, error);

    for (guint i = 0; i < list->len; i++)
        g_hash_table_add(names, list->pdata[i]);
    return good ? g_steal_pointer(&names) : NULL;
}

static char *text_of(GBytes *name)
{
    gsize length;
    const char *bytes = g_bytes_get_data(name, &length);

    return g_strndup(bytes, length);
}

/* `stored` keeps what was not among them. */
static void take_known(GHashTable *stored, const GPtrArray *names, guint8 *known)
{
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *name = text_of(g_ptr_array_index(names, i));

        known[i] = g_hash_table_remove(stored, name);
    }
}

static bool forget(struct store *store, const char *account, const char *mailbox,
                   GHashTable *gone, GError **error)
{
    GHashTableIter at;
    gpointer name;

    g_hash_table_iter_init(&at, gone);
    while (g_hash_table_iter_next(&at, &name, NULL))
        if (!db_run(store, error,
                    "DELETE FROM dealt WHERE account = ? AND mailbox = ? AND name = ?", "ttt",
                    account, mailbox, (const char *)name))
            return false;
    return true;
}

bool names_compare(struct store *store, const char *account, const char *mailbox,
                   const GPtrArray *names, guint8 *known, GError **error)
{
    g_autoptr(GHashTable) stored = load(store, account, mailbox, error);

    if (!stored)
        return false;
    take_known(stored, names, known);
    if (g_hash_table_size(stored) == 0)
        return true;
    if (!db_begin(store, error))
        return false;
    return db_end(store, forget(store, account, mailbox, stored, error), error);
}

bool names_add_within(struct store *store, const char *account, const char *mailbox,
                      const char *name, GError **error)
{
    return db_run(store, error,
                  "INSERT OR IGNORE INTO dealt(account, mailbox, name) VALUES(?, ?, ?)", "ttt",
                  account, mailbox, name);
}

static bool add_all(struct store *store, const char *account, const char *mailbox,
                    const GPtrArray *names, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        g_autofree char *name = text_of(g_ptr_array_index(names, i));

        if (!names_add_within(store, account, mailbox, name, error))
            return false;
    }
    return true;
}

bool names_add(struct store *store, const char *account, const char *mailbox,
               const GPtrArray *names, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, add_all(store, account, mailbox, names, error), error);
}
