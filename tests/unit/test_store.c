/* The state on disk: one transaction a mail, cursors that never go back, an outbox that loses
 * nothing. */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "cases/deadline.h"
#include "store/aside.h"
#include "store/backup.h"
#include "store/cursors.h"
#include "store/db.h"
#include "store/frozen.h"
#include "store/items.h"
#include "store/outbox.h"
#include "store/scanned.h"
#include "store/watchlock.h"
#include "store_fixture.h"

static void test_modes(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = g_build_filename(fixture->directory, "vigie.db", NULL);
    g_autofree char *wal = g_strconcat(path, "-wal", NULL);
    struct stat facts;

    g_assert_cmpint(stat(path, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_cmpint(stat(wal, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
}

static void test_missing(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(store_open_with("/nonexistent/vigie", STORE_EXISTING, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_NOINPUT);
}

static void test_newer_and_damaged(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = g_build_filename(fixture->directory, "vigie.db", NULL);
    g_autoptr(GError) error = NULL;

    g_clear_pointer(&fixture->store, store_free);
    change(fixture, "PRAGMA user_version = 999");
    g_assert_null(store_open_with(fixture->directory, STORE_EXISTING, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_IOERR);
    g_assert_nonnull(strstr(error->message, "newer version"));
    g_clear_error(&error);
    g_assert_true(g_file_set_contents(path, "this is no database, and long enough to see that it is "
                                            "none: 0123456789012345678901234567890123456789",
                                      -1, NULL));
    g_assert_null(store_open_with(fixture->directory, STORE_EXISTING, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_IOERR);
    g_assert_nonnull(strstr(error->message, "damaged"));
}

static void test_record_once(struct fixture *fixture, gconstpointer data)
{
    const struct cursor_move move = { "jean", "INBOX", 5, 12, 1 };
    g_autoptr(GPtrArray) entries = NULL;
    guint32 uidvalidity, uid;
    gint64 waiting, next_try;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), &move);
    record(fixture, notice("AbCdEf123456", "2026-03-02"), &move);
    entries = list(fixture);
    g_assert_cmpuint(entries->len, ==, 1);
    g_assert_true(outbox_waiting(fixture->store, &waiting, &next_try, NULL));
    g_assert_cmpint(waiting, ==, 1);
    g_assert_true(cursors_get(fixture->store, "jean", "INBOX", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uidvalidity, ==, 5);
    g_assert_cmpuint(uid, ==, 12);
}

static void test_cursor(struct fixture *fixture, gconstpointer data)
{
    const struct cursor_move there = { "j", "é", 5, 100, 3 }, back = { "j", "é", 5, 50, 1 },
                             other = { "j", "é", 6, 10, 1 };
    guint32 uidvalidity, uid;

    g_assert_true(cursors_get(fixture->store, "j", "é", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uidvalidity, ==, 0);
    g_assert_true(cursors_move(fixture->store, &there, NULL));
    g_assert_true(cursors_move(fixture->store, &back, NULL));
    g_assert_true(cursors_get(fixture->store, "j", "é", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uid, ==, 100); /* never back within one UIDVALIDITY */
    g_assert_true(cursors_move(fixture->store, &other, NULL));
    g_assert_true(cursors_get(fixture->store, "j", "é", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uidvalidity, ==, 6);
    g_assert_cmpuint(uid, ==, 10);
}

/* Our own alert that comes back is no case; the same text with a foreign mark is. */
static void test_mark(struct fixture *fixture, gconstpointer data)
{
    static const guint8 foreign[MARK_KEY_BYTES] = { 1 };
    struct finding *ours = notice("AbCdEf123456", "2026-03-02");
    struct finding *theirs = notice("AbCdEf123456", "2026-03-02");
    g_autoptr(GPtrArray) before = NULL;
    g_autoptr(GPtrArray) after = NULL;

    g_ptr_array_add(ours->marks, mark_new(store_key(fixture->store), "new-1-1"));
    record(fixture, ours, NULL);
    before = list(fixture);
    g_assert_cmpuint(before->len, ==, 0);
    g_ptr_array_add(theirs->marks, mark_new(foreign, "new-1-1"));
    record(fixture, theirs, NULL);
    after = list(fixture);
    g_assert_cmpuint(after->len, ==, 1);
}

static struct outgoing *next(struct fixture *fixture, const char *sink, gint64 now)
{
    g_autoptr(GError) error = NULL;
    struct outgoing *outgoing = outbox_next(fixture->store, sink, now, &error);

    g_assert_no_error(error);
    return outgoing;
}

/* The first sink ever gets what waited; one that joins later gets what comes from then on. */
static void test_fan_out(struct fixture *fixture, gconstpointer data)
{
    const char *none[] = { NULL }, *one[] = { "mail", NULL }, *two[] = { "mail", "screen", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, none, NULL, NOW, NULL));
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_nonnull(outgoing);
    g_assert_cmpint(outgoing->event, ==, EVENT_NEW);
    g_assert_cmpint(g_array_index(outgoing->entries, gint64, 0), ==, 1);
    g_assert_null(next(fixture, "screen", NOW));
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
    outgoing_free(outgoing);
    g_assert_null(next(fixture, "mail", NOW));
    record(fixture, notice("GhIjKl123456", "2026-03-03"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    outgoing = next(fixture, "screen", NOW);
    g_assert_nonnull(outgoing);
    outgoing_free(outgoing);
}

#define DAY (24 * 3600)

static bool waits(struct fixture *fixture, const char *sink, gint64 now)
{
    AUTO(outgoing) outgoing = next(fixture, sink, now);

    return outgoing != NULL;
}

/* Fails the next delivery; tells until when it was to be tried. */
static gint64 fail(struct fixture *fixture, const char *sink, const struct outbox_failure *failure,
                   gint64 now)
{
    AUTO(outgoing) outgoing = next(fixture, sink, now);

    g_assert_nonnull(outgoing);
    g_assert_true(outbox_failed(fixture->store, outgoing, failure, now, NULL));
    return outgoing->give_up_at;
}

static const struct outbox_failure no_route = { .text = "no route" };
static const struct outbox_failure refused = { .text = "550 no such user", .refused = true };

static void test_retry(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "mail", "screen", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_true(outbox_failed(fixture->store, outgoing, &no_route, NOW, NULL));
    outgoing_free(outgoing);
    g_assert_null(next(fixture, "mail", NOW));
    outgoing = next(fixture, "mail", NOW + 60);
    g_assert_nonnull(outgoing);
    g_assert_cmpuint(outgoing->attempts, ==, 1);
    g_assert_true(outbox_failed(fixture->store, outgoing, &refused, NOW + 60, NULL));
    outgoing_free(outgoing);
    /* Told at once by the other sink, and by it alone; and tried again, should somebody mend it. */
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW + 61, NULL));
    g_assert_null(next(fixture, "mail", NOW + 60 + 5 * 3600));
    outgoing = next(fixture, "mail", NOW + 60 + 6 * 3600);
    g_assert_cmpint(outgoing->event, ==, EVENT_NEW);
    outgoing_free(outgoing);
    outgoing = next(fixture, "screen", NOW + 61);
    g_assert_cmpint(outgoing->event, ==, EVENT_NEW);
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW + 61, NULL));
    outgoing_free(outgoing);
    outgoing = next(fixture, "screen", NOW + 61);
    g_assert_cmpint(outgoing->event, ==, EVENT_SINK_FAILED);
    g_assert_cmpstr(outgoing->detail, ==, "mail: 550 no such user");
    outgoing_free(outgoing);
}

/* What a dead sink shows of itself, from its first failure to two weeks after it was given up. */
static void test_troubles(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "mail", "screen", NULL };
    g_autoptr(GPtrArray) none = NULL, some = NULL, given_up = NULL, forgotten = NULL;
    const struct outbox_trouble *trouble;
    gint64 over;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    none = outbox_troubles(fixture->store, NOW, NULL);
    g_assert_cmpuint(none->len, ==, 0);
    fail(fixture, "mail", &no_route, NOW);
    fail(fixture, "mail", &refused, NOW + 60);
    some = outbox_troubles(fixture->store, NOW + 60, NULL);
    g_assert_cmpuint(some->len, ==, 1);
    trouble = g_ptr_array_index(some, 0);
    g_assert_cmpstr(trouble->sink, ==, "mail");
    g_assert_cmpint(trouble->since, ==, NOW);
    g_assert_cmpint(trouble->waiting, ==, 1);
    g_assert_cmpint(trouble->given_up, ==, 0);
    g_assert_cmpstr(trouble->last_error, ==, "550 no such user");
    over = fail(fixture, "mail", &no_route, NOW + 50 * DAY);
    g_assert_cmpint(over, <, NOW + 50 * DAY);
    given_up = outbox_troubles(fixture->store, NOW + 50 * DAY, NULL);
    g_assert_cmpuint(given_up->len, ==, 1);
    g_assert_cmpint(((struct outbox_trouble *)g_ptr_array_index(given_up, 0))->given_up, ==, 1);
    forgotten = outbox_troubles(fixture->store, over + 15 * DAY, NULL);
    g_assert_cmpuint(forgotten->len, ==, 0);
}

static bool tells(struct fixture *fixture, const char *sink, gint64 now, const char *detail)
{
    AUTO(outgoing) outgoing = next(fixture, sink, now);

    return outgoing && outgoing->event == EVENT_SINK_FAILED &&
           g_strcmp0(outgoing->detail, detail) == 0;
}

/* The machine was off from a failure until after the deadline: nobody tried, and it is told. */
static void test_given_up_while_off(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "mail", "screen", NULL };
    AUTO(outgoing) new = NULL;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    new = next(fixture, "screen", NOW);
    g_assert_true(outbox_delivered(fixture->store, new, NOW, NULL));
    fail(fixture, "mail", &no_route, NOW);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW + 50 * DAY, NULL));
    g_assert_false(waits(fixture, "mail", NOW + 50 * DAY));
    g_assert_true(tells(fixture, "screen", NOW + 50 * DAY, "mail: no route"));
}

static void deliver(struct fixture *fixture, const char *sink, gint64 now)
{
    AUTO(outgoing) outgoing = next(fixture, sink, now);

    g_assert_nonnull(outgoing);
    g_assert_true(outbox_delivered(fixture->store, outgoing, now, NULL));
}

/* What may pass is told by the other sink once it has not passed for eight tries. */
static void test_told_after_tries(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "mail", "screen", NULL };
    gint64 now = NOW;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    deliver(fixture, "screen", NOW);
    for (guint i = 0; i < 9; i++, now += 2 * 3600) {
        g_assert_true(outbox_fan_out(fixture->store, two, NULL, now, NULL));
        g_assert_false(waits(fixture, "screen", now));
        fail(fixture, "mail", &no_route, now);
    }
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, now, NULL));
    g_assert_true(tells(fixture, "screen", now, "mail: no route"));
}

