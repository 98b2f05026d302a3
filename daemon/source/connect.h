/* A TCP connection to a named host: all its addresses in turn, within one deadline. */
#pragma once

#include <gio/gio.h>

#include "source/trouble.h"

/* A connected, non-blocking socket; -1 and TROUBLE_UNREACHABLE, or
 * G_IO_ERROR_CANCELLED. `deadline` is of g_get_monotonic_time. */
int connect_host(const char *host, guint16 port, gint64 deadline, GCancellable *cancel,
                 GError **error);

/* As transport_keep_alive. */
void connect_keep_alive(int fd, guint seconds);

/* Waits for `events` on `fd`, or for readability of `cancel_fd` and `wake_fd` (-1: none). */
enum wait_end { WAIT_READY, WAIT_CANCELLED, WAIT_WOKEN, WAIT_TIMEOUT, WAIT_FAILED };
enum wait_end connect_wait(int fd, short events, int cancel_fd, int wake_fd, gint64 deadline);
