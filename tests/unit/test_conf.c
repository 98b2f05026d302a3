/* What libconfuse lets through is refused, each fault at its own line. */
#include "base/conf.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"

static cfg_opt_t box_options[] = { CFG_STR("user", NULL, CFGF_NODEFAULT),
                                   CFG_INT("poll", 60, CFGF_NONE),
                                   CFG_BOOL("deep", cfg_false, CFGF_NONE),
                                   CFG_STR_LIST("trust", NULL, CFGF_NODEFAULT), CFG_END() };
static cfg_opt_t look_options[] = { CFG_STR_LIST("from", NULL, CFGF_NODEFAULT), CFG_END() };
static cfg_opt_t options[] = { CFG_SEC("box", box_options, CFGF_MULTI | CFGF_TITLE),
                               CFG_SEC("look", look_options, CFGF_MULTI),
                               CFG_SEC("once", look_options, CFGF_NONE),
                               CFG_STR("state", NULL, CFGF_NODEFAULT),
                               CFG_INT_LIST("days", NULL, CFGF_NODEFAULT),
                               CFG_END() };

static const char *file(void)
{
    static char name[] = "conf.XXXXXX";
    static gboolean made;

    if (!made)
        g_close(g_mkstemp(name), NULL);
    made = TRUE;
    return name;
}

static cfg_t *read_bytes(const char *text, gssize length, GError **error)
{
    g_assert_true(g_file_set_contents(file(), text, length, NULL));
    return conf_read(file(), options, error);
}

static const struct {
    const char *text;
    int line;
    const char *says, *why;
} faults[] = {
    { "box 'a' {\n user = 'x'\n pasword = 'y'\n}", 3, "pasword", "an unknown key" },
    { "box 'a' {\n pasword { }\n}", 2, "pasword", "an unknown section" },
    { "include('other')", 1, "unexpected", "no other file is read" },
    { "include = 'other'", 1, "include", "no other file is read" },
    { "state = 'a'\n\nstate = 'b'", 3, "line 1", "a doubled key" },
    { "box a { user = b\nuser = c }", 2, "line 1", "a doubled key in a section" },
    { "once {}\nonce {}", 2, "line 1", "a doubled single section" },
    { "box 'a' {}\nbox \"a\" {}", 2, "duplicate title 'a'", "a doubled title, other quotes" },
    { "\nbox 'a' {\n user = 'x'\n", 2, "cut off", "a section cut off" },
    { "box 'a' {\n trust = { 'x',", 2, "cut off", "a list cut off" },
    { "box 'a'", 1, "cut off", "a title without section" },
    { "state =", 1, "cut off", "a value cut off" },
    { "\nstate = 'abc\n\n", 2, "not closed", "a string cut off: the line of its quote" },
    { "state = \"abc\\", 1, "backslash", "a string that ends in a backslash" },
    { "\n/* x\n", 2, "not closed", "a comment cut off" },
    { "days = 'a\nb'", 2, "\"a b\"", "a fault is one line, at the value" },
    { "days = { 7, soon }", 1, "soon", "no number in a list" },
    { "box a { poll = }", 1, "missing", "no value at all" },
    { "box a { poll = '' }", 1, "whole number", "libconfuse takes an empty string for 0" },
    { "box a { poll = 010 }", 1, "whole number", "libconfuse takes it for 8" },
    { "box a { poll = 99999999999 }", 1, "whole number", "too large" },
    { "box a { poll = 1.5 }", 1, "whole number", "not whole" },
    { "box a { deep = perhaps }", 1, "neither true nor false", "no boolean" },
    { "box a { user = { 'x' } }", 1, "one value", "a list where one value is expected" },
    { "box = 3", 1, "section", "a section as a key" },
    { "state { }", 1, "is a key", "a key as a section" },
    { "box { }", 1, "needs a name", "a title is missing" },
    { "look 'x' { }", 1, "no name", "a title too many" },
    { "box 'a' 'b' { }", 1, "expected", "two titles" },
    { "state 'x'\nbox a {}", 2, "expected", "the equal sign is missing" },
    { "}", 1, "closes nothing", "a brace too many" },
    { "box a {}}", 1, "closes nothing", "a brace too many" },
    { "state = \"a\\d\"", 1, "backslash", "libconfuse makes it d" },
    { "state = \"a\\\nb\"", 1, "backslash", "no continued line" },
    { "state = 'a\\\nb'", 1, "backslash", "libconfuse would drop both" },
    { "\nstate = \"${VIGIE_UNSET}\"", 2, "VIGIE_UNSET", "an unset variable" },
    { "state = \"${}\"", 1, "not set", "no variable" },
    { "state = \"${VIGIE_SET\"\nlook {} # }", 1, "not closed",
      "libconfuse would look for } outside" },
    { "state = ${VIGIE_SET}", 1, "double quotes", "not in quotes" },
    { "state = \"${VIGIE_BAD}\"", 1, "not UTF-8", "a variable of bytes" },
    { "look { from = {\n'l'espace' } }", 2, "list of \"from\"", "an apostrophe in single quotes" },
    { "state = 'l'espace'", 1, "not closed", "an apostrophe in single quotes" },
    { "state = a*b", 1, "unexpected", "libconfuse eats the star" },
    { "stat = a", 1, "\"state\" may be meant; known here", "a slip in a key" },
    { "box|user = a", 1, "unknown key", "libconfuse takes | for a path" },
    { "'state' = a", 1, "key", "a quoted key" },
    { "state = 'a\xe9'", 1, "UTF-8", "Latin-1" },
    { "# one\n/* two\n three */ // four\n\nbox a { poll = x }", 5, "whole number",
      "libconfuse counts three lines for a comment" },
    { "box a { user = 'x\ny'\n\npoll = x }", 4, "whole number", "lines in a string count" },
};

