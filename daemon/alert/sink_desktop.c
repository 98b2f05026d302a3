/* An alert on the screen. */
#include "alert/sinks.h"

#include "alert/desktop.h"
#include "base/error.h"

struct sink_desktop {
    struct sink base;
    struct desktop *desktop; /* NULL until the first alert */
};

static enum delivery desktop_send(struct sink *sink, const struct sink_context *context,
                                  const struct alert *alert, GError **error)
{
    struct sink_desktop *own = (struct sink_desktop *)sink;
    AUTO(desktop_note) note = desktop_note_new(alert, sink->settings, context);

    if (!own->desktop)
        own->desktop = desktop_new(context->answers, "the desktop");
    if (desktop_show(own->desktop, note, error))
        return DELIVERY_DONE;
    g_prefix_error(error, "alert \"%s\": ", sink->settings->name);
    return DELIVERY_LATER;
}

static char *desktop_describe(const struct sink *sink)
{
    return g_strdup("notification on the screen");
}

static void desktop_sink_free(struct sink *sink)
{
    desktop_free(((struct sink_desktop *)sink)->desktop);
    g_free(sink);
}

static const struct sink_ops desktop_ops = { "desktop", NULL, desktop_send, desktop_describe,
                                             desktop_sink_free };

struct sink *sink_desktop_new(const struct sink_settings *settings, GError **error)
{
    struct sink_desktop *desktop = g_new0(struct sink_desktop, 1);

    desktop->base = (struct sink){ &desktop_ops, settings };
    return &desktop->base;
}
