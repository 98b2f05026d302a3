/* The spool: whole or not there at all, and no other's file is touched. */
#include "store/spool.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "message/message.h"

#define RECEIVED 1772708400 /* 2026-03-05T12:00:00+01:00 */
#define OWNER "jean@example.fr/ö %.eml" /* nothing that a name may not hold passes as it is */
#define MAIL "From: a@b.example\r\n\r\nx\0y"

struct fixture {
    char *state, *spool;
};

static void set_up(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    fixture->state = g_dir_make_tmp("vigie-spool-XXXXXX", &error);
    g_assert_no_error(error);
    fixture->spool = g_build_filename(fixture->state, "spool", NULL);
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GDir) entries = g_dir_open(fixture->spool, 0, NULL);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *path = g_build_filename(fixture->spool, name, NULL);

        g_unlink(path);
    }
    g_rmdir(fixture->spool);
    g_rmdir(fixture->state);
    g_free(fixture->spool);
    g_free(fixture->state);
}

/* Names in the folder, those with a dot too. */
static guint count_names(const struct fixture *fixture)
{
    g_autoptr(GDir) entries = g_dir_open(fixture->spool, 0, NULL);
    guint count = 0;

    while (entries && g_dir_read_name(entries))
        count++;
    return count;
}

static guint count_files(const struct fixture *fixture)
{
    g_autoptr(GPtrArray) files = spool_files(fixture->state, NULL);

    return files->len;
}

static struct spool_writer *begin(const struct fixture *fixture)
{
    g_autoptr(GError) error = NULL;
    struct spool_writer *writer = spool_begin(fixture->state, "filter", OWNER, &error);

    g_assert_no_error(error);
    g_assert_true(spool_write(writer, MAIL, sizeof MAIL - 1, &error));
    g_assert_no_error(error);
    return writer;
}

static void test_is_there_when_committed(struct fixture *fixture, gconstpointer data)
{
    AUTO(spool_writer) writer = begin(fixture);
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(GBytes) expected = g_bytes_new_static(MAIL, sizeof MAIL - 1);
    g_autoptr(GBytes) raw = NULL;
    g_autoptr(GError) error = NULL;
    const struct spooled *spooled;
    struct stat facts;

    g_assert_cmpuint(count_files(fixture), ==, 0);
    g_assert_true(spool_commit(writer, RECEIVED, &error));
    g_assert_no_error(error);
    files = spool_files(fixture->state, NULL);
    g_assert_cmpuint(files->len, ==, 1);
    spooled = g_ptr_array_index(files, 0);
    g_assert_cmpint(spooled->received, ==, RECEIVED);
    g_assert_cmpstr(spooled->owner, ==, OWNER);
    g_assert_cmpstr(spooled->source, ==, "filter");
    g_assert_cmpint(stat(spooled->path, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 07777, ==, 0600);
    raw = spool_read(spooled->path, &error);
    g_assert_no_error(error);
    g_assert_true(g_bytes_equal(raw, expected));
    g_assert_true(spool_remove(spooled->path, &error));
    g_assert_cmpuint(count_names(fixture), ==, 0);
    /* Another process was faster. */
    g_assert_true(spool_remove(spooled->path, &error));
}

/* An owner may be named as the mark is. */
static void test_knows_where_it_came_from(struct fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *source, *owner;
    } rows[] = {
        { "filter", NULL },
        { "milter", NULL },
        { "filter", "x-milter" },
        { "milter", OWNER },
    };
    g_autoptr(GPtrArray) files = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        AUTO(spool_writer)
        writer = spool_begin(fixture->state, rows[i].source, rows[i].owner, &error);

        g_assert_no_error(error);
        g_assert_true(spool_commit(writer, RECEIVED, &error));
    }
    files = spool_files(fixture->state, NULL);
    g_assert_cmpuint(files->len, ==, G_N_ELEMENTS(rows));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct spooled *spooled = g_ptr_array_index(files, i);

        g_assert_cmpstr(spooled->source, ==, rows[i].source);
        g_assert_cmpstr(spooled->owner, ==, rows[i].owner);
    }
}

static void test_leaves_nothing_uncommitted(struct fixture *fixture, gconstpointer data)
{
    struct spool_writer *writer = begin(fixture);

    g_assert_cmpuint(count_names(fixture), ==, 1);
    spool_writer_free(writer);
    g_assert_cmpuint(count_names(fixture), ==, 0);
}

