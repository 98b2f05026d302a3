/* Rule files: what loads, what is refused and how, and the order of rules. */
#include "detect/rules.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "detect/detect.h"
#include "detect/spelling.h"

struct folder {
    char *path;
    GPtrArray *files;
};

static void folder_free(struct folder *folder)
{
    for (guint i = 0; i < folder->files->len; i++)
        g_unlink(folder->files->pdata[i]);
    g_rmdir(folder->path);
    g_ptr_array_unref(folder->files);
    g_free(folder->path);
    g_free(folder);
}
AUTO_DEFINE(folder)

static struct folder *folder_new(void)
{
    struct folder *folder = g_new0(struct folder, 1);

    folder->path = g_dir_make_tmp("vigie-rules-XXXXXX", NULL);
    folder->files = g_ptr_array_new_with_free_func(g_free);
    return folder;
}

static void folder_write(struct folder *folder, const char *name, const char *text)
{
    char *file = g_build_filename(folder->path, name, NULL);

    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    g_ptr_array_add(folder->files, file);
}

/* The rules of `folders`, with the right of the source tree. */
static struct rules *load(struct folder *first, struct folder *second, GError **error)
{
    g_autofree char *right = g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", NULL);
    const char *const right_dirs[] = { right, NULL };
    const char *const dirs[] = { first->path, second ? second->path : NULL, NULL };

    return rules_load(dirs, right_dirs, error);
}

