/* What was erased is not opened again by the same mail; what merely resembles it is. */
#include "base/error.h"
#include "store/codes.h"
#include "store/db.h"
#include "store/forget.h"
#include "store_fixture.h"

/* A mail as the rows below describe it. NULL: the field is not there. */
struct mail {
    const char *id, *text, *code, *person;
    enum authenticity authenticity;
};

static struct finding *finding_of(const struct mail *mail)
{
    struct finding *finding = notice("", "2026-03-02");
    struct finding_case *one = g_ptr_array_index(finding->cases, 0);

    g_free(finding->message_id);
    g_free(one->code);
    one->code = g_strdup(mail->code);
    finding->message_id = g_strdup(mail->id);
    g_strlcpy(finding->content_hash, mail->text ? mail->text : "", sizeof finding->content_hash);
    one->person = g_strdup(mail->person);
    finding->authenticity = mail->authenticity;
    return finding;
}

#define UNVERIFIED AUTHENTICITY_UNVERIFIED
#define FORGED AUTHENTICITY_FORGED

static const struct {
    struct mail erased, next;
    bool opens;
    const char *why;
} rows[] = {
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, false, "the same mail" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<2@x>", "other", "AbCdEf123456", NULL, UNVERIFIED }, false, "its code, in a forward" },
    { { "<1@x>", "text", "AbCdEf123456", "Léa", UNVERIFIED },
      { "<1@x>", "text", "GhIjKl123456", "Hugo", UNVERIFIED }, true, "the other child of the mail" },
    { { "<1@x>", "text", NULL, "Léa", UNVERIFIED },
      { "<1@x>", "text", NULL, "LÉA", UNVERIFIED }, false, "the same person, in capitals" },
    { { "<1@x>", "text", NULL, "Léa", UNVERIFIED },
      { "<1@x>", "text", NULL, "Hugo", UNVERIFIED }, true, "the other child, without codes" },
    { { "<1@x>", "text", NULL, NULL, UNVERIFIED },
      { "<3@x>", "text", NULL, NULL, UNVERIFIED }, false, "its text, under another Message-ID" },
    { { "<1@x>", "text", NULL, NULL, UNVERIFIED },
      { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, false,
      "better rules now see the code of the same mail" },
    { { "<1@x>", "text", NULL, NULL, UNVERIFIED },
      { "<2@x>", "other", NULL, NULL, UNVERIFIED }, true, "another mail" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, FORGED },
      { "<2@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, true,
      "a forgery had copied the genuine mail" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, FORGED },
      { "<1@x>", "text", "AbCdEf123456", NULL, FORGED }, false, "the same forgery" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<1@x>", "text", "AbCdEf123456", NULL, FORGED }, false, "no longer trusted, but known" },
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct fixture fixture;
        g_autoptr(GPtrArray) none = NULL, after = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", rows[i].why);
        set_up(&fixture, NULL);
        record(&fixture, finding_of(&rows[i].erased), NULL);
        g_assert_true(forget_entry(fixture.store, 1, NOW, &error));
        g_assert_no_error(error);
        none = list(&fixture);
        g_assert_cmpuint(none->len, ==, 0);
        record(&fixture, finding_of(&rows[i].next), NULL);
        after = list(&fixture);
        g_assert_cmpuint(after->len, ==, rows[i].opens ? 1 : 0);
        tear_down(&fixture, NULL);
    }
}

/* As above, but the key of the codes was lost before the entry was erased; it may come back after. */
static const struct {
    struct mail erased, next;
    bool is_tagged, opens;
    const char *why;
} locked[] = {
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, true, false, "the same mail" },
    { { "<1@x>", "text", "AbCdEf123456", "Léa", UNVERIFIED },
      { "<2@x>", "text", "AbCdEf123456", "Léa", UNVERIFIED }, true, false, "its text, sent once more" },
    { { "<1@x>", "text", "AbCdEf123456", "Léa", UNVERIFIED },
      { "<1@x>", "text", "GhIjKl123456", "Hugo", UNVERIFIED }, true, true, "the other child" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<2@x>", "other", "GhIjKl123456", NULL, UNVERIFIED }, true, true, "another mail" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, FORGED },
      { "<1@x>", "text", "AbCdEf123456", NULL, FORGED }, true, false, "the same forgery" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, FORGED },
      { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, true, true, "what a forgery had copied" },
    { { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED },
      { "<1@x>", "text", "AbCdEf123456", NULL, UNVERIFIED }, false, false,
      "recorded by a version that made no tags" },
};

static void reopen(struct fixture *fixture)
{
    g_autoptr(GError) error = NULL;

    store_free(fixture->store);
    fixture->store = store_open_with(fixture->directory, STORE_CREATE, NULL, &error);
    g_assert_no_error(error);
}

