/* The life of cases: who joins whom, what closes what. Each row reasoned from the contract's section
 * "Cases". */
#include "cases/decide.h"

#include <string.h>

#include "base/civil.h"
#include "cases/deadline.h"

static gint64 at(const char *text)
{
    gint64 instant;

    g_assert_true(civil_instant_parse(text, &instant));
    return instant;
}

#define NOW at("2026-03-05T12:00:00+01:00")

static struct right *plain_right(void)
{
    static struct right right;
    static gsize once;

    if (g_once_init_enter(&once)) {
        right.days = 42;
        right.first_year = 2021;
        right.opening = (struct opening){ .weekdays = 0x3e, .opens = 510, .closes = 1050 };
        right.holidays = g_array_new(FALSE, FALSE, sizeof(struct holiday));
        right.easter = g_array_new(FALSE, FALSE, sizeof(int));
        g_once_init_leave(&once, 1);
    }
    return &right;
}

/* What a message says, and what is known already, in one line each. */
struct say {
    enum kind kind;
    enum authenticity authenticity;
    const char *code, *person, *sent, *message_id, *text, *recipient, *dated;
};

static struct finding *finding_of(const struct say *say)
{
    struct finding *finding = finding_new();
    struct finding_case *one = g_new0(struct finding_case, 1);

    finding->kind = say->kind;
    finding->authenticity = say->authenticity;
    finding->message_id = g_strdup(say->message_id ? say->message_id : "<new@x>");
    finding->recipient = g_strdup(say->recipient ? say->recipient : "jean@example.fr");
    g_strlcpy(finding->content_hash, say->text ? say->text : "textnew", sizeof finding->content_hash);
    if (say->sent)
        g_assert_true(civil_date_parse(say->sent, &finding->sent));
    if (say->dated)
        g_assert_true(civil_date_parse(say->dated, &finding->dated));
    finding->sent_source = SENT_BODY;
    one->code = g_strdup(say->code);
    one->person = g_strdup(say->person);
    g_ptr_array_add(finding->cases, one);
    return finding;
}

static struct known *known_of(gint64 id, enum status status, const struct say *say)
{
    struct entry *entry = entry_new();
    struct known *known;
    GDate sent;

    entry->id = id;
    entry->status = status;
    entry->authenticity = say->authenticity;
    entry->code = g_strdup(say->code);
    entry->person = g_strdup(say->person);
    entry->recipient = g_strdup(say->recipient ? say->recipient : "jean@example.fr");
    if (say->sent) {
        g_assert_true(civil_date_parse(say->sent, &sent));
        deadline_set(entry, plain_right(), &sent, SENT_BODY);
    }
    known = known_new(entry);
    g_hash_table_add(known->identities, g_strconcat("m:", say->message_id ? say->message_id : "<old@x>", NULL));
    g_hash_table_add(known->identities, g_strconcat("t:", say->text ? say->text : "textold", NULL));
    if (say->authenticity == AUTHENTICITY_FORGED) {
        g_hash_table_add(known->forged, g_strconcat("m:", say->message_id ? say->message_id : "<old@x>", NULL));
        g_hash_table_add(known->forged, g_strconcat("t:", say->text ? say->text : "textold", NULL));
    }
    return known;
}

#define N KIND_NOTICE
#define R KIND_REMINDER
#define O KIND_OPPOSITION
#define UNVERIFIED AUTHENTICITY_UNVERIFIED
#define AUTHENTIC AUTHENTICITY_AUTHENTIC
#define FORGED AUTHENTICITY_FORGED
#define NOTHING (-1)

