/* The protocol: what libmilter calls, from its own threads, one of them at a time for a session. */
#include "run/milter_session.h"

#include <glib/gi18n.h>
#include <libmilter/mfapi.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "message/message.h"
#include "run/take.h"

/* A byte more than is read, so that it is seen to be cut. */
#define RAW_MAX (MESSAGE_MAX_BYTES + 1)

/* libmilter knows no data of ours before the first session has some: hence this one pointer, set
 * before its threads begin. */
static struct milter_worker *served;

struct session {
    struct milter_worker *worker;
    unsigned long steps; /* SMFIP_* as agreed */
    bool begun;          /* a mail is on its way */
    bool in_body;
    GHashTable *known; /* set: the recipients */
    struct milter_mail mail;
    int forged; /* fields of our name that came in */
};

static struct session *session_of(SMFICTX *context)
{
    return smfi_getpriv(context);
}

static void end_mail(struct session *session)
{
    if (!session->begun)
        return;
    session->begun = false;
    g_clear_pointer(&session->mail.owners, g_ptr_array_unref);
    g_clear_pointer(&session->mail.raw, g_byte_array_unref);
    g_clear_pointer(&session->known, g_hash_table_unref);
    milter_worker_end(session->worker);
}

static sfsistat answer(const struct session *session, unsigned long no_reply)
{
    return session->steps & no_reply ? SMFIS_NOREPLY : SMFIS_CONTINUE;
}

/* --- the envelope -------------------------------------------------------------------------- */

/* What we can do without is not sent, what we do not decide is not answered. Of a body that is
 * longer than a reader takes we want no more, where the server knows that, which saves more than
 * not answering its pieces. */
static sfsistat on_negotiate(SMFICTX *context, unsigned long offered_actions,
                             unsigned long offered_steps, unsigned long offered2,
                             unsigned long offered3, unsigned long *actions, unsigned long *steps,
                             unsigned long *wanted2, unsigned long *wanted3)
{
    struct session *session = session_of(context);

    if (!session) {
        session = g_new0(struct session, 1);
        session->worker = served;
        smfi_setpriv(context, session);
    }
    session->steps = offered_steps & (SMFIP_NOCONNECT | SMFIP_NOHELO | SMFIP_NOUNKNOWN |
                                      SMFIP_NODATA | SMFIP_NOEOH | SMFIP_NR_MAIL | SMFIP_NR_RCPT |
                                      SMFIP_NR_HDR | SMFIP_HDR_LEADSPC |
                                      (offered_steps & SMFIP_SKIP ? SMFIP_SKIP : SMFIP_NR_BODY));
    *actions = offered_actions & (SMFIF_ADDHDRS | SMFIF_CHGHDRS);
    *steps = session->steps;
    *wanted2 = *wanted3 = 0;
    return SMFIS_CONTINUE;
}

static sfsistat on_sender(SMFICTX *context, char **words)
{
    struct session *session = session_of(context);

    end_mail(session);
    milter_worker_begin(session->worker);
    session->begun = true;
    session->in_body = false;
    session->forged = 0;
    session->mail.owners = g_ptr_array_new_with_free_func(g_free);
    session->mail.raw = g_byte_array_new();
    session->known = g_hash_table_new(g_str_hash, g_str_equal);
    return answer(session, SMFIP_NR_MAIL);
}

/* The address without its brackets and its route, in lower case as owners are: it is one owner
 * however it is written. */
static char *owner_of(const char *word)
{
    g_autofree char *bare = g_utf8_make_valid(word, -1);
    gsize length = strlen(bare);
    const char *begin = bare, *route;
    char *owner;

    if (*begin == '<' && length > 1 && bare[length - 1] == '>') {
        bare[length - 1] = '\0';
        begin++;
    }
    route = *begin == '@' ? strchr(begin, ':') : NULL;
    owner = g_strdup(route ? route + 1 : begin);
    for (char *at = owner; *at; at++)
        *at = g_ascii_iscntrl(*at) ? '?' : g_ascii_tolower(*at);
    return owner;
}

static sfsistat on_recipient(SMFICTX *context, char **words)
{
    struct session *session = session_of(context);
    GPtrArray *owners = session->mail.owners;
    g_autofree char *owner = owner_of(words[0]);

    if (owners->len <= MILTER_OWNERS_MAX && !g_hash_table_contains(session->known, owner)) {
        g_ptr_array_add(owners, owners->len < MILTER_OWNERS_MAX ? g_steal_pointer(&owner) : NULL);
        if (owners->len <= MILTER_OWNERS_MAX)
            g_hash_table_add(session->known, g_ptr_array_index(owners, owners->len - 1));
    }
    return answer(session, SMFIP_NR_RCPT);
}

