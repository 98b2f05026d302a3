/* Commands by index, run here and by a master in another process; and where secrets come from. */
#include "base/runner.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/ipc.h"
#include "base/login.h"

static struct settings *commands(void)
{
    static const char *const list[] = { "cat", "echo oops >&2; exit 3", "sleep 60", "kill -9 $$",
                                        "printf 'hunter2\\nsecond line\\n'", "exit 0",
                                        "/no/such/program", "sleep 60 & echo done" };
    struct settings *settings = g_new0(struct settings, 1);

    settings->commands = g_ptr_array_new_with_free_func(g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(list); i++)
        g_ptr_array_add(settings->commands, g_strdup(list[i]));
    return settings;
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
    g_ptr_array_unref(settings->commands);
    g_free(settings);
}

static void test_remote(void)
{
    struct settings *settings = commands();
    AUTO(runner) runner = NULL;
    g_autoptr(GError) error = NULL;
    AUTO_RUN_RESULT result = { 0 };
    int pair[2], status;
    pid_t master;

    g_assert_true(ipc_pair(pair, NULL));
    master = fork();
    if (master == 0) {
        close(pair[0]);
        while (runner_serve(pair[1], settings, NULL))
            ;
        _exit(0);
    }
    close(pair[1]);
    runner = runner_new_remote(pair[0]);
    run_rows(runner);
    g_assert_false(runner_run(runner, 99, NULL, 1, &result, &error));
    g_assert_error(error, VIGIE_ERROR, EX_OSERR);
    close(pair[0]);
    g_assert_cmpint(waitpid(master, &status, 0), ==, master);
    g_ptr_array_unref(settings->commands);
    g_free(settings);
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
    g_ptr_array_unref(settings->commands);
    g_free(settings);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/runner/direct", test_direct);
    g_test_add_func("/runner/remote", test_remote);
    g_test_add_func("/runner/login", test_login);
    return g_test_run();
}
