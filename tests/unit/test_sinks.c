/* How alerts leave: the JSON, the command, the mail as written and as handed over to sendmail and to
 * servers of ours that accept, refuse or vanish. */
#include "alert/sink.h"

#include <errno.h>
#include <gio/gio.h>

#include "alert/mail_message.h"
#include "base/error.h"

#include "alert_fixture.h"

struct world {
    struct right *right;
    struct settings settings;
    struct sink_settings sink;
    struct runner *runner;
    GArray *remind_before;
    struct sink_context context;
    struct alert *alert;
};

static void world_begin(struct world *world, enum sink_kind kind, const char *command)
{
    world->right = fixture_right();
    world->settings = (struct settings){ .commands = g_ptr_array_new_with_free_func(g_free) };
    if (command)
        g_ptr_array_add(world->settings.commands, g_strdup(command));
    world->sink = (struct sink_settings){ .name = (char *)(gsize)"test",
                                          .kind = kind,
                                          .language = (char *)(gsize)"fr",
                                          .to = (char *)(gsize)"jean@example.fr",
                                          .from = (char *)(gsize)"vigie@example.org",
                                          .command = command ? 0 : NO_COMMAND,
                                          .sendmail = command ? 0 : NO_COMMAND };
    world->runner = runner_new_direct(&world->settings);
    world->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    world->context = (struct sink_context){ .right = world->right,
                                            .key = fixture_key,
                                            .now = fixture_instant("2026-04-10T12:00:00+02:00"),
                                            .runner = world->runner,
                                            .remind_before = world->remind_before };
    world->alert = fixture_alert(EVENT_REMINDER);
}

static void world_end(struct world *world)
{
    alert_free(world->alert);
    runner_free(world->runner);
    g_array_unref(world->remind_before);
    g_ptr_array_unref(world->settings.commands);
    fixture_right_free(world->right);
}

static enum delivery deliver(struct world *world, GError **error)
{
    AUTO(sink) sink = sink_new(&world->sink, error);

    g_assert_nonnull(sink);
    return sink->ops->send(sink, &world->context, world->alert, error);
}

/* JSON: what the contract's section shows, key by key. */
static void test_json(void)
{
    struct world world;
    g_autoptr(JsonNode) node = NULL;
    g_autofree char *text = NULL;
    JsonObject *object, *entry;

    world_begin(&world, SINK_COMMAND, "true");
    node = alert_json(world.alert, &world.sink, &world.context);
    object = json_node_get_object(node);
    entry = json_object_get_object_member(object, "entry");
    g_assert_cmpint(json_object_get_int_member(object, "vigie"), ==, 1);
    g_assert_cmpstr(json_object_get_string_member(object, "alert"), ==, "3:reminder:2026-04-10");
    g_assert_cmpstr(json_object_get_string_member(object, "event"), ==, "reminder");
    g_assert_true(json_object_get_null_member(object, "account"));
    g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "entries")), ==, 1);
    g_assert_cmpint(json_object_get_int_member(entry, "id"), ==, 3);
    g_assert_cmpstr(json_object_get_string_member(entry, "status"), ==, "open");
    g_assert_cmpstr(json_object_get_string_member(entry, "code"), ==, FIXTURE_MASKED);
    g_assert_cmpstr(json_object_get_string_member(entry, "sent_source"), ==, "body");
    g_assert_cmpstr(json_object_get_string_member(entry, "last_call"), ==,
                    "2026-04-13T17:30:00+02:00");
    g_assert_cmpint(json_object_get_int_member(entry, "days_left"), ==, 3);
    g_assert_true(json_object_get_null_member(entry, "person"));
    g_assert_true(json_object_get_null_member(entry, "proof"));
    text = json_to_string(node, FALSE);
    g_assert_null(strstr(text, FIXTURE_CODE));
    world_end(&world);
}

