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

#define HEADER_NAME "abcdefghijklmnopqrstuvwxyz-"

/* Longer lines are sentences. */
#define MAX_MARKER 100

/* To and Cc of a long list go on for some lines. Each line that looks like a field may begin a
 * header: without a bound, a text of fields is read a line more often than it has lines. */
#define MAX_HEADER_LINES 40

enum field { FIELD_NONE, FIELD_FROM, FIELD_DATE, FIELD_SUBJECT, FIELD_TO, FIELD_OTHER, FIELDS };

struct line {
    const char *raw, *content; /* with and without its quoting */
    guint depth;               /* of quoting */
    enum field field;
    char *value; /* of the field; NULL where it is none */
};

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
        { "message du", FIELD_DATE },
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
    if (strchr(label, '-') && strspn(label, HEADER_NAME) == strlen(label))
        return FIELD_OTHER; /* MIME-Version …: an original quoted with its whole header */
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

static void line_clear(gpointer line)
{
    g_free(((struct line *)line)->value);
}

/* NULL beyond the last. */
static const struct line *line_at(const GArray *lines, guint i)
{
    return i < lines->len ? &g_array_index(lines, struct line, i) : NULL;
}

static bool is_empty(const struct line *line)
{
    return !*line->content;
}

/* « ---------- Message transféré --------- », "Begin forwarded message:" and their like. */
static bool is_marker(const struct line *line)
{
    static const char *const words[] = {
        "message transféré", "message réexpédié", "message d’origine", "message original",
        "message initial", "mail transféré", "mail original", "forwarded message",
        "original message", "forwarded by", "transféré par", "message transmis",
        "courriel transféré", "courriel d’origine",
    };
    g_autofree char *lower = NULL;

    if (strlen(line->content) > MAX_MARKER)
        return false;
    lower = g_utf8_strdown(line->content, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strstr(lower, words[i]))
            return true;
    return *lower && strspn(lower, "_-") == strlen(lower);
}

/* eM Client: « Objet Votre … », a label without a colon. */
static enum field read_bare_field(const char *line, char **value)
{
    static const struct {
        const char *label;
        enum field field;
    } labels[] = {
        { "De", FIELD_FROM },       { "From", FIELD_FROM }, { "Date", FIELD_DATE },
        { "Objet", FIELD_SUBJECT }, { "Subject", FIELD_SUBJECT },
        { "À", FIELD_TO },          { "To", FIELD_TO },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(labels); i++) {
        const gsize length = strlen(labels[i].label);

        if (g_str_has_prefix(line, labels[i].label) &&
            (line[length] == ' ' || line[length] == '\t')) {
            *value = bare(line + length, strlen(line + length));
            return labels[i].field;
        }
    }
    return FIELD_NONE;
}

/* Right below a line that says that a message follows, and only there, no colon is needed. */
static void read_bare_header(GArray *lines, guint first)
{
    for (guint i = first; i < lines->len; i++) {
        struct line *line = &g_array_index(lines, struct line, i);

        if (is_empty(line) && i == first)
            first++;
        else if (line->field != FIELD_NONE)
            break;
        else if ((line->field = read_bare_field(line->content, &line->value)) == FIELD_NONE)
            break;
    }
}

/* The lines of `split`, read once: a line may be looked at from each of those before it. */
static GArray *read_lines(char *const *split)
{
    GArray *lines = g_array_new(FALSE, TRUE, sizeof(struct line));

    g_array_set_clear_func(lines, line_clear);
    for (; *split; split++) {
        struct line line = { .raw = *split };

        line.depth = quote_depth(line.raw, &line.content);
        line.field = read_field(line.content, &line.value);
        g_array_append_val(lines, line);
    }
    for (guint i = 0; i < lines->len; i++)
        if (is_marker(line_at(lines, i)))
            read_bare_header(lines, i + 1);
    return lines;
}

/* Takes a field into the header; FALSE where it belongs to another header, or to the text. */
static bool take(struct header *header, const struct line *line)
{
    if (line->field != FIELD_OTHER && header->values[line->field])
        return false;
    header->fields += line->field != FIELD_OTHER;
    g_free(header->values[line->field]);
    header->values[line->field] = g_strdup(line->value);
    return true;
}

/* Whether a line that is no field goes on with the field before it: its value stands below its
 * label, a list goes on, or a long value was wrapped and another field follows. */
static bool goes_on(const struct header *header, enum field last, const struct line *next)
{
    const char *value = header->values[last];

    return !*value || g_str_has_suffix(value, ",") || g_str_has_suffix(value, ";") ||
           (next && next->field != FIELD_NONE);
}

static void join(struct header *header, enum field last, const struct line *line)
{
    char *joined =
        g_strconcat(header->values[last], *header->values[last] ? " " : "", line->content, NULL);

    g_free(header->values[last]);
    header->values[last] = joined;
}

