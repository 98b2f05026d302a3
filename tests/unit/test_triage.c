/* The first look never says no to a mail that the rules would fetch: over letters, over dresses of
 * the same words, over headers mangled at random; and says no to ordinary ones. */
#include "triage/triage.h"

#include <glib/gstdio.h>
#include <string.h>

#include "detect/detect.h"
#include "detect/lookalike.h"
#include "detect/triage_table.h"
#include "message/message.h"
#include "triage/symbols.h"

#define SHIPPED VIGIE_SOURCE_RULES

/* Rules with their table. */
struct looked {
    struct rules *rules;
    GBytes *table;
};

static const struct looked *shipped(void)
{
    static const char *const dirs[] = { SHIPPED, NULL };
    static const guint64 stamp[2] = { 1, 2 };
    static struct looked looked;
    g_autoptr(GError) error = NULL;
    g_autofree char *why = NULL;

    if (looked.rules)
        return &looked;
    looked.rules = rules_load(dirs, NULL, &error);
    g_assert_no_error(error);
    looked.table = triage_table_make(looked.rules, stamp, &why);
    g_assert_null(why);
    return &looked;
}

static bool may_be(const struct looked *looked, const char *header, gsize length)
{
    gsize size;
    gconstpointer image = g_bytes_get_data(looked->table, &size);

    g_assert_true(triage_is_image(image, size));
    return triage_look(image, header, length) == TRIAGE_MAYBE;
}

static bool is_candidate(const struct looked *looked, const char *header, gsize length)
{
    g_autoptr(GBytes) raw = g_bytes_new(header, length);
    AUTO(message) message = message_parse_header(raw, NULL);

    return message && detect_candidate(looked->rules, message);
}

/* Fails where the first look loses a candidate. True for a candidate. */
static bool check(const struct looked *looked, const char *header, gsize length)
{
    const bool candidate = is_candidate(looked, header, length);

    if (candidate && !may_be(looked, header, length)) {
        g_autofree char *shown = g_strescape(header, NULL);

        g_error("lost: %s", shown);
    }
    return candidate;
}

static const struct {
    const char *header;
    bool may_be;
    const char *why;
} rows[] = {
    { "From: a@example.org\nSubject: Hello\n\n", false, "nothing of ours" },
    { "From: a@example.org\r\nSubject: Hello\r\n\r\nSubject: CPAM\r\n", false, "only the header" },
    { "From: \"Camille Durand\" <c.durand@example.org>\nSubject: Re: =?utf-8?Q?caf=C3=A9?=\n\n",
      false, "quotes and an encoded word" },
    { "To: a@example.org\n\n", false, "neither From nor Subject" },
    { "From: a@example.org\nSubject: =?iso-8859-15?Q?=A4_100?=\n\n", false,
      "a charset of our own" },
    { "From: a@example.org\nSubject: votre espace sant\xc3\xa9\n\n", true, "raw UTF-8" },
    { "From: a@example.org\nsubject : votre espace sant\xe9\n\n", true,
      "raw latin-1, an odd colon" },
    { "From: a@example.org\nSubject: ESPACE\n SANTE\n\n", true, "capitals, a fold, no accent" },
    { "From x@y Mon Jan  1 00:00:00 2024\nFrom: a@ameli.fr\n\n", true, "an mbox line" },
    { "\xef\xbb\xbf" "From: a@ameli.fr\nTo: b@example.org\n\n", true, "a byte-order mark" },
    { "From: a@example.org\nSubject: =?utf-8?B?c2Fu?= =?utf-8?B?dMOp?=\n\n", true, "two words" },
    { "From: a@example.org\nSubject: =?koi8-r?B?8NLJ18XU?=\n\n", true,
      "a charset that is not read" },
    { "From: a@example.org\nSubject: sant\xc2\xad\xc3\xa9\n\n", true, "a soft hyphen" },
    { "From: info@ameli . fr\nSubject: x\n\n", true, "a space in the address" },
    { "From: x (y) <a@b>\nSubject: I: x\n\n", true, "an Italian forward" },
    { "From: CPAM du Rh\xc3\xb4ne <a@example.org>\n\n", true, "a name that poses" },
    { "From: a@monespaceesante.example\n\n", true, "a domain with a typing error" },
    { "From:_ a@aemli.fr'\n\n", true, "an apostrophe behind an address that is none" },
    { "no header at all\n", true, "the whole program says what it is" },
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].why);
        check(shipped(), rows[i].header, strlen(rows[i].header));
        g_assert_cmpint(may_be(shipped(), rows[i].header, strlen(rows[i].header)), ==,
                        rows[i].may_be);
    }
}

