/* Names in a Maildir, what is mail among files, compressed files, and walking folders. */
#include <archive.h>
#include <archive_entry.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "source/content.h"
#include "source/maildir.h"
#include "source/stream.h"
#include "source/walk.h"

static const struct {
    const char *name, *unique;
    gint64 delivered;
    const char *why;
} names[] = {
    { "cur/1700000000.M1P2.host:2,RS", "1700000000.M1P2.host", 1700000000, "flags are no part" },
    { "new/1700000000.M1P2.host", "1700000000.M1P2.host", 1700000000, "none yet" },
    { "cur/1700000000.M1P2.host,S=12:2,", "1700000000.M1P2.host,S=12", 1700000000, "sizes are" },
    { "cur/1700000000.a!b.host!2,S", "1700000000.a!b.host", 1700000000, "\"!\" for the colon" },
    { "cur/1700000000.a;b.host", "1700000000.a;b.host", 1700000000, "a letter like another" },
    { "cur/message-7:2,S", "message-7", 0, "no time" },
    { "cur/7.host:2,S", "7.host", 0, "a number, but no time of any mail" },
    { "cur/1700000000", "1700000000", 0, "a bare number may be anything" },
};

static void test_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *unique = maildir_unique(names[i].name);

        g_test_message("%s", names[i].why);
        g_assert_cmpstr(unique, ==, names[i].unique);
        g_assert_cmpint(maildir_delivered(names[i].name), ==, names[i].delivered);
    }
}

static const struct {
    const char *head;
    enum content content;
    const char *why;
} contents[] = {
    { "", CONTENT_EMPTY, "empty" },
    { "\n\n", CONTENT_EMPTY, "empty lines" },
    { "From a Mon Mar  2 11:00:00 2026\nTo: b\n", CONTENT_MBOX, "a From_ line" },
    { "From: a@b.example\nTo: c\n\nx", CONTENT_MESSAGE, "a header" },
    { "X-Spam: no\n\tfolded\nsubject : x\n", CONTENT_MESSAGE, "in any case, after others" },
    { "1234\nFrom: a@b.example\n", CONTENT_MESSAGE, "Apple Mail's length" },
    { "\xef\xbb\xbf" "From: a@b.example\n\nx", CONTENT_MESSAGE, "a byte order mark" },
    { "Dear all,\nSubject: holidays\n", CONTENT_MESSAGE, "in doubt it is read" },
    { "all: vigie\n\techo\n", CONTENT_TEXT, "a field that no mail has" },
    { "Dear all,\n\nI write from home.\n", CONTENT_TEXT, "prose" },
    { "From here on it rains.\nAnd rains.\n", CONTENT_TEXT, "prose that begins so" },
    { "SQLite format 3\001\002\n", CONTENT_OTHER, "a database" },
};

static void test_contents(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
        g_test_message("%s", contents[i].why);
        g_assert_cmpint(content_of(contents[i].head, strlen(contents[i].head)), ==,
                        contents[i].content);
    }
}

/* --- a folder for one test ----------------------------------------------------------------- */

struct fixture {
    char *top;
    GPtrArray *seen; /* of char *, "maildir a/b", "file a/b", "unreadable a/b" */
};

static void remove_tree(const char *path)
{
    g_autoptr(GDir) entries = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *below = g_build_filename(path, name, NULL);

        remove_tree(below);
    }
    g_remove(path);
}

static void set_up(struct fixture *fixture, gconstpointer data)
{
    fixture->top = g_dir_make_tmp("vigie-files-XXXXXX", NULL);
    fixture->seen = g_ptr_array_new_with_free_func(g_free);
}

static void tear_down(struct fixture *fixture, gconstpointer data)
{
    remove_tree(fixture->top);
    g_free(fixture->top);
    g_ptr_array_unref(fixture->seen);
}

static char *in(struct fixture *fixture, const char *name)
{
    return g_build_filename(fixture->top, name, NULL);
}

static void make(struct fixture *fixture, const char *name, const char *bytes)
{
    g_autofree char *path = in(fixture, name);
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
    if (bytes)
        g_file_set_contents(path, bytes, -1, &error);
    else
        g_assert_cmpint(g_mkdir(path, 0700), ==, 0);
    g_assert_no_error(error);
}

static void make_link(struct fixture *fixture, const char *name, const char *target)
{
    g_autofree char *path = in(fixture, name);

    g_assert_cmpint(symlink(target, path), ==, 0);
}

/* --- folders that break off ---------------------------------------------------------------- */

static int names_left = -1; /* until readdir(3) fails, as a server of files lets it; -1: it does not */