static void test_entry_json(void)
{
    static const char *const keys[] = { "id",           "status",   "person",    "code",
                                        "sent",         "sent_source", "deadline", "last_call",
                                        "days_left",    "authenticity", "account", "mailbox",
                                        "owner",        "origin",   "message_id", "proof", "note" };
    AUTO(entry) entry = fixture_entry();
    g_autoptr(JsonNode) shown = NULL, suspect = NULL, empty = NULL;
    AUTO(entry) unknown = entry_new();
    GDate today;

    g_assert_true(civil_date_parse("2026-04-15", &today));
    entry->proof = (struct proof){ g_strdup("/s/p.pdf"), g_strdup("00ff"), 12, entry->created_at };
    shown = entry_json(entry, &today, true);
    g_assert_cmpstr(json_object_get_string_member(json_node_get_object(shown), "code"), ==,
                    FIXTURE_CODE);
    g_assert_cmpint(json_object_get_int_member(json_node_get_object(shown), "days_left"), ==, -2);
    g_assert_cmpstr(json_object_get_string_member(
                        json_object_get_object_member(json_node_get_object(shown), "proof"), "at"),
                    ==, "2026-03-03T12:00:00+01:00");
    entry->status = STATUS_SUSPECT;
    suspect = entry_json(entry, &today, true);
    g_assert_true(json_object_get_null_member(json_node_get_object(suspect), "code"));
    empty = entry_json(unknown, &today, true);
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        g_assert_true(json_object_has_member(json_node_get_object(empty), keys[i]));
    g_assert_true(json_object_get_null_member(json_node_get_object(empty), "days_left"));
}

static void test_several(void)
{
    struct world world;
    g_autoptr(JsonNode) node = NULL;
    JsonObject *object;

    world_begin(&world, SINK_COMMAND, "true");
    g_ptr_array_add(world.alert->entries, fixture_entry());
    node = alert_json(world.alert, &world.sink, &world.context);
    object = json_node_get_object(node);
    g_assert_true(json_object_get_null_member(object, "entry"));
    g_assert_cmpuint(json_array_get_length(json_object_get_array_member(object, "entries")), ==, 2);
    world_end(&world);
}

static const struct {
    enum sink_kind kind;
    const char *command;
    enum delivery delivery;
    int code;
    const char *why;
} commands[] = {
    { SINK_COMMAND, "cat >/dev/null", DELIVERY_DONE, 0, "read and accepted" },
    { SINK_COMMAND, "grep -q '\"event\":\"reminder\"'", DELIVERY_DONE, 0, "one object, as one line" },
    { SINK_COMMAND, "true", DELIVERY_DONE, 0, "accepted unread" },
    { SINK_COMMAND, "cat >/dev/null; echo no >&2; exit 1", DELIVERY_LATER, EX_TEMPFAIL, "may pass" },
    { SINK_COMMAND, "kill -9 $$", DELIVERY_LATER, EX_TEMPFAIL, "killed" },
    { SINK_COMMAND, "/nonexistent/hook", DELIVERY_NEVER, EX_CONFIG, "no such command" },
    { SINK_MAIL, "grep -q '^Subject: =?UTF-8?B?'", DELIVERY_DONE, 0, "sendmail takes it" },
    { SINK_MAIL, "! grep -q \"$(printf '\\r')\"", DELIVERY_DONE, 0, "in lines of the machine" },
    { SINK_MAIL, "exit 75", DELIVERY_LATER, EX_TEMPFAIL, "EX_TEMPFAIL: try again" },
    { SINK_MAIL, "exit 67", DELIVERY_NEVER, EX_NOUSER, "EX_NOUSER: never" },
    { SINK_MAIL, "/nonexistent/sendmail", DELIVERY_NEVER, EX_NOUSER, "no sendmail" },
};

static void test_commands(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        g_autoptr(GError) error = NULL;
        struct world world;

        g_test_message("%s: %s", commands[i].command, commands[i].why);
        world_begin(&world, commands[i].kind, commands[i].command);
        g_assert_cmpint(deliver(&world, &error), ==, commands[i].delivery);
        if (commands[i].delivery == DELIVERY_DONE)
            g_assert_no_error(error);
        else
            g_assert_error(error, VIGIE_ERROR, commands[i].code);
        world_end(&world);
    }
}

/* Quoted-printable, by RFC 2045's rules. */
static const struct {
    const char *text, *encoded, *why;
} quoted[] = {
    { "abc\n", "abc\r\n", "plain" },
    { "a=b\n", "a=3Db\r\n", "the sign itself" },
    { "été\n", "=C3=A9t=C3=A9\r\n", "UTF-8" },
    { "a \nb\t\n", "a=20\r\nb=09\r\n", "space and tab at the end" },
    { ".\n.a\n", "=2E\r\n=2Ea\r\n", "a dot that SMTP would double" },
    { "\n\n", "\r\n\r\n", "empty lines" },
    { "12345678901234567890123456789012345678901234567890123456789012345678901234567890\n",
      "123456789012345678901234567890123456789012345678901234567890123456789012345=\r\n67890\r\n",
      "75 characters and a soft break" },
    { "1234567890123456789012345678901234567890123456789012345678901234567890123é\n",
      "1234567890123456789012345678901234567890123456789012345678901234567890123=\r\n=C3=A9\r\n",
      "no triple is cut" },
};