static void test_long_header_may_be(void)
{
    g_autofree char *long_value = g_strnfill(TRIAGE_MAX_HEADER, 'x');
    g_autofree char *header = g_strdup_printf("X: %s\nSubject: x\n\n", long_value);
    g_autofree char *lines = NULL;
    g_autoptr(GString) colons = g_string_new("To: ");

    g_assert_true(may_be(shipped(), header, strlen(header)));
    for (int i = 0; i < 101; i++)
        g_string_append(colons, "g:;");
    lines = g_strdup_printf("%s\nSubject: x\n\n", colons->str);
    g_assert_true(is_candidate(shipped(), lines, strlen(lines)));
    g_assert_true(may_be(shipped(), lines, strlen(lines)));
}

static char *utf8_of(gunichar c)
{
    char text[8] = "";

    g_unichar_to_utf8(c, text);
    return g_strdup(text);
}

/* What the real reading takes for the same has the same symbol. */
static void check_letter(gunichar c)
{
    const guint whole = symbol_of(c), symbol = whole & ~(guint)SYMBOL_ODD_IN_ADDRESS;
    g_autofree char *text = utf8_of(c);
    g_autofree char *within = g_strdup_printf("q%sq", text);
    g_autofree char *normal = text_normalise(within, -1);
    g_autofree char *shape = lookalike_shape(text);
    g_autofree char *own = lookalike_shape((char[]){ (char)symbol, '\0' });

    if (g_utf8_strlen(normal, -1) == 2)
        g_assert_cmpuint(symbol, ==, SYMBOL_VAGUE);
    else if (g_utf8_strlen(normal, -1) > 3)
        g_assert_cmpuint(symbol, ==, SYMBOL_ODD);
    else if (symbol != SYMBOL_VAGUE && symbol != SYMBOL_ODD)
        g_assert_cmpuint(symbol_of(g_utf8_get_char(normal + 1)) & ~(guint)SYMBOL_ODD_IN_ADDRESS, ==,
                         symbol);
    if (whole >= ' ' && whole < 0x7F && g_ascii_isalnum((char)whole))
        g_assert_cmpstr(shape, ==, own);
    if (whole == SYMBOL_OTHER)
        for (const char *at = shape; *at; at++)
            g_assert_true(*at & 0x80);
}

static void test_letters(void)
{
    for (gunichar c = 0x80; c <= 0x10FFFF; c++)
        if (g_unichar_validate(c) && (c < 0x20000 || c % 64 == 0 || c >= 0xE0000))
            check_letter(c);
}

/* One encoded word of `bytes`. */
static void append_word(GString *header, const char *charset, bool base64, const char *bytes,
                        gsize length)
{
    g_autofree char *encoded = g_base64_encode((const guchar *)bytes, length);

    g_string_append_printf(header, "=?%s?%c?", charset, base64 ? 'B' : 'q');
    if (base64)
        g_string_append(header, encoded);
    else
        for (gsize i = 0; i < length; i++)
            g_string_append_printf(header, i % 3 && g_ascii_isalnum(bytes[i]) ? "%c" : "=%02X",
                                   (guchar)bytes[i]);
    g_string_append(header, "?=");
}

/* Split into two words at each byte, with what may stand between them. A language may follow `charset`
 * (RFC 2231, 5). */