static const struct {
    enum status have_status;
    struct say have, got;
    int act;                 /* NOTHING: no decision */
    int event;               /* NOTHING: tells nothing */
    enum status then;
    const char *then_sent, *why;
} rows[] = {
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "the same code: a copy" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { N, UNVERIFIED, "AbCd", "Léa", "2026-02-27" },
      ACT_UPDATE, NOTHING, STATUS_OPEN, "2026-02-27", "the earliest date stays" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-04" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "a later date never moves a deadline" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { N, UNVERIFIED, "aBcD", NULL, "2026-03-02" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "the case of letters matters: two people" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "no code: the same Message-ID" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>", "t" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<b@x>", "t" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "no code: the same text" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>", "t", "jean@example.fr" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<b@x>", "t", "anne@example.fr" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "the same text to another person of the household" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>", "t", "jean@example.fr" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>", "t", "anne@example.fr" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "the same message, delivered to both" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "no code, no name, other text: in doubt two" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, "Léa", "2026-03-02" }, { N, UNVERIFIED, NULL, "LÉA", "2026-03-02" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "recipient, named person and date" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, "Léa", "2026-03-02", "<a@x>", "t", "jean@example.fr" }, { N, UNVERIFIED, NULL, "Léa", "2026-03-02", "<b@x>", "u", "anne@example.fr" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "the same name and day, to another: in doubt two" },
    { STATUS_OPEN, { R, UNVERIFIED, NULL, NULL, NULL, "<a@x>", "t", "jean@example.fr" }, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02", "<b@x>", "u", "anne@example.fr" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "the notice of another gives a lone reminder no date" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, "Léa", "2026-03-02" }, { N, UNVERIFIED, NULL, "Tom", "2026-03-02" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "another child" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" }, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02", "<a@x>" },
      ACT_UPDATE, NOTHING, STATUS_OPEN, "2026-03-02", "the code, found by a better rule, is added" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { N, AUTHENTIC, "AbCd", NULL, "2026-03-02" },
      ACT_UPDATE, NOTHING, STATUS_OPEN, "2026-03-02", "an authentic copy lends its standing" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { N, UNVERIFIED, "AbCd", NULL, "2026-02-20" },
      ACT_SEEN, NOTHING, STATUS_OPPOSED, "2026-03-02", "a closed case stays closed" },
    { STATUS_PROVISIONAL, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" },
      ACT_UPDATE, NOTHING, STATUS_OPEN, "2026-03-02", "a new rule explains what was unrecognised" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, "Léa", "2026-03-02", "<a@x>" }, { N, UNVERIFIED, NULL, NULL, "2026-03-02", "<a@x>" },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "a copy of a mail whose person was named by hand" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, "Léa", "2026-03-02", "<a@x>" }, { N, UNVERIFIED, NULL, "Tom", "2026-03-02", "<a@x>" },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, "2026-03-02", "one mail, two children: two cases" },
    /* expired at first sight */
    { STATUS_DISMISSED, { N, UNVERIFIED, "Zz", NULL, "2025-03-02" }, { N, UNVERIFIED, "AbCd", NULL, "2025-12-01" },
      ACT_OPEN, EVENT_DIGEST, STATUS_OPEN, "2025-12-01", "found expired: told in a digest" },
    /* forged */
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { N, FORGED, "AbCd", NULL, "2026-03-01" },
      ACT_OPEN, EVENT_FORGED, STATUS_SUSPECT, "2026-03-01", "a forged one never joins another" },
    { STATUS_SUSPECT, { N, FORGED, "AbCd", NULL, "2026-03-02", "<a@x>" }, { N, FORGED, "AbCd", NULL, "2026-03-02", "<a@x>" },
      ACT_SEEN, NOTHING, STATUS_SUSPECT, "2026-03-02", "the same forgery again" },
    { STATUS_SUSPECT, { N, FORGED, "AbCd", NULL, "2026-03-02" }, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" },
      ACT_UPDATE, EVENT_NEW, STATUS_OPEN, "2026-03-02", "a later unverified copy opens a suspect" },
    { STATUS_DISMISSED, { N, FORGED, "AbCd", NULL, "2026-03-02", "<a@x>" }, { N, FORGED, "AbCd", NULL, "2026-03-02", "<a@x>" },
      ACT_SEEN, NOTHING, STATUS_DISMISSED, "2026-03-02", "a dismissed forgery stays dismissed" },
    { STATUS_DISMISSED, { N, FORGED, NULL, NULL, "2026-03-02", "<a@x>", "t" }, { N, UNVERIFIED, NULL, NULL, "2026-03-03", "<b@x>", "t" },
      ACT_UPDATE, EVENT_NEW, STATUS_OPEN, "2026-03-02", "the genuine text, forged before, is not lost in a dismissed forgery" },
    { STATUS_OPPOSED, { N, FORGED, "AbCd", NULL, "2026-03-02" }, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" },
      ACT_SEEN, NOTHING, STATUS_OPPOSED, "2026-03-02", "trusted and opposed: a copy opens nothing" },
    /* reminders */
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { R, UNVERIFIED, "AbCd", NULL, NULL },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "a reminder joins by code" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { R, UNVERIFIED, NULL, "Léa", NULL },
      ACT_SEEN, NOTHING, STATUS_OPEN, "2026-03-02", "or the one open case of its person" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { R, UNVERIFIED, NULL, "Tom", NULL },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, NULL, "another person's reminder stands alone, undated" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { R, UNVERIFIED, NULL, NULL, NULL },
      ACT_OPEN, EVENT_NEW, STATUS_OPEN, NULL, "no open case: it opens one" },
    { STATUS_OPEN, { R, UNVERIFIED, NULL, NULL, NULL }, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" },
      ACT_UPDATE, NOTHING, STATUS_OPEN, "2026-03-02", "the notice gives the reminder's case its date" },
    /* confirmations; received on 2026-03-05 */
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL },
      ACT_UPDATE, EVENT_CLOSED, STATUS_OPPOSED, "2026-03-02", "authentic, one case: closes it" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, UNVERIFIED, NULL, NULL, NULL },
      ACT_ASK, EVENT_AMBIGUOUS, STATUS_OPEN, NULL, "unverified: asks" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, FORGED, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "forged: changes nothing" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", "Léa", "2026-03-02" }, { O, AUTHENTIC, NULL, "Tom", NULL },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "of somebody else" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, "Léa", NULL },
      ACT_ASK, EVENT_AMBIGUOUS, STATUS_OPEN, NULL, "of a person whom the case does not name: asks" },
    { STATUS_OPEN, { N, UNVERIFIED, NULL, NULL, "2026-03-02" }, { O, AUTHENTIC, "AbCd", NULL, NULL },
      ACT_ASK, EVENT_AMBIGUOUS, STATUS_OPEN, NULL, "of a code that the case does not know: asks" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, "EfGh", NULL, NULL },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "of another code" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL },
      ACT_SEEN, NOTHING, STATUS_OPPOSED, "2026-03-02", "doubled: changes nothing, and says so" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, FORGED, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_OPPOSED, NULL, "a forged one leaves no trace on another" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02", "<new@x>" }, { O, AUTHENTIC, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_OPPOSED, NULL, "the very mail that closed it" },
    { STATUS_OPPOSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, "EfGh", NULL, NULL },
      NOTHING, NOTHING, STATUS_OPPOSED, NULL, "of another code: none of this case's affair" },
    { STATUS_DISMISSED, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL },
      ACT_SEEN, NOTHING, STATUS_DISMISSED, "2026-03-02", "late: what was dismissed stays so" },
    { STATUS_DISMISSED, { N, FORGED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_DISMISSED, NULL, "a dismissed forgery was no case" },
    { STATUS_SUSPECT, { N, FORGED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_SUSPECT, NULL, "a suspect case is no case yet" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02", NULL, NULL, "marie@example.fr" }, { O, AUTHENTIC, NULL, NULL, NULL },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "sent to another recipient" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL, NULL, NULL, NULL, "2026-03-01" },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "written before the notice: that of another case" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL, NULL, NULL, NULL, "2026-03-02" },
      ACT_UPDATE, EVENT_CLOSED, STATUS_OPPOSED, "2026-03-02", "written on the same day" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL, NULL, NULL, NULL, "1970-01-01" },
      ACT_UPDATE, EVENT_CLOSED, STATUS_OPPOSED, "2026-03-02", "the epoch is no date: received after the notice" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL, NULL, NULL, NULL, "2020-12-31" },
      ACT_UPDATE, EVENT_CLOSED, STATUS_OPPOSED, "2026-03-02", "nor is what no mail of the service can bear" },
    { STATUS_OPEN, { N, UNVERIFIED, "AbCd", NULL, "2026-03-02" }, { O, AUTHENTIC, NULL, NULL, NULL, NULL, NULL, NULL, "2021-01-01" },
      NOTHING, NOTHING, STATUS_OPEN, NULL, "years before, and possible: that of another case" },
};

