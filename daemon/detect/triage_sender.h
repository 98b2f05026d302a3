/* What detect/sender.h judges official or posing, as automata of the first look. Internal to
 * detect/. */
#pragma once

#include "detect/right.h"
#include "detect/triage_nfa.h"

/* Three automata, for all of one has more states than the sum: of NFA_ADDRESS, of NFA_HOST for
 * names of hosts with a typing error, of NFA_SQUEEZED for long words. */
struct triage_senders {
    struct nfa *nfa, *hosts, *squeezed;
};

/* Each adds what finds all From fields with an address that is judged so, and more. */
void triage_official_add(struct nfa *nfa, const struct right *right);
void triage_posing_add(const struct triage_senders *into, const struct right *right);