static guint check_split(const char *charset, const char *text)
{
    static const char *const betweens[] = { " ", "\n ", "\r\n\t", "", "  " };
    gsize length;
    guint candidates = 0;
    g_autofree char *plain = g_strndup(charset, strcspn(charset, "*"));
    g_autofree char *bytes =
        g_convert_with_fallback(text, -1, plain, "UTF-8", "e", NULL, &length, NULL);

    for (gsize at = 0; bytes && at <= length; at++)
        for (int way = 0; way < 2 * (int)G_N_ELEMENTS(betweens); way++) {
            g_autoptr(GString) header = g_string_new(way % 2 ? "subject:" : "From: ");

            append_word(header, charset, way % 2, bytes, at);
            g_string_append(header, betweens[way / 2]);
            append_word(header, charset, way % 2, bytes + at, length - at);
            g_string_append(header, way % 2 ? "\nFrom: a@example.org\n\n" : " <a@example.org>\n\n");
            candidates += check(shipped(), header->str, header->len);
        }
    return candidates;
}

static void test_encoded_words(void)
{
    static const char *const charsets[] = {
        "utf-8",     "UTF-8*fr",   "iso-8859-1", "iso-8859-15", "windows-1252", "us-ascii",
        "utf-7",     "utf-16",     "utf-16le",   "koi8-r",      "gb18030",      "iso-2022-jp",
        "macintosh", "iso-8859-2", "cp850",      "big5",
    };
    static const char *const texts[] = { "Votre espace santé", "Info Assurance Maladie",
                                         "sa\u0301nte\u0301 CPAM", "Votre\u00a0code d\u2019accès" };
    guint candidates = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(charsets); i++)
        for (gsize j = 0; j < G_N_ELEMENTS(texts); j++)
            candidates += check_split(charsets[i], texts[j]);
    g_assert_cmpuint(candidates, >, 1000); /* else nothing was tried */
}

/* Headers near to ours, and what is put in at random. */
static const char *const begins[] = {
    "From: Votre Assurance Maladie <assurance-maladie@info.ameli.fr>\n",
    "From: \"MSA\" <x@example.org>\n",
    "From: x@msa-alsace.fr\n",
    "From: arneli.fr (CPAM) <a@b.example>\n",
    "From: a@monespacesante.example, b@example.org\n",
    "From: a@assurancemaldie.example\n",
    "From: Mgen\nSubject: bonjour\n",
    "From: =?utf-8?Q?Mon_espace_sant=C3=A9?= <a@b.example>\n",
    "From: a@sante-gouv.fr\n",
    "From: a@aemli.fr\n",
    "Subject: Votre espace sant\xc3\xa9\nFrom: a@b\n",
    "Subject: TR : bonjour\n",
    "Subject: =?iso-8859-1?Q?votre_code_d'acc=E8s_code_provisoire?=\n",
    "Subject: =?utf-8?B?QXNzdXJhbmNlIE1hbGFkaWU=?= msa\n",
    "Subject: DMP 3422 carte  vitale\n",
};

static const char *const pieces[] = {
    " ",
    "  ",
    "\t",
    "\n ",
    "\r\n ",
    "\r",
    "\"",
    "\"\"",
    "\\",
    "(",
    ")",
    "(x)",
    ".",
    "@",
    ",",
    ";",
    ":",
    "<",
    ">",
    "[",
    "-",
    "_",
    "=",
    "?",
    "=?",
    "?=",
    "=?utf-8?Q?",
    "=?utf-8?B?QQ==?=",
    "xn--",
    "\xc2\xa0",
    "\xc2\xad",
    "\xe2\x80\x8b",
    "\xe2\x80\x99",
    "'",
    "`",
    "\xcc\x81",
    "\xe2\x84\xaa",
    "\xc5\xbf",
    "\xd0\xb0",
    "\xc5\x93",
    "\xc3\x9f",
    "\xe2\x80\xa6",
    "\xe2\x80\xae",
    "\xef\xbc\xa1",
    "\xe9",
    "\xff\xfe",
    "\xf0\x9f\x98\x80",
    "\x01",
    "\x7f",
    "rn",
    "vv",
    "cl",
    "1",
    "0",
    "|",
    "$",
    "!",
    "&",
    "*",
    "\n",
    "\nFrom: ",
    "\nSubject: ",
    "A",
    "e",
    "s",
};

