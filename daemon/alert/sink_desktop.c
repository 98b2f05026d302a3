/* An alert on the screen: org.freedesktop.Notifications 1.2 on the session bus. */
#include "alert/sinks.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "alert/desktop_action.h"
#include "alert/wording.h"
#include "alert/wording_parts.h"
#include "base/error.h"

#define NAME "org.freedesktop.Notifications"
#define PATH "/org/freedesktop/Notifications"
#define CALL_MS (20 * 1000)

#define UNTIL_CLOSED 0     /* expire_timeout: stays until the person closes it */
#define SERVERS_CHOICE (-1)

struct sink_desktop {
    struct sink base;
    GDBusConnection *connection;   /* NULL until the first alert, and after the bus went away */
    struct desktop_action *action; /* NULL until an action was offered on it */
};

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

static void disconnect(struct sink_desktop *desktop)
{
    g_clear_pointer(&desktop->action, desktop_action_free);
    if (desktop->connection)
        g_dbus_connection_close_sync(desktop->connection, NULL, NULL);
    g_clear_object(&desktop->connection);
}

static bool connect_to_bus(struct sink_desktop *desktop, GError **error)
{
    g_autofree char *address = session_bus_address();

    if (desktop->connection && !g_dbus_connection_is_closed(desktop->connection))
        return true;
    disconnect(desktop);
    desktop->connection = g_dbus_connection_new_for_address_sync(
        address,
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, error);
    return desktop->connection != NULL;
}

static GVariant *call(struct sink_desktop *desktop, const char *method, GVariant *parameters,
                      const char *reply, GError **error)
{
    return g_dbus_connection_call_sync(desktop->connection, NAME, PATH, NAME, method, parameters,
                                       G_VARIANT_TYPE(reply), G_DBUS_CALL_FLAGS_NONE, CALL_MS,
                                       NULL, error);
}

/* What the notification server of this session can show. Asked each time: it may be another now. */
static char **capabilities(struct sink_desktop *desktop, GError **error)
{
    g_autoptr(GVariant) answer = call(desktop, "GetCapabilities", NULL, "(as)", error);
    char **names = NULL;

    if (answer)
        g_variant_get(answer, "(^as)", &names);
    return names;
}

static bool has(char **names, const char *name)
{
    return g_strv_contains((const char *const *)names, name);
}

static const struct entry *only_entry(const struct alert *alert)
{
    return alert->entries->len == 1 ? g_ptr_array_index(alert->entries, 0) : NULL;
}

/* Whether the guide helps: for a case that waits for the person. */
static bool wants_action(const struct alert *alert)
{
    switch (alert->event) {
    case EVENT_NEW:
    case EVENT_REMINDER:
    case EVENT_LAST_CALL:
    case EVENT_EXPIRED:
    case EVENT_UNRECOGNISED:
        return only_entry(alert) != NULL;
    default:
        return false;
    }
}

static GVariant *actions(bool wanted, const struct sink_settings *settings)
{
    enum tongue tongue = tongue_of(wording_language(settings->language));
    GVariantBuilder builder;

    g_variant_builder_init(&builder, G_VARIANT_TYPE_STRING_ARRAY);
    if (wanted) {
        g_variant_builder_add(&builder, "s", DESKTOP_ACTION);
        g_variant_builder_add(&builder, "s", wording_text(TEXT_ACTION_GUIDE, tongue));
    }
    return g_variant_builder_end(&builder);
}

/* Notifications know three urgencies. What is critical stays until the person closes it; on the last
 * day even a click on it does not close it (`resident`). */
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

static GVariant *notification(const struct alert *alert, const struct sink_settings *settings,
                              const struct sink_context *context, char **can)
{
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *brief = alert_brief(alert, settings, context);
    g_autofree char *escaped = g_markup_escape_text(brief, -1);
    enum urgency urgency = alert_urgency(alert, context->now);
    bool critical = urgency >= URGENCY_HIGH;

    return g_variant_new("(susss@as@a{sv}i)", "Vigie", 0, critical ? "dialog-warning" : "", title,
                         has(can, "body-markup") ? escaped : brief,
                         actions(wants_action(alert) && has(can, "actions"), settings),
                         hints(urgency), critical ? UNTIL_CLOSED : SERVERS_CHOICE);
}

/* Never with the code: the page lies in a file, and a browser remembers it. */
static void offer_guide(struct sink_desktop *desktop, guint32 id, const struct entry *entry,
                        const struct sink_context *context)
{
    g_autofree char *guide = wording_guide(entry, context->right, context->now, false,
                                           desktop->base.settings->language);

    desktop_action_offer(desktop->action, id, entry->id, guide);
}

static bool show(struct sink_desktop *desktop, const struct sink_context *context,
                 const struct alert *alert, GError **error)
{
    g_autoptr(GVariant) answer = NULL;
    g_auto(GStrv) can = NULL;
    bool offers;
    guint32 id;

    if (!connect_to_bus(desktop, error))
        return false;
    can = capabilities(desktop, error);
    if (!can)
        return false;
    offers = wants_action(alert) && has(can, "actions");
    if (offers && !desktop->action)
        desktop->action = desktop_action_new(desktop->connection);
    answer = call(desktop, "Notify", notification(alert, desktop->base.settings, context, can),
                  "(u)", error);
    if (!answer)
        return false;
    g_variant_get(answer, "(u)", &id);
    if (offers)
        offer_guide(desktop, id, only_entry(alert), context);
    return true;
}

static enum delivery desktop_send(struct sink *sink, const struct sink_context *context,
                                  const struct alert *alert, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (show((struct sink_desktop *)sink, context, alert, &cause))
        return DELIVERY_DONE;
    g_dbus_error_strip_remote_error(cause);
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                _("alert \"%s\": no notification can be shown (%s); it is tried again, and shown "
                  "once a graphical session with a notification server runs"),
                sink->settings->name, cause->message);
    return DELIVERY_LATER;
}

static char *desktop_describe(const struct sink *sink)
{
    return g_strdup(_("notification on the screen"));
}

static void desktop_free(struct sink *sink)
{
    disconnect((struct sink_desktop *)sink);
    g_free(sink);
}

static const struct sink_ops desktop_ops = { "desktop", NULL, desktop_send, desktop_describe,
                                             desktop_free };

struct sink *sink_desktop_new(const struct sink_settings *settings, GError **error)
{
    struct sink_desktop *desktop = g_new0(struct sink_desktop, 1);

    desktop->base = (struct sink){ &desktop_ops, settings };
    return &desktop->base;
}
