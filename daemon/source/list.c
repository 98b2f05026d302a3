/* LIST by raw lines: libetpan keeps some twenty bytes of each byte of the answer until its end, and an
 * account may see the folders of a whole organisation. Here a line is gone when its mailbox is known. */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "source/session_impl.h"
#include "source/wire.h"

#define TELLING_NAME 8   /* bytes: a shorter one ("Junk") tells nothing, whatever the password is */
#define LITERAL_MAX 4096 /* of a name; elsewhere nothing is that long in an answer to LIST */

struct list {
    struct session *session;
    GPtrArray *mailboxes; /* of struct mailbox */
    GString *line;        /* with its literals, each after the "{…}" that announced it */
    guint left_out;       /* mailboxes whose names cannot be read or shown */
    guint hidden;         /* to be watched under another name, for theirs repeats a secret */
    char tag[16];
};

/* --- lines ---------------------------------------------------------------------------------- */

/* The length of the literal that the end of `line` announces, of which the bytes from `from` on came
 * last; -1: none. The guard (source/wire.h) has refused what is malformed; a line of text for people
 * may end like one, and announces nothing. */
static gint64 announced(const GString *line, gsize from)
{
    bool ends_so = line->len > from && line->str[line->len - 1] == '}';
    const char *open = ends_so ? strrchr(line->str + from, '{') : NULL;

    return open && g_ascii_isdigit(open[1]) ? g_ascii_strtoll(open + 1, NULL, 10) : -1;
}

static int take_literal(struct list *list, gsize length)
{
    mailstream *stream = list->session->imap->imap_stream;
    gsize before = list->line->len;

    g_string_set_size(list->line, before + length);
    for (gsize got = 0; got < length;) {
        gssize more = mailstream_read(stream, list->line->str + before + got, length - got);

        if (more <= 0)
            return MAILIMAP_ERROR_STREAM;
        got += (gsize)more;
    }
    return memchr(list->line->str + before, '\0', length) ? MAILIMAP_ERROR_PARSE : MAILIMAP_NO_ERROR;
}

/* One line into list->line, as long as literals carry it on. */
static int next_line(struct list *list)
{
    g_string_truncate(list->line, 0);
    transport_count_anew(list->session->transport);
    for (;;) {
        const char *part = mailimap_read_line(list->session->imap);
        gsize before = list->line->len;
        gint64 length;
        int code;

        if (!part)
            return MAILIMAP_ERROR_STREAM;
        if (list->session->imap->imap_stream_buffer->len > strlen(part))
            return MAILIMAP_ERROR_PARSE; /* NUL */
        g_string_append_len(list->line, part, (gssize)strcspn(part, "\r\n"));
        length = wire_is_text(list->line->str) ? -1 : announced(list->line, before);
        if (length < 0)
            return MAILIMAP_NO_ERROR;
        if (length > LITERAL_MAX)
            return MAILIMAP_ERROR_PARSE;
        code = take_literal(list, (gsize)length);
        if (code != MAILIMAP_NO_ERROR)
            return code;
    }
}

/* --- what a line says ------------------------------------------------------------------------ */

static bool take(const char **at, char byte)
{
    if (**at != byte)
        return false;
    ++*at;
    return true;
}

static char *quoted(const char **at)
{
    g_autoptr(GString) text = g_string_new(NULL);

    while (**at && **at != '"') {
        if (**at == '\\' && !*++*at)
            return NULL;
        g_string_append_c(text, *(*at)++);
    }
    return take(at, '"') ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static char *literal(const char **at)
{
    char *end;
    gsize length = (gsize)g_ascii_strtoull(*at, &end, 10);
    char *text;

    /* By its length alone: next_line has taken so many bytes, where the line is not one of those that
     * only look like it. */
    if (*end != '}' || length > strlen(end + 1))
        return NULL;
    text = g_strndup(end + 1, length);
    *at = end + 1 + length;
    return text;
}

static char *atom(const char **at)
{
    gsize length = strcspn(*at, " ()\"{");
    char *text = length > 0 ? g_strndup(*at, length) : NULL;

    *at += length;
    return text;
}

/* The caller frees; NULL: there is none. */
static char *astring(const char **at)
{
    if (take(at, '"'))
        return quoted(at);
    return take(at, '{') ? literal(at) : atom(at);
}

struct flags {
    bool no_select, is_junk;
};

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (g_ascii_strcasecmp(word, *words) == 0)
            return true;
    return false;
}

/* One blank at least: some servers send more, as libetpan allows too. */
static bool take_blanks(const char **at)
{
    const char *start = *at;

    while (take(at, ' '))
        continue;
    return *at > start;
}

