/* The master: one loop over signals and sockets, no threads, so that it may fork at any time. */
#include "run/master.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/last_good.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/places.h"
#include "base/runner.h"
#include "run/children.h"
#include "run/link.h"
#include "run/locks.h"
#include "run/plan.h"
#include "run/signals.h"
#include "run/visit.h"
#include "store/watchlock.h"

#define STOP_SECONDS 40   /* longer than the keeper gives its deliveries */
#define RESTART_SECONDS 2 /* after a child died; doubled each time, up to a minute */
#define RESTART_MOST 60
#define LONG_LIFE_SECONDS 300 /* a child that lived so long starts the count anew */
#define BESIDE_SECONDS 60     /* --once: for a watch that cannot be asked at present */
#define BESIDE_PAUSE (G_USEC_PER_SEC / 5)
/* The keeper speaks every 30 s, or twice in the time of a supervisor's watchdog: one that does not
 * hangs, and is replaced before the supervisor ends the whole. */
#define SILENCE_SECONDS 240
#define SILENCE_LEAST 5
#define SILENCE_SHARE(milliseconds) ((gint64)(milliseconds) * 8 / 5 / 1000) /* of half of that time */
#define NAMES_SECONDS 600 /* between two starts anew: some file systems number a file anew at each look */
#define POLL_PAUSE (G_USEC_PER_SEC / 10) /* the system has no memory for it: that passes */

struct master {
    const struct watch_options *options;
    struct plan *plan;
    struct plan *next; /* while reloading: in force once the children of `plan` are gone, which ask
                        * for its commands by index until then */
    struct children children;
    char *names; /* locks_names, as the children have it */
    gint64 names_at; /* when they last started anew for it; 0: never */
    int signals, watchlock;
    int exit_code;
    bool ready, stopping, reloading;
    gint64 restart_at; /* monotonic seconds; 0: nothing to restart */
    gint64 started_at, stop_at;
    gint64 last_sign; /* of life, from the keeper */
    gint64 silence;   /* seconds without one that are too many */
    bool killed;      /* the children are not waited for any longer */
    guint restart_delay;
};

static gint64 seconds(void)
{
    return g_get_monotonic_time() / G_USEC_PER_SEC;
}

static void start_children(struct master *master)
{
    g_autoptr(GError) error = NULL;

    master->restart_at = 0;
    master->started_at = seconds();
    master->last_sign = master->started_at;
    master->killed = false;
    g_free(master->names);
    master->names = locks_names();
    if (children_start(&master->children, master->plan, master->watchlock, &error))
        return;
    log_error(NULL, "%s", error->message);
    children_stop(&master->children);
    master->restart_at = seconds() + RESTART_MOST;
}

static void begin_stop(struct master *master)
{
    if (master->stopping)
        return;
    notify("STOPPING=1");
    master->stopping = true;
    master->stop_at = seconds() + STOP_SECONDS;
    children_stop(&master->children);
}

/* --- HUP ----------------------------------------------------------------------------------- */

static void reload(struct master *master)
{
    g_autoptr(GError) error = NULL;
    struct plan *plan;

    notify_reloading();
    plan = plan_load(master->options, &error);
    if (!plan) {
        log_error(NULL, "%s; the former configuration stays in force", error->message);
        notify("READY=1");
        return;
    }
    if (strcmp(plan->state, master->plan->state) != 0) {
        log_error(NULL, "the state may not move while the watch runs (%s to %s); restart it",
                  master->plan->state, plan->state);
        plan_free(plan);
        notify("READY=1");
        return;
    }
    plan_warn(plan);
    log_notice(NULL, "configuration and rules are read anew");
    plan_free(master->next);
    master->next = plan;
    if (master->reloading)
        return;
    master->reloading = true;
    master->stop_at = seconds() + STOP_SECONDS;
    children_stop(&master->children);
}

static void end_reload(struct master *master)
{
    master->reloading = false;
    if (master->next) {
        plan_free(master->plan);
        master->plan = g_steal_pointer(&master->next);
    }
    start_children(master);
}

/* resolv.conf leads elsewhere since the children locked themselves in, or nsswitch.conf says that names
 * are asked for in another way: out of their reach, no server would be found any more. */
static void look_at_names(struct master *master)
{
    g_autofree char *names = NULL;

    if (master->stopping || master->reloading || master->restart_at || master->options->once ||
        (master->names_at && seconds() - master->names_at < NAMES_SECONDS) ||
        access("/etc/resolv.conf", F_OK) < 0) /* it is just being replaced */
        return;
    names = locks_names();
    if (g_strcmp0(names, master->names) == 0)
        return;
    master->names_at = seconds();
    log_notice(NULL, "names are found in another way than at the start (/etc/resolv.conf, "
                     "/etc/nsswitch.conf): keeper and fetcher start anew");
    master->reloading = true;
    master->stop_at = seconds() + STOP_SECONDS;
    children_stop(&master->children);
}

