/* The optimal string alignment distance, on words as short as commands and keys are. */
#include "base/closest.h"

#include <glib.h>
#include <string.h>

#define WORD_MAX 32

static guint slips(const char *typed, const char *word)
{
    guint rows[WORD_MAX + 1][WORD_MAX + 1];
    const gsize height = strlen(typed), width = strlen(word);

    if (height > WORD_MAX || width > WORD_MAX)
        return G_MAXUINT;
    for (gsize i = 0; i <= height; i++)
        rows[i][0] = (guint)i;
    for (gsize j = 0; j <= width; j++)
        rows[0][j] = (guint)j;
    for (gsize i = 1; i <= height; i++)
        for (gsize j = 1; j <= width; j++) {
            const char a = g_ascii_tolower(typed[i - 1]), b = g_ascii_tolower(word[j - 1]);
            guint least = MIN(rows[i - 1][j], rows[i][j - 1]) + 1;

            least = MIN(least, rows[i - 1][j - 1] + (a != b));
            if (i > 1 && j > 1 && a == g_ascii_tolower(word[j - 2]) &&
                b == g_ascii_tolower(typed[i - 2]))
                least = MIN(least, rows[i - 2][j - 2] + 1);
            rows[i][j] = least;
        }
    return rows[height][width];
}

const char *closest_word(const char *typed, const char *const *words)
{
    guint least = strlen(typed) < 6 ? 2 : 3; /* one slip more than is forgiven */
    const char *found = NULL;

    for (; *words; words++) {
        const guint count = slips(typed, *words);

        if (count == least)
            found = NULL;
        if (count >= least)
            continue;
        least = count;
        found = *words;
    }
    return found;
}
