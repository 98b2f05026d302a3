/* The page: what it says first, what it never holds, and colours that can be read. */
#include "alert/report.h"

#include <math.h>

#include "alert/report_parts.h"
#include "store/entries.h"

#include "alert_fixture.h"
#include "report_fixture.h"

#define NOON "2026-03-23T12:00:00+01:00" /* three weeks before the fixture's deadline */

static struct report_facts *facts_new(struct right *right, const char *now, const char *language)
{
    struct report_facts *facts = g_new0(struct report_facts, 1);

    facts->cases = g_ptr_array_new_with_free_func(case_free);
    facts->standing = g_new0(struct standing, 1);
    facts->standing->health = g_ptr_array_new_with_free_func(health_free);
    facts->standing->watch.running = true;
    facts->standing->watch.since = fixture_instant("2026-03-01T08:00:00+01:00");
    facts->right = right;
    facts->now = fixture_instant(now);
    facts->language = language;
    return facts;
}

/* Takes `entry`. */
static void add_case(struct report_facts *facts, struct entry *entry, const char *event)
{
    struct report_case *one = g_new0(struct report_case, 1);
    struct history_row *row = g_new0(struct history_row, 1);

    row->at = fixture_instant("2026-03-03T12:00:00+01:00");
    row->event = g_strdup(event);
    one->entry = entry;
    one->history = g_ptr_array_new_with_free_func(row_free);
    g_ptr_array_add(one->history, row);
    g_ptr_array_add(facts->cases, one);
}

static void add_health(struct report_facts *facts, gint64 blind_since, const char *error)
{
    struct health *row = g_new0(struct health, 1);

    row->account = g_strdup("jean");
    row->mailbox = g_strdup("INBOX");
    row->last_success = facts->now - 60;
    row->blind_since = blind_since;
    row->last_error = g_strdup(error);
    facts->standing->blind |= blind_since != 0;
    g_ptr_array_add(facts->standing->health, row);
}

static struct entry *entry_of(enum status status, const char *sent, const char *deadline)
{
    struct entry *entry = fixture_entry();

    entry->status = status;
    if (status_is_closed(status))
        entry->closed_at = fixture_instant(NOON);
    g_date_clear(&entry->sent, 1);
    g_date_clear(&entry->deadline, 1);
    entry->last_call = 0;
    if (sent) {
        g_assert_true(civil_date_parse(sent, &entry->sent));
        g_assert_true(civil_date_parse(deadline, &entry->deadline));
        entry->last_call = civil_instant(&entry->deadline, 17 * 60 + 30, civil_paris());
    }
    return entry;
}

/* What stands between the first <h1> and its end. */
static char *headline(const char *page)
{
    const char *start = strstr(page, "<h1>"), *end;

    g_assert_nonnull(start);
    start += strlen("<h1>");
    end = strstr(start, "</h1>");
    g_assert_nonnull(end);
    return g_strndup(start, (gsize)(end - start));
}

static const struct {
    enum status status;
    const char *sent, *deadline, *fr, *en, *why;
} headlines[] = {
    { STATUS_OPEN, "2026-03-02", "2026-04-13", "Il vous reste 21\u00a0jours pour vous opposer",
      "You have 21\u00a0days left to oppose", "three weeks" },
    { STATUS_PROVISIONAL, "2026-02-10", "2026-03-24", "Demain, dernier jour pour vous opposer",
      "Tomorrow is the last day to oppose", "the eve" },
    { STATUS_OPEN, "2026-02-09", "2026-03-23", "Aujourd’hui, dernier jour pour vous opposer",
      "Today is the last day to oppose", "the day itself" },
    { STATUS_OPEN, NULL, NULL, "Une date limite est inconnue\u00a0: indiquez la date de l’avis",
      "A deadline is unknown: give the date of the notice", "a reminder alone" },
    { STATUS_EXPIRED, "2026-01-02", "2026-02-13", "Aucun délai ne court", "No delay is running",
      "over, but to be read" },
    { STATUS_SUSPECT, "2026-03-02", "2026-04-13", "Aucun délai ne court", "No delay is running",
      "a forged message runs nothing" },
    { STATUS_OPPOSED, "2026-03-02", "2026-04-13", "Rien n’est à faire", "Nothing is to be done",
      "done" },
};

static void test_headlines(void)
{
    struct right *right = fixture_right();

    for (gsize i = 0; i < 2 * G_N_ELEMENTS(headlines); i++) {
        const bool french = i % 2;
        AUTO(report_facts) facts = facts_new(right, NOON, french ? "fr" : "en");
        g_autofree char *page = NULL, *said = NULL;

        g_test_message("%s", headlines[i / 2].why);
        add_case(facts, entry_of(headlines[i / 2].status, headlines[i / 2].sent,
                                 headlines[i / 2].deadline),
                 "opened");
        page = report_page(facts);
        said = headline(page);
        g_assert_cmpstr(said, ==, french ? headlines[i / 2].fr : headlines[i / 2].en);
        g_assert_nonnull(strstr(page, french ? "<html lang=\"fr\">" : "<html lang=\"en\">"));
    }
    fixture_right_free(right);
}

