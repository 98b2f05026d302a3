/* An alert to a web address: as our JSON, or in the forms of ntfy and gotify, which put it on a
 * telephone. */
#include "alert/sinks.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "alert/curl_handle.h"
#include "alert/mail_message.h"
#include "alert/wording.h"
#include "base/error.h"

#define HEADER_FILE_MAX (64 * 1024) /* a token and a few fields; more is a wrong file */

/* ntfy counts from 1 to 5, gotify from 0 to 10 (a telephone sounds from 4 on, and insists from 8). */
static const int ntfy_priority[] = {
    [URGENCY_LOW] = 2, [URGENCY_NORMAL] = 3, [URGENCY_HIGH] = 4, [URGENCY_HIGHEST] = 5
};
static const int gotify_priority[] = {
    [URGENCY_LOW] = 2, [URGENCY_NORMAL] = 5, [URGENCY_HIGH] = 8, [URGENCY_HIGHEST] = 10
};

static char *to_text(JsonNode *node)
{
    g_autoptr(JsonNode) owned = node;

    return json_to_string(owned, FALSE);
}

static char *gotify_body(const struct alert *alert, const struct sink_settings *settings,
                         const struct sink_context *context)
{
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *text = alert_text(alert, settings, context);
    JsonObject *object = json_object_new();
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);

    json_object_set_string_member(object, "title", title);
    json_object_set_string_member(object, "message", text);
    json_object_set_int_member(object, "priority",
                               gotify_priority[alert_urgency(alert, context->now)]);
    json_node_take_object(node, object);
    return to_text(node);
}

static char *body_of(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context)
{
    switch (settings->format) {
    case WEBHOOK_NTFY:
        return alert_text(alert, settings, context);
    case WEBHOOK_GOTIFY:
        return gotify_body(alert, settings, context);
    case WEBHOOK_JSON:
        break;
    }
    return to_text(alert_json(alert, settings, context));
}

static void add_field(CurlList **fields, const char *name, const char *value)
{
    g_autofree char *field = g_strdup_printf("%s: %s", name, value);

    *fields = curl_slist_append(*fields, field);
}

/* ntfy reads RFC 2047 in its fields; libcurl sends a field as one line. */
static void add_ntfy_fields(CurlList **fields, const struct alert *alert,
                            const struct sink_settings *settings,
                            const struct sink_context *context)
{
    g_autofree char *title = alert_title(alert, settings, context);
    g_autofree char *words = mail_encoded_words(title);
    g_auto(GStrv) lines = g_strsplit(words, "\r\n", -1);
    g_autofree char *line = g_strjoinv("", lines);
    g_autofree char *priority =
        g_strdup_printf("%d", ntfy_priority[alert_urgency(alert, context->now)]);
    g_autofree char *click = g_strdup_printf("https://%s/", context->right->site);

    add_field(fields, "Title", line);
    add_field(fields, "Priority", priority);
    if (alert->event != EVENT_FORGED)
        add_field(fields, "Click", click);
    add_field(fields, "Content-Type", "text/plain; charset=utf-8");
}

/* Each line that holds a colon is a field ("Authorization: Bearer …"). Read at each alert, so that
 * a renewed token counts at once. */
static bool add_header_file(CurlList **fields, const struct sink_settings *settings,
                            const struct runner *runner, GError **error)
{
    g_autoptr(GBytes) content = NULL;
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GError) cause = NULL;

    if (!settings->header_file)
        return true;
    content = runner_read_file(runner, settings->header_file, HEADER_FILE_MAX + 1, &cause);
    if (!content || g_bytes_get_size(content) > HEADER_FILE_MAX) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT, _("header-file %s: %s"), settings->header_file,
                    cause ? cause->message
                          : _("larger than 64 KB; it must hold header fields only"));
        return false;
    }
    text = g_bytes_get_size(content) == 0
               ? g_strdup("")
               : g_strndup(g_bytes_get_data(content, NULL), g_bytes_get_size(content));
    lines = g_strsplit(text, "\n", -1);
    for (gsize i = 0; lines[i]; i++)
        if (strchr(g_strstrip(lines[i]), ':'))
            *fields = curl_slist_append(*fields, lines[i]);
    return true;
}

