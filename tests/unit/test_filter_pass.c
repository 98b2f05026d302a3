/* What `filter --pass` does to a message: one field more, ours that came in less, nothing else. */
#include "cmd/filter_pass.h"

#include <string.h>

/* `in` and `out` end at their NUL, unless a row says how long they are. */
static const struct {
    const char *in, *out, *why;
    gsize in_length, out_length;
} rows[] = {
    { "From: a@b\n\nx\n", "X-Vigie: none\nFrom: a@b\n\nx\n", "on top" },
    { "From: a@b\r\n\r\nx\r\n", "X-Vigie: none\r\nFrom: a@b\r\n\r\nx\r\n", "with its CRLF" },
    { "From: a@b\r\nTo: c@d\n\nx\r\n", "X-Vigie: none\r\nFrom: a@b\r\nTo: c@d\n\nx\r\n",
      "mixed: as the first line" },
    { "From: a@b\nTo: c@d\r\n\r\nx", "X-Vigie: none\nFrom: a@b\nTo: c@d\r\n\r\nx",
      "mixed the other way" },
    { "From a@b Mon Mar  2\nFrom: a@b\n\nx\n", "From a@b Mon Mar  2\nX-Vigie: none\nFrom: a@b\n\nx\n",
      "below the line of an mbox" },
    { "From a@b Mon Mar  2\nFrom: a@b\r\n\r\nx\r\n",
      "From a@b Mon Mar  2\nX-Vigie: none\r\nFrom: a@b\r\n\r\nx\r\n",
      "the line of the mbox was written by another" },
    { "From a@b\r\n", "From a@b\r\nX-Vigie: none\r\n", "nothing but that line" },
    { "From a@b", "X-Vigie: none\nFrom a@b", "it has no end: it is no such line" },
    { "From: a@b\n\nFrom x\nX-Vigie: y\n", "X-Vigie: none\nFrom: a@b\n\nFrom x\nX-Vigie: y\n",
      "the body is not touched" },
    { "X-Vigie: notice\nFrom: a@b\n\nx", "X-Vigie: none\nFrom: a@b\n\nx", "one that came in first" },
    { "From: a@b\nx-vigie:notice\nTo: c@d\n\nx", "X-Vigie: none\nFrom: a@b\nTo: c@d\n\nx",
      "in any case, without a space" },
    { "From: a@b\nX-VIGIE: a;\n b;\n\tc\nTo: c@d\n e\n\nx",
      "X-Vigie: none\nFrom: a@b\nTo: c@d\n e\n\nx", "its folded lines with it, no others" },
    { "X-Vigie: a\r\n b\r\nX-Vigie: c\r\n\r\nx", "X-Vigie: none\r\n\r\nx", "all of them" },
    { "X-Vigie \t: a\nFrom: a@b\n\n", "X-Vigie: none\nFrom: a@b\n\n", "spaces before its colon" },
    { "X-Vigie-Too: a\nX-Vigi: b\nX-Vigie b\n\n",
      "X-Vigie: none\nX-Vigie-Too: a\nX-Vigi: b\nX-Vigie b\n\n", "names that begin as ours does" },
    { "X-V\n\nx", "X-Vigie: none\nX-V\n\nx", "a line that ends within our name" },
    { "From: a@b\nX-Vigie: n", "X-Vigie: none\nFrom: a@b\n", "it ends within such a field" },
    { "From: a@b\nX-Vig", "X-Vigie: none\nFrom: a@b\nX-Vig", "or within its name" },
    { "From: a@b\n\r", "X-Vigie: none\nFrom: a@b\n\r", "or within the empty line" },
    { "From: a@b\nTo: c@d\n", "X-Vigie: none\nFrom: a@b\nTo: c@d\n", "a header without a body" },
    { "From: a@b", "X-Vigie: none\nFrom: a@b", "no line end at all" },
    { "\nX-Vigie: y\n", "X-Vigie: none\n\nX-Vigie: y\n", "an empty header" },
    { "\r\nx", "X-Vigie: none\r\n\r\nx", "the same with CRLF" },
    { "no header\nX-Vigie: y\nx\n", "X-Vigie: none\nno header\nx\n",
      "a line that is no field ends no header, for readers differ" },
    { "From: a@b\n\rX-Vigie: y\n\nx", "X-Vigie: none\nFrom: a@b\n\rX-Vigie: y\n\nx",
      "a bare CR begins no line" },
    { "A: \0\n\n\0", "X-Vigie: none\nA: \0\n\n\0", "NULs pass", 7, 21 },
    { "", "", "no message, no field" },
};

static GByteArray *passed(const guint8 *in, gsize length, gsize piece)
{
    AUTO(pass) pass = pass_new("none");
    GByteArray *out = g_byte_array_new();

    for (gsize done = 0; done < length; done += piece)
        pass_take(pass, in + done, MIN(piece, length - done), out);
    pass_end(pass, out);
    return out;
}

static void test_rows(void)
{
    static const gsize pieces[] = { 1, 2, 3, 7, 4096 };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        gsize in = rows[i].in_length ? rows[i].in_length : strlen(rows[i].in);
        gsize expected = rows[i].out_length ? rows[i].out_length : strlen(rows[i].out);

        for (gsize j = 0; j < G_N_ELEMENTS(pieces); j++) {
            g_autoptr(GByteArray) out = passed((const guint8 *)rows[i].in, in, pieces[j]);

            g_test_message("%s, in pieces of %" G_GSIZE_FORMAT, rows[i].why, pieces[j]);
            g_assert_cmpmem(out->data, out->len, rows[i].out, expected);
        }
    }
}

/* A hundred megabytes of one line, or of spaces after our name: what is held has a bound. */
static void test_holds_little(void)
{
    static const char *const begins[] = { "", "From ", "A: b\nX-Vigie" };
    g_autofree char *spaces = g_strnfill(1024 * 1024, ' ');

    for (gsize i = 0; i < G_N_ELEMENTS(begins); i++) {
        AUTO(pass) pass = pass_new("none");
        g_autoptr(GByteArray) out = g_byte_array_new();
        gsize in = strlen(begins[i]), given = 0;

        pass_take(pass, begins[i], in, out);
        for (int j = 0; j < 100; j++) {
            pass_take(pass, spaces, 1024 * 1024, out);
            in += 1024 * 1024;
            given += out->len;
            g_byte_array_set_size(out, 0);
            g_assert_cmpuint(in + strlen("X-Vigie: none\n") - given, <=, 64 * 1024);
        }
        pass_end(pass, out);
        g_assert_cmpuint(given + out->len, ==, in + strlen("X-Vigie: none\n"));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/filter-pass/rows", test_rows);
    g_test_add_func("/filter-pass/holds little", test_holds_little);
    return g_test_run();
}
