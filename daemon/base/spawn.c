/* One command by /bin/sh -c. Not GSubprocess: it cannot bound or wipe what a password command
 * prints. */
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/shown.h"

#define COMPLAINT_MAX 200
#define LOOK_MILLISECONDS 20 /* where nothing tells of the end */

struct child {
    pid_t pid;
    int pidfd, out, err;
    int asker; /* borrowed; -1: none */
    char output[SECRET_MAX];
    gsize output_length;
    GString *errors;
};

static bool failed(GError **error, const char *what, int code)
{
    g_set_error(error, VIGIE_ERROR, EX_OSERR, _("cannot run a command: %s: %s"), what,
                g_strerror(code));
    return false;
}

/* The daemon blocks and catches signals that the command must see, and is spoken to by systemd. */
static char **child_environment(void)
{
    char **environment = g_get_environ();

    environment = g_environ_unsetenv(environment, "NOTIFY_SOCKET");
    environment = g_environ_unsetenv(environment, "WATCHDOG_USEC");
    return g_environ_unsetenv(environment, "WATCHDOG_PID");
}

static int start(const char *command, int in, int out, int err, pid_t *pid)
{
    char shell[] = "/bin/sh", option[] = "-c";
    g_autofree char *text = g_strdup(command);
    char *argv[] = { shell, option, text, NULL };
    g_auto(GStrv) environment = child_environment();
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t none, all;
    int code;

    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
                                              POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    code = posix_spawn(pid, argv[0], &actions, &attributes, argv, environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return code;
}

static bool child_start(struct child *child, const char *command, GBytes *input, GError **error)
{
    AUTO_FD in = -1;
    AUTO_FD out_write = -1;
    AUTO_FD err_write = -1;
    int out[2], err[2], code;

    in = input ? ipc_memfd_new(input, error) : open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return error && *error ? false : failed(error, "/dev/null", errno);
    (void)lseek(in, 0, SEEK_SET);
    if (pipe2(out, O_CLOEXEC) < 0)
        return failed(error, "pipe", errno);
    child->out = out[0];
    out_write = out[1];
    if (pipe2(err, O_CLOEXEC) < 0)
        return failed(error, "pipe", errno);
    child->err = err[0];
    err_write = err[1];
    code = start(command, in, out_write, err_write, &child->pid);
    if (code != 0)
        return failed(error, "/bin/sh", code);
    child->pidfd = pidfd_open(child->pid, 0);
    return true;
}

/* Without a pidfd (an older kernel, a filter of calls, valgrind) nothing wakes us when the command ends
 * but leaves its output open, to a process that it started: we look. */
static bool has_ended(const struct child *child)
{
    siginfo_t info = { .si_pid = 0 };

    return waitid(P_PID, (id_t)child->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

static int patience(const struct child *child, gint64 left)
{
    int milliseconds = (int)(left / 1000) + 1;

    return child->pidfd < 0 ? MIN(milliseconds, LOOK_MILLISECONDS) : milliseconds;
}

/* Reads what is there; closes at its end. */
static void drain_output(struct child *child)
{
    char spill[512];
    bool full = child->output_length == sizeof child->output;
    gssize got = full ? read(child->out, spill, sizeof spill)
                      : read(child->out, child->output + child->output_length,
                             sizeof child->output - child->output_length);

    if (got > 0 && !full)
        child->output_length += (gsize)got;
    else if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
        fd_close(&child->out);
}

static void drain_errors(struct child *child)
{
    char text[512];
    gssize got = read(child->err, text, sizeof text);

    if (got > 0) {
        g_string_append_len(child->errors, text, got);
        if (child->errors->len > sizeof text * 2)
            g_string_erase(child->errors, 0, (gssize)(child->errors->len - sizeof text));
    } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
        fd_close(&child->err);
    }
}

/* TRUE when the command ended, FALSE when its time did, or nobody waits for it any more. */
static bool wait_for_end(struct child *child, guint seconds)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

    for (;;) {
        struct pollfd fds[] = { { child->pidfd, POLLIN, 0 },
                                { child->out, POLLIN, 0 },
                                { child->err, POLLIN, 0 },
                                { child->asker, 0, 0 } }; /* its hang-up alone */
        gint64 left = deadline - g_get_monotonic_time();
        bool ended;

        if (left <= 0)
            return false;
        ended = child->pidfd < 0 && has_ended(child); /* before the poll: what it wrote is there then */
        if (poll(fds, G_N_ELEMENTS(fds), ended ? 0 : patience(child, left)) < 0)
            continue;
        if (fds[3].revents)
            return false;
        if (fds[1].revents)
            drain_output(child);
        if (fds[2].revents)
            drain_errors(child);
        if ((fds[0].revents || ended) && !(fds[1].revents & POLLIN) && !(fds[2].revents & POLLIN))
            return true;
    }
}

static char *last_line(GString *errors)
{
    char *text = g_strchomp(errors->str);
    char *line = strrchr(text, '\n');
    g_autofree char *cut = g_strndup(line ? line + 1 : text, COMPLAINT_MAX);
    g_autofree char *harmless = shown_harmless(cut); /* a program repeats what servers say */

    return *harmless ? g_steal_pointer(&harmless) : NULL;
}

static int reap(struct child *child, bool ended)
{
    int status = 0;

    if (!ended)
        kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!ended)
        return RUN_TIMED_OUT;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool spawn_shell(const char *command, GBytes *input, guint seconds, int asker,
                 struct run_result *result, GError **error)
{
    struct child child = { .pid = -1, .pidfd = -1, .out = -1, .err = -1, .asker = asker };
    bool started;

    *result = (struct run_result){ 0 };
    child.errors = g_string_new(NULL);
    started = child_start(&child, command, input, error);
    if (started) {
        result->status = reap(&child, wait_for_end(&child, seconds));
        result->output = secret_new(child.output, child.output_length);
        result->complaint = last_line(child.errors);
    } else if (child.pid > 0) {
        reap(&child, false);
    }
    explicit_bzero(child.output, sizeof child.output);
    g_string_free(child.errors, TRUE);
    fd_close(&child.pidfd);
    fd_close(&child.out);
    fd_close(&child.err);
    return started;
}
