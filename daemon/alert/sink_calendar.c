/* A calendar that follows the entries: one file, a folder of items (vdir), or a CalDAV server. */
#include "alert/sinks.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>

#include "alert/caldav.h"
#include "alert/calendar.h"
#include "alert/calendar_shelf.h"
#include "alert/curl_handle.h"
#include "alert/wording.h"
#include "base/error.h"

/* --- a file -------------------------------------------------------------------------------- */

#define CALENDAR_MAX (64 * 1024 * 1024)

static enum delivery replace(const struct runner *runner, const char *file, const char *text,
                             GError **error)
{
    return runner_replace_file(runner, file, text, 0, error) ? DELIVERY_DONE : DELIVERY_LATER;
}

static enum delivery write_file(const struct runner *runner, const char *file, const char *text,
                                GError **error)
{
    g_autoptr(GBytes) there = runner_read_file(runner, file, CALENDAR_MAX, NULL);
    g_autoptr(GBytes) wanted = g_bytes_new(text, strlen(text));

    if (there && g_bytes_equal(there, wanted))
        return DELIVERY_DONE;
    return replace(runner, file, text, error);
}

/* --- a vdir: https://vdirsyncer.pimutils.org/en/stable/vdir.html ---------------------------- */

struct vdir {
    const char *folder;
    const struct runner *runner;
};

static char *path_of(const char *vdir, const char *uid)
{
    g_autofree char *name = g_strconcat(uid, ".ics", NULL);

    return g_build_filename(vdir, name, NULL);
}

static enum shelf_result vdir_put(gpointer place, const struct calendar_piece *piece,
                                  const struct item *known, char **etag, GError **error)
{
    const struct vdir *vdir = place;
    g_autofree char *path = path_of(vdir->folder, piece->uid);

    /* A folder that is gone (not mounted, say) is no deletion of all that it held. */
    if (known && !g_file_test(vdir->folder, G_FILE_TEST_IS_DIR)) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                    _("the folder %s is not there: %s; make it, or name another as `vdir`"),
                    vdir->folder, g_strerror(ENOENT));
        return SHELF_LATER;
    }
    if (known && !g_file_test(path, G_FILE_TEST_EXISTS))
        return SHELF_MISSING;
    return runner_replace_file(vdir->runner, path, piece->text, RUNNER_MAKE_FOLDER, error) ? SHELF_DONE
                                                                             : SHELF_LATER;
}

static enum shelf_result vdir_remove(gpointer place, const struct item *item, GError **error)
{
    const struct vdir *vdir = place;
    g_autofree char *path = path_of(vdir->folder, item->uid);

    if (runner_remove_file(vdir->runner, path) || errno == ENOENT)
        return SHELF_DONE;
    g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot remove %s: %s"), path, g_strerror(errno));
    return SHELF_LATER;
}

static const struct shelf_ops vdir_ops = { vdir_put, vdir_remove };

/* --- the sink ------------------------------------------------------------------------------ */

static enum delivery calendar_publish(struct sink *sink, const struct sink_context *context,
                                      const struct publication *publication, GError **error)
{
    const struct sink_settings *settings = sink->settings;
    struct vdir vdir = { settings->vdir, context->runner };
    AUTO(caldav) caldav = NULL;

    if (settings->file)
        return write_file(context->runner, settings->file,
                          g_bytes_get_data(publication->whole, NULL), error);
    if (settings->vdir)
        return shelf_publish(&vdir_ops, &vdir, publication, error);
    caldav = caldav_new(settings, context->runner);
    return shelf_publish(&caldav_ops, caldav, publication, error);
}

/* A file that is there is written as it was, and one that is not is made without an event. */
static enum delivery try_file(const struct runner *runner, const char *file,
                              const struct calendar_style *style, GError **error)
{
    g_autoptr(GPtrArray) nothing = g_ptr_array_new();
    g_autoptr(GBytes) empty = calendar_text(nothing, style);
    g_autoptr(GBytes) there = runner_read_file(runner, file, CALENDAR_MAX, NULL);
    g_autofree char *text = there ? g_strndup(g_bytes_get_size(there) ? g_bytes_get_data(there, NULL) : "",
                                              g_bytes_get_size(there))
                                  : g_strdup(g_bytes_get_data(empty, NULL));

    return replace(runner, file, text, error);
}

static enum delivery calendar_send(struct sink *sink, const struct sink_context *context,
                                   const struct alert *alert, GError **error)
{
    const struct sink_settings *settings = sink->settings;
    const struct calendar_style style = { .right = context->right,
                                          .key = context->key,
                                          .language = wording_language(settings->language) };
    struct vdir vdir = { settings->vdir, context->runner };
    AUTO(calendar_piece) piece = NULL;
    AUTO(caldav) caldav = NULL;

    if (settings->file)
        return try_file(context->runner, settings->file, &style, error);
    piece = calendar_test_piece(&style, context->now);
    if (settings->vdir)
        return shelf_try(&vdir_ops, &vdir, piece, error);
    caldav = caldav_new(settings, context->runner);
    return shelf_try(&caldav_ops, caldav, piece, error);
}

static char *calendar_describe(const struct sink *sink)
{
    const struct sink_settings *settings = sink->settings;
    g_autofree char *host = NULL;

    if (settings->file)
        return g_strdup_printf(_("calendar of alert \"%s\" in %s"), settings->name, settings->file);
    if (settings->vdir)
        return g_strdup_printf(_("calendar of alert \"%s\" in the folder %s"), settings->name,
                               settings->vdir);
    host = url_host(settings->caldav);
    return g_strdup_printf(_("calendar of alert \"%s\" on %s"), settings->name, host);
}

static const struct sink_ops calendar_ops = { "calendar", calendar_publish, calendar_send,
                                              calendar_describe,
                                              (void (*)(struct sink *))g_free };

struct sink *sink_calendar_new(const struct sink_settings *settings, GError **error)
{
    struct sink *sink = g_new0(struct sink, 1);

    sink->ops = &calendar_ops;
    sink->settings = settings;
    return sink;
}
