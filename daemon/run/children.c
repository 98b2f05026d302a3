/* Starting and ending the master's children. They are forked, not executed: the configuration and
 * the compiled rules come along, and the master holds nothing that they may not see. */
#include "run/children.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "run/fetcher.h"
#include "run/keeper.h"
#include "run/link.h"
#include "run/reader.h"
#include "run/signals.h"

#define BURY_SECONDS 3 /* a command ends when nobody waits for it any more */

static void become_child(const char *name, pid_t master, const int *keep, gsize count)
{
    sandbox_close_others(keep, count);
    signals_leave((const int[]){ SIGUSR1, 0 });
    prctl(PR_SET_NAME, name);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != master)
        _exit(EX_TEMPFAIL);
}

static pid_t start_keeper(const struct plan *plan, int watchlock, int control, int runner)
{
    const int keep[] = { watchlock, control, runner };
    const struct keeper_start start = { .settings = plan->settings,
                                        .rules = plan->rules,
                                        .clock = plan->clock,
                                        .state = plan->state,
                                        .control = control,
                                        .runner = runner,
                                        .watchlock = watchlock,
                                        .once = plan->once,
                                        .watchdog = notify_watchdog_milliseconds() };
    pid_t master = getpid(), child = fork();

    if (child == 0) {
        become_child("vigie-keeper", master, keep, G_N_ELEMENTS(keep));
        sanitized_exit(keeper_main(&start));
    }
    return child;
}

static pid_t start_fetcher(const struct plan *plan, int link, int runner)
{
    const int keep[] = { link, runner };
    pid_t master = getpid(), child = fork();

    if (child == 0) {
        become_child("vigie-fetcher", master, keep, G_N_ELEMENTS(keep));
        sanitized_exit(fetcher_main(link, runner, plan->settings, plan->once));
    }
    return child;
}

bool children_tell_keeper(struct children *children, guint32 type, int fd)
{
    g_autoptr(GError) error = NULL;

    if (children->control < 0)
        return false;
    if (ipc_send(children->control, type, NULL, fd, &error))
        return true;
    log_error(NULL, "to the keeper: %s", error->message);
    return false;
}

/* Without what it was to get it would wait for ever, and be silent: it is started anew. */
static void give_keeper(struct children *children, guint32 type, int fd)
{
    if (!children_tell_keeper(children, type, fd) && children->keeper > 0)
        kill(children->keeper, SIGKILL);
}

/* A pair of which the far end is the child's. */
static bool pair(int *near, int *far, GError **error)
{
    int both[2];

    if (!ipc_pair(both, error))
        return false;
    *near = both[0];
    *far = both[1];
    return true;
}

static bool add_fetcher(struct children *children, const struct plan *plan, GError **error)
{
    AUTO_FD keeper_end = -1;
    AUTO_FD fetcher_end = -1;
    AUTO_FD runner_end = -1;

    if (!pair(&keeper_end, &fetcher_end, error) ||
        !pair(&children->fetcher_runner, &runner_end, error))
        return false;
    children->fetcher = start_fetcher(plan, fetcher_end, runner_end);
    if (children->fetcher < 0) {
        children->fetcher = 0;
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, "cannot fork the fetcher");
        return false;
    }
    give_keeper(children, CONTROL_FETCHER, keeper_end);
    return true;
}

void children_replace_reader(struct children *children, const struct plan *plan)
{
    g_autoptr(GError) error = NULL;
    AUTO_FD fd = -1;
    pid_t pid;

    if (children->reader > 0)
        kill(children->reader, SIGKILL);
    children->reader = 0;
    pid = reader_spawn(plan->rules, &fd, &error);
    if (pid < 0) {
        log_error(NULL, "%s", error->message);
        return;
    }
    children->reader = pid;
    /* It asks again for one that it does not get. */
    children_tell_keeper(children, CONTROL_READER, fd);
}

bool children_start(struct children *children, const struct plan *plan, int watchlock,
                    GError **error)
{
    AUTO_FD control_end = -1;
    AUTO_FD runner_end = -1;

    children->watchlock = watchlock;
    /* Of a start that failed half-way. */
    fd_close(&children->control);
    fd_close(&children->keeper_runner);
    fd_close(&children->fetcher_runner);
    if (!pair(&children->control, &control_end, error) ||
        !pair(&children->keeper_runner, &runner_end, error))
        return false;
    children->keeper = start_keeper(plan, watchlock, control_end, runner_end);
    if (children->keeper < 0) {
        children->keeper = 0;
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, "cannot fork the keeper");
        return false;
    }
    children_replace_reader(children, plan);
    return add_fetcher(children, plan, error);
}

void children_stop(struct children *children)
{
    if (!children_tell_keeper(children, CONTROL_STOP, -1) && children->keeper > 0)
        kill(children->keeper, SIGKILL);
}

void children_kill(struct children *children)
{
    const pid_t all[] = { children->keeper, children->fetcher, children->reader };

    for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
        if (all[i] > 0)
            kill(all[i], SIGKILL);
}

void children_bury(struct children *children)
{
    const struct timespec patience = { .tv_sec = BURY_SECONDS };
    sigset_t ended;
    pid_t pid;

    children_kill(children);
    sigemptyset(&ended);
    sigaddset(&ended, SIGCHLD);
    while ((pid = waitpid(-1, NULL, WNOHANG)) >= 0)
        if (pid == 0 && sigtimedwait(&ended, NULL, &patience) < 0 && errno != EINTR)
            return;
}

bool children_are_gone(const struct children *children)
{
    return children->keeper == 0 && children->fetcher == 0;
}

enum child children_ended(struct children *children, pid_t pid)
{
    if (pid == children->keeper) {
        children->keeper = 0;
        fd_close(&children->control);
        fd_close(&children->keeper_runner);
        if (children->reader > 0)
            kill(children->reader, SIGKILL);
        return CHILD_KEEPER;
    }
    if (pid == children->fetcher) {
        children->fetcher = 0;
        fd_close(&children->fetcher_runner);
        return CHILD_FETCHER;
    }
    if (pid == children->reader)
        children->reader = 0;
    return CHILD_OTHER;
}
