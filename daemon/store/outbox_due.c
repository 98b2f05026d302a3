/* What falls due by the calendar becomes an alert, in the transaction that remembers it. */
#include "store/outbox.h"

#include "cases/entry.h"
#include "store/entries.h"
#include "store/raise.h"

static bool remember_keys(struct store *store, gint64 entry, const GPtrArray *keys, GError **error)
{
    for (guint i = 0; i < keys->len; i++)
        if (!db_run(store, error, "INSERT OR IGNORE INTO raised(entry, key) VALUES(?, ?)", "it",
                    entry, (const char *)g_ptr_array_index(keys, i)))
            return false;
    return true;
}

/* Takes one entry into what is raised, and remembers its keys. */
static bool take_due(struct store *store, const struct outbox_due *due, struct raise *raise,
                     GArray *ids, gint64 now, GError **error)
{
    AUTO(entry) entry = entries_get(store, due->entry, now, error);

    if (!entry)
        return false;
    g_array_append_val(ids, due->entry);
    raise->give_up_at = MAX(raise->give_up_at, raise_give_up_at(entry, now));
    return remember_keys(store, due->entry, due->keys, error);
}

/* One that a clock raised that was ahead has its key, and would hide that of the right day. */
static char *key_of_due(struct store *store, const GArray *dues, gint64 now, GError **error)
{
    const struct outbox_due *first = &g_array_index(dues, struct outbox_due, 0);
    g_autofree char *key = g_strdup_printf(
        "%s%" G_GINT64_FORMAT "-%s", dues->len > 1 ? "digest-" : "", first->entry,
        (const char *)g_ptr_array_index(first->keys, 0));
    gint64 taken;

    if (!db_number(store, &taken, 0, error, "SELECT count(*) FROM alert WHERE key = ?", "t", key))
        return NULL;
    return taken ? g_strdup_printf("%s-%" G_GINT64_FORMAT, key, now) : g_steal_pointer(&key);
}

static bool raise_due_within(struct store *store, enum event event, const GArray *dues,
                             gint64 due_at, gint64 now, GError **error)
{
    const struct outbox_due *first = &g_array_index(dues, struct outbox_due, 0);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autofree char *key = key_of_due(store, dues, now, error);
    struct raise raise = { .key = key, .event = event, .entries = ids, .due_at = due_at };

    if (!key)
        return false;
    for (guint i = 0; i < dues->len; i++)
        if (!take_due(store, &g_array_index(dues, struct outbox_due, i), &raise, ids, now, error))
            return false;
    raise.account = dues->len == 1 ? first->account : NULL;
    return raise_alert(store, &raise, now, error);
}

bool outbox_raise_due(struct store *store, enum event event, const GArray *dues, gint64 due_at,
                      gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return db_end(store, raise_due_within(store, event, dues, due_at, now, error), error);
}
