/* Text of strangers made fit to be shown. */
#include "base/shown.h"

bool shown_is_obeyed(gunichar c)
{
    switch (g_unichar_type(c)) {
    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
        return true;
    default:
        return false;
    }
}

bool shown_may_name(gunichar c)
{
    return !shown_is_obeyed(c) || g_unichar_type(c) == G_UNICODE_FORMAT;
}

char *shown_harmless(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *clean = g_string_new(NULL);

    for (const char *at = valid; *at; at += g_utf8_skip[(guchar)*at]) {
        gunichar c = g_utf8_get_char(at);

        g_string_append_unichar(clean, shown_is_obeyed(c) ? ' ' : c);
    }
    return g_strstrip(g_string_free(clean, FALSE));
}
