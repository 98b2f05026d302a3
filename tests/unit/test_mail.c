/* The mail that carries an alert: its two texts, its thread, its dates. What a mail program makes of
 * it is looked at by our own reader here, and by Python's in the system tests. */
#include "alert/mail_html.h"
#include "alert/mail_message.h"
#include "message/message.h"

#include "alert_fixture.h"

#define NOW "2026-04-10T12:00:00+02:00" /* three days before the fixture's deadline */

struct world {
    struct right *right;
    GArray *remind_before;
    struct sink_settings sink;
    struct sink_context context;
    struct alert *alert;
};

static void world_begin(struct world *world, enum event event, const char *language)
{
    static const int days[] = { 7, 0 };

    world->right = fixture_right();
    world->remind_before = g_array_new(FALSE, FALSE, sizeof(int));
    g_array_append_vals(world->remind_before, days, G_N_ELEMENTS(days));
    world->sink = (struct sink_settings){ .kind = SINK_MAIL,
                                          .language = (char *)(gsize)language,
                                          .to = (char *)(gsize)"jean@example.fr",
                                          .from = (char *)(gsize)"vigie@example.org" };
    world->context = (struct sink_context){ .right = world->right,
                                            .key = fixture_key,
                                            .now = fixture_instant(NOW),
                                            .remind_before = world->remind_before };
    world->alert = fixture_alert(event);
}

static void world_end(struct world *world)
{
    alert_free(world->alert);
    g_array_unref(world->remind_before);
    fixture_right_free(world->right);
}

static struct entry *entry_of(const struct world *world)
{
    return g_ptr_array_index(world->alert->entries, 0);
}

/* The caller frees. */
static char *mail_of(const struct world *world)
{
    g_autoptr(GBytes) bytes = mail_message(world->alert, &world->sink, &world->context);

    return g_strndup(g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
}

static struct message *read_back(const struct world *world)
{
    g_autoptr(GBytes) bytes = mail_message(world->alert, &world->sink, &world->context);
    g_autoptr(GError) error = NULL;
    struct message *message = message_parse(bytes, &error);

    g_assert_no_error(error);
    return message;
}

/* --- the HTML part ------------------------------------------------------------------------- */

static const struct {
    const char *lines, *html, *why;
} layouts[] = {
    { "one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n", "paragraphs, their lines kept" },
    { "ways:\n- site\n- call\nthen", "<p>ways:</p>\n<ul>\n<li>site</li>\n<li>call</li>\n</ul>\n<p>then</p>\n",
      "a list between two paragraphs" },
    { "1. go\n2. say", "<ol>\n<li>go</li>\n<li>say</li>\n</ol>\n", "steps are numbered by the list" },
    { "- code\n  (new)\n- card", "<ul>\n<li>code<br>\n(new)</li>\n<li>card</li>\n</ul>\n",
      "a line that goes on with its item" },
    { "do:\n    vigie close 3", "<p>do:<br>\n<code>vigie close 3</code></p>\n", "a command by itself" },
    { "see: vigie guide 3", "<p>see: <code>vigie guide 3</code></p>\n", "a command behind its colon" },
    { "- call 3422 now", "<li>call <a href=\"tel:3422\"", "the number is a link in a list" },
    { "- case 13422 and 34221", "<ul>\n<li>case 13422 and 34221</li>\n</ul>\n", "no part of a number is" },
    { "call 3422", "<p>call 3422</p>\n", "nor where it is only spoken of" },
    { "<b onclick=\"x\">", "<p>&lt;b onclick&#61;&quot;x&quot;&gt;</p>\n", "markup of a stranger" },
    { "last day\nlast day", "font-weight:bold;background:#e2f1e8;color:#14532d\">last day</p>\n<p>last day</p>\n",
      "the deadline is large once" },
};

static void test_layout(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(layouts); i++) {
        const struct mail_words words = { "title", layouts[i].lines, "last day", "Ref. vigie.x",
                                          "3422", "en", false };
        g_autofree char *html = mail_html(&words);

        g_test_message("%s", layouts[i].why);
        if (!strstr(html, layouts[i].html))
            g_error("%s is not in:\n%s", layouts[i].html, html);
    }
}

/* Whoever shows one part alone, or forwards it, has the words and the mark. */
static void test_both_parts_say_the_same(void)
{
    for (int event = EVENT_NEW; event <= 2 * EVENT_HEARTBEAT + 1; event++) {
        AUTO(message) message = NULL;
        g_autofree char *mark = NULL;
        struct world world;

        world_begin(&world, (enum event)(event / 2), event % 2 ? "fr" : "en");
        message = read_back(&world);
        mark = mark_new(fixture_key, world.alert->id);
        g_test_message("%s", event_name(world.alert->event));
        g_assert_nonnull(strstr(message->text, mark));
        g_assert_null(message->other_text);
        g_assert_cmpuint(message->notes->len, ==, 0);
        g_assert_cmpuint(message->hosts->len, ==, 0);
        g_assert_false(message->truncated);
        world_end(&world);
    }
}

static void test_html_of_an_alert(void)
{
    struct world world;
    AUTO(message) message = NULL;
    g_autofree char *mail = NULL;

    world_begin(&world, EVENT_LAST_CALL, "fr");
    mail = mail_of(&world);
    g_assert_nonnull(strstr(mail, "\r\nContent-Language: fr\r\n"));
    g_assert_nonnull(strstr(mail, "<html lang=3D\"fr\">"));
    g_assert_null(strstr(mail, "http"));
    g_assert_null(strstr(mail, "<script"));
    g_assert_null(strstr(mail, "url("));
    message = read_back(&world);
    g_assert_true(g_str_has_prefix(message->text, "Mon espace santé : dernier jour pour téléphoner au"));
    world_end(&world);
}