static const struct {
    const char *text, *message, *why;
} faults[] = {
    { "rule \"x\" {\n  kind = notice\n  text = { \"((\" }\n}\n",
      "x.rule:3: text: missing closing parenthesis at column 15, near '(('; *",
      "the quote is character 12, and PCRE2 stops behind both" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a',\n    'b',\n    '(?i)d)' }\n}\n",
      "x.rule:5: text: unmatched closing parenthesis at column 11,*",
      "the third of several, on its own line" },
    { "rule \"x\" {\n  kind = notice /* é\n */ text = { 'a' /* ) */, /* e */ 'é\\'\\\\.b)' }\n}\n",
      "x.rule:3: text: unmatched closing parenthesis at column 43,*",
      "characters count, escapes and comments are there" },
    { "rule \"x\" {\n  kind = notice\n  text = { \"\\\\d${VIGIE_TEST_RULE}b)\" }\n}\n",
      "x.rule:3: text: unmatched closing parenthesis at column 35,*",
      "in double quotes: two bytes for \\d’s first, and the environment’s value" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'l''a' }\n}\n", "x.rule:3: the list of \"text\" *",
      "an apostrophe that ends the string" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a\nb\nc)' }\n}\n",
      "x.rule:5: text: unmatched closing parenthesis at column 2,*", "a pattern of several lines" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'l\\'été \302\240s’ouvre)' }\n}\n",
      "x.rule:3: text: unmatched closing parenthesis at column 28,*",
      "what is spelt otherwise before it is compiled" },
    { "rule \"x\" {\n  text = { 'a' }\n}\n", "x.rule:1: kind is missing*", "no kind" },
    { "rule \"x\" {\n  kind = letter\n  text = { 'a' }\n}\n", "x.rule:2: kind is letter*",
      "no such kind" },
    { "rule \"x\" {\n  kind = unrecognised\n  text = { 'a' }\n}\n", "x.rule:2: kind is unrec*",
      "not for rules" },
    { "rule \"x\" {\n  kind = notice\n  priority = high\n  text = { 'a' }\n}\n",
      "x.rule:3: priority: \"high\" is no whole number*", "no number" },
    { "rule \"x\" {\n  kind = notice\n\n  priority = 1000001\n  text = { 'a' }\n}\n",
      "x.rule:4: priority 1000001 is out of range*", "beyond all others" },
    { "rule \"x\" {\n  kind = notice\n}\n", "x.rule:1: a rule without a condition*",
      "it would match all mail" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a' }\n  code = { '(?<code>b)',\n 'a' }\n}\n",
      "x.rule:5: code: names nothing at column 3, near 'a'; put (?<code>*", "nothing to extract" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a' }\n  code = { '(?<kode>a)' }\n}\n",
      "x.rule:4: code: names nothing at column 13,*", "a group that means nothing" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a(?&no)' }\n}\n",
      "x.rule:3: text: reference to non-existent subpattern at column *", "an unknown group" },
    { "rule \"x\" {\n  kind = notice\n  txt = { 'a' }\n}\n", "x.rule:3: *txt*", "an unknown key" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a' }\n  text = { 'b' }\n}\n",
      "x.rule:4: \"text\" stands on line 3*", "a doubled key" },
    { "rule \"x\" { kind = none text = { 'a' } }\nrule \"x\" { kind = none text = { 'b' } }\n",
      "x.rule:2: *x*", "a doubled rule" },
    { "rule \"x\" {\n  kind = notice\n  text = { '(?#one)a' }\n  unless = { '(?#one)b' }\n}\n",
      "x.rule:4: unless: another pattern of the rule has this name at column 15,*",
      "a doubled name" },
    { "rule \"x\" {\n  kind = notice\n  text = { '(?# )a' }\n}\n",
      "x.rule:3: text: no name at column 13,*", "an empty name" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a ${no}' }\n}\n",
      "x.rule:3: text: ${no} is not defined at column 15,*", "an unknown definition" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a ${no' }\n}\n",
      "x.rule:3: text: ${} is not defined at column 15,*", "a definition without its end" },
    { "define \"a\" { pattern = '${a}' }\nrule \"x\" {\n  kind = notice\n  text = { '${a}' }\n}\n",
      "x.rule:1: ${a}: ${a} uses itself at column 25,*", "a circle" },
    { "rule \"x\" {\n  kind = notice\n  text = { '${a}' }\n}\ndefine \"a\" { pattern = '${b}' }\n"
      "define \"b\" {\n  pattern = 'x${a}' }\n",
      "x.rule:7: ${b}: ${a} uses itself at column 15,*", "a circle of two" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a${a}b' }\n}\ndefine \"a\" { pattern = '${b}' }\n"
      "define \"b\" {\n  pattern = 'x(y' }\n",
      "x.rule:7: ${b}: missing closing parenthesis at column 17,*", "in a definition of another" },
    { "define \"a\" { pattern = '(?:é|b)' }\nrule \"x\" {\n  kind = notice\n"
      "  text = { '${a}-${a})' }\n}\n",
      "x.rule:4: text: unmatched closing parenthesis at column 22,*", "behind two definitions" },
    { "define \"a\" { once = true pattern = '(?:é|b)' }\nrule \"x\" {\n  kind = notice\n"
      "  text = { '${a}-${a})' }\n}\n",
      "x.rule:4: text: unmatched closing parenthesis at column 22,*",
      "behind one that is written once and its call" },
    { "define \"a\" { once = true pattern = '${a}' }\n"
      "rule \"x\" {\n  kind = notice\n  text = { '${a}' }\n}\n",
      "x.rule:1: ${a}: ${a} uses itself at column 37,*", "a circle of one that is written once" },
    { "define \"a\" { once = true pattern = 'x(y' }\n"
      "rule \"x\" {\n  kind = notice\n  text = { '${a}-${a}' }\n}\n",
      "x.rule:1: ${a}: missing closing parenthesis at column 40,*",
      "in a definition that is written once" },
    { "define \"a\" { patern = 'a' }\nrule \"x\" { kind = notice text = { 'b' } }\n",
      "x.rule:1: *patern*", "an unknown key of a definition" },
    { "rule \"x\" {\n  kind = notice\n  text = { '\\C' }\n}\n",
      "x.rule:3: text: using \\C is disabled by the application at column *", "cuts characters" },
    { "rule \"x\" {\n  kind = notice\n  text = { 'a\377' }\n}\n", "x.rule:3: not UTF-8*",
      "latin-1" },
};

