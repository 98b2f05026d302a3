/* Styles that hide. Not a CSS engine: what mails hide with, and no cascade beyond "the later and the
 * nearer wins". */
#include "message/html_style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sum of the differences of three channels below which nobody reads: white on #F8F8F8. */
#define COLOUR_NEAR 24

/* Class rules are applied to each element of their class: these bound the product. */
#define MAX_CLASSES 1000
#define MAX_DECLARATIONS 512

/* Off the page, where it is moved to the left or up by more pixels. */
#define FAR_OFF (-500.0)

gint32 html_colour(const char *value)
{
    static const struct {
        const char *name;
        gint32 colour;
    } names[] = {
        { "white", 0xFFFFFF }, { "black", 0x000000 }, { "red", 0xFF0000 },   { "green", 0x008000 },
        { "blue", 0x0000FF },  { "gray", 0x808080 },  { "grey", 0x808080 },  { "silver", 0xC0C0C0 },
        { "navy", 0x000080 },  { "yellow", 0xFFFF00 }, { "snow", 0xFFFAFA }, { "whitesmoke", 0xF5F5F5 },
    };
    gsize digits;
    gint32 c;

    if (g_str_has_prefix(value, "rgb")) {
        int r = -1, g = -1, b = -1;
        const char *open = strchr(value, '(');

        if (!open || sscanf(open, "(%d , %d , %d", &r, &g, &b) != 3)
            return HTML_COLOUR_UNKNOWN;
        return (CLAMP(r, 0, 255) << 16) | (CLAMP(g, 0, 255) << 8) | CLAMP(b, 0, 255);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(value, names[i].name) && !g_ascii_isalpha(value[strlen(names[i].name)]))
            return names[i].colour;
    value += *value == '#';
    digits = strspn(value, "0123456789abcdef");
    c = (gint32)strtol(value, NULL, 16) & 0xFFFFFF;
    if (digits == 3)
        return ((c & 0xF00) * 0x1100) | ((c & 0xF0) * 0x110) | ((c & 0xF) * 0x11);
    return digits == 6 ? c : HTML_COLOUR_UNKNOWN;
}

/* The number that `value` begins with, in whatever unit; `otherwise` where it begins with none. */
static double number(const char *value, double otherwise)
{
    char *end;
    double parsed = g_ascii_strtod(value, &end);

    return end == value ? otherwise : parsed;
}

/* What only hides together with another declaration of the same element. */
struct pending {
    bool no_room, clipped;
};

static void apply_background(struct html_style *style, const char *value)
{
    if (g_str_has_prefix(value, "transparent") || g_str_has_prefix(value, "none") ||
        g_str_has_prefix(value, "inherit"))
        return;
    style->background = strstr(value, "url(") ? HTML_COLOUR_UNKNOWN : html_colour(value);
}

static void apply_display(struct html_style *style, const char *value)
{
    style->none = g_str_has_prefix(value, "none");
    style->display = HTML_DISPLAY_DEFAULT;
    if (!strcmp(value, "inline"))
        style->display = HTML_DISPLAY_INLINE;
    else if (!g_str_has_prefix(value, "inline"))
        style->display = HTML_DISPLAY_BLOCK;
}

static void apply_one(struct html_style *style, struct pending *pending, const char *name,
                      const char *value)
{
    if (!strcmp(name, "display"))
        apply_display(style, value);
    else if (!strcmp(name, "visibility"))
        style->hidden = g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "collapse");
    else if (!strcmp(name, "opacity"))
        style->gone |= number(value, 1) == 0;
    else if (!strcmp(name, "font-size"))
        style->tiny = number(value, 16) <= (strstr(value, "px") || strstr(value, "pt") ? 1 : 0);
    else if (!strcmp(name, "color"))
        style->colour = html_colour(value);
    else if (!strcmp(name, "background") || !strcmp(name, "background-color"))
        apply_background(style, value);
    else if (!strcmp(name, "max-height") || !strcmp(name, "height") || !strcmp(name, "max-width"))
        pending->no_room |= number(value, 1) == 0;
    else if (!strcmp(name, "overflow"))
        pending->clipped |= g_str_has_prefix(value, "hidden");
    else if (!strcmp(name, "text-indent") || !strcmp(name, "left") || !strcmp(name, "top"))
        style->gone |= number(value, 0) <= FAR_OFF;
    else if (!strcmp(name, "white-space"))
        style->pre = g_str_has_prefix(value, "pre") && strcmp(value, "pre-line") != 0;
}