/* Who cannot carry the news that another sink failed is not news himself: the two would go on for
 * ever. */
static void test_failure_of_the_news_of_a_failure(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "mail", "screen", NULL };

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    deliver(fixture, "screen", NOW);
    fail(fixture, "mail", &refused, NOW);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW + 1, NULL));
    g_assert_true(tells(fixture, "screen", NOW + 1, "mail: 550 no such user"));
    fail(fixture, "screen", &refused, NOW + 1);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW + 2, NULL));
    g_assert_false(waits(fixture, "mail", NOW + 2));
}

/* A calendar that could not be brought up to date, with no alert waiting for it. */
static void test_stale(struct fixture *fixture, gconstpointer data)
{
    const char *two[] = { "agenda", "screen", NULL };
    const char *one[] = { "screen", NULL };
    g_autoptr(GPtrArray) some = NULL, none = NULL, gone = NULL;
    const struct outbox_trouble *trouble;

    g_assert_true(outbox_published(fixture->store, "agenda", &no_route, NOW, NULL));
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    g_assert_false(waits(fixture, "screen", NOW));
    some = outbox_troubles(fixture->store, NOW, NULL);
    g_assert_cmpuint(some->len, ==, 1);
    trouble = g_ptr_array_index(some, 0);
    g_assert_cmpstr(trouble->sink, ==, "agenda");
    g_assert_cmpint(trouble->since, ==, NOW);
    g_assert_cmpint(trouble->waiting, ==, 0);
    g_assert_cmpint(trouble->given_up, ==, 0);
    g_assert_cmpstr(trouble->last_error, ==, "no route");
    /* Told once it lasts, and never by itself. */
    g_assert_true(outbox_published(fixture->store, "agenda", &no_route, NOW + 3600, NULL));
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW + 3600, NULL));
    g_assert_true(tells(fixture, "screen", NOW + 3600, "agenda: no route"));
    g_assert_false(waits(fixture, "agenda", NOW + 3600));
    g_assert_true(outbox_published(fixture->store, "agenda", NULL, NOW + 3700, NULL));
    none = outbox_troubles(fixture->store, NOW + 3700, NULL);
    g_assert_cmpuint(none->len, ==, 0);
    g_assert_true(outbox_published(fixture->store, "agenda", &no_route, NOW + 3800, NULL));
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW + 3800, NULL));
    gone = outbox_troubles(fixture->store, NOW + 3800, NULL);
    g_assert_cmpuint(gone->len, ==, 0);
}

