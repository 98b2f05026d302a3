/* Reading, writing and syncing to the end. */
#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>

#include "base/error.h"

bool fd_read_most(int fd, GByteArray *bytes, gsize most, GError **error)
{
    guint8 buffer[65536];
    gssize got;

    while (bytes->len < most &&
           (got = read(fd, buffer, MIN(sizeof buffer, most - bytes->len))) != 0) {
        if (got > 0) {
            g_byte_array_append(bytes, buffer, (guint)got);
        } else if (errno != EINTR) {
            g_set_error(error, VIGIE_ERROR, EX_NOINPUT, _("cannot read: %s"), g_strerror(errno));
            return false;
        }
    }
    return true;
}

bool fd_write_all(int fd, const void *data, gsize length, GError **error)
{
    const guint8 *next = data;

    while (length > 0) {
        gssize written = write(fd, next, length);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot write: %s"), g_strerror(errno));
            return false;
        }
        next += written;
        length -= (gsize)written;
    }
    return true;
}

bool fd_sync(int fd)
{
    int code;

    do
        code = fsync(fd);
    while (code < 0 && errno == EINTR);
    return code == 0;
}

bool fd_sync_folder(const char *folder)
{
    AUTO_FD fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0)
        return errno == EACCES;
    return fd_sync(fd) || errno == EINVAL;
}