static void check_row(gsize i)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&rows[i].got);
    const struct origin origin = { .source = "imap", .received = NOW };
    g_autoptr(GPtrArray) decisions = NULL;
    const struct decision *decision;

    g_test_message("row %zu: %s", i, rows[i].why);
    g_ptr_array_add(known, known_of(7, rows[i].have_status, &rows[i].have));
    decisions = decide(finding, &origin, known, plain_right(), NOW);
    if (rows[i].act == NOTHING) {
        g_assert_cmpuint(decisions->len, ==, 0);
        return;
    }
    g_assert_cmpuint(decisions->len, ==, 1);
    decision = g_ptr_array_index(decisions, 0);
    g_assert_cmpint(decision->act, ==, rows[i].act);
    g_assert_cmpint(decision->tells ? (int)decision->event : NOTHING, ==, rows[i].event);
    if (rows[i].act == ACT_ASK) {
        g_assert_cmpstr(decision->detail, ==, "vigie close 7 --as opposed");
        return;
    }
    {
        g_autofree char *sent = civil_date_format(&decision->entry->sent);

        g_assert_cmpstr(sent, ==, rows[i].then_sent);
        g_assert_cmpint(decision->entry->status, ==, rows[i].then);
        g_assert_cmpint(decision->entry->id, ==, rows[i].act == ACT_OPEN ? 0 : 7);
    }
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        check_row(i);
}

