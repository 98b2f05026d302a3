/* The keeper's main loop. */
#include "run/keeper.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <malloc.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "run/job.h"
#include "run/keeper_state.h"
#include "run/link.h"
#include "run/locks.h"
#include "store/cursors.h"
#include "store/forget.h"
#include "store/outbox.h"
#include "store/record.h"
#include "store/watchlock.h"

#define TICK_SECONDS 30
#define SLEPT_SECONDS (10 * 60) /* ticks so far apart: the machine slept */
#define STEADY_SECONDS 3600     /* without a jump of the clock: what it says is true */
#define STOP_SECONDS 20         /* for deliveries under way */

gint64 keeper_now(const struct keeper *keeper)
{
    return clock_now(&keeper->start->clock);
}

static void tell_master(struct keeper *keeper, guint32 type, GVariant *payload)
{
    if (!ipc_send(keeper->start->control, type, payload, -1, NULL))
        g_main_loop_quit(keeper->loop);
}

void keeper_check_now(struct keeper *keeper)
{
    if (keeper->link >= 0)
        ipc_send(keeper->link, LINK_CHECK, NULL, -1, NULL);
    work_take_spool(keeper);
    keeper_touch_report(keeper);
}

void keeper_store_failed(struct keeper *keeper, const GError *error)
{
    log_error(NULL, "%s", error->message);
    if (!keeper->start->once)
        return;
    keeper->exit_code = vigie_exit_worse(keeper->exit_code, vigie_error_exit(error));
    g_main_loop_quit(keeper->loop);
}

static void end_once(struct keeper *keeper)
{
    keeper->stopping = true;
    g_main_loop_quit(keeper->loop);
}

void keeper_raise_digest(struct keeper *keeper)
{
    g_autoptr(GError) error = NULL;

    if (!record_digest(keeper->store, keeper_now(keeper), &error))
        keeper_store_failed(keeper, error);
}

void keeper_settled(struct keeper *keeper)
{
    if (keeper->stopping)
        return;
    deliveries_run(keeper);
    keeper_touch_report(keeper);
    monitor_touch(keeper->monitor);
    if (!work_is_idle(keeper) || !deliveries_are_idle(keeper))
        return;
    if (keeper->start->once && !keeper->fetched)
        return;
    visitors_answer(keeper);
    if (keeper->start->once)
        end_once(keeper);
}

/* --- locked in ------------------------------------------------------------------------------- */

/* For `status`. */
static void note_lock(struct keeper *keeper, const char *fact, gint64 packed)
{
    g_autoptr(GError) error = NULL;

    if (!store_fact_set(keeper->store, fact, packed, &error))
        log_warning(NULL, "%s", error->message);
}

static void note_locks(struct keeper *keeper)
{
    const struct sandbox_force of_master = { .no_new_privileges = keeper->confined };

    note_lock(keeper, FACT_SANDBOX_MASTER, sandbox_force_pack(&of_master));
    note_lock(keeper, FACT_SANDBOX_KEEPER, sandbox_force_pack(&keeper->locked));
    note_lock(keeper, FACT_SANDBOX_FETCHER, 0);
    note_lock(keeper, FACT_SANDBOX_READER, sandbox_force_pack(&keeper->reader_locked));
    if (!keeper->locked.landlock)
        log_notice(NULL, "this kernel has no Landlock: nothing but the user's rights bounds which files "
                         "are read; vigie status shows what is in force");
    if (!keeper->locked.seccomp)
        log_notice(NULL, "no seccomp filter is in force: no system call is refused");
}

/* Before there is a thread, and before a byte of a mail or a server is read. */
static bool lock_in(struct keeper *keeper)
{
    const struct keeper_start *start = keeper->start;
    AUTO(sandbox_plan) plan = locks_keeper(start->settings, start->state, start->once);
    AUTO(sandbox_plan) reader = sandbox_plan_reader();
    g_autoptr(GError) error = NULL;

    /* A reader that cannot lock itself in ends at once. Asked for here: locked in, nothing is told. */
    keeper->reader_locked = sandbox_plan_force(reader);
    keeper->confined = sandbox_no_new_privileges();
    if (sandbox_enter(plan, &keeper->locked, &error))
        return true;
    log_error(NULL, "%s", error->message);
    return false;
}

/* --- the fetcher --------------------------------------------------------------------------- */

