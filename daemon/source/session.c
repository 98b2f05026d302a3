/* Opening, closing, and the commands about mailboxes. */
#include "source/session_impl.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/log.h"

#define LOGOUT_SECONDS 3
#define STREAM_BUFFER 16384 /* bytes, twice for each connection */

guint session_connect_seconds(const struct server *server)
{
    return MAX(server->timeout / 3, 1);
}

void session_begin(struct session *session, guint64 bytes)
{
    transport_begin(session->transport, session->server->timeout, bytes);
}

void session_begin_long(struct session *session, guint64 bytes)
{
    transport_begin(session->transport, 3 * session->server->timeout, bytes);
}

static void connection_lost(struct session *session, GError **error)
{
    g_propagate_error(error, g_error_copy(transport_fault(session->transport)));
}

bool session_ended(struct session *session, int code, bool *refused, GError **error)
{
    *refused = false;
    switch (code) {
    case MAILIMAP_NO_ERROR:
        return true;
    case MAILIMAP_ERROR_LOGIN:
    case MAILIMAP_ERROR_LIST:
    case MAILIMAP_ERROR_EXAMINE:
    case MAILIMAP_ERROR_UID_SEARCH:
    case MAILIMAP_ERROR_UID_FETCH:
    case MAILIMAP_ERROR_CUSTOM_COMMAND:
    case MAILIMAP_ERROR_STARTTLS:
        *refused = true;
        return true;
    case MAILIMAP_ERROR_MEMORY:
        transport_fail(session->transport, TROUBLE_PROTOCOL,
                       _("an answer did not fit into memory"));
        break;
    default:
        /* BAD, a foreign tag, or what libetpan cannot parse: we no longer know where we are. */
        transport_fail(session->transport, TROUBLE_PROTOCOL,
                       _("the server did not answer as IMAP asks (libetpan code %d); is this the "
                         "port of IMAP?"),
                       code);
    }
    connection_lost(session, error);
    return false;
}

char *session_said(const struct session *session)
{
    return trouble_quote(transport_hush(session->transport),
                         session->imap->imap_response ? session->imap->imap_response : "");
}

int session_send(struct session *session, const char *rest)
{
    int code = mailimap_send_current_tag(session->imap);

    if (code != MAILIMAP_NO_ERROR)
        return code;
    if (mailstream_write(session->imap->imap_stream, rest, strlen(rest)) < 0 ||
        mailstream_write(session->imap->imap_stream, "\r\n", 2) < 0 ||
        mailstream_flush(session->imap->imap_stream) < 0)
        return MAILIMAP_ERROR_STREAM;
    return MAILIMAP_NO_ERROR;
}

int session_answer(struct session *session)
{
    struct mailimap_response *response;
    int code = mailimap_parse_response(session->imap, &response);

    if (code != MAILIMAP_NO_ERROR)
        return code;
    if (response->rsp_resp_done->rsp_data.rsp_tagged->rsp_cond_state->rsp_type !=
        MAILIMAP_RESP_COND_STATE_OK)
        code = MAILIMAP_ERROR_CUSTOM_COMMAND;
    mailimap_response_free(response);
    return code;
}

/* Not mailimap_custom_command: it sends a blank at the end (1.9.4), which Cyrus refuses. */
int session_command(struct session *session, const char *command)
{
    int code = session_send(session, command);

    if (code != MAILIMAP_NO_ERROR)
        return code;
    return mailimap_read_line(session->imap) ? session_answer(session) : MAILIMAP_ERROR_STREAM;
}

bool session_offers(const struct session *session, const char *capability)
{
    return g_hash_table_contains(session->capabilities, capability);
}

static void keep_capabilities(struct session *session, clist *list)
{
    for (clistiter *at = clist_begin(list); at; at = clist_next(at)) {
        struct mailimap_capability *one = clist_content(at);
        bool is_auth = one->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE;
        const char *name = is_auth ? one->cap_data.cap_auth_type : one->cap_data.cap_name;
        g_autofree char *whole = g_strconcat(is_auth ? "AUTH=" : "", name, NULL);

        g_hash_table_add(session->capabilities, g_ascii_strup(whole, -1));
    }
}

bool session_ask_capabilities(struct session *session, GError **error)
{
    struct mailimap_connection_info *info = session->imap->imap_connection_info;
    bool refused;

    g_hash_table_remove_all(session->capabilities);
    if (info->imap_capability)
        mailimap_capability_data_free(info->imap_capability);
    info->imap_capability = NULL;
    session_begin(session, SESSION_COMMAND_BYTES);
    /* Not mailimap_capability: it dies where the OK comes without the data (1.9.4). */
    if (!session_ended(session, session_command(session, "CAPABILITY"), &refused, error))
        return false;
    /* "* CAPABILITY" and no word has no list. */
    if (info->imap_capability && info->imap_capability->cap_list)
        keep_capabilities(session, info->imap_capability->cap_list);
    return true;
}

