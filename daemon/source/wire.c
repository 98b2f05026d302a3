/* The guard's state machine. */
#include "source/wire.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of the first word of an untagged line: "PREAUTH" and the byte after it are the longest that decide. */
#define DECIDING 8

static bool is_status(const char *word)
{
    static const char *const status[] = { "OK", "NO", "BAD", "BYE", "PREAUTH" };

    for (gsize i = 0; i < G_N_ELEMENTS(status); i++) {
        gsize length = strlen(status[i]);

        if (g_ascii_strncasecmp(word, status[i], length) == 0 && !g_ascii_isalnum(word[length]))
            return true;
    }
    return false;
}

/* Status responses carry text for people, in which brackets mean nothing. libetpan reads a line as
 * one of them by these first bytes. */
static enum wire_state kind_of(const char *line)
{
    if (g_ascii_isalnum(line[0]) || line[0] == '+')
        return WIRE_TEXT;
    return strncmp(line, "* ", 2) == 0 && is_status(line + 2) ? WIRE_TEXT : WIRE_DATA;
}

bool wire_is_text(const char *line)
{
    return kind_of(line) == WIRE_TEXT;
}

static void keep(struct wire *wire, char byte)
{
    if (wire->length < WIRE_MAX_LINE - 1)
        wire->line[wire->length++] = byte;
}

static void end_line(struct wire *wire)
{
    wire->line[wire->length] = '\0';
    if (g_ascii_strncasecmp(wire->line, "* BYE", 5) == 0)
        g_strlcpy(wire->bye, g_strstrip(wire->line + 5), sizeof wire->bye);
    wire->state = WIRE_LINE;
    wire->length = 0;
    wire->depth = 0;
}

static const char *skip_spaces(const char *at)
{
    return at + strspn(at, " \t\r");
}

/* The end of a status line: libetpan 1.9.4 dies of [ALERT] and [PARSE] without a text after them. */
static const char *end_text(struct wire *wire)
{
    static const char *const codes[] = { "ALERT", "PARSE" };
    const char *at;

    wire->line[wire->length] = '\0';
    at = strchr(wire->line, '[');
    at = at ? skip_spaces(at + 1) : "";
    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        const gsize length = strlen(codes[i]);
        const char *end = g_ascii_strncasecmp(at, codes[i], length) == 0 ? skip_spaces(at + length) : "";

        if (*end == ']' && !*skip_spaces(end + 1))
            return _("an alert without a word");
    }
    end_line(wire);
    return NULL;
}

static const char *feed_data(struct wire *wire, char byte)
{
    switch (byte) {
    case '"':
        wire->state = WIRE_QUOTED;
        return NULL;
    case '{':
        wire->state = WIRE_COUNT;
        wire->literal = 0;
        wire->digits = 0;
        wire->negative = false;
        return NULL;
    case '(':
        return ++wire->depth > WIRE_MAX_DEPTH ? _("parentheses nested too deep") : NULL;
    case ')':
        if (wire->depth > 0)
            wire->depth--;
        return NULL;
    case '\n':
        end_line(wire);
        return NULL;
    default:
        return NULL;
    }
}

static const char *feed_quoted(struct wire *wire, char byte)
{
    if (byte == '\n' || byte == '\r')
        return _("a line that ends inside quotes");
    if (wire->state == WIRE_ESCAPED)
        wire->state = WIRE_QUOTED;
    else if (byte == '\\')
        wire->state = WIRE_ESCAPED;
    else if (byte == '"')
        wire->state = WIRE_DATA;
    return NULL;
}

static const char *feed_count(struct wire *wire, char byte, guint64 limit)
{
    if (byte == '-' && wire->digits == 0 && !wire->negative) {
        wire->negative = true;
        return NULL;
    }
    if (g_ascii_isdigit(byte)) {
        if (++wire->digits > WIRE_MAX_DIGITS)
            return _("a literal longer than any mail");
        wire->literal = wire->literal * 10 + (guint64)(byte - '0');
        return NULL;
    }
    if (byte != '}' || wire->digits == 0)
        return _("a malformed literal");
    if (wire->negative)
        wire->literal = 0;
    if (wire->literal > limit)
        return _("a literal longer than what was asked for");
    wire->state = WIRE_COUNTED;
    return NULL;
}

