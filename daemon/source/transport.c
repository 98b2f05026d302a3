/* Reading and writing under a deadline, a quota and a guard. */
#include "source/transport.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/fd.h"
#include "source/connect.h"
#include "source/wire.h"

struct transport {
    char *host;
    char *peer;
    int fd;
    struct trust *trust;
    gnutls_session_t tls; /* NULL: in clear */
    struct hush *hush;
    GCancellable *cancel;
    int cancel_fd;
    gint64 deadline;
    guint seconds; /* that the deadline allowed, to be named */
    guint64 quota;
    struct wire wire;
    bool greeted; /* the first line was read */
    GError *fault;
};

static gint64 deadline_in(guint seconds)
{
    return g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
}

struct transport *transport_connect(const char *host, guint16 port, guint seconds, struct hush *hush,
                                    GCancellable *cancel, GError **error)
{
    int fd = connect_host(host, port, deadline_in(seconds), cancel, error);
    struct transport *transport;

    if (fd < 0)
        return NULL;
    transport = g_new0(struct transport, 1);
    transport->host = g_strdup(host);
    transport->peer = g_strdup_printf(strchr(host, ':') ? "[%s]:%u" : "%s:%u", host, port);
    transport->fd = fd;
    transport->hush = hush ? hush_ref(hush) : hush_new();
    transport_set_cancel(transport, cancel);
    return transport;
}

void transport_set_cancel(struct transport *transport, GCancellable *cancel)
{
    if (transport->cancel) {
        g_cancellable_release_fd(transport->cancel);
        g_object_unref(transport->cancel);
    }
    transport->cancel = cancel ? g_object_ref(cancel) : NULL;
    transport->cancel_fd = cancel ? g_cancellable_get_fd(cancel) : -1;
}

void transport_keep_alive(struct transport *transport, guint seconds)
{
    connect_keep_alive(transport->fd, seconds);
}

void transport_free(struct transport *transport)
{
    if (!transport)
        return;
    if (transport->tls && !transport->fault)
        (void)gnutls_bye(transport->tls, GNUTLS_SHUT_WR);
    if (transport->tls)
        gnutls_deinit(transport->tls);
    trust_free(transport->trust);
    hush_free(transport->hush);
    transport_set_cancel(transport, NULL);
    fd_close(&transport->fd);
    g_clear_error(&transport->fault);
    g_free(transport->host);
    g_free(transport->peer);
    g_free(transport);
}

const GError *transport_fault(const struct transport *transport)
{
    return transport->fault;
}

struct hush *transport_hush(const struct transport *transport)
{
    return transport->hush;
}

const char *transport_peer(const struct transport *transport)
{
    return transport->peer;
}

void transport_fail(struct transport *transport, enum trouble trouble, const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    if (transport->fault)
        return;
    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    trouble_set(&transport->fault, trouble, "%s: %s", transport->peer, text);
}

void transport_begin(struct transport *transport, guint seconds, guint64 bytes)
{
    transport->seconds = seconds;
    transport->deadline = deadline_in(seconds);
    transport->quota = bytes;
    transport->wire.structure = 0;
    transport->wire.allowed = 0;
}

void transport_allow_structure(struct transport *transport, guint64 bytes)
{
    transport->wire.allowed = bytes;
}

void transport_count_anew(struct transport *transport)
{
    transport->wire.structure = 0;
}

/* Whether the socket became ready for `events`; else the transport has failed. */
static bool await(struct transport *transport, short events)
{
    switch (connect_wait(transport->fd, events, transport->cancel_fd, -1, transport->deadline)) {
    case WAIT_READY:
        return true;
    case WAIT_CANCELLED:
        g_cancellable_set_error_if_cancelled(transport->cancel, &transport->fault);
        return false;
    case WAIT_TIMEOUT:
        transport_fail(transport, TROUBLE_UNREACHABLE,
                       _("no complete answer within %u s; the server or the network is too slow"),
                       transport->seconds);
        return false;
    default:
        transport_fail(transport, TROUBLE_UNREACHABLE, _("cannot wait for it: %s"),
                       g_strerror(errno));
        return false;
    }
}