/* The greeting. `*preauth`: the server takes us as logged in. */
static bool greet(struct session *session, bool *preauth, GError **error)
{
    mailstream *stream = mailstream_new(transport_stream(session->transport), STREAM_BUFFER);
    bool refused;
    int code;

    session_begin(session, SESSION_COMMAND_BYTES);
    code = mailimap_connect(session->imap, stream);
    *preauth = code == MAILIMAP_NO_ERROR_AUTHENTICATED;
    if (*preauth || code == MAILIMAP_NO_ERROR_NON_AUTHENTICATED)
        return true;
    return session_ended(session, code, &refused, error);
}

static bool fail(struct session *session, GError **error, enum trouble trouble, const char *text)
{
    transport_fail(session->transport, trouble, "%s", text);
    connection_lost(session, error);
    return false;
}

/* No answer to what was asked in clear may be read as if it had come through TLS. */
static bool start_tls(struct session *session, bool preauth, struct trust *trust, GError **error)
{
    bool refused;

    if (preauth)
        return fail(session, error, TROUBLE_PROTOCOL,
                    _("the server logs in without TLS (PREAUTH); somebody may be in between"));
    if (!session_ask_capabilities(session, error))
        return false;
    if (!session_offers(session, "STARTTLS"))
        return fail(session, error, TROUBLE_PROTOCOL,
                    _("the server offers no STARTTLS; use imaps:// if it has a port for TLS"));
    session_begin(session, SESSION_COMMAND_BYTES);
    if (!session_ended(session, session_command(session, "STARTTLS"), &refused, error))
        return false;
    if (refused)
        return fail(session, error, TROUBLE_UNREACHABLE,
                    _("the server refuses STARTTLS at present"));
    if (session->imap->imap_stream->read_buffer_len > 0)
        return fail(session, error, TROUBLE_PROTOCOL,
                    _("data was slipped in before TLS began; somebody may be in between"));
    return transport_handshake(session->transport, trust, session->server->timeout, error);
}

static bool establish(struct session *session, struct trust *trust, guint seconds, GError **error)
{
    bool preauth;

    if (session->server->tls == SERVER_TLS &&
        !transport_handshake(session->transport, trust, seconds, error))
        return false;
    if (!greet(session, &preauth, error))
        return false;
    if (session->server->tls == SERVER_STARTTLS && !start_tls(session, preauth, trust, error))
        return false;
    return session_ask_capabilities(session, error);
}

struct session *session_open(const struct server *server, struct trust *trust, struct hush *hush,
                             guint seconds, GCancellable *cancel, GError **error)
{
    struct transport *transport =
        transport_connect(server->host, server->port, seconds, hush, cancel, error);
    AUTO(session) session = NULL;

    if (!transport)
        return NULL;
    transport_keep_alive(transport, server->timeout);
    session = g_new0(struct session, 1);
    session->server = server;
    session->transport = transport;
    session->imap = mailimap_new(0, NULL);
    session->capabilities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return establish(session, trust, seconds, error) ? g_steal_pointer(&session) : NULL;
}

void session_set_cancel(struct session *session, GCancellable *cancel)
{
    transport_set_cancel(session->transport, cancel);
}

void session_free(struct session *session)
{
    if (!session)
        return;
    transport_begin(session->transport, LOGOUT_SECONDS, SESSION_COMMAND_BYTES);
    /* Logs out where it can, and frees the stream. */
    mailimap_free(session->imap);
    transport_free(session->transport);
    g_hash_table_unref(session->capabilities);
    g_free(session);
}

bool session_examine(struct session *session, const struct mailbox *mailbox,
                     struct selected *selected, GError **error)
{
    const struct mailimap_selection_info *info;
    bool refused;

    session_begin(session, SESSION_COMMAND_BYTES);
    if (!session_ended(session, mailimap_examine(session->imap, mailbox->wire), &refused, error))
        return false;
    if (refused) {
        g_autofree char *said = session_said(session);

        return trouble_set(error, TROUBLE_MAILBOX,
                           _("%s: the mailbox %s cannot be opened (%s); correct mailboxes"),
                           transport_peer(session->transport), mailbox->name, said);
    }
    info = session->imap->imap_selection_info;
    if (info->sel_uidvalidity == 0)
        return fail(session, error, TROUBLE_PROTOCOL, _("the server gives no UIDVALIDITY"));
    *selected = (struct selected){ info->sel_uidvalidity, info->sel_uidnext, info->sel_exists };
    return true;
}

guint32 session_exists(const struct session *session)
{
    const struct mailimap_selection_info *info = session->imap->imap_selection_info;

    return info ? info->sel_exists : 0;
}