/* By the backoff: 10 s doubled at each failure to an hour at most, times 0.5 to 1.5. */
static void test_backoff(struct fixture *fixture, gconstpointer data)
{
    static const gint64 least[] = { 5, 10, 20, 40, 80, 160, 320, 640, 1280, 1800, 1800 };
    const char *one[] = { "mail", NULL };
    gint64 now = NOW;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, now, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(least); i++) {
        fail(fixture, "mail", &no_route, now);
        g_assert_false(waits(fixture, "mail", now + least[i] - 1));
        g_assert_true(waits(fixture, "mail", now + 3 * least[i] + 1));
        now += 3 * least[i] + 1;
    }
}

/* "Come back in an hour" holds the other alerts of that sink, and no other sink. */
static void test_wait(struct fixture *fixture, gconstpointer data)
{
    const struct outbox_failure later = { .text = "429", .wait = 3600 };
    const struct outbox_failure much_later = { .text = "429", .wait = 30 * DAY };
    const char *two[] = { "phone", "screen", NULL };

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    record(fixture, notice("GhIjKl123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, two, NULL, NOW, NULL));
    fail(fixture, "phone", &later, NOW);
    g_assert_null(next(fixture, "phone", NOW + 3599));
    g_assert_true(waits(fixture, "screen", NOW));
    g_assert_true(waits(fixture, "phone", NOW + 3600));
    fail(fixture, "phone", &much_later, NOW + 3600);
    g_assert_null(next(fixture, "phone", NOW + 3600 + 6 * 3600 - 1));
    g_assert_true(waits(fixture, "phone", NOW + 3600 + 6 * 3600));
}

/* A clock that ran ahead by a year timed the next try; set right, it does not wait for that year. */
static void test_clock_set_back(struct fixture *fixture, gconstpointer data)
{
    const char *one[] = { "mail", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_true(outbox_hold(fixture->store, outgoing, NOW + 365 * DAY, NULL));
    outgoing_free(outgoing);
    g_assert_true(waits(fixture, "mail", NOW));
}

static void test_renamed_sink(struct fixture *fixture, gconstpointer data)
{
    const char *before[] = { "mail", NULL }, *after[] = { "post", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    record(fixture, notice("GhIjKl123456", "2026-03-03"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, before, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
    outgoing_free(outgoing);
    /* What was told once is told; what only the old name had waits for the new one. */
    g_assert_true(outbox_fan_out(fixture->store, after, NULL, NOW, NULL));
    outgoing = next(fixture, "post", NOW);
    g_assert_nonnull(outgoing);
    g_assert_cmpint(g_array_index(outgoing->entries, gint64, 0), ==, 2);
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
    outgoing_free(outgoing);
    g_assert_null(next(fixture, "post", NOW));
}

static void check_next_event(struct fixture *fixture, enum event event)
{
    const char *one[] = { "mail", NULL };
    struct outgoing *outgoing;

    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_nonnull(outgoing);
    g_assert_cmpint(outgoing->event, ==, event);
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
    outgoing_free(outgoing);
    g_assert_null(next(fixture, "mail", NOW));
}

/* A mailbox that is watched no more is not blind, and its account sees again without it. */
static void test_keep_only(struct fixture *fixture, gconstpointer data)
{
    const char *inbox[] = { "INBOX", NULL };
    g_autoptr(GPtrArray) rows = NULL;
    guint32 uidvalidity, uid;

    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW, NULL));
    g_assert_true(cursors_success(fixture->store, "anne", "Old", NOW, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", "Old", "gone", true, NOW, NULL));
    check_next_event(fixture, EVENT_BLIND);
    g_assert_true(cursors_keep_only(fixture->store, "jean", inbox, NOW, NULL));
    check_next_event(fixture, EVENT_SEEING);
    rows = cursors_health(fixture->store, NULL);
    g_assert_cmpuint(rows->len, ==, 2);
    g_assert_cmpstr(((struct health *)g_ptr_array_index(rows, 0))->account, ==, "anne");
    g_assert_true(cursors_get(fixture->store, "jean", "Old", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uidvalidity, ==, 0);
}

/* Quiet hours hold an alert until a time; a new start asks anew whether they still do. */
static void test_hold(struct fixture *fixture, gconstpointer data)
{
    const char *one[] = { "mail", NULL };
    AUTO(outgoing) held = NULL;
    AUTO(outgoing) released = NULL;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    held = next(fixture, "mail", NOW);
    g_assert_true(outbox_hold(fixture->store, held, NOW + 3600, NULL));
    g_assert_null(next(fixture, "mail", NOW + 3599));
    g_assert_true(outbox_release(fixture->store, NULL));
    released = next(fixture, "mail", NOW);
    g_assert_nonnull(released);
}

static void test_digest(struct fixture *fixture, gconstpointer data)
{
    const char *one[] = { "mail", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AAAAAA123456", "2025-03-02"), NULL);
    record(fixture, notice("BBBBBB123456", "2025-04-02"), NULL);
    g_assert_true(record_digest(fixture->store, NOW, NULL));
    g_assert_true(record_digest(fixture->store, NOW + 1, NULL));
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_cmpint(outgoing->event, ==, EVENT_DIGEST);
    g_assert_cmpuint(outgoing->entries->len, ==, 2);
    g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
    outgoing_free(outgoing);
    g_assert_null(next(fixture, "mail", NOW + 10));
}

static bool oppose(struct entry *entry, gpointer data, GString *history, GError **error)
{
    entry->status = STATUS_OPPOSED;
    entry->closed_at = NOW;
    g_string_append(history, "closed");
    return true;
}

static void test_closing_drops_reminders(struct fixture *fixture, gconstpointer data)
{
    const char *one[] = { "mail", NULL };

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    g_assert_true(entries_change(fixture->store, 1, oppose, NULL, NOW, NULL));
    g_assert_null(next(fixture, "mail", NOW + 10));
}

/* The mail is read anew (another folder, another UIDVALIDITY), and shows the misread code again. */
static void test_a_mended_code_stays(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) entries = NULL;

    record(fixture, notice("AbCdEfl23456", "2026-03-02"), NULL);
    g_assert_true(entries_change(fixture->store, 1, mend_code, NULL, NOW, NULL));
    record(fixture, notice("AbCdEfl23456", "2026-03-02"), NULL);
    entries = entries_list(fixture->store, true, NOW, NULL);
    g_assert_cmpuint(entries->len, ==, 1);
    g_assert_cmpstr(((struct entry *)g_ptr_array_index(entries, 0))->code, ==, "AbCdEf123456");
}

static guint count_events(struct fixture *fixture, enum event event)
{
    const char *one[] = { "mail", NULL };
    struct outgoing *outgoing;
    guint count = 0;

    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    while ((outgoing = next(fixture, "mail", NOW + 10000000))) {
        count += outgoing->event == event;
        g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
        outgoing_free(outgoing);
    }
    return count;
}

static void test_blind(struct fixture *fixture, gconstpointer data)
{
    const char *accounts[] = { "jean", NULL };
    gint64 hour = BLIND_SECONDS;

    g_assert_true(cursors_declare(fixture->store, accounts, NOW, NULL));
    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "no route", false, NOW + 10, NULL));
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 60, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 0); /* not yet an hour */
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 10 + hour, NULL));
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 20 + hour, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 1);
    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW + 2 * hour, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_SEEING), ==, 1);
    /* A refused login is told at once, and once. */
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "refused", true, NOW + 3 * hour, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "refused", true, NOW + 4 * hour, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 1);
}

