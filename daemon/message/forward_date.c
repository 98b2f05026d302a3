/* Dates above quoted originals. Day before month, as in France, unless AM or PM says otherwise. */
#include "message/forward_date.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/civil.h"

/* Longer values hold no date that a mailer wrote. */
#define MAX_VALUE 200

struct moment {
    int year, month, day;
    int minute, second; /* minute: of the day */
    bool american;      /* AM or PM stood there */
    bool zoned;
    int offset; /* minutes east of Greenwich */
};

/* 1 to 12; 0 where `word`, of at least three letters, begins no month. "mar" is March: Tuesday in
 * French never stands beside the day's number on the side where the month does. */
static int month_of(const char *word)
{
    static const char *const names[][2] = {
        { "janvier", "january" }, { "fevrier", "february" },  { "mars", "march" },
        { "avril", "april" },     { "mai", "may" },           { "juin", "june" },
        { "juillet", "july" },    { "aout", "august" },       { "septembre", "september" },
        { "octobre", "october" }, { "novembre", "november" }, { "decembre", "december" },
    };
    g_autofree char *ascii = g_str_to_ascii(word, "C");
    g_autofree char *lower = g_ascii_strdown(ascii, -1);

    for (int i = 0; i < 12; i++)
        if (strlen(lower) >= 3 &&
            (g_str_has_prefix(names[i][0], lower) || g_str_has_prefix(names[i][1], lower)))
            return i + 1;
    return 0;
}

static int number(GMatchInfo *match, int group)
{
    g_autofree char *digits = g_match_info_fetch(match, group);

    return digits ? atoi(digits) : 0;
}

/* Whether `pattern` is found in `text`; `*match` is for the caller to free either way. */
static bool find(const char *pattern, const char *text, GMatchInfo **match)
{
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_CASELESS, 0, NULL);

    return g_regex_match(regex, text, 0, match);
}

static bool take(struct moment *moment, int year, int month, int day)
{
    moment->year = year < 100 ? 2000 + year : year;
    moment->month = month;
    moment->day = day;
    return g_date_valid_dmy((GDateDay)day, month, (GDateYear)moment->year) &&
           moment->year >= 1970 && moment->year < 2200;
}

/* By name: the word after the day's number, else the one before it. */
static bool find_named(const char *text, struct moment *moment)
{
    static const char after[] = "\\b(\\d{1,2})(?:er)?[ -]?(\\p{L}{3,9})\\.?,?[ -](\\d{4})\\b";
    static const char before[] = "(\\p{L}{3,9})\\.? (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})\\b";
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GMatchInfo) other = NULL;

    if (find(after, text, &match)) {
        g_autofree char *word = g_match_info_fetch(match, 2);

        if (month_of(word))
            return take(moment, number(match, 3), month_of(word), number(match, 1));
    }
    if (find(before, text, &other)) {
        g_autofree char *word = g_match_info_fetch(other, 1);

        if (month_of(word))
            return take(moment, number(other, 3), month_of(word), number(other, 2));
    }
    return false;
}

static bool find_numeric(const char *text, struct moment *moment)
{
    g_autoptr(GMatchInfo) iso = NULL;
    g_autoptr(GMatchInfo) match = NULL;
    int first, second;

    if (find("\\b(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})(?!\\d)", text, &iso))
        return take(moment, number(iso, 1), number(iso, 2), number(iso, 3));
    if (!find("\\b(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4}|\\d{2})\\b", text, &match))
        return false;
    first = number(match, 1);
    second = number(match, 2);
    if ((moment->american && first <= 12) || second > 12)
        return take(moment, number(match, 3), first, second);
    return take(moment, number(match, 3), second, first);
}

static void find_zone(const char *text, struct moment *moment)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GMatchInfo) name = NULL;

    if (find("^ ?\\(?(?:GMT|UTC)? ?([+-])(\\d{1,2}):?(\\d{2})?", text, &match)) {
        g_autofree char *sign = g_match_info_fetch(match, 1);
        int minutes = number(match, 2) * 60 + number(match, 3);

        moment->zoned = minutes <= 14 * 60;
        moment->offset = *sign == '-' ? -minutes : minutes;
    } else if (find("^ ?\\(?(GMT|UTC|Z|CEST|CET)\\b", text, &name)) {
        g_autofree char *zone = g_match_info_fetch(name, 1);

        moment->zoned = true;
        moment->offset = !g_ascii_strcasecmp(zone, "CET")    ? 60
                         : !g_ascii_strcasecmp(zone, "CEST") ? 120
                                                             : 0;
    }
}

static void find_time(const char *text, struct moment *moment)
{
    g_autoptr(GMatchInfo) match = NULL;
    g_autofree char *half = NULL;
    int hour, end;

    moment->minute = 12 * 60;
    if (!find("(?<![\\d:])(\\d{1,2}) ?[:h] ?(\\d{2})(?::(\\d{2}))?(?: ?([ap])\\.?m\\b\\.?)?", text,
              &match) ||
        number(match, 1) > 23 || number(match, 2) > 59)
        return;
    half = g_match_info_fetch(match, 4);
    hour = number(match, 1);
    moment->american = half && *half;
    if (moment->american)
        hour = hour % 12 + (g_ascii_tolower(*half) == 'p' ? 12 : 0);
    moment->minute = hour * 60 + number(match, 2);
    moment->second = MIN(number(match, 3), 59);
    g_match_info_fetch_pos(match, 0, NULL, &end);
    find_zone(text + end, moment);
}

gint64 forward_date(const char *text)
{
    struct moment moment = { 0 };
    GDate date;
    gint64 midnight;

    if (strlen(text) > MAX_VALUE)
        return 0;
    find_time(text, &moment);
    if (!find_named(text, &moment) && !find_numeric(text, &moment))
        return 0;
    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)moment.day, moment.month, (GDateYear)moment.year);
    if (!moment.zoned)
        return civil_instant(&date, moment.minute, civil_paris()) + moment.second;
    midnight = ((gint64)g_date_get_julian(&date) - 719163) * 86400; /* 1970-01-01 is day 719163 */
    return midnight + (moment.minute - moment.offset) * 60 + moment.second;
}
