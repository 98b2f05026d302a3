/* How an automaton lies in memory, for triage_nfa.c, which builds it, and triage_subset.c, which makes it
 * deterministic. */
#pragma once

#include "detect/triage_nfa.h"

#define NOWHERE G_MAXUINT

enum node_type { NODE_WAY, NODE_SYMBOL, NODE_IF, NODE_FOUND };

struct node {
    enum node_type type;
    guint value;  /* NODE_SYMBOL: index of a set; NODE_IF: enum nfa_condition */
    guint out[2]; /* NOWHERE where there is none */
};

struct nfa {
    GArray *nodes; /* of struct node */
    GArray *sets;  /* of struct symbol_set, no two alike */
    guint root;
};

static inline struct node *node_at(const struct nfa *nfa, guint index)
{
    return &g_array_index(nfa->nodes, struct node, index);
}