/* --- signals ------------------------------------------------------------------------------- */

static void schedule_restart(struct master *master, const char *who, int status)
{
    g_autofree char *how = WIFSIGNALED(status) ? g_strdup_printf("by signal %d", WTERMSIG(status))
                                               : g_strdup_printf("with %d", WEXITSTATUS(status));

    if (seconds() - master->started_at > LONG_LIFE_SECONDS || !master->restart_delay)
        master->restart_delay = RESTART_SECONDS;
    else
        master->restart_delay = MIN(master->restart_delay * 2, RESTART_MOST);
    log_error(NULL, "the %s ended %s; started again in %u s", who, how, master->restart_delay);
    master->restart_at = seconds() + master->restart_delay;
}

/* Before it was ever ready a keeper's failure is the watch's own; so it is with --once. */
static void keeper_ended(struct master *master, int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : EX_SOFTWARE;

    /* One that ends by itself has said why. */
    if (WIFSIGNALED(status))
        log_error(NULL, "the keeper was ended by signal %d", WTERMSIG(status));
    if (master->stopping || master->reloading || master->restart_at)
        return;
    if (!master->ready || master->options->once) {
        master->exit_code = code;
        begin_stop(master);
        return;
    }
    schedule_restart(master, "keeper", status);
}

/* It ends when the keeper told it to, or is gone. Any other end is a fault, be it with 0, as of one that
 * heard its link end while the keeper lives: nobody would look at a mailbox. Both are started anew. */
static void fetcher_ended(struct master *master, int status)
{
    bool once = master->options->once;

    if (master->stopping || master->reloading || master->restart_at ||
        master->children.keeper == 0 || (once && status == 0))
        return;
    children_stop(&master->children);
    if (once) {
        log_error(NULL, "the fetcher ended unexpectedly");
        master->exit_code = EX_SOFTWARE;
        begin_stop(master);
        return;
    }
    schedule_restart(master, "fetcher", status);
}

static void reap(struct master *master)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        switch (children_ended(&master->children, pid)) {
        case CHILD_KEEPER:
            keeper_ended(master, status);
            break;
        case CHILD_FETCHER:
            fetcher_ended(master, status);
            break;
        case CHILD_OTHER: /* a reader, or one that ran a command */
            break;
        }
    }
}

static void hear_signal(struct master *master)
{
    struct signalfd_siginfo info;

    if (read(master->signals, &info, sizeof info) != sizeof info)
        return;
    switch (info.ssi_signo) {
    case SIGTERM:
    case SIGINT:
        begin_stop(master);
        break;
    case SIGHUP:
        if (!master->stopping)
            reload(master);
        break;
    case SIGUSR1:
        children_tell_keeper(&master->children, CONTROL_CHECK, -1);
        break;
    case SIGCHLD:
        reap(master);
        break;
    }
}

/* --- the keeper's words -------------------------------------------------------------------- */

/* The configuration has proved good: who tells of one that is not has this one to tell by. */
static void keep_configuration(const struct master *master)
{
    g_autoptr(GError) error = NULL;

    if (!last_good_keep(master->plan->settings, master->plan->state, &error))
        log_warning(NULL, "no copy of the configuration is kept to tell by if it breaks: %s",
                    error->message);
}

static void now_ready(struct master *master)
{
    g_autofree char *status =
        g_strdup_printf("READY=1\nSTATUS=watching %u account(s)\nMAINPID=%ld",
                        master->plan->settings->accounts->len, (long)getpid());

    keep_configuration(master);
    master->ready = true;
    if (!master->options->once)
        notify(status);
}

static void hear_keeper(struct master *master)
{
    struct ipc_message message;

    if (!ipc_receive(master->children.control, &message, NULL)) {
        fd_close(&master->children.control); /* SIGCHLD tells the rest */
        return;
    }
    switch (message.type) {
    case CONTROL_READY:
        now_ready(master);
        break;
    case CONTROL_ALIVE:
        master->last_sign = seconds();
        notify("WATCHDOG=1");
        look_at_names(master);
        break;
    case CONTROL_WANT_READER:
        children_replace_reader(&master->children, master->plan);
        break;
    }
    ipc_message_clear(&message);
}