/* A clock that was a year ahead: what has failed since then is told an hour after it was set right, and
 * when it is refused at once. */
static void test_blind_by_a_clock_that_was_ahead(struct fixture *fixture, gconstpointer data)
{
    const char *accounts[] = { "jean", NULL };

    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "no route", false, NOW + 365 * DAY, NULL));
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 10, NULL));
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 20, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 0);
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW, NOW + 10 + BLIND_SECONDS, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 1);
}

static void test_refused_by_a_clock_that_was_ahead(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) health = NULL;

    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "no route", false, NOW + 365 * DAY, NULL));
    g_assert_true(cursors_failure(fixture->store, "jean", NULL, "refused", true, NOW + 10, NULL));
    health = cursors_health(fixture->store, NULL);
    g_assert_cmpint(((struct health *)g_ptr_array_index(health, 0))->blind_since, ==, NOW + 10);
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 1);
}

static bool has_been_raised(struct fixture *fixture, const char *key)
{
    g_autoptr(GHashTable) raised = entries_raised(fixture->store, NULL);
    const gint64 first = 1;
    GHashTable *keys = g_hash_table_lookup(raised, &first);

    return keys && g_hash_table_contains(keys, key);
}

/* By a clock that was ahead the last call of 10 April was told on 5 March: ten minutes later that is
 * forgotten, and it comes on its day. What is of today, or of a zone's tomorrow, has been raised. */
