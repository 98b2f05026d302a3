/* Colours as mails write them: names, three to eight hexadecimal digits, rgb(), rgba() and hsl().
 */
#include <stdlib.h>
#include <string.h>

#include "message/html_style.h"

/* Below it nothing of the text shows, from it on nothing shines through. */
#define ALPHA_CLEAR 0.05
#define ALPHA_SOLID 0.95

static gint32 with_alpha(gint32 colour, double alpha)
{
    if (alpha <= ALPHA_CLEAR)
        return HTML_COLOUR_CLEAR;
    return alpha < ALPHA_SOLID ? HTML_COLOUR_UNKNOWN : colour;
}

/* The numbers of "rgb(1, 2 3 / 50%)", a percentage as a fraction of `full[i]`; how many there are.
 */
static int arguments(const char *value, const double full[4], double numbers[4])
{
    const char *p = strchr(value, '(');
    int count = 0;

    for (p = p ? p + 1 : ""; *p && *p != ')' && count < 4;) {
        char *end;

        numbers[count] = g_ascii_strtod(p, &end);
        if (end == p)
            return 0;
        if (*end == '%')
            numbers[count] *= full[count] / 100;
        count++;
        p = end + strcspn(end, ", /)");
        p += strspn(p, ", /");
    }
    return count;
}

static gint32 rgb(const char *value)
{
    static const double full[4] = { 255, 255, 255, 1 };
    double numbers[4] = { 0, 0, 0, 1 };

    if (arguments(value, full, numbers) < 3)
        return HTML_COLOUR_UNKNOWN;
    return with_alpha(((gint32)CLAMP(numbers[0], 0, 255) << 16) |
                          ((gint32)CLAMP(numbers[1], 0, 255) << 8) |
                          (gint32)CLAMP(numbers[2], 0, 255),
                      numbers[3]);
}

/* Grey tells black and white; other hues are not known. */
static gint32 hsl(const char *value)
{
    static const double full[4] = { 360, 1, 1, 1 };
    double numbers[4] = { 0, 0, 0, 1 };
    gint32 grey;

    if (arguments(value, full, numbers) < 3)
        return HTML_COLOUR_UNKNOWN;
    grey = (gint32)(CLAMP(numbers[2], 0, 1) * 255);
    if (numbers[1] > 0 && grey > 0 && grey < 255)
        return with_alpha(HTML_COLOUR_UNKNOWN, numbers[3]);
    return with_alpha(grey * 0x010101, numbers[3]);
}

static gint32 hexadecimal(const char *value)
{
    const char *digits = value + (*value == '#');
    const gsize length = strspn(digits, "0123456789abcdef");
    const gint64 c = length <= 8 ? (gint64)strtoll(digits, NULL, 16) : 0;

    switch (length) {
    case 3:
        return (gint32)(((c & 0xF00) * 0x1100) | ((c & 0xF0) * 0x110) | ((c & 0xF) * 0x11));
    case 4:
        return with_alpha(
            (gint32)(((c & 0xF000) * 0x110) | ((c & 0xF00) * 0x11) | ((c & 0xF0) * 0x11 >> 4)),
            (double)(c & 0xF) / 0xF);
    case 6:
        return (gint32)c;
    case 8:
        return with_alpha((gint32)(c >> 8), (double)(c & 0xFF) / 0xFF);
    default:
        return HTML_COLOUR_UNKNOWN;
    }
}

gint32 html_colour(const char *value)
{
    static const struct {
        const char *name;
        gint32 colour;
    } names[] = {
        { "white", 0xFFFFFF },       { "black", 0x000000 },
        { "red", 0xFF0000 },         { "green", 0x008000 },
        { "blue", 0x0000FF },        { "gray", 0x808080 },
        { "grey", 0x808080 },        { "silver", 0xC0C0C0 },
        { "navy", 0x000080 },        { "yellow", 0xFFFF00 },
        { "snow", 0xFFFAFA },        { "whitesmoke", 0xF5F5F5 },
        { "ivory", 0xFFFFF0 },       { "ghostwhite", 0xF8F8FF },
        { "floralwhite", 0xFFFAF0 }, { "mintcream", 0xF5FFFA },
        { "azure", 0xF0FFFF },       { "maroon", 0x800000 },
        { "purple", 0x800080 },      { "fuchsia", 0xFF00FF },
        { "lime", 0x00FF00 },        { "olive", 0x808000 },
        { "teal", 0x008080 },        { "aqua", 0x00FFFF },
        { "orange", 0xFFA500 },      { "transparent", HTML_COLOUR_CLEAR },
    };

    if (g_str_has_prefix(value, "rgb"))
        return rgb(value);
    if (g_str_has_prefix(value, "hsl"))
        return hsl(value);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (g_str_has_prefix(value, names[i].name) &&
            !g_ascii_isalpha(value[strlen(names[i].name)]))
            return names[i].colour;
    return hexadecimal(value);
}