/* No place of a text stays empty, in any state and either language. */
static void test_every_place_is_filled(void)
{
    struct right *right = fixture_right();

    for (int i = 0; i <= 2 * STATUS_DISMISSED + 1; i++) {
        AUTO(report_facts) facts = facts_new(right, NOON, i % 2 ? "fr" : "en");
        struct entry *entry = fixture_entry();
        g_autofree char *page = NULL;

        entry->status = (enum status)(i / 2);
        if (status_is_closed(entry->status))
            entry->closed_at = facts->now;
        add_case(facts, entry, "opened");
        add_health(facts, facts->now - 7200, "login refused");
        page = report_page(facts);
        g_assert_null(strchr(page, '~'));
        g_assert_null(strstr(page, "?</"));
        g_assert_null(strstr(page, "? "));
        g_assert_null(strstr(page, "(null)"));
        g_assert_null(strstr(page, "</ul>\n<ul>")); /* the two ways are one list */
    }
    fixture_right_free(right);
}

static void test_no_code(void)
{
    struct right *right = fixture_right();

    for (int status = STATUS_OPEN; status <= STATUS_DISMISSED; status++) {
        AUTO(report_facts) facts = facts_new(right, NOON, "fr");
        g_autofree char *page = NULL;

        add_case(facts, entry_of((enum status)status, "2026-03-02", "2026-04-13"), "opened");
        page = report_page(facts);
        g_assert_null(strstr(page, FIXTURE_CODE));
        g_assert_null(strstr(page, FIXTURE_MASKED));
    }
    fixture_right_free(right);
}

static const struct {
    const char *given, *shown, *why;
} strange[] = {
    { "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "markup" },
    { "a\" onclick=\"x", "a&quot; onclick&#61;&quot;x", "an attribute" },
    { "Jean\u202enaej", "Jean naej", "what turns the direction of text" },
    { "Jean\x01Paul", "Jean Paul", "a control character" },
    { "J\xff", "J\ufffd", "no UTF-8" },
    { "{deadline}", "{deadline}", "a place is filled once only" },
};

static void test_strangers_are_harmless(void)
{
    struct right *right = fixture_right();

    for (gsize i = 0; i < G_N_ELEMENTS(strange); i++) {
        AUTO(report_facts) facts = facts_new(right, NOON, "en");
        struct entry *entry = fixture_entry();
        g_autofree char *page = NULL, *title = NULL, *event = NULL, *error = NULL;

        g_test_message("%s", strange[i].why);
        entry->person = g_strdup(strange[i].given);
        add_case(facts, entry, strange[i].given);
        add_health(facts, facts->now - 7200, strange[i].given);
        page = report_page(facts);
        title = g_strdup_printf("<h3 id=\"case-3\">%s, case 3</h3>", strange[i].shown);
        event = g_strdup_printf("<span lang=\"en\">%s</span></li>", strange[i].shown);
        error = g_strdup_printf("<span lang=\"und\">%s</span></td>", strange[i].shown);
        g_assert_nonnull(strstr(page, title));
        g_assert_nonnull(strstr(page, event));
        g_assert_nonnull(strstr(page, error));
        g_assert_true(g_utf8_validate(page, -1, NULL));
    }
    fixture_right_free(right);
}

static const struct {
    const char *now, *place, *why;
} todays[] = {
    { "2026-03-02T00:00:00+01:00", "3.00%", "the day of sending: where the line begins" },
    { "2026-03-23T23:59:00+01:00", "50.00%", "half of 42 days, until midnight" },
    { "2026-04-13T12:00:00+02:00", "97.00%", "the deadline: its end" },
    { "2026-06-01T12:00:00+02:00", "97.00%", "never beyond it" },
};

static void test_today_on_the_line(void)
{
    struct right *right = fixture_right();

    for (gsize i = 0; i < G_N_ELEMENTS(todays); i++) {
        AUTO(report_facts) facts = facts_new(right, todays[i].now, "fr");
        g_autofree char *page = NULL, *mark = NULL;

        g_test_message("%s", todays[i].why);
        add_case(facts, fixture_entry(), "opened");
        page = report_page(facts);
        mark = g_strdup_printf("<path class=\"today\" style=\"transform: translate(%s, 50px)\"",
                               todays[i].place);
        g_assert_nonnull(strstr(page, mark));
    }
    fixture_right_free(right);
}

static const struct {
    bool running, account, blind;
    const char *last_loop; /* NULL: never */
    const char *says, *not, *why;
} watches[] = {
    { true, true, false, NULL, "All your mailboxes are watched.", "Beware", "all is well" },
    { true, true, true, NULL, "a mailbox cannot be read", "are watched", "one account is blind" },
    { false, true, false, NULL, "the watch does not run", "are watched", "nobody reads" },
    { false, true, false, "2026-03-23T10:59:00+01:00", "the watch does not run", "are watched",
      "nobody for more than an hour" },
    { false, true, false, "2026-03-23T11:01:00+01:00", "All your mailboxes are watched.", "Beware",
      "watch --once by a timer" },
    { false, true, false, "2026-03-23T13:01:00+01:00", "the watch does not run", "are watched",
      "by a clock that has been set back since" },
    { true, false, false, NULL, "No mailbox is configured", "are watched", "nothing to read" },
};

static void test_watch_line(void)
{
    struct right *right = fixture_right();

    for (gsize i = 0; i < G_N_ELEMENTS(watches); i++) {
        AUTO(report_facts) facts = facts_new(right, NOON, "en");
        g_autofree char *page = NULL;

        g_test_message("%s", watches[i].why);
        facts->standing->watch.running = watches[i].running;
        if (watches[i].last_loop)
            facts->standing->watch.last_loop = fixture_instant(watches[i].last_loop);
        if (watches[i].account)
            add_health(facts, watches[i].blind ? facts->now - 7200 : 0, NULL);
        page = report_page(facts);
        g_assert_nonnull(strstr(page, watches[i].says));
        g_assert_null(strstr(page, watches[i].not));
    }
    fixture_right_free(right);
}

/* A minute is no news, an hour and a new day are. */
static void test_rounding(void)
{
    static const struct {
        const char *now;
        bool same;
    } rows[] = {
        { "2026-03-23T12:59:59+01:00", true },
        { "2026-03-23T13:00:00+01:00", false },
        { "2026-03-24T12:00:00+01:00", false },
    };
    struct right *right = fixture_right();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        AUTO(report_facts) before = facts_new(right, NOON, "fr");
        AUTO(report_facts) after = facts_new(right, rows[i].now, "fr");
        g_autofree char *first = NULL, *second = NULL;

        add_health(before, 0, NULL);
        add_health(after, 0, NULL);
        before->standing->watch.last_loop = before->now;
        after->standing->watch.last_loop = after->now;
        ((struct health *)g_ptr_array_index(before->standing->health, 0))->last_success =
            before->now;
        report_facts_round(before);
        report_facts_round(after);
        first = report_page(before);
        second = report_page(after);
        g_assert_cmpint(g_str_equal(first, second), ==, rows[i].same);
    }
    fixture_right_free(right);
}

