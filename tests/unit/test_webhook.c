/* Alerts and items to a web server of ours: what it is sent in each form, and what its answers mean. */
#include "alert/caldav.h"
#include "alert/sink.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "base/error.h"

#include "alert_fixture.h"

struct web {
    GSocketListener *listener;
    const char *status;
    GString *heard; /* the request, as it came */
};

static gsize length_of_body(const char *request)
{
    const char *field = strstr(request, "Content-Length: ");

    return field ? (gsize)g_ascii_strtoull(field + strlen("Content-Length: "), NULL, 10) : 0;
}

static bool is_whole(const GString *request)
{
    const char *end = strstr(request->str, "\r\n\r\n");

    return end && request->len >= (gsize)(end + 4 - request->str) + length_of_body(request->str);
}

static gpointer serve_web(gpointer user)
{
    struct web *web = user;
    g_autoptr(GSocketConnection) peer = g_socket_listener_accept(web->listener, NULL, NULL, NULL);
    GInputStream *in = g_io_stream_get_input_stream(G_IO_STREAM(peer));
    g_autofree char *answer =
        g_strdup_printf("HTTP/1.1 %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", web->status);

    while (!is_whole(web->heard)) {
        char bytes[4096];
        gssize length = g_input_stream_read(in, bytes, sizeof bytes, NULL, NULL);

        if (length <= 0)
            return NULL;
        g_string_append_len(web->heard, bytes, length);
    }
    g_output_stream_write_all(g_io_stream_get_output_stream(G_IO_STREAM(peer)), answer,
                              strlen(answer), NULL, NULL, NULL);
    return NULL;
}

static enum delivery deliver(struct sink_settings *settings, enum event event, gint64 *wait,
                             GError **error)
{
    struct right *right = fixture_right();
    struct sink_context context = { right, fixture_key,
                                    fixture_instant("2026-04-13T08:30:00+02:00"), NULL };
    AUTO(alert) alert = fixture_alert(event);
    AUTO(sink) sink = sink_new(settings, error);
    enum delivery delivery;

    g_assert_nonnull(sink);
    delivery = sink->ops->send(sink, &context, alert, error);
    *wait = sink->wait;
    fixture_right_free(right);
    return delivery;
}

/* The request that a server heard who answers with `status`. The caller frees. */
static char *exchange(struct sink_settings *settings, const char *status, enum delivery delivery,
                      int code, gint64 wait)
{
    gint64 asked = -1;
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    g_autoptr(GError) error = NULL;
    struct web web = { listener, status, g_string_new(NULL) };
    guint16 port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    GThread *thread = g_thread_new("web", serve_web, &web);

    settings->url = g_strdup_printf("http://localhost:%u/topic-secret", port);
    g_assert_cmpint(deliver(settings, EVENT_LAST_CALL, &asked, &error), ==, delivery);
    g_assert_cmpint(asked, ==, wait);
    g_thread_join(thread);
    if (delivery == DELIVERY_DONE) {
        g_assert_no_error(error);
    } else {
        g_assert_error(error, VIGIE_ERROR, code);
        g_assert_null(strstr(error->message, "topic-secret"));
        g_assert_true(*status != '3' || strstr(error->message, "redirects are not followed"));
    }
    g_clear_pointer(&settings->url, g_free);
    return g_string_free(web.heard, FALSE);
}

static struct sink_settings settings_of(enum webhook_format format)
{
    return (struct sink_settings){ .name = (char *)(gsize)"phone",
                                   .kind = SINK_WEBHOOK,
                                   .language = (char *)(gsize)"en",
                                   .format = format };
}

static const struct {
    const char *status;
    enum delivery delivery;
    int code;
    const char *why;
    gint64 wait;
} answers[] = {
    { "200 OK", DELIVERY_DONE, 0, "accepted" },
    { "204 No Content", DELIVERY_DONE, 0, "accepted, nothing to say" },
    { "404 Not Found", DELIVERY_NEVER, EX_PROTOCOL, "the address is wrong" },
    { "401 Unauthorized", DELIVERY_NEVER, VIGIE_EX_LOGIN, "the token is wrong" },
    { "429 Too Many Requests", DELIVERY_LATER, EX_TEMPFAIL, "in a while" },
    { "429 Too Many Requests\r\nRetry-After: 120", DELIVERY_LATER, EX_TEMPFAIL, "in two minutes", 120 },
    { "503 Busy\r\nRetry-After: 7200", DELIVERY_LATER, EX_TEMPFAIL, "in two hours", 7200 },
    { "410 Gone", DELIVERY_NEVER, EX_PROTOCOL, "the topic is no more" },
    { "503 Service Unavailable", DELIVERY_LATER, EX_TEMPFAIL, "the server's own trouble" },
    { "301 Moved Permanently", DELIVERY_LATER, EX_TEMPFAIL, "not followed: it might lead anywhere" },
};

static void test_answers(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        struct sink_settings settings = settings_of(WEBHOOK_JSON);
        g_autofree char *heard = NULL;

        g_test_message("%s: %s", answers[i].status, answers[i].why);
        heard = exchange(&settings, answers[i].status, answers[i].delivery, answers[i].code,
                         answers[i].wait);
        g_assert_true(g_str_has_prefix(heard, "POST /topic-secret HTTP/1.1\r\n"));
        g_assert_null(strstr(heard, FIXTURE_CODE));
    }
}

/* Two requests, one after the other. */
static gpointer serve_calendar(gpointer user)
{
    struct web *webs = user;

    serve_web(&webs[0]);
    return serve_web(&webs[1]);
}

