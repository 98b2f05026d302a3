/* The thread of a local Maildir, with an intake that keeps what it is told; and its folders. */
#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

#include "source/local.h"
#include "source/local_folders.h"

#define DEADLINE_SECONDS 60 /* for a machine under load */

/* One intake, shared by the test and the account's thread. */
struct notes {
    struct intake intake; /* first */
    GMutex lock;          /* of what follows */
    GCond changed;
    GHashTable *dealt;    /* set of char *: names */
    GString *mails;       /* what was read: "name bytes; " */
    guint listed, successes;
    char *rewrite;        /* a mail that a program writes to when the folders are listed next; NULL */
};

static struct notes *notes_of(struct intake *intake)
{
    return (struct notes *)(void *)intake;
}

static bool note_open(struct intake *intake, const char *mailbox, struct cursor *cursor,
                      GError **error)
{
    *cursor = (struct cursor){ 1, 0 };
    return true;
}

static bool note_mail(struct intake *intake, const struct mail *mail, bool first_sight,
                      GError **error)
{
    struct notes *notes = notes_of(intake);

    g_mutex_lock(&notes->lock);
    g_string_append_printf(notes->mails, "%s %zu; ", mail->name, g_bytes_get_size(mail->raw));
    g_hash_table_add(notes->dealt, g_strdup(mail->name));
    g_mutex_unlock(&notes->lock);
    return true;
}

static bool note_known(struct intake *intake, const char *mailbox, const GPtrArray *names,
                       guint8 *known, GError **error)
{
    for (guint i = 0; i < names->len; i++) {
        gsize length;
        const char *name = g_bytes_get_data(g_ptr_array_index(names, i), &length);
        g_autofree char *text = g_strndup(name, length);

        known[i] = g_hash_table_contains(notes_of(intake)->dealt, text);
    }
    return true;
}

static void append(const char *path)
{
    FILE *file = g_fopen(path, "a");

    g_assert_nonnull(file);
    g_assert_cmpint(fputs("the rest\n", file), >=, 0);
    g_assert_cmpint(fclose(file), ==, 0);
}

static bool note_watched(struct intake *intake, const GPtrArray *mailboxes, GError **error)
{
    struct notes *notes = notes_of(intake);

    g_mutex_lock(&notes->lock);
    notes->listed++;
    if (notes->rewrite)
        append(notes->rewrite);
    g_clear_pointer(&notes->rewrite, g_free);
    g_mutex_unlock(&notes->lock);
    return true;
}

static bool note_success(struct intake *intake, const char *mailbox, GError **error)
{
    struct notes *notes = notes_of(intake);

    g_mutex_lock(&notes->lock);
    notes->successes++;
    g_cond_signal(&notes->changed);
    g_mutex_unlock(&notes->lock);
    return true;
}

static bool note_failure(struct intake *intake, const char *mailbox, enum trouble trouble,
                         const char *text, GError **error)
{
    g_test_message("%s", text);
    g_test_fail();
    return true;
}

static void note_free(struct intake *intake)
{
}

static struct intake *give_notes(const struct account *account, void *data, GError **error)
{
    static const struct intake_ops ops = { .open = note_open,
                                           .mail = note_mail,
                                           .known = note_known,
                                           .watched = note_watched,
                                           .success = note_success,
                                           .failure = note_failure,
                                           .free = note_free };
    struct notes *notes = data;

    notes->intake.ops = &ops;
    return &notes->intake;
}

/* Until a look that began after the folders were listed `listed` times is done. */
static void wait_for(struct notes *notes, guint listed)
{
    gint64 deadline = g_get_monotonic_time() + DEADLINE_SECONDS * G_TIME_SPAN_SECOND;

    g_mutex_lock(&notes->lock);
    while (notes->listed < listed || notes->successes < listed)
        g_assert_true(g_cond_wait_until(&notes->changed, &notes->lock, deadline));
    g_mutex_unlock(&notes->lock);
}

static const char *const parts[] = { "cur", "new", "tmp" };

static void make_parts(const char *path)
{
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_build_filename(path, parts[i], NULL);

        g_assert_cmpint(g_mkdir_with_parents(part, 0700), ==, 0);
    }
}

static void remove_parts(const char *path)
{
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *part = g_build_filename(path, parts[i], NULL);

        g_rmdir(part);
    }
    g_rmdir(path);
}

static char *make_maildir(void)
{
    char *top = g_dir_make_tmp("vigie-local-XXXXXX", NULL);

    make_parts(top);
    return top;
}

static void nothing(void *data)
{
}

/* A mail that was taken to be whole, and is written to while the folders are listed anew. */
static void test_rewritten(void)
{
    static const struct local_ops ops = { nothing, nothing };
    struct utimbuf settled = { 1700000000, 1700000000 };
    g_autofree char *top = make_maildir();
    g_autofree char *mail = g_build_filename(top, "new", "1700000000.a", NULL);
    const struct account settings = { .name = (char[]){ "a" }, .maildir = top, .poll = 60 };
    struct notes notes = { .mails = g_string_new(NULL) };
    struct local_account *account;

    notes.dealt = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_assert_true(g_file_set_contents(mail, "half\n", -1, NULL));
    g_assert_cmpint(g_utime(mail, &settled), ==, 0);
    account = local_account_start(&settings, NULL, give_notes, &notes, false, &ops, NULL);
    wait_for(&notes, 1);
    g_mutex_lock(&notes.lock);
    g_assert_cmpstr(notes.mails->str, ==, "1700000000.a 5; ");
    notes.rewrite = g_strdup(mail);
    g_mutex_unlock(&notes.lock);
    local_account_check_now(account);
    wait_for(&notes, 2);
    local_account_free(account);
    g_assert_true(g_str_has_prefix(notes.mails->str, "1700000000.a 5; 1700000000.a 14; "));
    g_string_free(notes.mails, TRUE);
    g_hash_table_unref(notes.dealt);
    g_remove(mail);
    remove_parts(top);
}

static const struct {
    const char *first, *second, *pattern; /* NULL: the default */
    bool told;
    const char *why;
} twins[] = {
    { ".INBOX", NULL, NULL, true, "the Maildir itself is INBOX" },
    { ".inbox", NULL, NULL, true, "in whatever case" },
    { ".Archive", "Archive", "*", true, "two layouts in one" },
    { ".Archive", "Archive", NULL, false, "neither is watched" },
    { ".Archive", "Old", "*", false, "two names" },
};

static void test_twins(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(twins); i++) {
        char *const wanted[] = { (char *)(gsize)twins[i].pattern, NULL };
        g_autofree char *top = make_maildir();
        g_autofree char *first = g_build_filename(top, twins[i].first, NULL);
        g_autofree char *second = g_build_filename(top, twins[i].second, NULL);
        g_autofree char *trouble = NULL;
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) folders = NULL;

        g_test_message("%s", twins[i].why);
        make_parts(first);
        make_parts(second);
        folders = local_folders(top, twins[i].pattern ? wanted : NULL, &trouble, &error);
        g_assert_no_error(error);
        g_assert_cmpint(trouble != NULL, ==, twins[i].told);
        if (trouble)
            g_assert_nonnull(strstr(trouble, twins[i].second ? second : first));
        remove_parts(second);
        remove_parts(first);
        remove_parts(top);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/local/rewritten", test_rewritten);
    g_test_add_func("/source/local/twins", test_twins);
    return g_test_run();
}
