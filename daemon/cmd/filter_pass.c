/* Passing a message. */
#include "cmd/filter_pass.h"

#include <stdbool.h>
#include <string.h>

/* Held back until it is known what it is: the first line, for its end; spaces before a colon. A
 * longer one is passed as it is. */
#define HELD_MAX (64 * 1024)

#define ENVELOPE "From "

enum where {
    WHERE_TOP,  /* nothing is out yet */
    WHERE_LINE, /* at the beginning of a line of the header, some of it held */
    WHERE_FIELD,/* further on in it */
    WHERE_BODY,
};

struct pass {
    char *value;
    enum where where;
    bool drops; /* the field at hand is one of ours */
    GByteArray *held;
};

struct pass *pass_new(const char *value)
{
    struct pass *pass = g_new0(struct pass, 1);

    pass->value = g_strdup(value);
    pass->held = g_byte_array_new();
    return pass;
}

void pass_free(struct pass *pass)
{
    if (!pass)
        return;
    g_byte_array_unref(pass->held);
    g_free(pass->value);
    g_free(pass);
}

/* One past the newline of the line that begins at `start`; 0 where it has none yet. */
static gsize line_end(const GByteArray *held, gsize start)
{
    const guint8 *newline =
        start < held->len ? memchr(held->data + start, '\n', held->len - start) : NULL;

    return newline ? (gsize)(newline - held->data) + 1 : 0;
}

static const char *line_ending(const GByteArray *held, gsize end)
{
    return end > 1 && held->data[end - 2] == '\r' ? "\r\n" : "\n";
}

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_NOT_YET };

static bool is_envelope(const GByteArray *held)
{
    return held->len >= strlen(ENVELOPE) && memcmp(held->data, ENVELOPE, strlen(ENVELOPE)) == 0;
}

/* Whether the top is there, with the line ending to take; `skip`: how long the "From " line is. */
static bool top_is_known(const GByteArray *held, bool all, gsize *skip, const char **ending)
{
    gsize envelope = is_envelope(held) ? line_end(held, 0) : 0;
    gsize end;

    *skip = envelope;
    *ending = line_ending(held, envelope);
    if (is_envelope(held) && !envelope)
        return all || held->len >= HELD_MAX;
    end = line_end(held, envelope);
    if (end)
        *ending = line_ending(held, end);
    return end || all || held->len >= HELD_MAX;
}

/* A field may have spaces before its colon in old mail, and readers take it so. */
static enum answer is_ours(const GByteArray *held)
{
    gsize name = strlen(TAKE_FIELD);
    gsize length = MIN(held->len, name);

    if (g_ascii_strncasecmp((const char *)held->data, TAKE_FIELD, length) != 0)
        return ANSWER_NO;
    for (gsize i = name; i < held->len; i++) {
        if (held->data[i] == ':')
            return ANSWER_YES;
        if (held->data[i] != ' ' && held->data[i] != '\t')
            return ANSWER_NO;
    }
    return held->len < HELD_MAX ? ANSWER_NOT_YET : ANSWER_NO;
}

static enum answer is_blank(const GByteArray *held)
{
    if (held->data[0] == '\n')
        return ANSWER_YES;
    if (held->data[0] != '\r')
        return ANSWER_NO;
    if (held->len == 1)
        return ANSWER_NOT_YET;
    return held->data[1] == '\n' ? ANSWER_YES : ANSWER_NO;
}

static void release(struct pass *pass, GByteArray *out)
{
    g_byte_array_append(out, pass->held->data, pass->held->len);
    g_byte_array_set_size(pass->held, 0);
}

/* With one byte more of a line: what the line is, as soon as it can be told. */
static void take_line_byte(struct pass *pass, guint8 byte, GByteArray *out)
{
    enum answer blank, ours;

    g_byte_array_append(pass->held, &byte, 1);
    blank = is_blank(pass->held);
    if (blank == ANSWER_YES) {
        release(pass, out);
        pass->where = WHERE_BODY;
        return;
    }
    if (blank == ANSWER_NOT_YET)
        return;
    if (pass->held->data[0] != ' ' && pass->held->data[0] != '\t') {
        ours = is_ours(pass->held);
        if (ours == ANSWER_NOT_YET)
            return;
        pass->drops = ours == ANSWER_YES;
    }
    if (pass->drops)
        g_byte_array_set_size(pass->held, 0);
    else
        release(pass, out);
    pass->where = byte == '\n' ? WHERE_LINE : WHERE_FIELD;
}

/* Returns how much it took. */
static gsize take_field(struct pass *pass, const guint8 *bytes, gsize length, GByteArray *out)
{
    const guint8 *newline = memchr(bytes, '\n', length);
    gsize taken = newline ? (gsize)(newline - bytes) + 1 : length;

    if (!pass->drops)
        g_byte_array_append(out, bytes, (guint)taken);
    if (newline)
        pass->where = WHERE_LINE;
    return taken;
}

static void take_header(struct pass *pass, const guint8 *bytes, gsize length, GByteArray *out)
{
    gsize done = 0;

    while (done < length && pass->where != WHERE_BODY) {
        if (pass->where == WHERE_LINE)
            take_line_byte(pass, bytes[done++], out);
        else
            done += take_field(pass, bytes + done, length - done, out);
    }
    g_byte_array_append(out, bytes + done, (guint)(length - done));
}

static void take_top(struct pass *pass, bool all, GByteArray *out)
{
    g_autoptr(GByteArray) top = NULL;
    g_autofree char *field = NULL;
    const char *ending;
    gsize skip;

    if (!top_is_known(pass->held, all, &skip, &ending))
        return;
    field = g_strconcat(TAKE_FIELD ": ", pass->value, ending, NULL);
    top = g_steal_pointer(&pass->held);
    pass->held = g_byte_array_new();
    g_byte_array_append(out, top->data, (guint)skip);
    g_byte_array_append(out, (const guint8 *)field, (guint)strlen(field));
    pass->where = WHERE_LINE;
    take_header(pass, top->data + skip, top->len - skip, out);
}

void pass_take(struct pass *pass, const void *bytes, gsize length, GByteArray *out)
{
    if (length == 0)
        return;
    if (pass->where != WHERE_TOP) {
        take_header(pass, bytes, length, out);
        return;
    }
    g_byte_array_append(pass->held, bytes, (guint)length);
    take_top(pass, false, out);
}

void pass_end(struct pass *pass, GByteArray *out)
{
    if (pass->where == WHERE_TOP && pass->held->len > 0)
        take_top(pass, true, out);
    release(pass, out);
}
