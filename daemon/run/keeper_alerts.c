/* The keeper's alerts: what the scheduler finds due goes into the outbox, what is in the outbox
 * goes to the sinks, each in a thread of its own, so that a dead one delays no other. */
#include "alert/scheduler.h"
#include "alert/sink.h"
#include "base/error.h"
#include "base/log.h"
#include "run/keeper_state.h"
#include "store/entries.h"
#include "store/items.h"
#include "store/outbox.h"

#define HEARTBEAT_SECONDS (30 * 24 * 3600)
#define PUBLISH_RETRY_SECONDS 300 /* where no alert, with a backoff of its own, waits for it */

struct slot {
    struct keeper *keeper;
    struct sink *sink;
    bool busy;
    bool failed; /* --once: each sink is given up at its first failure */
    /* of a sink that publishes */
    gint64 published; /* the revision of the entries that stands there; -1: not known */
    gint64 retry_at;
};

struct deliveries {
    GPtrArray *slots; /* of struct slot */
    char **names;     /* of sinks, NULL-terminated */
    const char **owners; /* of whom each carries alerts; NULL: of nobody in particular */
};

/* One delivery, on its way through a thread. */
struct flight {
    struct slot *slot;
    struct outgoing *outgoing; /* NULL: published without an alert */
    struct alert *alert;       /* NULL: published */
    struct publication *publication; /* NULL: an alert is delivered */
    gint64 revision;                 /* of the entries published */
    struct sink_context context;
    enum delivery result;
    GError *failure;
};

static void slot_free(gpointer data)
{
    struct slot *slot = data;

    g_clear_pointer(&slot->sink, sink_free);
    g_free(slot);
}

static void flight_free(gpointer data)
{
    struct flight *flight = data;

    g_clear_pointer(&flight->outgoing, outgoing_free);
    g_clear_pointer(&flight->alert, alert_free);
    g_clear_pointer(&flight->publication, publication_free);
    g_clear_error(&flight->failure);
    g_free(flight);
}

bool deliveries_start(struct keeper *keeper, GError **error)
{
    const GPtrArray *sinks = keeper->start->settings->sinks;
    struct deliveries *deliveries = g_new0(struct deliveries, 1);
    GPtrArray *names = g_ptr_array_new();

    deliveries->slots = g_ptr_array_new_with_free_func(slot_free);
    deliveries->owners = g_new0(const char *, sinks->len + 1);
    keeper->deliveries = deliveries;
    for (guint i = 0; i < sinks->len; i++) {
        struct slot *slot = g_new0(struct slot, 1);

        slot->keeper = keeper;
        slot->published = -1;
        g_ptr_array_add(deliveries->slots, slot);
        slot->sink = sink_new(g_ptr_array_index(sinks, i), error);
        if (!slot->sink) {
            g_ptr_array_free(names, TRUE);
            return false;
        }
        g_ptr_array_add(names, slot->sink->settings->name);
        deliveries->owners[i] = slot->sink->settings->owner;
    }
    g_ptr_array_add(names, NULL);
    deliveries->names = (char **)g_ptr_array_free(names, FALSE);
    return true;
}

void deliveries_free(struct deliveries *deliveries)
{
    if (!deliveries)
        return;
    g_ptr_array_unref(deliveries->slots);
    g_free(deliveries->names);
    g_free(deliveries->owners);
    g_free(deliveries);
}

/* --- what is due --------------------------------------------------------------------------- */

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
    g_autoptr(GPtrArray) entries = entries_list(keeper->store, false, now, error);
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

/* --- delivering ---------------------------------------------------------------------------- */

static struct alert *alert_of(struct keeper *keeper, const struct outgoing *outgoing,
                              GError **error)
{
    AUTO(alert) alert = alert_new(outgoing->event);

    alert->id = g_strdup(outgoing->key);
    alert->account = g_strdup(outgoing->account);
    alert->detail = g_strdup(outgoing->detail);
    alert->due_at = outgoing->due_at;
    alert->thread = g_strdup(outgoing->thread);
    for (guint i = 0; i < outgoing->entries->len; i++) {
        g_autoptr(GError) own = NULL;
        struct entry *entry = entries_get(
            keeper->store, g_array_index(outgoing->entries, gint64, i), keeper_now(keeper), &own);

        if (entry && outgoing->event == EVENT_DIGEST && status_is_closed(entry->status))
            entry_free(entry); /* closed since: the others remain */
        else if (entry)
            g_ptr_array_add(alert->entries, entry);
        else if (vigie_error_exit(own) != EX_USAGE) { /* merged away: the others remain */
            g_propagate_error(error, g_steal_pointer(&own));
            return NULL;
        }
    }
    return g_steal_pointer(&alert);
}

