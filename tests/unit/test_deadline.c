/* The six weeks and the last call. Reasoned by hand with a calendar, not by running the code. */
#include "cases/deadline.h"

#include "base/civil.h"

static struct right *french_right(void)
{
    static const struct holiday fixed[] = { { 1, 1 }, { 5, 1 }, { 5, 8 }, { 7, 14 }, { 8, 15 },
                                            { 11, 1 }, { 11, 11 }, { 12, 25 } };
    static const int easter[] = { 1, 39, 50 };
    struct right *right = g_new0(struct right, 1);

    right->days = 42;
    right->opening.opens = 8 * 60 + 30;
    right->opening.closes = 17 * 60 + 30;
    for (int day = G_DATE_MONDAY; day <= G_DATE_FRIDAY; day++)
        right->opening.weekdays |= 1u << day;
    right->holidays = g_array_new(FALSE, FALSE, sizeof(struct holiday));
    g_array_append_vals(right->holidays, fixed, G_N_ELEMENTS(fixed));
    right->easter = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(right->easter, easter, G_N_ELEMENTS(easter));
    return right;
}

static void french_right_free(struct right *right)
{
    g_array_unref(right->holidays);
    g_array_unref(right->easter);
    g_free(right);
}

static const struct {
    const char *sent, *deadline, *last_call, *why;
} rows[] = {
    { "2022-01-12", "2022-02-23", "2022-02-23T17:30:00+01:00", "a Wednesday, open" },
    { "2022-02-03", "2022-03-17", "2022-03-17T17:30:00+01:00", "a Thursday, open" },
    { "2022-01-15", "2022-02-26", "2022-02-25T17:30:00+01:00", "a Saturday: the Friday before" },
    { "2022-01-16", "2022-02-27", "2022-02-25T17:30:00+01:00", "a Sunday: the Friday before" },
    { "2022-04-14", "2022-05-26", "2022-05-25T17:30:00+02:00", "Ascension: the day before" },
    { "2022-03-07", "2022-04-18", "2022-04-15T17:30:00+02:00", "Easter Monday: Friday, open in metropolitan France" },
    { "2022-04-25", "2022-06-06", "2022-06-03T17:30:00+02:00", "Whit Monday: the Friday before" },
    { "2021-11-20", "2022-01-01", "2021-12-31T17:30:00+01:00", "New Year on a Saturday" },
    { "2024-03-27", "2024-05-08", "2024-05-07T17:30:00+02:00", "8 May on a Wednesday, Ascension on the 9th" },
    { "2024-03-28", "2024-05-09", "2024-05-07T17:30:00+02:00", "Ascension after 8 May: two holidays in a row" },
    { "2025-09-15", "2025-10-27", "2025-10-27T17:30:00+01:00", "summer time ended the day before" },
    { "2026-02-15", "2026-03-29", "2026-03-27T17:30:00+01:00", "the Sunday on which summer time begins" },
    { "2026-02-16", "2026-03-30", "2026-03-30T17:30:00+02:00", "the Monday after it" },
    { "2024-01-18", "2024-02-29", "2024-02-29T17:30:00+01:00", "a leap day" },
    { "2025-11-13", "2025-12-25", "2025-12-24T17:30:00+01:00", "Christmas on a Thursday" },
};

static void test_deadlines(void)
{
    struct right *right = french_right();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *deadline_text = NULL, *call_text = NULL;
        GDate sent, deadline;

        g_test_message("%s: %s", rows[i].sent, rows[i].why);
        g_assert_true(civil_date_parse(rows[i].sent, &sent));
        deadline = deadline_of(right, &sent);
        deadline_text = civil_date_format(&deadline);
        g_assert_cmpstr(deadline_text, ==, rows[i].deadline);
        call_text = civil_instant_format(deadline_last_call(right, &deadline), civil_paris());
        g_assert_cmpstr(call_text, ==, rows[i].last_call);
    }
    french_right_free(right);
}

