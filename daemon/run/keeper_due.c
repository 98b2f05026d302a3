/* What fell due, put into the outbox. */
#include "alert/scheduler.h"
#include "run/keeper_state.h"
#include "store/entries.h"
#include "store/outbox.h"

#define HEARTBEAT_SECONDS (30 * 24 * 3600)

/* `raised` keeps the sets that the rows point to. */
static GPtrArray *schedule_entries(const GPtrArray *entries, GHashTable *raised)
{
    GPtrArray *scheduled = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < entries->len; i++) {
        struct schedule_entry *one = g_new0(struct schedule_entry, 1);

        one->entry = g_ptr_array_index(entries, i);
        one->raised = g_hash_table_lookup(raised, &one->entry->id);
        g_ptr_array_add(scheduled, one);
    }
    return scheduled;
}

static void take_due(GArray *into, const struct schedule_due *due)
{
    struct outbox_due one = { due->entry->id, due->entry->account, due->keys };

    g_array_append_val(into, one);
}

static bool raise_digest(struct keeper *keeper, const GPtrArray *digest, gint64 now,
                         GError **error)
{
    g_autoptr(GArray) dues = g_array_new(FALSE, FALSE, sizeof(struct outbox_due));
    gint64 due_at = now;

    if (digest->len == 0)
        return true;
    for (guint i = 0; i < digest->len; i++) {
        const struct schedule_due *due = g_ptr_array_index(digest, i);

        take_due(dues, due);
        due_at = MIN(due_at, due->due_at);
    }
    return outbox_raise_due(keeper->store, EVENT_DIGEST, dues, due_at, now, error);
}

/* Of one owner. */
static bool raise_all(struct keeper *keeper, const GPtrArray *due, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) digest = schedule_digest(due);

    for (guint i = 0; i < due->len; i++) {
        g_autoptr(GArray) dues = g_array_new(FALSE, FALSE, sizeof(struct outbox_due));
        struct schedule_due *one = g_ptr_array_index(due, i);

        if (g_ptr_array_find(digest, one, NULL))
            continue;
        take_due(dues, one);
        if (!outbox_raise_due(keeper->store, one->event, dues, one->due_at, now, error))
            return false;
    }
    return raise_digest(keeper, digest, now, error);
}

/* Takes out of `due` those of the first one's owner: nobody reads of another's case. */
static GPtrArray *take_one_owner(GPtrArray *due)
{
    GPtrArray *own = g_ptr_array_new_with_free_func((GDestroyNotify)schedule_due_free);
    g_autofree char *owner =
        g_strdup(((const struct schedule_due *)g_ptr_array_index(due, 0))->entry->owner);

    for (guint i = 0; i < due->len;) {
        const struct schedule_due *one = g_ptr_array_index(due, i);

        if (g_strcmp0(one->entry->owner, owner) == 0)
            g_ptr_array_add(own, g_ptr_array_steal_index(due, i));
        else
            i++;
    }
    return own;
}

static bool raise_due(struct keeper *keeper, GError **error)
{
    gint64 now = keeper_now(keeper);
    g_autoptr(GPtrArray) entries = entries_unraise_ahead(keeper->store, now, error)
                                       ? entries_list(keeper->store, false, now, error)
                                       : NULL;
    g_autoptr(GHashTable) raised = entries ? entries_raised(keeper->store, error) : NULL;
    g_autoptr(GPtrArray) scheduled = NULL;
    g_autoptr(GPtrArray) due = NULL;

    if (!raised)
        return false;
    scheduled = schedule_entries(entries, raised);
    due = schedule_due_at(scheduled, keeper->start->settings, now);
    while (due->len > 0) {
        g_autoptr(GPtrArray) own = take_one_owner(due);

        if (!raise_all(keeper, own, now, error))
            return false;
    }
    return true;
}

/* "Still watching, nothing came": monthly, from the first start on. */
static bool raise_heartbeat(struct keeper *keeper, GError **error)
{
    gint64 now = keeper_now(keeper), last;
    g_autofree char *key = NULL;

    if (!keeper->start->settings->heartbeat)
        return true;
    if (!store_fact(keeper->store, FACT_HEARTBEAT, &last, error))
        return false;
    /* A last one in the far future was that of a clock set back since. */
    if (last && ABS(now - last) < HEARTBEAT_SECONDS)
        return true;
    /* In this order: a crash between the two raises the same key again, which is no second one. */
    key = g_strdup_printf("heartbeat-%" G_GINT64_FORMAT, last);
    return (!last || outbox_raise(keeper->store, EVENT_HEARTBEAT, key, NULL, NULL, now, error)) &&
           store_fact_set(keeper->store, FACT_HEARTBEAT, now, error);
}

bool keeper_raise_due(struct keeper *keeper, GError **error)
{
    return raise_due(keeper, error) && raise_heartbeat(keeper, error);
}