static void test_quoted_printable(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(quoted); i++) {
        g_autofree char *encoded = mail_quoted_printable(quoted[i].text);

        g_test_message("%s", quoted[i].why);
        g_assert_cmpstr(encoded, ==, quoted[i].encoded);
    }
}

static void test_encoded_words(void)
{
    g_autofree char *ascii = mail_encoded_words("Plain");
    g_autofree char *one = mail_encoded_words("é");
    g_autofree char *many = mail_encoded_words("ééééééééééééééééééééééééé"); /* 50 bytes */

    g_assert_cmpstr(ascii, ==, "Plain");
    g_assert_cmpstr(one, ==, "=?UTF-8?B?w6k=?=");
    /* 19 of them are 38 bytes; a 20th would be 40, and 39 would cut it in two. */
    g_assert_cmpstr(many, ==,
                    "=?UTF-8?B?w6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6nDqcOpw6k=?=\r\n"
                    " =?UTF-8?B?w6nDqcOpw6nDqcOp?=");
}

static const struct {
    const char *address;
    bool good;
} addresses[] = {
    { "jean@example.fr", true },       { "j+x.y@xn--caf-dma.fr", true }, { "jean", false },
    { "@example.fr", false },          { "jean@", false },               { "a b@example.fr", false },
    { "a@b.fr\r\nBcc: c@d.fr", false }, { "<a@b.fr>", false },            { "é@example.fr", false },
};

static void test_addresses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++)
        g_assert_cmpint(mail_is_address(addresses[i].address), ==, addresses[i].good);
}

static void test_message(void)
{
    struct world world;
    g_autoptr(GBytes) bytes = NULL, again = NULL;
    g_autofree char *mail = NULL, *mark = NULL, *id = NULL, *first = NULL, *reply = NULL;
    g_auto(GStrv) lines = NULL;

    world_begin(&world, SINK_MAIL, "true");
    world.alert->thread = g_strdup("3:new");
    bytes = mail_message(world.alert, &world.sink, &world.context);
    mail = g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
    mark = mark_new(fixture_key, world.alert->id);
    id = g_strdup_printf("\r\nMessage-ID: <%s@example.org>\r\n", mark);
    first = mark_new(fixture_key, "3:new");
    reply = g_strdup_printf("\r\nIn-Reply-To: <%s@example.org>\r\n", first);
    g_assert_true(g_str_has_prefix(mail, "From: Vigie <vigie@example.org>\r\n"));
    g_assert_nonnull(strstr(mail, "\r\nTo: jean@example.fr\r\n"));
    g_assert_nonnull(strstr(mail, "\r\nDate: Fri, 10 Apr 2026 12:00:00 +0200\r\n"));
    g_assert_nonnull(strstr(mail, id));
    g_assert_nonnull(strstr(mail, reply));
    g_assert_nonnull(strstr(mail, "\r\nAuto-Submitted: auto-generated\r\n"));
    g_assert_nonnull(strstr(strstr(mail, "\r\n\r\n"), mark));
    g_assert_null(strstr(mail, FIXTURE_CODE));
    g_assert_true(g_str_is_ascii(mail));
    lines = g_strsplit(mail, "\r\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        g_assert_true(strlen(lines[i]) <= 78 || strstr(lines[i], "vigie.")); /* no fold in an id */
        g_assert_null(strpbrk(lines[i], "\r\n"));
    }
    again = mail_message(world.alert, &world.sink, &world.context);
    g_assert_true(g_bytes_equal(bytes, again));
    world_end(&world);
}

