/* Reads the part of PCRE2's syntax that rules use. Case, look-around, greed and the number of many
 * repeats are left out: each makes a pattern match less, never more. */
#include "detect/triage_pattern.h"

#include <string.h>

#include "detect/spelling.h"

/* Of a piece that is repeated: more copies are any number. */
#define MAX_COPIES 3
#define MAX_DEPTH 60
/* Beyond, no character has a symbol of its own. */
#define LAST_CHARACTER 0x1FFFF

struct triage_atoms {
    GHashTable *sets; /* source: struct symbol_set */
    GArray *letters;  /* of gunichar: all that have an ASCII symbol */
};

struct reader {
    const char *at;
    struct nfa *nfa;
    struct triage_atoms *atoms;
    bool anchored, failed;
    int depth;
};

struct triage_atoms *triage_atoms_new(void)
{
    struct triage_atoms *atoms = g_new0(struct triage_atoms, 1);

    atoms->sets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    atoms->letters = g_array_new(FALSE, FALSE, sizeof(gunichar));
    for (gunichar c = ' '; c <= LAST_CHARACTER; c++)
        if ((symbol_of(c) & ~(guint)SYMBOL_ODD_IN_ADDRESS) >= ' ' && g_unichar_validate(c))
            g_array_append_val(atoms->letters, c);
    return atoms;
}

void triage_atoms_free(struct triage_atoms *atoms)
{
    if (!atoms)
        return;
    g_hash_table_unref(atoms->sets);
    g_array_unref(atoms->letters);
    g_free(atoms);
}

/* A character without a symbol of its own may be what any class means. */
static void ask(struct triage_atoms *atoms, const struct pattern *pattern, struct symbol_set *set)
{
    const gint64 deadline = pattern_deadline();

    symbol_set_add(set, SYMBOL_OTHER);
    for (guint i = 0; i < atoms->letters->len; i++) {
        const gunichar c = g_array_index(atoms->letters, gunichar, i);
        char text[8] = "";
        struct pattern_hit hit;

        text[g_unichar_to_utf8(c, text)] = '\0';
        if (pattern_match(pattern, text, 0, deadline, &hit) != PATTERN_NO)
            symbol_set_add(set, symbol_of(c) & ~(guint)SYMBOL_ODD_IN_ADDRESS);
    }
}

/* One character that the source from `from` on means. */
static struct fragment atom(struct reader *reader, const char *from)
{
    g_autofree char *source = g_strndup(from, (gsize)(reader->at - from));
    struct symbol_set *set = g_hash_table_lookup(reader->atoms->sets, source);
    g_autofree char *whole = g_strdup_printf("(?is)\\A(?:%s)\\z", source);

    if (!set) {
        AUTO(pattern) pattern = pattern_new(whole, NULL, NULL);

        set = g_new0(struct symbol_set, 1);
        if (pattern)
            ask(reader->atoms, pattern, set);
        else
            reader->failed = true;
        g_hash_table_insert(reader->atoms->sets, g_steal_pointer(&source), set);
    }
    return nfa_symbol(reader->nfa, set);
}

static struct fragment fail(struct reader *reader)
{
    reader->failed = true;
    return nfa_empty(reader->nfa);
}

static struct fragment ascii(struct reader *reader, char c)
{
    struct symbol_set set = { { 0, 0 } };

    symbol_set_add(&set, symbol_of((guchar)c));
    return nfa_symbol(reader->nfa, &set);
}

static struct fragment anything(struct reader *reader)
{
    struct symbol_set set = { { ~G_GUINT64_CONSTANT(0), ~G_GUINT64_CONSTANT(0) } };

    return nfa_repeat(reader->nfa, nfa_symbol(reader->nfa, &set));
}

static struct fragment read_alternatives(struct reader *reader);

/* [ … ]. An open one is no pattern of PCRE2's, which atom asks. */
static struct fragment read_class(struct reader *reader)
{
    const char *from = reader->at;

    reader->at = spelling_class_end(from);
    return atom(reader, from);
}