static void test_locked(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(locked); i++) {
        struct fixture fixture;
        g_autoptr(GPtrArray) before = NULL, after = NULL;
        g_autofree char *key = NULL, *kept = NULL;
        g_autoptr(GError) error = NULL;

        g_test_message("%s", locked[i].why);
        set_up(&fixture, NULL);
        key = g_build_filename(fixture.directory, "key", NULL);
        record(&fixture, finding_of(&locked[i].erased), NULL);
        if (!locked[i].is_tagged)
            g_assert_true(db_run(fixture.store, NULL, "DELETE FROM identity WHERE value GLOB 'h:*'", ""));
        g_assert_true(g_file_get_contents(key, &kept, NULL, NULL));
        g_assert_cmpint(g_remove(key), ==, 0);
        reopen(&fixture);
        before = list(&fixture);
        g_assert_true(((const struct entry *)before->pdata[0])->code_locked);
        g_assert_true(forget_entry(fixture.store, 1, NOW, &error));
        g_assert_no_error(error);
        if (i % 2) { /* whether the key is back makes no difference */
            g_assert_true(g_file_set_contents(key, kept, -1, NULL));
            reopen(&fixture);
        }
        record(&fixture, finding_of(&locked[i].next), NULL);
        after = list(&fixture);
        g_assert_cmpuint(after->len, ==, locked[i].opens ? 1 : 0);
        tear_down(&fixture, NULL);
    }
}

/* What an entry of an older version lacks is made when a watch starts; and it is no more than it must
 * be: 16 bits. */
static void test_tags(struct fixture *fixture, gconstpointer data)
{
    gint64 tags, length;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    g_assert_true(db_run(fixture->store, NULL, "DELETE FROM identity WHERE value GLOB 'h:*'", ""));
    g_assert_true(codes_settle(fixture->store, NULL));
    g_assert_true(db_number(fixture->store, &tags, 0, NULL,
                            "SELECT count(*) FROM identity WHERE value GLOB 'h:*'", ""));
    g_assert_cmpint(tags, ==, 1);
    g_assert_true(db_number(fixture->store, &length, 0, NULL,
                            "SELECT length(value) FROM identity WHERE value GLOB 'h:*'", ""));
    g_assert_cmpint(length, ==, 2 + 16 / 4);
}

static void test_unknown(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(forget_entry(fixture->store, 7, NOW, &error));
    g_assert_error(error, VIGIE_ERROR, EX_USAGE);
}

static bool close_it(struct entry *entry, gpointer data, GString *history, GError **error)
{
    entry->status = STATUS_OPPOSED;
    entry->closed_at = *(gint64 *)data;
    g_string_append(history, "closed");
    return true;
}

/* Closed before the bound; what is open stays, however old. */
static void test_closed(struct fixture *fixture, gconstpointer data)
{
    gint64 first = NOW, second = NOW + 10;
    g_autoptr(GPtrArray) left = NULL;
    guint count;

    record(fixture, notice("AbCdEf123456", "2026-03-02"), NULL);
    record(fixture, notice("GhIjKl123456", "2026-03-02"), NULL);
    record(fixture, notice("MnOpQr123456", "2026-03-02"), NULL);
    g_assert_true(entries_change(fixture->store, 1, close_it, &first, NOW, NULL));
    g_assert_true(entries_change(fixture->store, 2, close_it, &second, NOW, NULL));
    g_assert_true(forget_closed(fixture->store, NOW + 10, NOW + 20, &count, NULL));
    g_assert_cmpuint(count, ==, 1);
    left = list(fixture);
    g_assert_cmpuint(left->len, ==, 2);
    g_assert_true(forget_closed(fixture->store, NOW + 10, NOW + 20, &count, NULL));
    g_assert_cmpuint(count, ==, 0);
}

/* Its code had been misread, and mended by hand: another mail shows the misread one once more. */
static void test_replaced_code(struct fixture *fixture, gconstpointer data)
{
    const struct mail misread = { "<1@x>", "text", "AbCdEfl23456", NULL, UNVERIFIED };
    const struct mail again = { "<2@x>", "other", "AbCdEfl23456", NULL, UNVERIFIED };
    g_autoptr(GPtrArray) after = NULL;

    record(fixture, finding_of(&misread), NULL);
    g_assert_true(entries_change(fixture->store, 1, mend_code, NULL, NOW, NULL));
    g_assert_true(forget_entry(fixture->store, 1, NOW, NULL));
    record(fixture, finding_of(&again), NULL);
    after = list(fixture);
    g_assert_cmpuint(after->len, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/forget/rows", test_rows);
    g_test_add_func("/forget/locked", test_locked);
    g_test_add("/forget/tags", struct fixture, NULL, set_up, test_tags, tear_down);
    g_test_add("/forget/unknown", struct fixture, NULL, set_up, test_unknown, tear_down);
    g_test_add("/forget/replaced-code", struct fixture, NULL, set_up, test_replaced_code, tear_down);
    g_test_add("/forget/closed", struct fixture, NULL, set_up, test_closed, tear_down);
    return g_test_run();
}