static void test_faults(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        AUTO(folder) folder = folder_new();
        g_autoptr(GError) error = NULL;
        g_autofree char *pattern = g_strconcat("*/", faults[i].message, NULL);

        g_test_message("%s", faults[i].why);
        folder_write(folder, "x.rule", faults[i].text);
        g_assert_null(load(folder, NULL, &error));
        g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
        g_test_message("%s", error->message);
        g_assert_true(g_pattern_match_simple(pattern, error->message));
    }
}

/* What no string of C can hold. */
static void test_odd_files(void)
{
    static const char nul[] = "rule \"x\" {\n  kind = notice\n  text = { 'a\0b' }\n}\n";
    g_autofree char *huge = g_strnfill(1024 * 1024 + 1, '\n');
    const struct {
        const char *text;
        gsize length;
        const char *message;
    } files[] = {
        { nul, sizeof nul - 1, "*/x.rule:3: a NUL byte; remove it" },
        { huge, 1024 * 1024 + 1, "*/x.rule:1: larger than 1048576 bytes; *" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        AUTO(folder) folder = folder_new();
        g_autoptr(GError) error = NULL;

        folder_write(folder, "x.rule", "");
        g_assert_true(g_file_set_contents(folder->files->pdata[0], files[i].text,
                                          (gssize)files[i].length, NULL));
        g_assert_null(load(folder, NULL, &error));
        g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
        g_assert_true(g_pattern_match_simple(files[i].message, error->message));
    }
}

/* 20,000 bytes in 250 patterns are 5 MB; each of them alone is none too long. */
static void test_many_expanded(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GString) text = g_string_new("define \"long\" { pattern = '");
    g_autofree char *letters = g_strnfill(20000, 'x');
    g_autoptr(GError) error = NULL;

    g_string_append_printf(text, "%s' }\nrule \"x\" { kind = notice text = { 'a'", letters);
    for (guint i = 0; i < 250; i++)
        g_string_append_printf(text, ",\n'%u${long}'", i);
    g_string_append(text, " } }\n");
    folder_write(folder, "x.rule", text->str);
    g_assert_null(load(folder, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    g_assert_nonnull(strstr(error->message, "longer than 4 MB together"));
}

/* A fault in a definition is that definition's, whatever file uses it. */
static void test_definition_elsewhere(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "shared.rule", "# words\n\ndefine \"a\" { pattern = 'été)' }\n");
    folder_write(folder, "x.rule", "rule \"x\" { kind = notice text = { '${a}' } }\n");
    g_assert_null(load(folder, NULL, &error));
    g_assert_true(g_pattern_match_simple(
        "*/shared.rule:3: ${a}: unmatched closing parenthesis at column 28, near '*", error->message));
}

static void test_empty(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    g_assert_null(load(folder, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    g_assert_nonnull(strstr(error->message, folder->path));
}

static const char interface_example[] =
    "rule \"mon-espace-sante-notice\" {\n"
    "    kind     = notice                     # notice, reminder, opposition, activation\n"
    "    priority = 50                         # the highest wins\n"
    "    from     = { '@example\\.fr$', 'official' }\n"
    "    subject  = { '(?i)espace' }\n"
    "    text     = { 'ouverture', 'sésame' }\n"
    "    unless   = { 'gazette' }\n"
    "    code     = { 'sésame (?<code>[A-Z0-9-]+) pour (?<person>\\w+)' }\n"
    "    samples  = \"mon-espace-sante-notice\"\n"
    "}\n"
    "candidate { from = { 'official', 'posing' } subject = { '(?i)espace' } }\n";

static struct finding *run(const struct rules *rules, const char *raw)
{
    g_autoptr(GBytes) bytes = g_bytes_new(raw, strlen(raw));
    AUTO(message) message = message_parse(bytes, NULL);
    const struct detect_context context = { .rules = rules, .now = 1641978000 };

    return detect(&context, message, NULL);
}

#define MAIL "Content-Type: text/plain; charset=utf-8\n\n"

static const struct {
    const char *raw, *kind, *why;
} mails[] = {
    { "From: a@example.fr\nSubject: Votre espace\n" MAIL "ouverture : sésame AB-12-CD pour Léa\n",
      "notice", "all conditions" },
    { "From: a@info.ameli.fr\nSubject: Votre espace\n" MAIL "ouverture : sésame AB-12-CD pour Léa\n",
      "notice", "the word official" },
    { "From: a@example.org\nSubject: Votre espace\n" MAIL "ouverture : sésame AB-12-CD pour Léa\n",
      "none", "another sender" },
    { "From: a@example.org, b@example.fr\nSubject: Votre espace\n" MAIL "ouverture : sésame\n",
      "notice", "of several From addresses any may match" },
    { "From: a@example.fr\nSubject: Bonjour\n" MAIL "ouverture : sésame AB-12-CD pour Léa\n", "none",
      "another subject" },
    { "From: a@example.fr\nSubject: Votre espace\n" MAIL "ouverture\n", "none",
      "of the texts all must match" },
    { "From: a@example.fr\nSubject: Espace gazette\n" MAIL "ouverture : sésame\n", "none",
      "unless looks at the subject too" },
};

static void test_interface_example(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule", interface_example);
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(mails); i++) {
        AUTO(finding) finding = run(rules, mails[i].raw);

        g_test_message("%s", mails[i].why);
        g_assert_cmpstr(kind_name(finding->kind), ==, mails[i].kind);
    }
    AUTO(finding) finding = run(rules, mails[0].raw);
    const struct finding_case *only = finding->cases->pdata[0];
    g_assert_cmpuint(finding->cases->len, ==, 1);
    g_assert_cmpstr(only->code, ==, "AB12CD");
    g_assert_cmpstr(only->person, ==, "Léa");
}

#define RULE(name, kind, priority)                                                                 \
    "rule \"" name "\" { kind = " kind " priority = " priority " text = { 'a' } }\n"

static void test_order(void)
{
    static const char *const expected[] = { "high", "notice", "reminder", "in-a", "in-b", "none" };
    AUTO(folder) folder = folder_new();

    folder_write(folder, "b.rule", RULE("none", "none", "1") RULE("in-b", "activation", "1"));
    folder_write(folder, "a.rule", RULE("in-a", "activation", "1") RULE("reminder", "reminder", "1"));
    folder_write(folder, "c.rule", RULE("notice", "notice", "1") RULE("high", "none", "2"));
    AUTO(rules) rules = load(folder, NULL, NULL);
    g_autoptr(GArray) list = rules_list(rules);

    g_assert_cmpuint(list->len, ==, G_N_ELEMENTS(expected));
    for (guint i = 0; i < list->len; i++)
        g_assert_cmpstr(g_array_index(list, struct rule_info, i).name, ==, expected[i]);
}

static void test_earlier_directory_wins(void)
{
    AUTO(folder) mine = folder_new();
    AUTO(folder) installed = folder_new();

    folder_write(mine, "x.rule", RULE("mine", "notice", "1"));
    folder_write(installed, "x.rule", RULE("hidden", "notice", "1"));
    folder_write(installed, "y.rule", RULE("other", "notice", "1"));
    AUTO(rules) rules = load(mine, installed, NULL);
    g_autoptr(GArray) list = rules_list(rules);

    g_assert_cmpuint(list->len, ==, 2);
    g_assert_cmpstr(g_array_index(list, struct rule_info, 0).name, ==, "mine");
    g_assert_cmpstr(g_array_index(list, struct rule_info, 1).name, ==, "other");
}

/* A pattern that never ends is a fault of its rule, and the next rule finds the notice all the
 * same. */
static void test_limit(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GString) raw = g_string_new("From: a@example.fr\n" MAIL "zzz ");

    folder_write(folder, "x.rule",
                 "rule \"slow\" { kind = notice priority = 9 text = { '(?:a|aa|a.)+(?:a|.a)+[bd]' } }\n"
                 "rule \"fast\" { kind = notice priority = 1 text = { 'zzz' } }\n");
    for (int i = 0; i < 20000; i++)
        g_string_append(raw, "a");
    AUTO(rules) rules = load(folder, NULL, NULL);
    const gint64 start = g_get_monotonic_time();
    AUTO(finding) finding = run(rules, raw->str);

    g_assert_cmpstr(finding->rule, ==, "fast");
    g_assert_cmpuint(finding->faults->len, ==, 1);
    g_assert_nonnull(strstr(finding->faults->pdata[0], "x.rule:1: "));
    g_assert_cmpint(g_get_monotonic_time() - start, <, 20 * G_TIME_SPAN_SECOND);
}

/* A pattern written as people type: the text holds ’ and plain spaces. */
static void test_apostrophe(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule",
                 "rule \"x\" {\n  kind = notice\n  from = { '@' }\n"
                 "  text = { \"l'espace\302\240:\", \"(?'one'e)space\\\\k'one'?\" }\n}\n");
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    AUTO(finding) finding = run(rules, "From: a@example.fr\n" MAIL "l'espace : ouvert\n");
    g_assert_cmpstr(kind_name(finding->kind), ==, "notice");
}

