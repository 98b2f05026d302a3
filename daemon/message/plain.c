/* Plain text parts. */
#include "message/plain.h"

#include <string.h>

#include "message/links.h"

/* Of the different words of a text, how many of a hundred its HTML must have to say the same. */
#define SAME_PERCENT 60

/* A word with a digit of at least so many characters is a code, a date or a number that matters. */
#define TELLING_LENGTH 4

static gsize quote_depth(const char *line)
{
    return strspn(line, ">");
}

char *plain_unflow(const char *text, bool delsp)
{
    g_auto(GStrv) lines = g_strsplit_set(text, "\n", -1);
    GString *out = g_string_sized_new(strlen(text));
    gsize flowing = G_MAXSIZE; /* quote depth of the paragraph that goes on; none */

    for (char **line = lines; *line; line++) {
        gsize depth = quote_depth(*line);
        char *content = *line + depth;
        gsize length;

        if (g_str_has_suffix(content, "\r"))
            content[strlen(content) - 1] = '\0';
        content += *content == ' '; /* stuffed */
        length = strlen(content);
        if (flowing != depth || !strcmp(content, "-- ")) {
            if (line != lines)
                g_string_append_c(out, '\n');
            g_string_append_len(out, *line, (gssize)depth);
            if (depth)
                g_string_append_c(out, ' ');
        }
        flowing =
            length && content[length - 1] == ' ' && strcmp(content, "-- ") ? depth : G_MAXSIZE;
        if (flowing != G_MAXSIZE && delsp)
            length--;
        g_string_append_len(out, content, (gssize)length);
    }
    return g_string_free(out, FALSE);
}

static bool is_word_character(gunichar c)
{
    return g_unichar_isalnum(c);
}

/* The next word from `*text` on, as written; NULL where there is none. Skips links. */
static char *next_word(const char **text)
{
    const char *begin;

    for (;;) {
        gsize url = links_url_length(*text);

        if (url)
            *text += url;
        else if (!**text)
            return NULL;
        else if (is_word_character(g_utf8_get_char(*text)))
            break;
        else
            *text += g_utf8_skip[(guint8)(*text)[0]];
    }
    begin = *text;
    while (**text && is_word_character(g_utf8_get_char(*text)))
        *text += g_utf8_skip[(guint8)(*text)[0]];
    return g_strndup(begin, (gsize)(*text - begin));
}

/* The different words of `text`. Those with digits keep their case: codes do. */
static GHashTable *words_of(const char *text)
{
    GHashTable *words = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    char *word;

    while ((word = next_word(&text))) {
        if (strpbrk(word, "0123456789")) {
            g_hash_table_add(words, word);
        } else {
            g_hash_table_add(words, g_utf8_casefold(word, -1));
            g_free(word);
        }
    }
    return words;
}

static bool is_telling(const char *word)
{
    return strpbrk(word, "0123456789") && strlen(word) >= TELLING_LENGTH;
}

bool plain_says_else(const char *other, const char *shown)
{
    g_autoptr(GHashTable) others = words_of(other);
    g_autoptr(GHashTable) showns = words_of(shown);
    GHashTableIter iter;
    gpointer word;
    guint same = 0;

    g_hash_table_iter_init(&iter, others);
    while (g_hash_table_iter_next(&iter, &word, NULL)) {
        if (g_hash_table_contains(showns, word))
            same++;
        else if (is_telling(word))
            return true;
    }
    return same * 100 < g_hash_table_size(others) * SAME_PERCENT;
}
