/* A connection to the session bus that is made when it is needed. */
#include "alert/desktop.h"

#include <glib/gi18n.h>

#include "alert/desktop_action.h"
#include "alert/desktop_bus.h"
#include "base/error.h"

struct desktop {
    struct answer_taker taker;
    char *by;
    GDBusConnection *connection;   /* NULL until the first note, and after the bus went away */
    struct desktop_action *action; /* with it */
};

struct desktop *desktop_new(const struct answer_taker *taker, const char *by)
{
    struct desktop *desktop = g_new0(struct desktop, 1);

    if (taker)
        desktop->taker = *taker;
    desktop->by = g_strdup(by);
    return desktop;
}

static void disconnect(struct desktop *desktop)
{
    g_clear_pointer(&desktop->action, desktop_action_free);
    if (desktop->connection)
        g_dbus_connection_close_sync(desktop->connection, NULL, NULL);
    g_clear_object(&desktop->connection);
}

void desktop_free(struct desktop *desktop)
{
    if (!desktop)
        return;
    disconnect(desktop);
    g_free(desktop->by);
    g_free(desktop);
}

static bool connect_to_bus(struct desktop *desktop, GError **error)
{
    if (desktop->connection && !g_dbus_connection_is_closed(desktop->connection))
        return true;
    disconnect(desktop);
    desktop->connection = desktop_bus_connect(error);
    if (!desktop->connection)
        return false;
    desktop->action = desktop_action_new(desktop->connection, &desktop->taker, desktop->by);
    return true;
}

bool desktop_show(struct desktop *desktop, const struct desktop_note *note, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (connect_to_bus(desktop, &cause) && desktop_action_show(desktop->action, note, &cause))
        return true;
    g_dbus_error_strip_remote_error(cause);
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                _("no notification can be shown (%s); it is tried again, and shown once a graphical "
                "session with a notification server runs"),
                cause->message);
    return false;
}

void desktop_withdraw(struct desktop *desktop, gint64 entry)
{
    if (desktop->connection && !g_dbus_connection_is_closed(desktop->connection))
        desktop_action_withdraw(desktop->action, entry);
}