static bool is_new_field(const struct header *header, const struct line *line)
{
    return line && line->field != FIELD_NONE && line->field != FIELD_OTHER &&
           !header->values[line->field];
}

/* Reads the header that begins at line `first`, whether it is one or not. */
static void read_header(struct header *header, const GArray *lines, guint first)
{
    enum field last = FIELD_NONE;
    const struct line *line;
    guint i = first;

    header->first = first;
    header->depth = line_at(lines, first)->depth;
    for (; (line = line_at(lines, i)) && i - first < MAX_HEADER_LINES; i++) {
        const struct line *next = line_at(lines, i + 1);

        if (line->field != FIELD_NONE) {
            if (!take(header, line))
                break;
            last = line->field;
        } else if (is_empty(line)) {
            if (!is_new_field(header, next))
                break;
        } else if (goes_on(header, last, next))
            join(header, last, line);
        else
            break;
    }
    header->after = i;
}

/* Whether the line above `first`, empty ones aside, says that a message follows. */
static bool is_announced(const GArray *lines, guint first)
{
    while (first && is_empty(line_at(lines, first - 1)))
        first--;
    return first && is_marker(line_at(lines, first - 1));
}

static bool is_header(const struct header *header, const GArray *lines)
{
    const char *from = header->values[FIELD_FROM];

    if (!from || !*from || header->fields < 2)
        return false;
    return strchr(from, '@') || header->fields > 2 || is_announced(lines, header->first);
}

/* The next header from line `from` on; FALSE where there is none. */
static bool find_header(const GArray *lines, guint from, struct header *header)
{
    for (guint i = from; i < lines->len; i++) {
        if (line_at(lines, i)->field == FIELD_NONE)
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
static char *read_text(const struct header *header, const GArray *lines, guint end)
{
    GString *text = g_string_new(NULL);
    g_autofree char *raw = NULL;
    bool another = end < lines->len;
    guint i = header->after;
    guint depth;

    while (i < end && is_empty(line_at(lines, i)))
        i++;
    depth = i < end ? MIN(header->depth, line_at(lines, i)->depth) : 0;
    while (end > i && (is_empty(line_at(lines, end - 1)) ||
                       (another && is_marker(line_at(lines, end - 1)))))
        end--;
    for (; i < end; i++) {
        const struct line *line = line_at(lines, i);

        if (*line->raw && line->depth < depth)
            break;
        g_string_append(text, unquote(line->raw, depth));
        g_string_append_c(text, '\n');
    }
    raw = g_string_free(text, FALSE);
    return text_normalise(raw, -1);
}

static struct message *original_new(const struct header *header, const GArray *lines, guint end)
{
    struct message *message = message_new(MESSAGE_INLINE);
    const char *date = header->values[FIELD_DATE];
    const char *subject = header->values[FIELD_SUBJECT];
    const char *to = header->values[FIELD_TO];

    g_ptr_array_add(message->from, read_address(header->values[FIELD_FROM]));
    message->date = date ? forward_date(date) : 0;
    g_free(message->subject);
    message->subject = g_strdup(subject ? subject : "");
    message->recipient = header_find_addr_spec(to ? to : "");
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
    g_auto(GStrv) split = g_strsplit_set(text, "\n", -1);
    g_autoptr(GArray) lines = read_lines(split);
    struct header header;
    bool found = find_header(lines, 0, &header);

    for (; found && room; room--) {
        struct header next;
        bool more = find_header(lines, header.after, &next);
        guint end = more ? next.first : lines->len;

        g_ptr_array_add(originals, original_new(&header, lines, end));
        header_clear(&header);
        header = next;
        found = more;
    }
    if (found)
        header_clear(&header);
    return found;
}

char *forward_attributed(const char *text)
{
    static const char attribution[] =
        "^(?:Le|On)\\s((?:[^<>\\n]|\\n(?!\\n)){6,160}?)[ \\n]?<([^\\s<>@]+@[^\\s<>]+)>"
        "\\s+(?:a\\s+écrit|wrote)\\s*:";
    g_autoptr(GRegex) regex = g_regex_new(attribution, G_REGEX_MULTILINE, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *when = NULL;
    g_autofree char *sender = NULL;
    int start, end;

    if (!g_regex_match(regex, text, 0, &match))
        return NULL;
    when = g_strdelimit(g_match_info_fetch(match, 1), "\n", ' ');
    sender = g_match_info_fetch(match, 2);
    g_match_info_fetch_pos(match, 0, &start, &end);
    return g_strdup_printf("%.*s\n> Date: %s\n> De: %s\n>\n%s", start, text, when, sender,
                           text + end);
}