/* Where the first word of an untagged line begins: libetpan takes any number of blanks after the star,
 * or none. */
static gsize word_of(const struct wire *wire)
{
    gsize at = 1;

    if (wire->line[0] != '*')
        return strlen("* ");
    while (at < wire->length && (wire->line[at] == ' ' || wire->line[at] == '\t'))
        at++;
    return at;
}

/* Of a line that is to be data. NAMESPACE is never asked for, and libetpan 1.9.4 reads before the beginning
 * of an empty prefix whose delimiter is malformed. Behind a tab, or more than one blank, it may take for a
 * status what is data to us. */
static bool is_trap(const char *word)
{
    return g_ascii_strncasecmp(word, "NAMESPAC", DECIDING) == 0 || is_status(word);
}

/* The first bytes of a line, until its kind is known. */
static const char *feed_line(struct wire *wire, char byte)
{
    const gsize word = word_of(wire);
    const char *fault = NULL;
    enum wire_state kind;

    if (byte == '\n')
        return end_text(wire);
    /* libetpan takes ". OK" for a tagged answer, and skips blanks before a tag. We never send such a tag. */
    if (!g_ascii_isalnum(wire->line[0]) && !strchr("*+\r", wire->line[0]))
        return _("far more than was asked for");
    if (word + DECIDING >= WIRE_MAX_LINE)
        return _("far more than was asked for");
    if (wire->length < word + DECIDING && byte != '(' && byte != '"' && byte != '{')
        return NULL;
    wire->line[wire->length] = '\0';
    kind = kind_of(wire->line);
    wire->state = kind;
    if (kind == WIRE_DATA)
        fault = is_trap(wire->line + word) ? _("far more than was asked for") : feed_data(wire, byte);
    return fault;
}

static const char *feed_byte(struct wire *wire, char byte, guint64 limit)
{
    switch (wire->state) {
    case WIRE_LINE:
        keep(wire, byte);
        return feed_line(wire, byte);
    case WIRE_TEXT:
        if (byte == '\n')
            return end_text(wire);
        if (byte != ' ' || wire->line[wire->length - 1] != ' ') /* many blanks are one */
            keep(wire, byte);
        return NULL;
    case WIRE_DATA:
        return feed_data(wire, byte);
    case WIRE_QUOTED:
    case WIRE_ESCAPED:
        return feed_quoted(wire, byte);
    case WIRE_COUNT:
        return feed_count(wire, byte, limit);
    case WIRE_COUNTED:
        if (byte != '\r' && byte != '\n')
            return _("a malformed literal");
        if (byte == '\n')
            wire->state = wire->literal > 0 ? WIRE_LITERAL : WIRE_DATA;
        return NULL;
    case WIRE_LITERAL:
        if (--wire->literal == 0)
            wire->state = WIRE_DATA;
        return NULL;
    }
    return NULL;
}

const char *wire_feed(struct wire *wire, const char *bytes, gsize size, guint64 limit)
{
    for (gsize i = 0; i < size; i++) {
        const char *fault;

        /* Mail is nearly all that comes: skip through it. */
        if (wire->state == WIRE_LITERAL && wire->literal > 1) {
            gsize skip = (gsize)MIN(wire->literal - 1, size - i - 1);

            wire->literal -= skip;
            i += skip;
        }
        if (wire->state != WIRE_LITERAL && ++wire->structure > WIRE_MAX_STRUCTURE + wire->allowed)
            return _("far more than was asked for");
        fault = feed_byte(wire, bytes[i], limit);
        if (fault)
            return fault;
    }
    return NULL;
}

bool wire_is_in_code(const struct wire *wire)
{
    return wire->state == WIRE_TEXT &&
           (wire->length >= WIRE_MAX_LINE - 1 || /* more than what is kept */
            (memchr(wire->line, '[', wire->length) && !memchr(wire->line, ']', wire->length)));
}
