/* Logging in: PLAIN where it is offered, else LOGIN; XOAUTH2 for tokens. Nothing of the secret goes
 * into a message, not even where the server repeats it (base/hush.h). */
#include "base/login.h"

#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "source/session_impl.h"

static char *encode_plain(const char *user, const struct secret *secret)
{
    gsize size = strlen(user) + secret_length(secret) + 2;
    g_autofree char *plain = g_malloc0(size);
    char *encoded;

    memcpy(plain + 1, user, strlen(user));
    memcpy(plain + 2 + strlen(user), secret_bytes(secret), secret_length(secret));
    encoded = g_base64_encode((guchar *)plain, size);
    explicit_bzero(plain, size);
    return encoded;
}

/* The next line that answers: untagged data may come at any time (RFC 3501, 7). */
static bool read_answer(struct session *session)
{
    const char *line;

    do
        line = mailimap_read_line(session->imap);
    while (line && line[0] == '*');
    return line != NULL;
}

/* By hand: libetpan's mailimap_authenticate loads plug-ins of libsasl2. */
static int authenticate_plain(struct session *session, const char *encoded)
{
    mailstream *stream = session->imap->imap_stream;
    bool initial = session_offers(session, "SASL-IR");
    g_autofree char *command =
        g_strconcat("AUTHENTICATE PLAIN", initial ? " " : NULL, encoded, NULL);
    int code = session_send(session, initial ? command : "AUTHENTICATE PLAIN");

    explicit_bzero(command, strlen(command));
    if (code != MAILIMAP_NO_ERROR)
        return code;
    if (!read_answer(session))
        return MAILIMAP_ERROR_STREAM;
    if (!initial && session->imap->imap_stream_buffer->str[0] == '+') {
        if (mailstream_write(stream, encoded, strlen(encoded)) < 0 ||
            mailstream_write(stream, "\r\n", 2) < 0 || mailstream_flush(stream) < 0 ||
            !read_answer(session))
            return MAILIMAP_ERROR_STREAM;
    }
    code = session_answer(session);
    if (code == MAILIMAP_NO_ERROR)
        session->imap->imap_state = MAILIMAP_STATE_AUTHENTICATED;
    return code;
}

static int authenticate(struct session *session, const struct secret *secret, bool is_token)
{
    const char *user = session->server->login.user;
    g_autofree char *encoded = NULL;
    int code;

    if (is_token)
        return mailimap_oauth2_authenticate(session->imap, user, secret_bytes(secret));
    if (!session_offers(session, "AUTH=PLAIN"))
        return mailimap_login(session->imap, user, secret_bytes(secret));
    encoded = encode_plain(user, secret);
    code = authenticate_plain(session, encoded);
    explicit_bzero(encoded, strlen(encoded));
    return code;
}

/* RFC 5530: what says "later" and not "wrong". */
static bool refused_for_now(const struct session *session)
{
    static const char *const codes[] = { "UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG" };
    const char *code =
        session->imap->imap_response_info ? session->imap->imap_response_info->rsp_atom : NULL;

    for (gsize i = 0; code && i < G_N_ELEMENTS(codes); i++)
        if (g_ascii_strcasecmp(code, codes[i]) == 0)
            return true;
    return false;
}

static bool explain_refusal(struct session *session, bool is_token, GError **error)
{
    g_autofree char *said = session_said(session);
    const char *shown = *said ? said : _("no reason is given");

    if (refused_for_now(session))
        transport_fail(session->transport, TROUBLE_UNREACHABLE, _("no login at present: %s"),
                       shown);
    else
        transport_fail(session->transport, TROUBLE_LOGIN, _("the login of %s was refused (%s); %s"),
                       session->server->login.user, shown,
                       is_token ? _("check user and oauth2-command")
                                : _("check user and password; some providers ask for an "
                                    "application password"));
    g_propagate_error(error, g_error_copy(transport_fault(session->transport)));
    return false;
}

/* Why no login can even be tried; NULL: it can. */
static const char *hindrance(const struct session *session, const struct secret *secret,
                             bool is_token)
{
    if (!session->server->login.user)
        return _("no user is configured; set user");
    if (strpbrk(session->server->login.user, "\r\n"))
        return _("the user holds a line break; correct user");
    if (strlen(secret_bytes(secret)) != secret_length(secret) ||
        strpbrk(secret_bytes(secret), "\r\n"))
        return _("the password holds a NUL or a line break; correct what gives it");
    if (is_token && !session_offers(session, "AUTH=XOAUTH2"))
        return _("the server takes no access token (XOAUTH2); use a password");
    if (!is_token && !session_offers(session, "AUTH=PLAIN") &&
        session_offers(session, "LOGINDISABLED"))
        return _(
            "the server takes no password here (LOGINDISABLED); use imaps:// or oauth2-command");
    return NULL;
}

/* A file that gives the same each time: what a pipe gives, the login needs. */
static bool is_at_hand(const struct login *login)
{
    bool by_command = login->oauth2_command != NO_COMMAND || login->password_command != NO_COMMAND;
    struct stat facts;

    if (by_command || !login->password_file)
        return !by_command && login->credential;
    return stat(login->password_file, &facts) == 0 && S_ISREG(facts.st_mode);
}

struct hush *session_hush_new(const struct login *login, struct runner *runner)
{
    struct hush *hush = hush_new();
    bool is_token;
    AUTO(secret) secret = is_at_hand(login) ? login_secret(login, runner, &is_token, NULL) : NULL;

    if (secret)
        hush_learn(hush, secret);
    else
        hush_expect(hush);
    return hush;
}

bool session_login(struct session *session, struct runner *runner, GError **error)
{
    g_autoptr(GError) cause = NULL;
    bool is_token = false;
    AUTO(secret) secret = NULL;
    const char *why;
    bool refused;

    if (session->imap->imap_state == MAILIMAP_STATE_AUTHENTICATED) /* PREAUTH, through TLS */
        return true;
    secret = login_secret(&session->server->login, runner, &is_token, &cause);
    if (!secret)
        return trouble_set(error, TROUBLE_SECRET, "%s: %s", transport_peer(session->transport),
                           cause->message);
    why = hindrance(session, secret, is_token);
    if (why)
        return trouble_set(error, TROUBLE_LOGIN, "%s: %s", transport_peer(session->transport), why);
    hush_learn(transport_hush(session->transport), secret);
    session_begin(session, SESSION_COMMAND_BYTES);
    if (!session_ended(session, authenticate(session, secret, is_token), &refused, error))
        return false;
    return refused ? explain_refusal(session, is_token, error)
                   : session_ask_capabilities(session, error);
}
