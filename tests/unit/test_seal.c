/* Codes at rest: nowhere in clear, whatever becomes of their key, and never dearer than a code. */
#include <sys/stat.h>

#include "base/error.h"
#include "store/codes.h"
#include "store/keyfile.h"
#include "store_fixture.h"

#define CODE "AbCdEf123456"
#define OTHER "GhIjKl654321"

/* Whether a file of the state holds `text`. */
static bool is_on_disk(const struct fixture *fixture, const char *text)
{
    g_autoptr(GDir) files = g_dir_open(fixture->directory, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(files))) {
        g_autofree char *path = g_build_filename(fixture->directory, name, NULL);
        g_autofree char *data = NULL;
        gsize length;

        if (g_file_get_contents(path, &data, &length, NULL) && memmem(data, length, text, strlen(text)))
            return true;
    }
    return false;
}

static char *in_state(const struct fixture *fixture, const char *name)
{
    return g_build_filename(fixture->directory, name, NULL);
}

static void reopen(struct fixture *fixture, const char *key_file)
{
    g_autoptr(GError) error = NULL;

    g_clear_pointer(&fixture->store, store_free);
    fixture->store = store_open_with(fixture->directory, STORE_CREATE,
                                     &(struct store_options){ .key_file = key_file }, &error);
    g_assert_no_error(error);
}

static struct entry *get(struct fixture *fixture, gint64 id)
{
    g_autoptr(GError) error = NULL;
    struct entry *entry = entries_get(fixture->store, id, NOW, &error);

    g_assert_no_error(error);
    return entry;
}

static void assert_code(struct fixture *fixture, gint64 id, const char *code)
{
    AUTO(entry) entry = get(fixture, id);

    g_assert_cmpstr(entry->code, ==, code);
    g_assert_true(entry->code_locked == !code);
    g_assert_true(g_date_valid(&entry->deadline));
}

static guint count(struct fixture *fixture)
{
    g_autoptr(GPtrArray) entries = list(fixture);

    return entries->len;
}