static void test_faults(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *place = g_strdup_printf("%s:%d: ", file(), faults[i].line);

        g_test_message("%s", faults[i].why);
        g_assert_null(read_bytes(faults[i].text, -1, &error));
        g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
        if (!g_str_has_prefix(error->message, place) || !strstr(error->message, faults[i].says) ||
            strchr(error->message, '\n'))
            g_error("%s: got \"%s\"", faults[i].why, error->message);
    }
}

/* What is written, and what comes out of `state`. */
static const struct {
    const char *text, *state, *why;
} values[] = {
    { "", NULL, "an empty file" },
    { "\xef\xbb\xbfstate = a", "a", "a byte-order mark" },
    { "state = a\r\nlook { }\r\n", "a", "lines that end in CRLF" },
    { "state = 'a\\\\b\\'c\\d\"'", "a\\b'c\\d\"", "single quotes: only \\\\ and \\' are escapes" },
    { "state = \"a\\\\b\\\"c\\n\\t'\"", "a\\b\"c\n\t'", "double quotes" },
    { "state = \"<${VIGIE_SET}>\"", "<x\"y}>", "a variable, taken as it is" },
    { "state = '${VIGIE_SET}'", "${VIGIE_SET}", "no variable in single quotes" },
    { "state = \"${VIGIE_UNSET:-z}\"", "z", "a value for the unset" },
    { "state = '# no // comment /* here'", "# no // comment /* here", "comments within quotes" },
    { "state = http://x // y", "http://x", "slashes within a word" },
    { "state='a'#b", "a", "a comment at a string" },
    { "state = 'é ’ ✓'", "é ’ ✓", "UTF-8" },
};

static void test_values(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(values); i++) {
        g_autoptr(GError) error = NULL;
        cfg_t *cfg = read_bytes(values[i].text, -1, &error);

        g_test_message("%s", values[i].why);
        g_assert_no_error(error);
        g_assert_cmpstr(cfg_getstr(cfg, "state"), ==, values[i].state);
        cfg_free(cfg);
    }
}

static void test_places(void)
{
    g_autoptr(GError) error = NULL;
    cfg_t *cfg = read_bytes(
        "# x\nbox a {\n user = u\n trust = {\n 'x', 'y' } }\nlook {}\n\nbox b {\n}\nlook {\n"
        "from = a }\ndays = { 3 }",
        -1, &error);
    static const struct {
        const char *section, *name;
        guint index;
        int line;
    } rows[] = {
        { "box", "user", 0, 3 }, { "box", "trust", 0, 4 }, { "box", "poll", 0, 2 },
        { "box", NULL, 1, 8 },   { "look", NULL, 0, 6 },   { "look", "from", 1, 11 },
        { NULL, "days", 0, 12 }, { NULL, "state", 0, 1 },
    };

    g_assert_no_error(error);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) fault = NULL;
        g_autofree char *expected = g_strdup_printf("%s:%d: no 7", file(), rows[i].line);

        conf_fault(&fault, rows[i].section ? cfg_getnsec(cfg, rows[i].section, rows[i].index) : cfg,
                   rows[i].name, "no %d", 7);
        g_assert_error(fault, VIGIE_ERROR, EX_CONFIG);
        g_assert_cmpstr(fault->message, ==, expected);
    }
    g_assert_cmpint(cfg_getnint(cfg, "days", 0), ==, 3);
    g_assert_cmpuint(cfg_size(cfg, "days"), ==, 1);
    g_assert_cmpuint(cfg_size(cfg_getnsec(cfg, "box", 0), "trust"), ==, 2);
    g_assert_cmpint(cfg_getint(cfg_getnsec(cfg, "box", 1), "poll"), ==, 60);
    cfg_free(cfg);
}

static void test_bytes(void)
{
    g_autofree char *large = g_strnfill(CONF_MAX_BYTES + 1, ' ');
    g_autoptr(GError) nul = NULL, size = NULL, folder = NULL, missing = NULL;
    cfg_t *cfg;

    g_assert_null(read_bytes("\nstate = 'a\0b'", 14, &nul));
    g_assert_error(nul, VIGIE_ERROR, EX_CONFIG);
    g_assert_nonnull(strstr(nul->message, ":2: a NUL byte"));
    g_assert_null(read_bytes(large, -1, &size));
    g_assert_error(size, VIGIE_ERROR, EX_CONFIG);
    large[CONF_MAX_BYTES] = '\0';
    cfg = read_bytes(large, -1, NULL);
    g_assert_nonnull(cfg);
    cfg_free(cfg);
    g_assert_null(conf_read(".", options, &folder));
    g_assert_error(folder, VIGIE_ERROR, EX_NOINPUT);
    g_assert_null(conf_read("/nowhere/c", options, &missing));
    g_assert_error(missing, VIGIE_ERROR, EX_NOINPUT);
    g_assert_nonnull(strstr(missing->message, "/nowhere/c"));
}

int main(int argc, char **argv)
{
    int result;

    g_setenv("VIGIE_SET", "x\"y}", TRUE);
    g_setenv("VIGIE_BAD", "\xff", TRUE);
    g_unsetenv("VIGIE_UNSET");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/conf/faults", test_faults);
    g_test_add_func("/conf/values", test_values);
    g_test_add_func("/conf/places", test_places);
    g_test_add_func("/conf/bytes", test_bytes);
    result = g_test_run();
    g_unlink(file());
    return result;
}