static gboolean link_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct keeper *keeper = data;
    struct ipc_message message;

    if (!ipc_receive(fd, &message, NULL)) {
        fd_close(&keeper->link); /* the master sees the end and starts both anew */
        return G_SOURCE_REMOVE;
    }
    if (message.type == LINK_WORKER && ipc_expect(&message, LINK_WORKER, "s", NULL)) {
        keeper_add_channel(keeper, g_variant_get_string(message.payload, NULL),
                           fd_steal(&message.fd));
    } else if (message.type == LINK_LOCKED && ipc_expect(&message, LINK_LOCKED, "x", NULL)) {
        note_lock(keeper, FACT_SANDBOX_FETCHER, g_variant_get_int64(message.payload));
    } else if (message.type == LINK_FINISHED) {
        keeper->fetched = true;
        keeper_raise_digest(keeper);
        keeper_settled(keeper);
    }
    ipc_message_clear(&message);
    return G_SOURCE_CONTINUE;
}

static void set_link(struct keeper *keeper, int fd)
{
    keeper->link = fd;
    g_unix_fd_add(fd, G_IO_IN | G_IO_HUP, link_spoke, keeper);
}

/* --- the master ---------------------------------------------------------------------------- */

static void stop(struct keeper *keeper)
{
    keeper->stopping = true;
    if (keeper->link >= 0)
        ipc_send(keeper->link, LINK_STOP, NULL, -1, NULL);
    g_main_loop_quit(keeper->loop);
}

static void obey(struct keeper *keeper, struct ipc_message *message)
{
    switch (message->type) {
    case CONTROL_READER:
        work_set_reader(keeper, fd_steal(&message->fd));
        break;
    case CONTROL_FETCHER:
        set_link(keeper, fd_steal(&message->fd));
        break;
    case CONTROL_CHECK:
        keeper_check_now(keeper);
        keeper_follow_key(keeper);
        break;
    case CONTROL_STOP:
        stop(keeper);
        break;
    }
}

static gboolean master_spoke(int fd, GIOCondition condition, gpointer data)
{
    struct keeper *keeper = data;
    struct ipc_message message;

    if (!ipc_receive(fd, &message, NULL)) {
        stop(keeper); /* the master is gone */
        return G_SOURCE_REMOVE;
    }
    obey(keeper, &message);
    ipc_message_clear(&message);
    return G_SOURCE_CONTINUE;
}

/* --- time ---------------------------------------------------------------------------------- */

static char **account_names(const struct settings *settings)
{
    GPtrArray *names = g_ptr_array_new();

    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);

        g_ptr_array_add(names, g_strdup(account->name));
    }
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

static void look_for_silence(struct keeper *keeper)
{
    g_auto(GStrv) names = account_names(keeper->start->settings);
    g_autoptr(GError) error = NULL;

    if (!cursors_alert_blind(keeper->store, (const char *const *)names, keeper->running_since,
                             keeper_now(keeper), &error))
        keeper_store_failed(keeper, error);
}

/* `retention`: closed cases that are old enough. A clock that is ahead, as it may be until the network
 * tells the time, must not erase what is not: first it has to run for an hour without a jump. */
static void erase_old(struct keeper *keeper)
{
    gint64 days = keeper->start->settings->retention, now = keeper_now(keeper);
    bool is_steady = keeper->start->once || now - keeper->running_since >= STEADY_SECONDS;
    g_autoptr(GError) error = NULL;
    guint count = 0;

    if (days > 0 && is_steady && !forget_closed(keeper->store, now - days * 24 * 3600, now, &count, &error))
        keeper_store_failed(keeper, error);
    if (count > 0)
        log_info(NULL, "retention: %u closed cases erased", count);
}

/* What was broken off before we came. */
static void clean_up(struct keeper *keeper)
{
    g_autoptr(GError) error = NULL;

    if (!forget_sweep(keeper->store, &error))
        log_warning(NULL, "%s", error->message);
}

static gboolean tick(gpointer data)
{
    struct keeper *keeper = data;
    gint64 now = keeper_now(keeper);

    if (ABS(now - keeper->last_tick) > SLEPT_SECONDS)
        keeper->running_since = now;
    keeper->last_tick = now;
    watchlock_touch(keeper->start->watchlock, now);
    tell_master(keeper, CONTROL_ALIVE, NULL);
    look_for_silence(keeper);
    keeper_follow_key(keeper);
    erase_old(keeper);
    work_look_for_reader(keeper);
    work_take_spool(keeper);
    keeper_settled(keeper);
    monitor_look(keeper->monitor);
    return G_SOURCE_CONTINUE;
}

