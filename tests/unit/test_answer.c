/* What an answer does to an entry, and what it may not do. */
#include "alert/answer.h"

#include "alert_fixture.h"
#include "base/error.h"

/* The case of alert_fixture.h: last call and deadline on Monday 13 April 2026. */
#define EARLY "2026-03-16T12:00:00+01:00"

static const struct {
    enum status status;
    bool undated;
    enum answer answer;
    const char *now;
    enum status then;
    const char *history; /* NULL: refused */
    const char *why;
} rows[] = {
    { STATUS_OPEN, false, ANSWER_LATER, EARLY, STATUS_OPEN, "snoozed until 2026-03-17T08:00:00+01:00 by the desktop", "to the next morning" },
    { STATUS_PROVISIONAL, false, ANSWER_LATER, EARLY, STATUS_PROVISIONAL, "snoozed until 2026-03-17T08:00:00+01:00 by the desktop", "a guess has reminders too" },
    { STATUS_OPEN, false, ANSWER_LATER, "2026-04-13T09:00:00+02:00", STATUS_OPEN, NULL, "its last day is here" },
    { STATUS_OPEN, true, ANSWER_LATER, EARLY, STATUS_OPEN, NULL, "the deadline may be any day" },
    { STATUS_EXPIRED, false, ANSWER_LATER, "2026-04-15T09:00:00+02:00", STATUS_EXPIRED, NULL, "nothing is left to wait for" },
    { STATUS_OPPOSED, false, ANSWER_LATER, EARLY, STATUS_OPPOSED, NULL, "closed: no reminder" },
    { STATUS_OPEN, false, ANSWER_OPPOSED, EARLY, STATUS_OPPOSED, "closed as opposed by the desktop", "the person's word" },
    { STATUS_OPEN, true, ANSWER_OPPOSED, EARLY, STATUS_OPPOSED, "closed as opposed by the desktop", "without a deadline too" },
    { STATUS_OPEN, false, ANSWER_OPPOSED, "2026-04-13T18:00:00+02:00", STATUS_OPPOSED, "closed as opposed by the desktop", "until the last evening" },
    { STATUS_PROVISIONAL, false, ANSWER_ACTIVATED, EARLY, STATUS_ACTIVATED, "closed as activated by the desktop", "the other choice" },
    { STATUS_EXPIRED, false, ANSWER_OPPOSED, "2026-04-15T09:00:00+02:00", STATUS_OPPOSED, "closed as opposed by the desktop", "it was done in time, and told late" },
    { STATUS_SUSPECT, false, ANSWER_OPPOSED, EARLY, STATUS_SUSPECT, NULL, "forged: nothing was to be opposed" },
    { STATUS_ACTIVATED, false, ANSWER_OPPOSED, EARLY, STATUS_ACTIVATED, NULL, "an old notification changes nothing" },
    { STATUS_DISMISSED, false, ANSWER_ACTIVATED, EARLY, STATUS_DISMISSED, NULL, "nor does another" },
};

static void check(gsize i, const struct settings *settings)
{
    AUTO(entry) entry = fixture_entry();
    g_autoptr(GString) history = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    gint64 now = fixture_instant(rows[i].now);
    bool done;

    g_test_message("row %zu: %s", i, rows[i].why);
    entry->status = rows[i].status;
    if (rows[i].undated)
        g_date_clear(&entry->deadline, 1);
    g_assert_cmpint(answer_is_open(entry, rows[i].answer, now), ==, rows[i].history != NULL);
    done = answer_apply(entry, rows[i].answer, "the desktop", settings, now, history, &error);
    g_assert_cmpint(done, ==, rows[i].history != NULL);
    g_assert_cmpstr(status_name(entry->status), ==, status_name(rows[i].then));
    if (!done) {
        g_assert_error(error, VIGIE_ERROR, EX_USAGE);
        g_assert_cmpint(entry->closed_at, ==, 0);
        g_assert_cmpint(entry->snoozed_until, ==, 0);
        return;
    }
    g_assert_cmpstr(history->str, ==, rows[i].history);
    g_assert_cmpint(entry->closed_at, ==, rows[i].answer == ANSWER_LATER ? 0 : now);
}

static void test_answers(void)
{
    AUTO(settings) settings = settings_new_default();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        check(i, settings);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/answer/rows", test_answers);
    return g_test_run();
}
