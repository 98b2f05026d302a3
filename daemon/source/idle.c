/* IDLE (RFC 2177) by raw lines: mailimap_idle blocks where an untagged line comes before the "+",
 * as Outlook sends it. */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "source/session_impl.h"

#define IDLE_BYTES (1024 * 1024) /* of untagged chatter in one IDLE */

struct idle {
    struct session *session;
    guint32 exists; /* as the server's lines so far add up */
    bool news;
    bool refused; /* with NO or BAD, though IDLE was offered */
    char tag[16];
};

static const char *read_line(struct idle *idle)
{
    return mailimap_read_line(idle->session->imap);
}

/* "* 5 EXISTS", "* 3 EXPUNGE". Some servers repeat EXISTS at each IDLE: only growth is news. */
static void take_line(struct idle *idle, const char *line)
{
    char *rest;
    guint64 number;

    if (strncmp(line, "* ", 2) != 0)
        return;
    number = g_ascii_strtoull(line + 2, &rest, 10);
    if (g_ascii_strncasecmp(rest, " EXPUNGE", 8) == 0 && idle->exists > 0)
        idle->exists--;
    if (g_ascii_strncasecmp(rest, " EXISTS", 7) != 0)
        return;
    idle->news = idle->news || number > idle->exists;
    idle->exists = (guint32)MIN(number, G_MAXUINT32);
}

static bool is_tagged(const struct idle *idle, const char *line)
{
    gsize length = strlen(idle->tag);

    return strncmp(line, idle->tag, length) == 0 && line[length] == ' ';
}

/* Sends IDLE and reads until the "+". False: the connection broke, or the server refused. */
static bool begin(struct idle *idle)
{
    struct session *session = idle->session;
    const char *line;

    session_begin(session, IDLE_BYTES);
    if (session_send(session, "IDLE") != MAILIMAP_NO_ERROR)
        return false;
    g_snprintf(idle->tag, sizeof idle->tag, "%d", session->imap->imap_tag);
    while ((line = read_line(idle)) && *line != '+') {
        idle->refused = is_tagged(idle, line);
        if (idle->refused)
            return false;
        take_line(idle, line);
    }
    return line != NULL;
}

/* Sends DONE and reads to the end of the command. */
static bool end(struct idle *idle)
{
    mailstream *stream = idle->session->imap->imap_stream;
    const char *line;

    session_begin(idle->session, IDLE_BYTES);
    if (mailstream_write(stream, "DONE\r\n", 6) < 0 || mailstream_flush(stream) < 0)
        return false;
    while ((line = read_line(idle)) && !is_tagged(idle, line))
        take_line(idle, line);
    return line != NULL;
}

/* Reads lines until there is news or a reason to stop. */
static bool listen(struct idle *idle, int wake_fd, gint64 until, enum idle_end *reason)
{
    struct session *session = idle->session;
    guint64 chatter = 0;

    *reason = IDLE_NEWS;
    while (!idle->news) {
        gint64 left = (until - g_get_monotonic_time()) / 1000;
        enum transport_wait waited = TRANSPORT_READABLE;
        const char *line;

        if (left <= 0)
            waited = TRANSPORT_TIMEOUT;
        else if (session->imap->imap_stream->read_buffer_len == 0)
            waited = transport_wait(session->transport, wake_fd, (int)left);
        if (waited == TRANSPORT_BROKEN)
            return false;
        if (waited != TRANSPORT_READABLE) {
            *reason = waited == TRANSPORT_WOKEN ? IDLE_WOKEN : IDLE_RENEW;
            return true;
        }
        session_begin(session, IDLE_BYTES - chatter);
        line = read_line(idle);
        if (!line)
            return false;
        chatter = MIN(chatter + strlen(line), IDLE_BYTES);
        if (is_tagged(idle, line)) {
            transport_fail(session->transport, TROUBLE_PROTOCOL,
                           _("the server ended IDLE by itself"));
            return false;
        }
        take_line(idle, line);
    }
    return true;
}

bool session_idle(struct session *session, guint32 exists, int wake_fd, guint seconds,
                  enum idle_end *reason, GError **error)
{
    struct idle idle = { .session = session, .exists = exists };
    gint64 until = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

    if (begin(&idle) && listen(&idle, wake_fd, until, reason) && end(&idle)) {
        if (idle.news)
            *reason = IDLE_NEWS;
        return true;
    }
    if (idle.refused) {
        g_hash_table_remove(session->capabilities, "IDLE");
        *reason = IDLE_RENEW;
        return true;
    }
    transport_fail(session->transport, TROUBLE_PROTOCOL, _("the server broke IDLE off"));
    g_propagate_error(error, g_error_copy(transport_fault(session->transport)));
    return false;
}
