/* A lexer and a small state machine over libconfuse's grammar. It knows no option: only words,
 * strings, braces and lines. */
#include "base/conf_scan.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"

enum token {
    TOKEN_BAD, /* a fault is set */
    TOKEN_END,
    TOKEN_WORD,
    TOKEN_STRING,
    TOKEN_ASSIGN,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
};
enum expect { EXPECT_KEY, EXPECT_ASSIGN, EXPECT_VALUE, EXPECT_ITEM, EXPECT_COMMA };

struct scan {
    const char *file, *text;
    char *at; /* the next byte to read */
    int line;
    char *word; /* the token read last */
    gsize length;
    GArray *places;
    guint parent; /* the section that is open */
    enum expect expect;
    GError **error;
};

void conf_scan_fault(GError **error, const char *file, int line, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_strdelimit(message, "\r\n\t", ' '); /* it may quote a value; a fault is one line */
    g_set_error(error, VIGIE_ERROR, EX_CONFIG, "%s:%d: %s", file, line, message);
}

/* A fault at the line that is being read. Returns 0: TOKEN_BAD and false. */
static int refuse(struct scan *scan, const char *format, ...) G_GNUC_PRINTF(2, 3);

static int refuse(struct scan *scan, const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list arguments;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    conf_scan_fault(scan->error, scan->file, scan->line, "%s", message);
    return 0;
}

static void place_clear(gpointer place)
{
    g_free(((struct conf_place *)place)->name);
}

static void blank(struct scan *scan, const char *end)
{
    for (; scan->at < end; scan->at++) {
        if (*scan->at == '\n')
            scan->line++;
        else
            *scan->at = ' ';
    }
}

/* Skips spaces and comments. FALSE and a fault for a comment that is not closed. */
static bool skip(struct scan *scan)
{
    for (;;) {
        while (*scan->at && strchr(" \t\r\n", *scan->at))
            scan->line += *scan->at++ == '\n';
        if (*scan->at == '#' || g_str_has_prefix(scan->at, "//")) {
            blank(scan, scan->at + strcspn(scan->at, "\n"));
        } else if (g_str_has_prefix(scan->at, "/*")) {
            const char *end = strstr(scan->at + 2, "*/");

            if (!end)
                return refuse(scan, _("the comment is not closed; add */"));
            blank(scan, end + 2);
        } else {
            return true;
        }
    }
}

/* "${NAME}" or "${NAME:-otherwise}" in double quotes. libconfuse takes an unset variable as empty,
 * and looks for the brace beyond the end of the string. */
static enum token read_variable(struct scan *scan)
{
    const char *name = scan->at + 2;
    gsize length = strcspn(name, "}\"\\\n");
    g_autofree char *variable = g_strndup(name, length);
    char *otherwise = strstr(variable, ":-");
    const char *value;

    if (name[length] != '}')
        return refuse(scan, _("${ is not closed; write ${NAME}"));
    scan->at += length + 3;
    if (otherwise)
        *otherwise = '\0';
    value = g_getenv(variable);
    if (!value && !otherwise)
        return refuse(scan, _("the variable %s is not set; set it, or write ${%s:-VALUE}"),
                      variable, variable);
    if (value && !g_utf8_validate(value, -1, NULL))
        return refuse(scan, _("the variable %s is not UTF-8; set it anew"), variable);
    return TOKEN_STRING;
}

/* A string from its quote to its end. One that is not closed would also leave libconfuse's lexer
 * inside a string for the next file. */
static enum token read_string(struct scan *scan)
{
    const char quote = *scan->at++;
    const int start = scan->line;

    while (*scan->at && *scan->at != quote) {
        if (quote == '"' && g_str_has_prefix(scan->at, "${")) {
            if (read_variable(scan) == TOKEN_BAD)
                return TOKEN_BAD;
            continue;
        }
        if (*scan->at == '\\') {
            if (quote == '\'' && scan->at[1] == '\n')
                return refuse(scan, _("a backslash ends the line; double it"));
            if (quote == '"' && (!scan->at[1] || !strchr("\\\"nt", scan->at[1])))
                return refuse(scan,
                              _("a backslash in double quotes stands before \\, \", n or t only; "
                                "double it, or use single quotes"));
            scan->at += scan->at[1] != '\0';
        }
        scan->line += *scan->at++ == '\n';
    }
    if (!*scan->at) {
        scan->line = start;
        return refuse(scan, _("the string is not closed; add %c"), quote);
    }
    scan->at++;
    return TOKEN_STRING;
}

static enum token read_word(struct scan *scan)
{
    scan->length = strcspn(scan->at, " \t\r\n#\"'={}()+,*");
    scan->at += scan->length;
    if (scan->length == 0)
        return refuse(scan, _("unexpected \"%.1s\"; put a value that holds it in quotes"),
                      scan->at);
    if (scan->at[-1] == '$' && *scan->at == '{')
        return refuse(scan, _("${…} counts in double quotes only; add them"));
    return TOKEN_WORD;
}

