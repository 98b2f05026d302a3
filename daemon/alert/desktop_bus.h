/* org.freedesktop.Notifications 1.2 on the session bus: the calls, blocking. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "alert/sink.h"

#define DESKTOP_BUS_NAME "org.freedesktop.Notifications"
#define DESKTOP_BUS_PATH "/org/freedesktop/Notifications"
#define DESKTOP_BUS_MS (20 * 1000) /* how long one call may take */

/* The session bus; NULL with `error`. */
GDBusConnection *desktop_bus_connect(GError **error);

/* One notification. */
struct bubble {
    const char *title, *body;   /* plain text */
    enum urgency urgency;
    bool stays;                 /* until the person closes it, whatever its urgency */
    const char *const *actions; /* key, label, …, NULL; offered where the server can */
};
/* `*id` becomes its id. */
bool desktop_bus_show(GDBusConnection *connection, const struct bubble *bubble, guint32 *id,
                      GError **error);
/* Withdraws it; it may be gone already. */
void desktop_bus_withdraw(GDBusConnection *connection, guint32 id);