/* Accents that a mail lacks, in a definition too; those of a class are meant. */
static void test_accents(void)
{
    static const char rule[] = "define \"made\" { pattern = 'créée? l\\'été' }\n"
                               "rule \"x\" { kind = notice from = { '@' } text = { '${made}' }\n"
                               "unless = { '[é]t[[:alpha:]é\\]]+ exact' } }\n";
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule", rule);
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    AUTO(finding) accented = run(rules, "From: a@example.fr\n" MAIL "créée l'été\n");
    AUTO(finding) plain = run(rules, "From: a@example.fr\n" MAIL "cree l'ete exact\n");
    AUTO(finding) meant = run(rules, "From: a@example.fr\n" MAIL "cree l'été exact\n");
    g_assert_cmpstr(kind_name(accented->kind), ==, "notice");
    g_assert_cmpstr(kind_name(plain->kind), ==, "notice");
    g_assert_cmpstr(kind_name(meant->kind), ==, "none");
}

/* A definition that is written once means the same wherever it stands, whatever is around it. */
static void test_once(void)
{
    static const struct {
        const char *text;
        bool found;
        const char *why;
    } rows[] = {
        { "xABCyDEFzGHI", true, "at each of its places" },
        { "XABCYDEFZGHI", true, "the option holds for what is around it" },
        { "xABCyDEFzghi", false, "and not in it, where it is called" },
        { "xabcyDEFzGHI", false, "nor where it is written" },
        { "xABCDyEFGzHIJ", true, "each place takes as much as it needs: four letters, then three" },
    };
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule",
                 "define \"one\" { once = true pattern = '[A-Z]' }\n"
                 "define \"some\" { once = true pattern = '${one}{3,4}' }\n"
                 "rule \"x\" { kind = notice from = { '@' }\n"
                 "  text = { '(?i)x${some}y${some}z${some}' } }\n");
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *raw = g_strconcat("From: a@example.fr\n" MAIL, rows[i].text, "\n", NULL);
        AUTO(finding) finding = run(rules, raw);

        g_test_message("%s", rows[i].why);
        g_assert_true((finding->kind == KIND_NOTICE) == rows[i].found);
    }
}

