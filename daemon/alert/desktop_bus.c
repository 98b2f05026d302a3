/* Calls on the notification server. */
#include "alert/desktop_bus.h"

#include <unistd.h>

#define UNTIL_CLOSED 0     /* expire_timeout: stays until the person closes it */
#define SERVERS_CHOICE (-1)

/* GLib's own search ends in starting a bus for the X display; an alert should not do that. */
static char *session_bus_address(void)
{
    const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");

    if (address && *address)
        return g_strdup(address);
    if (runtime && *runtime)
        return g_strdup_printf("unix:path=%s/bus", runtime);
    return g_strdup_printf("unix:path=/run/user/%u/bus", (guint)getuid());
}

GDBusConnection *desktop_bus_connect(GError **error)
{
    g_autofree char *address = session_bus_address();

    return g_dbus_connection_new_for_address_sync(
        address,
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, error);
}

static GVariant *call(GDBusConnection *connection, const char *method, GVariant *parameters,
                      const char *reply, GError **error)
{
    return g_dbus_connection_call_sync(connection, DESKTOP_BUS_NAME, DESKTOP_BUS_PATH,
                                       DESKTOP_BUS_NAME, method, parameters, G_VARIANT_TYPE(reply),
                                       G_DBUS_CALL_FLAGS_NONE, DESKTOP_BUS_MS, NULL, error);
}

/* What the notification server of this session can show. Asked each time: it may be another now. */
static char **capabilities(GDBusConnection *connection, GError **error)
{
    g_autoptr(GVariant) answer = call(connection, "GetCapabilities", NULL, "(as)", error);
    char **names = NULL;

    if (answer)
        g_variant_get(answer, "(^as)", &names);
    return names;
}

static bool has(char **names, const char *name)
{
    return g_strv_contains((const char *const *)names, name);
}

/* Notifications know three urgencies. What is critical stays until the person closes it; on the
 * last day even a click on it does not close it (`resident`). */
static GVariant *hints(enum urgency urgency)
{
    static const guint8 shown[] = {
        [URGENCY_LOW] = 0, [URGENCY_NORMAL] = 1, [URGENCY_HIGH] = 2, [URGENCY_HIGHEST] = 2
    };
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&builder, "{sv}", "urgency", g_variant_new_byte(shown[urgency]));
    if (urgency == URGENCY_HIGHEST)
        g_variant_builder_add(&builder, "{sv}", "resident", g_variant_new_boolean(TRUE));
    return g_variant_builder_end(&builder);
}

static GVariant *arguments(const struct bubble *bubble, char **can)
{
    static const char *const none[] = { NULL };
    g_autofree char *escaped = g_markup_escape_text(bubble->body, -1);
    bool critical = bubble->urgency >= URGENCY_HIGH;

    return g_variant_new("(susss^as@a{sv}i)", "Vigie", 0, critical ? "dialog-warning" : "",
                         bubble->title, has(can, "body-markup") ? escaped : bubble->body,
                         has(can, "actions") ? bubble->actions : none, hints(bubble->urgency),
                         critical || bubble->stays ? UNTIL_CLOSED : SERVERS_CHOICE);
}

bool desktop_bus_show(GDBusConnection *connection, const struct bubble *bubble, guint32 *id,
                      GError **error)
{
    g_auto(GStrv) can = capabilities(connection, error);
    g_autoptr(GVariant) answer =
        can ? call(connection, "Notify", arguments(bubble, can), "(u)", error) : NULL;

    if (!answer)
        return false;
    g_variant_get(answer, "(u)", id);
    return true;
}

void desktop_bus_withdraw(GDBusConnection *connection, guint32 id)
{
    g_autoptr(GVariant) answer =
        call(connection, "CloseNotification", g_variant_new("(u)", id), "()", NULL);

    (void)answer;
}