/* In place of the C library's. */
struct dirent *readdir(DIR *folder)
{
    static struct dirent *(*real)(DIR *);

    if (names_left == 0) {
        errno = EIO;
        return NULL;
    }
    names_left -= names_left > 0;
    if (!real)
        real = (struct dirent * (*)(DIR *)) dlsym(RTLD_NEXT, "readdir64");
    return real(folder);
}

/* --- walking ------------------------------------------------------------------------------- */

static void saw(struct fixture *fixture, const char *what, const char *path)
{
    const char *below = strcmp(path, fixture->top) == 0 ? "." : path + strlen(fixture->top) + 1;

    g_ptr_array_add(fixture->seen, g_strdup_printf("%s %s", what, below));
}

static void saw_maildir(void *data, struct maildir *maildir)
{
    saw(data, "maildir", maildir_path(maildir));
    maildir_free(maildir);
}

static void saw_files(void *data, const char *folder, GPtrArray *files)
{
    for (guint i = 0; i < files->len; i++)
        saw(data, "file", ((const struct walk_file *)g_ptr_array_index(files, i))->path);
    g_ptr_array_unref(files);
}

static void saw_unreadable(void *data, const char *path, const char *why, bool given)
{
    saw(data, given ? "unreadable given" : "unreadable", path);
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *walked(struct fixture *fixture, const char *name)
{
    static const struct walk_ops ops = { saw_maildir, saw_files, saw_unreadable, NULL };
    AUTO(walk) walk = walk_new(&ops, fixture);
    g_autofree char *path = in(fixture, name);

    walk_path(walk, *name ? path : fixture->top);
    g_ptr_array_sort(fixture->seen, by_text);
    g_ptr_array_add(fixture->seen, NULL);
    return g_strjoinv(", ", (char **)fixture->seen->pdata);
}

static void make_maildir(struct fixture *fixture, const char *name)
{
    static const char *const folders[] = { "cur", "new", "tmp" };

    for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
        g_autofree char *folder = g_build_filename(name, folders[i], NULL);

        make(fixture, folder, NULL);
    }
}

static void test_walk_maildirs(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *all = NULL;

    make_maildir(fixture, "M");
    make_maildir(fixture, "M/.Archive.2024");
    make_maildir(fixture, "M/Lists/debian");
    make_maildir(fixture, "elsewhere/Old");
    make(fixture, "M/tmp/half", "From: a@b.example\n\nx");
    make(fixture, "M/dovecot-uidlist", "3 V1\n");
    make(fixture, "M/.Archive.2024/maildirfolder", "");
    make_link(fixture, "M/.Linked", "../elsewhere/Old");
    make_link(fixture, "M/.Loop", "..");
    make_link(fixture, "M/.Self", ".");
    all = walked(fixture, "M");
    g_assert_cmpstr(all, ==, "maildir M, maildir M/.Archive.2024, maildir M/.Linked, maildir "
                             "M/Lists/debian");
}

static void test_walk_files(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *fifo = in(fixture, "mail/fifo");
    g_autofree char *all = NULL;

    make(fixture, "mail/inbox", "x");
    make(fixture, "mail/Inbox.sbd/Sent", "x");
    make(fixture, "mail/Inbox.msf", "x");
    make(fixture, "mail/mh/1", "x");
    make(fixture, "mail/mh/.mh_sequences", "x");
    make(fixture, "mail/.notmuch/xapian", "x");
    make(fixture, "other/2", "x");
    g_assert_cmpint(mkfifo(fifo, 0600), ==, 0);
    make_link(fixture, "mail/mh/2", "../../other/2");
    make_link(fixture, "mail/mh/3", "../../other/2");
    make_link(fixture, "mail/other", "../other");
    make_link(fixture, "mail/nowhere", "absent");
    all = walked(fixture, "mail");
    /* The file that two links lead to is read once, by whichever name comes first. */
    g_assert_true(g_str_has_prefix(all, "file mail/Inbox.sbd/Sent, file mail/inbox, file "
                                        "mail/mh/1, file mail/mh/"));
    g_assert_cmpuint(fixture->seen->len - 1, ==, 4);
}

static void test_walk_given(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *all = NULL;

    make(fixture, "real/1", "x");
    make_link(fixture, "link", "real");
    all = walked(fixture, "link");
    g_assert_cmpstr(all, ==, "file link/1");
    g_ptr_array_set_size(fixture->seen, 0);
    g_free(all);
    all = walked(fixture, "absent");
    g_assert_cmpstr(all, ==, "unreadable given absent");
}