/* --- the mail ------------------------------------------------------------------------------ */

static bool append(struct session *session, const void *data, gsize length)
{
    GByteArray *raw = session->mail.raw;

    g_byte_array_append(raw, data, (guint)MIN(length, RAW_MAX - raw->len));
    return raw->len < RAW_MAX;
}

static void append_text(struct session *session, const char *text)
{
    append(session, text, strlen(text));
}

/* Fields come without their last line ending, and with a bare newline where they are folded. */
static sfsistat on_field(SMFICTX *context, char *name, char *value)
{
    struct session *session = session_of(context);
    g_autofree char *bare = g_strchomp(g_strdup(name));
    g_auto(GStrv) lines = NULL;

    if (g_ascii_strcasecmp(bare, TAKE_FIELD) == 0) {
        session->forged++;
        return answer(session, SMFIP_NR_HDR);
    }
    append_text(session, name);
    append_text(session, session->steps & SMFIP_HDR_LEADSPC ? ":" : ": ");
    lines = g_strsplit(value, "\n", -1);
    for (char **line = lines; *line; line++) {
        append(session, *line, strcspn(*line, "\r"));
        append_text(session, "\r\n");
    }
    return answer(session, SMFIP_NR_HDR);
}

static void begin_body(struct session *session)
{
    if (!session->in_body)
        append_text(session, "\r\n");
    session->in_body = true;
}

static sfsistat on_body(SMFICTX *context, unsigned char *data, size_t length)
{
    struct session *session = session_of(context);

    begin_body(session);
    if (!append(session, data, length) && session->steps & SMFIP_SKIP)
        return SMFIS_SKIP;
    return answer(session, SMFIP_NR_BODY);
}

/* A field of our name that another wrote is none of ours, whatever becomes of the mail. The last
 * one first, so that the others keep their number. */
static void mark(SMFICTX *context, const struct session *session, const char *verdict)
{
    g_autofree char *value =
        g_strconcat(session->steps & SMFIP_HDR_LEADSPC ? " " : "", verdict, NULL);
    char name[] = TAKE_FIELD;

    for (int i = session->forged; i > 0; i--)
        smfi_chgheader(context, name, i, NULL);
    if (verdict)
        smfi_addheader(context, name, value);
}

static sfsistat on_end(SMFICTX *context)
{
    struct session *session = session_of(context);
    g_autofree char *verdict = NULL;

    begin_body(session);
    verdict = milter_worker_take(session->worker, &session->mail);
    mark(context, session, verdict);
    end_mail(session);
    return SMFIS_CONTINUE;
}

static sfsistat on_abort(SMFICTX *context)
{
    end_mail(session_of(context));
    return SMFIS_CONTINUE;
}

static sfsistat on_close(SMFICTX *context)
{
    struct session *session = session_of(context);

    if (!session)
        return SMFIS_CONTINUE;
    end_mail(session);
    smfi_setpriv(context, NULL);
    g_free(session);
    return SMFIS_CONTINUE;
}

/* --- serving ------------------------------------------------------------------------------- */

bool milter_session_listen(const char *socket, GError **error)
{
    char name[] = "vigie";
    g_autofree char *place = g_strdup(socket);
    const struct smfiDesc filter = { .xxfi_name = name,
                                     .xxfi_version = SMFI_VERSION,
                                     .xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS,
                                     .xxfi_envfrom = on_sender,
                                     .xxfi_envrcpt = on_recipient,
                                     .xxfi_header = on_field,
                                     .xxfi_body = on_body,
                                     .xxfi_eom = on_end,
                                     .xxfi_abort = on_abort,
                                     .xxfi_close = on_close,
                                     .xxfi_negotiate = on_negotiate };
    mode_t mask = umask(0117); /* the mail server writes to it as one of our group */
    bool good = smfi_register(filter) == MI_SUCCESS && smfi_setconn(place) == MI_SUCCESS &&
                smfi_opensocket(true) == MI_SUCCESS;

    umask(mask);
    if (good)
        return true;
    g_set_error(
        error, VIGIE_ERROR, EX_CANTCREAT,
        _("cannot listen at %s; write unix:/FOLDER/milter.sock, of a folder that is ours, or "
          "inet:PORT@127.0.0.1, of a port that is free"),
        socket);
    return false;
}

void milter_session_serve(struct milter_worker *worker)
{
    served = worker;
    smfi_main();
}
