/* A file descriptor that closes itself on every way out (g_autofd is newer than our GLib), and reading,
 * writing and syncing to the end. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <unistd.h>

static inline void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static inline int fd_steal(int *fd)
{
    int stolen = *fd;

    *fd = -1;
    return stolen;
}

#define AUTO_FD __attribute__((cleanup(fd_close))) int

/* Appends to `bytes` what `fd` gives, to its end or until `bytes` holds `most`; what follows stays
 * unread. EX_NOINPUT: "cannot read: …"; the caller names the thing. */
bool fd_read_most(int fd, GByteArray *bytes, gsize most, GError **error);

/* Writes all of `data`. EX_IOERR: "cannot write: …". */
bool fd_write_all(int fd, const void *data, gsize length, GError **error);

/* fsync(2), whatever signal comes. FALSE and errno. */
bool fd_sync(int fd);

/* Makes the names in the folder durable. FALSE and errno; TRUE where it cannot be done at all, for the
 * folder may be written and not read, or its file system knows no such thing (some servers'). */
bool fd_sync_folder(const char *folder);