/* What cannot be listed to its end is told, and hides nothing that was seen. */
static void test_walk_broken_off(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *all = NULL;

    make(fixture, "mail/1", "x");
    names_left = 3; /* with "." and ".." */
    all = walked(fixture, "mail");
    names_left = -1;
    g_assert_cmpstr(all, ==, "file mail/1, unreadable given mail");
}

/* --- a Maildir that others change ---------------------------------------------------------- */

static void test_maildir_list(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in(fixture, "M");
    AUTO(maildir) maildir = maildir_new(path);
    AUTO(roster) listed = NULL;

    make_maildir(fixture, "M");
    make(fixture, "M/new/1.a", "x");
    make(fixture, "M/cur/1.a:2,S", "x");
    make(fixture, "M/cur/2.a:2,", "x");
    make(fixture, "M/cur/.hidden", "x");
    make(fixture, "M/tmp/3.a", "x");
    listed = maildir_list(maildir, NULL);
    g_assert_cmpuint(listed->mails->len, ==, 2);
    g_assert_cmpstr(roster_find(listed, "1.a"), ==, "cur/1.a:2,S"); /* cur/ comes after new/ */
    g_assert_cmpstr(roster_find(listed, "2.a"), ==, "cur/2.a:2,");
    g_assert_null(roster_find(listed, "3.a"));
    g_assert_null(maildir_state(maildir)); /* it changed just now */
}

/* As many as a Maildir has, each renamed once; and numbers by which they are told apart. */
static void test_roster(struct fixture *fixture G_GNUC_UNUSED, gconstpointer data G_GNUC_UNUSED)
{
    enum { MAILS = 50000 };
    g_autoptr(GHashTable) keys = g_hash_table_new(g_int64_hash, g_int64_equal);
    g_autofree char *longer = g_strnfill(255, 'n');
    AUTO(roster) roster = roster_new();

    for (guint i = 0; i < MAILS; i++) {
        g_autofree char *file = g_strdup_printf("17000000%02u.M%uP2.host", i % 100, i);

        roster_add(roster, "new", file, strlen(file));
    }
    for (guint i = 0; i < MAILS; i++) {
        g_autofree char *unique = g_strdup_printf("17000000%02u.M%uP2.host", i % 100, i);
        g_autofree char *file = g_strconcat(unique, ":2,S", NULL);
        g_autofree char *name = g_strconcat("cur/", file, NULL);

        roster_add(roster, "cur", file, strlen(unique));
        g_assert_cmpstr(roster_find(roster, unique), ==, name);
        g_assert_true(roster_at(roster, i)->key == roster_key(unique, strlen(unique)));
        g_hash_table_add(keys, &g_array_index(roster->mails, struct roster_mail, i).key);
    }
    g_assert_cmpuint(roster->mails->len, ==, MAILS);
    g_assert_cmpuint(g_hash_table_size(keys), ==, MAILS);
    g_assert_null(roster_find(roster, "1700000000.M1P2.host"));
    roster_add(roster, "new", longer, 255);
    g_assert_cmpuint(strlen(roster_find(roster, longer)), ==, 4 + 255);
    g_assert_false(roster_key("", 0) == 0);
}

static void move(struct fixture *fixture, const char *from, const char *to)
{
    g_autofree char *old = in(fixture, from);
    g_autofree char *new = in(fixture, to);

    g_assert_cmpint(rename(old, new), ==, 0);
}

static const char *found(struct fixture *fixture, struct maildir *maildir, const char *name,
                         guint tries, char **path)
{
    g_free(*path);
    *path = maildir_find(maildir, name, tries);
    return *path ? *path + strlen(fixture->top) + 1 : NULL;
}

static void test_maildir_find(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in(fixture, "M");
    g_autofree char *at = NULL;
    AUTO(maildir) maildir = maildir_new(path);

    make_maildir(fixture, "M");
    make(fixture, "M/new/1.a", "x");
    make(fixture, "M/cur/2.b", "x");
    g_assert_cmpstr(found(fixture, maildir, "new/1.a", 0, &at), ==, "M/new/1.a");
    move(fixture, "M/new/1.a", "M/cur/1.a:2,");
    g_assert_cmpstr(found(fixture, maildir, "new/1.a", 1, &at), ==, "M/cur/1.a:2,");
    move(fixture, "M/cur/1.a:2,", "M/cur/1.a:2,S");
    g_assert_cmpstr(found(fixture, maildir, "new/1.a", 2, &at), ==, "M/cur/1.a:2,S");
    move(fixture, "M/cur/2.b", "M/cur/2.b,S=1:2,S");
    g_assert_cmpstr(found(fixture, maildir, "cur/2.b", 2, &at), ==, "M/cur/2.b,S=1:2,S");
    g_assert_null(found(fixture, maildir, "cur/3.c", 2, &at));
}

