/* Notifications on a session bus of our own, to a server of ours. The portal is ours too: it tells
 * which page was opened. */
#include "alert/sink.h"

#include <gio/gio.h>
#include <gio/gunixfdlist.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"

#include "alert_fixture.h"

#define PATIENCE_MS (20 * 1000)

static const char interfaces[] =
    "<node>"
    "<interface name='org.freedesktop.Notifications'>"
    "<method name='GetCapabilities'><arg type='as' direction='out'/></method>"
    "<method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='as' direction='in'/><arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method>"
    "<method name='CloseNotification'><arg type='u' direction='in'/></method>"
    "</interface>"
    "<interface name='org.freedesktop.portal.OpenURI'>"
    "<method name='OpenFile'><arg type='s' direction='in'/><arg type='h' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='o' direction='out'/></method>"
    "</interface>"
    "</node>";

/* A server of notifications, and a portal, in a thread with a bus connection of its own. */
struct desktop {
    GTestDBus *bus;
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
    GDBusConnection *connection;
    const char *const *can;
    guint32 last_id;
    bool no_portal;
    GAsyncQueue *shown;  /* of GVariant: the arguments of Notify */
    GAsyncQueue *closed; /* of ids: withdrawn */
    GAsyncQueue *given;  /* of enum answer + 1, about entry 3 */
    GAsyncQueue *opened; /* of char *: what the portal read */
    GAsyncQueue *ready;
};

static void answer_notify(struct desktop *desktop, GVariant *arguments,
                          GDBusMethodInvocation *invocation)
{
    g_async_queue_push(desktop->shown, g_variant_ref(arguments));
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(u)", ++desktop->last_id));
}

static void answer_close(struct desktop *desktop, GVariant *arguments,
                         GDBusMethodInvocation *invocation)
{
    guint32 id;

    g_variant_get(arguments, "(u)", &id);
    g_async_queue_push(desktop->closed, GUINT_TO_POINTER(id));
    g_dbus_method_invocation_return_value(invocation, NULL);
}

static void answer_open(struct desktop *desktop, GVariant *arguments,
                        GDBusMethodInvocation *invocation)
{
    GDBusMessage *message = g_dbus_method_invocation_get_message(invocation);
    gint32 handle;
    char *page = g_malloc0(65536);
    int fd;

    g_variant_get_child(arguments, 1, "h", &handle);
    fd = g_unix_fd_list_get(g_dbus_message_get_unix_fd_list(message), handle, NULL);
    g_assert_cmpint(read(fd, page, 65535), >, 0);
    close(fd);
    g_async_queue_push(desktop->opened, page);
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(o)", "/request"));
}

static void on_call(GDBusConnection *connection, const char *sender, const char *path,
                    const char *interface, const char *method, GVariant *arguments,
                    GDBusMethodInvocation *invocation, gpointer user)
{
    struct desktop *desktop = user;

    if (g_str_equal(method, "Notify"))
        answer_notify(desktop, arguments, invocation);
    else if (g_str_equal(method, "CloseNotification"))
        answer_close(desktop, arguments, invocation);
    else if (g_str_equal(method, "OpenFile") && desktop->no_portal)
        g_dbus_method_invocation_return_dbus_error(invocation, "org.example.None", "no portal");
    else if (g_str_equal(method, "OpenFile"))
        answer_open(desktop, arguments, invocation);
    else
        g_dbus_method_invocation_return_value(invocation, g_variant_new("(^as)", desktop->can));
}

static void own(GDBusConnection *connection, const char *name)
{
    g_autoptr(GVariant) answer = g_dbus_connection_call_sync(
        connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
        "RequestName", g_variant_new("(su)", name, 0), NULL, G_DBUS_CALL_FLAGS_NONE, PATIENCE_MS,
        NULL, NULL);

    g_assert_nonnull(answer);
}

static GDBusConnection *connect_to(GTestDBus *bus)
{
    GDBusConnection *connection = g_dbus_connection_new_for_address_sync(
        g_test_dbus_get_bus_address(bus),
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL, NULL, NULL);

    g_assert_nonnull(connection);
    return connection;
}

