/* What needs no server: names, patterns, the choice of mailboxes, and the guard. */
#include <string.h>

#include "source/local_folders.h"
#include "source/mailboxes.h"
#include "source/trouble.h"
#include "source/utf7.h"
#include "source/wire.h"
#include "store/cursors.h"

/* Reasoned with RFC 3501, 5.1.3: U+00E9 is 00 E9, in base64 "AOk"; U+1F4E7 is D83D DCE7. */
static const struct {
    const char *name, *wire, *why;
} names[] = {
    { "INBOX", "INBOX", "ASCII stays" },
    { "Indésirables", "Ind&AOk-sirables", "one character shifted" },
    { "Éléments envoyés", "&AMk-l&AOk-ments envoy&AOk-s", "a blank ends the shift" },
    { "A&B", "A&-B", "the ampersand itself" },
    { "&", "&-", "nothing but it" },
    { "台北", "&U,BTFw-", "from the RFC: a comma for the slash of base64" },
    { "📧", "&2D3c5w-", "a surrogate pair" },
};

static void test_utf7(void)
{
    static const char *const malformed[] = { "a&b", "&AOk", "&A-", "&AO-", "&!!!-", "é", "&2D0-", "a\tb",
                                              "INBOX&AAAAQQ-" /* U+0000, then "A" */ };

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *wire = utf7_encode(names[i].name);
        g_autofree char *name = utf7_decode(names[i].wire);

        g_test_message("%s", names[i].why);
        g_assert_cmpstr(wire, ==, names[i].wire);
        g_assert_cmpstr(name, ==, names[i].name);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(malformed); i++) {
        g_test_message("%s", malformed[i]);
        g_assert_null(utf7_decode(malformed[i]));
    }
    g_assert_null(utf7_encode("\xff"));
}

/* Whatever `poll` says: a mailbox that is merely quiet must not be told as blind. */
static void test_poll(void)
{
    const struct account often = { .poll = 60 }, seldom = { .poll = 24 * 60 * 60 };

    g_assert_cmpuint(source_poll(&often), ==, 60);
    g_assert_cmpuint(source_poll(&seldom), <, BLIND_SECONDS);
}

static const struct {
    const char *name;
    char delimiter;
    const char *pattern;
    bool matches;
    const char *why;
} patterns[] = {
    { "Work/2026", '/', "*", true, "anything" },
    { "Work/2026", '/', "%", false, "not across a level" },
    { "Work", '/', "%", true, "one level" },
    { "Work/2026", '/', "Work/%", true, "one level below" },
    { "Work/2026/May", '/', "*%y", true, "the star gives back what the percent cannot take" },
    { "Work/2026/May", '/', "Work%", false, "two levels below" },
    { "inbox", '/', "INBOX", true, "INBOX in whatever case" },
    { "work", '/', "Work", false, "all else with its case" },
    { "Work", '/', "Work*", true, "a star may be nothing" },
    { "Work", 0, "W%k", true, "no hierarchy" },
    { "Work/May", '/', "%*%May", true, "wildcards in a row" },
    { "Work/May", '/', "%%/%%", true, "two percents are one" },
    { "Work/May", '/', "Work/May%%x", false, "something must follow" },
    { "", '/', "*%", true, "nothing is what wildcards may stand for" },
    { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", '/',
      "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", false, "soon" },
};

static void test_patterns(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_test_message("%s", patterns[i].why);
        g_assert_true(mailbox_matches(patterns[i].name, patterns[i].delimiter, patterns[i].pattern) ==
                      patterns[i].matches);
    }
}

