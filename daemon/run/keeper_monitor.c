/* What a monitoring sees of the watch from outside: a file of metrics, and a sign of life that stays
 * away when something is wrong. */
#include "alert/ping.h"
#include "base/error.h"
#include "base/log.h"
#include "run/keeper_state.h"
#include "store/metrics.h"
#include "store/standing.h"

#define QUIET_SECONDS 2 /* changes that come together are seen once */

struct monitor {
    struct keeper *keeper;
    guint soon; /* a look that is to come */
    gint64 asked_at; /* monotonic seconds of the last try; 0: none */
    bool asking;
};

struct ping {
    struct monitor *monitor;
    char *url;
    GError *failure;
};

struct monitor *monitor_new(struct keeper *keeper)
{
    const struct settings *settings = keeper->start->settings;
    struct monitor *monitor;

    if (!settings->metrics && !settings->heartbeat_url)
        return NULL;
    monitor = g_new0(struct monitor, 1);
    monitor->keeper = keeper;
    return monitor;
}

void monitor_free(struct monitor *monitor)
{
    if (!monitor)
        return;
    g_clear_handle_id(&monitor->soon, g_source_remove);
    g_free(monitor);
}

/* --- metrics ------------------------------------------------------------------------------- */

static bool write_metrics(struct keeper *keeper, const struct standing *standing, GError **error)
{
    const char *file = keeper->start->settings->metrics;
    g_autofree char *text = file ? metrics_text(standing, keeper_now(keeper)) : NULL;
    g_autoptr(GError) failure = NULL;

    if (!file)
        return true;
    runner_replace_file(keeper->runner, file, text, RUNNER_SHARED, &failure);
    return keeper_note_file(keeper, "metrics", FACT_METRICS_FAILED, failure, error);
}

/* --- the sign of life ---------------------------------------------------------------------- */

static void ping_free(gpointer data)
{
    struct ping *ping = data;

    g_free(ping->url);
    g_clear_error(&ping->failure);
    g_free(ping);
}

static void fly(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    struct ping *ping = data;

    ping_send(ping->url, &ping->failure);
    g_task_return_boolean(task, TRUE);
}

static bool note_answer(struct keeper *keeper, const GError *failure, GError **error)
{
    gint64 now = keeper_now(keeper), since;

    if (!store_fact(keeper->store, FACT_PING_FAILED, &since, error))
        return false;
    if (failure) {
        log_warning(NULL, "%s", failure->message);
        return since || store_fact_set(keeper->store, FACT_PING_FAILED, now, error);
    }
    if (since)
        log_notice(NULL, "heartbeat-url answers again");
    return store_fact_set(keeper->store, FACT_PING_SENT, now, error) &&
           (!since || store_fact_set(keeper->store, FACT_PING_FAILED, 0, error));
}

static void answered(GObject *source, GAsyncResult *result, gpointer data)
{
    const struct ping *ping = g_task_get_task_data(G_TASK(result));
    struct monitor *monitor = ping->monitor;
    g_autoptr(GError) error = NULL;

    monitor->asking = false;
    if (!note_answer(monitor->keeper, ping->failure, &error))
        log_error(NULL, "%s", error->message);
}

static bool is_time(const struct monitor *monitor)
{
    const struct settings *settings = monitor->keeper->start->settings;
    gint64 now = g_get_monotonic_time() / G_USEC_PER_SEC;

    return settings->heartbeat_url && !monitor->asking &&
           (!monitor->asked_at || now - monitor->asked_at >= 60 * (gint64)settings->heartbeat_every);
}

static void ask(struct monitor *monitor)
{
    struct ping *ping = g_new0(struct ping, 1);
    g_autoptr(GTask) task = g_task_new(NULL, NULL, answered, NULL);

    ping->monitor = monitor;
    ping->url = g_strdup(monitor->keeper->start->settings->heartbeat_url);
    monitor->asking = true;
    monitor->asked_at = g_get_monotonic_time() / G_USEC_PER_SEC;
    g_task_set_task_data(task, ping, ping_free);
    g_task_run_in_thread(task, fly);
}

/* --- both ---------------------------------------------------------------------------------- */

void monitor_look(struct monitor *monitor)
{
    struct keeper *keeper = monitor ? monitor->keeper : NULL;
    g_autoptr(GError) error = NULL;
    AUTO(standing) standing = NULL;

    if (!monitor || !(keeper->start->settings->metrics || is_time(monitor)))
        return;
    standing = standing_load(keeper->store, keeper->start->settings, NULL, keeper_now(keeper),
                             &error);
    if (!standing || !write_metrics(keeper, standing, &error)) {
        log_error(NULL, "%s", error->message); /* and no sign of life */
        return;
    }
    if (is_time(monitor) && standing_is_well(standing))
        ask(monitor);
}

static gboolean look_soon(gpointer data)
{
    struct monitor *monitor = data;

    monitor->soon = 0;
    monitor_look(monitor);
    return G_SOURCE_REMOVE;
}

void monitor_touch(struct monitor *monitor)
{
    if (monitor && !monitor->soon)
        monitor->soon = g_timeout_add_seconds(QUIET_SECONDS, look_soon, monitor);
}

void monitor_finish(struct monitor *monitor)
{
    monitor_look(monitor);
    while (monitor && monitor->asking)
        g_main_context_iteration(NULL, TRUE);
}