/* What the server holds has no name: it is not overwritten, for it may be another's. */
static void test_empty_etag(void)
{
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    struct web webs[] = { { listener, "200 OK\r\nETag: ", g_string_new(NULL) },
                          { listener, "201 Created", g_string_new(NULL) } };
    guint16 port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    g_autofree char *address = g_strdup_printf("http://localhost:%u/calendar/", port);
    struct server server = { .tls = SERVER_CLEARTEXT };
    const struct sink_settings settings = { .caldav = address, .caldav_server = &server };
    const struct calendar_piece piece = { .uid = (char *)(gsize)"x", .text = (char *)(gsize)"y" };
    const struct item known = { .uid = (char *)(gsize)"x" };
    GThread *thread = g_thread_new("calendar", serve_calendar, webs);
    struct caldav *caldav = caldav_new(&settings, NULL);
    g_autofree char *etag = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(caldav_ops.put(caldav, &piece, &known, &etag, &error), ==, SHELF_DONE);
    g_assert_no_error(error);
    g_thread_join(thread);
    g_assert_true(g_str_has_prefix(webs[0].heard->str, "GET /calendar/x.ics"));
    g_assert_true(g_str_has_prefix(webs[1].heard->str, "PUT /calendar/x.ics"));
    g_assert_nonnull(strstr(webs[1].heard->str, "\r\nIf-None-Match: *\r\n"));
    caldav_free(caldav);
    g_string_free(webs[0].heard, TRUE);
    g_string_free(webs[1].heard, TRUE);
}

static void test_json(void)
{
    struct sink_settings settings = settings_of(WEBHOOK_JSON);
    g_autofree char *heard = exchange(&settings, "200 OK", DELIVERY_DONE, 0, 0);

    g_assert_nonnull(strstr(heard, "\r\nContent-Type: application/json\r\n"));
    g_assert_nonnull(strstr(heard, "\"event\":\"last-call\""));
}

static void test_gotify(void)
{
    struct sink_settings settings = settings_of(WEBHOOK_GOTIFY);
    g_autofree char *heard = exchange(&settings, "200 OK", DELIVERY_DONE, 0, 0);

    g_assert_nonnull(strstr(heard, "\"title\":\"Mon espace santé: last day to telephone 3422\""));
    g_assert_nonnull(strstr(heard, "\"message\":\"This is the last day"));
    g_assert_nonnull(strstr(heard, "\"priority\":10"));
}

static void test_ntfy(void)
{
    struct sink_settings settings = settings_of(WEBHOOK_NTFY);
    g_autofree char *heard = NULL;
    g_autofree char *file = g_build_filename(g_get_tmp_dir(), "vigie-header-XXXXXX", NULL);
    int fd = g_mkstemp(file);

    g_assert_cmpint(fd, >=, 0);
    g_close(fd, NULL);
    g_assert_true(g_file_set_contents(file, "# ours\n\nAuthorization: Bearer tk_1\r\n", -1, NULL));
    settings.header_file = file;
    heard = exchange(&settings, "200 OK", DELIVERY_DONE, 0, 0);
    g_unlink(file);
    g_assert_nonnull(strstr(heard, "\r\nAuthorization: Bearer tk_1\r\n"));
    g_assert_nonnull(strstr(heard, "\r\nTitle: =?UTF-8?B?"));
    g_assert_nonnull(strstr(heard, "\r\nPriority: 5\r\n"));
    g_assert_nonnull(strstr(heard, "\r\nClick: https://monespacesante.fr/\r\n"));
    g_assert_nonnull(strstr(heard, "\r\n\r\nThis is the last day"));
}

static void test_no_header_file(void)
{
    struct sink_settings settings = settings_of(WEBHOOK_JSON);
    g_autoptr(GError) error = NULL;
    gint64 wait;

    settings.url = (char *)(gsize)"http://localhost:9/";
    settings.header_file = (char *)(gsize)"/nonexistent/header";
    g_assert_cmpint(deliver(&settings, EVENT_NEW, &wait, &error), ==, DELIVERY_LATER);
    g_assert_error(error, VIGIE_ERROR, EX_NOINPUT);
}

static const struct {
    const char *url;
    bool good;
} urls[] = {
    { "https://ntfy.example/topic", true }, { "http://127.0.0.1:8080/", true },
    { "http://[::1]/", true },              { "http://ntfy.example/topic", false },
    { "http://localhost.example/", false }, { "file:///etc/passwd", false },
    { "ntfy", false },
};

static void test_urls(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        struct sink_settings settings = settings_of(WEBHOOK_NTFY);
        g_autoptr(GError) error = NULL;
        AUTO(sink) sink = NULL;

        g_test_message("%s", urls[i].url);
        settings.url = (char *)(gsize)urls[i].url;
        sink = sink_new(&settings, &error);
        g_assert_cmpint(sink != NULL, ==, urls[i].good);
        if (!sink)
            g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    }
}

int main(int argc, char **argv)
{
    g_unsetenv("http_proxy");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/webhook/answers", test_answers);
    g_test_add_func("/webhook/json", test_json);
    g_test_add_func("/caldav/empty-etag", test_empty_etag);
    g_test_add_func("/webhook/gotify", test_gotify);
    g_test_add_func("/webhook/ntfy", test_ntfy);
    g_test_add_func("/webhook/no-header-file", test_no_header_file);
    g_test_add_func("/webhook/urls", test_urls);
    return g_test_run();
}