static void test_several_children(void)
{
    static const struct say lea = { N, UNVERIFIED, "AAAA1111", "Léa", "2026-03-02" };
    AUTO(finding) finding = finding_of(&lea);
    struct finding_case *tom = g_new0(struct finding_case, 1);
    const struct origin origin = { .source = "imap", .received = NOW };
    g_autoptr(GPtrArray) nobody = g_ptr_array_new();
    g_autoptr(GPtrArray) decisions = NULL;

    tom->code = g_strdup("BBBB2222");
    tom->person = g_strdup("Tom");
    g_ptr_array_add(finding->cases, tom);
    decisions = decide(finding, &origin, nobody, plain_right(), NOW);
    g_assert_cmpuint(decisions->len, ==, 2);
    for (guint i = 0; i < 2; i++)
        g_assert_cmpint(((struct decision *)g_ptr_array_index(decisions, i))->act, ==, ACT_OPEN);
}

/* Two open cases: an authentic confirmation that names nobody may mean either. */
static void test_two_candidates(void)
{
    static const struct say first = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say second = { N, UNVERIFIED, "BBBB2222", NULL, "2026-03-02" };
    static const struct say plain = { O, AUTHENTIC }, named = { O, AUTHENTIC, "BBBB2222" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) vague = finding_of(&plain);
    AUTO(finding) precise = finding_of(&named);
    g_autoptr(GPtrArray) asked = NULL;
    g_autoptr(GPtrArray) closed = NULL;
    const struct decision *decision;

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &first));
    g_ptr_array_add(known, known_of(2, STATUS_OPEN, &second));
    asked = decide(vague, &origin, known, plain_right(), NOW);
    decision = g_ptr_array_index(asked, 0);
    g_assert_cmpint(decision->act, ==, ACT_ASK);
    g_assert_cmpuint(decision->candidates->len, ==, 2);
    closed = decide(precise, &origin, known, plain_right(), NOW);
    decision = g_ptr_array_index(closed, 0);
    g_assert_cmpint(decision->act, ==, ACT_UPDATE);
    g_assert_cmpint(decision->entry->id, ==, 2);
}

