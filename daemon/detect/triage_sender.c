/* Each function here stands for one of sender.c, of which it finds a superset: in the whole field
 * instead of the name or the domain alone. */
#include "detect/triage_sender.h"

#include <string.h>

#include "detect/lookalike.h"
#include "detect/sender.h"

/* Of a word from RIGHT_LONG_WORD letters on, less than half. */
#define LONG_BEGIN 5

/* Between the pieces of a label. */
static bool is_separator(char c)
{
    return c == '-' || c == '_';
}

static bool is_in_label(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_';
}

/* What GMime takes into a label, though no host has it. */
static bool is_odd_in_label(char c)
{
    return !is_in_label(c) && !strchr(".@ <>()[]\",;:\\", c);
}

static bool is_no_letter(char c)
{
    return !g_ascii_isalnum(c);
}

static bool is_digit(char c)
{
    return g_ascii_isdigit(c);
}

/* All ASCII symbols that `holds`, and, with `others`, all without one. */
static struct fragment any_of(struct nfa *nfa, bool (*holds)(char), bool others)
{
    struct symbol_set set = { { 0, 0 } };

    if (others)
        symbol_set_add(&set, SYMBOL_OTHER);
    for (char c = ' '; c < 0x7F; c++)
        if (holds(c))
            symbol_set_add(&set, symbol_of((guchar)c));
    return nfa_symbol(nfa, &set);
}

/* One letter of a shape, by each symbol of that shape. */
static struct fragment single_letter(struct nfa *nfa, gunichar letter)
{
    struct symbol_set set = { { 0, 0 } };

    if (letter >= 0x80)
        symbol_set_add(&set, SYMBOL_OTHER);
    for (char c = ' '; c < 0x7F; c++) {
        g_autofree char *shape = lookalike_shape((char[]){ c, '\0' });

        if (letter < 0x80 && shape[0] == (char)letter)
            symbol_set_add(&set, symbol_of((guchar)c));
    }
    return nfa_symbol(nfa, &set);
}

/* The same, or by two that look like it side by side. */
static struct fragment shape_letter(struct nfa *nfa, gunichar letter)
{
    const struct fragment one = single_letter(nfa, letter);
    const char *pair = letter < 0x80 ? lookalike_pair((char)letter) : NULL;

    if (!pair)
        return one;
    return nfa_either(nfa, one, nfa_join(nfa, single_letter(nfa, (guchar)pair[0]),
                                         single_letter(nfa, (guchar)pair[1])));
}

static struct fragment gap(struct nfa *nfa, bool (*holds)(char), bool others)
{
    return nfa_repeat(nfa, any_of(nfa, holds, others));
}

static struct fragment word(struct nfa *nfa, const char *shape)
{
    struct fragment whole = nfa_empty(nfa);

    for (; *shape; shape += g_utf8_skip[(guchar)*shape])
        whole = nfa_join(nfa, whole, shape_letter(nfa, g_utf8_get_char(shape)));
    return whole;
}

static void lead(struct nfa *nfa, guint from, struct fragment over, guint to)
{
    nfa_link(nfa, from, over.first);
    nfa_link(nfa, over.last, to);
}

/* Looked for as whole labels of a host. */
static void find_labels(struct nfa *nfa, struct fragment piece)
{
    piece = nfa_join(nfa, nfa_if(nfa, NFA_LABEL_BEGIN), piece);
    nfa_find(nfa, nfa_join(nfa, piece, nfa_if(nfa, NFA_LABEL_END)));
}

/* Looked for where neither side goes on with a letter or digit. */
static void find_alone(struct nfa *nfa, struct fragment piece)
{
    piece = nfa_join(nfa, nfa_if(nfa, NFA_NAME_EDGE), piece);
    nfa_find(nfa, nfa_join(nfa, piece, nfa_if(nfa, NFA_NAME_EDGE)));
}

/* The rest of a label. With an odd character in it the host is none, and is found. */
static struct fragment any_label(struct nfa *nfa)
{
    const struct fragment rest = gap(nfa, is_in_label, false);
    const struct fragment odd = any_of(nfa, is_odd_in_label, true);

    nfa_link(nfa, rest.last, odd.first);
    nfa_stop(nfa, odd);
    return rest;
}

/* A domain of the list, or a form of one, anywhere in the field: as the domain, before the @,
 * within a name, or before a foreign domain. */
static void add_official(struct nfa *nfa, const char *official)
{
    struct fragment whole = nfa_empty(nfa);

    for (const char *at = official; *at; at += g_utf8_skip[(guchar)*at]) {
        g_autofree char *letter = g_strndup(at, g_utf8_skip[(guchar)*at]);
        g_autofree char *shape = lookalike_shape(letter);

        if (*at == '*')
            whole = nfa_join(nfa, whole, any_label(nfa));
        else if (*at == '#')
            whole = nfa_join(nfa, whole, any_of(nfa, is_digit, true));
        else
            whole = nfa_join(nfa, whole, word(nfa, shape));
    }
    find_labels(nfa, whole);
}

void triage_official_add(struct nfa *nfa, const struct right *right)
{
    for (char **official = right->official; *official; official++)
        add_official(nfa, *official);
    nfa_find(nfa, word(nfa, "xn--")); /* it may stand for any of them */
}

/* Whatever is no letter stands between the letters: in a name that is written in one word, in a
 * domain with other separators. */