static void mangle(GString *header, GRand *random)
{
    for (gint changes = g_rand_int_range(random, 0, 4); changes > 0; changes--) {
        const gssize at = g_rand_int_range(random, 0, (gint32)header->len);
        const gint32 which = g_rand_int_range(random, 0, G_N_ELEMENTS(pieces) * 3 / 2);

        if (which < (gint32)G_N_ELEMENTS(pieces))
            g_string_insert(header, at, pieces[which]);
        else
            g_string_erase(header, at, 1);
    }
}

static void test_mangled(void)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(3422);
    guint candidates = 0;

    for (int i = 0; i < 30000; i++) {
        g_autoptr(GString) header = g_string_new(begins[i % G_N_ELEMENTS(begins)]);

        mangle(header, random);
        g_string_append(header, "\n");
        candidates += check(shipped(), header->str, header->len);
    }
    g_assert_cmpuint(candidates, >, 10000);
}

/* Rules of one's own: written to a folder of their own beside the shipped right. */
static const struct {
    const char *rules, *header;
    bool may_be;
    const char *why;
} own_rows[] = {
    { "candidate { subject = { '(?i)caf[ée]\\s{1,9}noir$' } }", "Subject: Cafe  noir\n\n", true,
      "a class, a quantifier, an end" },
    { "candidate { subject = { '(?i)caf[ée]\\s{1,9}noir$' } }", "Subject: Cafe blanc\n\n", false,
      "another word" },
    { "candidate { subject = { '^Bonjour' } }", "Subject: au revoir, bonjour\n\n", false,
      "not at the begin" },
    { "candidate { subject = { 'a(?=b)b(?<!x)c' } }", "Subject: ABC\n\n", true, "look-around" },
    { "candidate { subject = { '(a)\\1' } }", "Subject: x\n\n", true,
      "a back reference: everything" },
    { "candidate { subject = { '(?x) a b' } }", "Subject: x\n\n", true,
      "blanks that mean nothing" },
    { "candidate { from = { '@(?:.*\\.)?scheme\\.example$' } }", "From: a@x.scheme.example\n\n",
      true, "a domain" },
    { "candidate { from = { '@(?:.*\\.)?scheme\\.example$' } }", "From: a@b.example\n\n", false,
      "another one" },
    { "candidate { from = { 'official' } }", "From: a@mgen.fr\n\n", true, "official alone" },
    { "candidate { from = { 'official' } }", "From: MGEN <a@b.example>\n\n", false,
      "which is no name" },
    { "", "Subject: x\n\n", true, "no candidate section: everything" },
};

static void look_by_own(const char *rules, const char *header, bool wanted)
{
    static const char *const shipped_dirs[] = { SHIPPED, NULL };
    static const guint64 stamp[2];
    g_autofree char *dir = g_dir_make_tmp("vigie-triage-XXXXXX", NULL);
    g_autofree char *file = g_build_filename(dir, "own.rule", NULL);
    g_autofree char *whole = g_strdup_printf(
        "rule \"r\" { kind = none  from = { 'q@q\\.q' } subject = { 'qqq' } }\n%s\n", rules);
    const char *const dirs[] = { dir, NULL };
    g_autoptr(GError) error = NULL;
    struct looked looked = { NULL, NULL };

    g_file_set_contents(file, whole, -1, &error);
    g_assert_no_error(error);
    looked.rules = rules_load(dirs, shipped_dirs, &error);
    g_assert_no_error(error);
    looked.table = triage_table_make(looked.rules, stamp, NULL);
    check(&looked, header, strlen(header));
    g_assert_cmpint(may_be(&looked, header, strlen(header)), ==, wanted);
    rules_free(looked.rules);
    g_bytes_unref(looked.table);
    g_unlink(file);
    g_rmdir(dir);
}

