/* The one form of text that rules are written for: NFC, plain spaces, one kind of apostrophe, and
 * nothing that a reader cannot see. */
#include <string.h>

#include "message/charset.h"
#include "message/message.h"

/* UAX #15, Stream-Safe Text Format: no language stacks more. Ordering a longer run is quadratic. */
#define MAX_COMBINING 30

static bool is_apostrophe(gunichar c)
{
    switch (c) {
    case '\'':
    case '`':
    case 0x00B4: /* acute accent */
    case 0x02B9: /* modifier prime */
    case 0x02BC: /* modifier apostrophe */
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032: /* prime */
    case 0xFF07: /* full-width */
        return true;
    default:
        return false;
    }
}

/* Not to be seen, and not of the category "format": joiners, fillers, variation selectors. */
static bool is_invisible(gunichar c)
{
    return c == 0x034F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 ||
           (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF);
}

/* What stands for `c`; 0 where nothing does. */
static gunichar plain(gunichar c)
{
    if (c >= 0x80 && c <= 0x9F) /* windows-1252 that was called ISO 8859-1 */
        c = charset_windows_1252((guint8)c);
    if (c == '\n' || c == '\t')
        return c;
    if (c == '\v' || c == '\f' || c == 0x2028 || c == 0x2029)
        return '\n';
    if (is_apostrophe(c))
        return 0x2019;
    if (is_invisible(c))
        return 0;
    switch (g_unichar_type(c)) {
    case G_UNICODE_SPACE_SEPARATOR:
        return ' ';
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT: /* zero-width, soft hyphen, bidi, tags */
        return 0;
    default:
        return c;
    }
}

static char *map_characters(const char *text)
{
    GString *mapped = g_string_sized_new(strlen(text));
    guint combining = 0;

    for (const char *p = text; *p; p += g_utf8_skip[(guint8)*p]) {
        gunichar c = *p == '\r' ? '\n' : g_utf8_get_char(p);

        if (*p == '\r' && p[1] == '\n')
            continue;
        c = plain(c);
        if (!c)
            continue;
        combining = g_unichar_combining_class(c) ? combining + 1 : 0;
        if (combining <= MAX_COMBINING)
            g_string_append_unichar(mapped, c);
    }
    return g_string_free(mapped, FALSE);
}

/* Runs of blanks become one (a TAB where one is among them: it parts cells), none at either end of
 * a line, at most two newlines in a row. */
static char *squeeze(const char *text)
{
    GString *squeezed = g_string_sized_new(strlen(text));
    guint newlines = 0;
    char blank = '\0';

    for (const char *p = text; *p; p++) {
        if (*p == '\n') {
            newlines++;
            blank = '\0';
        } else if (*p == ' ' || *p == '\t') {
            blank = blank == '\t' ? '\t' : *p;
        } else {
            if (squeezed->len && newlines)
                g_string_append(squeezed, newlines > 1 ? "\n\n" : "\n");
            else if (squeezed->len && blank)
                g_string_append_c(squeezed, blank);
            g_string_append_c(squeezed, *p);
            newlines = 0;
            blank = '\0';
        }
    }
    return g_string_free(squeezed, FALSE);
}

char *text_normalise(const char *utf8, gssize length)
{
    g_autofree char *valid = g_utf8_make_valid(utf8, length);
    g_autofree char *mapped = map_characters(valid);
    g_autofree char *composed = g_utf8_normalize(mapped, -1, G_NORMALIZE_DEFAULT_COMPOSE);

    return squeeze(composed ? composed : mapped);
}
