/* A calendar that follows the entries: one file, a folder of items (vdir), or a CalDAV server. */
#include "alert/sinks.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "alert/caldav.h"
#include "alert/calendar.h"
#include "alert/calendar_shelf.h"
#include "alert/curl_handle.h"
#include "alert/wording.h"
#include "base/error.h"
#include "base/replace.h"

/* --- a file -------------------------------------------------------------------------------- */

static enum delivery write_file(const char *file, const char *text, GError **error)
{
    g_autofree char *there = NULL;

    if (g_file_get_contents(file, &there, NULL, NULL) && strcmp(there, text) == 0)
        return DELIVERY_DONE;
    return replace_file(file, text, error) ? DELIVERY_DONE : DELIVERY_LATER;
}

/* --- a vdir: https://vdirsyncer.pimutils.org/en/stable/vdir.html ---------------------------- */

static char *path_of(const char *vdir, const char *uid)
{
    g_autofree char *name = g_strconcat(uid, ".ics", NULL);

    return g_build_filename(vdir, name, NULL);
}

static enum shelf_result vdir_put(gpointer place, const struct calendar_piece *piece,
                                  const struct item *known, char **etag, GError **error)
{
    const char *vdir = place;
    g_autofree char *path = path_of(vdir, piece->uid);

    /* A folder that is gone (not mounted, say) is no deletion of all that it held. */
    if (known ? !g_file_test(vdir, G_FILE_TEST_IS_DIR) : g_mkdir_with_parents(vdir, 0700) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_CANTCREAT,
                    _("the folder %s is not there: %s; make it, or name another as `vdir`"), vdir,
                    g_strerror(known ? ENOENT : errno));
        return SHELF_LATER;
    }
    if (known && !g_file_test(path, G_FILE_TEST_EXISTS))
        return SHELF_MISSING;
    return replace_file(path, piece->text, error) ? SHELF_DONE : SHELF_LATER;
}

static enum shelf_result vdir_remove(gpointer place, const struct item *item, GError **error)
{
    g_autofree char *path = path_of(place, item->uid);

    if (g_unlink(path) == 0 || errno == ENOENT)
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
    AUTO(caldav) caldav = NULL;

    if (settings->file)
        return write_file(settings->file, g_bytes_get_data(publication->whole, NULL), error);
    if (settings->vdir)
        return shelf_publish(&vdir_ops, settings->vdir, publication, error);
    caldav = caldav_new(settings, context->runner);
    return shelf_publish(&caldav_ops, caldav, publication, error);
}

/* A file that is there is written as it was, and one that is not is made without an event. */
static enum delivery try_file(const char *file, const struct calendar_style *style, GError **error)
{
    g_autoptr(GPtrArray) nothing = g_ptr_array_new();
    g_autoptr(GBytes) empty = calendar_text(nothing, style);
    g_autofree char *there = NULL;
    const char *text = g_bytes_get_data(empty, NULL);

    if (g_file_get_contents(file, &there, NULL, NULL))
        text = there;
    return replace_file(file, text, error) ? DELIVERY_DONE : DELIVERY_LATER;
}

static enum delivery calendar_send(struct sink *sink, const struct sink_context *context,
                                   const struct alert *alert, GError **error)
{
    const struct sink_settings *settings = sink->settings;
    const struct calendar_style style = { .right = context->right,
                                          .key = context->key,
                                          .language = wording_language(settings->language) };
    AUTO(calendar_piece) piece = NULL;
    AUTO(caldav) caldav = NULL;

    if (settings->file)
        return try_file(settings->file, &style, error);
    piece = calendar_test_piece(&style, context->now);
    if (settings->vdir)
        return shelf_try(&vdir_ops, settings->vdir, piece, error);
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
