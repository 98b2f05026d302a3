/* The shape of a text. */
#include "detect/shape.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

/* What belongs to a date: its numbers go with all numbers. */
static bool names_day_or_month(const char *word)
{
    static const char *const names[] = {
        "janvier", "février", "mars",     "avril", "mai",   "juin",     "juillet",  "août",
        "septembre", "octobre", "novembre", "décembre", "lundi", "mardi", "mercredi", "jeudi",
        "vendredi", "samedi", "dimanche", "janv", "févr",  "avr",      "juil",     "sept",
        "oct",     "nov",     "déc",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        if (strcmp(word, names[i]) == 0)
            return true;
    return false;
}

/* Only a plain word, in small letters to its end, is the sender's own in every copy. */
static bool is_wording(const char *word)
{
    for (const char *p = word; *p; p += g_utf8_skip[(guint8)*p]) {
        const gunichar c = g_utf8_get_char(p);

        if (g_unichar_isdigit(c) || g_unichar_isupper(c) || c == '@' || c == '/')
            return false;
    }
    return !names_day_or_month(word);
}

static bool is_edge(gunichar c)
{
    return !g_unichar_isalnum(c);
}

/* `word` without the punctuation around it, which a name may have brought. */
static char *bare(const char *word)
{
    const char *end = word + strlen(word);

    while (*word && is_edge(g_utf8_get_char(word)))
        word += g_utf8_skip[(guint8)*word];
    while (end > word) {
        const char *last = g_utf8_prev_char(end);

        if (!is_edge(g_utf8_get_char(last)))
            break;
        end = last;
    }
    return g_strndup(word, (gsize)(end - word));
}

static void add(GChecksum *sum, const char *text)
{
    g_auto(GStrv) words = g_strsplit_set(text, " \t\n", -1);

    for (gsize i = 0; words[i]; i++) {
        g_autofree char *word = bare(words[i]);

        if (!*word || !is_wording(word))
            continue;
        g_checksum_update(sum, (const guchar *)word, -1);
        g_checksum_update(sum, (const guchar *)" ", 1);
    }
}

void shape_of(const char *subject, const char *text, char out[SHAPE_SIZE])
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    add(sum, subject);
    g_checksum_update(sum, (const guchar *)"\n", 1);
    add(sum, text);
    g_strlcpy(out, g_checksum_get_string(sum), SHAPE_SIZE);
}