/* A case without a code beside that of the code which the confirmation names. */
static void test_exact_candidate(void)
{
    static const struct say unknown = { N, UNVERIFIED, NULL, NULL, "2026-03-02" };
    static const struct say coded = { N, UNVERIFIED, "BBBB2222", NULL, "2026-03-02" };
    static const struct say named = { O, AUTHENTIC, "BBBB2222" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) finding = finding_of(&named);
    g_autoptr(GPtrArray) decisions = NULL;
    const struct decision *decision;

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &unknown));
    g_ptr_array_add(known, known_of(2, STATUS_OPEN, &coded));
    decisions = decide(finding, &origin, known, plain_right(), NOW);
    decision = g_ptr_array_index(decisions, 0);
    g_assert_cmpint(decision->act, ==, ACT_UPDATE);
    g_assert_cmpint(decision->entry->id, ==, 2);
}

/* The person has mended a code that was misread: the mail, read once more, opens no second case. */
static void test_mended_code(void)
{
    static const struct say mended = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say misread = { N, UNVERIFIED, "AAAAllll", NULL, "2026-03-02" };
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) finding = finding_of(&misread);
    struct known *known = known_of(1, STATUS_OPEN, &mended);
    g_autoptr(GPtrArray) decisions = NULL;
    const struct decision *decision;

    g_hash_table_add(known->identities, identity_of_code("AAAAllll"));
    g_ptr_array_add(list, known);
    decisions = decide(finding, &origin, list, plain_right(), NOW);
    decision = g_ptr_array_index(decisions, 0);
    g_assert_cmpint(decision->act, ==, ACT_SEEN);
    g_assert_cmpstr(decision->entry->code, ==, "AAAA1111");
}

/* A confirmation of years ago, found by a scan, cannot mean a notice of today. */
static void test_old_confirmation(void)
{
    static const struct say notice = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say old = { O, AUTHENTIC };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "maildir", .received = at("2022-03-01T10:00:00Z") };
    AUTO(finding) finding = finding_of(&old);
    g_autoptr(GPtrArray) decisions = NULL;

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &notice));
    decisions = decide(finding, &origin, known, plain_right(), NOW);
    g_assert_cmpuint(decisions->len, ==, 0);
}

/* Closed by a confirmation and reopened by the person: a copy of that mail does not close again. */
static void test_reopened(void)
{
    static const struct say notice = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say closing = { O, AUTHENTIC }, another = { O, AUTHENTIC, .message_id = "<2@x>" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) copy = finding_of(&closing);
    AUTO(finding) further = finding_of(&another);
    struct known *reopened = known_of(4, STATUS_OPEN, &notice);
    g_autoptr(GPtrArray) first = NULL;
    g_autoptr(GPtrArray) again = NULL;
    g_autoptr(GPtrArray) closed = NULL;
    const struct decision *decision;

    g_ptr_array_add(known, reopened);
    first = decide(copy, &origin, known, plain_right(), NOW);
    decision = g_ptr_array_index(first, 0);
    g_assert_cmpint(decision->entry->status, ==, STATUS_OPPOSED);
    for (guint i = 0; i < decision->identities->len; i++)
        g_hash_table_add(reopened->identities, g_strdup(g_ptr_array_index(decision->identities, i)));
    again = decide(copy, &origin, known, plain_right(), NOW);
    g_assert_cmpuint(again->len, ==, 0);
    closed = decide(further, &origin, known, plain_right(), NOW);
    decision = g_ptr_array_index(closed, 0);
    g_assert_cmpint(decision->entry->status, ==, STATUS_OPPOSED);
}

static void remember(struct known *known, const struct decision *decision)
{
    for (guint i = 0; i < decision->identities->len; i++)
        g_hash_table_add(known->identities, g_strdup(g_ptr_array_index(decision->identities, i)));
    known->entry->status = decision->entry->status;
}