static gboolean show_life(gpointer data)
{
    tell_master(data, CONTROL_ALIVE, NULL);
    return G_SOURCE_CONTINUE;
}

/* --- life ---------------------------------------------------------------------------------- */

static bool open_all(struct keeper *keeper, GError **error)
{
    const struct keeper_start *start = keeper->start;
    g_auto(GStrv) names = account_names(start->settings);

    keeper->store =
        store_open_with(start->state, STORE_CREATE,
                        &(struct store_options){ .key_file = start->settings->key_file,
                                                 .runner = keeper->runner }, error);
    if (!keeper->store || !store_check(keeper->store, STORE_QUICKLY, error) ||
        !keeper_look_at_key(keeper, error) ||
        !cursors_declare(keeper->store, (const char *const *)names, keeper_now(keeper), error) ||
        !outbox_release(keeper->store, error))
        return false;
    return deliveries_start(keeper, error) && (start->once || visitors_start(keeper, error));
}

static gboolean time_is_up(gpointer data)
{
    *(bool *)data = true;
    return G_SOURCE_CONTINUE;
}

/* Deliveries under way may still be acknowledged; what is not will be sent again. */
static void finish_deliveries(struct keeper *keeper)
{
    bool over = false;
    guint timeout = g_timeout_add_seconds(STOP_SECONDS, time_is_up, &over);

    while (!deliveries_are_idle(keeper) && !over)
        g_main_context_iteration(NULL, TRUE);
    g_source_remove(timeout);
}

static void run(struct keeper *keeper)
{
    g_unix_fd_add(keeper->start->control, G_IO_IN | G_IO_HUP, master_spoke, keeper);
    g_timeout_add_seconds(TICK_SECONDS, tick, keeper);
    if (keeper->start->watchdog > 0 && keeper->start->watchdog < TICK_SECONDS * 1000)
        g_timeout_add(keeper->start->watchdog, show_life, keeper);
    clean_up(keeper);
    erase_old(keeper);
    keeper_write_report(keeper);
    tell_master(keeper, CONTROL_READY, NULL);
    work_take_spool(keeper);
    keeper_settled(keeper);
    g_main_loop_run(keeper->loop);
    keeper->stopping = true;
    finish_deliveries(keeper);
    /* An answer that was given on a screen meanwhile. */
    while (g_main_context_iteration(NULL, FALSE))
        ;
    keeper_write_report(keeper);
    if (keeper->start->once)
        monitor_finish(keeper->monitor);
}

int keeper_main(const struct keeper_start *start)
{
    struct keeper keeper = { .start = start, .link = -1 };
    g_autoptr(GError) error = NULL;

    log_set_process("vigie keeper");
    log_keep_journal();
    keeper_make_key(start);
    if (!lock_in(&keeper))
        return EX_OSERR;
    mallopt(M_ARENA_MAX, 2); /* an arena a thread costs more than the waiting for one */
    keeper.loop = g_main_loop_new(NULL, FALSE);
    keeper.runner = runner_new_remote(start->runner);
    keeper.running_since = keeper.last_tick = clock_now(&start->clock);
    keeper.channels = g_ptr_array_new_with_free_func((GDestroyNotify)channel_free);
    work_start(&keeper);
    if (open_all(&keeper, &error)) {
        note_locks(&keeper);
        keeper.handover = handover_start(&keeper);
        keeper.monitor = monitor_new(&keeper);
        run(&keeper);
    } else {
        log_error(NULL, "%s", error->message);
        keeper.exit_code = vigie_error_exit(error);
    }
    /* A thread still works in what would be freed; the database is between two transactions. */
    if (keeper.deliveries && !deliveries_are_idle(&keeper))
        _exit(keeper.exit_code);
    monitor_free(keeper.monitor);
    handover_free(keeper.handover);
    visitors_free(keeper.visitors);
    deliveries_free(keeper.deliveries);
    g_ptr_array_unref(keeper.channels);
    work_free(keeper.work);
    store_free(keeper.store);
    runner_free(keeper.runner);
    g_clear_handle_id(&keeper.report_source, g_source_remove);
    g_free(keeper.report_digest);
    g_main_loop_unref(keeper.loop);
    return keeper.exit_code;
}
