/* Records of scans: one holds as long as all that it names is as it was; one that is broken never does. */
#include "triage/known.h"

#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "triage/stamp.h"

static const uint64_t call[2] = { 1, 2 }, rules[2] = { 3, 4 };

static void append(GByteArray *record, guint32 type, const char *path, const uint64_t *facts)
{
    char name[256] = { 0 };
    const gsize length = (strlen(path) + 8) / 8 * 8;
    struct known_entry entry = { .type = type, .name = (guint32)length };

    g_assert_cmpuint(length, <=, sizeof name);
    memcpy(name, path, strlen(path));
    memcpy(entry.facts, facts, sizeof entry.facts);
    g_byte_array_append(record, (const guint8 *)&entry, sizeof entry);
    g_byte_array_append(record, (const guint8 *)name, (guint)length);
}

/* Of a folder and a file in it. */
static GByteArray *record_of(const char *folder, const char *file)
{
    GByteArray *record = g_byte_array_new();
    struct known_record head = { .magic = KNOWN_MAGIC, .call = { 1, 2 }, .rules = { 3, 4 }, .entries = 2,
                          .text = 6 };
    uint64_t facts[KNOWN_FACTS];
    struct stat now;

    memcpy(head.magic, KNOWN_MAGIC, sizeof head.magic);
    g_byte_array_append(record, (const guint8 *)&head, sizeof head);
    g_assert_cmpint(stat(folder, &now), ==, 0);
    known_place(&now, facts);
    append(record, KNOWN_PLACE, folder, facts);
    g_assert_true(known_bytes(file, facts));
    append(record, KNOWN_BYTES, file, facts);
    g_byte_array_append(record, (const guint8 *)"known\n", 6);
    return record;
}

static bool holds(const void *record, gsize size)
{
    return known_holds(record, size, call, rules);
}

struct fixture {
    char *folder, *file;
    GByteArray *record;
};

static void set_up(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    fixture->folder = g_dir_make_tmp("vigie-known-XXXXXX", NULL);
    g_assert_nonnull(fixture->folder);
    fixture->file = g_build_filename(fixture->folder, "file", NULL);
    g_assert_true(g_file_set_contents(fixture->file, "text", -1, NULL));
    fixture->record = record_of(fixture->folder, fixture->file);
}

static void tear_down(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    g_remove(fixture->file);
    g_rmdir(fixture->folder);
    g_byte_array_unref(fixture->record);
    g_free(fixture->file);
    g_free(fixture->folder);
}

static void test_it_holds(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const void *record = fixture->record->data;
    const uint64_t other[2] = { 1, 3 };

    g_assert_true(holds(record, fixture->record->len));
    g_assert_cmpmem(known_text(record, fixture->record->len), 6, "known\n", 6);
    g_assert_false(known_holds(record, fixture->record->len, other, rules));
    g_assert_false(known_holds(record, fixture->record->len, call, other));
}

static void test_what_changed(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    GStatBuf before;

    g_assert_cmpint(g_stat(fixture->folder, &before), ==, 0);
    /* In place: the folder stays as it is. */
    {
        FILE *file = g_fopen(fixture->file, "r+");

        g_assert_nonnull(file);
        fputs("next", file);
        fclose(file);
    }
    g_assert_false(holds(fixture->record->data, fixture->record->len));
    g_assert_true(g_file_set_contents(fixture->file, "text", -1, NULL));
    g_assert_false(holds(fixture->record->data, fixture->record->len)); /* renamed: the folder */
    g_remove(fixture->file);
    g_assert_false(holds(fixture->record->data, fixture->record->len));
}

/* None is another thing than an empty one. */
static void test_a_file_that_is_not_there(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    uint64_t none[KNOWN_FACTS], empty[KNOWN_FACTS], again[KNOWN_FACTS];

    g_assert_true(g_file_set_contents(fixture->file, "", 0, NULL));
    g_assert_true(known_bytes(fixture->file, empty));
    g_remove(fixture->file);
    g_assert_true(known_bytes(fixture->file, none));
    g_assert_true(known_bytes("/nonexistent/file", again));
    g_assert_cmpmem(none, sizeof none, again, sizeof again);
    g_assert_true(memcmp(none, empty, sizeof none) != 0);
    g_assert_false(known_bytes(fixture->folder, none)); /* a folder is none */
}

/* Whether the byte at `at` is a zero between the one that ends a path and the last before what follows:
 * nothing is compared with it. */
static bool is_behind_a_path(const struct fixture *fixture, gsize at)
{
    const char *const paths[] = { fixture->folder, fixture->file };
    gsize path = sizeof(struct known_record);

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        const gsize length = strlen(paths[i]);
        gsize next;

        path += sizeof(struct known_entry);
        next = path + (length + 8) / 8 * 8;
        if (at > path + length && at < next - 1)
            return true;
        path = next;
    }
    return false;
}

