/* What is made beside its place: whole or not there, and nothing stays of a maker that died. */
#include "base/replace.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/beside.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/folder.h"

struct fixture {
    char *folder, *file;
};

static void set_up(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    (void)data;
    fixture->folder = g_dir_make_tmp("vigie-replace-XXXXXX", &error);
    g_assert_no_error(error);
    fixture->file = g_build_filename(fixture->folder, "page.html", NULL);
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    (void)data;
    beside_remove_folder(fixture->folder);
    g_free(fixture->file);
    g_free(fixture->folder);
}

static char *put(const struct fixture *fixture, const char *name)
{
    char *path = g_build_filename(fixture->folder, name, NULL);
    g_autoptr(GError) error = NULL;

    g_file_set_contents(path, "half", -1, &error);
    g_assert_no_error(error);
    return path;
}

static bool is_there(const struct fixture *fixture, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void check_content(const char *file, const char *expected)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    g_file_get_contents(file, &text, NULL, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(text, ==, expected);
}

static const struct {
    const char *name;
    bool stays;
    const char *why;
} leftovers[] = {
    { ".page.html.ABC123", false, "of a dead maker of this file" },
    { ".page.html.abc123", true, "small letters are none of ours" },
    { ".page.html.ABC1234", true, "a letter too many" },
    { ".other.html.ABC123", true, "of another file: it may be a user's" },
    { "page.html.ABC123", true, "no dot in front" },
    { ".page.html", true, "a name of a user's" },
};

static void test_what_a_dead_maker_left(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    (void)data;
    for (gsize i = 0; i < G_N_ELEMENTS(leftovers); i++)
        g_free(put(fixture, leftovers[i].name));
    g_assert_true(replace_file(fixture->file, "whole", &error));
    g_assert_no_error(error);
    check_content(fixture->file, "whole");
    for (gsize i = 0; i < G_N_ELEMENTS(leftovers); i++) {
        g_test_message("%s: %s", leftovers[i].name, leftovers[i].why);
        g_assert_cmpint(is_there(fixture, leftovers[i].name), ==, leftovers[i].stays);
    }
}

static void test_one_at_work_is_left_alone(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *own = NULL;
    AUTO_FD fd = beside_make_file(fixture->file, &own);

    (void)data;
    g_assert_cmpint(fd, >=, 0);
    g_assert_true(replace_file(fixture->file, "whole", &error));
    beside_sweep(fixture->folder);
    g_assert_true(g_file_test(own, G_FILE_TEST_EXISTS));
    fd_close(&fd);
    beside_sweep(fixture->folder);
    g_assert_false(g_file_test(own, G_FILE_TEST_EXISTS));
    check_content(fixture->file, "whole");
}

static void test_a_link_leads_nowhere(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *target = put(fixture, "letter");
    g_autofree char *link = g_build_filename(fixture->folder, ".page.html.ABC123", NULL);

    (void)data;
    g_assert_cmpint(symlink(target, link), ==, 0);
    beside_sweep(fixture->folder);
    check_content(target, "half");
}

static void test_mode_and_link_stay(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *target = put(fixture, "elsewhere.html");
    g_autoptr(GError) error = NULL;
    struct stat facts;

    (void)data;
    g_assert_cmpint(symlink(target, fixture->file), ==, 0);
    g_assert_cmpint(g_chmod(target, 0644), ==, 0);
    g_assert_true(replace_file(fixture->file, "whole", &error));
    g_assert_cmpint(lstat(fixture->file, &facts), ==, 0);
    g_assert_true(S_ISLNK(facts.st_mode));
    check_content(target, "whole");
    g_assert_cmpint(stat(target, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0644);
    /* But for what nobody else may read. */
    g_assert_true(replace_private(fixture->file, "secret", strlen("secret"), &error));
    check_content(target, "secret");
    g_assert_cmpint(stat(target, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
}

/* A new file is for its owner alone; a pipe or a device is not replaced. */
static void test_what_was_there_before(struct fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    struct stat facts;

    (void)data;
    g_assert_true(replace_file(fixture->file, "whole", NULL));
    g_assert_cmpint(stat(fixture->file, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
    g_assert_false(replace_file("/dev/null", "whole", &error));
    g_assert_error(error, VIGIE_ERROR, EX_CANTCREAT);
    g_assert_nonnull(strstr(error->message, "/dev/null"));
}

static void test_a_folder_that_is_missing(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *below = g_build_filename(fixture->folder, "no/where.html", NULL);
    g_autoptr(GError) error = NULL;

    (void)data;
    g_assert_false(replace_bytes(below, "x", 1, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CANTCREAT);
    g_assert_nonnull(strstr(error->message, below));
}

/* As on a disk that is full. */
static void test_what_fails_leaves_the_old(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *old = put(fixture, "page.html");
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = NULL;
    struct rlimit before, limit;
    bool done;

    (void)data;
    g_assert_cmpint(getrlimit(RLIMIT_FSIZE, &before), ==, 0);
    limit = (struct rlimit){ 3, before.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &limit), ==, 0);
    done = replace_bytes(fixture->file, "whole", 5, &error);
    g_assert_cmpint(setrlimit(RLIMIT_FSIZE, &before), ==, 0);
    g_assert_false(done);
    g_assert_nonnull(strstr(error->message, old));
    check_content(old, "half");
    folder = g_dir_open(fixture->folder, 0, NULL);
    g_assert_cmpstr(g_dir_read_name(folder), ==, "page.html");
    g_assert_null(g_dir_read_name(folder));
}

static bool fill(const char *folder, gpointer data, GError **error)
{
    g_autofree char *member = g_build_filename(folder, "member", NULL);

    (void)data;
    return replace_bytes(member, "whole", 5, error);
}

static void test_a_folder_of_a_dead_maker(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *left = g_build_filename(fixture->folder, ".copy.ABC123", NULL);
    g_autofree char *copy = g_build_filename(fixture->folder, "copy", NULL);
    g_autofree char *member = g_build_filename(copy, "member", NULL);
    g_autoptr(GError) error = NULL;

    (void)data;
    g_assert_cmpint(g_mkdir(left, 0700), ==, 0);
    g_free(put(fixture, ".copy.ABC123/secret"));
    g_assert_true(folder_make(copy, fill, NULL, &error));
    g_assert_no_error(error);
    check_content(member, "whole");
    g_assert_false(g_file_test(left, G_FILE_TEST_EXISTS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define ADD(name, function) \
    g_test_add("/replace/" name, struct fixture, NULL, set_up, function, tear_down)
    ADD("what-a-dead-maker-left", test_what_a_dead_maker_left);
    ADD("one-at-work-is-left-alone", test_one_at_work_is_left_alone);
    ADD("a-link-leads-nowhere", test_a_link_leads_nowhere);
    ADD("mode-and-link-stay", test_mode_and_link_stay);
    ADD("what-was-there-before", test_what_was_there_before);
    ADD("a-folder-that-is-missing", test_a_folder_that_is_missing);
    ADD("what-fails-leaves-the-old", test_what_fails_leaves_the_old);
    ADD("a-folder-of-a-dead-maker", test_a_folder_of_a_dead_maker);
    return g_test_run();
}