static void serve_runner(struct master *master, int *fd, enum grantee grantee)
{
    g_autoptr(GError) error = NULL;

    if (runner_serve(*fd, master->plan->settings, grantee, &error))
        return;
    fd_close(fd);
    if (!error)
        return;
    /* Without a master it would run on and reach nobody: both are made anew. */
    log_error(NULL, "%s", error->message);
    children_kill(&master->children);
}

/* --- the loop ------------------------------------------------------------------------------ */

/* When the children are not waited for any longer. */
static gint64 patience_ends(const struct master *master)
{
    if (master->stopping || master->reloading)
        return master->stop_at;
    if (master->restart_at)
        return master->restart_at + STOP_SECONDS;
    return master->last_sign + master->silence;
}

/* Milliseconds until keep_time has something to do. */
static int patience(const struct master *master)
{
    bool waits = master->restart_at && seconds() < master->restart_at;
    gint64 until = waits ? master->restart_at : patience_ends(master);

    return (int)MAX(until - seconds(), 0) * 1000 + 100;
}

static void kill_children(struct master *master)
{
    bool hangs = !master->stopping && !master->reloading && !master->restart_at;

    if (hangs && !master->killed)
        log_error(NULL, "the keeper has not spoken for %" G_GINT64_FORMAT " s: it is killed",
                  master->silence);
    master->killed = true;
    children_kill(&master->children);
}

static void keep_time(struct master *master)
{
    bool gone = children_are_gone(&master->children);

    if (!gone && seconds() >= patience_ends(master))
        kill_children(master);
    if (!gone || master->stopping)
        return;
    if (master->reloading)
        end_reload(master);
    else if (master->restart_at && seconds() >= master->restart_at)
        start_children(master);
}

static void run(struct master *master)
{
    struct children *children = &master->children;

    while (!(master->stopping && children_are_gone(children))) {
        struct pollfd fds[] = { { master->signals, POLLIN, 0 },
                                { children->control, POLLIN, 0 },
                                { children->keeper_runner, POLLIN, 0 },
                                { children->fetcher_runner, POLLIN, 0 } };

        if (poll(fds, G_N_ELEMENTS(fds), patience(master)) < 0 && errno != EINTR)
            g_usleep(POLL_PAUSE);
        if (fds[1].revents)
            hear_keeper(master);
        if (fds[2].revents)
            serve_runner(master, &children->keeper_runner, GRANTEE_KEEPER);
        if (fds[3].revents)
            serve_runner(master, &children->fetcher_runner, GRANTEE_FETCHER);
        if (fds[0].revents)
            hear_signal(master);
        keep_time(master);
    }
}

/* Takes the lock of the state. With --once a watch that has it is asked to do the work instead; one
 * that cannot be asked starts, reloads, or is a --once itself: it is waited for. False: `exit_code`
 * is set and nothing is left to do. */
static bool take_watchlock(struct master *master)
{
    const struct watch_options *options = master->options;
    gint64 deadline = seconds() + BESIDE_SECONDS;

    for (;;) {
        g_autoptr(GError) error = NULL;
        bool taken;

        master->watchlock = watchlock_take(master->plan->state, clock_now(&options->clock), &error);
        if (master->watchlock >= 0)
            return true;
        taken = options->once && error->code == EX_TEMPFAIL;
        if (taken && visit_check(master->plan->state, NULL))
            return false;
        if (!taken || seconds() >= deadline) {
            log_error(NULL, "%s", error->message);
            master->exit_code = vigie_error_exit(error);
            return false;
        }
        g_usleep(BESIDE_PAUSE);
    }
}

int master_watch(const struct watch_options *options)
{
    struct master master = { .options = options, .children = CHILDREN_NONE };
    g_autoptr(GError) error = NULL;

    master.plan = plan_load(options, &error);
    if (!master.plan || !places_become_owner(master.plan->state, &error)) {
        vigie_error_print(error);
        g_clear_pointer(&master.plan, plan_free);
        return vigie_error_exit(error);
    }
    if (!take_watchlock(&master)) {
        plan_free(master.plan);
        return master.exit_code;
    }
    plan_warn(master.plan);
    master.signals = signals_catch((const int[]){ SIGUSR1, 0 });
    master.silence = SILENCE_SECONDS;
    if (notify_watchdog_milliseconds() > 0)
        master.silence = CLAMP(SILENCE_SHARE(notify_watchdog_milliseconds()), SILENCE_LEAST,
                               SILENCE_SECONDS);
    start_children(&master);
    run(&master);
    children_bury(&master.children);
    plan_free(master.plan);
    plan_free(master.next);
    g_free(master.names);
    fd_close(&master.signals);
    fd_close(&master.watchlock);
    return master.exit_code;
}
