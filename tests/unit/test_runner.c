/* Commands by index, run here and by a master in another process; and where secrets come from. */
#include "base/runner.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <seccomp.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/ipc.h"
#include "base/login.h"
#include "base/spawn.h"

static struct settings *commands(void)
{
    static const char *const list[] = { "cat", "echo oops >&2; exit 3", "sleep 60", "kill -9 $$",
                                        "printf 'hunter2\\nsecond line\\n'", "exit 0",
                                        "/no/such/program", "sleep 60 & echo done",
                                        "printf '550 \\033[2Jbo\\356te pleine' >&2; exit 75" };
    struct settings *settings = g_new0(struct settings, 1);

    settings->commands = g_ptr_array_new_with_free_func(g_free);
    settings->accounts = g_ptr_array_new();
    settings->sinks = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < G_N_ELEMENTS(list); i++) {
        struct sink_settings *sink = g_new0(struct sink_settings, 1);

        sink->command = i;
        g_ptr_array_add(settings->commands, g_strdup(list[i]));
        g_ptr_array_add(settings->sinks, sink);
    }
    return settings;
}

static void commands_free(struct settings *settings)
{
    g_ptr_array_unref(settings->commands);
    g_ptr_array_unref(settings->accounts);
    g_ptr_array_unref(settings->sinks);
    g_free(settings->report);
    g_free(settings);
}

/* A master in a process of its own; `*fd` is the end to ask at. */
static pid_t start_master(const struct settings *settings, enum grantee grantee, int *fd)
{
    int pair[2];
    pid_t master;

    g_assert_true(ipc_pair(pair, NULL));
    master = fork();
    if (master == 0) {
        close(pair[0]);
        while (runner_serve(pair[1], settings, grantee, NULL))
            ;
        _exit(0);
    }
    close(pair[1]);
    *fd = pair[0];
    return master;
}

static void end_master(pid_t master, int fd)
{
    int status;

    close(fd);
    g_assert_cmpint(waitpid(master, &status, 0), ==, master);
}

static const struct {
    guint index;
    const char *input;
    guint seconds;
    int status;
    const char *output, *complaint, *why;
} rows[] = {
    { 0, "mail\n", 10, 0, "mail\n", NULL, "stdin reaches it whole" },
    { 0, NULL, 10, 0, "", NULL, "no input is an empty one" },
    { 1, NULL, 10, 3, "", "oops", "its exit code and last words" },
    { 2, NULL, 1, RUN_TIMED_OUT, "", NULL, "killed when its time is over" },
    { 3, NULL, 10, 137, "", NULL, "128 + signal" },
    { 6, NULL, 10, 127, "", "", "no such program" },
    { 8, NULL, 10, 75, "", "550  [2Jbo\xef\xbf\xbdte pleine", "what a terminal obeys, and no UTF-8" },
    { 7, NULL, 10, 0, "done\n", NULL, "a child that stays behind is not waited for" },
};

static void run_rows(struct runner *runner)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) input =
            rows[i].input ? g_bytes_new_static(rows[i].input, strlen(rows[i].input)) : NULL;
        AUTO_RUN_RESULT result = { 0 };

        g_test_message("%s", rows[i].why);
        g_assert_true(runner_run(runner, rows[i].index, input, rows[i].seconds, &result, &error));
        g_assert_no_error(error);
        g_assert_cmpint(result.status, ==, rows[i].status);
        g_assert_cmpstr(secret_bytes(result.output), ==, rows[i].output);
        if (rows[i].complaint && !*rows[i].complaint)
            g_assert_nonnull(result.complaint); /* the shell's own words */
        else
            g_assert_cmpstr(result.complaint, ==, rows[i].complaint);
    }
}