static void test_raised_by_a_clock_that_was_ahead(struct fixture *fixture, gconstpointer data)
{
    char *const days[] = { (char[]){ "last-call:2026-04-10" }, (char[]){ "reminder:2026-03-05" },
                           (char[]){ "reminder:2026-03-06" } };
    g_autoptr(GPtrArray) keys = g_ptr_array_new();
    g_autoptr(GArray) dues = g_array_new(FALSE, FALSE, sizeof(struct outbox_due));
    const struct outbox_due due = { 1, "jean", keys };
    const gint64 april = NOW + 36 * DAY;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(days); i++)
        g_ptr_array_add(keys, days[i]);
    g_array_append_val(dues, due);
    g_assert_true(outbox_raise_due(fixture->store, EVENT_LAST_CALL, dues, april, april, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_LAST_CALL), ==, 1);
    for (gsize looks = 0; looks < 2; looks++) {
        g_assert_true(entries_unraise_ahead(fixture->store, NOW + (gint64)looks * 599, NULL));
        g_assert_true(has_been_raised(fixture, days[0]));
    }
    g_assert_true(entries_unraise_ahead(fixture->store, NOW + 600, NULL));
    g_assert_false(has_been_raised(fixture, days[0]));
    g_assert_true(has_been_raised(fixture, days[1]));
    g_assert_true(has_been_raised(fixture, days[2]));
    g_assert_true(outbox_raise_due(fixture->store, EVENT_LAST_CALL, dues, april, april + 60, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_LAST_CALL), ==, 1);
}

/* What such a clock gave up is tried again once it is right. */
static void test_given_up_by_a_clock_that_was_ahead(struct fixture *fixture, gconstpointer data)
{
    const char *one[] = { "mail", NULL };
    struct outgoing *outgoing;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW, NULL));
    outgoing = next(fixture, "mail", NOW);
    g_assert_true(outbox_failed(fixture->store, outgoing, &no_route, NOW + 365 * DAY, NULL));
    outgoing_free(outgoing);
    g_assert_false(waits(fixture, "mail", NOW + 60));
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW + 60, NULL));
    g_assert_true(waits(fixture, "mail", NOW + 60));
    g_assert_true(outbox_fan_out(fixture->store, one, NULL, NOW + 365 * DAY, NULL));
    g_assert_false(waits(fixture, "mail", NOW + 365 * DAY));
}

/* A machine that was off for a night is not blind when it starts. */
static void test_silence(struct fixture *fixture, gconstpointer data)
{
    const char *accounts[] = { "jean", NULL };
    gint64 night = 10 * 3600;

    g_assert_true(cursors_success(fixture->store, "jean", "INBOX", NOW, NULL));
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW + night, NOW + night + 5, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 0);
    g_assert_true(cursors_alert_blind(fixture->store, accounts, NOW + night,
                                      NOW + night + BLIND_SECONDS, NULL));
    g_assert_cmpuint(count_events(fixture, EVENT_BLIND), ==, 1);
}

static void test_set_aside(struct fixture *fixture, gconstpointer data)
{
    const struct origin origin = { .account = "jean", .mailbox = "INBOX", .source = "imap",
                                   .received = NOW };
    const struct cursor_move move = { "jean", "INBOX", 5, 13, 1 };
    g_autoptr(GBytes) raw = g_bytes_new_static("Subject: bomb\n\n", 15);
    g_autoptr(GPtrArray) again = NULL;
    g_autoptr(GPtrArray) upgraded = NULL;
    guint32 uidvalidity, uid;
    gint64 count;

    g_assert_true(aside_put(fixture->store, raw, &origin, "killed", &move, NOW, NULL));
    g_assert_true(aside_put(fixture->store, raw, &origin, "killed", &move, NOW, NULL));
    g_assert_true(aside_count(fixture->store, &count, NULL));
    g_assert_cmpint(count, ==, 1);
    g_assert_true(cursors_get(fixture->store, "jean", "INBOX", &uidvalidity, &uid, NULL));
    g_assert_cmpuint(uid, ==, 13);
    again = aside_to_retry(fixture->store, NULL); /* by this very version: not again */
    g_assert_cmpuint(again->len, ==, 0);
    change(fixture, "UPDATE set_aside SET version = '0.0.1'"); /* what an upgrade finds */
    upgraded = aside_to_retry(fixture->store, NULL);
    g_assert_cmpuint(upgraded->len, ==, 1);
    g_assert_true(aside_done(fixture->store, g_ptr_array_index(upgraded, 0), NULL));
    g_assert_true(aside_count(fixture->store, &count, NULL));
    g_assert_cmpint(count, ==, 0);
    g_assert_cmpuint(count_events(fixture, EVENT_SET_ASIDE), ==, 1);
}

