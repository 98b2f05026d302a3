/* The master of the milter: one loop over signals and the worker's words, no threads, so that it
 * may fork readers at any time. */
#include "run/milter.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/notify.h"
#include "base/places.h"
#include "base/sandbox.h"
#include "run/milter_link.h"
#include "run/milter_plan.h"
#include "run/milter_session.h"
#include "run/milter_worker.h"
#include "run/reader.h"
#include "run/signals.h"

#define STOP_SECONDS (MILTER_SECONDS + 5) /* longer than a mail takes the worker */
#define RESTART_MICROSECONDS G_USEC_PER_SEC
#define POLL_PAUSE (G_USEC_PER_SEC / 10) /* the system has no memory for it: that passes */

struct master {
    const struct milter_options *options;
    struct milter_plan *plan;
    char *socket;
    char *file; /* the socket's; NULL: it is none of the file system */
    int signals, control;
    pid_t worker; /* 0: none */
    pid_t readers[MILTER_READERS_MOST];
    bool stopping;
    gint64 alarm; /* monotonic: when to start a worker, or, stopping, to kill it; 0: never */
};

/* --- children ------------------------------------------------------------------------------ */

/* It ends when the master tells it, and its mails with it. */
static G_GNUC_NORETURN void be_worker(struct master *master, int control)
{
    log_set_process("vigie milter worker");
    prctl(PR_SET_NAME, "vigie-milter");
    sandbox_no_dump();
    fd_close(&master->signals);
    signals_leave((const int[]){ 0 });
    milter_worker_main(master->options, master->plan, control);
}

static bool start_worker(struct master *master, GError **error)
{
    int pair[2];

    master->alarm = 0;
    if (!ipc_pair(pair, error))
        return false;
    master->worker = fork();
    if (master->worker == 0) {
        close(pair[0]);
        be_worker(master, pair[1]);
    }
    close(pair[1]);
    if (master->worker > 0) {
        master->control = pair[0];
        return true;
    }
    master->worker = 0;
    close(pair[0]);
    g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot fork: %s", g_strerror(errno));
    return false;
}

static void start_worker_again(struct master *master)
{
    g_autoptr(GError) error = NULL;

    if (start_worker(master, &error))
        return;
    log_error(NULL, "%s", error->message);
    master->alarm = g_get_monotonic_time() + RESTART_MICROSECONDS;
}

/* Its entry is cleared when it is reaped: until then nobody else has its number. */
static void kill_reader(const struct master *master, guint slot)
{
    if (master->readers[slot] > 0)
        kill(master->readers[slot], SIGKILL);
}

static void replace_reader(struct master *master, guint slot, int fd)
{
    g_autoptr(GError) error = NULL;

    kill_reader(master, slot);
    master->readers[slot] = 0;
    if (fd < 0)
        return;
    master->readers[slot] = reader_fork(master->plan->rules, fd, &error);
    if (error)
        log_error(NULL, "%s", error->message);
}

static void worker_ended(struct master *master, int status)
{
    fd_close(&master->control);
    master->worker = 0;
    for (guint i = 0; i < MILTER_READERS_MOST; i++)
        replace_reader(master, i, -1);
    if (master->stopping)
        return;
    log_error(NULL,
              WIFSIGNALED(status) ? "the worker ended by signal %d; it is started again"
                                  : "the worker ended with %d; it is started again",
              WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
    master->alarm = g_get_monotonic_time() + RESTART_MICROSECONDS;
}

static void reap(struct master *master)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        if (pid == master->worker)
            worker_ended(master, status);
        for (guint i = 0; i < MILTER_READERS_MOST; i++)
            if (pid == master->readers[i])
                master->readers[i] = 0;
    }
}

/* --- what it hears ------------------------------------------------------------------------- */

static void now_ready(const struct master *master)
{
    g_autofree char *status = g_strdup_printf(
        "READY=1\nSTATUS=%s at %s",
        master->plan->fault ? "reads nothing and keeps every mail" : "reads mail", master->socket);

    notify(status);
}

static void hear_worker(struct master *master)
{
    struct ipc_message message;
    g_autoptr(GError) error = NULL;

    if (!ipc_receive(master->control, &message, &error)) {
        fd_close(&master->control); /* SIGCHLD tells the rest */
        return;
    }
    if (message.type == MILTER_READY) {
        now_ready(master);
    } else if (ipc_expect(&message, MILTER_READER, "u", &error)) {
        guint slot = g_variant_get_uint32(message.payload);

        if (slot < MILTER_READERS_MOST)
            replace_reader(master, slot, message.fd);
    }
    if (error)
        log_error(NULL, "%s", error->message);
    ipc_message_clear(&message);
}

static void begin_stop(struct master *master)
{
    if (master->stopping)
        return;
    notify("STOPPING=1");
    master->stopping = true;
    master->alarm = g_get_monotonic_time() + STOP_SECONDS * G_USEC_PER_SEC;
    if (master->control >= 0)
        ipc_send(master->control, MILTER_STOP, NULL, -1, NULL);
}