/* Without a Message-ID one text to two of a household is two confirmations, and to one of them one. */
static void test_same_text(void)
{
    static const struct say notices[] = {
        { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02", "<1@x>", "t1", "jean@example.fr" },
        { N, UNVERIFIED, "BBBB2222", NULL, "2026-03-02", "<2@x>", "t2", "anne@example.fr" },
    };
    static const struct say says[] = { { O, AUTHENTIC, .text = "same", .recipient = "jean@example.fr" },
                                       { O, AUTHENTIC, .text = "same", .recipient = "anne@example.fr" } };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };

    for (gint64 i = 0; i < 2; i++)
        g_ptr_array_add(known, known_of(i + 1, STATUS_OPEN, &notices[i]));
    for (guint i = 0; i < 4; i++) {
        AUTO(finding) finding = finding_of(&says[i % 2]);
        g_autoptr(GPtrArray) decisions = NULL;
        const struct decision *decision;

        g_clear_pointer(&finding->message_id, g_free);
        decisions = decide(finding, &origin, known, plain_right(), NOW);
        g_assert_cmpuint(decisions->len, ==, i < 2 ? 1 : 0);
        if (i >= 2)
            continue;
        decision = g_ptr_array_index(decisions, 0);
        g_assert_cmpint(decision->entry->status, ==, STATUS_OPPOSED);
        g_assert_cmpint(decision->entry->id, ==, i + 1);
        remember(g_ptr_array_index(known, i), decision);
    }
}

/* What comes of one message where `known` is known. */
static enum act act_on(const struct finding *finding, GPtrArray *known, gint64 received)
{
    const struct origin origin = { .source = "imap", .received = received };
    g_autoptr(GPtrArray) decisions = decide(finding, &origin, known, plain_right(), NOW);

    g_assert_cmpuint(decisions->len, ==, 1);
    return ((struct decision *)g_ptr_array_index(decisions, 0))->act;
}

/* A reminder that may mean either of two means none of them. */
static void test_reminder_of_either(void)
{
    static const struct say first = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02", "<a@x>", "a" };
    static const struct say second = { N, UNVERIFIED, "BBBB2222", NULL, "2026-03-02", "<b@x>", "b" };
    static const struct say reminder = { R, UNVERIFIED };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&reminder);

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &first));
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_SEEN);
    g_ptr_array_add(known, known_of(2, STATUS_OPEN, &second));
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_OPEN);
}

/* Of a forgery and the genuine case of one code, the copy is of the latter, whichever came first. */
static void test_code_of_a_forgery_as_well(void)
{
    static const struct say forgery = { N, FORGED, "AAAA1111", NULL, "2026-03-02", "<a@x>", "a" };
    static const struct say genuine = { N, AUTHENTIC, "AAAA1111", NULL, "2026-03-02", "<b@x>", "b" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&genuine);

    g_ptr_array_add(known, known_of(1, STATUS_SUSPECT, &forgery));
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_UPDATE);
    g_ptr_array_add(known, known_of(2, STATUS_OPEN, &genuine));
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_SEEN);
}

/* A code that cannot be read, for its key is not at hand, may be another than that of a reminder. */
static void test_locked_code(void)
{
    static const struct say locked = { N, UNVERIFIED, NULL, NULL, "2026-03-02" };
    static const struct say reminder = { R, UNVERIFIED, "AAAA1111" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&reminder);
    struct known *one = known_of(1, STATUS_OPEN, &locked);

    g_ptr_array_add(known, one);
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_UPDATE);
    one->entry->code_locked = true;
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_OPEN);
}

/* Who opposes within the hour has the answer on the day of the notice. */
static void test_confirmation_of_the_same_day(void)
{
    static const struct say notice = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say opposed = { O, AUTHENTIC };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&opposed);

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &notice));
    g_assert_cmpint(act_on(finding, known, at("2026-03-02T11:00:00+01:00")), ==, ACT_UPDATE);
}

/* One mail that confirms for two, of whom one is known. */
static void test_confirmation_of_two(void)
{
    static const struct say notice = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say opposed = { O, AUTHENTIC, "AAAA1111" };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    AUTO(finding) finding = finding_of(&opposed);
    struct finding_case *other = g_new0(struct finding_case, 1);

    g_ptr_array_add(known, known_of(1, STATUS_OPEN, &notice));
    other->code = g_strdup("BBBB2222");
    g_ptr_array_add(finding->cases, other);
    g_assert_cmpint(act_on(finding, known, NOW), ==, ACT_ASK);
}