static void test_watchlock(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    struct watch_facts facts;
    int fd = watchlock_take(fixture->directory, NOW, &error);

    g_assert_no_error(error);
    watchlock_touch(fd, NOW + 5);
    close(fd);
    watchlock_look(fixture->directory, &facts);
    g_assert_cmpint(facts.pid, ==, getpid());
    g_assert_cmpint(facts.since, ==, NOW);
    g_assert_cmpint(facts.last_loop, ==, NOW + 5);
    g_assert_false(facts.running);
}

static bool may_merge(const struct entry *into, const struct entry *from, GError **error)
{
    return true;
}

/* Who closes by a click is told of it; the reminder that waited does not come any more. */
static void test_closing_is_told(struct fixture *fixture, gconstpointer data)
{
    const char *const sinks[] = { "a", NULL };
    AUTO(outgoing) told = NULL;

    g_assert_true(outbox_fan_out(fixture->store, sinks, NULL, NOW, NULL));
    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(entries_close(fixture->store, 1, oppose, NULL, NOW, NULL));
    g_assert_true(outbox_fan_out(fixture->store, sinks, NULL, NOW, NULL));
    told = next(fixture, "a", NOW);
    g_assert_nonnull(told);
    g_assert_cmpint(told->event, ==, EVENT_CLOSED);
    g_assert_cmpint(g_array_index(told->entries, gint64, 0), ==, 1);
    g_assert_true(outbox_delivered(fixture->store, told, NOW, NULL));
    g_assert_null(next(fixture, "a", NOW));
}

static void fail_a_year_ahead(struct fixture *fixture, enum event event)
{
    const char *const sinks[] = { "a", NULL };
    AUTO(outgoing) outgoing = NULL;

    g_assert_true(outbox_fan_out(fixture->store, sinks, NULL, NOW, NULL));
    outgoing = next(fixture, "a", NOW);
    g_assert_nonnull(outgoing);
    g_assert_cmpint(outgoing->event, ==, event);
    g_assert_true(outbox_failed(fixture->store, outgoing, &no_route, NOW + 365 * DAY, NULL));
    g_assert_false(waits(fixture, "a", NOW));
}

/* Of what a clock gave up that was ahead, a case that was closed since needs the news of that alone. */
static void test_closing_is_told_though_a_clock_was_ahead(struct fixture *fixture, gconstpointer data)
{
    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    fail_a_year_ahead(fixture, EVENT_NEW);
    g_assert_true(entries_close(fixture->store, 1, oppose, NULL, NOW, NULL));
    fail_a_year_ahead(fixture, EVENT_CLOSED);
    fail_a_year_ahead(fixture, EVENT_CLOSED);
}

/* What a calendar shows is looked at again where this number is another. */
static void test_revision(struct fixture *fixture, gconstpointer data)
{
    gint64 seen[5];

    g_assert_true(items_revision(fixture->store, &seen[0], NULL));
    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    record(fixture, notice("GhIjKl123456", "2026-03-03"), NULL);
    g_assert_true(items_revision(fixture->store, &seen[1], NULL));
    g_assert_true(entries_merge(fixture->store, 1, 2, may_merge, NOW, NULL));
    g_assert_true(items_revision(fixture->store, &seen[2], NULL));
    g_assert_true(entries_change(fixture->store, 1, oppose, NULL, NOW, NULL));
    g_assert_true(items_revision(fixture->store, &seen[3], NULL));
    for (gsize i = 1; i < 4; i++)
        g_assert_cmpint(seen[i - 1], <, seen[i]);
    g_assert_true(items_revision(fixture->store, &seen[4], NULL));
    g_assert_cmpint(seen[4], ==, seen[3]);
}

static struct finding *drift(const char *code, const char *shape)
{
    struct finding *finding = notice(code, "2026-03-02");

    finding->kind = KIND_UNRECOGNISED;
    g_strlcpy(finding->shape, shape, sizeof finding->shape);
    return finding;
}

/* Three people, two wordings: three entries, two alerts. */
static void test_shape(struct fixture *fixture, gconstpointer data)
{
    const char *const sinks[] = { "a", NULL };
    g_autoptr(GPtrArray) entries = NULL;
    guint alerts = 0;
    struct outgoing *outgoing;

    g_assert_true(outbox_fan_out(fixture->store, sinks, NULL, NOW, NULL));
    record(fixture, drift("AbCdEf123456", "one"), NULL);
    record(fixture, drift("AbCdEf123457", "one"), NULL);
    record(fixture, drift("AbCdEf123458", "two"), NULL);
    entries = list(fixture);
    g_assert_cmpuint(entries->len, ==, 3);
    for (guint i = 0; i < entries->len; i++)
        g_assert_cmpint(((struct entry *)g_ptr_array_index(entries, i))->status, ==,
                        STATUS_PROVISIONAL);
    g_assert_true(outbox_fan_out(fixture->store, sinks, NULL, NOW, NULL));
    while ((outgoing = next(fixture, "a", NOW))) {
        g_assert_cmpint(outgoing->event, ==, EVENT_UNRECOGNISED);
        g_assert_true(outbox_delivered(fixture->store, outgoing, NOW, NULL));
        outgoing_free(outgoing);
        alerts++;
    }
    g_assert_cmpuint(alerts, ==, 2);
}