static void fly(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    struct flight *flight = data;
    struct sink *sink = flight->slot->sink;

    flight->result =
        flight->publication
            ? sink->ops->publish(sink, &flight->context, flight->publication, &flight->failure)
            : sink->ops->send(sink, &flight->context, flight->alert, &flight->failure);
    g_task_return_boolean(task, TRUE);
}

static struct outbox_failure failure_of(const struct flight *flight)
{
    return (struct outbox_failure){ flight->failure ? flight->failure->message : "not delivered",
                                    flight->result == DELIVERY_NEVER, flight->slot->sink->wait };
}

static bool note_publication(const struct flight *flight, GError **error)
{
    const struct outbox_failure failure = failure_of(flight);
    struct slot *slot = flight->slot;
    struct keeper *keeper = slot->keeper;

    if (!publication_note(keeper, slot->sink->settings, flight->publication, error))
        return false;
    if (flight->result == DELIVERY_DONE)
        slot->published = flight->revision;
    else
        slot->retry_at = keeper_now(keeper) + PUBLISH_RETRY_SECONDS;
    return outbox_published(keeper->store, slot->sink->settings->name,
                            flight->result == DELIVERY_DONE ? NULL : &failure, keeper_now(keeper),
                            error);
}

static bool note_landing(const struct flight *flight, GError **error)
{
    const struct outbox_failure failure = failure_of(flight);
    struct keeper *keeper = flight->slot->keeper;

    if (flight->publication && !note_publication(flight, error))
        return false;
    if (!flight->outgoing)
        return true;
    if (flight->result == DELIVERY_DONE)
        return outbox_delivered(keeper->store, flight->outgoing, keeper_now(keeper), error);
    return outbox_failed(keeper->store, flight->outgoing, &failure, keeper_now(keeper), error);
}

/* What landed and cannot be recorded (a full disk) is neither sent again nor forgotten: the sink
 * waits until it is. */
static gboolean land(gpointer data)
{
    GTask *task = data;
    struct flight *flight = g_task_get_task_data(task);
    struct keeper *keeper = flight->slot->keeper;
    g_autoptr(GError) error = NULL;

    if (note_landing(flight, &error)) {
        flight->slot->busy = false;
        keeper_settled(keeper);
    } else {
        keeper_store_failed(keeper, error);
        g_timeout_add_seconds_full(G_PRIORITY_DEFAULT, KEEPER_RETRY_SECONDS, land,
                                   g_object_ref(task), g_object_unref);
    }
    return G_SOURCE_REMOVE;
}

static void complain(const struct flight *flight)
{
    struct slot *slot = flight->slot;
    struct keeper *keeper = slot->keeper;

    log_warning(NULL, "alert \"%s\": %s", slot->sink->settings->name,
                flight->failure ? flight->failure->message : "not delivered");
    slot->failed = keeper->start->once;
    keeper->exit_code = vigie_exit_worse(
        keeper->exit_code,
        vigie_error_exit(flight->failure) == VIGIE_EX_LOGIN ? VIGIE_EX_LOGIN : EX_UNAVAILABLE);
}

static void landed(GObject *source, GAsyncResult *result, gpointer data)
{
    const struct flight *flight = g_task_get_task_data(G_TASK(result));

    if (flight->result != DELIVERY_DONE)
        complain(flight);
    land(result);
}

/* From when the alert may disturb: the most pressing of its entries decides. */
static gint64 may_from(struct keeper *keeper, const struct alert *alert, gint64 now)
{
    const struct settings *settings = keeper->start->settings;
    gint64 from = schedule_may_from(NULL, settings, now);

    for (guint i = 0; i < alert->entries->len; i++)
        from = MIN(from, schedule_may_from(g_ptr_array_index(alert->entries, i), settings, now));
    return from;
}