/* Half a list would say that the other half is gone. */
static void test_maildir_broken_off(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in(fixture, "M");
    g_autofree char *new = in(fixture, "M/new");
    AUTO(maildir) maildir = maildir_new(path);
    AUTO(roster) listed = NULL;
    g_autoptr(GError) error = NULL;

    make_maildir(fixture, "M");
    make(fixture, "M/new/1.a", "x");
    make(fixture, "M/new/2.a", "x");
    names_left = 3; /* of "." and ".." and two mails */
    listed = maildir_list(maildir, &error);
    names_left = -1;
    g_assert_null(listed);
    g_assert_error(error, VIGIE_ERROR, EX_IOERR);
    g_assert_nonnull(strstr(error->message, new));
}

static void age(struct fixture *fixture, const char *name, gint64 time)
{
    const struct timespec times[2] = { { .tv_sec = time }, { .tv_sec = time } };
    g_autofree char *path = in(fixture, name);

    g_assert_cmpint(utimensat(AT_FDCWD, path, times, 0), ==, 0);
}

static void test_maildir_state(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in(fixture, "M");
    g_autofree char *before = NULL;
    g_autofree char *same = NULL;
    g_autofree char *after = NULL;
    AUTO(maildir) maildir = maildir_new(path);

    make_maildir(fixture, "M");
    age(fixture, "M/cur", 1700000000);
    age(fixture, "M/new", 1700000000);
    before = maildir_state(maildir);
    same = maildir_state(maildir);
    age(fixture, "M/new", 1700000001);
    after = maildir_state(maildir);
    g_assert_nonnull(before);
    g_assert_cmpstr(same, ==, before);
    g_assert_nonnull(after);
    g_assert_cmpstr(after, !=, before);
}

/* --- compressed files ---------------------------------------------------------------------- */

static void compress_file(const char *path, int filter, const char *bytes)
{
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();

    g_assert_cmpint(archive_write_add_filter(archive, filter), ==, ARCHIVE_OK);
    archive_write_set_format_raw(archive);
    g_assert_cmpint(archive_write_open_filename(archive, path), ==, ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(archive, entry);
    archive_write_data(archive, bytes, strlen(bytes));
    archive_entry_free(entry);
    archive_write_free(archive);
}

static void test_compressed(struct fixture *fixture, gconstpointer data)
{
    static const int filters[] = { ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_BZIP2,
                                   ARCHIVE_FILTER_XZ };
    g_autofree char *path = in(fixture, "mbox");

    for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
        AUTO(stream) stream = NULL;
        char buffer[64];
        g_autoptr(GError) error = NULL;

        compress_file(path, filters[i], "From: a@b.example\n\nx");
        stream = stream_open(path, &error);
        g_assert_no_error(error);
        g_assert_true(stream_is_compressed(stream));
        g_assert_cmpint(stream_read(stream, buffer, sizeof buffer, &error), ==, 20);
        g_assert_cmpmem(buffer, 20, "From: a@b.example\n\nx", 20);
        stream_free(stream);
        compress_file(path, filters[i], "");
        stream = stream_open(path, &error);
        g_assert_no_error(error);
        g_assert_cmpint(stream_read(stream, buffer, sizeof buffer, &error), ==, 0);
    }
}

static void test_cut_off(struct fixture *fixture, gconstpointer data)
{
    g_autofree char *path = in(fixture, "mbox");
    g_autoptr(GError) error = NULL;
    AUTO(stream) stream = NULL;
    char buffer[64];

    compress_file(path, ARCHIVE_FILTER_GZIP, "From: a@b.example\n\nx");
    g_assert_cmpint(truncate(path, 24), ==, 0);
    stream = stream_open(path, &error);
    if (stream)
        g_assert_cmpint(stream_read(stream, buffer, sizeof buffer, &error), ==, -1);
    g_assert_nonnull(error); /* never a shorter mail */
}

#define ADD(name, function)                                                                        \
    g_test_add("/source/files/" name, struct fixture, NULL, set_up, function, tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/files/names", test_names);
    g_test_add_func("/source/files/contents", test_contents);
    ADD("walk-maildirs", test_walk_maildirs);
    ADD("walk-files", test_walk_files);
    ADD("walk-given", test_walk_given);
    ADD("walk-broken-off", test_walk_broken_off);
    ADD("maildir-list", test_maildir_list);
    ADD("maildir-broken-off", test_maildir_broken_off);
    ADD("roster", test_roster);
    ADD("maildir-find", test_maildir_find);
    ADD("maildir-state", test_maildir_state);
    ADD("compressed", test_compressed);
    ADD("cut-off", test_cut_off);
    return g_test_run();
}