/* \x, \x{…}, \p{…} and what stands for one character by a single letter. */
static struct fragment read_escaped_letter(struct reader *reader, const char *from, char letter)
{
    if (strchr("pPx", letter) && *reader->at == '{')
        reader->at += strcspn(reader->at, "}") + 1;
    else if (letter == 'p' || letter == 'P')
        reader->at++;
    else if (letter == 'x')
        for (int i = 0; i < 2 && g_ascii_isxdigit(*reader->at); i++)
            reader->at++;
    else if (!strchr("dDwWsShHvVNtnrfea", letter) || (letter == 'N' && *reader->at == '{'))
        return fail(reader);
    if (reader->at > from + strlen(from))
        return fail(reader);
    return atom(reader, from);
}

static struct fragment read_escape(struct reader *reader)
{
    const char *from = reader->at;
    const char letter = from[1];

    if (!letter)
        return fail(reader);
    reader->at += 2;
    switch (letter) {
    case 'b':
        return nfa_if(reader->nfa, NFA_WORD_EDGE);
    case 'B':
        return nfa_if(reader->nfa, NFA_WORD_INSIDE);
    case 'A':
    case 'G':
        return reader->anchored ? nfa_if(reader->nfa, NFA_START) : nfa_empty(reader->nfa);
    case 'Z':
    case 'z':
    case 'K':
    case 'E':
        return nfa_empty(reader->nfa);
    default:
        break;
    }
    if (g_ascii_isalpha(letter))
        return read_escaped_letter(reader, from, letter);
    if (g_ascii_isdigit(letter) || letter & 0x80)
        return fail(reader);
    return ascii(reader, letter);
}

/* What stands between "(?" and the pattern of a group; its brackets are open. False where it is no
 * group that can be read. */
static bool skip_group_head(struct reader *reader, bool *looks)
{
    const char *at = reader->at;
    const char close = *at == '\'' ? '\'' : '>';

    *looks = false;
    if (*at == '=' || *at == '!' || (*at == '<' && (at[1] == '=' || at[1] == '!'))) {
        *looks = true;
        reader->at += *at == '<' ? 2 : 1;
        return true;
    }
    if (*at == '|' || *at == '>') {
        reader->at++;
        return true;
    }
    at += *at == 'P' && at[1] == '<';
    if (*at == '<' || *at == '\'') {
        at += 1 + strcspn(at + 1, close == '\'' ? "'" : ">");
        reader->at = at + (*at != '\0');
        return *at != '\0';
    }
    reader->at += strspn(reader->at, "imsnUJ-^");
    if (*reader->at != ':')
        return false;
    reader->at++;
    return true;
}

/* (?i) and the like: what follows is not read more narrowly for any of them but m. */
static bool is_option(const char *at)
{
    const gsize length = strspn(at, "imsnUJ-^");

    return length && at[length] == ')';
}

static struct fragment read_bracket(struct reader *reader)
{
    struct fragment inside;
    bool looks = false;

    reader->at++;
    if (g_str_has_prefix(reader->at, "?#")) {
        reader->at += strcspn(reader->at, ")");
        reader->at += *reader->at == ')';
        return nfa_empty(reader->nfa);
    }
    if (*reader->at == '?' && is_option(reader->at + 1)) {
        reader->at += strcspn(reader->at, ")") + 1;
        return nfa_empty(reader->nfa);
    }
    if (*reader->at == '*')
        return fail(reader);
    if (*reader->at == '?') {
        reader->at++;
        if (!skip_group_head(reader, &looks))
            return fail(reader);
    }
    inside = read_alternatives(reader);
    if (reader->failed || *reader->at != ')')
        return fail(reader);
    reader->at++;
    return looks ? nfa_empty(reader->nfa) : inside;
}

static struct fragment read_one(struct reader *reader)
{
    const char *from = reader->at;