/* Each cut, and each byte changed before the text, which nothing is compared with. */
static void test_broken_ones(struct fixture *fixture, gconstpointer data G_GNUC_UNUSED)
{
    const gsize size = fixture->record->len;
    g_autofree guint8 *copy = g_malloc(size);

    for (gsize length = 0; length < size; length++) {
        g_autofree guint8 *cut = g_memdup2(fixture->record->data, MAX(length, 1));

        g_assert_false(holds(cut, length));
    }
    for (gsize at = 0; at < size - 6; at++) {
        memcpy(copy, fixture->record->data, size);
        copy[at] ^= 0x55;
        g_assert_cmpint(holds(copy, size), ==, is_behind_a_path(fixture, at));
    }
}

static void ask(const char *command, uint64_t stamp[2])
{
    g_auto(GStrv) words = g_strsplit(command, " ", -1);

    g_assert_true(known_call(words, stamp));
}

static bool asks_alike(const char *left, const char *right)
{
    uint64_t stamps[2][2];

    ask(left, stamps[0]);
    ask(right, stamps[1]);
    return memcmp(stamps[0], stamps[1], sizeof stamps[0]) == 0;
}

static void test_the_question(void)
{
    uint64_t english[2], french[2];

    g_assert_true(asks_alike("vigie scan a b", "/usr/bin/vigie scan a b"));
    g_assert_false(asks_alike("vigie scan a b", "vigie scan ab"));
    g_assert_false(asks_alike("vigie scan a b", "vigie scan a"));
    g_setenv("LANGUAGE", "en", TRUE);
    ask("vigie scan a", english);
    g_setenv("LANGUAGE", "fr", TRUE);
    ask("vigie scan a", french);
    g_assert_true(memcmp(english, french, sizeof english) != 0);
}

/* Texts and sequences of texts that are others have other stamps, wherever they are cut and whatever
 * their length looks like as text. */
static void test_stamps_differ(void)
{
    static const struct {
        const char *one[3], *other[3];
        const char *why;
    } rows[] = {
        { { "AB" }, { "A", "B" }, "cut elsewhere" },
        { { "A" }, { "A", "" }, "an empty one more" },
        { { "ABCDEFGH" }, { "ABCDEFGH\b" }, "8, the length of the first, as a character" },
        { { "ABCDEFGHIJKLMNOP" }, { "ABCDEFGHIJKLMNOP\x10" }, "16, likewise" },
        { { "ABCDEFGH", "x" }, { "ABCDEFGH\b", "x" }, "and another behind them" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        uint64_t one[2] = { 0 }, other[2] = { 0 };

        g_test_message("%s", rows[i].why);
        for (gsize k = 0; k < G_N_ELEMENTS(rows[i].one) && rows[i].one[k]; k++)
            stamp_add(one, rows[i].one[k], strlen(rows[i].one[k]));
        for (gsize k = 0; k < G_N_ELEMENTS(rows[i].other) && rows[i].other[k]; k++)
            stamp_add(other, rows[i].other[k], strlen(rows[i].other[k]));
        g_assert_true(memcmp(one, other, sizeof one) != 0);
    }
}

/* As in a configuration: 2608 bytes, a number of which "0\n" are the two bytes. */
static void test_a_stamp_of_what_grew(void)
{
    g_autofree char *text = g_strnfill(2610, '#');
    uint64_t one[2] = { 0 }, other[2] = { 0 };

    text[2608] = '0';
    text[2609] = '\n';
    stamp_add(one, text, 2608);
    stamp_add(other, text, 2610);
    g_assert_true(memcmp(one, other, sizeof one) != 0);
    one[0] = one[1] = other[0] = other[1] = 0;
    stamp_add(one, "abc", 3);
    stamp_add(other, "abc\0", 4); /* a NUL, as mails may have */
    g_assert_true(memcmp(one, other, sizeof one) != 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/known/question", test_the_question);
    g_test_add_func("/known/stamps-differ", test_stamps_differ);
    g_test_add_func("/known/stamp-of-what-grew", test_a_stamp_of_what_grew);
    g_test_add("/known/holds", struct fixture, NULL, set_up, test_it_holds, tear_down);
    g_test_add("/known/changed", struct fixture, NULL, set_up, test_what_changed, tear_down);
    g_test_add("/known/none", struct fixture, NULL, set_up, test_a_file_that_is_not_there, tear_down);
    g_test_add("/known/broken", struct fixture, NULL, set_up, test_broken_ones, tear_down);
    return g_test_run();
}
