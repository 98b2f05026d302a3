/* Dates, days and hours in words. strftime would need a French locale, which a unit, a cron job or
 * a container seldom has: the names are ours. */
#include "alert/wording_parts.h"

#include "alert/wording.h"
#include "base/civil.h"

static const struct {
    const char *weekdays[7], *months[12];
} names[] = {
    [ENGLISH] = { { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" },
                  { "January", "February", "March", "April", "May", "June", "July", "August",
                    "September", "October", "November", "December" } },
    [FRENCH] = { { "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche" },
                 { "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
                   "septembre", "octobre", "novembre", "décembre" } },
};

enum tongue tongue_of(const char *language)
{
    return g_strcmp0(language, "en") == 0 ? ENGLISH : FRENCH;
}

const char *language_of(enum tongue tongue)
{
    return tongue == FRENCH ? "fr" : "en";
}

static const char *known_language(const char *name)
{
    if (g_str_has_prefix(name, "fr"))
        return "fr";
    return g_str_has_prefix(name, "en") ? "en" : NULL;
}

/* LANGUAGE is a list by preference; of the others the first that is set decides. */
const char *wording_language(const char *wanted)
{
    static const char *const variables[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

    if (wanted && known_language(wanted))
        return known_language(wanted);
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++) {
        g_auto(GStrv) parts = g_strsplit(g_getenv(variables[i]) ?: "", ":", -1);

        for (gsize j = 0; parts[j]; j++)
            if (known_language(parts[j]))
                return known_language(parts[j]);
        if (i > 0 && parts[0] && *parts[0])
            break;
    }
    return "fr";
}

char *wording_date(const GDate *date, const char *language)
{
    enum tongue tongue = tongue_of(language);
    int day = g_date_get_day(date);

    return g_strdup_printf("%s %d%s %s %d",
                           names[tongue].weekdays[g_date_get_weekday(date) - G_DATE_MONDAY], day,
                           tongue == FRENCH && day == 1 ? "er" : "",
                           names[tongue].months[g_date_get_month(date) - G_DATE_JANUARY],
                           g_date_get_year(date));
}

char *words_day(enum tongue tongue, const GDate *date)
{
    int day = g_date_get_day(date);

    return g_strdup_printf("%d%s" NBSP "%s", day, tongue == FRENCH && day == 1 ? "er" : "",
                           names[tongue].months[g_date_get_month(date) - G_DATE_JANUARY]);
}

char *words_hour(enum tongue tongue, int minute)
{
    if (tongue == ENGLISH)
        return g_strdup_printf("%02d:%02d", minute / 60, minute % 60);
    if (minute % 60 == 0)
        return g_strdup_printf("%d" NBSP "h", minute / 60);
    return g_strdup_printf("%d" NBSP "h" NBSP "%02d", minute / 60, minute % 60);
}

char *wording_instant(gint64 instant, const char *language)
{
    enum tongue tongue = tongue_of(language);
    GDate date = civil_date(instant, civil_paris());
    g_autofree char *day = wording_date(&date, language);
    g_autofree char *hour = words_hour(tongue, civil_minute(instant, civil_paris()));

    if (tongue == FRENCH)
        return g_strconcat(day, " à ", hour, " (heure de Paris)", NULL);
    return g_strconcat(day, " at ", hour, " (Paris time)", NULL);
}

char *words_count(enum tongue tongue, int count, const char *one, const char *many)
{
    bool singular = tongue == FRENCH ? count < 2 : count == 1; /* French: « 0 jour » */

    return g_strdup_printf("%d" NBSP "%s", count, singular ? one : many);
}

char *words_days(enum tongue tongue, int days)
{
    return tongue == FRENCH ? words_count(tongue, days, "jour", "jours")
                            : words_count(tongue, days, "day", "days");
}

char *words_left(enum tongue tongue, int days)
{
    g_autofree char *count = words_days(tongue, ABS(days));

    if (days == 0)
        return g_strdup(tongue == FRENCH ? "aujourd’hui" : "today");
    if (days == 1)
        return g_strdup(tongue == FRENCH ? "demain" : "tomorrow");
    if (days == -1)
        return g_strdup(tongue == FRENCH ? "hier" : "yesterday");
    if (tongue == FRENCH)
        return g_strconcat(days > 0 ? "dans " : "il y a ", count, NULL);
    return days > 0 ? g_strconcat("in ", count, NULL) : g_strconcat(count, " ago", NULL);
}

int words_days_left(const struct entry *entry, gint64 now)
{
    GDate today = civil_date(now, civil_paris());

    return entry_days_left(entry, &today);
}

bool words_is_past(const struct entry *entry, gint64 now)
{
    return g_date_valid(&entry->deadline) && words_days_left(entry, now) < 0;
}

/* The days of the telephone: « du lundi au vendredi », or one by one where they do not follow. */
static char *words_weekdays(enum tongue tongue, guint weekdays)
{
    GString *list = g_string_new(NULL);
    guint first = 0, last = 0, count = 0;

    for (guint day = G_DATE_MONDAY; day <= G_DATE_SUNDAY; day++) {
        if (!(weekdays & (1u << day)))
            continue;
        first = first ? first : day;
        last = day;
        g_string_append_printf(list, "%s%s", count++ ? ", " : "",
                               names[tongue].weekdays[day - G_DATE_MONDAY]);
    }
    if (count > 2 && last - first + 1 == count)
        g_string_printf(list, tongue == FRENCH ? "du %s au %s" : "%s to %s",
                        names[tongue].weekdays[first - G_DATE_MONDAY],
                        names[tongue].weekdays[last - G_DATE_MONDAY]);
    return g_string_free(list, FALSE);
}

char *words_opening(enum tongue tongue, const struct opening *opening)
{
    g_autofree char *days = words_weekdays(tongue, opening->weekdays);
    g_autofree char *opens = words_hour(tongue, opening->opens);
    g_autofree char *closes = words_hour(tongue, opening->closes);

    if (tongue == FRENCH)
        return g_strconcat(days, ", de ", opens, " à ", closes, NULL);
    return g_strconcat(days, ", ", opens, " to ", closes, NULL);
}