/* A server that answers each command as a row says. It keeps what it was told. */
struct server_row {
    const char *greeting, *ehlo, *auth, *mail, *rcpt, *data, *end;
    const char *why;
    enum delivery delivery;
    int code;
    bool login, starttls;
};
static const struct server_row servers[] = {
    { "220 x", NULL, NULL, NULL, NULL, NULL, NULL, "accepted", DELIVERY_DONE, 0 },
    { "220 x", NULL, NULL, NULL, "550 5.1.1 no such user", NULL, NULL, "RCPT refused", DELIVERY_NEVER, EX_NOUSER },
    { "220 x", NULL, NULL, "550 5.7.1 sender", NULL, NULL, NULL, "MAIL refused", DELIVERY_NEVER, EX_NOUSER },
    { "220 x", NULL, NULL, NULL, NULL, NULL, "554 5.7.1 policy", "the mail refused", DELIVERY_NEVER, EX_NOUSER },
    { "220 x", NULL, NULL, NULL, "451 4.7.1 greylisted", NULL, NULL, "greylisted", DELIVERY_LATER, EX_TEMPFAIL },
    { "220 x", NULL, NULL, NULL, "450 4.2.2 bo\356te \033[2Jpleine", NULL, NULL, "in Latin-1, and to a terminal", DELIVERY_LATER, EX_TEMPFAIL },
    { "220 x", NULL, NULL, NULL, NULL, NULL, "452 4.3.1 full", "the server is full", DELIVERY_LATER, EX_TEMPFAIL },
    { "554 5.3.2 busy", NULL, NULL, NULL, NULL, NULL, NULL, "the server refuses everybody", DELIVERY_LATER, EX_TEMPFAIL },
    { "220 x", "250-x\r\n250 AUTH PLAIN", NULL, NULL, NULL, NULL, NULL, "with a login", DELIVERY_DONE, 0, .login = true },
    { "220 x", "250-x\r\n250 AUTH PLAIN", "535 5.7.8 no", NULL, NULL, NULL, NULL, "login refused", DELIVERY_LATER, VIGIE_EX_LOGIN, .login = true },
    { "220 x", NULL, NULL, NULL, NULL, NULL, NULL, "no STARTTLS where it is required", DELIVERY_LATER, EX_UNAVAILABLE, .starttls = true },
};

#define PLAIN_LOGIN "AHVzZXIAc2VjcmV0" /* NUL "user" NUL "secret", in base64 */

struct smtp {
    GSocketListener *listener;
    const struct server_row *row;
    GString *heard;
};