/* Takes `flight`. */
static void take_off(struct slot *slot, struct flight *flight)
{
    struct keeper *keeper = slot->keeper;
    g_autoptr(GTask) task = g_task_new(NULL, NULL, landed, NULL);

    flight->slot = slot;
    flight->context = (struct sink_context){ .right = rules_right(keeper->start->rules),
                                             .key = store_key(keeper->store),
                                             .now = keeper_now(keeper),
                                             .runner = keeper->runner,
                                             .remind_before =
                                                 keeper->start->settings->remind_before };
    slot->busy = true;
    g_task_set_task_data(task, flight, flight_free);
    g_task_run_in_thread(task, fly);
}

/* A calendar disturbs nobody: quiet hours do not hold it. */
static bool publish_next(struct slot *slot, GError **error)
{
    struct keeper *keeper = slot->keeper;
    gint64 now = keeper_now(keeper), revision;
    g_autoptr(GError) own = NULL;
    AUTO(outgoing) outgoing = outbox_next(keeper->store, slot->sink->settings->name, now, &own);
    struct publication *publication;
    struct flight *flight;
    bool must_wait;

    if (own) {
        g_propagate_error(error, g_steal_pointer(&own));
        return false;
    }
    if (!items_revision(keeper->store, &revision, error))
        return false;
    /* A clock that was set back holds nothing for longer. */
    must_wait = now < slot->retry_at && slot->retry_at - now <= PUBLISH_RETRY_SECONDS;
    if (!outgoing && (revision == slot->published || must_wait))
        return true;
    publication = publication_new(keeper, slot->sink->settings, error);
    if (!publication)
        return false;
    flight = g_new0(struct flight, 1);
    flight->outgoing = g_steal_pointer(&outgoing);
    flight->publication = publication;
    flight->revision = revision;
    take_off(slot, flight);
    return true;
}

/* TRUE where another delivery of this sink may be looked for. */
static bool deliver_next(struct slot *slot, GError **error)
{
    struct keeper *keeper = slot->keeper;
    gint64 now = keeper_now(keeper);
    AUTO(outgoing) outgoing = outbox_next(keeper->store, slot->sink->settings->name, now, error);
    AUTO(alert) alert = outgoing ? alert_of(keeper, outgoing, error) : NULL;
    struct flight *flight;
    gint64 until;

    if (!alert)
        return false;
    if (alert->event == EVENT_DIGEST && alert->entries->len == 0)
        return outbox_delivered(keeper->store, outgoing, now, error); /* nothing is left to tell */
    until = may_from(keeper, alert, now);
    if (until > now)
        return outbox_hold(keeper->store, outgoing, until, error);
    flight = g_new0(struct flight, 1);
    flight->outgoing = g_steal_pointer(&outgoing);
    flight->alert = g_steal_pointer(&alert);
    take_off(slot, flight);
    return false;
}

static bool run(struct keeper *keeper, GError **error)
{
    struct deliveries *deliveries = keeper->deliveries;

    if (!raise_due(keeper, error) || !raise_heartbeat(keeper, error) ||
        !outbox_fan_out(keeper->store, (const char *const *)deliveries->names, deliveries->owners,
                        keeper_now(keeper), error))
        return false;
    for (guint i = 0; i < deliveries->slots->len; i++) {
        struct slot *slot = g_ptr_array_index(deliveries->slots, i);
        g_autoptr(GError) own = NULL;

        if (slot->sink->ops->publish && !slot->busy && !slot->failed)
            publish_next(slot, &own);
        while (!slot->sink->ops->publish && !slot->busy && !slot->failed &&
               deliver_next(slot, &own))
            ;
        if (own) {
            g_propagate_error(error, g_steal_pointer(&own));
            return false;
        }
    }
    return true;
}

void deliveries_run(struct keeper *keeper)
{
    g_autoptr(GError) error = NULL;

    if (!run(keeper, &error))
        keeper_store_failed(keeper, error);
}

bool deliveries_are_idle(struct keeper *keeper)
{
    for (guint i = 0; i < keeper->deliveries->slots->len; i++)
        if (((struct slot *)g_ptr_array_index(keeper->deliveries->slots, i))->busy)
            return false;
    return true;
}
