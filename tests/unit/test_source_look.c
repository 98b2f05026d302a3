/* One look, step by step, with a scripted server and an intake that writes down what it is told. */
#include "imap-script.h"
#include "source/look.h"

struct notes {
    struct intake intake; /* first */
    struct cursor cursor;
    GString *text;
};

static struct notes *notes_of(struct intake *intake)
{
    return (struct notes *)(void *)intake;
}

static bool note_open(struct intake *intake, const char *mailbox, struct cursor *cursor,
                      GError **error)
{
    *cursor = notes_of(intake)->cursor;
    return true;
}

static bool note_triage(struct intake *intake, GPtrArray *headers, bool *candidate, GError **error)
{
    g_string_append_printf(notes_of(intake)->text, "triage %u; ", headers->len);
    for (guint i = 0; i < headers->len; i++)
        candidate[i] = memchr(g_bytes_get_data(headers->pdata[i], NULL), '!',
                              g_bytes_get_size(headers->pdata[i])) != NULL;
    return true;
}

static bool note_mail(struct intake *intake, const struct mail *mail, bool first_sight,
                      GError **error)
{
    struct notes *notes = notes_of(intake);

    g_string_append_printf(notes->text, "%s %u %.*s; ", first_sight ? "old" : "new", mail->uid,
                           (int)g_bytes_get_size(mail->raw),
                           (const char *)g_bytes_get_data(mail->raw, NULL));
    if (!first_sight)
        notes->cursor = (struct cursor){ mail->uidvalidity, mail->uid };
    return true;
}

static bool note_advance(struct intake *intake, const char *mailbox, const struct cursor *to,
                         guint seen, GError **error)
{
    g_string_append_printf(notes_of(intake)->text, "advance %u/%u seen %u; ", to->uidvalidity,
                           to->uid, seen);
    notes_of(intake)->cursor = *to;
    return true;
}

static bool note_success(struct intake *intake, const char *mailbox, GError **error)
{
    g_string_append(notes_of(intake)->text, "success");
    return true;
}

static const struct intake_ops note_ops = {
    .open = note_open,
    .triage = note_triage,
    .mail = note_mail,
    .advance = note_advance,
    .success = note_success,
};

#define FOUND(uids) "?UID SEARCH", "* SEARCH " uids "\r\n\1 OK done\r\n"
#define GIVEN(uid, text) \
    "?UID FETCH " uid " ", "* 1 FETCH (UID " uid " BODY[]<0> \"" text "\")\r\n\1 OK done\r\n"
#define NOT_GIVEN(uid) "?UID FETCH " uid " ", "\1 NO broken\r\n"
#define LOOK_BEGINS LOGGED_IN, EXAMINED
#define LOOK_BEGINS_AS(exists, uidnext)                                                            \
    LOGGED_IN, "?EXAMINE",                                                                         \
        "* " exists " EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n" uidnext "\1 OK done\r\n"
#define UIDNEXT(uid) "* OK [UIDNEXT " uid "] ok\r\n"
#define LAST(uid) "?UID SEARCH UID *", "* SEARCH " uid "\r\n\1 OK done\r\n"
#define IS_THERE(uid)                                                                              \
    "?UID FETCH " uid " ", "* 2 FETCH (UID " uid " BODY[HEADER.FIELDS (FROM)] \"x\")\r\n\1 OK done\r\n"
#define IS_NOT_THERE(uid) "?UID FETCH " uid " ", "\1 OK done\r\n"