static void test_direct(void)
{
    struct settings *settings = commands();
    AUTO(runner) runner = runner_new_direct(settings);
    g_autoptr(GError) error = NULL;
    AUTO_RUN_RESULT result = { 0 };

    run_rows(runner);
    g_assert_false(runner_run(runner, 99, NULL, 1, &result, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    commands_free(settings);
}

static void test_remote(void)
{
    struct settings *settings = commands();
    AUTO(runner) runner = NULL;
    g_autoptr(GError) error = NULL;
    AUTO_RUN_RESULT result = { 0 };
    int fd;
    pid_t master = start_master(settings, GRANTEE_KEEPER, &fd);

    runner = runner_new_remote(fd);
    run_rows(runner);
    g_assert_false(runner_run(runner, 99, NULL, 1, &result, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    end_master(master, fd);
    commands_free(settings);
}

/* An alert's command is none of the fetcher's business. */
static void test_grantee(void)
{
    struct settings *settings = commands();
    AUTO(runner) runner = NULL;
    g_autoptr(GError) error = NULL;
    AUTO_RUN_RESULT result = { 0 };
    int fd;
    pid_t master = start_master(settings, GRANTEE_FETCHER, &fd);

    runner = runner_new_remote(fd);
    g_assert_false(runner_run(runner, 0, NULL, 10, &result, &error));
    g_assert_error(error, VIGIE_ERROR, EX_SOFTWARE);
    end_master(master, fd);
    commands_free(settings);
}

static char *read_whole(const struct runner *runner, const char *path)
{
    g_autoptr(GBytes) bytes = runner_read_file(runner, path, 1000, NULL);

    return bytes ? g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes)) : NULL;
}

/* What the configuration names, by the name that stands there and no other. */
static void use_files(const struct runner *runner, const char *folder, bool bounded)
{
    g_autofree char *token = g_build_filename(folder, "token", NULL);
    g_autofree char *other = g_build_filename(folder, "other", NULL);
    g_autofree char *report = g_build_filename(folder, "report", NULL);
    g_autofree char *item = g_build_filename(folder, "calendar", "x.ics", NULL);
    g_autofree char *hidden = g_build_filename(folder, "calendar", "..", "y.ics", NULL);
    g_autofree char *text = NULL, *page = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(token, "Bearer x", -1, NULL));
    g_assert_true(g_file_set_contents(other, "secret", -1, NULL));
    text = read_whole(runner, token);
    g_assert_cmpstr(text, ==, "Bearer x");
    g_assert_true(runner_replace_file(runner, report, "<p>", 0, &error));
    g_assert_no_error(error);
    g_assert_true(g_file_get_contents(report, &page, NULL, NULL));
    g_assert_cmpstr(page, ==, "<p>");
    g_assert_false(runner_replace_file(runner, item, "BEGIN", 0, NULL)); /* no such folder */
    g_assert_true(runner_replace_file(runner, item, "BEGIN", RUNNER_MAKE_FOLDER, NULL));
    g_assert_true(runner_remove_file(runner, item));
    g_assert_false(runner_remove_file(runner, item));
    g_assert_cmpint(errno, ==, ENOENT);
    if (!bounded)
        return;
    g_assert_cmpint(runner_open_file(runner, other), ==, -1);
    g_assert_cmpint(errno, ==, EPERM);
    g_assert_cmpint(runner_open_file(runner, report), ==, -1); /* it is written alone */
    g_assert_false(runner_replace_file(runner, token, "x", 0, NULL));
    g_assert_false(runner_replace_file(runner, other, "x", 0, NULL));
    g_assert_false(runner_replace_file(runner, hidden, "x", 0, NULL));
    g_assert_false(runner_remove_file(runner, other));
}

static void test_files(void)
{
    struct settings *settings = commands();
    g_autofree char *folder = g_dir_make_tmp("vigie-runner-XXXXXX", NULL);
    g_autofree char *token = g_build_filename(folder, "token", NULL);
    g_autofree char *calendar = g_build_filename(folder, "calendar", NULL);
    static const char *const left[] = { "token", "other", "report", "calendar", "" };
    struct sink_settings *webhook = g_ptr_array_index(settings->sinks, 0);
    struct sink_settings *vdir = g_ptr_array_index(settings->sinks, 1);
    AUTO(runner) remote = NULL;
    int fd;
    pid_t master;

    settings->report = g_build_filename(folder, "report", NULL);
    webhook->header_file = token;
    vdir->vdir = calendar;
    master = start_master(settings, GRANTEE_KEEPER, &fd);
    remote = runner_new_remote(fd);
    use_files(remote, folder, true);
    end_master(master, fd);
    g_rmdir(calendar);
    use_files(NULL, folder, false);
    for (gsize i = 0; i < G_N_ELEMENTS(left); i++) {
        g_autofree char *path = g_build_filename(folder, left[i], NULL);

        g_remove(path);
    }
    commands_free(settings);
}

/* What the fetcher, and it alone, may have opened of a Maildir: mails, whatever they link to. */
static void test_mails(void)
{
    static const struct {
        const char *path;
        bool may;
        const char *why;
    } paths[] = {
        { "/home/jean/Maildir/new/1.M1.host", true, "a new one" },
        { "/home/jean/Maildir/.Archive.2024/cur/1.M1.host:2,S", true, "of a folder below" },
        { "/home/jean/Maildir/tmp/1.M1.host", false, "not delivered yet" },
        { "/home/jean/Maildir/dovecot-uidlist", false, "of the server" },
        { "/home/jean/Maildir/new/../../.ssh/new/id", false, "a way out" },
        { "/home/jean/Maildir/../new/id", false, "a way out, at once" },
        { "/home/jean/Maildir/./new/id", false, "a detour" },
        { "/home/jean/Maildir/new/..", false, "a folder" },
        { "/home/jean/Maildirs/new/1", false, "another's, whose name begins alike" },
        { "/home/jean/Maildir/new", false, "the folder" },
        { "/etc/shadow", false, "anything" },
    };
    struct settings *settings = commands();
    struct account local = { .maildir = (char[]){ "/home/jean/Maildir" } };

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_test_message("%s", paths[i].why);
        g_assert_false(grants_reading(settings, GRANTEE_FETCHER, paths[i].path));
    }
    g_ptr_array_add(settings->accounts, &local);
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_test_message("%s", paths[i].why);
        g_assert_true(grants_reading(settings, GRANTEE_FETCHER, paths[i].path) == paths[i].may);
        g_assert_false(grants_reading(settings, GRANTEE_KEEPER, paths[i].path));
        g_assert_false(grants_writing(settings, GRANTEE_FETCHER, paths[i].path));
    }
    commands_free(settings);
}

