/* An alert to a command of the user's: the JSON object on its standard input. */
#include "alert/sinks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"

#define COMMAND_SECONDS 55 /* sink.h: within a minute */

static GBytes *input_of(const struct alert *alert, const struct sink_settings *settings,
                        const struct sink_context *context)
{
    g_autoptr(JsonNode) node = alert_json(alert, settings, context);
    char *text = json_to_string(node, FALSE);
    gsize length = strlen(text);

    return g_bytes_new_take(text, length);
}

static enum delivery judge(const struct sink *sink, const struct run_result *result,
                           GError **error)
{
    const char *name = sink->settings->name;

    switch (result->status) {
    case 0:
        return DELIVERY_DONE;
    case RUN_TIMED_OUT:
        g_set_error(
            error, VIGIE_ERROR, EX_TEMPFAIL,
            _("alert \"%s\": the command did not end within %d seconds; let it return sooner"),
            name, COMMAND_SECONDS);
        return DELIVERY_LATER;
    case 126: /* sh(1): found, but not executable */
    case 127: /* not found */
        g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                    _("alert \"%s\": no such command (%s); correct `command`"), name,
                    result->complaint ? result->complaint : _("sh found nothing to run"));
        return DELIVERY_NEVER;
    default:
        g_set_error(
            error, VIGIE_ERROR, EX_TEMPFAIL,
            _("alert \"%s\": the command ended with %d%s%s; it must exit 0 once the alert is "
              "delivered"),
            name, result->status, result->complaint ? _(": ") : "",
            result->complaint ? result->complaint : "");
        return DELIVERY_LATER;
    }
}

static enum delivery command_send(struct sink *sink, const struct sink_context *context,
                                  const struct alert *alert, GError **error)
{
    g_autoptr(GBytes) input = input_of(alert, sink->settings, context);
    AUTO_RUN_RESULT result = { 0 };

    if (!runner_run(context->runner, sink->settings->command, input, COMMAND_SECONDS, &result,
                    error)) {
        g_prefix_error(error, _("alert \"%s\": "), sink->settings->name);
        return DELIVERY_LATER;
    }
    return judge(sink, &result, error);
}

/* The command line may hold a secret: the name is enough to find it in the configuration. */
static char *command_describe(const struct sink *sink)
{
    return g_strdup_printf(_("command of alert \"%s\""), sink->settings->name);
}

static const struct sink_ops command_ops = { "command", NULL, command_send, command_describe,
                                             (void (*)(struct sink *))g_free };

struct sink *sink_command_new(const struct sink_settings *settings, GError **error)
{
    struct sink *sink;

    if (settings->command == NO_COMMAND) {
        g_set_error(error, VIGIE_ERROR, EX_CONFIG, _("alert \"%s\": `command` is missing"),
                    settings->name);
        return NULL;
    }
    sink = g_new0(struct sink, 1);
    sink->ops = &command_ops;
    sink->settings = settings;
    return sink;
}
