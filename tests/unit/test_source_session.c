/* What no real server does: faults in each phase, from a scripted server on loopback. */
#include <sys/eventfd.h>

#include "base/fd.h"
#include "base/ipc.h"
#include "source/account.h"
#include "imap-script.h"

/* Everything that a watch does, one after the other, until something fails. */
static bool go_through(struct fixture *fixture, GBytes **mail, enum idle_end *end, GError **error)
{
    AUTO(mailbox) inbox = mailbox_from_name("INBOX");
    AUTO_FD wake = eventfd(0, EFD_CLOEXEC);
    AUTO(session) session = session_open(&fixture->server, NULL, NULL, 5, fixture->cancel, error);
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
    { STEPS(GREETING, "?CAPABILITY\r", "\1 BAD what\r\n", KEEP), SERVER_CLEARTEXT, TROUBLE_PROTOCOL,
      "IMAP", "BAD to the simplest command" },
    { STEPS(GREETING, "?CAPABILITY\r", "\1 OK done\r\n", "?LOGIN jean hunter2",
            "\1 NO [AUTHENTICATIONFAILED] wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "wrong", "no capabilities at all: LOGIN" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE PLAIN AGplYW4AaHVudGVyMg==",
            "\1 NO the password hunter2 is wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "jean", "the server repeats the password" },
    { STEPS(GREETING, "?CAPABILITY\r", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n\1 OK done\r\n",
            "?AUTHENTICATE PLAIN\r", "+ \r\n", "?", "\1 NO wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "wrong", "without SASL-IR in two steps" },
    { STEPS(GREETING, "?CAPABILITY\r", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n\1 OK done\r\n",
            "?AUTHENTICATE PLAIN\r", "* OK one moment\r\n+ \r\n", "?",
            "* CAPABILITY IMAP4rev1\r\n\1 NO wrong\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "wrong", "untagged data before the + and before the end" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE", "\1 NO [UNAVAILABLE] database\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "database", "later, not wrong" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE", "* BYE restarting\r\n"), SERVER_CLEARTEXT,
      TROUBLE_UNREACHABLE, "restarting", "BYE in the login" },
    { STEPS(GREETING, CAPABLE, "?AUTHENTICATE", "* BYE what is PLAIN AGplYW4AaHVudGVyMg==?\r\n"),
      SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "not shown", "BYE repeats the password as it was sent" },
    { STEPS(GREETING, "?CAPABILITY\r", "\1 OK done\r\n", "?LOGIN", "* BYE LOGIN jean hunter2?\r\n"),
      SERVER_CLEARTEXT, TROUBLE_UNREACHABLE, "not shown", "BYE repeats the password" },
    { STEPS(GREETING, "?CAPABILITY\r", "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\n\1 OK done\r\n", KEEP),
      SERVER_CLEARTEXT, TROUBLE_LOGIN, "LOGINDISABLED", "no password is sent" },
    { STEPS(GREETING, CAPABLE, KEEP), SERVER_STARTTLS, TROUBLE_PROTOCOL, "STARTTLS", "not offered" },
    { STEPS("* PREAUTH in\r\n", KEEP), SERVER_STARTTLS, TROUBLE_PROTOCOL, "PREAUTH",
      "logged in without TLS" },
    { STEPS(GREETING, "?CAPABILITY\r", "* CAPABILITY STARTTLS\r\n\1 OK done\r\n", "?STARTTLS\r",
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
        g_assert_null(strstr(error->message, "AGplYW4AaHVudGVyMg=="));
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
    { STEPS("* PREAUTH [PERMANENTFLAGS (\\*)] [BADCHARSET (\"x\")] in\r\n", CAPABLE, EXAMINED,
            "?UID FETCH 7",
            "* OK [PERMANENTFLAGS (]\r\n* NO [BADCHARSET (\r\n"
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

/* --- LIST ------------------------------------------------------------------------------------ */

#define LISTS(lines) STEPS(GREETING, CAPABLE, "?LIST \"\" \"*\"\r", lines "\1 OK done\r\n", "?LOGOUT")

/* Expected: names as a person reads them, each with its delimiter, "!" before one that is \Junk. */
static const struct {
    const char *const *steps;
    const char *names; /* NULL: a fault */
    const char *why;
} lists[] = {
    { LISTS(""), "", "none at all" },
    { LISTS("* LIST () \"/\" INBOX\r\n* LIST (\\HasNoChildren \\Junk) \"/\" Spam\r\n"),
      "INBOX/ !Spam/", "atoms" },
    { LISTS("* list (\\junk) nil \"My \\\"own\\\" \\\\ box\"\r\n"), "!My \"own\" \\ box",
      "quoted, in small letters, without hierarchy" },
    { LISTS("* LIST () \"\\\\\" Caf&AOk-\r\n"), "Café\\", "modified UTF-7; a backslash between levels" },
    { LISTS("* LIST () \".\" {7}\r\nA (b) {\r\n* LIST () \".\" {0}\r\n\r\n"
            "* LIST () \".\" B\r\n"),
      "A (b) {. B.", "literals: with what means something elsewhere; empty" },
    { LISTS("* LIST (\\Noselect) \"/\" a\r\n* LIST (\\NonExistent) \"/\" b\r\n* LIST () \"/\" c\r\n"),
      "c/", "what cannot be selected" },
    { LISTS("* 5 EXISTS\r\n* OK now {5}\r\n* LIST () \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n"
            "* 3 FETCH (FLAGS () BODY[] {3}\r\na\r\n)\r\n* FLAGS (\\Seen)\r\n"),
      "a/", "what nobody asked for, between" },
    { LISTS("* LIST () \".\" {4}\r\nx{1}\r\n* LIST () \".\" B\r\n"), "x{1}. B.",
      "a literal that ends as one is announced" },
    { LISTS("* LIST () \"/\" {4}\r\na\r\nb\r\n* LIST () \"/\" c\r\n"), "c/",
      "a name that would slip a line in" },
    { STEPS(GREETING, CAPABLE, "?LIST", "* LIST () \"/\" a\r\n\1 NO not for you\r\n", "?LOGOUT"),
      "a/", "refused, in the middle" },
    { STEPS(GREETING, CAPABLE, "?LIST", "\1 BAD what\r\n"), NULL, "BAD" },
    { STEPS(GREETING, CAPABLE, "?LIST", "zz OK done\r\n"), NULL, "a foreign tag" },
    { STEPS(GREETING, CAPABLE, "?LIST", "* LIST () \"/\" a\r\n"), NULL, "the end, before its end" },
    { STEPS(GREETING, CAPABLE, "?LIST", "* LIST () \"/\" {4}\r\nab"), NULL, "the same in a literal" },
    { LISTS("* LIST () \"/\" {5000000}\r\n"), NULL, "a literal longer than any name" },
    { LISTS("* LIST () \"/\"\r\n* LIST () \"/\" c\r\n"), "c/", "without a name: left out alone" },
    { LISTS("* LIST (\"a\" \"/\" b\r\n* LIST () \"/\" c\r\n"), "c/", "flags without end" },
    { LISTS("* LIST () \"//\" b\r\n* LIST () \"/\" c\r\n"), "c/", "a delimiter of two characters" },
    { LISTS("* LIST ( \\HasNoChildren)  \"/\"  x\r\n"), "x/", "more blanks than one" },
    { STEPS(GREETING, CAPABLE, "?LIST", "* LIST () \"/\" \"", FLOOD), NULL, "a name without end" },
};

static char *names_of(const GPtrArray *listed)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < listed->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);

        g_string_append_printf(text, "%s%s%s%.1s", i ? " " : "", mailbox->is_junk ? "!" : "",
                               mailbox->name, &mailbox->delimiter);
    }
    return g_string_free(text, FALSE);
}

static void test_lists(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
        struct fixture fixture;
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) listed = NULL;
        AUTO(session) session = NULL;

        g_test_message("%s", lists[i].why);
        set_up(&fixture, SERVER_CLEARTEXT, lists[i].steps);
        session = session_open(&fixture.server, NULL, NULL, 5, fixture.cancel, &error);
        g_assert_no_error(error);
        listed = session_list(session, &error);
        if (lists[i].names) {
            g_autofree char *names = NULL;

            g_assert_no_error(error);
            names = names_of(listed);
            g_assert_cmpstr(names, ==, lists[i].names);
        } else {
            g_assert_null(listed);
            g_assert_nonnull(error);
        }
        session_free(g_steal_pointer(&session));
        tear_down(&fixture);
    }
}

/* "…0000001" to "…<count>", of 80 bytes each, as public folders have. */
static char *many(guint count)
{
    GString *text = g_string_new(NULL);

    for (guint i = 1; i <= count; i++)
        g_string_append_printf(text, "* LIST (\\HasNoChildren) \".\" Public.Department.Archive.of.the.year.%07u\r\n",
                               i);
    return g_string_free(g_string_append(text, "\1 OK done\r\n"), FALSE);
}

/* More than the parser of libetpan is ever given of one answer (WIRE_MAX_STRUCTURE), and all of them,
 * chosen by a pattern, in a moment; one more than the most is a fault, so that nobody thinks that he
 * is watched whole. */
static void test_many_mailboxes(void)
{
    static const struct {
        guint count;
        bool good;
    } counts[] = { { 20000, true }, { SESSION_MAILBOXES_MOST, true }, { SESSION_MAILBOXES_MOST + 1, false } };

    for (gsize i = 0; i < G_N_ELEMENTS(counts); i++) {
        struct fixture fixture;
        g_autofree char *answer = many(counts[i].count);
        const char *const steps[] = { GREETING, CAPABLE, "?LIST", answer, "?LOGOUT", NULL };
        char *all[] = { (char[]){ "*" }, NULL };
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) listed = NULL, chosen = NULL;
        AUTO(session) session = NULL;

        set_up(&fixture, SERVER_CLEARTEXT, steps);
        session = session_open(&fixture.server, NULL, NULL, 5, fixture.cancel, &error);
        listed = session_list(session, &error);
        if (counts[i].good) {
            gint64 began = g_get_monotonic_time();

            g_assert_no_error(error);
            g_assert_cmpuint(listed->len, ==, counts[i].count);
            chosen = mailboxes_choose(listed, all);
            g_assert_cmpuint(chosen->len, ==, counts[i].count);
            g_assert_cmpint(g_get_monotonic_time() - began, <, 10 * G_USEC_PER_SEC);
        } else {
            g_assert_null(listed);
            g_assert_true(trouble_is(error, TROUBLE_PROTOCOL));
            g_assert_nonnull(strstr(error->message, "100000"));
        }
        session_free(g_steal_pointer(&session));
        tear_down(&fixture);
    }
}

/* A token is sent as XOAUTH2, whose refusal comes as a challenge to be answered with nothing. */
static void test_token(void)
{
    static char command[] = "echo a.token";
    struct fixture fixture;
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) mail = NULL;
    enum idle_end end;

    set_up(&fixture, SERVER_CLEARTEXT,
           STEPS(GREETING, "?CAPABILITY\r",
                 "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2 SASL-IR\r\n\1 OK done\r\n",
                 /* user=jean ^A auth=Bearer a.token ^A ^A */
                 "?AUTHENTICATE XOAUTH2 dXNlcj1qZWFuAWF1dGg9QmVhcmVyIGEudG9rZW4BAQ==\r",
                 "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n", "?", "\1 NO expired\r\n", KEEP));
    fixture.settings.commands = g_ptr_array_new();
    g_ptr_array_add(fixture.settings.commands, command);
    fixture.server.login.oauth2_command = 0;
    g_assert_false(go_through(&fixture, &mail, &end, &error));
    g_assert_true(trouble_is(error, TROUBLE_LOGIN));
    g_assert_nonnull(strstr(error->message, "oauth2-command"));
    g_ptr_array_unref(fixture.settings.commands);
    tear_down(&fixture);
}

/* A silent server: IDLE ends by itself, or when woken; or is refused. */
static void test_idle_ends(void)
{
    static const struct {
        guint64 woken;
        guint seconds;
        enum idle_end end;
        const char *answer;
        bool offered; /* afterwards */
    } ends[] = {
        { 0, 1, IDLE_RENEW, "+ \r\n", true },
        { 1, 3600, IDLE_WOKEN, "+ \r\n", true },
        { 0, 3600, IDLE_RENEW, "\1 NO not today\r\n", false },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        struct fixture fixture;
        g_autoptr(GError) error = NULL;
        AUTO(session) session = NULL;
        AUTO_FD wake = eventfd((unsigned)ends[i].woken, EFD_CLOEXEC);
        enum idle_end end;

        set_up(&fixture, SERVER_CLEARTEXT,
               ends[i].offered ? STEPS(GREETING, CAPABLE, "?IDLE", ends[i].answer, "?DONE",
                                       "\1 OK done\r\n", "?LOGOUT")
                               : STEPS(GREETING, CAPABLE, "?IDLE", ends[i].answer, "?LOGOUT"));
        session = session_open(&fixture.server, NULL, NULL, 5, fixture.cancel, &error);
        g_assert_true(session_idle(session, 0, wake, ends[i].seconds, &end, &error));
        g_assert_cmpint(end, ==, ends[i].end);
        g_assert_true(session_offers(session, "IDLE") == ends[i].offered);
        session_free(g_steal_pointer(&session));
        tear_down(&fixture);
    }
}

/* One that is gone while the line stays: it shows when IDLE is renewed, and within the timeout. */
static void test_idle_gone(void)
{
    struct fixture fixture;
    g_autoptr(GError) error = NULL;
    AUTO(session) session = NULL;
    AUTO_FD wake = eventfd(0, EFD_CLOEXEC);
    enum idle_end end;

    set_up(&fixture, SERVER_CLEARTEXT, STEPS(GREETING, CAPABLE, "?IDLE", "+ \r\n", "?DONE", KEEP));
    fixture.server.timeout = 1;
    session = session_open(&fixture.server, NULL, NULL, 5, fixture.cancel, &error);
    g_assert_nonnull(session);
    g_assert_false(session_idle(session, 0, wake, 1, &end, &error));
    g_assert_true(trouble_is(error, TROUBLE_UNREACHABLE));
    g_assert_nonnull(strstr(error->message, "no complete answer within 1 s"));
    session_free(g_steal_pointer(&session));
    tear_down(&fixture);
}

/* A byte from time to time must not hold a command beyond its deadline. */
static void test_trickle(void)
{
    struct script *script = script_start(STEPS(TRICKLE));
    g_autoptr(GCancellable) cancel = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    AUTO(transport) transport = transport_connect("127.0.0.1", script->port, 5, NULL, cancel, &error);
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
    struct transport *transport = transport_connect("127.0.0.1", port, 5, NULL, cancel, &error);

    g_assert_nonnull(transport);
    transport_free(transport);
    script_free(script);
    g_assert_null(transport_connect("127.0.0.1", port, 5, NULL, cancel, &error));
    g_assert_true(trouble_is(error, TROUBLE_UNREACHABLE));
    g_assert_nonnull(strstr(error->message, "127.0.0.1"));
}

static gpointer ask_for_authorities(gpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(account_trust(data, &error));
    g_assert_nonnull(error);
    return NULL;
}

/* While one worker waits for the master to open `ca-file`, the account can be woken and stopped. */
static void test_authorities_hold_up_nobody(void)
{
    struct server server = { .ca_file = (char[]){ "/etc/ssl/ca.pem" } };
    const struct account settings = { .imap = &server };
    struct imap_account account = { .settings = &settings };
    struct ipc_message request;
    GThread *thread;
    int pair[2];

    g_assert_true(ipc_pair(pair, NULL));
    account.runner = runner_new_remote(pair[1]);
    thread = g_thread_new("worker", ask_for_authorities, &account);
    g_assert_true(ipc_receive(pair[0], &request, NULL)); /* asked, and never answered */
    g_assert_true(g_mutex_trylock(&account.lock));
    g_mutex_unlock(&account.lock);
    imap_account_check_now(&account);
    ipc_message_clear(&request);
    close(pair[0]);
    g_thread_join(thread);
    runner_free(account.runner);
    close(pair[1]);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/session/faults", test_faults);
    g_test_add_func("/source/session/goods", test_goods);
    g_test_add_func("/source/session/lists", test_lists);
    g_test_add_func("/source/session/many-mailboxes", test_many_mailboxes);
    g_test_add_func("/source/session/token", test_token);
    g_test_add_func("/source/session/idle-ends", test_idle_ends);
    g_test_add_func("/source/session/idle-gone", test_idle_gone);
    g_test_add_func("/source/session/trickle", test_trickle);
    g_test_add_func("/source/session/cancel", test_cancel);
    g_test_add_func("/source/session/authorities-hold-up-nobody", test_authorities_hold_up_nobody);
    g_test_add_func("/source/session/refused-connection", test_refused_connection);
    return g_test_run();
}
