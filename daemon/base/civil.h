/* Civil dates and instants. An instant is a gint64 of seconds since 1970 UTC; a civil date is a
 * GDate by value, invalid (g_date_valid) where it is not known. Nothing here depends on TZ or on
 * the locale. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Europe/Paris, in which the right is counted. Where the machine has no tz database: its rule of
 * 1996. Borrowed. */
GTimeZone *civil_paris(void);

/* The zone named `name` (IANA); NULL where the machine does not know it. The caller unrefs. */
GTimeZone *civil_zone(const char *name);

/* The civil date of an instant, and the minutes since midnight there. Instants before 1900 and after
 * 2199 are taken for the first and the last of these. */
GDate civil_date(gint64 instant, GTimeZone *zone);
int civil_minute(gint64 instant, GTimeZone *zone);

/* The instant at which clocks of `zone` show `minute` minutes past midnight of `date`. In the hour
 * that spring skips: the same distance after the jump; in the doubled hour of autumn: the first. */
gint64 civil_instant(const GDate *date, int minute, GTimeZone *zone);

/* "2022-01-12"; NULL for an unknown date. The caller frees. */
char *civil_date_format(const GDate *date);
/* Exactly YYYY-MM-DD and a day that exists, 1900–2199. */
bool civil_date_parse(const char *text, GDate *date);

/* RFC 3339 with the offset of `zone`: "2022-02-23T17:30:00+01:00". The caller frees. */
char *civil_instant_format(gint64 instant, GTimeZone *zone);
/* An RFC 3339 timestamp; its offset is required. */
bool civil_instant_parse(const char *text, gint64 *instant);

/* `later` − `earlier` in days. Both valid. */
int civil_days_between(const GDate *earlier, const GDate *later);
