/* Mboxes of each form come apart where a person would part them, and no message is swallowed. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "source/mbox.h"

#define FROM "From jean@example.fr Mon Mar  2 11:00:00 2026\n"
#define LIMIT 100000

/* In `messages` each is ended by "|". A body is what comes after the empty line. */
static const struct {
    const char *file, *messages, *why;
} rows[] = {
    { FROM "A: 1\n\nbody\n\n" FROM "A: 2\n\nbody\n", "A: 1\n\nbody\n|A: 2\n\nbody\n|",
      "mboxo: the empty line before a From_ line is no part of the message" },
    { FROM "A: 1\n\nbody\n\n" FROM "A: 2\n\nbody", "A: 1\n\nbody\n|A: 2\n\nbody|",
      "no newline at the end" },
    { FROM "A: 1\n\n>From here\n>>From there\na >From\n", "A: 1\n\nFrom here\n>From there\na >From\n|",
      "mboxrd: one > less, at the start of a line only" },
    { FROM "A: 1\n\nx\n\nFrom here on it rains.\n\ny\n", "A: 1\n\nx\n\nFrom here on it rains.\n\ny\n|",
      "unquoted, but neither a date nor a field after it" },
    { FROM "A: 1\n\nx\nFrom Paris:\nNote: y\n", "A: 1\n\nx\nFrom Paris:\nNote: y\n|",
      "no empty line and no date" },
    { FROM "A: 1\n\nx\n" FROM "A: 2\n\ny\n", "A: 1\n\nx\n|A: 2\n\ny\n|",
      "no empty line, but a date and a field" },
    { FROM "A: 1\n\nx\n\nFrom nobody\nA: 2\n\ny\n", "A: 1\n\nx\n|A: 2\n\ny\n|",
      "a From_ line without a date, after an empty line and before a field" },
    { "From a Mon Mar  2 11:00:00 2026\r\nA: 1\r\n\r\nx\r\n\r\nFrom b Mon Mar  2 11:00:00 2026\r\n"
      "A: 2\r\n\r\ny\r\n",
      "A: 1\r\n\r\nx\r\n|A: 2\r\n\r\ny\r\n|", "CRLF" },
    { FROM "Content-Length: 26\n\nx\n\nFrom Paris:\nNote: a b\n\n\n" FROM "A: 2\n\ny\n",
      "Content-Length: 26\n\nx\n\nFrom Paris:\nNote: a b\n\n|A: 2\n\ny\n|",
      "mboxcl2: the length protects what would part without it" },
    { FROM "Content-Length: 3\n\nx\n\nFrom Paris:\nNote: a\n\n" FROM "A: 2\n\ny\n",
      "Content-Length: 3\n\nx\n|Note: a\n|A: 2\n\ny\n|", "a length that leads into a body is none" },
    { FROM "Content-Length: 99999\n\nx\n\n" FROM "A: 2\n\ny\n",
      "Content-Length: 99999\n\nx\n|A: 2\n\ny\n|", "a length beyond the end is none" },
    { FROM "Content-Length: 61\n\nx\n\n" FROM "A: 2\n\nyyyy\n\n" FROM "A: 3\n\nz\n",
      "Content-Length: 61\n\nx\n\n" FROM "A: 2\n\nyyyy\n|A: 2\n\nyyyy\n|A: 3\n\nz\n|",
      "a length that swallows a message: that one is read as well" },
    { FROM "Content-Length: 2\n\nx\n", "Content-Length: 2\n\nx\n|", "the last one, to the end" },
    { FROM FROM "A: 2\n\nx\n", "|A: 2\n\nx\n|", "a From_ line alone" },
    { FROM ">From old Mon Mar  2 11:00:00 2026\nA: 1\n\nx\n",
      ">From old Mon Mar  2 11:00:00 2026\nA: 1\n\nx\n|", "UUCP's second line stays in the header" },
    { "\n\n" FROM "A: 1\n\nx\n", "A: 1\n\nx\n|", "empty lines in front" },
    { FROM "A: 1\n", "A: 1\n|", "a header alone" },
    { "", "", "empty" },
};

static char *write_file(const char *bytes, gsize length)
{
    char *path = NULL;
    g_autoptr(GError) error = NULL;
    int fd = g_file_open_tmp("vigie-mbox-XXXXXX", &path, &error);

    g_assert_no_error(error);
    close(fd);
    g_file_set_contents(path, bytes, (gssize)length, &error);
    g_assert_no_error(error);
    return path;
}

static struct mbox *open_mbox(const char *path, guint64 offset, gsize limit)
{
    g_autoptr(GError) error = NULL;
    struct stream *stream = stream_open(path, &error);

    g_assert_no_error(error);
    return mbox_new(stream, offset, limit);
}

/* What is read of a file that holds `bytes`; `starts` (may be NULL) gets each message's offset. */
static char *messages_of(const char *path, guint64 offset, GArray *starts)
{
    AUTO(mbox) mbox = open_mbox(path, offset, LIMIT);
    GString *all = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    struct mbox_message message;
    guint64 expected = offset;

    while (mbox_next(mbox, &message, &error)) {
        gsize length;
        const char *raw = g_bytes_get_data(message.raw, &length);

        g_assert_cmpuint(message.offset, >=, expected);
        expected = message.next;
        if (starts)
            g_array_append_val(starts, message.offset);
        g_string_append_len(all, raw, (gssize)length);
        g_string_append_c(all, '|');
        mbox_message_clear(&message);
    }
    g_assert_no_error(error);
    return g_string_free(all, FALSE);
}