static gpointer serve(gpointer user)
{
    static const GDBusInterfaceVTable vtable = { on_call, NULL, NULL, { 0 } };
    struct desktop *desktop = user;
    g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml(interfaces, NULL);

    g_main_context_push_thread_default(desktop->context);
    g_assert_nonnull(node);
    g_assert_cmpuint(g_dbus_connection_register_object(
                         desktop->connection, "/org/freedesktop/Notifications",
                         node->interfaces[0], &vtable, desktop, NULL, NULL), >, 0);
    g_assert_cmpuint(g_dbus_connection_register_object(
                         desktop->connection, "/org/freedesktop/portal/desktop",
                         node->interfaces[1], &vtable, desktop, NULL, NULL), >, 0);
    own(desktop->connection, "org.freedesktop.Notifications");
    own(desktop->connection, "org.freedesktop.portal.Desktop");
    g_async_queue_push(desktop->ready, desktop);
    g_main_loop_run(desktop->loop);
    g_main_context_pop_thread_default(desktop->context);
    return NULL;
}

static void desktop_begin(struct desktop *desktop, const char *const *can)
{
    *desktop = (struct desktop){ .bus = g_test_dbus_new(G_TEST_DBUS_NONE), .can = can };
    g_test_dbus_up(desktop->bus);
    desktop->context = g_main_context_new();
    desktop->loop = g_main_loop_new(desktop->context, FALSE);
    desktop->connection = connect_to(desktop->bus);
    desktop->shown = g_async_queue_new_full((GDestroyNotify)g_variant_unref);
    desktop->opened = g_async_queue_new_full(g_free);
    desktop->closed = g_async_queue_new();
    desktop->given = g_async_queue_new();
    desktop->ready = g_async_queue_new();
    desktop->thread = g_thread_new("desktop", serve, desktop);
    g_assert_nonnull(g_async_queue_timeout_pop(desktop->ready, PATIENCE_MS * 1000));
}

static void desktop_end(struct desktop *desktop)
{
    g_main_loop_quit(desktop->loop);
    g_thread_join(desktop->thread);
    g_dbus_connection_close_sync(desktop->connection, NULL, NULL);
    g_object_unref(desktop->connection);
    g_main_loop_unref(desktop->loop);
    g_main_context_unref(desktop->context);
    g_async_queue_unref(desktop->shown);
    g_async_queue_unref(desktop->opened);
    g_async_queue_unref(desktop->closed);
    g_async_queue_unref(desktop->given);
    g_async_queue_unref(desktop->ready);
    g_test_dbus_stop(desktop->bus);
    g_object_unref(desktop->bus);
}

static void take(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry)
{
    struct desktop *desktop = data;

    g_assert_cmpstr(by, ==, "the desktop");
    g_assert_cmpint(entry, ==, 3);
    g_async_queue_push(desktop->given, GUINT_TO_POINTER(answer + 1));
}

static enum delivery deliver(struct sink *sink, enum event event, const char *now,
                             struct desktop *desktop, GError **error)
{
    struct right *right = fixture_right();
    const struct answer_taker taker = { take, desktop };
    struct sink_context context = { .right = right, .key = fixture_key,
                                    .now = fixture_instant(now),
                                    .answers = desktop ? &taker : NULL };
    AUTO(alert) alert = fixture_alert(event);
    enum delivery delivery;

    if (alert->entries->len) {
        struct entry *entry = g_ptr_array_index(alert->entries, 0);

        entry->person = g_strdup("Zoé <b>&");
    }
    delivery = sink->ops->send(sink, &context, alert, error);
    fixture_right_free(right);
    return delivery;
}

static const struct sink_settings settings = { .name = (char *)(gsize)"screen",
                                               .kind = SINK_DESKTOP,
                                               .language = (char *)(gsize)"fr" };

static const char *const plain[] = { "body", NULL };
static const char *const rich[] = { "body", "body-markup", "actions", NULL };