/* "(…)", after which a blank comes. */
static bool take_flags(const char **at, struct flags *flags)
{
    static const char *const no_select[] = { "\\NoSelect", "\\NonExistent", NULL };
    static const char *const junk[] = { "\\Junk", "\\Spam", NULL };

    if (!take(at, '('))
        return false;
    take_blanks(at);
    while (!take(at, ')')) {
        g_autofree char *flag = atom(at);

        if (!flag || (**at != ' ' && **at != ')'))
            return false;
        flags->no_select |= is_one_of(flag, no_select);
        flags->is_junk |= is_one_of(flag, junk);
        take_blanks(at);
    }
    return take_blanks(at);
}

/* "x" or NIL, after which a blank comes. */
static bool take_delimiter(const char **at, char *delimiter)
{
    g_autofree char *text = NULL;
    bool is_quoted = **at == '"';

    text = astring(at);
    *delimiter = is_quoted && text ? text[0] : '\0';
    return text && (is_quoted ? strlen(text) <= 1 : g_ascii_strcasecmp(text, "NIL") == 0) &&
           take_blanks(at);
}

/* What is shown and stored of a mailbox is its name: one that says the password is to go by another, once
 * the mailboxes are chosen. */
static void note_secret(struct list *list, struct mailbox *mailbox)
{
    struct hush *hush = transport_hush(list->session->transport);

    if (strlen(mailbox->name) >= TELLING_NAME && hush_knows(hush) &&
        hush_is_broken_by(hush, mailbox->name))
        mailbox->hidden_as = ++list->hidden;
}

/* "* LIST …"; what may follow the name (RFC 5258) is passed over. A line that says something else is
 * left out alone: where its answer ends is known all the same. */
static void take_mailbox(struct list *list, const char *at)
{
    struct flags flags = { false, false };
    char delimiter = 0;
    g_autofree char *wire = NULL;
    struct mailbox *mailbox;

    if (take_flags(&at, &flags) && take_delimiter(&at, &delimiter))
        wire = astring(&at);
    if (flags.no_select)
        return;
    mailbox = wire && (!*at || *at == ' ') ? mailbox_from_wire(wire, delimiter) : NULL;
    if (!mailbox) {
        list->left_out++;
        return;
    }
    mailbox->is_junk = flags.is_junk;
    note_secret(list, mailbox);
    g_ptr_array_add(list->mailboxes, mailbox);
}

/* --- the command ----------------------------------------------------------------------------- */

static int end_of(const char *status)
{
    if (g_ascii_strncasecmp(status, "OK", 2) == 0)
        return MAILIMAP_NO_ERROR;
    return g_ascii_strncasecmp(status, "NO", 2) == 0 ? MAILIMAP_ERROR_LIST : MAILIMAP_ERROR_PARSE;
}

static int take_answer(struct list *list)
{
    gsize length = strlen(list->tag);

    for (;;) {
        const char *line;
        int code = next_line(list);

        line = list->line->str;
        if (code == MAILIMAP_NO_ERROR && g_ascii_strncasecmp(line, "* LIST ", 7) == 0)
            take_mailbox(list, line + 7);
        else if (code == MAILIMAP_NO_ERROR && strncmp(line, "* ", 2) != 0)
            return strncmp(line, list->tag, length) == 0 && line[length] == ' '
                       ? end_of(line + length + 1)
                       : MAILIMAP_ERROR_PARSE;
        if (code != MAILIMAP_NO_ERROR)
            return code;
        if (list->mailboxes->len > SESSION_MAILBOXES_MOST)
            transport_fail(list->session->transport, TROUBLE_PROTOCOL,
                           _("it shows more than %d mailboxes; far more than was asked for"),
                           SESSION_MAILBOXES_MOST);
        if (transport_fault(list->session->transport))
            return MAILIMAP_ERROR_STREAM;
    }
}

static int ask(struct list *list)
{
    struct session *session = list->session;
    bool extended =
        session_offers(session, "SPECIAL-USE") && session_offers(session, "LIST-EXTENDED");
    int code;

    session_begin_long(session, SESSION_MAILBOXES_BYTES);
    code = session_send(session,
                        extended ? "LIST \"\" \"*\" RETURN (SPECIAL-USE)" : "LIST \"\" \"*\"");
    if (code != MAILIMAP_NO_ERROR)
        return code;
    g_snprintf(list->tag, sizeof list->tag, "%d", session->imap->imap_tag);
    return take_answer(list);
}

GPtrArray *session_list(struct session *session, GError **error)
{
    g_autoptr(GPtrArray) mailboxes = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
    g_autoptr(GString) line = g_string_new(NULL);
    struct list list = { .session = session, .mailboxes = mailboxes, .line = line };
    bool refused;

    if (!session_ended(session, ask(&list), &refused, error))
        return NULL;
    /* INBOX is there all the same (RFC 3501, 5.1), and so may be what the configuration names. */
    if (refused)
        log_warning(NULL, "%s: the server does not list its mailboxes", session->server->host);
    if (list.left_out > 0)
        log_warning(NULL, "%s: mailboxes not watched, for their names cannot be read or shown: %u",
                    session->server->host, list.left_out);
    return g_steal_pointer(&mailboxes);
}