/* Linux before 5.3, valgrind, and what filters calls by a list that is older: no pidfd. A command that
 * ends is noticed all the same, as is one that does not; its output is whole. */
static void test_without_pidfd(void)
{
    static const struct {
        const char *command;
        int status;
        const char *output;
    } ways[] = {
        { "printf out; exit 3", 3, "out" },
        { "exec >&- 2>&-; sleep 0.2; exit 4", 4, "" },
        { "sleep 30 & printf early", 0, "early" }, /* something keeps its stdout open */
        { "kill -TERM $$", 128 + SIGTERM, "" },
        { "sleep 30", RUN_TIMED_OUT, "" },
    };
    int status;
    pid_t child = fork();

    if (child == 0) {
        scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);

        g_assert_cmpint(seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(pidfd_open), 0), ==, 0);
        g_assert_cmpint(seccomp_load(filter), ==, 0);
        g_assert_cmpint(pidfd_open(getpid(), 0), ==, -1);
        for (gsize i = 0; i < G_N_ELEMENTS(ways); i++) {
            AUTO_RUN_RESULT result = { 0 };
            g_autoptr(GError) error = NULL;

            g_assert_true(spawn_shell(ways[i].command, NULL, ways[i].status == RUN_TIMED_OUT ? 1 : 10,
                                      -1, &result, &error));
            g_assert_no_error(error);
            g_assert_cmpint(result.status, ==, ways[i].status);
            g_assert_cmpstr(secret_bytes(result.output), ==, ways[i].output);
        }
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

static void test_login(void)
{
    struct settings *settings = commands();
    AUTO(runner) runner = runner_new_direct(settings);
    struct login login = { .password_command = 4, .oauth2_command = NO_COMMAND };
    struct secret *secret;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(g_get_tmp_dir(), "vigie-login-XXXXXX", NULL);
    bool is_token;
    int fd = g_mkstemp(path);

    secret = login_secret(&login, runner, &is_token, &error);
    g_assert_cmpstr(secret_bytes(secret), ==, "hunter2");
    g_assert_false(is_token);
    secret_free(secret);

    login.password_command = 1;
    g_assert_null(login_secret(&login, runner, &is_token, &error));
    g_assert_error(error, VIGIE_ERROR, VIGIE_EX_LOGIN);
    g_clear_error(&error);
    login.password_command = 5;
    g_assert_null(login_secret(&login, runner, &is_token, &error));
    g_assert_nonnull(strstr(error->message, "empty"));
    g_clear_error(&error);

    login.password_command = NO_COMMAND;
    login.password_file = path;
    g_assert_cmpint(write(fd, "s3cret\n", 7), ==, 7);
    close(fd);
    secret = login_secret(&login, runner, &is_token, &error);
    g_assert_cmpstr(secret_bytes(secret), ==, "s3cret");
    secret_free(secret);
    g_chmod(path, 0644);
    g_assert_null(login_secret(&login, runner, &is_token, &error));
    g_assert_nonnull(strstr(error->message, "chmod 600"));
    g_unlink(path);
    commands_free(settings);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/runner/direct", test_direct);
    g_test_add_func("/runner/remote", test_remote);
    g_test_add_func("/runner/grantee", test_grantee);
    g_test_add_func("/runner/files", test_files);
    g_test_add_func("/runner/mails", test_mails);
    g_test_add_func("/runner/without-pidfd", test_without_pidfd);
    g_test_add_func("/runner/login", test_login);
    return g_test_run();
}
