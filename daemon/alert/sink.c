/* Which sink carries what: the one place that knows all kinds. */
#include "alert/sink.h"

#include "alert/sinks.h"

struct sink *sink_new(const struct sink_settings *settings, GError **error)
{
    switch (settings->kind) {
    case SINK_DESKTOP:
        return sink_desktop_new(settings, error);
    case SINK_MAIL:
        return sink_mail_new(settings, error);
    case SINK_COMMAND:
        return sink_command_new(settings, error);
    case SINK_WEBHOOK:
        return sink_webhook_new(settings, error);
    case SINK_CALENDAR:
        return sink_calendar_new(settings, error);
    }
    g_assert_not_reached();
}

void sink_free(struct sink *sink)
{
    sink->ops->free(sink);
}

bool sinks_try(const struct settings *settings, GError **error)
{
    for (guint i = 0; i < settings->sinks->len; i++) {
        AUTO(sink) sink = sink_new(g_ptr_array_index(settings->sinks, i), error);

        if (!sink) {
            g_prefix_error(error, "%s: ", settings->file);
            return false;
        }
    }
    return true;
}
