/* sd_notify: what arrives, and a supervisor that does not read. */
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/notify.h"

#define HANG_SECONDS 20 /* then the test is killed */

struct supervisor {
    char *path;
    int fd;
};

static void supervisor_start(struct supervisor *supervisor)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_autofree char *folder = g_dir_make_tmp("vigie-notify-XXXXXX", NULL);

    supervisor->path = g_build_filename(folder, "s", NULL);
    g_strlcpy(address.sun_path, supervisor->path, sizeof address.sun_path);
    supervisor->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    g_assert_cmpint(bind(supervisor->fd, (struct sockaddr *)&address, sizeof address), ==, 0);
    g_setenv("NOTIFY_SOCKET", supervisor->path, TRUE);
}

static void supervisor_stop(struct supervisor *supervisor)
{
    g_autofree char *folder = g_path_get_dirname(supervisor->path);

    fd_close(&supervisor->fd);
    g_unlink(supervisor->path);
    g_rmdir(folder);
    g_free(supervisor->path);
    g_unsetenv("NOTIFY_SOCKET");
}

/* The next message; NULL where none waits. */
static char *heard(const struct supervisor *supervisor)
{
    char text[256];
    gssize got = recv(supervisor->fd, text, sizeof text, 0);

    return got < 0 ? NULL : g_strndup(text, (gsize)got);
}

static void test_arrives(void)
{
    struct supervisor supervisor;
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;

    supervisor_start(&supervisor);
    notify("READY=1");
    notify_reloading();
    first = heard(&supervisor);
    second = heard(&supervisor);
    g_assert_cmpstr(first, ==, "READY=1");
    g_assert_true(g_str_has_prefix(second, "RELOADING=1\nMONOTONIC_USEC="));
    g_assert_null(heard(&supervisor));
    supervisor_stop(&supervisor);
}

/* Linux queues net.unix.max_dgram_qlen of them, 10 by default and 512 on some: far fewer than these. */
static void test_never_waits(void)
{
    struct supervisor supervisor;
    g_autofree char *last = NULL;
    guint count = 0;

    supervisor_start(&supervisor);
    alarm(HANG_SECONDS);
    for (int i = 0; i < 20000; i++)
        notify("WATCHDOG=1");
    alarm(0);
    for (char *text; (text = heard(&supervisor)); g_free(text))
        count++;
    g_assert_cmpuint(count, >, 0);
    g_assert_cmpuint(count, <, 20000);
    notify("STOPPING=1");
    last = heard(&supervisor);
    g_assert_cmpstr(last, ==, "STOPPING=1");
    supervisor_stop(&supervisor);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notify/arrives", test_arrives);
    g_test_add_func("/notify/never-waits", test_never_waits);
    return g_test_run();
}
