/* Writing the page and having it opened. */
#include "alert/desktop_page.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>

#include "alert/desktop_bus.h"
#include "base/fd.h"

/* A page of its own: no script, nothing fetched. */
static char *page_of(const char *guide)
{
    g_autofree char *text = g_markup_escape_text(guide, -1);

    return g_strconcat("<!DOCTYPE html>\n<meta charset=\"utf-8\">\n<title>Vigie</title>\n"
                       "<pre style=\"font: 1.1em sans-serif; white-space: pre-wrap; "
                       "max-width: 45em; margin: 2em auto\">\n",
                       text, "</pre>\n", NULL);
}

/* Below the user's runtime directory: it is private, and empty after the session. In a folder of its
 * own, which is all that the keeper may write there. */
char *desktop_page_folder(void)
{
    return g_build_filename(g_get_user_runtime_dir(), "vigie", NULL);
}

static char *write_page(gint64 entry, const char *guide, GError **error)
{
    g_autofree char *name = g_strdup_printf("guide-%" G_GINT64_FORMAT ".html", entry);
    g_autofree char *folder = desktop_page_folder();
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *page = page_of(guide);

    g_mkdir_with_parents(folder, 0700); /* what cannot be made shows when the page is written */
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
        G_VARIANT_TYPE("(o)"), G_DBUS_CALL_FLAGS_NONE, DESKTOP_BUS_MS, fds, NULL, NULL, error);
    return answer != NULL;
}

bool desktop_page_open(GDBusConnection *connection, gint64 entry, const char *guide, GError **error)
{
    g_autofree char *path = write_page(entry, guide, error);
    g_autofree char *uri = NULL;

    if (!path)
        return false;
    if (open_by_portal(connection, path, NULL))
        return true;
    uri = g_filename_to_uri(path, NULL, error);
    return uri && g_app_info_launch_default_for_uri(uri, NULL, error);
}
