/* The date of a "From " line. Each program that writes mboxes has its own order of the words
 * (ctime(3), with a zone before or behind the year, as in RFC 5322): each is known by its shape. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"
#include "source/mbox.h"

#define MAX_WORDS 40 /* the address may hold blanks */

struct words {
    int day, month, year, minute, second; /* -1: not seen */
    int zone;                             /* minutes east */
    bool zoned;
};

static int month_of(const char *word)
{
    static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

    if (strlen(word) != 3)
        return -1;
    for (int i = 0; i < 12; i++)
        if (g_ascii_strncasecmp(word, names + (gsize)i * 3, 3) == 0)
            return i + 1;
    return -1;
}

static bool is_digits(const char *word, gsize least, gsize most)
{
    gsize length = strspn(word, "0123456789");

    return word[length] == '\0' && length >= least && length <= most;
}

static bool take_time(struct words *words, const char *word)
{
    int hour, minute, second = 0;
    char rest;
    int count = sscanf(word, "%2d:%2d:%2d%c", &hour, &minute, &second, &rest);

    if ((count != 3 && !(count == 2 && strlen(word) <= 5)) || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 60)
        return false;
    words->minute = hour * 60 + minute;
    words->second = second;
    return true;
}

static bool take_zone(struct words *words, const char *word)
{
    if ((*word == '+' || *word == '-') && is_digits(word + 1, 4, 4)) {
        int value = atoi(word + 1);

        words->zone = (value / 100 * 60 + value % 100) * (*word == '-' ? -1 : 1);
    } else if (strcmp(word, "GMT") != 0 && strcmp(word, "UTC") != 0 && strcmp(word, "Z") != 0) {
        return false;
    }
    words->zoned = true;
    return true;
}

static void take_word(struct words *words, const char *word)
{
    int month = month_of(word);

    if (month > 0)
        words->month = month;
    else if (is_digits(word, 1, 2))
        words->day = atoi(word);
    else if (is_digits(word, 4, 4))
        words->year = atoi(word);
    else if (!strchr(word, ':') || !take_time(words, word))
        take_zone(words, word);
}

static gint64 instant_of(const struct words *words)
{
    GDate date;

    g_date_set_dmy(&date, (GDateDay)words->day, (GDateMonth)words->month, (GDateYear)words->year);
    if (!words->zoned)
        return civil_instant(&date, words->minute, civil_paris()) + words->second;
    /* 1970-01-01 is day 719163 */
    return ((gint64)g_date_get_julian(&date) - 719163) * 86400 + words->minute * 60 +
           words->second - words->zone * 60;
}

bool mbox_from_line(const char *line, gsize length, gint64 *delivered)
{
    struct words words = { -1, -1, -1, -1, -1, 0, false };
    g_autofree char *text = NULL;
    g_auto(GStrv) parts = NULL;

    if (length < 5 || memcmp(line, "From ", 5) != 0)
        return false;
    text = g_strndup(line + 5, length - 5);
    parts = g_strsplit_set(g_strchomp(text), " \t,", MAX_WORDS);
    for (gsize i = 0; parts[i]; i++)
        take_word(&words, parts[i]);
    if (words.minute < 0 || words.month < 0 || words.day < 0 || words.year < 1970 ||
        !g_date_valid_dmy((GDateDay)words.day, (GDateMonth)words.month, (GDateYear)words.year))
        return false;
    if (delivered)
        *delivered = instant_of(&words);
    return true;
}