/* The names of `listed` and `wanted` are joined by "|"; one with "\" in front is the \Junk folder. */
static const struct {
    const char *listed, *wanted, *chosen, *why;
} choices[] = {
    { "Sent|\\Quarantaine|INBOX|Junk", NULL, "INBOX|Quarantaine", "the marked folder, not the name" },
    { "Sent|INBOX|INBOX/Ind&AOk-sirables", NULL, "INBOX|INBOX/Indésirables", "no mark: a known name" },
    { "Sent", NULL, "INBOX", "INBOX though it is not listed" },
    { "Sent|INBOX|Work", "*|!Sent", "INBOX|Work", "excluded" },
    { "Sent|INBOX|Work", "Work|inbox", "INBOX|Work", "INBOX first, once, in whatever case" },
    { "INBOX", "Absent", "Absent", "named, so that its failure is told" },
    { "INBOX|\\Junk", "!Junk", "INBOX", "an exclusion alone narrows the default" },
    { "INBOX|Work", "Nothing*", "", "no match is none" },
};

static GPtrArray *list_of(const char *text)
{
    GPtrArray *listed = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
    g_auto(GStrv) parts = g_strsplit(text, "|", -1);

    for (char **at = parts; *at; at++) {
        bool is_junk = **at == '\\';
        struct mailbox *mailbox = mailbox_from_wire(*at + is_junk, '/');

        mailbox->is_junk = is_junk;
        g_ptr_array_add(listed, mailbox);
    }
    return listed;
}

static void test_choice(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_autoptr(GPtrArray) listed = list_of(choices[i].listed);
        g_auto(GStrv) wanted = choices[i].wanted ? g_strsplit(choices[i].wanted, "|", -1) : NULL;
        g_autoptr(GPtrArray) chosen = mailboxes_choose(listed, wanted);
        g_autoptr(GString) text = g_string_new(NULL);

        for (guint j = 0; j < chosen->len; j++)
            g_string_append_printf(text, "%s%s", j ? "|" : "",
                                   ((struct mailbox *)g_ptr_array_index(chosen, j))->name);
        g_test_message("%s", choices[i].why);
        g_assert_cmpstr(text->str, ==, choices[i].chosen);
    }
}

static void test_hostile_names(void)
{
    /* An escape, a line break, the escape of one byte, a separator of lines. */
    static const char *const obeyed[] = { "&ABs-[2J", "a&AAo-b", "&AJs-2J", "&ICg-", "\xc2\x9b" };
    g_autofree char *endless = g_strnfill(5000, 'x');
    AUTO(mailbox) family = mailbox_from_wire("&2D3caSAN2D3cZw-", '/');
    AUTO(mailbox) turned = mailbox_from_wire("&IC4-a", '/');

    g_assert_cmpstr(family ? family->name : NULL, ==, "👩‍👧");
    /* A turn of direction is left out where it is shown. */
    g_assert_cmpstr(turned ? turned->name : NULL, ==, "\u202ea");
    g_assert_null(mailbox_from_wire("a\r\nb", '/'));
    g_assert_null(mailbox_from_wire("", '/'));
    g_assert_null(mailbox_from_wire("\xff", '/'));
    g_assert_null(mailbox_from_wire(endless, '/'));
    for (gsize i = 0; i < G_N_ELEMENTS(obeyed); i++)
        g_assert_null(mailbox_from_wire(obeyed[i], '/'));
    g_assert_null(mailbox_from_name("a\nb"));
}

static const struct {
    const char *said, *shown, *why;
} quotes[] = {
    { " go away\t", "go away", "blanks at the ends go" },
    { "a\x1b[2Jb\x07", "a [2Jb", "no escape sequence, no bell" },
    { "a\xc2\x9b" "2J", "a 2J", "nor one that begins in one character" },
    { "a\xe2\x80\xae" "b", "a b", "nothing turns around" },
    { "a\xff\xc3\xa9", "a\xef\xbf\xbd\xc3\xa9", "what is no UTF-8 is marked, é stays" },
};