static const char *answer_to(const struct server_row *row, const char *line)
{
    static const struct {
        const char *verb;
        gsize offset;
        const char *usual;
    } verbs[] = {
        { "EHLO", G_STRUCT_OFFSET(struct server_row, ehlo), "250 x" },
        { "AUTH", 0, "334 " },
        { PLAIN_LOGIN, G_STRUCT_OFFSET(struct server_row, auth), "235 ok" },
        { "MAIL", G_STRUCT_OFFSET(struct server_row, mail), "250 ok" },
        { "RCPT", G_STRUCT_OFFSET(struct server_row, rcpt), "250 ok" },
        { "DATA", G_STRUCT_OFFSET(struct server_row, data), "354 go" },
        { ".", G_STRUCT_OFFSET(struct server_row, end), "250 queued" },
        { "QUIT", 0, "221 bye" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        const char *const *said = (gconstpointer)((const char *)row + verbs[i].offset);

        if (g_str_has_prefix(line, verbs[i].verb))
            return verbs[i].offset && *said ? *said : verbs[i].usual;
    }
    return "500 what";
}

static gpointer serve_smtp(gpointer user)
{
    struct smtp *smtp = user;
    g_autoptr(GSocketConnection) peer = g_socket_listener_accept(smtp->listener, NULL, NULL, NULL);
    g_autoptr(GDataInputStream) in = NULL;
    GOutputStream *out = g_io_stream_get_output_stream(G_IO_STREAM(peer));
    const char *answer = smtp->row->greeting;
    bool in_mail = false;

    in = g_data_input_stream_new(g_io_stream_get_input_stream(G_IO_STREAM(peer)));
    g_data_input_stream_set_newline_type(in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
    for (;;) {
        g_autofree char *line = NULL;
        g_autofree char *reply = answer ? g_strconcat(answer, "\r\n", NULL) : NULL;

        if (reply && !g_output_stream_write_all(out, reply, strlen(reply), NULL, NULL, NULL))
            return NULL;
        line = g_data_input_stream_read_line(in, NULL, NULL, NULL);
        if (!line)
            return NULL;
        g_string_append_printf(smtp->heard, "%s\n", line);
        in_mail = in_mail && !g_str_equal(line, ".");
        answer = in_mail ? NULL : answer_to(smtp->row, line);
        if (answer && g_str_has_prefix(answer, "354"))
            in_mail = true;
    }
}

static void check_heard(const struct server_row *row, const char *heard)
{
    if (row->delivery != DELIVERY_DONE)
        return;
    g_assert_nonnull(strstr(heard, "MAIL FROM:<vigie@example.org>"));
    g_assert_nonnull(strstr(heard, "RCPT TO:<jean@example.fr>"));
    g_assert_nonnull(strstr(heard, "\nAuto-Submitted: auto-generated\n"));
    if (row->login)
        g_assert_nonnull(strstr(heard, PLAIN_LOGIN));
}

static void check_server(const struct server_row *row)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    struct smtp smtp = { listener, row, g_string_new(NULL) };
    struct server server = { row->starttls ? SERVER_STARTTLS : SERVER_CLEARTEXT,
                             (char *)(gsize)"localhost", 0, NULL,
                             { NULL, NO_COMMAND, NO_COMMAND, NULL, NULL } };
    struct world world;
    GThread *thread;

    g_test_message("%s", row->why);
    server.port = g_socket_listener_add_any_inet_port(listener, NULL, &error);
    g_assert_no_error(error);
    world_begin(&world, SINK_MAIL, "echo secret");
    if (row->login)
        server.login = (struct login){ (char *)(gsize)"user", 0, NO_COMMAND, NULL, NULL };
    world.sink.smtp = &server;
    thread = g_thread_new("smtp", serve_smtp, &smtp);
    g_assert_cmpint(deliver(&world, &error), ==, row->delivery);
    g_thread_join(thread);
    if (row->delivery == DELIVERY_DONE)
        g_assert_no_error(error);
    else
        g_assert_error(error, VIGIE_ERROR, row->code);
    g_assert_true(!error || !strstr(error->message, "secret"));
    /* It is kept, goes into JSON, and is shown on a terminal. */
    g_assert_true(!error || (g_utf8_validate(error->message, -1, NULL) && !strchr(error->message, '\x1b')));
    if (row->code == EX_NOUSER) /* its own words help most */
        g_assert_nonnull(strstr(error->message, row->mail ?: row->rcpt ?: row->end));
    check_heard(row, smtp.heard->str);
    g_string_free(smtp.heard, TRUE);
    world_end(&world);
}

static void test_smtp(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(servers); i++)
        check_server(&servers[i]);
}

static void test_unreachable(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocketListener) listener = g_socket_listener_new();
    struct server server = { SERVER_CLEARTEXT, (char *)(gsize)"localhost", 0, NULL,
                             { NULL, NO_COMMAND, NO_COMMAND, NULL, NULL } };
    struct world world;

    server.port = g_socket_listener_add_any_inet_port(listener, NULL, NULL);
    g_socket_listener_close(listener);
    world_begin(&world, SINK_MAIL, NULL);
    world.sink.smtp = &server;
    g_assert_cmpint(deliver(&world, &error), ==, DELIVERY_LATER);
    g_assert_error(error, VIGIE_ERROR, EX_UNAVAILABLE);
    world_end(&world);
}

static void test_refused_settings(void)
{
    struct world world;
    g_autoptr(GError) error = NULL, header = NULL;

    world_begin(&world, SINK_MAIL, NULL);
    g_assert_null(sink_new(&world.sink, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    world.sink.sendmail = 0;
    world.sink.to = (char *)(gsize)"a@b.fr\r\nBcc: c@d.fr";
    g_assert_null(sink_new(&world.sink, &header));
    g_assert_error(header, VIGIE_ERROR, EX_CONFIG);
    world_end(&world);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sinks/json", test_json);
    g_test_add_func("/sinks/entry-json", test_entry_json);
    g_test_add_func("/sinks/several", test_several);
    g_test_add_func("/sinks/commands", test_commands);
    g_test_add_func("/sinks/quoted-printable", test_quoted_printable);
    g_test_add_func("/sinks/encoded-words", test_encoded_words);
    g_test_add_func("/sinks/addresses", test_addresses);
    g_test_add_func("/sinks/message", test_message);
    g_test_add_func("/sinks/smtp", test_smtp);
    g_test_add_func("/sinks/unreachable", test_unreachable);
    g_test_add_func("/sinks/refused-settings", test_refused_settings);
    return g_test_run();
}
