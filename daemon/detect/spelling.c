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

/* The ASCII letter under the accent of `letter`; 0 where there is none. */
static char without_accent(gunichar letter)
{
    gunichar base, mark;

    if (letter < 0x80 || !g_unichar_decompose(letter, &base, &mark))
        return 0;
    return base < 0x80 && g_ascii_isalpha((char)base) ? (char)base : 0;
}

/* The end of the character class that `pattern` begins with: past its "]". */
static const char *class_end(const char *pattern)
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
    GString *wide = g_string_new(NULL);
    const char *next;

    for (const char *at = pattern; *at; at = next) {
        const char base = without_accent(g_utf8_get_char(at));

        next = at + g_utf8_skip[(guchar)*at];
        if (*at == '[')
            next = class_end(at);
        else if (*at == '\\' && *next)
            next += g_utf8_skip[(guchar)*next];
        if (base)
            g_string_append_printf(wide, "[%.*s%c]", (int)(next - at), at, base);
        else
            g_string_append_len(wide, at, next - at);
    }
    return g_string_free(wide, FALSE);
}

char *spelling_of_texts(const char *pattern)
{
    g_autofree char *composed = g_utf8_normalize(pattern, -1, G_NORMALIZE_NFC);
    g_autoptr(GString) plain = g_string_new(composed);

    if (!quotes_names(composed))
        g_string_replace(plain, "'", "’", 0);
    g_string_replace(plain, "\u00a0", " ", 0);
    g_string_replace(plain, "\u202f", " ", 0);
    if (strstr(plain->str, "\\Q")) /* a class is none there */
        return g_strdup(plain->str);
    return allow_plain_letters(plain->str);
}