static enum token next_token(struct scan *scan)
{
    if (!skip(scan))
        return TOKEN_BAD;
    scan->word = scan->at;
    scan->length = 1;
    switch (*scan->at) {
    case '\0':
        scan->length = 0;
        return TOKEN_END;
    case '"':
    case '\'':
        return read_string(scan);
    case '{':
        return scan->at++, TOKEN_OPEN;
    case '}':
        return scan->at++, TOKEN_CLOSE;
    case ',':
        return scan->at++, TOKEN_COMMA;
    case '=':
        return scan->at++, TOKEN_ASSIGN;
    case '+':
        if (scan->at[1] == '=')
            return scan->at += 2, TOKEN_ASSIGN;
        /* fall through */
    default:
        return read_word(scan);
    }
}

static struct conf_place *last_place(struct scan *scan)
{
    return &g_array_index(scan->places, struct conf_place, scan->places->len - 1);
}

static void begin_place(struct scan *scan)
{
    struct conf_place place = { .name = g_strndup(scan->word, scan->length),
                                .line = scan->line,
                                .parent = scan->parent,
                                .start = (gsize)(scan->word - scan->text),
                                .end = scan->places->len + 1 };

    g_array_append_val(scan->places, place);
    scan->expect = EXPECT_ASSIGN;
}

static void close_section(struct scan *scan)
{
    struct conf_place *section = &g_array_index(scan->places, struct conf_place, scan->parent);

    section->end = scan->places->len;
    scan->parent = section->parent;
}

/* Where a key or a closing brace may stand. */
static bool take_key(struct scan *scan, enum token token)
{
    if (token == TOKEN_CLOSE && scan->parent != CONF_ROOT) {
        close_section(scan);
        return true;
    }
    if (token == TOKEN_CLOSE)
        return refuse(scan, _("this } closes nothing; remove it"));
    if (token != TOKEN_WORD)
        return refuse(scan,
                      _("a key is expected here; write key = value, strings in one pair of quotes "
                        "(an apostrophe as ’ or \\')"));
    begin_place(scan);
    return true;
}

/* After a key: "=", or a title and "{". */
static bool take_assign(struct scan *scan, enum token token)
{
    struct conf_place *place = last_place(scan);

    if (token == TOKEN_ASSIGN && !place->titled) {
        scan->expect = EXPECT_VALUE;
    } else if (token == TOKEN_OPEN) {
        place->section = true;
        scan->parent = scan->places->len - 1;
        scan->expect = EXPECT_KEY;
    } else if ((token == TOKEN_STRING || token == TOKEN_WORD) && !place->titled) {
        place->titled = true;
    } else {
        return refuse(
            scan, _("= or { is expected after \"%s\"; write key = value or section \"name\" { … }"),
            place->name);
    }
    return true;
}

/* After "=", and inside a list. */
static bool take_value(struct scan *scan, enum token token)
{
    const bool value = token == TOKEN_STRING || token == TOKEN_WORD;
    const bool inside = scan->expect != EXPECT_VALUE;

    if (value && scan->expect != EXPECT_COMMA) {
        scan->expect = inside ? EXPECT_COMMA : EXPECT_KEY;
    } else if (token == TOKEN_OPEN && !inside) {
        last_place(scan)->list = true;
        scan->expect = EXPECT_ITEM;
    } else if (token == TOKEN_COMMA && scan->expect == EXPECT_COMMA) {
        scan->expect = EXPECT_ITEM;
    } else if (token == TOKEN_CLOSE && inside) {
        scan->expect = EXPECT_KEY;
    } else {
        return refuse(scan,
                      inside ? _("the list of \"%s\" is broken; write { 'a', 'b' }, an apostrophe "
                                 "inside as ’ or \\'")
                             : _("the value of \"%s\" is missing; write one after ="),
                      last_place(scan)->name);
    }
    last_place(scan)->stop = (gsize)(scan->at - scan->text);
    return true;
}

/* libconfuse takes the end of the file for the end of every open section. */
static bool take_end(struct scan *scan)
{
    const struct conf_place *open;

    if (scan->expect == EXPECT_KEY && scan->parent == CONF_ROOT)
        return true;
    open = scan->expect == EXPECT_KEY
               ? &g_array_index(scan->places, struct conf_place, scan->parent)
               : last_place(scan);
    scan->line = open->line;
    return refuse(scan, _("\"%s\" is cut off by the end of the file; complete it"), open->name);
}

static bool take(struct scan *scan, enum token token)
{
    switch (scan->expect) {
    case EXPECT_KEY:
        return take_key(scan, token);
    case EXPECT_ASSIGN:
        return take_assign(scan, token);
    default:
        return take_value(scan, token);
    }
}

GArray *conf_scan(const char *file, char *text, GError **error)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(struct conf_place));
    struct scan scan = { .file = file,
                         .text = text,
                         .at = text,
                         .line = 1,
                         .places = places,
                         .parent = CONF_ROOT,
                         .expect = EXPECT_KEY,
                         .error = error };
    enum token token;

    g_array_set_clear_func(places, place_clear);
    while ((token = next_token(&scan)) != TOKEN_END)
        if (token == TOKEN_BAD || !take(&scan, token))
            return NULL;
    return take_end(&scan) ? g_steal_pointer(&places) : NULL;
}
