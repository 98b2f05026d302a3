/* Civil dates in Paris, whatever the machine's zone. */
#include "base/civil.h"

#include <stdlib.h>

/* Reasoned by hand: Paris is UTC+1, UTC+2 from the last Sunday of March 01:00 UTC to that of October. */
static const struct {
    const char *instant, *paris, *date, *why;
} rows[] = {
    { "2022-01-12T23:30:00Z", "2022-01-13T00:30:00+01:00", "2022-01-13", "UTC evening is the next day" },
    { "2022-07-01T22:30:00Z", "2022-07-02T00:30:00+02:00", "2022-07-02", "summer time" },
    { "2026-03-29T00:59:59Z", "2026-03-29T01:59:59+01:00", "2026-03-29", "the second before the jump" },
    { "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00", "2026-03-29", "the jump" },
    { "2022-01-12T20:00:00-05:00", "2022-01-13T02:00:00+01:00", "2022-01-13", "sent from overseas" },
};

static void test_paris(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = NULL, *day = NULL;
        gint64 instant;
        GDate date;

        g_test_message("%s", rows[i].why);
        g_assert_true(civil_instant_parse(rows[i].instant, &instant));
        text = civil_instant_format(instant, civil_paris());
        g_assert_cmpstr(text, ==, rows[i].paris);
        date = civil_date(instant, civil_paris());
        day = civil_date_format(&date);
        g_assert_cmpstr(day, ==, rows[i].date);
    }
}

/* 2522-02-08 and the age of the dinosaurs. */
static void test_beyond(void)
{
    GDate late = civil_date(17423301600, civil_paris()), early = civil_date(G_MININT64, civil_paris());

    g_assert_cmpint(g_date_get_year(&late), ==, 2199);
    g_assert_cmpint(g_date_get_year(&early), ==, 1900);
}

static void test_instant(void)
{
    g_autofree char *text = NULL;
    GDate date;

    g_assert_true(civil_date_parse("2025-10-27", &date));
    text = civil_instant_format(civil_instant(&date, 17 * 60 + 30, civil_paris()), civil_paris());
    g_assert_cmpstr(text, ==, "2025-10-27T17:30:00+01:00");
}

static void test_refused(void)
{
    static const char *const dates[] = { "2026-02-31", "2026-2-3", "26-02-03", "2026-02-03x", "", "1899-01-01",
                                         "2026-1--05", "2026-01-5-", "2026--1-05", "2026-02-3-", "2026-2--03" };
    static const char *const instants[] = { "2026-02-03", "2026-02-03T10:00:00", "2026-02-30T10:00:00Z", "x" };
    GDate date;
    gint64 instant;

    for (gsize i = 0; i < G_N_ELEMENTS(dates); i++)
        g_assert_false(civil_date_parse(dates[i], &date));
    for (gsize i = 0; i < G_N_ELEMENTS(instants); i++)
        g_assert_false(civil_instant_parse(instants[i], &instant));
}

int main(int argc, char **argv)
{
    g_setenv("TZ", "Pacific/Auckland", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/civil/paris", test_paris);
    g_test_add_func("/civil/beyond", test_beyond);
    g_test_add_func("/civil/instant", test_instant);
    g_test_add_func("/civil/refused", test_refused);
    return g_test_run();
}
