/* Listening for the action, and opening the page. */
#include "alert/desktop_action.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"

#define CALL_MS (20 * 1000)

struct offer {
    gint64 entry;
    char *guide;
};

struct desktop_action {
    GDBusConnection *connection;
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
    GMutex lock;        /* of what follows, which the sending thread sees as well */
    GCond listens;
    bool is_listening;
    GHashTable *offers; /* of struct offer by notification id */
};

static void offer_free(gpointer data)
{
    struct offer *offer = data;

    g_free(offer->guide);
    g_free(offer);
}

/* A page of its own: no script, nothing fetched. */
static char *page_of(const char *guide)
{
    g_autofree char *text = g_markup_escape_text(guide, -1);

    return g_strconcat("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Vigie</title>\n"
                       "<pre style=\"font: 1.1em sans-serif; white-space: pre-wrap; "
                       "max-width: 45em; margin: 2em auto\">\n",
                       text, "</pre>\n", NULL);
}

/* In the user's runtime directory: it is private, and empty after the session. */
static char *write_page(const struct offer *offer, GError **error)
{
    g_autofree char *name =
        g_strdup_printf("vigie-guide-%" G_GINT64_FORMAT ".html", offer->entry);
    g_autofree char *path = g_build_filename(g_get_user_runtime_dir(), name, NULL);
    g_autofree char *page = page_of(offer->guide);

    if (!g_file_set_contents_full(path, page, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
        return NULL;
    return g_steal_pointer(&path);
}

/* The portal opens a file without our starting a program, which the sandbox forbids the daemon. */
static bool open_by_portal(GDBusConnection *connection, const char *path, GError **error)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    g_autoptr(GVariant) answer = NULL;
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
    int handle = fd < 0 ? -1 : g_unix_fd_list_append(fds, fd, error);

    if (handle < 0)
        return false;
    answer = g_dbus_connection_call_with_unix_fd_list_sync(
        connection, "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop",
        "org.freedesktop.portal.OpenURI", "OpenFile", g_variant_new("(sha{sv})", "", handle, NULL),
        G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE, CALL_MS, fds, NULL, NULL, error);
    return answer != NULL;
}

static bool open_page(GDBusConnection *connection, const struct offer *offer, GError **error)
{
    g_autofree char *path = write_page(offer, error);
    g_autofree char *uri = NULL;

    if (!path)
        return false;
    if (open_by_portal(connection, path, NULL))
        return true;
    uri = g_filename_to_uri(path, NULL, error);
    return uri && g_app_info_launch_default_for_uri(uri, NULL, error);
}

/* The thread owns what it opens: an offer is taken out of the table, and put back for the next time
 * that the same notification is clicked. */
static struct offer *take_offer(struct desktop_action *action, guint32 id)
{
    gpointer offer = NULL;

    g_mutex_lock(&action->lock);
    g_hash_table_steal_extended(action->offers, GUINT_TO_POINTER(id), NULL, &offer);
    g_mutex_unlock(&action->lock);
    return offer;
}

static void put_offer(struct desktop_action *action, guint32 id, struct offer *offer)
{
    g_mutex_lock(&action->lock);
    g_hash_table_replace(action->offers, GUINT_TO_POINTER(id), offer);
    g_mutex_unlock(&action->lock);
}

static void on_signal(GDBusConnection *connection, const char *sender, const char *path,
                      const char *interface, const char *signal, GVariant *parameters,
                      gpointer user)
{
    struct desktop_action *action = user;
    g_autoptr(GError) error = NULL;
    struct offer *offer;
    const char *key;
    guint32 id;

    if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(us)")))
        return;
    g_variant_get(parameters, "(u&s)", &id, &key);
    offer = g_str_equal(key, DESKTOP_ACTION) ? take_offer(action, id) : NULL;
    if (!offer)
        return;
    if (!open_page(connection, offer, &error))
        log_warning(NULL, "cannot open the guide: %s; run: vigie guide %" G_GINT64_FORMAT,
                    error ? error->message : "no reason is known", offer->entry);
    put_offer(action, id, offer);
}

/* GDBus delivers signals in the context that was the default when they were subscribed to. */
static gpointer listen_for_actions(gpointer user)
{
    struct desktop_action *action = user;
    guint subscription;

    g_main_context_push_thread_default(action->context);
    subscription = g_dbus_connection_signal_subscribe(
        action->connection, "org.freedesktop.Notifications", "org.freedesktop.Notifications",
        "ActionInvoked", "/org/freedesktop/Notifications", NULL, G_DBUS_SIGNAL_FLAGS_NONE,
        on_signal, action, NULL);
    g_mutex_lock(&action->lock);
    action->is_listening = true;
    g_cond_signal(&action->listens);
    g_mutex_unlock(&action->lock);
    g_main_loop_run(action->loop);
    g_dbus_connection_signal_unsubscribe(action->connection, subscription);
    g_main_context_pop_thread_default(action->context);
    return NULL;
}

struct desktop_action *desktop_action_new(GDBusConnection *connection)
{
    struct desktop_action *action = g_new0(struct desktop_action, 1);

    action->connection = g_object_ref(connection);
    action->context = g_main_context_new();
    action->loop = g_main_loop_new(action->context, FALSE);
    action->offers = g_hash_table_new_full(NULL, NULL, NULL, offer_free);
    g_mutex_init(&action->lock);
    g_cond_init(&action->listens);
    action->thread = g_thread_new("vigie-action", listen_for_actions, action);
    g_mutex_lock(&action->lock);
    while (!action->is_listening)
        g_cond_wait(&action->listens, &action->lock);
    g_mutex_unlock(&action->lock);
    return action;
}

static gboolean quit_loop(gpointer user)
{
    g_main_loop_quit(user);
    return G_SOURCE_REMOVE;
}

void desktop_action_free(struct desktop_action *action)
{
    g_autoptr(GSource) quit = g_idle_source_new();

    /* Through the loop itself: it may not have begun to run yet, and would miss a bare quit. */
    g_source_set_callback(quit, quit_loop, action->loop, NULL);
    g_source_attach(quit, action->context);
    g_thread_join(action->thread);
    g_main_loop_unref(action->loop);
    g_main_context_unref(action->context);
    g_hash_table_unref(action->offers);
    g_cond_clear(&action->listens);
    g_mutex_clear(&action->lock);
    g_object_unref(action->connection);
    g_free(action);
}

void desktop_action_offer(struct desktop_action *action, guint32 id, gint64 entry,
                          const char *guide)
{
    struct offer *offer = g_new0(struct offer, 1);

    offer->entry = entry;
    offer->guide = g_strdup(guide);
    put_offer(action, id, offer);
}