#define ADD(name, test) g_test_add(name, struct fixture, NULL, set_up, test, tear_down)

/* A row replaces the one of its place, and holds under its own stamp alone. */
static void test_scanned(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new();
    g_autoptr(GHashTable) first = NULL;
    g_autoptr(GHashTable) other = NULL;
    g_autoptr(GHashTable) second = NULL;
    char maildir[] = "maildir:/m", mbox[] = "mbox:/b", state[] = "1", none[] = "";
    struct scanned row = { maildir, state, g_bytes_new_static("abc", 3) };
    struct scanned nothing = { mbox, none, g_bytes_new_static("", 0) };
    const struct scanned *got;
    g_autoptr(GError) error = NULL;

    g_ptr_array_add(rows, &row);
    g_ptr_array_add(rows, &nothing);
    g_assert_true(scanned_save(fixture->store, "rules 1", rows, &error));
    first = scanned_load(fixture->store, "rules 1", &error);
    g_assert_cmpuint(g_hash_table_size(first), ==, 2);
    got = g_hash_table_lookup(first, "maildir:/m");
    g_assert_cmpstr(got->state, ==, "1");
    g_assert_true(g_bytes_equal(got->done, row.done));
    state[0] = '2';
    g_assert_true(scanned_save(fixture->store, "rules 2", rows, &error));
    other = scanned_load(fixture->store, "rules 1", &error);
    g_assert_cmpuint(g_hash_table_size(other), ==, 0);
    second = scanned_load(fixture->store, "rules 2", &error);
    got = g_hash_table_lookup(second, "maildir:/m");
    g_assert_cmpstr(got->state, ==, "2");
    g_bytes_unref(row.done);
    g_bytes_unref(nothing.done);
}

/* --- a disk that takes no writing ------------------------------------------------------------ */

static char *contents(const char *folder, const char *name, gsize *length)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    char *data = NULL;

    *length = 0;
    return g_file_get_contents(path, &data, length, NULL) ? data : NULL;
}

static void put(const char *folder, const char *name, const char *data, gsize length)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, data, (gssize)length, NULL));
}

/* All that the database says, as one text. */
static char *all_of(struct store *store)
{
    static const char *const queries[] = {
        "SELECT id || status || coalesce(message_id, '') FROM entry ORDER BY id",
        "SELECT entry || value FROM identity ORDER BY entry, value",
        "SELECT entry || event FROM history ORDER BY id",
        "SELECT name FROM sqlite_schema ORDER BY name",
    };
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(queries); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(sqlite3_stmt) row = db_query(store, &error, queries[i], "");

        while (row && db_next(store, row, &error)) {
            g_autofree char *cell = db_text(row, 0);

            g_string_append_printf(text, "%s\n", cell);
        }
        g_assert_no_error(error);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The database with its log cut at `length`, read in memory, and by SQLite, which may write there. */
static void compare(const char *base, gsize base_length, const char *log, gsize length, gint64 *entries)
{
    g_autofree char *folder = g_dir_make_tmp("vigie-frozen-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "vigie.db", NULL);
    g_autofree char *ours = NULL, *theirs = NULL;
    struct store frozen = { .directory = folder };
    struct store *store;

    put(folder, "vigie.db", base, base_length);
    put(folder, "vigie.db-wal", log, length);
    g_assert_true(frozen_open(&frozen, path));
    ours = all_of(&frozen);
    sqlite3_close(frozen.db);
    store = store_open_with(folder, STORE_EXISTING, NULL, NULL);
    g_assert_nonnull(store);
    theirs = all_of(store);
    g_assert_true(db_number(store, entries, -1, NULL, "SELECT count(*) FROM entry", ""));
    store_free(store);
    g_assert_cmpstr(ours, ==, theirs);
    remove_tree(folder);
}

/* As after a power cut: wherever the log ends, whole transactions count, and no half one. SQLite says
 * what is right. */
static void test_frozen_log(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *base = NULL, *log = NULL, *damaged = NULL;
    gsize base_length, length;
    gint64 entries, before = -1;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(db_fold_log(fixture->store, NULL));
    record(fixture, notice("GhIjKl123456", "2026-03-02"), NULL);
    record(fixture, notice("MnOpQr123456", "2026-03-02"), NULL);
    base = contents(fixture->directory, "vigie.db", &base_length);
    log = contents(fixture->directory, "vigie.db-wal", &length);
    for (gsize cut = 0; cut <= length; cut += cut < 64 ? 8 : 1021) {
        compare(base, base_length, log, cut, &entries);
        g_assert_cmpint(entries, >=, MAX(before, 1));
        before = entries;
    }
    compare(base, base_length, log, length, &entries);
    g_assert_cmpint(entries, ==, 3);
    damaged = g_memdup2(log, length);
    for (gsize at = 0; at < length; at += 977) { /* a bit that fell over */
        damaged[at] ^= 4;
        compare(base, base_length, damaged, length, &entries);
        damaged[at] ^= 4;
    }
}

/* A copy that lacks what could not be read is none. */
static void test_backup_is_whole(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *copy = g_build_filename(fixture->directory, "copy", NULL);
    g_autoptr(GError) error = NULL;

    put(fixture->directory, "proofs", "no folder", 9);
    g_assert_false(backup_make(fixture->store, copy, &error));
    g_assert_error(error, VIGIE_ERROR, EX_IOERR);
    g_assert_nonnull(strstr(error->message, "proofs"));
    g_assert_false(g_file_test(copy, G_FILE_TEST_EXISTS));
}

static int no_room(sqlite3_vfs *vfs, int size, char *text)
{
    return ENOSPC;
}

/* SQLite keeps the errno of the call that failed last: a disk that was full once says nothing of a database
 * that is in use today. */
static void test_a_disk_that_was_full_once(void)
{
    sqlite3_vfs *usual = sqlite3_vfs_find(NULL), full = *usual;
    struct fixture fixture, other;

    full.zName = "full";
    full.xGetLastError = no_room;
    g_assert_cmpint(sqlite3_vfs_register(&full, true), ==, SQLITE_OK);
    set_up(&fixture, NULL);
    other = fixture;
    other.store = store_open_with(fixture.directory, STORE_EXISTING, NULL, NULL);
    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) full_error = NULL, busy_error = NULL;

        g_assert_false(db_run(fixture.store, &full_error, "ATTACH '/nowhere/x' AS x", ""));
        g_assert_error(full_error, VIGIE_ERROR, EX_IOERR);
        g_assert_nonnull(strstr(full_error->message, "full"));
        g_assert_true(db_begin(other.store, NULL));
        store_set_patience(fixture.store, 1);
        g_assert_false(db_begin(fixture.store, &busy_error));
        g_assert_error(busy_error, VIGIE_ERROR, EX_TEMPFAIL);
        g_assert_false(db_end(other.store, false, NULL));
    }
    store_free(other.store);
    tear_down(&fixture, NULL);
    sqlite3_vfs_unregister(&full);
    sqlite3_vfs_register(usual, true);
}

