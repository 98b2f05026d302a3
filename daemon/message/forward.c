/* Originals quoted inline. Mailers agree on no form but this: some lines "label: value", one of them
 * the sender, the text below them; perhaps quoted as a whole, perhaps under a line that says so. */
#include "message/forward.h"

#include <string.h>

#include "message/forward_date.h"
#include "message/header.h"
#include "message/links.h"
#include "message/value.h"

/* « Date d’envoi » is the longest. */
#define MAX_LABEL 40

/* To and Cc of a long list go on for some lines. Each line that looks like a field may begin a
 * header: without a bound, a text of fields is read a line more often than it has lines. */
#define MAX_HEADER_LINES 40

enum field { FIELD_NONE, FIELD_FROM, FIELD_DATE, FIELD_SUBJECT, FIELD_TO, FIELD_OTHER, FIELDS };

struct header {
    char *values[FIELDS];
    guint fields; /* how many of FROM, DATE, SUBJECT and TO */
    guint depth;  /* of quoting */
    guint first, after; /* lines */
};

static void header_clear(struct header *header)
{
    for (int i = 0; i < FIELDS; i++)
        g_clear_pointer(&header->values[i], g_free);
}

/* How many ">" the line begins with; `*content` is what follows them. */
static guint quote_depth(const char *line, const char **content)
{
    guint depth = 0;

    for (; *line == '>' || *line == ' '; line++)
        depth += *line == '>';
    *content = line;
    return depth;
}

/* The line without the first `depth` levels of quoting. */
static const char *unquote(const char *line, guint depth)
{
    for (; depth && (*line == '>' || *line == ' '); line++)
        depth -= *line == '>';
    return *line == ' ' ? line + 1 : line;
}

static bool is_empty(const char *line)
{
    const char *content;

    quote_depth(line, &content);
    return !*content;
}

static enum field field_of_label(const char *label)
{
    static const struct {
        const char *label;
        enum field field;
    } labels[] = {
        { "de", FIELD_FROM },            { "from", FIELD_FROM },
        { "expéditeur", FIELD_FROM },    { "exp", FIELD_FROM },
        { "date", FIELD_DATE },          { "envoyé", FIELD_DATE },
        { "envoyé le", FIELD_DATE },     { "date d’envoi", FIELD_DATE },
        { "sent", FIELD_DATE },          { "le", FIELD_DATE },
        { "objet", FIELD_SUBJECT },      { "sujet", FIELD_SUBJECT },
        { "subject", FIELD_SUBJECT },    { "à", FIELD_TO },
        { "a", FIELD_TO },               { "to", FIELD_TO },
        { "pour", FIELD_TO },            { "destinataire", FIELD_TO },
        { "destinataires", FIELD_TO },   { "cc", FIELD_OTHER },
        { "bcc", FIELD_OTHER },          { "cci", FIELD_OTHER },
        { "copie", FIELD_OTHER },        { "copie à", FIELD_OTHER },
        { "répondre à", FIELD_OTHER },   { "reply-to", FIELD_OTHER },
        { "importance", FIELD_OTHER },   { "priorité", FIELD_OTHER },
        { "pièces jointes", FIELD_OTHER }, { "attachments", FIELD_OTHER },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
        if (!strcmp(label, labels[i].label))
            return labels[i].field;
    return FIELD_NONE;
}

/* Without the stars and blanks that plain text made from bold has around it. Frees. */
static char *bare(const char *begin, gsize length)
{
    while (length && strchr("* \t", *begin))
        begin++, length--;
    while (length && strchr("* \t", begin[length - 1]))
        length--;
    return g_strndup(begin, length);
}

/* The field that `line` is, its value in `*value` (the caller frees). Orange and others: « Message
 * du 12/01/22 10:00 ». */
static enum field read_field(const char *line, char **value)
{
    static const char message_of[] = "message du ";
    const char *colon;
    g_autofree char *label = NULL;
    g_autofree char *lower = NULL;
    enum field field;