static void test_sweeps_the_files_of_the_dead_alone(struct fixture *fixture, gconstpointer data)
{
    AUTO(spool_writer) alive = begin(fixture);
    g_autofree char *dead = g_build_filename(fixture->spool, ".new-1-2-3.eml", NULL);
    g_autofree char *foreign = g_build_filename(fixture->spool, ".nfs0001", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(dead, "From: hal", -1, NULL));
    g_assert_true(g_file_set_contents(foreign, "x", -1, NULL));
    g_assert_cmpuint(count_files(fixture), ==, 0);
    spool_sweep(fixture->state);
    g_assert_false(g_file_test(dead, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_test(foreign, G_FILE_TEST_EXISTS));
    g_assert_true(spool_commit(alive, RECEIVED, &error));
    g_assert_no_error(error);
    spool_sweep(fixture->state);
    g_assert_cmpuint(count_files(fixture), ==, 1);
}

static void test_is_listed_by_age(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GPtrArray) files = NULL;

    for (gint64 i = 0; i < 20; i++) {
        AUTO(spool_writer) writer = begin(fixture);

        g_assert_true(spool_commit(writer, RECEIVED + i, NULL));
    }
    files = spool_files(fixture->state, NULL);
    g_assert_cmpuint(files->len, ==, 20);
    for (guint i = 0; i < files->len; i++)
        g_assert_cmpint(((struct spooled *)g_ptr_array_index(files, i))->received, ==, RECEIVED + i);
}

static void test_reads_no_more_than_a_reader_takes(struct fixture *fixture, gconstpointer data)
{
    AUTO(spool_writer) writer = begin(fixture);
    g_autofree char *megabyte = g_malloc0(1024 * 1024);
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(GBytes) raw = NULL;
    g_autoptr(GError) error = NULL;
    struct stat facts;

    for (int i = 0; i < 5; i++)
        g_assert_true(spool_write(writer, megabyte, 1024 * 1024, NULL));
    g_assert_true(spool_commit(writer, RECEIVED, NULL));
    files = spool_files(fixture->state, NULL);
    raw = spool_read(((struct spooled *)g_ptr_array_index(files, 0))->path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(g_bytes_get_size(raw), ==, MESSAGE_MAX_BYTES + 1);
    g_assert_cmpint(stat(((struct spooled *)g_ptr_array_index(files, 0))->path, &facts), ==, 0);
    g_assert_cmpint(facts.st_size, ==, sizeof MAIL - 1 + 5 * 1024 * 1024);
}

static void test_one_takes_it_in_at_a_time(struct fixture *fixture, gconstpointer data)
{
    AUTO(spool_writer) writer = NULL;
    int lock;

    g_assert_cmpint(spool_lock(fixture->state), ==, -1); /* no spool */
    writer = begin(fixture);
    lock = spool_lock(fixture->state);
    g_assert_cmpint(lock, >=, 0);
    g_assert_cmpint(spool_lock(fixture->state), ==, -1);
    close(lock);
    lock = spool_lock(fixture->state);
    g_assert_cmpint(lock, >=, 0);
    close(lock);
}

static void test_names_the_place_that_cannot_be_made(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(spool_begin("/dev/null/state", "filter", NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CANTCREAT);
    g_assert_nonnull(strstr(error->message, "/dev/null/state/spool"));
}

/* Mails that nobody can read are not none. */
static void test_tells_what_cannot_be_read(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *aside = g_strconcat(fixture->spool, ".aside", NULL);
    g_autoptr(GError) error = NULL;

    g_rename(fixture->spool, aside);
    g_assert_true(g_file_set_contents(fixture->spool, "no folder", -1, NULL));
    g_assert_null(spool_files(fixture->state, &error));
    g_assert_error(error, VIGIE_ERROR, EX_IOERR);
    g_assert_nonnull(strstr(error->message, fixture->spool));
    g_unlink(fixture->spool);
    g_rename(aside, fixture->spool);
}

#define ADD(name, test)                                                                            \
    g_test_add("/spool/" name, struct fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("is there when committed", test_is_there_when_committed);
    ADD("knows where it came from", test_knows_where_it_came_from);
    ADD("leaves nothing uncommitted", test_leaves_nothing_uncommitted);
    ADD("sweeps the files of the dead alone", test_sweeps_the_files_of_the_dead_alone);
    ADD("tells what cannot be read", test_tells_what_cannot_be_read);
    ADD("is listed by age", test_is_listed_by_age);
    ADD("reads no more than a reader takes", test_reads_no_more_than_a_reader_takes);
    ADD("one takes it in at a time", test_one_takes_it_in_at_a_time);
    g_test_add_func("/spool/names the place that cannot be made",
                    test_names_the_place_that_cannot_be_made);
    return g_test_run();
}
