/* Automata over the symbols of the first look (triage/symbols.h): built from pieces, then made
 * deterministic. Internal to detect/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "triage/symbols.h"
#include "triage/triage.h"

struct nfa;

/* Symbols by their numbers, SYMBOL_OTHER and the ASCII ones. */
struct symbol_set {
    guint64 bits[2];
};

enum nfa_condition {
    NFA_START,       /* before the first symbol */
    NFA_WORD_EDGE,   /* PCRE2's \b */
    NFA_WORD_INSIDE, /* \B */
    NFA_NAME_EDGE,   /* letters and digits on one side at most */
    NFA_LABEL_BEGIN, /* nothing before that may stand in the label of a host */
    NFA_LABEL_END,   /* nor behind */
};

/* A piece with one way in and one way out. Each may be used in one place only. */
struct fragment {
    guint first, last;
};

struct nfa *nfa_new(void);
void nfa_free(struct nfa *nfa);
AUTO_DEFINE(nfa)

void symbol_set_add(struct symbol_set *set, guint symbol);
bool symbol_set_holds(const struct symbol_set *set, guint symbol);

struct fragment nfa_empty(struct nfa *nfa);
struct fragment nfa_symbol(struct nfa *nfa, const struct symbol_set *set);
struct fragment nfa_if(struct nfa *nfa, enum nfa_condition condition);
struct fragment nfa_join(struct nfa *nfa, struct fragment before, struct fragment after);
struct fragment nfa_either(struct nfa *nfa, struct fragment one, struct fragment other);
struct fragment nfa_optional(struct nfa *nfa, struct fragment piece);
/* Any number of times, none too. */
struct fragment nfa_repeat(struct nfa *nfa, struct fragment piece);

/* One more way on from `from` to `to`, both of them ends of pieces. */
void nfa_link(struct nfa *nfa, guint from, guint to);

/* The end of `piece` finds what is looked for. */
void nfa_stop(struct nfa *nfa, struct fragment piece);

/* Has `piece` looked for at each place of a field, to its end. */
void nfa_find(struct nfa *nfa, struct fragment piece);

/* Whether it became too big to go on with: patterns of a size that no rule needs. */
bool nfa_is_full(const struct nfa *nfa);

/* What is read: a Subject; a From; the hosts in a From, where only labels begin and end; a From of
 * which only letters and digits are sure to count, without any condition. */
enum nfa_field { NFA_TEXT, NFA_ADDRESS, NFA_HOST, NFA_SQUEEZED };

/* Appends the rows to `rows` (of guint16) and describes them in `automaton`, whose offset stays 0.
 * False where it would have too many states, or take too long. */
bool nfa_determine(const struct nfa *nfa, enum nfa_field field, struct triage_automaton *automaton,
                   GArray *rows);
