/* Any text as a French letter: each date is a real one, and stands where it is said to stand. And any
 * bytes as what `--now` and `--sent` take: an instant or a day that is written again as it was meant. */
#include "detect/dates.h"

#include <string.h>

#include "base/civil.h"
#include "message/message.h"
#include "fuzz.h"

#define MAX_DATES 100 /* dates.h */

static void check_dates(const char *text, const GArray *dates)
{
    gsize end = 0;

    g_assert_cmpuint(dates->len, <=, MAX_DATES);
    for (guint i = 0; i < dates->len; i++) {
        const struct text_date *date = &g_array_index(dates, struct text_date, i);
        GDate again;

        g_assert_true(g_date_valid(&date->date));
        g_assert_cmpuint(date->start, >=, end);
        g_assert_cmpuint(date->end, >, date->start);
        g_assert_true(dates_parse(text + date->start, &again));
        g_assert_cmpint(g_date_compare(&again, &date->date), ==, 0);
        end = date->end;
    }
    g_assert_cmpuint(end, <=, strlen(text));
}

static void check_option(const char *text)
{
    g_autoptr(GTimeZone) utc = g_time_zone_new_utc(); /* Paris was minutes and seconds ahead before 1911 */
    gint64 instant, again;
    GDate date;

    if (civil_instant_parse(text, &instant)) {
        g_autofree char *written = civil_instant_format(instant, utc);

        g_assert_true(civil_instant_parse(written, &again));
        g_assert_cmpint(again, ==, instant);
    }
    if (civil_date_parse(text, &date)) {
        g_autofree char *written = civil_date_format(&date);

        g_assert_cmpstr(written, ==, text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *utf8 = fuzz_utf8(data, size);
    g_autofree char *text = text_normalise(utf8, -1);
    g_autofree char *raw = g_strndup((const char *)data, size);
    g_autoptr(GArray) dates = NULL;

    fuzz_criticals_are_fatal();
    dates = dates_find(text);
    check_dates(text, dates);
    check_option(raw);
    return 0;
}