static void test_forms(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = write_file(rows[i].file, strlen(rows[i].file));
        g_autofree char *got = messages_of(path, 0, NULL);

        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(got, ==, rows[i].messages);
        g_unlink(path);
    }
}

/* Reading on from where a message begins gives the same messages as from the start. */
static void test_offsets(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *path = write_file(rows[i].file, strlen(rows[i].file));
        g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint64));
        g_autofree char *all = messages_of(path, 0, starts);

        g_test_message("%s", rows[i].why);
        if (starts->len > 0) {
            g_autofree char *last =
                messages_of(path, g_array_index(starts, guint64, starts->len - 1), NULL);

            g_assert_true(g_str_has_suffix(all, last));
            g_assert_cmpuint(strlen(last), >, 0);
        }
        g_unlink(path);
    }
}

/* Messages larger than the window and than the limit; a parting line at each place of its edge. */
static void test_large(void)
{
    for (gsize size = 262144 - 120; size < 262144 + 20; size++) {
        g_autoptr(GString) file = g_string_new(FROM "A: 1\n\n");
        g_autofree char *path = NULL;
        g_autofree char *got = NULL;

        for (gsize i = 0; i < size; i++)
            g_string_append_c(file, i % 72 == 71 ? '\n' : 'x');
        g_string_append(file, "\n\n" FROM "A: 2\n\nlast\n");
        path = write_file(file->str, file->len);
        got = messages_of(path, 0, NULL);
        g_assert_cmpuint(strlen(got), ==, LIMIT + strlen("|A: 2\n\nlast\n|"));
        g_assert_true(g_str_has_suffix(got, "x|A: 2\n\nlast\n|") ||
                      g_str_has_suffix(got, "\n|A: 2\n\nlast\n|"));
        g_unlink(path);
    }
}

/* Where in `file` a line with a date begins that a field comes after: there a message begins. */
static void assert_none_is_swallowed(const char *file, const GArray *starts)
{
    guint next = 0;

    for (const char *at = strstr(file, FROM "A:"); at; at = strstr(at + 1, FROM "A:")) {
        if (at > file && at[-1] != '\n')
            continue;
        while (next < starts->len && g_array_index(starts, guint64, next) < (guint64)(at - file))
            next++;
        g_assert_cmpuint(next, <, starts->len);
        g_assert_cmpuint(g_array_index(starts, guint64, next), ==, at - file);
    }
}

/* Whatever stands around it, and whatever lengths say. */
static void test_none_is_swallowed(void)
{
    static const char *const pieces[] = {
        FROM "A: 1\n", FROM "A: 2\n\n", FROM, "Content-Length: 80\n", "Content-Length: 126\n\n",
        "\n", "\n\n", "x\n", "text without an end", "From here\n", "From Paris:\nNote: x\n",
        ">From x\n", ">>From ", "From ", "\r\n", ">", "Content-Length: 99999999999999999999\n\n",
    };

    for (guint round = 0; round < 1500; round++) {
        g_autoptr(GString) file = g_string_new(FROM "A: 0\n");
        g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(guint64));
        g_autofree char *path = NULL;
        g_autofree char *got = NULL;

        for (gint32 count = g_test_rand_int_range(0, 25); count > 0; count--)
            g_string_append(file,
                            pieces[g_test_rand_int_range(0, (gint32)G_N_ELEMENTS(pieces))]);
        path = write_file(file->str, file->len);
        got = messages_of(path, 0, starts);
        assert_none_is_swallowed(file->str, starts);
        g_unlink(path);
    }
}

/* 2026-03-02T11:00:00 in Paris is 10:00 in UTC. */
#define INSTANT 1772445600

static const struct {
    const char *line;
    gint64 delivered; /* 0: not a date */
    const char *why;
} lines[] = {
    { "From jean@example.fr Mon Mar  2 11:00:00 2026", INSTANT, "ctime, taken for Paris" },
    { "From jean@example.fr  Mon Mar 02 11:00:00 2026", INSTANT, "two blanks, a zero" },
    { "From - Mon Mar 02 11:00:00 2026", INSTANT, "Thunderbird" },
    { "From 1234@xxx Mon Mar 02 10:00:00 +0000 2026", INSTANT, "Gmail's export" },
    { "From a Mon Mar  2 05:00:00 2026 -0500", INSTANT, "a zone behind" },
    { "From a Mon Mar  2 10:00:00 GMT 2026", INSTANT, "a zone's name" },
    { "From a Mon, 2 Mar 2026 11:00:00 +0100", INSTANT, "as in RFC 5322" },
    { "From a b c Mon Mar  2 11:00 2026", INSTANT, "no seconds, an address with blanks" },
    { "From a Mon Mar  2 11:00:00 2026 remote from uucp", INSTANT, "words behind" },
    { "From Monday, March 2 2026, all is new", 0, "no time" },
    { "From a Mon Feb 30 11:00:00 2026", 0, "no such day" },
    { "From a Mon Mar  2 25:00:00 2026", 0, "no such hour" },
    { "From here on", 0, "prose" },
    { "From", 0, "cut off" },
};

static void test_from_line(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
        gint64 delivered = 0;
        bool is = mbox_from_line(lines[i].line, strlen(lines[i].line), &delivered);

        g_test_message("%s", lines[i].why);
        g_assert_true(is == (lines[i].delivered != 0));
        g_assert_cmpint(delivered, ==, lines[i].delivered);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/mbox/forms", test_forms);
    g_test_add_func("/source/mbox/offsets", test_offsets);
    g_test_add_func("/source/mbox/large", test_large);
    g_test_add_func("/source/mbox/none-is-swallowed", test_none_is_swallowed);
    g_test_add_func("/source/mbox/from-line", test_from_line);
    return g_test_run();
}
