/* Styles that hide. Not a CSS engine: what mails hide with, and no cascade beyond "the later and
 * the nearer wins". */
#include "message/html_style.h"

#include <stdlib.h>
#include <string.h>

/* Sum of the differences of three channels below which nobody reads: white on #F8F8F8. */
#define COLOUR_NEAR 24

/* Off the page, where it is moved by more pixels. */
#define FAR_OFF (-500.0)

/* So transparent that nobody reads it. */
#define CLEAR_OPACITY 0.05

/* What a person reads has more pixels. */
#define TINY_PIXELS 1.0

/* Of an em, where nothing tells another. */
#define EM_PIXELS 16.0

/* The number that `value` begins with, in whatever unit; `otherwise` where it begins with none. */
static double number(const char *value, double otherwise)
{
    char *end;
    double parsed = g_ascii_strtod(value, &end);

    return end == value ? otherwise : parsed;
}

/* In pixels, as nearly as it matters. */
static double pixels(const char *value, double otherwise)
{
    const double parsed = number(value, otherwise);
    const char *unit = value + strspn(value, "+-.0123456789");

    if (g_str_has_prefix(unit, "em") || g_str_has_prefix(unit, "rem"))
        return parsed * EM_PIXELS;
    return *unit == '%' ? parsed * EM_PIXELS / 100 : parsed;
}

/* What only hides together with another declaration of the same element. */
struct pending {
    bool no_room, clipped;
};

static void apply_background(struct html_style *style, const char *value)
{
    const gint32 colour = html_colour(value);

    if (strstr(value, "url(") || (g_str_has_prefix(value, "none ") && strpbrk(value, "#(")))
        style->background = HTML_COLOUR_UNKNOWN;
    else if (colour != HTML_COLOUR_CLEAR && !g_str_has_prefix(value, "none") &&
             !g_str_has_prefix(value, "inherit"))
        style->background = colour;
}

static void apply_colour(struct html_style *style, const char *value)
{
    if (!g_str_has_prefix(value, "inherit"))
        style->colour = html_colour(value);
}

static void apply_display(struct html_style *style, const char *value)
{
    style->none = g_str_has_prefix(value, "none");
    if (g_str_has_prefix(value, "inline-"))
        style->display = HTML_DISPLAY_INLINE_BLOCK;
    else if (g_str_has_prefix(value, "inline"))
        style->display = HTML_DISPLAY_INLINE;
    else
        style->display = HTML_DISPLAY_BLOCK;
}

static void apply_font_size(struct html_style *style, const char *value)
{
    style->tiny = pixels(value, EM_PIXELS) <= TINY_PIXELS;
}

/* The size in "bold 16px/20px Arial": a number with a unit or a line height, or a zero. A weight
 * has none of these. */
static void apply_font(struct html_style *style, const char *value)
{
    g_auto(GStrv) words = g_strsplit_set(value, " \t\r\n", -1);

    for (char **word = words; *word; word++) {
        const char *unit = *word + strspn(*word, ".0123456789");

        if (unit > *word && (*unit || number(*word, 1) == 0)) {
            apply_font_size(style, *word);
            return;
        }
    }
}

static bool cuts_all(const char *name, const char *value)
{
    if (!strcmp(name, "clip"))
        return g_str_has_prefix(value, "rect(") && !strpbrk(value, "23456789") &&
               !strstr(value, "auto");
    if (!strcmp(name, "clip-path"))
        return g_str_has_prefix(value, "inset(") && number(value + strlen("inset("), 0) >= 50;
    if (!strcmp(name, "transform"))
        return g_str_has_prefix(value, "scale(") && number(value + strlen("scale("), 1) == 0;
    if (!strcmp(name, "filter"))
        return g_str_has_prefix(value, "opacity(") &&
               number(value + strlen("opacity("), 1) <= CLEAR_OPACITY;
    return false;
}

static bool is_place(const char *name)
{
    static const char *const places[] = { "text-indent", "left",        "top",        "right",
                                          "bottom",      "margin-left", "margin-top", NULL };

    return g_strv_contains(places, name);
}

static bool is_room(const char *name)
{
    static const char *const rooms[] = { "height", "max-height", "width", "max-width", NULL };

    return g_strv_contains(rooms, name);
}

static void apply_box(struct html_style *style, struct pending *pending, const char *name,
                      const char *value)
{
    if (is_room(name))
        pending->no_room |= number(value, 1) == 0;
    else if (g_str_has_prefix(name, "overflow"))
        pending->clipped |= g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "clip");
    else if (is_place(name))
        style->gone |= pixels(value, 0) <= FAR_OFF;
    else
        style->gone |= cuts_all(name, value);
}

static void apply_one(struct html_style *style, struct pending *pending, const char *name,
                      const char *value)
{
    if (!strcmp(name, "display"))
        apply_display(style, value);
    else if (!strcmp(name, "visibility"))
        style->hidden = g_str_has_prefix(value, "hidden") || g_str_has_prefix(value, "collapse");
    else if (!strcmp(name, "opacity"))
        style->gone |= number(value, 1) <= CLEAR_OPACITY;
    else if (!strcmp(name, "font-size"))
        apply_font_size(style, value);
    else if (!strcmp(name, "font"))
        apply_font(style, value);
    else if (!strcmp(name, "color") || !strcmp(name, "-webkit-text-fill-color"))
        apply_colour(style, value);
    else if (!strcmp(name, "background-image"))
        style->background = HTML_COLOUR_UNKNOWN;
    else if (!strcmp(name, "background") || !strcmp(name, "background-color"))
        apply_background(style, value);
    else if (!strcmp(name, "white-space"))
        style->pre = g_str_has_prefix(value, "pre") && strcmp(value, "pre-line") != 0;
    else
        apply_box(style, pending, name, value);
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

    if (a < 0 || b < 0)
        return false;
    for (int shift = 0; shift <= 16; shift += 8)
        difference += abs(((a >> shift) & 0xFF) - ((b >> shift) & 0xFF));
    return difference <= COLOUR_NEAR;
}

bool html_style_is_visible(const struct html_style *style)
{
    return !style->gone && !style->none && !style->hidden && !style->tiny &&
           style->colour != HTML_COLOUR_CLEAR &&
           !colours_are_near(style->colour, style->background);
}
