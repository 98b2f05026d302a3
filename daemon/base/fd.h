/* A file descriptor that closes itself on every way out (g_autofd is newer than our GLib). */
#pragma once

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
