/* Shapes, and typing errors in them. */
#include "detect/lookalike.h"

#include <glib.h>
#include <string.h>

/* In the order of the letters. */
static const struct {
    gunichar letter;
    char shape[8];
} confusables[] = {
#include "detect/confusables_table.h"
};

/* Beyond Unicode's table, which is meant for identifiers: what French readers pass over. */
static const struct {
    gunichar letter;
    char shape;
} habits[] = {
    { '0', 'o' }, { '1', 'l' }, { '3', 'e' }, { '4', 'a' },    { '5', 's' },    { '|', 'l' },
    { 'i', 'l' }, { '$', 's' }, { '@', 'a' }, { 0x03B5, 'e' }, { 0x0454, 'e' }, { 0x03BC, 'm' },
};

/* Letters side by side that look like one. */
static const struct {
    const char *pair, *letter;
} pairs[] = { { "rn", "m" }, { "vv", "w" }, { "cl", "d" } };

const char *lookalike_pair(char letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        if (pairs[i].letter[0] == letter)
            return pairs[i].pair;
    return NULL;
}

static const char *confusable(gunichar letter)
{
    gsize from = 0, to = G_N_ELEMENTS(confusables);

    while (from < to) {
        const gsize middle = (from + to) / 2;

        if (confusables[middle].letter == letter)
            return confusables[middle].shape;
        if (confusables[middle].letter < letter)
            from = middle + 1;
        else
            to = middle;
    }
    return NULL;
}

static gunichar habit(gunichar letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(habits); i++)
        if (habits[i].letter == letter)
            return (gunichar)(guchar)habits[i].shape;
    return letter;
}

static void append_shape(GString *shape, gunichar letter)
{
    const gunichar small = g_unichar_tolower(letter);
    const char *same = confusable(letter);

    if (!same)
        same = confusable(small);
    if (!same) {
        g_string_append_unichar(shape, habit(small));
        return;
    }
    for (; *same; same++)
        g_string_append_unichar(shape, habit((gunichar)(guchar)*same));
}

/* Accents that stand apart after normalisation, and what nobody sees: zero-width, bidi. */
static bool is_shapeless(gunichar letter)
{
    return g_unichar_ismark(letter) || g_unichar_type(letter) == G_UNICODE_FORMAT;
}

char *lookalike_shape(const char *text)
{
    g_autofree char *plain = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
    GString *shape = g_string_new(NULL);

    for (char *at = plain; at && *at; at = g_utf8_next_char(at))
        if (!is_shapeless(g_utf8_get_char(at)))
            append_shape(shape, g_utf8_get_char(at));
    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
        g_string_replace(shape, pairs[i].pair, pairs[i].letter, 0);
    return g_string_free(shape, FALSE);
}

char *lookalike_name(const char *name)
{
    g_autofree char *shape = lookalike_shape(name);
    GString *words = g_string_new(NULL);
    bool gap = false;

    for (char *at = shape; *at; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);

        if (!g_unichar_isalnum(letter)) {
            gap = words->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(words, ' ');
        gap = false;
        g_string_append_unichar(words, letter);
    }
    return g_string_free(words, FALSE);
}

/* How many bytes both begin with. */
static gsize common(const char *a, const char *b)
{
    gsize length = 0;

    while (a[length] && a[length] == b[length])
        length++;
    return length;
}

bool lookalike_is_slip(const char *given, const char *wanted)
{
    const gsize at = common(given, wanted);

    if (!at)
        return false;
    if (given[at] && given[at] == given[at - 1] && !strcmp(given + at + 1, wanted + at))
        return true;
    return given[at] && given[at + 1] && given[at] == wanted[at + 1] &&
           given[at + 1] == wanted[at] && !strcmp(given + at + 2, wanted + at + 2);
}

bool lookalike_is_typo(const char *given, const char *wanted)
{
    const gsize at = common(given, wanted);

    if (lookalike_is_slip(given, wanted))
        return true;
    if (given[at] && !strcmp(given + at + 1, wanted + at))
        return true;
    if (wanted[at] && !strcmp(given + at, wanted + at + 1))
        return true;
    return given[at] && wanted[at] && !strcmp(given + at + 1, wanted + at + 1);
}
