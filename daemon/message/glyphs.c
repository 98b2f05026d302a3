/* What of a source a reader sees. */
#include "message/glyphs.h"

#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

/* Longest name of an entity, with room. */
#define MAX_ENTITY 32

static void add(struct glyphs *glyphs, gunichar c, gsize start, gsize end)
{
    const struct glyph glyph = { .c = c, .start = start, .end = end };
    guint index = glyphs->glyphs->len;
    gsize before = glyphs->shown->len;

    g_string_append_unichar(glyphs->shown, c);
    for (gsize i = before; i < glyphs->shown->len; i++)
        g_array_append_val(glyphs->index, index);
    g_array_append_val(glyphs->glyphs, glyph);
}

static bool is_inline(const char *tag)
{
    static const char *const names[] = { "a", "abbr", "b", "bdi", "big", "code", "em", "font", "i",
                                         "mark", "o:p", "s", "small", "span", "strong", "sub",
                                         "sup", "tt", "u", "wbr" };
    gsize skip = tag[1] == '/' ? 2 : 1;
    gsize length = strcspn(tag + skip, " \t\r\n/>");

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strlen(names[i]) == length && !g_ascii_strncasecmp(tag + skip, names[i], length))
            return true;
    return false;
}

/* The end of what begins with `tag`: after its ">", a comment's "-->", a style sheet's own end. */
static const char *tag_end(const char *tag)
{
    const char *end;
    char quote = 0;

    if (g_str_has_prefix(tag, "<!--")) {
        end = strstr(tag + 4, "-->");
        return end ? end + 3 : tag + strlen(tag);
    }
    for (end = tag + 1; *end && (quote || *end != '>'); end++) {
        if (quote)
            quote = *end == quote ? 0 : quote;
        else if ((*end == '"' || *end == '\'') && end[-1] == '=')
            quote = *end;
    }
    if (*end)
        end++;
    if (!g_ascii_strncasecmp(tag, "<style", 6) || !g_ascii_strncasecmp(tag, "<script", 7)) {
        const char *close = end;

        while ((close = strchr(close, '<')) && close[1] != '/')
            close++;
        return close ? close : end;
    }
    return end;
}

static bool opens_tag(const char *p)
{
    return *p == '<' && (g_ascii_isalpha(p[1]) || p[1] == '/' || p[1] == '!' || p[1] == '?');
}

/* The character that `entity` stands for, and its end; 0 where it is none. */
static gunichar read_entity(const char *entity, const char **end)
{
    char name[MAX_ENTITY];
    gsize length = strcspn(entity + 1, "; \t\r\n<&");
    const htmlEntityDesc *known;
    gunichar c;

    if (!length || length >= sizeof name)
        return 0;
    memcpy(name, entity + 1, length);
    name[length] = '\0';
    *end = entity + 1 + length + (entity[1 + length] == ';');
    if (name[0] == '#') {
        bool hex = name[1] == 'x' || name[1] == 'X';

        c = (gunichar)strtoul(name + (hex ? 2 : 1), NULL, hex ? 16 : 10);
        return g_unichar_validate(c) ? c : 0;
    }
    known = htmlEntityLookup((const xmlChar *)name);
    return known ? known->value : 0;
}

static bool shows_nothing(gunichar c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 || c == 0xfeff || c == 0x34f;
}

static const char *take_tag(struct glyphs *glyphs, const char *text, const char *p)
{
    const char *end = tag_end(p);
    const struct glyph tag = { .start = (gsize)(p - text), .end = (gsize)(end - text) };

    g_array_append_val(glyphs->tags, tag);
    if (!is_inline(p) && p[1] != '!')
        add(glyphs, '\n', tag.start, tag.start);
    return end;
}

struct glyphs *glyphs_of(const char *text, bool entities, bool tags)
{
    struct glyphs *glyphs = g_new0(struct glyphs, 1);
    const char *end;

    glyphs->shown = g_string_new(NULL);
    glyphs->glyphs = g_array_new(FALSE, FALSE, sizeof(struct glyph));
    glyphs->index = g_array_new(FALSE, FALSE, sizeof(guint));
    glyphs->tags = g_array_new(FALSE, FALSE, sizeof(struct glyph));
    for (const char *p = text; *p; p = end) {
        gunichar c = g_utf8_get_char(p);

        end = p + g_utf8_skip[(guint8)*p];
        if (tags && opens_tag(p)) {
            end = take_tag(glyphs, text, p);
            continue;
        }
        if (entities && c == '&') {
            const char *after = end;
            gunichar meant = read_entity(p, &after);

            if (meant) {
                c = meant;
                end = after;
            }
        }
        if (!shows_nothing(c))
            add(glyphs, c, (gsize)(p - text), (gsize)(end - text));
    }
    return glyphs;
}

void glyphs_free(struct glyphs *glyphs)
{
    g_string_free(glyphs->shown, TRUE);
    g_array_unref(glyphs->glyphs);
    g_array_unref(glyphs->index);
    g_array_unref(glyphs->tags);
    g_free(glyphs);
}

struct glyph *glyphs_at(const struct glyphs *glyphs, int byte)
{
    return &g_array_index(glyphs->glyphs, struct glyph, g_array_index(glyphs->index, guint, byte));
}

int glyphs_next(const struct glyphs *glyphs, int byte)
{
    return byte + g_utf8_skip[(guint8)glyphs->shown->str[byte]];
}

static void write_tags(const struct glyphs *glyphs, const char *text, gsize from, gsize to,
                       guint *next, GString *out, char *(*tag)(const char *tag, gconstpointer data),
                       gconstpointer data)
{
    while (*next < glyphs->tags->len) {
        const struct glyph *one = &g_array_index(glyphs->tags, struct glyph, *next);
        g_autofree char *inside = NULL;
        g_autofree char *changed = NULL;

        if (one->start >= to)
            break;
        g_string_append_len(out, text + from, (gssize)(one->start - from));
        inside = g_strndup(text + one->start, one->end - one->start);
        changed = tag(inside, data);
        g_string_append(out, changed);
        from = one->end;
        ++*next;
    }
    g_string_append_len(out, text + from, (gssize)(to - from));
}

char *glyphs_write(const struct glyphs *glyphs, const char *text,
                   char *(*tag)(const char *tag, gconstpointer data), gconstpointer data)
{
    GString *out = g_string_new(NULL);
    gsize done = 0;
    guint next = 0;

    for (guint i = 0; i < glyphs->glyphs->len; i++) {
        const struct glyph *glyph = &g_array_index(glyphs->glyphs, struct glyph, i);

        if (!glyph->instead || glyph->start == glyph->end)
            continue;
        write_tags(glyphs, text, done, glyph->start, &next, out, tag, data);
        g_string_append_unichar(out, glyph->instead);
        done = glyph->end;
    }
    write_tags(glyphs, text, done, strlen(text), &next, out, tag, data);
    return g_string_free(out, FALSE);
}
