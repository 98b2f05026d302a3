/* Leaves out what a reader never sees, and cuts attribute bombs. A scanner with the states of
 * libxml2's own: attributes cannot be counted by blanks or signs, of which long style attributes and
 * URLs have as many as they like. */
#include "message/html_tame.h"

#include <string.h>

enum state {
    TAG,        /* between attributes, or in the name of one */
    AFTER_SIGN, /* after "=", before the value */
    QUOTED,
    UNQUOTED,
    DONE,
};

struct tag {
    enum state state;
    char quote;
    bool in_name;
    guint attributes;
};

static void step_in_tag(struct tag *tag, char c)
{
    if (c == '=')
        tag->state = AFTER_SIGN;
    else if (g_ascii_isspace(c) || c == '/' || c == '"' || c == '\'')
        tag->in_name = false;
    else if (!tag->in_name) {
        tag->in_name = true;
        tag->attributes++;
    }
}

static void step_after_sign(struct tag *tag, char c)
{
    tag->in_name = false;
    if (c == '"' || c == '\'') {
        tag->quote = c;
        tag->state = QUOTED;
    } else if (!g_ascii_isspace(c))
        tag->state = UNQUOTED;
}

static void step(struct tag *tag, char c)
{
    if (c == '>' && tag->state != QUOTED)
        tag->state = DONE;
    else if (tag->state == TAG)
        step_in_tag(tag, c);
    else if (tag->state == AFTER_SIGN)
        step_after_sign(tag, c);
    else if (tag->state == QUOTED ? c == tag->quote : g_ascii_isspace(c))
        tag->state = TAG;
}

/* Copies the tag that `html` begins with; returns what follows it. */
static const char *copy_tag(GString *tame, const char *html, bool *cut)
{
    struct tag tag = { .state = TAG, .in_name = true };

    for (; *html && tag.state != DONE; html++) {
        step(&tag, *html);
        if (tag.state == DONE || tag.attributes <= HTML_MAX_ATTRIBUTES)
            g_string_append_c(tame, *html);
        else
            *cut = true;
    }
    return html;
}

static bool begins_with(const char *html, const char *what)
{
    gsize length = strlen(what);

    return !g_ascii_strncasecmp(html, what, length) && !g_ascii_isalnum(html[length]);
}

/* From `html` to the end tag `end`, or to the end of all. */
static const char *find_end_tag(const char *html, const char *end)
{
    while ((html = strchr(html, '<')) && !begins_with(html, end))
        html++;
    return html;
}

/* The end of what opens at `html` and is left out; NULL where nothing does. */
static const char *skip(const char *html)
{
    const char *end;

    if (g_str_has_prefix(html, "<!--")) {
        end = strstr(html + 2, "-->"); /* "<!-->" is a whole comment */
        return end ? end + strlen("-->") : html + strlen(html);
    }
    if (html[1] == '!' || html[1] == '?') {
        end = strchr(html, '>');
        return end ? end + 1 : html + strlen(html);
    }
    if (begins_with(html, "<script")) {
        end = find_end_tag(html + 1, "</script");
        return end ? end : html + strlen(html);
    }
    return NULL;
}

/* Copies the content of a <style> element, in which no tag begins. */
static const char *copy_css(GString *tame, const char *css)
{
    const char *end = find_end_tag(css, "</style");

    if (!end)
        end = css + strlen(css);
    g_string_append_len(tame, css, end - css);
    return end;
}

static char *without_nuls(const char *html, gsize length)
{
    GString *copy = g_string_sized_new(length + 1);

    for (gsize i = 0; i < length; i++)
        if (html[i])
            g_string_append_c(copy, html[i]);
    return g_string_free(copy, FALSE);
}

GString *html_tame(const char *html, gsize length, bool *cut)
{
    g_autofree char *copy = without_nuls(html, length);
    GString *tame = g_string_sized_new(length + 1);
    const char *p = copy;

    while (*p) {
        const char *after = *p == '<' ? skip(p) : NULL;
        bool is_style = begins_with(p, "<style");

        if (after)
            p = after;
        else if (*p == '<' && (g_ascii_isalpha(p[1]) || p[1] == '/'))
            p = copy_tag(tame, p, cut);
        else
            g_string_append_c(tame, *p++);
        if (is_style)
            p = copy_css(tame, p);
    }
    return tame;
}