/* What is no database is none in memory either. */
static void test_frozen_refuses(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *nothing = g_build_filename(fixture->directory, "nothing", NULL);
    g_autofree char *folder = g_build_filename(fixture->directory, "folder", NULL);
    g_autofree char *short_one = g_build_filename(fixture->directory, "short", NULL);
    struct store store = { 0 };

    g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    put(fixture->directory, "short", "SQLite format 3", 16);
    g_assert_false(frozen_open(&store, nothing));
    g_assert_false(frozen_open(&store, folder));
    g_assert_false(frozen_open(&store, short_one));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/store/modes", test_modes);
    g_test_add_func("/store/missing", test_missing);
    ADD("/store/newer-and-damaged", test_newer_and_damaged);
    ADD("/store/record-once", test_record_once);
    ADD("/store/shape", test_shape);
    ADD("/store/cursor", test_cursor);
    ADD("/store/mark", test_mark);
    ADD("/store/fan-out", test_fan_out);
    ADD("/store/retry", test_retry);
    ADD("/store/renamed-sink", test_renamed_sink);
    ADD("/store/keep-only", test_keep_only);
    ADD("/store/hold", test_hold);
    ADD("/store/digest", test_digest);
    ADD("/store/revision", test_revision);
    ADD("/store/troubles", test_troubles);
    ADD("/store/given-up-while-off", test_given_up_while_off);
    ADD("/store/told-after-tries", test_told_after_tries);
    ADD("/store/failure-of-the-news-of-a-failure", test_failure_of_the_news_of_a_failure);
    ADD("/store/stale", test_stale);
    ADD("/store/backoff", test_backoff);
    ADD("/store/wait", test_wait);
    ADD("/store/clock-set-back", test_clock_set_back);
    ADD("/store/closing-drops-reminders", test_closing_drops_reminders);
    ADD("/store/closing-is-told", test_closing_is_told);
    ADD("/store/closing-is-told-ahead", test_closing_is_told_though_a_clock_was_ahead);
    ADD("/store/a-mended-code-stays", test_a_mended_code_stays);
    ADD("/store/blind", test_blind);
    ADD("/store/blind-ahead", test_blind_by_a_clock_that_was_ahead);
    ADD("/store/refused-ahead", test_refused_by_a_clock_that_was_ahead);
    ADD("/store/raised-ahead", test_raised_by_a_clock_that_was_ahead);
    ADD("/store/given-up-ahead", test_given_up_by_a_clock_that_was_ahead);
    ADD("/store/backup-is-whole", test_backup_is_whole);
    g_test_add_func("/store/full-once", test_a_disk_that_was_full_once);
    ADD("/store/silence", test_silence);
    ADD("/store/set-aside", test_set_aside);
    ADD("/store/watchlock", test_watchlock);
    ADD("/store/scanned", test_scanned);
    g_test_add("/store/frozen-log", struct fixture, NULL, set_up, test_frozen_log, tear_down);
    g_test_add("/store/frozen-refuses", struct fixture, NULL, set_up, test_frozen_refuses, tear_down);
    return g_test_run();
}
