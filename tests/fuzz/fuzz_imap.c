/* Any bytes as what an IMAP server says, through the guard and libetpan, in each phase of a session:
 * a failure is told as one, and what is taken is within its bounds. The server's answers lie ready in
 * a socket before the client asks: its tags are known. */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/fd.h"
#include "base/ipc.h"
#include "fuzz.h"
#include "source/connect.h"
#include "source/session.h"
#include "source/tls.h"
#include "tokens.h"

#define MAIL_BYTES 4096
#define OK "\1 OK done\r\n" /* "\1" stands for the tag of the next command */

/* The first byte: which phase, and whether TLS is asked for before all else. */
#define STARTTLS 0x80

/* What the server has said when the bytes of the input begin. */
static const char *const phases[] = {
    "",
    "* OK hello\r\n",
    "* OK hello\r\n* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR\r\n" OK,
    "* OK hello\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" OK,
    "* PREAUTH in\r\n* CAPABILITY IMAP4rev1 SPECIAL-USE LIST-EXTENDED IDLE\r\n" OK,
    "* PREAUTH in\r\n* CAPABILITY IMAP4rev1 IDLE\r\n" OK
    "* LIST (\\Junk) \"/\" \"Ind&AOk-sirables\"\r\n" OK
    "* 9 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT 8] ok\r\n" OK,
    "* PREAUTH in\r\n* CAPABILITY IMAP4rev1 IDLE\r\n" OK "* LIST () NIL INBOX\r\n" OK
    "* 9 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT 8] ok\r\n" OK "* SEARCH 7 6\r\n" OK
    "* SEARCH 6\r\n" OK "* SEARCH 7\r\n" OK,
    "* PREAUTH in\r\n* CAPABILITY IMAP4rev1 IDLE\r\n" OK "* LIST () NIL INBOX\r\n" OK
    "* 9 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT 8] ok\r\n" OK "* SEARCH 7 6\r\n" OK
    "* SEARCH 6\r\n" OK "* SEARCH 7\r\n" OK "* 1 FETCH (UID 7 BODY[HEADER.FIELDS (FROM)] {2}\r\n\r\n)\r\n" OK OK,
};

/* Stands before the one of libdaemon.a: one end of a pair, into whose other end all was said. */
int connect_host(const char *host, guint16 port, gint64 deadline, GCancellable *cancel,
                 GError **error)
{
    const GString *answers = g_object_get_data(G_OBJECT(cancel), "answers");
    int *far = g_object_get_data(G_OBJECT(cancel), "far");
    int fds[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, fds), ==, 0);
    (void)!send(fds[1], answers->str, answers->len, MSG_NOSIGNAL); /* what fits */
    shutdown(fds[1], SHUT_WR);
    *far = fds[1]; /* the client may write on */
    return fds[0];
}

void connect_keep_alive(int fd, guint seconds)
{
}

/* All that will ever come is there. */
enum wait_end connect_wait(int fd, short events, int cancel_fd, int wake_fd, gint64 deadline)
{
    struct pollfd wait = { fd, events, 0 };

    return poll(&wait, 1, 0) > 0 ? WAIT_READY : WAIT_TIMEOUT;
}

static size_t phase_of(const uint8_t *data)
{
    return (data[0] & ~STARTTLS) % G_N_ELEMENTS(phases);
}

/* The phase, and the input after it. The caller frees. */
static GString *script(const uint8_t *data, size_t size)
{
    GString *text = g_string_new(phases[phase_of(data)]);
    GString *filled = g_string_new(NULL);
    guint tag = 1;

    g_string_append_len(text, (const char *)data + 1, (gssize)size - 1);
    for (gsize i = 0; i < text->len; i++) {
        if (text->str[i] == '\1')
            g_string_append_printf(filled, "%u", tag++);
        else
            g_string_append_c(filled, text->str[i]);
    }
    g_string_free(text, TRUE);
    return filled;
}

static const char *const words[] = {
    "\1 OK done\r\n", "\1 NO [UNAVAILABLE] later\r\n", "\1 NO x\r\n", "\1 BAD x\r\n", "+ \r\n",
    "* BYE full\r\n", "* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR\r\n",
    "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n", "* LIST (\\Junk) \"/\" \"a\"\r\n",
    "* LIST () NIL {3}\r\nabc\r\n", "* 9 EXISTS\r\n", "* 9 EXPUNGE\r\n", "* SEARCH 7 6\r\n",
    "* OK [UIDVALIDITY 9] x\r\n", "* OK [UIDVALIDITY 0] x\r\n", "* OK [UIDNEXT 8] x\r\n",
    "* 1 FETCH (UID 7 BODY[]<0> {2}\r\n\r\n)\r\n", "* 1 FETCH (UID 7 BODY[HEADER] NIL)\r\n",
    "* 1 FETCH (UID 6 INTERNALDATE \"12-Jan-2022 10:00:00 +0100\")\r\n", "[ALERT]", "{5}\r\n",
    "{4294967295}\r\n", "\"a\\\"b\"", "(((((((((((", "NIL",
};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return tokens_mutate(data, size, most, seed, words, G_N_ELEMENTS(words));
}