/* It is no group that its user counts: what a back reference of his means stays the same. */
static void test_once_numbers(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule",
                 "define \"word\" { once = true pattern = '[A-Z]+' }\n"
                 "rule \"x\" { kind = notice from = { '@' } text = { '${word} ([*_])\\w+\\1 ${word}' } }\n");
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    AUTO(finding) finding = run(rules, "From: a@example.fr\n" MAIL "AB *c* DE\n");
    g_assert_cmpstr(kind_name(finding->kind), ==, "notice");
}

/* PCRE2 takes no pattern of more than 64 KB compiled: a list that stands in it ten times is too long. */
static void test_once_room(void)
{
    for (int once = 0; once <= 1; once++) {
        g_autoptr(GString) file = g_string_new(NULL);
        AUTO(folder) folder = folder_new();
        g_autoptr(GError) error = NULL;

        g_string_printf(file, "define \"list\" { once = %s pattern = '(?i:",
                        once ? "true" : "false");
        for (int i = 0; i < 400; i++)
            g_string_append_printf(file, "word%d|", i);
        g_string_append(file, "end)' }\nrule \"x\" { kind = notice text = { '");
        for (int i = 0; i < 10; i++)
            g_string_append(file, "${list}");
        g_string_append(file, "' } }\n");
        folder_write(folder, "x.rule", file->str);
        AUTO(rules) rules = load(folder, NULL, &error);
        g_assert_true((rules != NULL) == once);
    }
}