static void test_quotes(void)
{
    AUTO(hush) hush = hush_new();
    AUTO(secret) secret = secret_new("a\\b-secret", 10);
    g_autofree char *page = g_strnfill(5000, 'x'), *cut = trouble_quote(hush, page);
    g_autofree char *told = NULL;

    g_assert_cmpuint(strlen(cut), ==, 200);
    for (gsize i = 0; i < G_N_ELEMENTS(quotes); i++) {
        g_autofree char *shown = trouble_quote(hush, quotes[i].said);

        g_test_message("%s", quotes[i].why);
        g_assert_cmpstr(shown, ==, quotes[i].shown);
    }
    hush_learn(hush, secret);
    told = trouble_quote(hush, "near \"a\\\\b-secret\"");
    g_assert_nonnull(strstr(told, "not shown"));
}

static const struct {
    const char *bytes;
    bool good;
    const char *why;
} wires[] = {
    { "* OK [CAPABILITY IMAP4rev1] (((((((((((((((((((((((((((((( hello\r\n", true, "text is text" },
    { "a1 NO \"unbalanced {9999999\r\n", true, "so is a tagged answer" },
    { "* 1 FETCH (UID 7 BODY[] {5}\r\n((\"{})\r\n", true, "a literal holds anything" },
    { "* 1 FETCH (BODY[] {3}\r\nabc BODY[] {0}\r\n)\r\n", true, "two literals, one empty" },
    { "* 1 FETCH (BODY[] {-1}\r\n)\r\n", true, "a negative count, as one provider sends for none" },
    { "* LIST () \"/\" \"a\\\"b((((((((((((((((((((((((((((((((\"\r\n", true, "quotes hide brackets" },
    { "* 1 FETCH (BODY[] {1001}\r\n", false, "longer than what was asked for" },
    { "* 1 FETCH (BODY[] {4294967295}\r\n", false, "four gigabytes" },
    { "* 1 FETCH (BODY[] {99999999999999999999}\r\n", false, "no overflow" },
    { "* 1 FETCH (BODY[] {1}\"\r\n", false, "a literal without the end of its line" },
    { "* 1 FETCH (BODYSTRUCTURE ((((((((((((((((((((((((((((((((\r\n", false, "recursion" },
    { " * 1 FETCH (BODYSTRUCTURE ((((((((((((((((((((((((((((((((\r\n", false, "a leading blank" },
    { "* OKAY((((((((((((((((((((((((((((((((((\r\n", false, "not OK" },
    { "* 1 FETCH (FLAGS (\"a\r\n", false, "a line that ends in quotes" },
    { "* NAMESPACE ((\"\" \"\" (/\r\n", false, "read before its beginning" },
    { "*   namespace ((\"\" \"\" (/\r\n", false, "the same with blanks, in small letters" },
    { "*NAMESPACE ((\"\" \"\" (/\r\n", false, "and without" },
    { "* OK [ALERT]\r\n", false, "a code that wants a text, and none" },
    { "1 ok                                                                                "
      "                                                                                    "
      "                                          [ alert ] \n", false, "behind many blanks" },
    { ". OK [ALERT]\r\n", false, "a tag that we never send" },
    { "*\tOK [PERMANENTFLAGS (\r\n", false, "a tab" },
    { "*  OK [ALERT]\r\n", false, "two blanks" },
    { "*  9 EXISTS\r\n", true, "two blanks before what is data to all" },
    { "* OK [x\r\n a1 NO [ALERT]\r\n", false, "a tag behind a blank" },
    { "* OK [PARSE]\r\n", false, "the other of the kind" },
    { "* OK [ALERT] full\r\n* OK [READ-ONLY]\r\n", true, "with a text; a code that wants none" },
    { "* NAMES ok\r\n*       9 EXISTS\r\n", true, "another word; blanks" },
};

static void test_wire(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(wires); i++) {
        struct wire whole = { 0 }, bytewise = { 0 };
        const char *fault = wire_feed(&whole, wires[i].bytes, strlen(wires[i].bytes), 1000);
        const char *slow = NULL;

        for (const char *p = wires[i].bytes; *p && !slow; p++)
            slow = wire_feed(&bytewise, p, 1, 1000);
        g_test_message("%s: %s", wires[i].why, fault ? fault : "good");
        g_assert_true((fault == NULL) == wires[i].good);
        g_assert_cmpstr(fault, ==, slow);
        if (!fault)
            g_assert_cmpint(whole.state, ==, WIRE_LINE);
    }
}

