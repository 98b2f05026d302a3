/* What the text never holds, as it holds it; and accents that it may lack. */
#include "detect/spelling.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* PCRE2 names groups and calls them in apostrophes too. */
static bool quotes_names(const char *pattern)
{
    return strstr(pattern, "(?'") || strstr(pattern, "(?('") || strstr(pattern, "\\k'") ||
           strstr(pattern, "\\g'");
}

/* Whether no normalisation would change it, as far as can be told at a glance: up to the first combining
 * mark, and the dashes and quotation marks of U+2010-2027, nothing decomposes into something else (UAX 15,
 * quick check). Nearly all patterns are such, and g_utf8_normalize took a third of the time of loading. */
static bool is_composed(const char *text)
{
    for (; *text; text += g_utf8_skip[(guchar)*text]) {
        const gunichar letter = g_utf8_get_char(text);

        if (letter >= 0x300 && !(letter >= 0x2010 && letter <= 0x2027))
            return false;
    }
    return true;
}

/* The ASCII letter under the accent of `letter`; 0 where there is none. */
static char without_accent(gunichar letter)
{
    gunichar base, mark;

    if (letter < 0xC0 || (letter >= 0x2010 && letter <= 0x2027) ||
        !g_unichar_decompose(letter, &base, &mark))
        return 0;
    return base < 0x80 && g_ascii_isalpha((char)base) ? (char)base : 0;
}

const char *spelling_class_end(const char *pattern)
{
    const char *at = pattern + 1;

    at += *at == '^';
    at += *at == ']';
    for (; *at && *at != ']'; at++) {
        const char *named = at[0] == '[' && at[1] == ':' ? strstr(at, ":]") : NULL;

        if (named)
            at = named + 1;
        else if (*at == '\\' && at[1])
            at++;
    }
    return *at ? at + 1 : at;
}

static char *allow_plain_letters(const char *pattern)
{
    GString *wide = g_string_sized_new(strlen(pattern) * 2);
    const char *next;

    for (const char *at = pattern; *at; at = next) {
        const char base = without_accent(g_utf8_get_char(at));

        next = at + g_utf8_skip[(guchar)*at];
        if (*at == '[')
            next = spelling_class_end(at);
        else if (*at == '\\' && *next)
            next += g_utf8_skip[(guchar)*next];
        if (base)
            g_string_append_c(wide, '[');
        g_string_append_len(wide, at, next - at);
        if (base) {
            g_string_append_c(wide, base);
            g_string_append_c(wide, ']');
        }
    }
    return g_string_free(wide, FALSE);
}

char *spelling_of_texts(const char *pattern)
{
    g_autofree char *composed =
        is_composed(pattern) ? g_strdup(pattern) : g_utf8_normalize(pattern, -1, G_NORMALIZE_NFC);
    g_autoptr(GString) plain = g_string_new(composed);

    if (!quotes_names(composed))
        g_string_replace(plain, "'", "’", 0);
    g_string_replace(plain, "\u00a0", " ", 0);
    g_string_replace(plain, "\u202f", " ", 0);
    if (strstr(plain->str, "\\Q")) /* a class is none there */
        return g_strdup(plain->str);
    return allow_plain_letters(plain->str);
}
