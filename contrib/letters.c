/* Makes daemon/triage/letters_table.h: for each character the symbol by which the first look knows
 * it (daemon/triage/symbols.h), from what the real reading makes of it.
 * Run in a build folder when a new Unicode or GLib is out, or when lookalike.c or normalise.c change:
 *
 *   cc -I. -I../daemon ../contrib/letters.c libcore.a -o letters \
 *      $(pkg-config --cflags --libs gmime-3.0 gio-unix-2.0 libconfuse libxml-2.0 libpcre2-8 libpsl)
 *   ./letters > letters_table.h && mv letters_table.h ../daemon/triage/ */
#include <glib.h>
#include <stdio.h>
#include <string.h>

#include "detect/lookalike.h"
#include "message/message.h"
#include "triage/symbols.h"

/* Beyond, symbol_of knows what is there. */
#define PAGES 0x200
#define APOSTROPHE 0x2019
/* Composes with nothing. */
#define NEIGHBOUR "q"

static bool is_one(const char *text)
{
    return *text && !*g_utf8_next_char(text);
}

static bool holds_ascii(const char *text)
{
    for (; *text; text++)
        if (!(*text & 0x80))
            return true;
    return false;
}

/* What text_normalise makes of `c` within a text. */
static char *normalised(gunichar c)
{
    char text[16] = NEIGHBOUR;
    const int length = 1 + g_unichar_to_utf8(c, text + 1);
    g_autofree char *whole = NULL;

    memcpy(text + length, NEIGHBOUR, 2);
    whole = text_normalise(text, -1);
    return g_strndup(whole + 1, strlen(whole) - 2);
}

/* The letter under the accents of `c`, in lower case; 0 where it is not ASCII. */
static char base_letter(const char *c)
{
    g_autofree char *plain = g_utf8_normalize(c, -1, G_NORMALIZE_ALL);
    char base = '\0';

    for (const char *at = plain; *at; at = g_utf8_next_char(at)) {
        if (g_unichar_ismark(g_utf8_get_char(at)))
            continue;
        if (base || *at & 0x80)
            return '\0';
        base = g_ascii_tolower(*at);
    }
    return base;
}

/* A host name may hold several letters for it, or a dot. */
static bool is_odd_in_host(gunichar c, const char *text, char symbol)
{
    g_autofree char *composed = g_utf8_normalize(text, -1, G_NORMALIZE_ALL_COMPOSE);
    g_autofree char *folded = g_utf8_casefold(composed, -1);
    g_autofree char *shape = lookalike_shape(folded);
    g_autofree char *own = lookalike_shape((char[]){ symbol, '\0' });

    if (c == 0x3002 || c == 0xFF0E || c == 0xFF61 || g_unichar_isspace(c) || c == 0x85)
        return true;
    if (!holds_ascii(folded))
        return false;
    return !symbol || strcmp(shape, own) != 0;
}

static unsigned of_letter(gunichar c, const char *text, gunichar plain)
{
    g_autofree char *shape = lookalike_shape(text);
    g_autofree char *own = NULL;
    char symbol = base_letter(text);

    if (!symbol && is_one(shape) && !(*shape & 0x80))
        symbol = *shape;
    own = lookalike_shape((char[]){ symbol, '\0' });
    if (symbol <= ' ' || g_ascii_isalnum(symbol) != g_unichar_isalnum(plain) ||
        g_unichar_isalnum(c) != g_unichar_isalnum(plain) || strcmp(shape, own) != 0)
        symbol = '\0';
    if (symbol == '`')
        symbol = '\'';
    if (symbol && !is_odd_in_host(c, text, symbol))
        return (guchar)symbol;
    if (symbol)
        return (guchar)symbol | SYMBOL_ODD_IN_ADDRESS;
    return holds_ascii(shape) || is_odd_in_host(c, text, '\0')
               ? SYMBOL_OTHER | SYMBOL_ODD_IN_ADDRESS
               : SYMBOL_OTHER;
}

static unsigned symbol_for(gunichar c)
{
    const GUnicodeType type = g_unichar_type(c);
    char text[8] = "";
    g_autofree char *plain = NULL;
    gunichar one;

    if (c >= 0xD800 && c <= 0xDFFF)
        return SYMBOL_OTHER;
    /* An override of the direction turns a name around. */
    if (c == 0x202E || c == 0x202C)
        return SYMBOL_VAGUE | SYMBOL_ODD_IN_ADDRESS;
    text[g_unichar_to_utf8(c, text)] = '\0';
    plain = normalised(c);
    if (!*plain)
        return SYMBOL_VAGUE;
    if (!is_one(plain) || *plain == '\n')
        return SYMBOL_ODD;
    one = g_utf8_get_char(plain);
    if (g_unichar_ismark(c) || type == G_UNICODE_NON_SPACING_MARK || (c >= 0x1100 && c <= 0x11FF))
        return SYMBOL_VAGUE;
    if (one < 0x80)
        return symbol_of(one);
    if (one == APOSTROPHE)
        return '\'';
    if (one != c)
        return symbol_for(one) | SYMBOL_ODD_IN_ADDRESS;
    return of_letter(c, text, one);
}

static void print_page(const guint8 *page)
{
    printf("    {");
    for (int i = 0; i < 256; i++)
        printf("%s%u,", i % 24 ? "" : "\n     ", page[i]);
    printf("\n    },\n");
}

int main(void)
{
    static guint8 pages[PAGES][256];
    guint kinds = 0, numbers[PAGES];

    for (gunichar c = 0x80; c < PAGES * 256; c++)
        pages[c >> 8][c & 0xFF] = (guint8)symbol_for(c);
    printf("/* Made by contrib/letters.c with GLib %d.%d. */\n/* clang-format off */\n"
           "static const uint8_t letters[][256] = {\n",
           GLIB_MAJOR_VERSION, GLIB_MINOR_VERSION);
    for (int i = 0; i < PAGES; i++) {
        int same = 0;

        while (memcmp(pages[same], pages[i], 256) != 0)
            same++;
        numbers[i] = same < i ? numbers[same] : kinds++;
        if (same == i)
            print_page(pages[i]);
    }
    printf("};\nstatic const uint8_t letter_pages[] = {");
    for (int i = 0; i < PAGES; i++)
        printf("%s%u,", i % 24 ? "" : "\n    ", numbers[i]);
    printf("\n};\n/* clang-format on */\n");
    return 0;
}