static void test_code_only_where_revealed(void)
{
    for (int reveal = 0; reveal < 2; reveal++) {
        struct world world;
        AUTO(message) message = NULL;

        world_begin(&world, EVENT_NEW, "fr");
        world.sink.reveal = reveal;
        message = read_back(&world);
        g_assert_cmpint(strstr(message->text, FIXTURE_CODE) != NULL, ==, reveal);
        world_end(&world);
    }
}

/* --- the thread ---------------------------------------------------------------------------- */

#define CASE_TITLE "Mon espace santé : vous pouvez vous opposer jusqu’au lundi 13 avril 2026"

static const struct {
    enum event event;
    const char *now;
    bool first;
    const char *subject, *why;
} subjects[] = {
    { EVENT_NEW, "2026-03-03T12:00:00+01:00", true, CASE_TITLE, "begins the conversation" },
    { EVENT_REMINDER, "2026-03-16T08:00:00+01:00", false, "Re: " CASE_TITLE, "stays in it" },
    { EVENT_REMINDER, "2026-04-13T08:00:00+02:00", false, "Re: " CASE_TITLE, "on the last day too" },
    { EVENT_REMINDER, "2026-04-10T08:00:00+02:00", true, CASE_TITLE, "answers nothing: no Re:" },
    { EVENT_REMINDER, "2026-04-15T08:00:00+02:00", false,
      "Mon espace santé : le délai pour vous opposer est passé", "delivered too late: not hidden" },
    { EVENT_LAST_CALL, "2026-04-13T08:30:00+02:00", false,
      "Mon espace santé : dernier jour pour téléphoner au 3422", "a muted conversation hides it not" },
    { EVENT_EXPIRED, "2026-04-14T08:00:00+02:00", false,
      "Mon espace santé : le délai pour vous opposer est passé", "the end" },
};

static void test_thread(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
        g_autofree char *first = mark_new(fixture_key, "3:new");
        g_autofree char *cited = g_strdup_printf("<%s@example.org>", first);
        AUTO(message) message = NULL;
        struct world world;

        g_test_message("%s", subjects[i].why);
        world_begin(&world, subjects[i].event, "fr");
        world.context.now = fixture_instant(subjects[i].now);
        world.alert->thread = g_strdup(subjects[i].first ? NULL : "3:new");
        message = read_back(&world);
        /* The reader shows each kind of space as a plain one. */
        g_assert_cmpstr(message->subject, ==, subjects[i].subject);
        g_assert_cmpuint(message->references->len, ==, subjects[i].first ? 0 : 2);
        for (guint j = 0; j < message->references->len; j++) /* In-Reply-To, References */
            g_assert_cmpstr(g_ptr_array_index(message->references, j), ==, cited);
        world_end(&world);
    }
}

/* What the subject no longer says begins the text. */
static void test_days_left_begin_a_reminder(void)
{
    struct world world;
    g_autofree char *mail = NULL;

    world_begin(&world, EVENT_REMINDER, "en");
    mail = mail_of(&world);
    g_assert_nonnull(strstr(mail, "quoted-printable\r\n\r\nMon espace sant=C3=A9: only 3=C2=A0days left"));
    world_end(&world);
}

/* --- the dates ----------------------------------------------------------------------------- */

static const struct {
    enum event event;
    enum status status;
    bool attached;
    const char *why;
} calendars[] = {
    { EVENT_NEW, STATUS_OPEN, true, "to be added to a calendar" },
    { EVENT_REMINDER, STATUS_OPEN, true, "once more" },
    { EVENT_LAST_CALL, STATUS_OPEN, true, "and again" },
    { EVENT_CLOSED, STATUS_OPPOSED, true, "what was added is over" },
    { EVENT_EXPIRED, STATUS_EXPIRED, false, "no date lies ahead" },
    { EVENT_NEW, STATUS_EXPIRED, false, "nor here: found too late" },
    { EVENT_FORGED, STATUS_SUSPECT, false, "a forger writes no calendar" },
    { EVENT_DIGEST, STATUS_OPEN, false, "several cases" },
    { EVENT_BLIND, STATUS_OPEN, false, "no case at all" },
};

static void test_calendar(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(calendars); i++) {
        struct world world;
        g_autofree char *mail = NULL;

        g_test_message("%s", calendars[i].why);
        world_begin(&world, calendars[i].event, "fr");
        if (world.alert->entries->len)
            entry_of(&world)->status = calendars[i].status;
        mail = mail_of(&world);
        g_assert_cmpint(strstr(mail, "filename=\"vigie-3.ics\"") != NULL, ==,
                        calendars[i].attached);
        g_assert_cmpint(strstr(mail, "multipart/mixed") != NULL, ==, calendars[i].attached);
        world_end(&world);
    }
}

static void test_no_calendar_without_a_deadline(void)
{
    struct world world;
    g_autofree char *mail = NULL;

    world_begin(&world, EVENT_REMINDER, "fr");
    g_date_clear(&entry_of(&world)->deadline, 1);
    mail = mail_of(&world);
    g_assert_null(strstr(mail, "text/calendar"));
    world_end(&world);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mail/layout", test_layout);
    g_test_add_func("/mail/both-parts-say-the-same", test_both_parts_say_the_same);
    g_test_add_func("/mail/html", test_html_of_an_alert);
    g_test_add_func("/mail/code-only-where-revealed", test_code_only_where_revealed);
    g_test_add_func("/mail/thread", test_thread);
    g_test_add_func("/mail/days-left", test_days_left_begin_a_reminder);
    g_test_add_func("/mail/calendar", test_calendar);
    g_test_add_func("/mail/no-calendar-without-a-deadline", test_no_calendar_without_a_deadline);
    return g_test_run();
}
