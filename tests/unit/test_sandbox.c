/* The reader's prison: what is refused in it, and what it can still read. Each row in a process of
 * its own, which never comes out. */
#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <netinet/in.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/sandbox.h"
#include "base/sanitized.h"
#include "message/message.h"

/* Each ends with 0 where it could do what is forbidden, with 1 where it was told no. */
static int reads_a_file(void)
{
    return open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES;
}

static int writes_a_file(void)
{
    return open("/tmp/vigie-sandbox-test", O_WRONLY | O_CREAT, 0600) < 0 && errno == EACCES;
}

static int opens_a_device(void)
{
    return open("/dev/null", O_RDONLY) < 0 && errno == EACCES;
}

static int connects(void)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = 9 };
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    return fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0;
}

static int makes_a_socket_pair(void)
{
    int pair[2];

    return socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0;
}

static int executes(void)
{
    return execl("/bin/true", "true", NULL) < 0;
}

static int forks(void)
{
    return fork() < 0;
}

static int traces(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0;
}

static int kills(void)
{
    return kill(getppid(), 0) < 0;
}

static int removes(void)
{
    return unlink("/tmp/vigie-sandbox-test") < 0;
}

/* The log may be a file that is open already. */
static int writes_into_an_open_file(void)
{
    return write(STDERR_FILENO, "x", 1) < 0 && errno == EFBIG;
}

static int makes_a_folder(void)
{
    return mkdir("/tmp/vigie-sandbox-test", 0700) < 0;
}

static const struct {
    const char *name;
    int (*attempt)(void);
    bool killed; /* by SIGSYS: no code of ours ever asks for it */
} rows[] = {
    { "open to read", reads_a_file, false },
    { "open to write", writes_a_file, false },
    { "open a device", opens_a_device, false },
    { "connect", connects, true },
    { "socketpair", makes_a_socket_pair, true },
    { "exec", executes, true },
    { "fork", forks, true },
    { "ptrace", traces, true },
    { "kill", kills, true },
    { "unlink", removes, true },
    { "mkdir", makes_a_folder, true },
    { "write into an open file", writes_into_an_open_file, false },
};

static int status_in_prison(int (*attempt)(void))
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        close(STDERR_FILENO);
        if (open("/tmp", O_TMPFILE | O_WRONLY, 0600) != STDERR_FILENO)
            _exit(98);
        message_warm_up();
        if (!sandbox_enter(sandbox_plan_reader(), NULL, NULL))
            _exit(99);
        _exit(attempt());
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return status;
}

static void test_refused(void)
{
    if (SANITIZED) {
        g_test_skip("built with a sanitizer, which the sandbox has no room for");
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        int status = status_in_prison(rows[i].attempt);

        g_test_message("%s: status %d", rows[i].name, status);
        if (rows[i].killed)
            g_assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS);
        else
            g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    }
}

/* "Привет", "santé" and "日本", by hand from the tables of these charsets. */
static const struct {
    const char *charset, *base64, *text;
} mails[] = {
    { "KOI8-R", "8NLJ18XU", "Привет" },
    { "UTF-16", "//5zAGEAbgB0AOkA", "santé" },
    { "ISO-2022-JP", "GyRCRnxLXBsoQg==", "日本" },
    { "windows-1252", "c2FudOk=", "santé" },
};

static int reads_charsets(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autofree char *mail = g_strdup_printf("From: a@b.example\nSubject: s\nMIME-Version: 1.0\n"
                                                "Content-Type: text/plain; charset=%s\n"
                                                "Content-Transfer-Encoding: base64\n\n%s\n",
                                                mails[i].charset, mails[i].base64);
        g_autoptr(GBytes) raw = g_bytes_new(mail, strlen(mail));
        AUTO(message) message = message_parse(raw, NULL);

        if (!message || strstr(message->text, mails[i].text) == NULL)
            return (int)i + 1;
    }
    return 0;
}

static void test_charsets(void)
{
    int status = status_in_prison(reads_charsets);

    g_assert_true(WIFEXITED(status));
    g_assert_cmpint(WEXITSTATUS(status), ==, 0);
}

/* A kernel without filters (and valgrind): it is told, and holds up nothing. */
static void test_no_filters(void)
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
        AUTO(sandbox_plan) plan = NULL;
        struct sandbox_force force = { .seccomp = true };

        g_assert_cmpint(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0), ==, 0);
        g_assert_cmpint(seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                                         SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)), ==, 0);
        g_assert_cmpint(seccomp_load(filter), ==, 0);
        g_assert_false(sandbox_has_seccomp());
        plan = sandbox_plan_new(SANDBOX_SERVING);
        g_assert_true(sandbox_enter(plan, &force, NULL));
        g_assert_false(force.seccomp);
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

/* Linux before 5.9, and what filters calls around a container: no close_range. All but what is kept is
 * closed all the same. */
static void test_without_close_range(void)
{
    int pair[2], other[2], status;
    pid_t child;

    g_assert_cmpint(pipe(other), ==, 0);
    g_assert_cmpint(pipe(pair), ==, 0);
    child = fork();
    if (child == 0) {
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

        if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(close_range), 0) != 0 ||
            seccomp_load(filter) != 0)
            _exit(2);
        sandbox_close_others(&pair[0], 1);
        _exit(fcntl(pair[0], F_GETFD) < 0 || fcntl(other[0], F_GETFD) >= 0 ||
              fcntl(other[1], F_GETFD) >= 0 || fcntl(pair[1], F_GETFD) >= 0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
    for (gsize i = 0; i < G_N_ELEMENTS(pair); i++) {
        close(pair[i]);
        close(other[i]);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sandbox/refused", test_refused);
    g_test_add_func("/sandbox/charsets", test_charsets);
    g_test_add_func("/sandbox/no-filters", test_no_filters);
    g_test_add_func("/sandbox/without-close-range", test_without_close_range);
    return g_test_run();
}
