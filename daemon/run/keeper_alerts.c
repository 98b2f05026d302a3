/* The keeper's alerts: what is in the outbox goes to the sinks, each in a thread of its own, so that
 * a dead one delays no other. */
#include "alert/agents.h"
#include "alert/scheduler.h"
#include "alert/sink.h"
#include "base/error.h"
#include "base/log.h"
#include "run/keeper_state.h"
#include "store/entries.h"
#include "store/items.h"
#include "store/outbox.h"

#define PUBLISH_RETRY_SECONDS 300 /* where no alert, with a backoff of its own, waits for it */

struct slot {
    struct keeper *keeper;
    struct sink *sink;
    bool busy;
    bool failed; /* --once: each sink is given up at its first failure */
    /* of a sink that withdraws */
    GHashTable *standing; /* set of gint64 *: the entries of which something was shown */
    gint64 looked_at;     /* the revision of the entries at which none of them was closed */
    /* of a sink that publishes */
    gint64 published; /* the revision of the entries that stands there; -1: not known */
    gint64 retry_at;
};

struct deliveries {
    GPtrArray *slots; /* of struct slot */
    char **names;     /* of sinks, NULL-terminated */
    struct answer_taker answers;
    struct agents *agents; /* NULL: none */
    const char **owners; /* of whom each carries alerts; NULL: of nobody in particular */
};

/* One delivery, on its way through a thread. */
struct flight {
    struct slot *slot;
    struct outgoing *outgoing; /* NULL: published without an alert */
    struct alert *alert;       /* NULL: published, or withdrawn */
    gint64 withdrawn;          /* the entry of which nothing is to stand any more; 0: none */
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
    g_hash_table_unref(slot->standing);
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
    deliveries->answers = keeper_answer_taker(keeper);
    deliveries->agents = keeper_agents_new(keeper);
    deliveries->owners = g_new0(const char *, sinks->len + 1);
    keeper->deliveries = deliveries;
    for (guint i = 0; i < sinks->len; i++) {
        struct slot *slot = g_new0(struct slot, 1);

        slot->keeper = keeper;
        slot->published = slot->looked_at = -1;
        slot->standing = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
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
    agents_free(deliveries->agents);
    g_ptr_array_unref(deliveries->slots);
    g_free(deliveries->names);
    g_free(deliveries->owners);
    g_free(deliveries);
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

    if (flight->withdrawn)
        sink->ops->withdraw(sink, &flight->context, flight->withdrawn);
    else if (flight->publication)
        flight->result =
            sink->ops->publish(sink, &flight->context, flight->publication, &flight->failure);
    else
        flight->result = sink->ops->send(sink, &flight->context, flight->alert, &flight->failure);
    if (flight->alert && flight->failure)
        alert_hide_codes(flight->alert, flight->failure);
    g_task_return_boolean(task, TRUE);
}

/* The news of a closing stays; what else was shown about the entry is withdrawn when it is closed. */
static void note_standing(const struct flight *flight)
{
    const struct alert *alert = flight->alert;
    const struct slot *slot = flight->slot;
    const struct entry *entry;

    if (!slot->sink->ops->withdraw || flight->result != DELIVERY_DONE || !alert ||
        alert->entries->len != 1)
        return;
    entry = g_ptr_array_index(alert->entries, 0);
    if (!status_is_closed(entry->status))
        g_hash_table_add(slot->standing, g_memdup2(&entry->id, sizeof entry->id));
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
        note_standing(flight);
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
                                             .confined = keeper->confined,
                                             .key = store_key(keeper->store),
                                             .now = keeper_now(keeper),
                                             .runner = keeper->runner,
                                             .agents = keeper->deliveries->agents,
                                             .answers = &keeper->deliveries->answers,
                                             .remind_before =
                                                 keeper->start->settings->remind_before };
    slot->busy = true;
    g_task_set_task_data(task, flight, flight_free);
    g_task_run_in_thread(task, fly);
}

/* Whether the entry is closed, merged into another or erased. */
static bool is_over(struct keeper *keeper, gint64 id)
{
    g_autoptr(GError) error = NULL;
    AUTO(entry) entry = entries_get(keeper->store, id, keeper_now(keeper), &error);

    return entry ? status_is_closed(entry->status) : vigie_error_exit(error) == EX_USAGE;
}

/* Closed by a command, say: what stood would ask for what is done already. */
static bool withdraw_next(struct slot *slot, GError **error)
{
    struct flight *flight;
    GHashTableIter iter;
    gint64 revision;
    gpointer id;

    if (!items_revision(slot->keeper->store, &revision, error))
        return false;
    if (revision == slot->looked_at)
        return true;
    g_hash_table_iter_init(&iter, slot->standing);
    while (g_hash_table_iter_next(&iter, &id, NULL)) {
        if (!is_over(slot->keeper, *(gint64 *)id))
            continue;
        flight = g_new0(struct flight, 1);
        flight->withdrawn = *(gint64 *)id;
        g_hash_table_iter_remove(&iter);
        take_off(slot, flight);
        return true;
    }
    slot->looked_at = revision;
    return true;
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

/* Nothing is left to tell: its entries are gone, or what is told as closed is open again. */
static bool is_stale(const struct outgoing *outgoing, const struct alert *alert)
{
    const struct entry *first =
        alert->entries->len > 0 ? g_ptr_array_index(alert->entries, 0) : NULL;

    if (!first)
        return outgoing->entries->len > 0;
    return alert->event == EVENT_CLOSED && !status_is_closed(first->status);
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
    if (is_stale(outgoing, alert))
        return outbox_delivered(keeper->store, outgoing, now, error);
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

    if (!keeper_raise_due(keeper, error) ||
        !outbox_fan_out(keeper->store, (const char *const *)deliveries->names, deliveries->owners,
                        keeper_now(keeper), error))
        return false;
    for (guint i = 0; i < deliveries->slots->len; i++) {
        struct slot *slot = g_ptr_array_index(deliveries->slots, i);
        g_autoptr(GError) own = NULL;

        if (slot->sink->ops->withdraw && !slot->busy && !withdraw_next(slot, &own)) {
            g_propagate_error(error, g_steal_pointer(&own));
            return false;
        }
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