    switch (*from) {
    case '(':
        return read_bracket(reader);
    case '[':
        return read_class(reader);
    case '\\':
        return strchr("123456789gk", from[1]) && from[1] ? fail(reader) : read_escape(reader);
    case '$':
        reader->at++;
        return nfa_empty(reader->nfa);
    case '^':
        reader->at++;
        return reader->anchored ? nfa_if(reader->nfa, NFA_START) : nfa_empty(reader->nfa);
    case '.':
        reader->at++;
        return anything(reader);
    default:
        reader->at += g_utf8_skip[(guchar)*from];
        return *from & 0x80 ? atom(reader, from) : ascii(reader, *from);
    }
}

/* {2}, {2,} or {2,5}. `most` -1: without end. What newer versions of PCRE2 take too, with a blank
 * or without the first number, fails. */
static bool read_braces(struct reader *reader, gint64 *least, gint64 *most)
{
    char *end;

    if (*reader->at != '{')
        return false;
    if (strchr(" ,", reader->at[1]))
        reader->failed = true;
    if (!g_ascii_isdigit(reader->at[1]))
        return false;
    *least = *most = g_ascii_strtoll(reader->at + 1, &end, 10);
    if (*end == ',') {
        end++;
        *most = g_ascii_isdigit(*end) ? g_ascii_strtoll(end, &end, 10) : -1;
    }
    if (*end != '}') {
        reader->failed = true;
        return false;
    }
    reader->at = end + 1;
    return true;
}

static bool read_quantifier(struct reader *reader, gint64 *least, gint64 *most)
{
    if (*reader->at == '*' || *reader->at == '+' || *reader->at == '?') {
        *least = *reader->at == '+';
        *most = *reader->at == '?' ? 1 : -1;
        reader->at++;
    } else if (!read_braces(reader, least, most)) {
        return false;
    }
    reader->at += *reader->at == '?' || *reader->at == '+';
    return true;
}

/* Another copy of what the source at `from` means. */
static struct fragment read_again(struct reader *reader, const char *from)
{
    const char *at = reader->at;
    struct fragment copy;

    reader->at = from;
    copy = read_one(reader);
    reader->at = at;
    return copy;
}

static struct fragment read_piece(struct reader *reader)
{
    const char *from = reader->at;
    const struct fragment one = read_one(reader);
    struct fragment whole;
    gint64 least, most;

    if (reader->failed || !read_quantifier(reader, &least, &most))
        return one;
    whole = nfa_empty(reader->nfa);
    for (gint64 i = 0; i < MIN(least, MAX_COPIES); i++)
        whole = nfa_join(reader->nfa, whole, read_again(reader, from));
    if (most < 0 || most > MAX_COPIES)
        return nfa_join(reader->nfa, whole, nfa_repeat(reader->nfa, one));
    for (gint64 i = least; i < most; i++)
        whole = nfa_join(reader->nfa, whole, nfa_optional(reader->nfa, read_again(reader, from)));
    return whole;
}

static struct fragment read_sequence(struct reader *reader)
{
    struct fragment whole = nfa_empty(reader->nfa);

    while (!reader->failed && *reader->at && *reader->at != '|' && *reader->at != ')') {
        whole = nfa_join(reader->nfa, whole, read_piece(reader));
        reader->failed = reader->failed || nfa_is_full(reader->nfa);
    }
    return whole;
}

static struct fragment read_alternatives(struct reader *reader)
{
    struct fragment whole;

    if (++reader->depth > MAX_DEPTH)
        return fail(reader);
    whole = read_sequence(reader);
    while (!reader->failed && *reader->at == '|') {
        reader->at++;
        whole = nfa_either(reader->nfa, whole, read_sequence(reader));
    }
    reader->depth--;
    return whole;
}

bool triage_pattern_add(struct nfa *nfa, struct triage_atoms *atoms, const struct pattern *pattern,
                        bool anchored)
{
    const char *source = pattern_source(pattern);
    struct reader reader = { source, nfa, atoms, anchored, false, 0 };
    struct fragment whole;

    /* \Q quotes what would be read here as syntax; x lets blanks mean nothing. */
    if (strstr(source, "\\Q"))
        return false;
    /* With m, ^ holds within the text too. (A text of one line has none.) */
    whole = read_alternatives(&reader);
    if (reader.failed || *reader.at)
        return false;
    nfa_find(nfa, whole);
    return true;
}
