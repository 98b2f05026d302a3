/* Styles that hide. Not a CSS engine: what mails hide with, and no cascade beyond "the later and
 * the nearer wins". */
#include "message/html_style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Sum of the differences of three channels below which nobody reads: white on #F8F8F8. */
#define COLOUR_NEAR 24

/* Rules are applied to each element that they fit: these bound the product. */
#define MAX_RULES 1000
#define MAX_DECLARATIONS 512
#define MAX_CLASSES_OF_ELEMENT 8

/* Off the page, where it is moved to the left or up by more pixels. */
#define FAR_OFF (-500.0)

gint32 html_colour(const char *value)
{
    static const struct {
        const char *name;
        gint32 colour;
    } names[] = {
        { "white", 0xFFFFFF },  { "black", 0x000000 },  { "red", 0xFF0000 },
        { "green", 0x008000 },  { "blue", 0x0000FF },   { "gray", 0x808080 },
        { "grey", 0x808080 },   { "silver", 0xC0C0C0 }, { "navy", 0x000080 },
        { "yellow", 0xFFFF00 }, { "snow", 0xFFFAFA },   { "whitesmoke", 0xF5F5F5 },
    };
    gsize digits;
    gint32 c;

    if (g_str_has_prefix(value, "rgb")) {
        int r = -1, g = -1, b = -1;
        const char *open = strchr(value, '(');

        if (value[3] == 'a' || !open || sscanf(open, "(%d , %d , %d", &r, &g, &b) != 3)
            return HTML_COLOUR_UNKNOWN; /* rgba: what shines through is not known */
        return (CLAMP(r, 0, 255) << 16) | (CLAMP(g, 0, 255) << 8) | CLAMP(b, 0, 255);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(value, names[i].name) &&
            !g_ascii_isalpha(value[strlen(names[i].name)]))
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

static void apply_colour(struct html_style *style, const char *value)
{
    if (g_str_has_prefix(value, "transparent"))
        style->colour = style->background;
    else if (!g_str_has_prefix(value, "inherit"))
        style->colour = html_colour(value);
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
        apply_colour(style, value);
    else if (!strcmp(name, "background-image"))
        style->background = HTML_COLOUR_UNKNOWN;
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

struct html_rules {
    GHashTable *declarations; /* "td" or ".x", in lower case → "a:b;c:d" */
    bool painted;             /* what we cannot follow sets backgrounds */
};

struct html_rules *html_rules_new(void)
{
    struct html_rules *rules = g_new0(struct html_rules, 1);

    rules->declarations = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return rules;
}

void html_rules_free(struct html_rules *rules)
{
    g_hash_table_unref(rules->declarations);
    g_free(rules);
}

/* "td" or ".x" of a selector that is one element, one class or both ("td.x" is read as ".x"); NULL
 * for any other. */
static const char *selector_key(char *selector)
{
    const char *dot;

    g_strstrip(selector);
    dot = strchr(selector, '.');
    if (!*selector || strpbrk(selector, " \t\r\n:#[>+~*") || (dot && strchr(dot + 1, '.')))
        return NULL;
    return dot ? dot : selector;
}

static void add_rule(struct html_rules *rules, const char *selectors, const char *declarations)
{
    g_auto(GStrv) list = g_strsplit_set(selectors, ",", -1);
    bool fits = strlen(declarations) <= MAX_DECLARATIONS;

    for (char **selector = list; *selector; selector++) {
        const char *key = selector_key(*selector);
        const char *before = key ? g_hash_table_lookup(rules->declarations, key) : NULL;

        if (!key || !fits || g_hash_table_size(rules->declarations) >= MAX_RULES ||
            (before && strlen(before) >= MAX_DECLARATIONS)) {
            rules->painted |= strstr(declarations, "background") != NULL;
            continue;
        }
        g_hash_table_insert(rules->declarations, g_strdup(key),
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

void html_rules_add(struct html_rules *rules, const char *css)
{
    g_autofree char *lower = g_ascii_strdown(css, -1);
    const char *p = lower;

    remove_comments(lower);
    while (*p) {
        gsize selector = strcspn(p, "{;");
        const char *after = p + selector;

        if (*after == '{' && p[strspn(p, " \t\r\n}")] != '@') {
            g_autofree char *selectors = g_strndup(p, selector);
            g_autofree char *declarations = g_strndup(after + 1, strcspn(after + 1, "}"));

            add_rule(rules, selectors, declarations);
        }
        p = *after == '{' ? past_block(after) : after + (*after == ';');
    }
}

static void apply_rule(const struct html_rules *rules, const char *key, struct html_style *style)
{
    const char *css = g_hash_table_lookup(rules->declarations, key);

    if (css)
        html_style_apply(style, css);
}

void html_rules_apply(const struct html_rules *rules, const char *element, const char *classes,
                      struct html_style *style)
{
    g_autofree char *lower = g_ascii_strdown(classes ? classes : "", -1);
    g_auto(GStrv) names = g_strsplit_set(lower, " \t\r\n", MAX_CLASSES_OF_ELEMENT + 1);

    if (rules->painted)
        style->background = HTML_COLOUR_UNKNOWN;
    apply_rule(rules, element, style);
    for (int i = 0; names[i] && i < MAX_CLASSES_OF_ELEMENT; i++) {
        g_autofree char *key = g_strconcat(".", names[i], NULL);

        apply_rule(rules, key, style);
    }
}
