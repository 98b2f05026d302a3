/* What no real server does: faults in each phase, from a scripted server on loopback. */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/fd.h"
#include "source/session.h"

/* The script of a server: each line of the client that is awaited ("?" and its beginning after the
 * tag), and what is sent ("\1" stands for that line's tag). KEEP holds the connection
 * open in silence until the client leaves. Where a script ends, so does the connection. */
#define KEEP "KEEP"
#define FLOOD "FLOOD"     /* an endless line */
#define TRICKLE "TRICKLE" /* the same, slowly */
#define GREETING "* OK hello\r\n"
#define CAPABLE "?CAPABILITY", "* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR\r\n\1 OK done\r\n"
#define LOGGED_IN GREETING, CAPABLE, "?AUTHENTICATE PLAIN", "\1 OK in\r\n", CAPABLE
#define EXAMINED                                                                                   \
    "?EXAMINE", "* 2 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT 8] ok\r\n\1 OK done\r\n"

struct script {
    const char *const *steps;
    int listening;
    guint16 port;
    GThread *thread;
};

static void send_all(int fd, const char *text, const char *tag)
{
    g_auto(GStrv) parts = g_strsplit(text, "\1", -1);
    g_autofree char *filled = g_strjoinv(tag, parts);

    (void)!send(fd, filled, strlen(filled), MSG_NOSIGNAL);
}

/* The tag of the next line, which must begin with `wanted` after it. */
static char *await_line(FILE *stream, const char *wanted)
{
    char line[4096];
    char *rest;

    if (!fgets(line, sizeof line, stream))
        return g_strdup("");
    rest = strchr(line, ' ');
    if (strcmp(wanted, "DONE") == 0 || *wanted == '\0') /* no tag before it */
        return g_strdup("");
    g_assert_nonnull(rest);
    *rest++ = '\0';
    if (!g_str_has_prefix(rest, wanted))
        g_error("the client sent %s and not %s", rest, wanted);
    return g_strdup(line);
}

static gpointer serve(gpointer data)
{
    const struct script *script = data;
    int fd = accept(script->listening, NULL, NULL);
    FILE *stream = fdopen(fd, "r");
    g_autofree char *tag = g_strdup("");
    char byte;

    for (const char *const *step = script->steps; *step; step++) {
        if (strcmp(*step, KEEP) == 0) {
            while (fread(&byte, 1, 1, stream) == 1)
                continue;
        } else if (strcmp(*step, FLOOD) == 0) {
            while (send(fd, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 32, MSG_NOSIGNAL) > 0)
                continue;
        } else if (strcmp(*step, TRICKLE) == 0) {
            while (send(fd, "x", 1, MSG_NOSIGNAL) > 0)
                g_usleep(G_USEC_PER_SEC / 20);
        } else if (**step == '?') {
            g_autofree char *next = await_line(stream, *step + 1);

            if (*next) {
                g_free(tag);
                tag = g_steal_pointer(&next);
            }
        } else {
            send_all(fd, *step, tag);
        }
    }
    fclose(stream);
    return NULL;
}

static struct script *script_start(const char *const *steps)
{
    struct script *script = g_new0(struct script, 1);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof address;

    script->steps = steps;
    script->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(script->listening, (struct sockaddr *)&address, length), ==, 0);
    g_assert_cmpint(listen(script->listening, 1), ==, 0);
    g_assert_cmpint(getsockname(script->listening, (struct sockaddr *)&address, &length), ==, 0);
    script->port = ntohs(address.sin_port);
    script->thread = g_thread_new("server", serve, script);
    return script;
}

static void script_free(struct script *script)
{
    g_thread_join(script->thread);
    close(script->listening);
    g_free(script);
}

struct fixture {
    struct settings settings;
    struct server server;
    struct runner *runner;
    GCancellable *cancel;
    char *password_file;
    struct script *script;
};

static void set_up(struct fixture *fixture, enum server_tls tls, const char *const *steps)
{
    static char host[] = "127.0.0.1", user[] = "jean";
    int fd = g_file_open_tmp("vigie-XXXXXX", &fixture->password_file, NULL);

    g_assert_cmpint(write(fd, "hunter2\n", 8), ==, 8);
    close(fd);
    fixture->script = script_start(steps);
    fixture->settings = (struct settings){ 0 };
    fixture->runner = runner_new_direct(&fixture->settings);
    fixture->cancel = g_cancellable_new();
    fixture->server = (struct server){
        .tls = tls,
        .host = host,
        .port = fixture->script->port,
        .login = { user, NO_COMMAND, NO_COMMAND, fixture->password_file, NULL },
    };
}

static void tear_down(struct fixture *fixture)
{
    script_free(fixture->script);
    unlink(fixture->password_file);
    g_free(fixture->password_file);
    runner_free(fixture->runner);
    g_object_unref(fixture->cancel);
}