static bool passing(int code)
{
    return code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED;
}

/* What GnuTLS waits for: a renegotiating read may have to write. */
static short awaited(gnutls_session_t tls)
{
    return gnutls_record_get_direction(tls) ? POLLOUT : POLLIN;
}

bool transport_handshake(struct transport *transport, struct trust *trust, guint seconds,
                         GError **error)
{
    gnutls_session_t tls = tls_session_new(trust, transport->host, transport->fd, error);
    int code;

    if (!tls)
        return false;
    transport->tls = tls;
    transport->trust = trust_ref(trust);
    transport_begin(transport, seconds, 0);
    while ((code = gnutls_handshake(tls)) < 0 && !gnutls_error_is_fatal(code))
        if (passing(code) && !await(transport, awaited(tls)))
            break;
    if (transport->fault) {
        g_propagate_error(error, g_error_copy(transport->fault));
        return false;
    }
    if (code >= 0)
        return true;
    tls_explain(tls, transport->host, transport->hush, code, &transport->fault);
    g_propagate_error(error, g_error_copy(transport->fault));
    return false;
}

/* GnuTLS has no words for what the kernel says. */
static void fail_broken(struct transport *transport, int code)
{
    bool from_kernel = code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR;

    transport_fail(transport, TROUBLE_UNREACHABLE, _("the connection broke: %s"),
                   from_kernel ? g_strerror(errno) : gnutls_strerror(code));
}

/* The bytes read, 0 at the end of the stream, -1 to try again, -2 where it failed. */
static gssize receive(struct transport *transport, void *buffer, gsize size)
{
    gssize got;

    if (!transport->tls) {
        got = recv(transport->fd, buffer, size, 0);
        if (got >= 0)
            return got;
        if (errno == EAGAIN || errno == EINTR)
            return await(transport, POLLIN) ? -1 : -2;
        fail_broken(transport, GNUTLS_E_PULL_ERROR);
        return -2;
    }
    got = gnutls_record_recv(transport->tls, buffer, size);
    if (got >= 0)
        return got;
    if (passing((int)got))
        return await(transport, awaited(transport->tls)) ? -1 : -2;
    /* Many servers close without the farewell of TLS. */
    if (got == GNUTLS_E_PREMATURE_TERMINATION)
        return 0;
    if (!gnutls_error_is_fatal((int)got))
        return -1;
    fail_broken(transport, (int)got);
    return -2;
}

static void fail_at_end(struct transport *transport)
{
    g_autofree char *bye = trouble_quote(transport->hush, transport->wire.bye);

    if (*bye)
        transport_fail(transport, TROUBLE_UNREACHABLE, _("the server ended the connection: %s"),
                       bye);
    else
        transport_fail(transport, TROUBLE_UNREACHABLE, _("the server closed the connection"));
}

/* libetpan 1.9.4 dies of a string in a response code of the greeting, which it reads without a
 * context. We need none of these codes: they become text. */
static void blank_greeting_codes(struct transport *transport, char *bytes, gsize size)
{
    for (gsize i = 0; i < size && !transport->greeted; i++) {
        if (bytes[i] == '[')
            bytes[i] = '(';
        transport->greeted = bytes[i] == '\n';
    }
}

/* What the guard says of bytes that came. libetpan 1.9.4 dies of a list in a response code that does
 * not begin as flags do ("[PERMANENTFLAGS (]"); we need none of these lists, and without its
 * parenthesis one is text. */
static const char *judge(struct transport *transport, char *bytes, gsize size)
{
    const char *refused = NULL;
    char *const end = bytes + size;

    while (!refused && bytes < end) {
        char *open = memchr(bytes, '(', (gsize)(end - bytes));
        char *next = open ? open + 1 : end;

        refused = wire_feed(&transport->wire, bytes, (gsize)(next - bytes), transport->quota);
        if (open && wire_is_in_code(&transport->wire))
            *open = ' ';
        bytes = next;
    }
    return refused;
}

