/* sd_notify(3): the protocol is one datagram; no library is needed for it. */
#pragma once

#include <glib.h>

/* Sends "READY=1", "STATUS=…" … to systemd; nothing where it did not ask ($NOTIFY_SOCKET). Never
 * waits: what a supervisor that does not read has no room for is lost. */
void notify(const char *state);

/* RELOADING=1 with the monotonic time that Type=notify-reload wants. */
void notify_reloading(void);

/* Half of $WATCHDOG_USEC in milliseconds; 0 where there is no watchdog for this process. */
guint notify_watchdog_milliseconds(void);