static void test_own_rules(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(own_rows); i++) {
        g_test_message("%s", own_rows[i].why);
        look_by_own(own_rows[i].rules, own_rows[i].header, own_rows[i].may_be);
    }
}

/* Alternatives that begin with .* need few states and many steps (2500 of them took 84 s): the table is
 * given up, and says of each mail that it may be one. */
static void test_slow_rules_have_no_table(void)
{
    g_autoptr(GString) rules = g_string_new("candidate { subject = { '");

    for (guint i = 0; i < 1200; i++) {
        const guint hash = i * 2654435761u >> 8; /* no two words begin alike for long */

        g_string_append_printf(rules, "%s.*%c%c%c", i ? "|" : "", 'a' + hash % 20,
                               'a' + hash / 20 % 20, 'a' + hash / 400 % 20);
    }
    g_string_append(rules, "' } }");
    look_by_own(rules->str, "Subject: x\n\n", true);
}

static void test_damaged_table_is_none(void)
{
    gsize size;
    gconstpointer image = g_bytes_get_data(shipped()->table, &size);
    g_autofree struct triage_image *copy = g_memdup2(image, size);

    g_assert_false(triage_is_image(image, size - 1));
    g_assert_false(triage_is_image(image, 10));
    copy->version++;
    g_assert_false(triage_is_image(copy, size));
    copy->version--;
    copy->from[1].states = 60000;
    g_assert_false(triage_is_image(copy, size));
}

/* Of a part of a header the look says so: only what holds the empty line answers for the mail. */
static void test_part_of_a_header(void)
{
    static const struct {
        const char *header;
        bool may_be;
    } mails[] = {
        { "From: Anne <anne@example.fr>\nTo: b@example.fr\nSubject: Photos\n\n", false },
        { "From: Anne <anne@example.fr>\r\nSubject: Photos\r\n de vacances\r\n\r\n", false },
        { "From: Anne <anne@example.fr>\nSubject: Mon espace sant\xc3\xa9\n\n", true },
    };
    const struct triage_image *image = g_bytes_get_data(shipped()->table, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        const gsize header = strlen(mails[i].header);
        g_autofree char *mail = g_strconcat(mails[i].header, "Subject: of the body\n\n", NULL);
        bool whole;

        for (gsize length = 0; length < header; length++) {
            triage_look_on(image, mail, length, &whole);
            g_assert_false(whole);
        }
        for (gsize length = header; length <= strlen(mail); length++) {
            const bool may_be = triage_look_on(image, mail, length, &whole) == TRIAGE_MAYBE;

            g_assert_true(may_be == mails[i].may_be);
            g_assert_true(may_be || whole);
        }
    }
}

/* The most symbols that there may be, and one more. */
static void test_longest_value(void)
{
    const struct looked *looked = shipped();

    for (guint more = 0; more < 2; more++) {
        g_autofree char *value = g_strnfill(SYMBOL_MAX_VALUE - 1 + more, 'x');
        g_autofree char *header = g_strdup_printf("From: a@example.fr\nSubject: %s\n\n", value);
        g_autofree char *folded = g_strdup_printf("From: a@example.fr\nSubject:\n %s\n\n", value);

        g_assert_true(may_be(looked, header, strlen(header)) == (more > 0));
        g_assert_true(may_be(looked, folded, strlen(folded)) == (more > 0));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_warm_up();
    g_test_add_func("/triage/rows", test_rows);
    g_test_add_func("/triage/long-header-may-be", test_long_header_may_be);
    g_test_add_func("/triage/letters", test_letters);
    g_test_add_func("/triage/encoded-words", test_encoded_words);
    g_test_add_func("/triage/mangled", test_mangled);
    g_test_add_func("/triage/own-rules", test_own_rules);
    g_test_add_func("/triage/slow-rules-have-no-table", test_slow_rules_have_no_table);
    g_test_add_func("/triage/part-of-a-header", test_part_of_a_header);
    g_test_add_func("/triage/longest-value", test_longest_value);
    g_test_add_func("/triage/damaged-table-is-none", test_damaged_table_is_none);
    return g_test_run();
}
