/* The lock of a watch. fcntl locks: they end with the process that took them and pass to no child. */
#include "store/watchlock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

static char *lock_path(const char *directory)
{
    return g_build_filename(directory, "watch.lock", NULL);
}

static bool lock(int fd)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_SETLK, &whole) == 0;
}

static gint64 holder(int fd)
{
    struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    return fcntl(fd, F_GETLK, &whole) == 0 && whole.l_type != F_UNLCK ? whole.l_pid : 0;
}

static int refused(GError **error, const char *path, int fd)
{
    if (fd >= 0 && (errno == EAGAIN || errno == EACCES))
        g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL,
                    _("a watch runs on this state already, with pid %" PRId64
                      "; end it first, or give this one another --state"),
                    holder(fd));
    else
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT, _("cannot lock %s: %s"), path,
                    g_strerror(errno));
    return -1;
}

int watchlock_take(const char *directory, gint64 now, GError **error)
{
    g_autofree char *path = lock_path(directory);
    g_autofree char *text = g_strdup_printf("%ld %" G_GINT64_FORMAT "\n", (long)getpid(), now);
    AUTO_FD fd = -1;

    if (g_mkdir_with_parents(directory, 0700) == 0)
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 || !lock(fd))
        return refused(error, path, fd);
    if (ftruncate(fd, 0) < 0 || pwrite(fd, text, strlen(text), 0) != (gssize)strlen(text)) {
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot write %s: %s"), path,
                    g_strerror(errno));
        return -1;
    }
    watchlock_touch(fd, now);
    return fd_steal(&fd);
}

void watchlock_touch(int fd, gint64 now)
{
    const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_sec = now } };

    futimens(fd, times);
}

void watchlock_look(const char *directory, struct watch_facts *facts)
{
    g_autofree char *path = lock_path(directory);
    AUTO_FD fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
    char text[64] = "";
    struct stat status;
    long pid = 0;
    long long since = 0;

    *facts = (struct watch_facts){ 0 };
    if (fd < 0 || fstat(fd, &status) < 0)
        return;
    if (pread(fd, text, sizeof text - 1, 0) > 0 && sscanf(text, "%ld %lld", &pid, &since) == 2) {
        facts->pid = pid;
        facts->since = since;
    }
    facts->last_loop = status.st_mtim.tv_sec;
    facts->running = holder(fd) != 0;
}
