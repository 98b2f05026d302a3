/* An alert by mail: through a server, or through the machine's own sendmail. */
#include "alert/sinks.h"

#include <glib/gi18n.h>

#include "alert/mail_message.h"
#include "alert/mail_send.h"
#include "alert/sendmail.h"
#include "base/error.h"

#define SENDMAIL_SECONDS 50 /* sink.h: within a minute */

struct mail_sink {
    struct sink base;
    struct hush *hush; /* for what the server says, at each delivery */
};

/* sendmail(8) reads the line ends of its machine. */
static GBytes *with_newlines(GBytes *message)
{
    gsize length;
    const char *bytes = g_bytes_get_data(message, &length);
    GString *lines = g_string_new_len(bytes, (gssize)length);

    g_string_replace(lines, "\r\n", "\n", 0);
    return g_string_free_to_bytes(lines);
}

/* sysexits(3), which every sendmail keeps to; 126 and 127 are the shell's "no such command". */
static bool is_permanent(int status)
{
    static const int permanent[] = { EX_USAGE, EX_DATAERR, EX_NOUSER, EX_NOHOST, 126, 127 };

    for (gsize i = 0; i < G_N_ELEMENTS(permanent); i++)
        if (status == permanent[i])
            return true;
    return false;
}

/* It is tried again: the unit may be mended. */
static bool can_send(const struct sink_settings *settings, const struct sink_context *context,
                     GError **error)
{
    return !context->confined ||
           sendmail_needs_nothing(settings->sendmail_program, EX_UNAVAILABLE, error);
}

static enum delivery send_locally(const struct sink_settings *settings,
                                  const struct sink_context *context, GBytes *message,
                                  GError **error)
{
    g_autoptr(GBytes) input = with_newlines(message);
    AUTO_RUN_RESULT result = { 0 };
    bool permanent;

    if (!can_send(settings, context, error) ||
        !runner_run(context->runner, settings->sendmail, input, SENDMAIL_SECONDS, &result, error))
        return DELIVERY_LATER;
    if (result.status == 0)
        return DELIVERY_DONE;
    permanent = is_permanent(result.status);
    g_set_error(error, VIGIE_ERROR, permanent ? EX_NOUSER : EX_TEMPFAIL,
                _("sendmail ended with %d%s%s%s"), result.status, result.complaint ? _(": ") : "",
                result.complaint ? result.complaint : "",
                permanent ? _("; correct `sendmail`, `to` or `from`") : "");
    return permanent ? DELIVERY_NEVER : DELIVERY_LATER;
}

static bool check_address(const struct sink_settings *settings, const char *key,
                          const char *address, GError **error)
{
    if (address && mail_is_address(address))
        return true;
    g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                _("alert \"%s\": `%s` is no mail address; write name@domain, in ASCII"),
                settings->name, key);
    return false;
}

static enum delivery mail_sink_send(struct sink *sink, const struct sink_context *context,
                                    const struct alert *alert, GError **error)
{
    const struct sink_settings *settings = sink->settings;
    g_autofree char *to = mail_recipient(alert, settings);
    g_autoptr(GBytes) message = NULL;
    enum delivery delivery;

    if (!to || !check_address(settings, "to", to, error)) {
        if (!to)
            g_set_error(error, VIGIE_ERROR, EX_NOUSER, _("alert \"%s\": this is of no owner"),
                        settings->name);
        return DELIVERY_NEVER;
    }
    message = mail_message(alert, settings, context);
    delivery = settings->smtp ? mail_send(settings, to, context->runner,
                                          ((struct mail_sink *)sink)->hush, message, error)
                              : send_locally(settings, context, message, error);
    if (delivery != DELIVERY_DONE)
        g_prefix_error(error, _("alert \"%s\": "), settings->name);
    return delivery;
}

static char *mail_describe(const struct sink *sink)
{
    const struct sink_settings *settings = sink->settings;
    g_autofree char *url =
        settings->smtp ? mail_server_url(settings->smtp) : g_strdup("sendmail");

    return g_strdup_printf(_("mail to %s by %s"), settings->to, url);
}

static void mail_free(struct sink *sink)
{
    hush_free(((struct mail_sink *)sink)->hush);
    g_free(sink);
}

static const struct sink_ops mail_ops = { "mail", NULL, mail_sink_send, mail_describe, mail_free };

struct sink *sink_mail_new(const struct sink_settings *settings, GError **error)
{
    g_autofree char *any = settings->to ? sink_recipient(settings, "owner@example.fr") : NULL;
    struct mail_sink *sink;

    if (!check_address(settings, "to", any, error) ||
        !check_address(settings, "from", settings->from, error))
        return NULL;
    if (!settings->smtp && settings->sendmail == NO_COMMAND) {
        g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                    _("alert \"%s\": neither `smtp` nor `sendmail` is set; set one"),
                    settings->name);
        return NULL;
    }
    sink = g_new0(struct mail_sink, 1);
    sink->base.ops = &mail_ops;
    sink->base.settings = settings;
    sink->hush = hush_new();
    return &sink->base;
}
