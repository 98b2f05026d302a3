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