/* --- contrast: WCAG 2.1, 1.4.3 (text 4.5:1) and 1.4.11 (graphics 3:1) ------------------------ */

static double channel(const char *hex)
{
    const char digits[] = { hex[0], hex[1], '\0' };
    double value = (double)g_ascii_strtoull(digits, NULL, 16) / 255;

    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
}

/* Of `--name: #rrggbb` in `css`. */
static double luminance(const char *css, const char *name)
{
    g_autofree char *property = g_strdup_printf(" %s: #", name);
    const char *hex = strstr(css, property);

    g_assert_nonnull(hex);
    hex += strlen(property);
    return 0.2126 * channel(hex) + 0.7152 * channel(hex + 2) + 0.0722 * channel(hex + 4);
}

static const struct {
    const char *above, *below;
    double least;
    const char *why;
} contrasts[] = {
    { "--ink", "--paper", 4.5, "headline" },
    { "--ink", "--card", 4.5, "text of a case" },
    { "--soft", "--paper", 4.5, "the foot" },
    { "--soft", "--card", 4.5, "names of facts" },
    { "--accent", "--paper", 4.5, "the name of the program; the frame of the focus" },
    { "--on-accent", "--accent", 4.5, "the button" },
    { "--on-calm", "--calm", 4.5, "badge" },
    { "--on-soon", "--soon", 4.5, "badge and warning" },
    { "--on-urgent", "--urgent", 4.5, "badge" },
    { "--accent", "--card", 3, "time gone" },
    { "--accent", "--rest", 3, "time gone beside what is left" },
    { "--edge", "--card", 3, "the frame of what is left" },
    { "--ink", "--rest", 3, "marks on what is left" },
};

static void test_contrast(void)
{
    const char *dark = strstr(report_style(), "prefers-color-scheme: dark");
    const char *schemes[] = { report_style(), dark };

    g_assert_nonnull(dark);
    for (gsize i = 0; i < 2 * G_N_ELEMENTS(contrasts); i++) {
        double above = luminance(schemes[i % 2], contrasts[i / 2].above);
        double below = luminance(schemes[i % 2], contrasts[i / 2].below);
        double ratio = (MAX(above, below) + 0.05) / (MIN(above, below) + 0.05);

        g_test_message("%s, %s: %.2f", contrasts[i / 2].why, i % 2 ? "dark" : "light", ratio);
        g_assert_cmpfloat(ratio, >=, contrasts[i / 2].least);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report/headlines", test_headlines);
    g_test_add_func("/report/every-place-is-filled", test_every_place_is_filled);
    g_test_add_func("/report/no-code", test_no_code);
    g_test_add_func("/report/strangers", test_strangers_are_harmless);
    g_test_add_func("/report/today-on-the-line", test_today_on_the_line);
    g_test_add_func("/report/watch-line", test_watch_line);
    g_test_add_func("/report/rounding", test_rounding);
    g_test_add_func("/report/contrast", test_contrast);
    return g_test_run();
}