static const struct {
    const char *const *steps;
    struct cursor cursor;
    guint checks; /* looks that the mailbox gets, all but the last in vain */
    const char *notes, *why;
} rows[] = {
    { STEPS(LOOK_BEGINS, LAST("5"), FOUND("5 3"), "?UID FETCH 3,5 ",
            "* 2 FETCH (UID 5 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] \"y!\")\r\n"
            "* 1 FETCH (UID 3 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] \"From: x\")\r\n\1 OK done\r\n",
            GIVEN("5", "whole"), "?LOGOUT"),
      { 0, 0 },
      1,
      "triage 2; old 5 whole; advance 9/5 seen 2; advance 9/5 seen 0; success",
      "first sight: headers, the one candidate, and not beyond the last mail" },
    { STEPS(LOOK_BEGINS, LAST("5"), FOUND("3 4 5"), "?UID FETCH 3:5 ",
            "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] \"From: y\")\r\n\1 NO some are broken\r\n",
            GIVEN("3", "a"), "?UID FETCH 4 ", "\1 OK done\r\n", "?LOGOUT"),
      { 0, 0 },
      1,
      "triage 1; old 3 a; advance 9/5 seen 3; advance 9/5 seen 0; success",
      "headers that were not given: one mail is there, one has vanished" },
    { STEPS(LOOK_BEGINS, LAST("5"), FOUND("4 5"), "?UID FETCH 4:5 ",
            "* 1 FETCH (UID 4 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] NIL)\r\n"
            "* 2 FETCH (UID 5 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] {2}\r\n\r\n)\r\n\1 OK done\r\n",
            GIVEN("4", "a"), GIVEN("5", "b"), "?LOGOUT"),
      { 0, 0 },
      1,
      "triage 2; old 4 a; old 5 b; advance 9/5 seen 2; advance 9/5 seen 0; success",
      "headers that say nothing: the mails do" },
    { STEPS(LOOK_BEGINS, LAST("7"), FOUND(""), "?LOGOUT"),
      { 8, 100 },
      1,
      "advance 9/7 seen 0; success",
      "another UIDVALIDITY: first sight again, however high the cursor was" },
    { STEPS(LOOK_BEGINS, LAST("7"), LAST("7"), FOUND("7"), "?UID FETCH 7 ",
            "* 2 FETCH (UID 7 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] \"y!\")\r\n\1 OK done\r\n",
            GIVEN("7", "whole"), "?LOGOUT"),
      { 9, 8 },
      1,
      "advance 0/0 seen 0; triage 1; old 7 whole; advance 9/7 seen 1; advance 9/7 seen 0; success",
      "UIDNEXT went back: the server gives UIDs anew" },
    { STEPS(LOOK_BEGINS, FOUND(""), "?LOGOUT"),
      { 9, 7 },
      1,
      "success",
      "UIDNEXT is just beyond the cursor: nothing new" },
    { STEPS(LOOK_BEGINS, "?UID SEARCH UID *", "* SEARCH 8\r\n* 3 EXISTS\r\n\1 OK done\r\n",
            IS_THERE("8"), FOUND("8"), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/7 seen 0; success",
      "what came after EXAMINE is for the next look" },
    { STEPS(LOOK_BEGINS, FOUND("7 6"), GIVEN("6", "a"), GIVEN("7", "b"), "?LOGOUT"),
      { 9, 5 },
      1,
      "new 6 a; new 7 b; success",
      "new mails in the order of their UIDs" },
    { STEPS(LOOK_BEGINS, FOUND("5"), "?LOGOUT"),
      { 9, 5 },
      1,
      "success",
      "UID 6:* names the last mail though it is known" },
    { STEPS(LOOK_BEGINS, FOUND("6 7"), "?UID FETCH 6 ", "\1 OK done\r\n", GIVEN("7", "b"), "?LOGOUT"),
      { 9, 5 },
      1,
      "new 7 b; success",
      "expunged between SEARCH and FETCH" },
    { STEPS(LOOK_BEGINS, LAST(""), "?UID SEARCH ALL", "* SEARCH 3 5\r\n\1 OK done\r\n", FOUND("5"),
            "?UID FETCH 5 ",
            "* 2 FETCH (UID 5 BODY[HEADER.FIELDS (FROM SUBJECT LIST-ID)] \"From: x\")\r\n\1 OK done\r\n",
            "?LOGOUT"),
      { 0, 0 },
      1,
      "triage 1; advance 9/5 seen 1; advance 9/5 seen 0; success",
      "\"*\" alone finds nothing, as with hMailServer: the last mail is found among all" },
    { STEPS(LOOK_BEGINS_AS("2", UIDNEXT("4294967295")), LAST("5"), FOUND(""), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/5 seen 0; success",
      "UIDNEXT is far too high: the cursor is where the last mail is" },
    { STEPS(LOOK_BEGINS_AS("2", UIDNEXT("2")), LAST("5"), IS_THERE("5"), FOUND(""), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/5 seen 0; success",
      "UIDNEXT is too low: likewise" },
    { STEPS(LOOK_BEGINS_AS("2", ""), LAST("5"), IS_THERE("5"), FOUND(""), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/5 seen 0; success",
      "no UIDNEXT: likewise" },
    { STEPS(LOOK_BEGINS, LAST("4294967295"), IS_NOT_THERE("4294967295"), FOUND(""), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/7 seen 0; success",
      "SEARCH finds what is not there: UIDNEXT counts" },
    { STEPS(LOOK_BEGINS_AS("2", ""), LAST("4294967295"), IS_NOT_THERE("4294967295"), FOUND(""), "?LOGOUT"),
      { 0, 0 },
      1,
      "advance 9/0 seen 0; success",
      "and without one, all that is there is new at the next look" },
    { STEPS(LOOK_BEGINS, FOUND("4294967295"), IS_NOT_THERE("4294967295"), "?LOGOUT"),
      { 9, 5 },
      1,
      "success",
      "a mail that is not there moves no cursor" },
    { STEPS(LOOK_BEGINS_AS("0", UIDNEXT("8")), "?UID SEARCH ALL", "* SEARCH 3 6\r\n\1 OK done\r\n",
            GIVEN("6", "a"), "?LOGOUT"),
      { 9, 5 },
      1,
      "new 6 a; success",
      "EXISTS says 0, and UIDNEXT that something came" },
    { STEPS(LOOK_BEGINS_AS("0", UIDNEXT("6")), "?LOGOUT"),
      { 9, 5 },
      1,
      "success",
      "an empty mailbox is not searched" },
    { STEPS(LOOK_BEGINS_AS("2", UIDNEXT("5")), LAST("7"), FOUND("7"), GIVEN("7", "b"), LAST("7"),
            IS_THERE("7"), FOUND("3"), "?UID FETCH 3 ",
            "* 1 FETCH (UID 3 BODY[HEADER.FIELDS (FROM)] \"y!\")\r\n\1 OK done\r\n", GIVEN("3", "c"), "?LOGOUT"),
      { 9, 6 },
      1,
      "new 7 b; advance 0/0 seen 0; triage 1; old 3 c; advance 9/3 seen 1; advance 9/7 seen 0; success",
      "UIDNEXT and the UIDs contradict each other: what is new, then what lies below" },
    { STEPS(LOOK_BEGINS, FOUND("6 7"), NOT_GIVEN("6"), EXAMINED, FOUND("6 7"), NOT_GIVEN("6"),
            EXAMINED, FOUND("6 7"), NOT_GIVEN("6"), EXAMINED, FOUND("6 7"), GIVEN("7", "b"), "?LOGOUT"),
      { 9, 5 },
      4,
      "new 6 ; new 7 b; success",
      "never given: an empty mail stands for it" },
    { STEPS(LOOK_BEGINS, FOUND("6"), NOT_GIVEN("6"), EXAMINED, FOUND("6"), GIVEN("6", "a"), "?LOGOUT"),
      { 9, 5 },
      2,
      "new 6 a; success",
      "given at the second check" },
};

static void look_in(struct fixture *fixture, struct notes *notes, guint checks)
{
    static const struct account account = { .since = 60, .name = NULL };
    g_autoptr(GError) error = NULL;
    AUTO(mailbox) inbox = mailbox_from_name("INBOX");
    AUTO(session) session = session_open(&fixture->server, NULL, NULL, 5, fixture->cancel, &error);
    struct look look = {
        .session = session,
        .intake = &notes->intake,
        .account = &account,
        .mailbox = inbox,
        .stop = fixture->cancel,
    };

    g_assert_true(session_login(session, fixture->runner, &error));
    for (; checks > 1; checks--) {
        g_assert_false(look_at(&look, &error));
        g_assert_true(trouble_is(error, TROUBLE_MAILBOX));
        g_clear_error(&error);
    }
    g_assert_true(look_at(&look, &error));
    g_assert_no_error(error);
}

static void test_looks(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct fixture fixture;
        struct notes notes = { { &note_ops }, rows[i].cursor, g_string_new(NULL) };

        g_test_message("%s", rows[i].why);
        set_up(&fixture, SERVER_CLEARTEXT, rows[i].steps);
        look_in(&fixture, &notes, rows[i].checks);
        g_assert_cmpstr(notes.text->str, ==, rows[i].notes);
        tear_down(&fixture);
        g_string_free(notes.text, TRUE);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/look", test_looks);
    return g_test_run();
}
