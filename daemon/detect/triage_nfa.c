/* Thompson's construction. */
#include "detect/triage_nfa_impl.h"

#include <string.h>

#define MAX_NODES 60000

static guint node_new(struct nfa *nfa, enum node_type type, guint value)
{
    const struct node node = { type, value, { NOWHERE, NOWHERE } };

    g_array_append_val(nfa->nodes, node);
    return nfa->nodes->len - 1;
}

struct nfa *nfa_new(void)
{
    struct nfa *nfa = g_new0(struct nfa, 1);

    nfa->nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
    nfa->sets = g_array_new(FALSE, FALSE, sizeof(struct symbol_set));
    nfa->root = node_new(nfa, NODE_WAY, 0);
    return nfa;
}

void nfa_free(struct nfa *nfa)
{
    if (!nfa)
        return;
    g_array_unref(nfa->nodes);
    g_array_unref(nfa->sets);
    g_free(nfa);
}

void symbol_set_add(struct symbol_set *set, guint symbol)
{
    set->bits[symbol / 64] |= G_GUINT64_CONSTANT(1) << symbol % 64;
}

bool symbol_set_holds(const struct symbol_set *set, guint symbol)
{
    return set->bits[symbol / 64] >> symbol % 64 & 1;
}

static struct fragment single(guint node)
{
    return (struct fragment){ node, node };
}

struct fragment nfa_empty(struct nfa *nfa)
{
    return single(node_new(nfa, NODE_WAY, 0));
}

struct fragment nfa_symbol(struct nfa *nfa, const struct symbol_set *set)
{
    guint index = 0;

    while (index < nfa->sets->len &&
           memcmp(&g_array_index(nfa->sets, struct symbol_set, index), set, sizeof *set) != 0)
        index++;
    if (index == nfa->sets->len)
        g_array_append_val(nfa->sets, *set);
    return nfa_join(nfa, single(node_new(nfa, NODE_SYMBOL, index)), nfa_empty(nfa));
}

struct fragment nfa_if(struct nfa *nfa, enum nfa_condition condition)
{
    return nfa_join(nfa, single(node_new(nfa, NODE_IF, condition)), nfa_empty(nfa));
}

void nfa_link(struct nfa *nfa, guint from, guint to)
{
    struct node *node = node_at(nfa, from);
    guint way;

    if (node->out[0] == NOWHERE) {
        node->out[0] = to;
    } else if (node->out[1] == NOWHERE) {
        node->out[1] = to;
    } else {
        way = node_new(nfa, NODE_WAY, 0);
        *node_at(nfa, way) = (struct node){ NODE_WAY, 0, { node_at(nfa, from)->out[1], to } };
        node_at(nfa, from)->out[1] = way;
    }
}

struct fragment nfa_join(struct nfa *nfa, struct fragment before, struct fragment after)
{
    nfa_link(nfa, before.last, after.first);
    return (struct fragment){ before.first, after.last };
}

struct fragment nfa_either(struct nfa *nfa, struct fragment one, struct fragment other)
{
    const struct fragment whole = { nfa_empty(nfa).first, nfa_empty(nfa).first };

    nfa_link(nfa, whole.first, one.first);
    nfa_link(nfa, whole.first, other.first);
    nfa_link(nfa, one.last, whole.last);
    nfa_link(nfa, other.last, whole.last);
    return whole;
}

struct fragment nfa_optional(struct nfa *nfa, struct fragment piece)
{
    return nfa_either(nfa, piece, nfa_empty(nfa));
}

struct fragment nfa_repeat(struct nfa *nfa, struct fragment piece)
{
    const struct fragment whole = { nfa_empty(nfa).first, nfa_empty(nfa).first };

    nfa_link(nfa, whole.first, piece.first);
    nfa_link(nfa, whole.first, whole.last);
    nfa_link(nfa, piece.last, whole.first);
    return whole;
}

void nfa_stop(struct nfa *nfa, struct fragment piece)
{
    nfa_link(nfa, piece.last, node_new(nfa, NODE_FOUND, 0));
}

void nfa_find(struct nfa *nfa, struct fragment piece)
{
    nfa_stop(nfa, piece);
    nfa_link(nfa, nfa->root, piece.first);
}

bool nfa_is_full(const struct nfa *nfa)
{
    return nfa->nodes->len > MAX_NODES;
}