static void test_sealed(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key");
    struct stat facts;

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    /* The fixture's Message-ID and text are made of the code: they are no place of it. */
    change(fixture, "UPDATE entry SET message_id = NULL; DELETE FROM identity");
    reopen(fixture, NULL);
    assert_code(fixture, 1, CODE);
    g_assert_false(is_on_disk(fixture, CODE));
    g_assert_cmpint(stat(key, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
}

static void test_bound(struct fixture *fixture, gconstpointer data)
{
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    change(fixture, "UPDATE entry SET code_box = (SELECT code_box FROM entry WHERE id = 1) WHERE id = 2");
    assert_code(fixture, 1, CODE);
    assert_code(fixture, 2, NULL);
    change(fixture, "UPDATE entry SET code_box = x'00' WHERE id = 1");
    assert_code(fixture, 1, NULL);
}

/* A state as the version before left it. */
#define TO_OLD                                                                                       \
    "DROP INDEX entry_open_code; ALTER TABLE entry DROP COLUMN code_box; PRAGMA user_version = 12;"  \
    "UPDATE entry SET code = '" CODE "', message_id = NULL; DELETE FROM identity;"

static void test_migrated(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *replaced = identity_of_code(OTHER);
    g_autofree char *remember =
        g_strdup_printf("INSERT INTO identity VALUES(1, '%s', 0)", replaced);

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_clear_pointer(&fixture->store, store_free);
    change(fixture, TO_OLD);
    change(fixture, remember);
    g_assert_true(is_on_disk(fixture, CODE));
    reopen(fixture, NULL);
    assert_code(fixture, 1, CODE);
    g_assert_false(is_on_disk(fixture, CODE));
    g_assert_false(is_on_disk(fixture, replaced));
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    record(fixture, notice(OTHER, "2026-03-02"), NULL); /* the code that was mended */
    g_assert_cmpuint(count(fixture), ==, 1);
}

static void test_lost_and_found(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key"), *before = NULL, *after = NULL, *both = NULL;
    g_autofree char *why = NULL;
    gint64 locked;

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_assert_true(g_file_get_contents(key, &before, NULL, NULL));
    g_assert_cmpint(g_remove(key), ==, 0);
    reopen(fixture, NULL);
    assert_code(fixture, 1, NULL);
    g_assert_true(codes_locked(fixture->store, &locked, &why, NULL));
    g_assert_cmpint(locked, ==, 1);
    g_assert_nonnull(strstr(why, key));
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    assert_code(fixture, 2, OTHER);

    g_assert_true(g_file_get_contents(key, &after, NULL, NULL));
    both = g_strconcat(after, before, NULL);
    g_assert_true(g_file_set_contents(key, both, -1, NULL));
    reopen(fixture, NULL);
    assert_code(fixture, 1, CODE);
    assert_code(fixture, 2, OTHER);
    /* What the former key had sealed is sealed by the present one now. */
    g_assert_true(codes_settle(fixture->store, NULL));
    g_assert_true(g_file_set_contents(key, after, -1, NULL));
    reopen(fixture, NULL);
    assert_code(fixture, 1, CODE);
}

static void test_lost_and_read_again(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key");

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_assert_cmpint(g_remove(key), ==, 0);
    reopen(fixture, NULL);
    record(fixture, notice(CODE, "2026-03-02"), NULL); /* by scan, say: the same Message-ID */
    g_assert_cmpuint(count(fixture), ==, 1);
    assert_code(fixture, 1, CODE);
}

/* "In doubt two entries": a reminder names a code, and the only open case may have another. */
static void test_reminder_meets_locked(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key");
    struct finding *reminder = notice(OTHER, "2026-03-03");

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_assert_cmpint(g_remove(key), ==, 0);
    reopen(fixture, NULL);
    reminder->kind = KIND_REMINDER;
    record(fixture, reminder, NULL);
    g_assert_cmpuint(count(fixture), ==, 2);
}

static void test_elsewhere(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key"), *stick = in_state(fixture, "stick");
    g_autofree char *away = in_state(fixture, "away");
    g_autoptr(GError) error = NULL;

    reopen(fixture, stick); /* made at first use */
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    assert_code(fixture, 1, CODE);

    g_assert_cmpint(g_rename(stick, away), ==, 0);
    reopen(fixture, stick);
    g_assert_false(codes_check(fixture->store, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    g_assert_nonnull(strstr(error->message, stick));
    g_assert_false(g_file_test(stick, G_FILE_TEST_EXISTS)); /* it may lie on a disk that is not there */
    assert_code(fixture, 1, NULL);
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    assert_code(fixture, 2, OTHER);

    g_assert_cmpint(g_rename(away, stick), ==, 0);
    reopen(fixture, stick);
    assert_code(fixture, 1, CODE);
    g_assert_true(codes_settle(fixture->store, NULL));
    g_assert_cmpint(g_remove(key), ==, 0);
    reopen(fixture, stick);
    assert_code(fixture, 1, CODE);
    assert_code(fixture, 2, OTHER);
}

/* Expected: whether the file serves. */
static const struct {
    const char *text;
    int mode;
    bool serves;
    const char *why;
} files[] = {
    { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF\n", 0600, true, "as made" },
    { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", 0400, true,
      "without end of line, by openssl rand -hex 32 and an editor" },
    { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\r\n"
      "0000000000000000000000000000000000000000000000000000000000000000\r\n", 0600, true, "two" },
    { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n", 0640, false,
      "open to a group" },
    { "", 0600, false, "empty: a disk was full" },
    { "0123456789abcdef\n", 0600, false, "too short" },
    { "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg\n", 0600, false, "no digit" },
};

static void test_files(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in_state(fixture, "other");

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("%s", files[i].why);
        g_remove(path);
        g_assert_true(g_file_set_contents(path, files[i].text, -1, NULL));
        g_assert_cmpint(g_chmod(path, files[i].mode), ==, 0);
        reopen(fixture, path);
        g_assert_true(codes_check(fixture->store, &error) == files[i].serves);
        if (error)
            g_assert_nonnull(strstr(error->message, path));
    }
}

static void test_key_is_made_once(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in_state(fixture, "once"), *first = NULL, *second = NULL;
    g_autofree char *nowhere = in_state(fixture, "no/where");
    g_autoptr(GError) error = NULL;

    g_assert_true(keyfile_make(path, NULL));
    g_assert_true(g_file_get_contents(path, &first, NULL, NULL));
    g_assert_true(keyfile_make(path, NULL));
    g_assert_true(g_file_get_contents(path, &second, NULL, NULL));
    g_assert_cmpstr(first, ==, second);
    g_assert_false(keyfile_make(nowhere, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CANTCREAT);
}

/* --- beside a process that runs on ---------------------------------------------------------- */

/* As another process that starts now finds the state. */
static struct store *open_beside(const struct fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    struct store *store = store_open_with(fixture->directory, STORE_EXISTING, NULL, &error);

    g_assert_no_error(error);
    return store;
}

static void put_on_top(const char *path, const char *line)
{
    g_autofree char *before = NULL, *both = NULL;

    g_assert_true(g_file_get_contents(path, &before, NULL, NULL));
    both = g_strconcat(line, "\n", before, NULL);
    g_assert_true(g_file_set_contents(path, both, -1, NULL));
}

/* A person puts a new key above the former one; another process seals with it. Ours joins the same
 * mail to that entry, and seals with the new key too. */
static void test_replaced_meanwhile(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key"), *former = NULL, *line = g_strnfill(64, 'b');
    struct store *ours = fixture->store;
    guint before = codes_readings(ours);

    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_assert_true(g_file_get_contents(key, &former, NULL, NULL));
    g_assert_cmpuint(codes_readings(ours), ==, before);
    put_on_top(key, line);
    fixture->store = open_beside(fixture);
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    store_free(fixture->store);

    fixture->store = ours;
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    g_assert_cmpuint(count(fixture), ==, 2);
    assert_code(fixture, 1, CODE);
    assert_code(fixture, 2, OTHER);
    g_assert_cmpuint(codes_readings(ours), >, before);
    g_assert_true(codes_settle(ours, NULL));
    g_assert_true(g_file_set_contents(key, line, -1, NULL));
    reopen(fixture, NULL);
    assert_code(fixture, 1, CODE);
}

/* A file that is there no more is told, and costs nothing while we run; that it is back, as well. */
static void test_gone_meanwhile(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *stick = in_state(fixture, "stick"), *away = in_state(fixture, "away");
    g_autoptr(GError) error = NULL;
    guint readings;

    reopen(fixture, stick);
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    readings = codes_readings(fixture->store);
    g_assert_cmpint(g_rename(stick, away), ==, 0);
    g_assert_cmpuint(codes_readings(fixture->store), ==, readings + 1);
    g_assert_cmpuint(codes_readings(fixture->store), ==, readings + 1); /* said once */
    g_assert_false(codes_check(fixture->store, &error));
    g_assert_nonnull(strstr(error->message, stick));
    record(fixture, notice(OTHER, "2026-03-02"), NULL);
    assert_code(fixture, 1, CODE);
    assert_code(fixture, 2, OTHER);
    g_assert_false(g_file_test(stick, G_FILE_TEST_EXISTS));

    g_assert_cmpint(g_rename(away, stick), ==, 0);
    g_assert_cmpuint(codes_readings(fixture->store), ==, readings + 2);
    g_assert_true(codes_check(fixture->store, NULL));
    reopen(fixture, stick);
    assert_code(fixture, 2, OTHER);
}

/* Put back from where a copy was kept, while we run. */
static void test_back_meanwhile(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *stick = in_state(fixture, "stick"), *away = in_state(fixture, "away");

    reopen(fixture, stick);
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    g_assert_cmpint(g_rename(stick, away), ==, 0);
    reopen(fixture, stick);
    assert_code(fixture, 1, NULL);
    g_assert_cmpint(g_rename(away, stick), ==, 0);
    assert_code(fixture, 1, CODE);
}

/* A key that is there and cannot be read: a person is told, a mail is recorded without its code. */
static void test_nothing_seals(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *key = in_state(fixture, "key");
    AUTO(entry) by_hand = entry_new();
    AUTO(entry) recorded = NULL;
    g_autoptr(GError) error = NULL;
    bool joined;

    g_assert_true(g_file_set_contents(key, "rubbish", -1, NULL));
    reopen(fixture, NULL);
    record(fixture, notice(CODE, "2026-03-02"), NULL);
    recorded = get(fixture, 1);
    g_assert_null(recorded->code);
    g_assert_true(g_date_valid(&recorded->deadline));
    by_hand->code = g_strdup(OTHER);
    by_hand->origin = g_strdup("manual");
    g_assert_false(entries_add(fixture->store, by_hand, NOW, &joined, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CANTCREAT);
    g_assert_nonnull(strstr(error->message, key));
    g_assert_cmpuint(count(fixture), ==, 1);
}

#define ADD(name, test) g_test_add(name, struct fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("/seal/sealed", test_sealed);
    ADD("/seal/bound-to-its-entry", test_bound);
    ADD("/seal/migrated", test_migrated);
    ADD("/seal/lost-and-found", test_lost_and_found);
    ADD("/seal/replaced-meanwhile", test_replaced_meanwhile);
    ADD("/seal/gone-meanwhile", test_gone_meanwhile);
    ADD("/seal/back-meanwhile", test_back_meanwhile);
    ADD("/seal/lost-and-read-again", test_lost_and_read_again);
    ADD("/seal/reminder-meets-locked", test_reminder_meets_locked);
    ADD("/seal/elsewhere", test_elsewhere);
    ADD("/seal/files", test_files);
    ADD("/seal/key-is-made-once", test_key_is_made_once);
    ADD("/seal/nothing-seals", test_nothing_seals);
    return g_test_run();
}