/* Everything that a watch does, one after the other, until something fails. */
static bool go_through(struct fixture *fixture, GBytes **mail, enum idle_end *end, GError **error)
{
    AUTO(mailbox) inbox = mailbox_from_name("INBOX");
    AUTO_FD wake = eventfd(0, EFD_CLOEXEC);
    AUTO(session) session = session_open(&fixture->server, NULL, 5, fixture->cancel, error);
    AUTO(fetched) fetched = NULL;
    struct selected at;

    if (!session || !session_login(session, fixture->runner, error) ||
        !session_examine(session, inbox, &at, error))
        return false;
    g_assert_cmpuint(at.uidvalidity, ==, 9);
    if (!session_fetch_mail(session, 7, 1000, &fetched, error))
        return false;
    *mail = fetched ? g_bytes_ref(fetched->raw) : NULL;
    return session_idle(session, at.exists, wake, 5, end, error);
}

#define STEPS(...) (const char *const[]){ __VA_ARGS__, NULL }

static const struct {
    const char *const *steps;
    enum server_tls tls;
    enum trouble trouble;
    const char *says, *why;
} faults[] = {
    { STEPS(""), SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "closed", "nothing at all" },
    { STEPS("* BYE full\r\n"), SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "full", "turned away" },
    { STEPS("HTTP/1.0 400 Bad\r\n", KEEP), SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "IMAP", "not IMAP" },
    { STEPS(FLOOD), SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "more than", "an endless line" },
    { STEPS(GREETING, "?CAPABILITY", "\1 BAD what\r\n", KEEP), SERVER_CLEARTEXT, TROUBLE_PROTOCOL,
      "IMAP", "BAD to the simplest command" },
    { STEPS(GREETING, "?CAPABILITY", "\1 OK done\r\n", "?LOGIN jean hunter2",
            "\1 NO [AUTHENTICATIONFAILED] wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "wrong", "no capabilities at all: LOGIN" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE PLAIN AGplYW4AaHVudGVyMg==",
            "\1 NO the password hunter2 is wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "jean", "the server repeats the password" },
    { STEPS(GREETING, "?CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n\1 OK done\r\n",
            "?AUTHENTICATE PLAIN\r", "+ \r\n", "?", "\1 NO wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "wrong", "without SASL-IR in two steps" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE", "\1 NO [UNAVAILABLE] database\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "database", "later, not wrong" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE", "* BYE restarting\r\n"), SERVER_CLEARTEXT,
      TROUBLE_UNREACHABLE, "restarting", "BYE in the login" },
    { STEPS(GREETING, "?CAPABILITY", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n\1 OK done\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "LOGINDISABLED", "no password is sent" },
    { STEPS(GREETING, CAPABLE, KEEP), SERVER_STARTTLS, TROUBLE_PROTOCOL, "STARTTLS", "not offered" },
    { STEPS("* PREAUTH in\r\n", KEEP), SERVER_STARTTLS, TROUBLE_PROTOCOL, "PREAUTH",
      "logged in without TLS" },
    { STEPS(GREETING, "?CAPABILITY", "* CAPABILITY STARTTLS\r\n\1 OK done\r\n", "?STARTTLS",
            "\1 OK go\r\n* CAPABILITY IMAP4rev1\r\n", KEEP),
      SERVER_STARTTLS, TROUBLE_PROTOCOL, "slipped in", "data before the handshake" },
    { STEPS(LOGGED_IN, "?EXAMINE INBOX", "\1 NO none\r\n", KEEP), SERVER_CLEARTEXT, TROUBLE_MAILBOX,
      "none", "no such mailbox" },
    { STEPS(LOGGED_IN, "?EXAMINE", "* 2 EXISTS\r\n\1 OK done\r\n", KEEP), SERVER_CLEARTEXT,
      TROUBLE_PROTOCOL, "UIDVALIDITY", "no UIDVALIDITY" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "\1 NO broken\r\n", KEEP), SERVER_CLEARTEXT,
      TROUBLE_MAILBOX, "UID 7", "a mail that cannot be given" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "* 1 FETCH (UID 7 BODY[] {4294967295}\r\nabc"),
      SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "literal", "four gigabytes, then the end" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7",
            "* 1 FETCH (UID 7 BODYSTRUCTURE (((((((((((((((((((((((((((((((((((((((", KEEP),
      SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "nested", "recursion" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "zz OK done\r\n", KEEP), SERVER_CLEARTEXT,
      TROUBLE_PROTOCOL, "IMAP", "a foreign tag" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "\1 OK gone\r\n", "?IDLE",
            "+ idling\r\n* BYE moving\r\n"),
      SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "moving", "BYE while idling" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "\1 OK gone\r\n", "?IDLE",
            "+ idling\r\n\1 OK enough\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "IDLE", "the server ends IDLE" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "\1 OK gone\r\n", "?IDLE", "+ idling\r\n", FLOOD),
      SERVER_CLEARTEXT, TROUBLE_PROTOCOL, "more than", "an endless line while idling" },
};

static void test_faults(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        struct fixture fixture;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) mail = NULL;
        enum idle_end end;

        set_up(&fixture, faults[i].tls, faults[i].steps);
        g_assert_false(go_through(&fixture, &mail, &end, &error));
        g_test_message("%s: %s", faults[i].why, error->message);
        g_assert_true(trouble_is(error, faults[i].trouble));
        g_assert_nonnull(strstr(error->message, faults[i].says));
        g_assert_nonnull(strstr(error->message, "127.0.0.1"));
        g_assert_null(strstr(error->message, "hunter2"));
        tear_down(&fixture);
    }
}