/* -1 at the end too: at 0 libetpan would ask again for ever. */
static ssize_t stream_read(mailstream_low *low, void *buffer, size_t size)
{
    struct transport *transport = low->data;
    const char *refused;
    gssize got = -1;

    while (!transport->fault && got == -1) {
        /* The deadline holds though there is always something to read. */
        if (g_get_monotonic_time() > transport->deadline && !await(transport, 0))
            break;
        got = receive(transport, buffer, size);
    }
    if (got == 0)
        fail_at_end(transport);
    if (transport->fault)
        return -1;
    refused = judge(transport, buffer, (gsize)got);
    if (refused)
        transport_fail(transport, TROUBLE_PROTOCOL, _("the server sent %s; it does not speak IMAP"),
                       refused);
    else if ((guint64)got > transport->quota)
        transport_fail(transport, TROUBLE_PROTOCOL,
                       _("the server sent far more than was asked for; the connection was cut"));
    else if (transport->wire.bye[0])
        fail_at_end(transport); /* nothing follows it, and libetpan leaks the BYE of a greeting */
    else
        transport->quota -= (guint64)got;
    blank_greeting_codes(transport, buffer, (gsize)got);
    return transport->fault ? -1 : got;
}

static ssize_t stream_write(mailstream_low *low, const void *buffer, size_t size)
{
    struct transport *transport = low->data;

    while (!transport->fault) {
        gssize put = transport->tls ? gnutls_record_send(transport->tls, buffer, size)
                                    : send(transport->fd, buffer, size, MSG_NOSIGNAL);

        if (put >= 0)
            return put;
        if (transport->tls ? passing((int)put) : errno == EAGAIN || errno == EINTR)
            (void)await(transport, POLLOUT);
        else
            fail_broken(transport, transport->tls ? (int)put : GNUTLS_E_PUSH_ERROR);
    }
    return -1;
}

static int stream_close(mailstream_low *low)
{
    return 0; /* the transport closes */
}

static int stream_fd(mailstream_low *low)
{
    return ((struct transport *)low->data)->fd;
}

static void stream_free(mailstream_low *low)
{
    free(low);
}

static void stream_cancel(mailstream_low *low)
{
}

static struct mailstream_cancel *stream_get_cancel(mailstream_low *low)
{
    return NULL;
}

static carray *stream_certificates(mailstream_low *low)
{
    return NULL;
}

mailstream_low *transport_stream(struct transport *transport)
{
    /* libetpan wants it writable and never writes. */
    static mailstream_low_driver driver = {
        .mailstream_read = stream_read,
        .mailstream_write = stream_write,
        .mailstream_close = stream_close,
        .mailstream_get_fd = stream_fd,
        .mailstream_free = stream_free,
        .mailstream_cancel = stream_cancel,
        .mailstream_get_cancel = stream_get_cancel,
        .mailstream_get_certificate_chain = stream_certificates,
    };

    return mailstream_low_new(transport, &driver);
}

enum transport_wait transport_wait(struct transport *transport, int wake_fd, int milliseconds)
{
    gint64 deadline = g_get_monotonic_time() + milliseconds * G_GINT64_CONSTANT(1000);

    if (transport->fault)
        return TRANSPORT_BROKEN;
    if (transport->tls && gnutls_record_check_pending(transport->tls) > 0)
        return TRANSPORT_READABLE;
    switch (connect_wait(transport->fd, POLLIN, transport->cancel_fd, wake_fd, deadline)) {
    case WAIT_READY:
        return TRANSPORT_READABLE;
    case WAIT_WOKEN:
        return TRANSPORT_WOKEN;
    case WAIT_TIMEOUT:
        return TRANSPORT_TIMEOUT;
    case WAIT_CANCELLED:
        g_cancellable_set_error_if_cancelled(transport->cancel, &transport->fault);
        return TRANSPORT_BROKEN;
    default:
        transport_fail(transport, TROUBLE_UNREACHABLE, _("cannot wait for it: %s"),
                       g_strerror(errno));
        return TRANSPORT_BROKEN;
    }
}
