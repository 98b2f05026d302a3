/* The delay and its opening hours, counted in civil days. */
#include "cases/deadline.h"

#include "base/civil.h"

GDate deadline_of(const struct right *right, const GDate *sent)
{
    GDate deadline = *sent;

    g_date_add_days(&deadline, right->days);
    return deadline;
}

/* Easter Sunday in the Gregorian calendar: the anonymous algorithm (Nature, 20 April 1876). */
static GDate easter_sunday(int year)
{
    int a = year % 19, b = year / 100, c = year % 100;
    int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
    int h = (19 * a + b - d - g + 15) % 30;
    int i = c / 4, k = c % 4;
    int l = (32 + 2 * e + 2 * i - h - k) % 7;
    int m = (a + 11 * h + 22 * l) / 451;
    int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
    GDate easter;

    g_date_clear(&easter, 1);
    g_date_set_dmy(&easter, (GDateDay)day, month, (GDateYear)year);
    return easter;
}

static bool is_holiday(const struct right *right, const GDate *day)
{
    GDate easter = easter_sunday(g_date_get_year(day));
    int after_easter = civil_days_between(&easter, day);

    for (guint i = 0; i < right->holidays->len; i++) {
        const struct holiday *holiday = &g_array_index(right->holidays, struct holiday, i);

        if (g_date_get_month(day) == holiday->month && g_date_get_day(day) == holiday->day)
            return true;
    }
    for (guint i = 0; i < right->easter->len; i++)
        if (after_easter == g_array_index(right->easter, int, i))
            return true;
    return false;
}

/* Whether the telephone answers on `day` at all. */
static bool is_open(const struct right *right, const GDate *day)
{
    return (right->opening.weekdays & (1u << g_date_get_weekday(day))) && !is_holiday(right, day);
}

gint64 deadline_last_call(const struct right *right, const GDate *deadline)
{
    GDate day = *deadline;

    for (guint back = 0; back <= right->days; back++, g_date_subtract_days(&day, 1))
        if (is_open(right, &day))
            return civil_instant(&day, right->opening.closes, civil_paris());
    return 0;
}

void deadline_set(struct entry *entry, const struct right *right, const GDate *sent,
                  enum sent_source source)
{
    entry->sent = *sent;
    entry->sent_source = source;
    g_date_clear(&entry->deadline, 1);
    entry->last_call = 0;
    if (!g_date_valid(sent))
        return;
    entry->deadline = deadline_of(right, sent);
    entry->last_call = deadline_last_call(right, &entry->deadline);
}

int deadline_openings_left(const struct right *right, gint64 now, gint64 last_call)
{
    GDate day = civil_date(now, civil_paris());
    int left = 0;

    for (;; g_date_add_days(&day, 1)) {
        gint64 end = civil_instant(&day, right->opening.closes, civil_paris());

        if (end > last_call)
            return left;
        if (end > now && is_open(right, &day))
            left++;
    }
}

bool deadline_next_opening(const struct right *right, gint64 now, GDate *day, bool *running)
{
    *day = civil_date(now, civil_paris());
    for (guint ahead = 0; ahead <= right->days; ahead++, g_date_add_days(day, 1)) {
        if (!is_open(right, day) ||
            civil_instant(day, right->opening.closes, civil_paris()) <= now)
            continue;
        *running = civil_instant(day, right->opening.opens, civil_paris()) <= now;
        return true;
    }
    return false;
}