    quote_depth(line, &line);
    if (!g_ascii_strncasecmp(line, message_of, strlen(message_of)) &&
        g_ascii_isdigit(line[strlen(message_of)])) {
        *value = g_strdup(line + strlen(message_of));
        return FIELD_DATE;
    }
    colon = strchr(line, ':');
    if (!colon || colon - line > MAX_LABEL)
        return FIELD_NONE;
    label = bare(line, (gsize)(colon - line));
    lower = g_utf8_strdown(label, -1);
    field = field_of_label(lower);
    if (field != FIELD_NONE)
        *value = bare(colon + 1, strlen(colon + 1));
    return field;
}

static bool is_field(const char *line)
{
    g_autofree char *value = NULL;

    return line && read_field(line, &value) != FIELD_NONE;
}

/* « ---------- Message transféré --------- », "Begin forwarded message:" and their like. */
static bool is_marker(const char *line)
{
    static const char *const words[] = {
        "message transféré", "message réexpédié", "message d’origine", "message original",
        "message initial", "mail transféré", "mail original", "forwarded message",
        "original message", "forwarded by", "transféré par",
    };
    const char *content;
    g_autofree char *lower = NULL;

    quote_depth(line, &content);
    if (strlen(content) > 100)
        return false;
    lower = g_utf8_strdown(content, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i]))
            return true;
    return *lower && strspn(lower, "_-") == strlen(lower);
}

/* Takes a field into the header; FALSE where it belongs to another header, or to the text. */
static bool take(struct header *header, enum field field, char *value)
{
    if (field != FIELD_OTHER && header->values[field]) {
        g_free(value);
        return false;
    }
    header->fields += field != FIELD_OTHER;
    g_free(header->values[field]);
    header->values[field] = value;
    return true;
}

/* Whether `line`, which is no field, goes on with the field before it: its value stands below its
 * label, a list goes on, or a long subject was wrapped and another field follows. */
static bool goes_on(const struct header *header, enum field last, const char *const *line)
{
    const char *value = header->values[last];

    if (!*value)
        return true;
    return g_str_has_suffix(value, ",") || g_str_has_suffix(value, ";") || is_field(line[1]);
}

static void join(struct header *header, enum field last, const char *line)
{
    const char *content;
    char *joined;

    quote_depth(line, &content);
    joined = g_strconcat(header->values[last], *header->values[last] ? " " : "", content, NULL);
    g_free(header->values[last]);
    header->values[last] = joined;
}

static bool is_new_field(const struct header *header, const char *line)
{
    g_autofree char *value = NULL;
    enum field field = line ? read_field(line, &value) : FIELD_NONE;

    return field != FIELD_NONE && field != FIELD_OTHER && !header->values[field];
}

/* Reads the header that begins at lines[first], whether it is one or not. */
static void read_header(struct header *header, const char *const *lines, guint first)
{
    enum field last = FIELD_NONE;
    const char *content;
    guint i = first;

    header->first = first;
    header->depth = quote_depth(lines[first], &content);
    for (; lines[i] && i - first < MAX_HEADER_LINES; i++) {
        char *value = NULL;
        enum field field = read_field(lines[i], &value);

        if (field != FIELD_NONE) {
            if (!take(header, field, value))
                break;
            last = field;
        } else if (is_empty(lines[i])) {
            if (!is_new_field(header, lines[i + 1]))
                break;
        } else if (last != FIELD_NONE && goes_on(header, last, &lines[i])) {
            join(header, last, lines[i]);
        } else
            break;
    }
    header->after = i;
}

/* The line above lines[first] that is not empty; NULL where none is. */
static const char *line_above(const char *const *lines, guint first)
{
    while (first && is_empty(lines[first - 1]))
        first--;
    return first ? lines[first - 1] : NULL;
}

static bool is_header(const struct header *header, const char *const *lines)
{
    const char *above = line_above(lines, header->first);

    if (!header->values[FIELD_FROM] || !*header->values[FIELD_FROM] || header->fields < 2)
        return false;
    return strchr(header->values[FIELD_FROM], '@') || header->fields > 2 ||
           (above && is_marker(above));
}