/* What comes outside literals is counted, whatever it is made of; `allowed` adds to it. */
static void test_wire_structure(void)
{
    static const char *const storms[] = { "* 1 EXPUNGE\r\n", "* 1", "a", "*(\"\")", "* OK so\r\n",
                                          "* 1 FETCH (BODY[] {1}\r\na)\r\n" };

    for (gsize i = 0; i < G_N_ELEMENTS(storms); i++)
        for (guint64 allowed = 0; allowed <= 1000000; allowed += 1000000) {
            struct wire wire = { .allowed = allowed };
            guint64 sent = 0;
            const char *fault = NULL;

            for (; !fault && sent < 10000000; sent += strlen(storms[i]))
                fault = wire_feed(&wire, storms[i], strlen(storms[i]), 1000);
            g_test_message("%s: %s", storms[i], fault);
            g_assert_nonnull(fault);
            g_assert_cmpuint(sent, >, WIRE_MAX_STRUCTURE + allowed);
            g_assert_cmpuint(sent, <, (WIRE_MAX_STRUCTURE + allowed) * 11 / 10);
        }
}

/* A mail is no structure. */
static void test_wire_long_literal(void)
{
    g_autofree char *mail = g_strnfill(3 * WIRE_MAX_STRUCTURE, 'x');
    g_autofree char *text =
        g_strdup_printf("* 1 FETCH (BODY[] {%d}\r\n%s)\r\n", 3 * WIRE_MAX_STRUCTURE, mail);
    struct wire wire = { 0 };

    g_assert_null(wire_feed(&wire, text, strlen(text), strlen(mail)));
    g_assert_cmpuint(wire.structure, ==, strlen(text) - strlen(mail));
}

static void test_bye(void)
{
    struct wire wire = { 0 };
    const char *text = "* 1 EXISTS\r\n* BYE Too many connections\r\n";

    g_assert_null(wire_feed(&wire, text, strlen(text), 1000));
    g_assert_cmpstr(wire.bye, ==, "Too many connections");
}

static const struct {
    const char *path, *name;
    char delimiter;
    const char *why;
} local_names[] = {
    { "/m", "INBOX", 0, "the Maildir itself" },
    { "/m/.Junk", "Junk", '.', "Maildir++" },
    { "/m/.Archive.2024", "Archive.2024", '.', "two levels of it" },
    { "/m/.Sant&AOk-", "Santé", '.', "in modified UTF-7" },
    { "/m/.Santé", "Santé", '.', "or as it is" },
    { "/m/Archive/2024", "Archive/2024", '/', "levels of the file system" },
    { "/m/Archive/.hidden", "Archive/.hidden", '/', "a dot deeper down is of the name" },
};

static void test_local_names(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(local_names); i++) {
        AUTO(mailbox) mailbox = local_folder_name("/m", local_names[i].path);

        g_test_message("%s", local_names[i].why);
        g_assert_cmpstr(mailbox->name, ==, local_names[i].name);
        g_assert_cmpint(mailbox->delimiter, ==, local_names[i].delimiter);
    }
    g_assert_null(local_folder_name("/m", "/m/.a\rb"));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/source/utf7", test_utf7);
    g_test_add_func("/source/poll", test_poll);
    g_test_add_func("/source/quotes", test_quotes);
    g_test_add_func("/source/patterns", test_patterns);
    g_test_add_func("/source/choice", test_choice);
    g_test_add_func("/source/local-names", test_local_names);
    g_test_add_func("/source/hostile-names", test_hostile_names);
    g_test_add_func("/source/wire", test_wire);
    g_test_add_func("/source/wire-structure", test_wire_structure);
    g_test_add_func("/source/wire-long-literal", test_wire_long_literal);
    g_test_add_func("/source/bye", test_bye);
    return g_test_run();
}