static const struct {
    const char *const *can;
    enum event event;
    const char *now, *body, *why;
    guint n_actions; /* a key and a label each: the guide, later, done */
    guint8 urgency;
    gint32 timeout;
    bool resident;
} rows[] = {
    { rich, EVENT_NEW, "2026-03-03T12:00:00+01:00", "Zoé &lt;b&gt;&amp;", "markup is escaped", 6, 1, -1 },
    { plain, EVENT_NEW, "2026-03-03T12:00:00+01:00", "Zoé <b>&", "where there is none, it is text", 0, 1, -1 },
    { rich, EVENT_REMINDER, "2026-04-09T12:00:00+02:00", "dans 4", "four days: normal", 6, 1, -1 },
    { rich, EVENT_REMINDER, "2026-04-10T12:00:00+02:00", "dans 3", "three days: critical, and stays", 6, 2, 0 },
    { rich, EVENT_LAST_CALL, "2026-04-13T08:30:00+02:00", "Appelez maintenant", "last call: a click leaves it, nothing is put off", 4, 2, 0, true },
    { rich, EVENT_EXPIRED, "2026-04-14T12:00:00+02:00", "clôturer", "past: nothing is put off", 4, 1, -1 },
    { rich, EVENT_FORGED, "2026-03-03T12:00:00+01:00", "Ne cliquez sur aucun lien", "forged: no guide", 0, 2, 0 },
    { rich, EVENT_BLIND, "2026-03-03T12:00:00+01:00", "jean", "blind", 0, 2, 0 },
    { rich, EVENT_HEARTBEAT, "2026-03-03T12:00:00+01:00", "toujours", "a sign of life: low", 0, 0, -1 },
};

static void check_shown(gsize i, GVariant *shown)
{
    g_autoptr(GVariant) actions = g_variant_get_child_value(shown, 5);
    g_autoptr(GVariant) hints = g_variant_get_child_value(shown, 6);
    const char *title, *body;
    gint32 timeout;
    guint8 urgency;

    g_variant_get_child(shown, 3, "&s", &title);
    g_variant_get_child(shown, 4, "&s", &body);
    g_variant_get_child(shown, 7, "i", &timeout);
    g_assert_true(g_variant_lookup(hints, "urgency", "y", &urgency));
    g_assert_cmpint(g_variant_lookup(hints, "resident", "b", NULL), ==, rows[i].resident);
    g_assert_nonnull(strstr(body, rows[i].body));
    g_assert_null(strstr(body, FIXTURE_CODE));
    g_assert_null(strstr(title, FIXTURE_CODE));
    g_assert_cmpuint(g_variant_n_children(actions), ==, rows[i].n_actions);
    g_assert_cmpint(urgency, ==, rows[i].urgency);
    g_assert_cmpint(timeout, ==, rows[i].timeout);
}

static void test_shown(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) shown = NULL;
        struct desktop desktop;
        struct sink *sink;

        g_test_message("%s: %s", event_name(rows[i].event), rows[i].why);
        desktop_begin(&desktop, rows[i].can);
        sink = sink_new(&settings, &error);
        g_assert_cmpint(deliver(sink, rows[i].event, rows[i].now, &desktop, &error), ==, DELIVERY_DONE);
        g_assert_no_error(error);
        shown = g_async_queue_timeout_pop(desktop.shown, PATIENCE_MS * 1000);
        g_assert_nonnull(shown);
        check_shown(i, shown);
        sink_free(sink);
        desktop_end(&desktop);
    }
}

static void click(struct desktop *desktop, guint32 id, const char *key)
{
    g_assert_true(g_dbus_connection_emit_signal(
        desktop->connection, NULL, "/org/freedesktop/Notifications",
        "org.freedesktop.Notifications", "ActionInvoked", g_variant_new("(us)", id, key), NULL));
}

static guint next(GAsyncQueue *queue)
{
    return GPOINTER_TO_UINT(g_async_queue_timeout_pop(queue, PATIENCE_MS * 1000));
}

/* The key of the `which`th action of what is shown next. */
static char *next_key(struct desktop *desktop, gsize which)
{
    g_autoptr(GVariant) shown =
        g_async_queue_timeout_pop(desktop->shown, PATIENCE_MS * 1000);
    g_autoptr(GVariant) actions = NULL;
    char *key;

    g_assert_nonnull(shown);
    actions = g_variant_get_child_value(shown, 5);
    g_variant_get_child(actions, 2 * which, "s", &key);
    return key;
}

/* Clicked twice: another key opens nothing, the guide opens each time, without the code, and its
 * file is nobody else's. */