static void check_trouble(const GError *error)
{
    g_assert_nonnull(error);
    g_assert_true(g_utf8_validate(error->message, -1, NULL));
}

/* Whether it may go on. */
static bool holds(bool good, GError **error)
{
    g_assert_true(good == !*error);
    if (good)
        return true;
    check_trouble(*error);
    good = g_error_matches(*error, TROUBLE_ERROR, TROUBLE_MAILBOX);
    g_clear_error(error);
    return good;
}

static bool check_rows(GPtrArray *rows /* taken */, GError **error)
{
    guint32 last = 0;

    for (guint i = 0; rows && i < rows->len; i++) {
        const struct fetched *row = rows->pdata[i];

        g_assert_cmpuint(row->uid, >=, last);
        g_assert_nonnull(row->raw);
        last = row->uid;
    }
    if (rows)
        g_ptr_array_unref(rows);
    return holds(rows != NULL, error);
}

static bool check_uids(GArray *uids /* taken */, GError **error)
{
    for (guint i = 1; uids && i < uids->len; i++)
        g_assert_cmpuint(g_array_index(uids, guint32, i), >=, g_array_index(uids, guint32, i - 1));
    if (uids)
        g_array_unref(uids);
    return holds(uids != NULL, error);
}

static bool look(struct session *session, GError **error)
{
    static const guint32 uids[] = { 6, 7 };
    static const char *const domains[] = { "ameli.fr", "msa.fr", NULL };
    AUTO(mailbox) inbox = mailbox_from_name("INBOX");
    GPtrArray *mailboxes = session_list(session, error);
    struct selected at;
    GDate day;

    if (!holds(mailboxes != NULL, error))
        return false;
    g_ptr_array_unref(mailboxes);
    if (!session_examine(session, inbox, &at, error))
        return holds(false, error);
    g_assert_cmpuint(at.uidvalidity, !=, 0);
    g_date_clear(&day, 1);
    g_date_set_dmy(&day, 12, G_DATE_JANUARY, 2022);
    return check_uids(session_search_since(session, &day, error), error) &&
           check_uids(session_search_from_domains(session, domains, &day, error), error) &&
           check_uids(session_search_from(session, 7, error), error) &&
           check_rows(session_fetch_headers(session, uids, 2, error), error) &&
           check_rows(session_fetch_trace(session, uids, 2, error), error);
}

static void go_through(struct session *session, struct runner *runner, bool logs_in)
{
    g_autoptr(GError) error = NULL;
    AUTO(fetched) fetched = NULL;
    enum idle_end end;
    bool good = !logs_in || session_login(session, runner, &error);

    if (error)
        g_assert_null(strstr(error->message, "hunter2"));
    if (!holds(good, &error))
        return;
    if (!look(session, &error))
        return;
    good = session_fetch_mail(session, 7, MAIL_BYTES, &fetched, &error);
    if (fetched)
        g_assert_cmpuint(fetched->uid, ==, 7);
    if (!holds(good, &error))
        return;
    good = session_idle(session, session_exists(session), -1, 1, &end, &error);
    holds(good, &error);
}

/* A password file that only we may read. The caller closes. */
static int password_new(void)
{
    g_autoptr(GBytes) password = g_bytes_new_static("hunter2\n", 8);
    int fd = ipc_memfd_new(password, NULL);

    g_assert_cmpint(fchmod(fd, 0600), ==, 0);
    return fd;
}

/* What no handshake comes to here. The system's, loaded once. */
static struct trust *some_trust(void)
{
    static struct trust *trust;

    if (!trust)
        trust = trust_new(NULL, NULL, NULL);
    g_assert_nonnull(trust);
    return trust;
}

static void speak(const uint8_t *data, size_t size)
{
    static char host[] = "imap.example", user[] = "jean";
    AUTO_FD password = password_new();
    g_autofree char *file = g_strdup_printf("/proc/self/fd/%d", password);
    struct settings settings = { 0 };
    struct server server = { .tls = data[0] & STARTTLS ? SERVER_STARTTLS : SERVER_CLEARTEXT,
                             .host = host,
                             .port = 143,
                             .login = { user, NO_COMMAND, NO_COMMAND, file, NULL } };
    struct runner *runner = runner_new_direct(&settings);
    g_autoptr(GCancellable) cancel = g_cancellable_new();
    g_autoptr(GError) error = NULL;
    GString *answers = script(data, size);
    AUTO_FD far = -1;
    struct session *session;

    g_object_set_data(G_OBJECT(cancel), "answers", answers);
    g_object_set_data(G_OBJECT(cancel), "far", &far);
    session = session_open(&server, some_trust(), NULL, 1, cancel, &error);
    /* Nothing here is a handshake: whoever asks for TLS gets no session, and says no password. */
    g_assert_true(!session || server.tls == SERVER_CLEARTEXT);
    if (session)
        go_through(session, runner, phase_of(data) < 4);
    else
        check_trouble(error);
    session_free(session);
    g_string_free(answers, TRUE);
    runner_free(runner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_criticals_are_fatal();
    if (size > 0)
        speak(data, size);
    return 0;
}
