/* Civil dates and instants over GDate, GDateTime and GTimeZone. */
#include "base/civil.h"

#include <string.h>

/* The rule that Paris follows since 1996, for machines without tzdata (a chroot, a container):
 * GTimeZone would silently take UTC there. */
#define PARIS_POSIX "CET-1CEST,M3.5.0,M10.5.0/3"

GTimeZone *civil_zone(const char *name)
{
    return g_time_zone_new_identifier(name);
}

GTimeZone *civil_paris(void)
{
    static gsize once;
    static GTimeZone *zone;

    if (g_once_init_enter(&once)) {
        zone = g_time_zone_new_identifier("Europe/Paris");
        if (!zone)
            zone = g_time_zone_new_identifier(PARIS_POSIX);
        g_once_init_leave(&once, 1);
    }
    return zone;
}

/* Mails name years at will; what lies beyond the calendar that civil_date_parse reads is taken for
 * its first or its last day. */
#define EARLIEST (-2208988800) /* 1900-01-01T00:00:00Z */
#define LATEST 7258032000      /* 2199-12-31T00:00:00Z */

static GDateTime *in_zone(gint64 instant, GTimeZone *zone)
{
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(CLAMP(instant, EARLIEST, LATEST));

    return g_date_time_to_timezone(utc, zone);
}

GDate civil_date(gint64 instant, GTimeZone *zone)
{
    g_autoptr(GDateTime) local = in_zone(instant, zone);
    GDate date;

    g_date_clear(&date, 1);
    g_date_set_dmy(&date, (GDateDay)g_date_time_get_day_of_month(local), g_date_time_get_month(local),
                   (GDateYear)g_date_time_get_year(local));
    return date;
}

int civil_minute(gint64 instant, GTimeZone *zone)
{
    g_autoptr(GDateTime) local = in_zone(instant, zone);

    return g_date_time_get_hour(local) * 60 + g_date_time_get_minute(local);
}

gint64 civil_instant(const GDate *date, int minute, GTimeZone *zone)
{
    g_autoptr(GDateTime) local =
        g_date_time_new(zone, g_date_get_year(date), g_date_get_month(date), g_date_get_day(date),
                        minute / 60, minute % 60, 0);

    return g_date_time_to_unix(local);
}

char *civil_date_format(const GDate *date)
{
    if (!g_date_valid(date))
        return NULL;
    return g_strdup_printf("%04d-%02d-%02d", g_date_get_year(date), g_date_get_month(date),
                           g_date_get_day(date));
}

static bool is_date_formed(const char *text)
{
    static const char form[] = "dddd-dd-dd";

    for (gsize i = 0; i < strlen(form); i++) /* which ends where the text does */
        if (form[i] == 'd' ? !g_ascii_isdigit(text[i]) : text[i] != form[i])
            return false;
    return !text[strlen(form)];
}

bool civil_date_parse(const char *text, GDate *date)
{
    int year, month, day;

    g_date_clear(date, 1);
    if (!is_date_formed(text))
        return false;
    year = (int)g_ascii_strtoll(text, NULL, 10);
    month = (int)g_ascii_strtoll(text + 5, NULL, 10);
    day = (int)g_ascii_strtoll(text + 8, NULL, 10);
    if (year < 1900 || year > 2199 || !g_date_valid_dmy((GDateDay)day, month, (GDateYear)year))
        return false;
    g_date_set_dmy(date, (GDateDay)day, month, (GDateYear)year);
    return true;
}

char *civil_instant_format(gint64 instant, GTimeZone *zone)
{
    g_autoptr(GDateTime) local = in_zone(instant, zone);

    return g_date_time_format(local, "%Y-%m-%dT%H:%M:%S%:z");
}

bool civil_instant_parse(const char *text, gint64 *instant)
{
    g_autofree char *upper = NULL;
    g_autoptr(GDateTime) parsed = NULL;

    /* ISO 8601 knows more forms, weeks among them, than a person means. */
    if (!g_regex_match_simple("^\\d{4}-\\d\\d-\\d\\d[Tt ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?"
                              "([Zz]|[+-]\\d\\d:\\d\\d)$",
                              text, G_REGEX_DOLLAR_ENDONLY, 0))
        return false;
    upper = g_ascii_strup(text, -1);
    parsed = g_date_time_new_from_iso8601(upper, NULL); /* NULL zone: an offset is required */
    if (!parsed)
        return false;
    *instant = g_date_time_to_unix(parsed);
    return true;
}

int civil_days_between(const GDate *earlier, const GDate *later)
{
    return g_date_days_between(earlier, later);
}