/* The right's own patterns are judged as those of rules. */
static void test_alarm(void)
{
    AUTO(folder) folder = folder_new();
    g_autofree char *path =
        g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", "mon-espace-sante.right", NULL);
    g_autofree char *right = NULL;
    g_autoptr(GString) changed = NULL;
    g_autoptr(GError) error = NULL;
    const char *const dirs[] = { folder->path, NULL };

    g_assert_true(g_file_get_contents(path, &right, NULL, NULL));
    changed = g_string_new(right);
    g_assert_cmpuint(g_string_replace(changed, "(?<code>", "(?:", 0), ==, 1);
    folder_write(folder, "x.right", changed->str);
    folder_write(folder, "x.rule", "rule \"x\" { kind = notice text = { 'a' } }\n");
    g_assert_null(rules_load(dirs, NULL, &error));
    g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
    g_assert_true(g_pattern_match_simple("*/x.right:*: alarm: names nothing, near *", error->message));
}

/* A right file without it is of before it was there. */
static void test_first_year(void)
{
    static const struct {
        const char *written;
        guint year;
        const char *message;
    } rows[] = {
        { "first-year = 2021", 2021, NULL },
        { "", 0, NULL },
        { "first-year = -1", 0, "*/x.right:*: first-year is no year; *" },
        { "first-year = 10000", 0, "*/x.right:*: first-year is no year; *" },
    };
    g_autofree char *path =
        g_build_filename(g_getenv("VIGIE_SRCDIR"), "rules", "mon-espace-sante.right", NULL);
    g_autofree char *right = NULL;

    g_assert_true(g_file_get_contents(path, &right, NULL, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        AUTO(folder) folder = folder_new();
        const char *const dirs[] = { folder->path, NULL };
        g_autoptr(GString) changed = g_string_new(right);
        g_autoptr(GError) error = NULL;

        g_assert_cmpuint(g_string_replace(changed, "first-year = 2021", rows[i].written, 0), ==, 1);
        folder_write(folder, "x.right", changed->str);
        AUTO(right) read = right_load(dirs, &error);
        if (rows[i].message)
            g_assert_true(g_pattern_match_simple(rows[i].message, error->message));
        else
            g_assert_cmpuint(read->first_year, ==, rows[i].year);
    }
}

static bool has_row(const struct finding *finding, const char *pattern, bool matched)
{
    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = finding->trace->pdata[i];

        if (g_str_equal(row->pattern, pattern) && row->matched == matched)
            return true;
    }
    return false;
}

/* Conditions and extractions are called by their names in the trace, or as the definition is that
 * they consist of where the name is free, the others by key and place. */