static void test_guide(void)
{
    g_autofree char *path = g_build_filename(g_get_user_runtime_dir(), "vigie", "guide-3.html", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    struct desktop desktop;
    struct sink *sink;
    struct stat status;

    desktop_begin(&desktop, rich);
    sink = sink_new(&settings, NULL);
    g_assert_cmpint(deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", NULL, NULL), ==,
                    DELIVERY_DONE);
    click(&desktop, 1, "other");
    for (int i = 0; i < 2; i++) {
        g_autofree char *page = NULL;

        click(&desktop, 1, "vigie-guide");
        page = g_async_queue_timeout_pop(desktop.opened, PATIENCE_MS * 1000);
        g_assert_nonnull(page);
        g_assert_nonnull(strstr(page, "COMMENT VOUS OPPOSER"));
        g_assert_nonnull(strstr(page, "Zoé &lt;b&gt;&amp;"));
        g_assert_null(strstr(page, FIXTURE_CODE));
        g_assert_null(strstr(page, "<script"));
    }
    g_assert_null(g_async_queue_try_pop(desktop.opened));
    g_assert_cmpint(stat(path, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, 0600);
    g_unlink(path);
    g_rmdir(folder);
    sink_free(sink);
    desktop_end(&desktop);
}

/* Where nothing can open a page, the guide itself is shown, and stays. */
static void test_guide_without_portal(void)
{
    g_autofree char *path = g_build_filename(g_get_user_runtime_dir(), "vigie", "guide-3.html", NULL);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GVariant) first = NULL, guide = NULL;
    struct desktop desktop;
    struct sink *sink;
    const char *body;
    gint32 timeout;

    desktop_begin(&desktop, rich);
    desktop.no_portal = true;
    sink = sink_new(&settings, NULL);
    g_assert_cmpint(deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", NULL, NULL), ==,
                    DELIVERY_DONE);
    first = g_async_queue_timeout_pop(desktop.shown, PATIENCE_MS * 1000);
    click(&desktop, 1, "vigie-guide");
    guide = g_async_queue_timeout_pop(desktop.shown, PATIENCE_MS * 1000);
    g_assert_nonnull(guide);
    g_variant_get_child(guide, 4, "&s", &body);
    g_variant_get_child(guide, 7, "i", &timeout);
    g_assert_nonnull(strstr(body, "COMMENT VOUS OPPOSER"));
    g_assert_null(strstr(body, FIXTURE_CODE));
    g_assert_cmpint(timeout, ==, 0); /* until it is closed */
    sink_free(sink);
    desktop_end(&desktop);
    g_unlink(path);
    g_rmdir(folder);
}

/* Put off: all that stands about the case has said its word. */
static void test_later(void)
{
    struct desktop desktop;
    struct sink *sink;

    desktop_begin(&desktop, rich);
    sink = sink_new(&settings, NULL);
    deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", &desktop, NULL);
    click(&desktop, 99, "vigie-later"); /* of no notification of ours */
    click(&desktop, 1, "vigie-later");
    g_assert_cmpuint(next(desktop.given), ==, ANSWER_LATER + 1);
    g_assert_cmpuint(next(desktop.closed), ==, 1);
    g_assert_null(g_async_queue_try_pop(desktop.given));
    sink_free(sink);
    desktop_end(&desktop);
}

/* "It is done" asks before anything is closed: once "not yet", then the opposition. */
static void test_done(void)
{
    g_autofree char *first = NULL, *question = NULL, *again = NULL;
    struct desktop desktop;
    struct sink *sink;

    desktop_begin(&desktop, rich);
    sink = sink_new(&settings, NULL);
    deliver(sink, EVENT_LAST_CALL, "2026-04-13T08:30:00+02:00", &desktop, NULL);
    first = next_key(&desktop, 1);
    g_assert_cmpstr(first, ==, "vigie-done");
    click(&desktop, 1, first);
    question = next_key(&desktop, 2);
    g_assert_cmpstr(question, ==, "vigie-not-yet");
    click(&desktop, 2, question);
    g_assert_cmpuint(next(desktop.closed), ==, 2);
    g_assert_null(g_async_queue_try_pop(desktop.given));
    click(&desktop, 1, first);
    again = next_key(&desktop, 0);
    g_assert_cmpstr(again, ==, "vigie-opposed");
    click(&desktop, 3, again);
    g_assert_cmpuint(next(desktop.given), ==, ANSWER_OPPOSED + 1);
    g_assert_cmpuint(next(desktop.closed) + next(desktop.closed), ==, 1 + 3);
    sink_free(sink);
    desktop_end(&desktop);
}

/* What is told anew takes the place of what stood; another kind of news does not. */
static void test_superseded(void)
{
    struct desktop desktop;
    struct sink *sink;

    desktop_begin(&desktop, rich);
    sink = sink_new(&settings, NULL);
    deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", &desktop, NULL);
    deliver(sink, EVENT_AMBIGUOUS, "2026-03-04T12:00:00+01:00", &desktop, NULL);
    g_assert_null(g_async_queue_try_pop(desktop.closed));
    deliver(sink, EVENT_CLOSED, "2026-03-05T12:00:00+01:00", &desktop, NULL);
    g_assert_cmpuint(next(desktop.closed) + next(desktop.closed), ==, 1 + 2);
    sink_free(sink);
    desktop_end(&desktop);
}

/* Closed elsewhere: what stands about that case goes, and nothing else. */
static void test_withdrawn(void)
{
    const struct sink_context context = { .right = NULL };
    struct desktop desktop;
    struct sink *sink;

    desktop_begin(&desktop, rich);
    sink = sink_new(&settings, NULL);
    sink->ops->withdraw(sink, &context, 3); /* before anything was shown */
    deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", &desktop, NULL);
    sink->ops->withdraw(sink, &context, 4);
    g_assert_null(g_async_queue_try_pop(desktop.closed));
    sink->ops->withdraw(sink, &context, 3);
    g_assert_cmpuint(next(desktop.closed), ==, 1);
    sink_free(sink);
    desktop_end(&desktop);
}

/* A bus that went away and came back: the sink finds the new one. */
static void test_bus_restarts(void)
{
    struct desktop desktop;
    g_autoptr(GError) error = NULL;
    AUTO(sink) sink = sink_new(&settings, NULL);

    g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    g_assert_cmpint(deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", NULL, &error), ==,
                    DELIVERY_LATER);
    g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
    for (int i = 0; i < 2; i++) {
        desktop_begin(&desktop, rich);
        g_assert_cmpint(deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", NULL, NULL), ==,
                        DELIVERY_DONE);
        desktop_end(&desktop);
    }
}

/* A bus without anyone who shows notifications. */
static void test_no_server(void)
{
    g_autoptr(GTestDBus) bus = g_test_dbus_new(G_TEST_DBUS_NONE);
    g_autoptr(GError) error = NULL;
    struct sink *sink = sink_new(&settings, NULL);

    g_test_dbus_up(bus);
    g_assert_cmpint(deliver(sink, EVENT_NEW, "2026-03-03T12:00:00+01:00", NULL, &error), ==,
                    DELIVERY_LATER);
    g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
    sink_free(sink);
    g_test_dbus_stop(bus);
}

int main(int argc, char **argv)
{
    g_autofree char *runtime = g_dir_make_tmp("vigie-desktop-XXXXXX", NULL);
    g_autofree char *daemon = g_find_program_in_path("dbus-daemon");
    int status;

    g_setenv("XDG_RUNTIME_DIR", runtime, TRUE);
    g_setenv("XDG_DATA_DIRS", runtime, TRUE); /* no program of this machine opens a page */
    g_setenv("XDG_DATA_HOME", runtime, TRUE);
    g_test_init(&argc, &argv, NULL);
    if (!daemon) {
        g_print("1..0 # SKIP dbus-daemon is not installed\n");
        return 0;
    }
    g_test_add_func("/desktop/shown", test_shown);
    g_test_add_func("/desktop/guide", test_guide);
    g_test_add_func("/desktop/guide-without-portal", test_guide_without_portal);
    g_test_add_func("/desktop/later", test_later);
    g_test_add_func("/desktop/done", test_done);
    g_test_add_func("/desktop/superseded", test_superseded);
    g_test_add_func("/desktop/withdrawn", test_withdrawn);
    g_test_add_func("/desktop/bus-restarts", test_bus_restarts);
    g_test_add_func("/desktop/no-server", test_no_server);
    status = g_test_run();
    g_rmdir(runtime);
    return status;
}