static void reload(struct master *master)
{
    g_autoptr(GError) error = NULL;
    struct milter_plan *plan;

    notify_reloading();
    plan = milter_plan_load(master->options, &error);
    if (plan && strcmp(plan->state, master->plan->state) != 0) {
        g_set_error(&error, VIGIE_ERROR, EX_CONFIG,
                    "the state may not move while the milter runs (%s to %s); restart it",
                    master->plan->state, plan->state);
        g_clear_pointer(&plan, milter_plan_free);
    }
    if (plan) {
        milter_plan_free(master->plan);
        master->plan = plan;
        if (master->control >= 0)
            ipc_send(master->control, MILTER_RELOAD, NULL, -1, NULL);
        log_notice(NULL, "configuration and rules are read anew");
    } else {
        log_error(NULL, "%s; the former configuration stays in force", error->message);
        now_ready(master);
    }
}

static void hear_signal(struct master *master)
{
    struct signalfd_siginfo info;

    if (read(master->signals, &info, sizeof info) != sizeof info)
        return;
    if (info.ssi_signo == SIGCHLD)
        reap(master);
    else if (info.ssi_signo == SIGHUP)
        reload(master);
    else
        begin_stop(master);
}

static void keep_time(struct master *master)
{
    if (!master->alarm || g_get_monotonic_time() < master->alarm)
        return;
    master->alarm = 0;
    if (!master->stopping)
        start_worker_again(master);
    else if (master->worker > 0)
        kill(master->worker, SIGKILL);
}

static void run(struct master *master)
{
    while (!master->stopping || master->worker > 0) {
        struct pollfd fds[] = { { master->signals, POLLIN, 0 }, { master->control, POLLIN, 0 } };
        gint64 wait = (master->alarm - g_get_monotonic_time()) / 1000 + 1;

        if (poll(fds, G_N_ELEMENTS(fds), master->alarm ? (int)MAX(wait, 0) : -1) < 0 &&
            errno != EINTR)
            g_usleep(POLL_PAUSE);
        if (fds[1].revents)
            hear_worker(master);
        if (fds[0].revents)
            hear_signal(master);
        keep_time(master);
    }
}

/* --- from beginning to end ----------------------------------------------------------------- */

static char *file_of(const char *socket)
{
    static const char *const prefixes[] = { "unix:", "local:" };

    for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(socket, prefixes[i]))
            return g_strdup(socket + strlen(prefixes[i]));
    return *socket == '/' ? g_strdup(socket) : NULL;
}

/* libmilter would take a socket from who listens there. */
static bool is_free(const char *file, GError **error)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (g_strlcpy(address.sun_path, file, sizeof address.sun_path) >= sizeof address.sun_path) {
        g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                    _("the socket's path %s is too long; the system takes %zu bytes"), file,
                    sizeof address.sun_path - 1);
        return false;
    }
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL,
                _("another milter listens at %s; stop that one, or give a socket of its own"),
                file);
    return false;
}

/* In a broken configuration stands, perhaps, where the mail server looks for us: without the option
 * we do not know. */
static struct milter_plan *load(const struct milter_options *options, GError **error)
{
    g_autoptr(GError) fault = NULL;
    struct milter_plan *plan = milter_plan_load(options, &fault);

    if (plan)
        return plan;
    plan = milter_plan_broken(options, fault);
    if (plan->settings || options->socket) {
        vigie_error_print(fault);
        log_error(NULL,
                  "nothing can be read: every mail passes, and is kept in %s/spool; mend it "
                  "and send HUP",
                  plan->state);
        return plan;
    }
    milter_plan_free(plan);
    g_propagate_error(error, g_steal_pointer(&fault));
    return NULL;
}

static bool begin(struct master *master, GError **error)
{
    master->plan = load(master->options, error);
    if (!master->plan || !places_become_owner(master->plan->state, error))
        return false;
    master->socket = milter_plan_socket(master->options, master->plan);
    master->file = file_of(master->socket);
    /* Where it is the default, the state is made before there is anything to put into it. */
    if (g_mkdir_with_parents(master->plan->state, 0700) < 0)
        log_error(NULL, "cannot make %s: %s", master->plan->state, g_strerror(errno));
    if ((master->file && !is_free(master->file, error)) ||
        !milter_session_listen(master->socket, error))
        return false;
    signal(SIGXFSZ, SIG_IGN);
    master->signals = signals_catch((const int[]){ 0 });
    if (!start_worker(master, error))
        return false;
    log_notice(NULL, "listening at %s", master->socket);
    return true;
}

int milter_run(const struct milter_options *options)
{
    struct master master = { .options = options, .signals = -1, .control = -1 };
    g_autoptr(GError) error = NULL;

    if (begin(&master, &error))
        run(&master);
    else
        vigie_error_print(error);
    for (guint i = 0; i < MILTER_READERS_MOST; i++)
        kill_reader(&master, i);
    while (waitpid(-1, NULL, 0) > 0)
        ;
    if (master.file && !error)
        unlink(master.file);
    g_free(master.file);
    g_free(master.socket);
    g_clear_pointer(&master.plan, milter_plan_free);
    fd_close(&master.signals);
    fd_close(&master.control);
    return error ? vigie_error_exit(error) : EX_OK;
}