/* The next header from line `from` on; FALSE where there is none. */
static bool find_header(const char *const *lines, guint from, struct header *header)
{
    for (guint i = from; lines[i]; i++) {
        if (!is_field(lines[i]))
            continue;
        memset(header, 0, sizeof *header);
        read_header(header, lines, i);
        if (is_header(header, lines))
            return true;
        header_clear(header);
    }
    return false;
}

/* « "Nom" <a@b> », « Nom [mailto:a@b] », « a@b ». The text is decoded: no address parser of raw
 * fields would do. */
static struct address *read_address(const char *value)
{
    const char *open = strrchr(value, '<');
    g_autofree char *name = NULL;
    g_autofree char *addr_spec = NULL;
    const char *at;

    if (!open || !strchr(open, '@'))
        open = strrchr(value, '[');
    at = open ? strchr(open, '@') : NULL;
    name = g_strndup(value, at ? (gsize)(open - value) : strcspn(value, "<["));
    addr_spec = header_find_addr_spec(at ? open + 1 : value);
    if (g_str_has_prefix(at ? open + 1 : value, "mailto:")) {
        g_free(addr_spec);
        addr_spec = header_find_addr_spec((at ? open + 1 : value) + strlen("mailto:"));
    }
    g_strstrip(g_strdelimit(name, "\"", ' '));
    return message_address_new(strcmp(name, addr_spec) ? name : "", addr_spec);
}

/* The text below `header` up to line `end`, without its level of quoting. Some webmails quote the
 * header alone. */
static char *read_text(const struct header *header, const char *const *lines, guint end)
{
    GString *text = g_string_new(NULL);
    g_autofree char *raw = NULL;
    const char *content;
    guint i = header->after;
    guint depth;

    while (i < end && is_empty(lines[i]))
        i++;
    depth = i < end ? MIN(header->depth, quote_depth(lines[i], &content)) : 0;
    while (end > i && (is_empty(lines[end - 1]) || (lines[end] && is_marker(lines[end - 1]))))
        end--;
    for (; i < end; i++) {
        if (*lines[i] && quote_depth(lines[i], &content) < depth)
            break;
        g_string_append(text, unquote(lines[i], depth));
        g_string_append_c(text, '\n');
    }
    raw = g_string_free(text, FALSE);
    return text_normalise(raw, -1);
}

static struct message *original_new(const struct header *header, const char *const *lines, guint end)
{
    struct message *message = message_new(MESSAGE_INLINE);
    const char *date = header->values[FIELD_DATE];
    const char *subject = header->values[FIELD_SUBJECT];

    g_ptr_array_add(message->from, read_address(header->values[FIELD_FROM]));
    message->date = date ? forward_date(date) : 0;
    g_free(message->subject);
    message->subject = g_strdup(subject ? subject : "");
    message->recipient = header_find_addr_spec(header->values[FIELD_TO] ? header->values[FIELD_TO] : "");
    if (!*message->recipient)
        g_clear_pointer(&message->recipient, g_free);
    message->is_reply = header_is_reply_subject(message->subject);
    g_free(message->text);
    message->text = read_text(header, lines, end);
    links_add_from_text(message->hosts, message->text);
    return message;
}

bool forward_find(const char *text, guint room, GPtrArray *originals)
{
    g_auto(GStrv) split = g_strsplit(text, "\n", -1);
    const char *const *lines = (const char *const *)split;
    struct header header;
    bool found = find_header(lines, 0, &header);

    for (; found && room; room--) {
        struct header next;
        bool more = find_header(lines, header.after, &next);
        guint end = more ? next.first : g_strv_length(split);

        g_ptr_array_add(originals, original_new(&header, lines, end));
        header_clear(&header);
        header = next;
        found = more;
    }
    if (found)
        header_clear(&header);
    return found;
}