static void test_broken_table(void)
{
    struct right *right = french_right();
    GDate deadline;

    right->opening.weekdays = 0;
    civil_date_parse("2022-02-23", &deadline);
    g_assert_cmpint(deadline_last_call(right, &deadline), ==, 0);
    french_right_free(right);
}

/* 2026-04-13 is a Monday; 2026-04-06 was Easter Monday. */
static const struct {
    const char *now;
    int left;
    const char *why;
} openings[] = {
    { "2026-04-13T17:29:00+02:00", 1, "a minute is left" },
    { "2026-04-13T17:30:00+02:00", 0, "it has just closed" },
    { "2026-04-11T12:00:00+02:00", 1, "a Saturday: only the Monday" },
    { "2026-04-10T12:00:00+02:00", 2, "Friday and Monday" },
    { "2026-04-03T18:00:00+02:00", 5, "Friday evening: Tuesday to Friday, then Monday" },
};

static void test_openings(void)
{
    struct right *right = french_right();
    gint64 now, last_call;

    civil_instant_parse("2026-04-13T17:30:00+02:00", &last_call);
    for (gsize i = 0; i < G_N_ELEMENTS(openings); i++) {
        g_test_message("%s", openings[i].why);
        g_assert_true(civil_instant_parse(openings[i].now, &now));
        g_assert_cmpint(deadline_openings_left(right, now, last_call), ==, openings[i].left);
    }
    french_right_free(right);
}

static const struct {
    const char *now, *day;
    bool running;
    const char *why;
} next_openings[] = {
    { "2026-04-13T08:29:00+02:00", "2026-04-13", false, "a minute before it opens" },
    { "2026-04-13T08:30:00+02:00", "2026-04-13", true, "it opens" },
    { "2026-04-13T17:29:00+02:00", "2026-04-13", true, "a minute is left" },
    { "2026-04-13T17:30:00+02:00", "2026-04-14", false, "it has just closed" },
    { "2026-04-13T15:29:00Z", "2026-04-13", true, "17:29 in Paris" },
    { "2026-04-03T18:00:00+02:00", "2026-04-07", false, "over Easter Monday" },
    { "2026-05-07T18:00:00+02:00", "2026-05-11", false, "8 May is a Friday: to the Monday" },
    { "2026-12-31T23:59:00+01:00", "2027-01-04", false, "1 January 2027 is a Friday" },
};

static void test_next_opening(void)
{
    struct right *right = french_right();

    for (gsize i = 0; i < G_N_ELEMENTS(next_openings); i++) {
        g_autofree char *text = NULL;
        GDate day;
        gint64 now;
        bool running;

        g_test_message("%s", next_openings[i].why);
        g_assert_true(civil_instant_parse(next_openings[i].now, &now));
        g_assert_true(deadline_next_opening(right, now, &day, &running));
        text = civil_date_format(&day);
        g_assert_cmpstr(text, ==, next_openings[i].day);
        g_assert_cmpint(running, ==, next_openings[i].running);
    }
    french_right_free(right);
}

static void test_masked(void)
{
    static const char *const codes[][2] = {
        { "AbCd1234EfGh", "Ab****Gh" }, { "ABCD1234", "AB****34" }, { "ABC1234", "*******" }
    };
    AUTO(entry) entry = entry_new();

    for (gsize i = 0; i < G_N_ELEMENTS(codes); i++) {
        g_autofree char *masked = NULL;

        g_free(entry->code);
        entry->code = g_strdup(codes[i][0]);
        masked = entry_code_masked(entry);
        g_assert_cmpstr(masked, ==, codes[i][1]);
    }
    entry->status = STATUS_SUSPECT;
    g_assert_null(entry_code_masked(entry));
}

int main(int argc, char **argv)
{
    g_setenv("TZ", "America/Los_Angeles", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/deadline/rows", test_deadlines);
    g_test_add_func("/deadline/broken-table", test_broken_table);
    g_test_add_func("/deadline/openings-left", test_openings);
    g_test_add_func("/deadline/next-opening", test_next_opening);
    g_test_add_func("/entry/code-masked", test_masked);
    return g_test_run();
}
