/* The one form of text, and charsets that lie. */
#include <string.h>
#include <time.h>

#include "message/charset.h"
#include "message/message.h"

/* Reasoned by hand from the Unicode charts. */
static const struct {
    const char *in, *out, *why;
} rows[] = {
    { "é", "\u00e9", "e and a combining acute compose (NFC)" },
    { "a\u00a0b\u202fc\u2009d\u3000e", "a b c d e", "each kind of space" },
    { "AB\u200bCD\u00adEF\u2060\ufeff12", "ABCDEF12", "zero-width characters and soft hyphens" },
    { "l'espace l`espace l´espace l‘espace lʼespace l’espace",
      "l’espace l’espace l’espace l’espace l’espace l’espace", "each kind of apostrophe" },
    { "\u202eab\u202c\u2066c\u2069", "abc", "bidi controls" },
    { "a  b \t c", "a b\tc", "runs of blanks; a TAB among them stays, for it parts cells" },
    { "  a  \n   b  ", "a\nb", "blanks at the ends of lines" },
    { "a\r\nb\rc", "a\nb\nc", "line ends" },
    { "a\n\n \n\t\n\nb", "a\n\nb", "two newlines at most, lines of blanks are empty" },
    { "\n\n a\n\n", "a", "none at the ends" },
    { "l\xc2\x92"
      "espace \xc2\x9cuvre",
      "l’espace œuvre", "windows-1252 that was called ISO 8859-1" },
    { "a\001b\033c\177", "abc", "controls" },
    { "", "", "nothing" },
    { "a\xffz", "a\ufffdz", "what is not UTF-8" },
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *out = text_normalise(rows[i].in, -1);

        g_test_message("%s", rows[i].why);
        g_assert_cmpstr(out, ==, rows[i].out);
    }
}

/* 128,000 marks of alternating classes cost canonical ordering minutes. */
static void test_combining_bomb(void)
{
    g_autoptr(GString) bomb = g_string_new("a");
    g_autofree char *out = NULL;
    clock_t began = clock(); /* of this process: the machine may be busy */

    for (int i = 0; i < 64000; i++)
        g_string_append(bomb, "\u0301\u200b\u0323");
    out = text_normalise(bomb->str, -1);
    g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
    g_assert_cmpuint(strlen(out), <, 100);
}

static const struct {
    const char *bytes;
    gsize length;
    const char *label, *out, *why;
} charsets[] = {
    { "\xc3\xa9t\xc3\xa9", 5, "utf-8", "été", "as it says" },
    { "\xe9t\xe9", 3, "utf-8", "été", "called UTF-8, is Latin-1" },
    { "\xc3\xa9t\xe9", 4, "utf-8", "été", "both in one text" },
    { "\xc3\xa9t\xc3\xa9", 5, "iso-8859-1", "été", "called Latin-1, is UTF-8" },
    { "l\x92\x9cuvre", 7, "ISO-8859-1", "l’œuvre", "called Latin-1, is windows-1252" },
    { "\xe9t\xe9", 3, NULL, "été", "not called anything" },
    { "\xe9t\xe9", 3, "x-unknown", "été", "called what nobody knows" },
    { "10 \xa4", 4, "iso-8859-15", "10 €", "the euro of Latin-9" },
    { "\xcc\xd2", 2, "koi8-r", "лр", "Russian" },
    { "\xff\xfe\xe9\0t\0", 6, "utf-16", "\ufeffét", "UTF-16 with a mark" },
    { "\xe9\0t\0", 4, "utf-16", "ét", "UTF-16 without a mark, as Microsoft writes it" },
    { "\0\xe9\0t", 4, "utf-16", "ét", "UTF-16 without a mark, as RFC 2781 wants it" },
    { "ete", 3, "utf-16", "ete", "called UTF-16, is not" },
    { "a\0b", 3, "utf-8", "ab", "a NUL" },
    { "ab\xc3", 3, "utf-8", "abÃ", "cut within a character: the rest is not lost" },
    { "+AOk-t", 6, "utf-7", "ét", "UTF-7" },
};

static void test_charsets(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++) {
        g_autofree char *out =
            charset_to_utf8(charsets[i].bytes, charsets[i].length, charsets[i].label);

        g_test_message("%s", charsets[i].why);
        g_assert_cmpstr(out, ==, charsets[i].out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/normalise/rows", test_rows);
    g_test_add_func("/normalise/combining-bomb", test_combining_bomb);
    g_test_add_func("/normalise/charsets", test_charsets);
    return g_test_run();
}