/* The alert's id lets a receiver know a double. */
static bool set_fields(CurlList **fields, const struct alert *alert,
                       const struct sink_settings *settings, const struct sink_context *context,
                       GError **error)
{
    add_field(fields, "X-Vigie-Alert", alert->id);
    if (settings->format == WEBHOOK_NTFY)
        add_ntfy_fields(fields, alert, settings, context);
    else
        add_field(fields, "Content-Type", "application/json");
    return add_header_file(fields, settings, context->runner, error);
}

static const char *remedy_of(long reply, bool passing)
{
    if (reply >= 300 && reply < 400)
        return _("; correct `url`: redirects are not followed");
    return passing ? "" : _("; correct `url`, `format` or `header-file`");
}

/* 4yz says that this request never serves, but for those that speak of time (RFC 9110, 6585). The
 * answer's text is not shown: it may repeat what was sent. */
static enum delivery judge(const struct sink_settings *settings, long reply, GError **error)
{
    bool passing = reply < 400 || reply >= 500 || reply == 408 || reply == 425 || reply == 429;

    if (reply >= 200 && reply < 300)
        return DELIVERY_DONE;
    g_set_error(error, VIGIE_ERROR,
                reply == 401 || reply == 403 ? VIGIE_EX_LOGIN
                : passing                    ? EX_TEMPFAIL
                                             : EX_PROTOCOL,
                _("alert \"%s\": the server answered %ld%s"), settings->name, reply,
                remedy_of(reply, passing));
    return passing ? DELIVERY_LATER : DELIVERY_NEVER;
}

/* Retry-After (RFC 9110), in seconds or as a date, which libcurl reads both. */
static gint64 wait_of(CURL *curl)
{
    curl_off_t wait = 0;

    return curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK ? wait : 0;
}

static enum delivery post(struct sink *sink, const char *body, const CurlList *fields,
                          GError **error)
{
    const struct sink_settings *settings = sink->settings;
    char complaint[CURL_ERROR_SIZE];
    g_autoptr(CURL) curl = curl_handle_new("http,https", NULL, NULL, complaint, error);
    long reply = 0;
    CURLcode code;

    if (!curl)
        return DELIVERY_LATER;
    curl_easy_setopt(curl, CURLOPT_URL, settings->url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(body));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, _("alert \"%s\": %s"), settings->name,
                    curl_complaint(code, complaint));
        return DELIVERY_LATER;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    sink->wait = wait_of(curl);
    return judge(settings, reply, error);
}

static enum delivery webhook_send(struct sink *sink, const struct sink_context *context,
                                  const struct alert *alert, GError **error)
{
    g_autofree char *body = body_of(alert, sink->settings, context);
    CurlList *fields = NULL;
    enum delivery delivery = DELIVERY_LATER;

    sink->wait = 0;
    if (set_fields(&fields, alert, sink->settings, context, error))
        delivery = post(sink, body, fields, error);
    else
        g_prefix_error(error, _("alert \"%s\": "), sink->settings->name);
    curl_slist_free_all(fields);
    return delivery;
}

static char *webhook_describe(const struct sink *sink)
{
    g_autofree char *host = url_host(sink->settings->url);

    return g_strdup_printf(_("webhook of alert \"%s\" on %s"), sink->settings->name, host);
}

static const struct sink_ops webhook_ops = { "webhook", NULL, webhook_send, webhook_describe,
                                             (void (*)(struct sink *))g_free };

static bool is_loopback(const char *host)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(host);

    return g_ascii_strcasecmp(host, "localhost") == 0 ||
           (address && g_inet_address_get_is_loopback(address));
}

struct sink *sink_webhook_new(const struct sink_settings *settings, GError **error)
{
    g_autoptr(GUri) uri =
        settings->url ? g_uri_parse(settings->url, G_URI_FLAGS_NONE, NULL) : NULL;
    const char *scheme = uri ? g_uri_get_scheme(uri) : "";
    const char *host = uri && g_uri_get_host(uri) ? g_uri_get_host(uri) : "";
    struct sink *sink;

    if (!*host || !(g_str_equal(scheme, "https") ||
                    (g_str_equal(scheme, "http") && is_loopback(host)))) {
        g_set_error(
            error, VIGIE_ERROR, EX_CONFIG,
            _("alert \"%s\": `url` must begin with https:// (http:// for this machine only)"),
            settings->name);
        return NULL;
    }
    sink = g_new0(struct sink, 1);
    sink->ops = &webhook_ops;
    sink->settings = settings;
    return sink;
}