/* Opposed by its proof, and then somebody activates: both cannot be true. */
static void test_contradiction(void)
{
    static const struct say notice = { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" };
    static const struct say activation = { KIND_ACTIVATION, AUTHENTIC };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) finding = finding_of(&activation);
    g_autoptr(GPtrArray) decisions = NULL;
    const struct decision *noted, *asked;

    g_ptr_array_add(known, known_of(3, STATUS_OPPOSED, &notice));
    decisions = decide(finding, &origin, known, plain_right(), NOW);
    g_assert_cmpuint(decisions->len, ==, 2);
    noted = g_ptr_array_index(decisions, 0);
    g_assert_cmpint(noted->act, ==, ACT_SEEN);
    g_assert_cmpint(noted->entry->status, ==, STATUS_OPPOSED);
    g_assert_cmpuint(noted->history->len, ==, 1);
    asked = g_ptr_array_index(decisions, 1);
    g_assert_cmpint(asked->act, ==, ACT_ASK);
    g_assert_cmpstr(asked->detail, ==, "vigie close 3 --as activated");
}

/* Of two that are closed one ended as the mail says: that one is meant, and nothing contradicts. */
static void test_one_of_two_ended_so(void)
{
    static const struct say notices[] = { { N, UNVERIFIED, "AAAA1111", NULL, "2026-03-02" },
                                          { N, UNVERIFIED, "BBBB2222", NULL, "2026-03-02" } };
    static const struct say activation = { KIND_ACTIVATION, AUTHENTIC };
    g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func((GDestroyNotify)known_free);
    const struct origin origin = { .source = "imap", .received = NOW };
    AUTO(finding) finding = finding_of(&activation);
    g_autoptr(GPtrArray) decisions = NULL;

    g_ptr_array_add(known, known_of(3, STATUS_OPPOSED, &notices[0]));
    g_ptr_array_add(known, known_of(4, STATUS_ACTIVATED, &notices[1]));
    decisions = decide(finding, &origin, known, plain_right(), NOW);
    g_assert_cmpuint(decisions->len, ==, 2);
    for (guint i = 0; i < decisions->len; i++) {
        const struct decision *noted = g_ptr_array_index(decisions, i);

        g_assert_cmpint(noted->act, ==, ACT_SEEN);
        g_assert_false(noted->tells);
    }
}

static void test_status(void)
{
    GDate deadline;

    civil_date_parse("2026-04-13", &deadline);
    g_assert_cmpint(decide_status(STATUS_OPEN, &deadline, at("2026-04-13T23:59:59+02:00")), ==, STATUS_OPEN);
    g_assert_cmpint(decide_status(STATUS_OPEN, &deadline, at("2026-04-14T00:00:00+02:00")), ==, STATUS_EXPIRED);
    g_assert_cmpint(decide_status(STATUS_OPPOSED, &deadline, at("2026-05-01T00:00:00+02:00")), ==, STATUS_OPPOSED);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decide/rows", test_rows);
    g_test_add_func("/decide/several-children", test_several_children);
    g_test_add_func("/decide/two-candidates", test_two_candidates);
    g_test_add_func("/decide/exact-candidate", test_exact_candidate);
    g_test_add_func("/decide/mended-code", test_mended_code);
    g_test_add_func("/decide/old-confirmation", test_old_confirmation);
    g_test_add_func("/decide/reopened", test_reopened);
    g_test_add_func("/decide/same-text", test_same_text);
    g_test_add_func("/decide/reminder-of-either", test_reminder_of_either);
    g_test_add_func("/decide/code-of-a-forgery-as-well", test_code_of_a_forgery_as_well);
    g_test_add_func("/decide/locked-code", test_locked_code);
    g_test_add_func("/decide/confirmation-of-the-same-day", test_confirmation_of_the_same_day);
    g_test_add_func("/decide/confirmation-of-two", test_confirmation_of_two);
    g_test_add_func("/decide/contradiction", test_contradiction);
    g_test_add_func("/decide/one-of-two-ended-so", test_one_of_two_ended_so);
    g_test_add_func("/decide/status", test_status);
    return g_test_run();
}
