/* Which sink carries what: the one place that knows all kinds. */
#include "alert/sink.h"

#include "alert/sinks.h"
#include "base/error.h"

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
        break;
    }
    g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                "alert \"%s\": this build has no kind = calendar; take `vigie calendar`, or "
                "another kind",
                settings->name);
    return NULL;
}

void sink_free(struct sink *sink)
{
    sink->ops->free(sink);
}
