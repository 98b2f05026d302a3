/* A pattern of a rule as an automaton of the first look: what finds all that the pattern finds, and
 * more. Internal to detect/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "detect/pattern.h"
#include "detect/triage_nfa.h"

/* What single characters a class, a property or a letter matches, as symbols; each asked of PCRE2
 * once. */
struct triage_atoms;
struct triage_atoms *triage_atoms_new(void);
void triage_atoms_free(struct triage_atoms *atoms);
AUTO_DEFINE(triage_atoms)

/* Adds what finds `pattern` to `nfa`. `anchored`: the field begins where the text does, else \A
 * holds anywhere. False where the pattern uses what is not understood. */
bool triage_pattern_add(struct nfa *nfa, struct triage_atoms *atoms, const struct pattern *pattern,
                        bool anchored);