static void test_names(void)
{
    static const char rule[] = "define \"made\" { pattern = '(?#never shown)créée' }\n"
                               "define \"season\" { pattern = '(?#a season)été' }\n"
                               "rule \"x\" { kind = notice\n"
                               "  text = { '(?#that it was made)${made}', '${season}', '${season}',\n"
                               "           'en ${season}' }\n"
                               "  unless = { '(?#a newsletter)lettre' }\n"
                               "  code = { '(?#beside a label)code (?<code>\\w+)' } }\n";
    const char raw[] = "From: a@example.fr\n" MAIL "créée en été, code AB12CD34\n";
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    AUTO(message) message = message_parse(bytes, NULL);

    folder_write(folder, "x.rule", rule);
    AUTO(rules) rules = load(folder, NULL, &error);
    g_assert_no_error(error);
    const struct detect_context context = { .rules = rules, .now = 1641978000, .trace = true };
    AUTO(finding) finding = detect(&context, message, NULL);
    g_assert_cmpstr(finding->rule, ==, "x");
    g_assert_true(has_row(finding, "that it was made", true));
    g_assert_false(has_row(finding, "never shown", true));
    g_assert_true(has_row(finding, "a season", true));
    g_assert_false(has_row(finding, "text 2", true));
    g_assert_true(has_row(finding, "text 3", true));
    g_assert_true(has_row(finding, "text 4", true));
    g_assert_true(has_row(finding, "a newsletter", false));
    g_assert_true(has_row(finding, "beside a label", true));
}

/* Without a candidate section, or by a rule's own header conditions, a mail is read whole. */
static void test_candidate(void)
{
    static const char raw[] = "From: a@scheme.example\nSubject: Votre droit\n\n";
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    AUTO(message) header = message_parse_header(bytes, NULL);
    AUTO(folder) bare = folder_new();
    AUTO(folder) headed = folder_new();
    AUTO(folder) narrow = folder_new();

    folder_write(bare, "x.rule", RULE("x", "notice", "1"));
    folder_write(headed, "x.rule",
                 "rule \"x\" { kind = notice from = { 'scheme' } text = { 'a' } }\n"
                 "candidate { subject = { 'Mon espace' } }\n");
    folder_write(narrow, "x.rule", RULE("x", "notice", "1")
                 "candidate { subject = { 'Mon espace' } }\n");
    AUTO(rules) all = load(bare, NULL, NULL);
    AUTO(rules) own = load(headed, NULL, NULL);
    AUTO(rules) none = load(narrow, NULL, NULL);

    g_assert_true(detect_candidate(all, header));
    g_assert_true(detect_candidate(own, header));
    g_assert_false(detect_candidate(none, header));
}