static void find_squeezed(struct nfa *squeezed, const char *shape)
{
    struct fragment whole = nfa_empty(squeezed);

    for (; *shape; shape += g_utf8_skip[(guchar)*shape])
        if (*shape & 0x80 || g_ascii_isalnum(*shape))
            whole = nfa_join(squeezed, whole, shape_letter(squeezed, g_utf8_get_char(shape)));
    nfa_find(squeezed, whole);
}

/* name_is_official; name_holds_word is a case of domain_holds_word. */
static void add_name(const struct triage_senders *into, const char *shape)
{
    struct nfa *nfa = into->nfa;
    g_auto(GStrv) words = g_strsplit(shape, " ", -1);
    struct fragment whole = nfa_empty(nfa);

    if (strlen(shape) >= RIGHT_LONG_WORD) {
        find_squeezed(into->squeezed, shape);
        return;
    }
    for (char **one = words; *one; one++) {
        if (one != words)
            whole = nfa_join(nfa, nfa_join(nfa, whole, any_of(nfa, is_no_letter, true)),
                             gap(nfa, is_no_letter, true));
        whole = nfa_join(nfa, whole, word(nfa, *one));
    }
    if (*shape)
        find_alone(nfa, whole);
}

/* domain_is_mistyped, for an official domain: what lookalike_is_slip allows. `right` are the places
 * between its letters without a slip before, `wrong` those with one. */
static void add_slips(struct nfa *nfa, const char *shape)
{
    glong length;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(shape, -1, &length);
    g_autofree guint *right = g_new0(guint, (gsize)length + 1);
    g_autofree guint *wrong = g_new0(guint, (gsize)length + 1);

    for (glong at = 0; at <= length; at++) {
        right[at] = nfa_empty(nfa).first;
        wrong[at] = nfa_empty(nfa).first;
    }
    for (glong at = 0; at <= length; at++) {
        if (at > 0) /* the letter before, doubled */
            lead(nfa, right[at], shape_letter(nfa, letters[at - 1]), wrong[at]);
        if (at + 1 < length) /* two exchanged */
            lead(nfa, right[at],
                 nfa_join(nfa, shape_letter(nfa, letters[at + 1]), shape_letter(nfa, letters[at])),
                 wrong[at + 2]);
        if (at == length)
            break;
        lead(nfa, right[at], shape_letter(nfa, letters[at]), right[at + 1]);
        lead(nfa, wrong[at], shape_letter(nfa, letters[at]), wrong[at + 1]);
    }
    find_labels(nfa, (struct fragment){ right[0], wrong[length] });
}

static struct fragment separators(struct nfa *nfa)
{
    return gap(nfa, is_separator, false);
}

/* LONG_BEGIN or more characters of a label. */
static struct fragment long_begin(struct nfa *nfa)
{
    struct fragment whole = nfa_empty(nfa);

    for (int i = 0; i <= LONG_BEGIN; i++) {
        struct fragment one =
            nfa_either(nfa, any_of(nfa, is_in_label, true), any_of(nfa, is_odd_in_label, false));

        whole = nfa_join(nfa, whole, i < LONG_BEGIN ? one : nfa_repeat(nfa, one));
    }
    return whole;
}

/* domain_is_mistyped, for a word: one error, as lookalike_is_typo allows it, leaves its begin or
 * its end as they are, and that end behind as many letters but one. */
static void add_halves(struct nfa *nfa, const char *shape)
{
    glong length;
    g_autofree gunichar *letters = g_utf8_to_ucs4_fast(shape, -1, &length);
    const glong end = MAX((length + 3) / 2, LONG_BEGIN + 1);
    struct fragment first = separators(nfa), second = long_begin(nfa);

    for (glong at = 0; at < MIN(end, length) - 1; at++)
        first =
            nfa_join(nfa, nfa_join(nfa, first, shape_letter(nfa, letters[at])), separators(nfa));
    for (glong at = end; at < length; at++)
        second =
            nfa_join(nfa, nfa_join(nfa, second, shape_letter(nfa, letters[at])), separators(nfa));
    nfa_find(nfa, nfa_join(nfa, nfa_if(nfa, NFA_LABEL_BEGIN), first));
    find_labels(nfa, second);
}

void triage_posing_add(const struct triage_senders *into, const struct right *right)
{
    triage_official_add(into->nfa, right);
    for (guint i = 0; right->names[i]; i++)
        add_name(into, right->name_shapes[i]);
    for (guint i = 0; right->official[i]; i++) {
        if (strcspn(right->official[i], ".") >= SENDER_MIN_SLIP &&
            !strpbrk(right->official[i], "*#"))
            add_slips(into->hosts, right->official_shapes[i]);
        if (strlen(right->official_squeezed[i]) >= RIGHT_LONG_WORD) /* domain_holds_official */
            find_squeezed(into->squeezed, right->official_squeezed[i]);
    }
    for (guint i = 0; right->confusable[i]; i++) {
        const char *shape = right->confusable_shapes[i];

        if (strlen(right->confusable[i]) < RIGHT_LONG_WORD) { /* domain_holds_word */
            nfa_find(into->nfa, word(into->nfa, shape));
        } else {
            find_squeezed(into->squeezed, shape);
            add_halves(into->hosts, shape);
        }
    }
}
