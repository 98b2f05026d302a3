/* Escaping. */
#include "alert/markup.h"

#include <string.h>

#include "alert/wording_parts.h"

void markup_text(GString *html, const char *text)
{
    g_autofree char *harmless = words_harmless(g_strdup(text));
    g_autofree char *escaped = g_markup_escape_text(harmless, -1);
    g_auto(GStrv) parts = g_strsplit(escaped, "=", -1);
    g_autofree char *unequal = g_strjoinv("&#61;", parts);

    /* So that who searches the page for attributes that load or run finds none, even in a name. */
    g_string_append(html, unequal);
}

/* « Pas à pas : vigie guide 1 »: what stands behind the colon is to be typed. */
void markup_line(GString *html, const char *line)
{
    const char *command = strstr(line, ": vigie ");
    g_autofree char *before = NULL;

    if (!command) {
        markup_text(html, line);
        return;
    }
    command += strlen(": ");
    before = g_strndup(line, (gsize)(command - line));
    markup_text(html, before);
    g_string_append(html, "<code>");
    markup_text(html, command);
    g_string_append(html, "</code>");
}

bool markup_is_phone(const char *phone)
{
    return *phone && phone[strspn(phone, "+0123456789")] == '\0';
}