/* A pattern that comes to no end says neither yes nor no: in doubt the mail is read whole. */
static void test_candidate_in_doubt(void)
{
    g_autofree char *word = g_strnfill(4000, 'a');
    g_autofree char *raw = g_strconcat("From: a@scheme.example\nSubject: ", word, "!\n\n", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    AUTO(message) header = message_parse_header(bytes, NULL);
    AUTO(folder) folder = folder_new();

    folder_write(folder, "x.rule", RULE("x", "notice", "1") "candidate { subject = { '(a+)+$' } }\n");
    AUTO(rules) rules = load(folder, NULL, NULL);
    g_assert_nonnull(rules);
    g_assert_true(detect_candidate(rules, header));
}

/* It is told once, and not tried on the next text of the same mail: each try takes its whole time. */
static void test_exhausted(void)
{
    g_autofree char *word = g_strnfill(4000, 'a');
    g_autofree char *raw =
        g_strconcat("From: a@scheme.example\nSubject: ", word, "!\n\n", word, "!\n", NULL);
    g_autoptr(GBytes) bytes = g_bytes_new_static(raw, strlen(raw));
    AUTO(message) message = message_parse(bytes, NULL);
    AUTO(folder) folder = folder_new();

    folder_write(folder, "x.rule",
                 "rule \"x\" { kind = notice from = { 'scheme' } unless = { '(a+)+$' } }\n");
    AUTO(rules) rules = load(folder, NULL, NULL);
    g_assert_nonnull(rules);
    const struct detect_context context = { .rules = rules, .now = 1641978000 };
    AUTO(finding) finding = detect(&context, message, NULL);
    g_assert_cmpuint(finding->faults->len, ==, 1);
}

/* Rules that were found good once find the same when each pattern is compiled as it is needed; one that
 * cannot be compiled after all is told of, and no reason to pass over a mail in silence. */
static void test_again(void)
{
    AUTO(folder) folder = folder_new();
    g_autoptr(GError) error = NULL;

    folder_write(folder, "x.rule",
                 "define \"made\" { pattern = 'créée? l\\'été' }\n"
                 "rule \"x\" { kind = notice priority = 2 from = { '@' } text = { '${made}' }\n"
                 "code = { 'code (?<code>[A-Za-z0-9]{12})' } }\n"
                 "rule \"y\" { kind = reminder priority = 3 from = { '@' } text = { 'a(' } }\n");
    AUTO(rules) rules = rules_load_again(folder->path, &error);
    g_assert_no_error(error);
    AUTO(finding) finding = run(rules, "From: a@example.fr\n" MAIL "cree l'été, code aB3dE5fG7hJ9\n");
    const struct finding_case *one = g_ptr_array_index(finding->cases, 0);

    g_assert_cmpstr(finding->rule, ==, "x");
    g_assert_cmpstr(one->code, ==, "aB3dE5fG7hJ9");
    g_assert_cmpuint(finding->faults->len, ==, 1);
    g_assert_nonnull(strstr(finding->faults->pdata[0], "x.rule:4: "));
    rules_speed_up(rules);
    AUTO(finding) faster = run(rules, "From: a@example.fr\n" MAIL "créé l’été\n");
    g_assert_cmpstr(faster->rule, ==, "x");
}

/* Each letter as GLib composes it, alone and under an accent of its own: what is left as it is must be so
 * already. */
static void test_composed(void)
{
    for (gunichar letter = 0x80; letter < 0x3000; letter++) {
        g_autoptr(GString) pattern = g_string_new("\\Q");
        g_autofree char *alone = NULL, *accented = NULL, *spelt = NULL, *spelt_accented = NULL;

        if (letter == 0xA0 || letter == 0x202F) /* spaces, which are plain in texts */
            continue;
        g_string_append_unichar(pattern, letter);
        alone = g_utf8_normalize(pattern->str, -1, G_NORMALIZE_NFC);
        spelt = spelling_of_texts(pattern->str);
        g_assert_cmpstr(spelt, ==, alone);
        g_string_append(pattern, "\u0301");
        accented = g_utf8_normalize(pattern->str, -1, G_NORMALIZE_NFC);
        spelt_accented = spelling_of_texts(pattern->str);
        g_assert_cmpstr(spelt_accented, ==, accented);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("VIGIE_TEST_RULE", "a long value", TRUE);
    g_test_add_func("/rules/faults", test_faults);
    g_test_add_func("/rules/odd-files", test_odd_files);
    g_test_add_func("/rules/many-expanded", test_many_expanded);
    g_test_add_func("/rules/definition-elsewhere", test_definition_elsewhere);
    g_test_add_func("/rules/alarm", test_alarm);
    g_test_add_func("/rules/names", test_names);
    g_test_add_func("/rules/empty", test_empty);
    g_test_add_func("/rules/interface-example", test_interface_example);
    g_test_add_func("/rules/order", test_order);
    g_test_add_func("/rules/earlier-directory-wins", test_earlier_directory_wins);
    g_test_add_func("/rules/limit", test_limit);
    g_test_add_func("/rules/apostrophe", test_apostrophe);
    g_test_add_func("/rules/accents", test_accents);
    g_test_add_func("/rules/first-year", test_first_year);
    g_test_add_func("/rules/once", test_once);
    g_test_add_func("/rules/once-numbers", test_once_numbers);
    g_test_add_func("/rules/once-room", test_once_room);
    g_test_add_func("/rules/candidate", test_candidate);
    g_test_add_func("/rules/candidate-in-doubt", test_candidate_in_doubt);
    g_test_add_func("/rules/exhausted", test_exhausted);
    g_test_add_func("/rules/again", test_again);
    g_test_add_func("/rules/composed", test_composed);
    return g_test_run();
}