static const struct {
    const char *const *steps;
    const char *mail; /* NULL: it has vanished */
    const char *why;
} goods[] = {
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7",
            "* 1 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (UID 7 RFC822.SIZE 3 BODY[]<0> {3}\r\nabc)\r\n"
            "* 3 EXPUNGE\r\n* 3 EXISTS\r\n\1 OK done\r\n",
            "?IDLE", "* 2 EXISTS\r\n+ idling\r\n", "* 3 EXISTS\r\n", "?DONE", "\1 OK done\r\n", KEEP),
      "abc", "untagged data everywhere; EXISTS before the + is no news, its growth is" },
    { STEPS(LOGGED_IN, EXAMINED, "?UID FETCH 7", "\1 OK done\r\n", "?IDLE",
            "+ idling\r\n* 1 EXPUNGE\r\n* 2 EXISTS\r\n", "?DONE", "\1 OK done\r\n", KEEP),
      NULL, "one went and one came: the count is the same, and it is news" },
    { STEPS("* PREAUTH in\r\n", CAPABLE, EXAMINED, "?UID FETCH 7",
            "* 2 FETCH (UID 7 BODY[]<0> \"ab\\\"c\")\r\n\1 OK done\r\n", "?IDLE",
            "+ idling\r\n* 3 EXISTS\r\n", "?DONE", "\1 OK done\r\n", KEEP),
      "ab\"c", "a quoted string for a literal" },
};

static void test_goods(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(goods); i++) {
        struct fixture fixture;
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) mail = NULL;
        enum idle_end end = IDLE_RENEW;

        g_test_message("%s", goods[i].why);
        set_up(&fixture, SERVER_CLEARTEXT, goods[i].steps);
        g_assert_true(go_through(&fixture, &mail, &end, &error));
        g_assert_no_error(error);
        g_assert_cmpint(end, ==, IDLE_NEWS);
        if (goods[i].mail)
            g_assert_cmpmem(g_bytes_get_data(mail, NULL), g_bytes_get_size(mail), goods[i].mail,
                            strlen(goods[i].mail));
        else
            g_assert_null(mail);
        tear_down(&fixture);
    }
}

/* A byte from time to time must not hold a command beyond its deadline. */
static void test_trickle(void)
{
    struct script *script = script_start(STEPS(TRICKLE));
    g_autoptr(GCancellable) cancel = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    AUTO(transport) transport = transport_connect("127.0.0.1", script->port, 5, cancel, &error);
    mailstream_low *low = transport_stream(transport);
    gint64 begin = g_get_monotonic_time();
    char buffer[16];

    g_assert_no_error(error);
    transport_begin(transport, 1, 1000000);
    while (mailstream_low_read(low, buffer, sizeof buffer) > 0)
        continue;
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
    g_assert_true(trouble_is(transport_fault(transport), TROUBLE_UNREACHABLE));
    mailstream_low_free(low);
    transport_free(g_steal_pointer(&transport));
    script_free(script);
}

static gpointer cancel_it(gpointer data)
{
    g_cancellable_cancel(data);
    return NULL;
}

/* Whether the cancel comes before, in or after the connect: never a wait for the silent server. */
static void test_cancel(void)
{
    struct fixture fixture;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) mail = NULL;
    enum idle_end end;
    GThread *thread;
    gint64 begin = g_get_monotonic_time();
    AUTO_FD late = -1;

    set_up(&fixture, SERVER_CLEARTEXT, STEPS(KEEP));
    thread = g_thread_new("cancel", cancel_it, fixture.cancel);
    g_assert_false(go_through(&fixture, &mail, &end, &error));
    g_assert_error(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, 10 * G_USEC_PER_SEC);
    g_thread_join(thread);
    /* Where nobody connected, the server still waits. */
    late = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = htons(fixture.script->port),
                                   .sin_addr = { htonl(INADDR_LOOPBACK) } };
    (void)!connect(late, (struct sockaddr *)&address, sizeof address);
    fd_close(&late);
    tear_down(&fixture);
}

static void test_refused_connection(void)
{
    struct script *script = script_start(STEPS(""));
    guint16 port = script->port;
    g_autoptr(GCancellable) cancel = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    struct transport *transport = transport_connect("127.0.0.1", port, 5, cancel, &error);

    g_assert_nonnull(transport);
    transport_free(transport);
    script_free(script);
    g_assert_null(transport_connect("127.0.0.1", port, 5, cancel, &error));
    g_assert_true(trouble_is(error, TROUBLE_UNREACHABLE));
    g_assert_nonnull(strstr(error->message, "127.0.0.1"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/session/faults", test_faults);
    g_test_add_func("/source/session/goods", test_goods);
    g_test_add_func("/source/session/trickle", test_trickle);
    g_test_add_func("/source/session/cancel", test_cancel);
    g_test_add_func("/source/session/refused-connection", test_refused_connection);
    return g_test_run();
}