void html_style_apply(struct html_style *style, const char *css)
{
    g_autofree char *lower = g_ascii_strdown(css, -1);
    g_auto(GStrv) declarations = g_strsplit(lower, ";", -1);
    struct pending pending = { false, false };

    for (char **declaration = declarations; *declaration; declaration++) {
        char *colon = strchr(*declaration, ':');

        if (!colon)
            continue;
        *colon = '\0';
        apply_one(style, &pending, g_strstrip(*declaration), g_strstrip(colon + 1));
    }
    style->gone |= pending.no_room && pending.clipped;
}

static bool colours_are_near(gint32 a, gint32 b)
{
    int difference = 0;

    if (a == HTML_COLOUR_UNKNOWN || b == HTML_COLOUR_UNKNOWN)
        return false;
    for (int shift = 0; shift <= 16; shift += 8)
        difference += abs(((a >> shift) & 0xFF) - ((b >> shift) & 0xFF));
    return difference <= COLOUR_NEAR;
}

bool html_style_is_visible(const struct html_style *style)
{
    return !style->gone && !style->none && !style->hidden && !style->tiny &&
           !colours_are_near(style->colour, style->background);
}

/* The class of a selector that is one class (".x", "td.x"); NULL for any other. */
static const char *selector_class(char *selector)
{
    char *dot = strchr(g_strstrip(selector), '.');

    if (!dot || strpbrk(dot + 1, " \t\r\n.:#[>+~*") || strpbrk(selector, " \t\r\n:#[>+~*"))
        return NULL;
    return dot + 1;
}

static void add_rule(GHashTable *classes, const char *selectors, const char *declarations)
{
    g_auto(GStrv) list = g_strsplit(selectors, ",", -1);

    for (char **selector = list; *selector; selector++) {
        const char *class = selector_class(*selector);
        const char *before = class ? g_hash_table_lookup(classes, class) : NULL;

        if (!class || g_hash_table_size(classes) >= MAX_CLASSES ||
            (before && strlen(before) >= MAX_DECLARATIONS))
            continue;
        g_hash_table_insert(classes, g_strdup(class),
                            g_strconcat(before ? before : "", ";", declarations, NULL));
    }
}

/* Past the block that `css`, at its "{", opens. */
static const char *past_block(const char *css)
{
    int depth = 0;

    for (; *css; css++) {
        depth += *css == '{';
        if (*css == '}' && --depth <= 0)
            return css + 1;
    }
    return css;
}

static void remove_comments(char *css)
{
    char *begin, *end;

    for (begin = css; (begin = strstr(begin, "/*")) != NULL;) {
        end = strstr(begin + 2, "*/");
        memset(begin, ' ', end ? (gsize)(end + 2 - begin) : strlen(begin));
    }
}

void html_style_add_rules(GHashTable *classes, const char *css)
{
    g_autofree char *lower = g_ascii_strdown(css, -1);
    const char *p = lower;

    remove_comments(lower);
    while (*p) {
        gsize selector = strcspn(p, "{;");
        const char *after = p + selector;

        if (*after == '{' && p[strspn(p, " \t\r\n}")] != '@') {
            g_autofree char *selectors = g_strndup(p, selector);
            g_autofree char *declarations =
                g_strndup(after + 1, MIN(strcspn(after + 1, "}"), MAX_DECLARATIONS));

            add_rule(classes, selectors, declarations);
        }
        p = *after == '{' ? past_block(after) : after + (*after == ';');
    }
}
