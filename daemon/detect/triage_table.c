/* Collects the conditions of all rules into automata: one for the Subject, three for the From. */
#include "detect/triage_table.h"

#include <string.h>

#include "detect/rule.h"
#include "detect/triage_nfa.h"
#include "detect/triage_pattern.h"
#include "detect/triage_sender.h"
#include "triage/triage.h"

struct making {
    const struct rules *rules;
    struct nfa *subject;
    struct triage_senders from;
    struct triage_atoms *atoms;
    guint senders; /* bits of enum sender that some rule asks for */
    char *why;     /* what cannot be looked for; NULL */
};

static void add_condition(struct making *making, const struct rule *rule,
                          const struct condition *condition)
{
    const bool is_subject = condition == &rule->subject;

    for (guint i = 0; i < condition->patterns->len && !making->why; i++)
        if (!triage_pattern_add(is_subject ? making->subject : making->from.nfa, making->atoms,
                                condition->patterns->pdata[i], is_subject))
            making->why = g_strdup_printf("%s:%d: %s", rule->file, condition->line, condition->key);
}

/* A candidate section asks for one of the two, a rule for both that it has: there its subject alone
 * is looked for, which says more. */
static void add_rule(struct making *making, const struct rule *rule, bool all)
{
    add_condition(making, rule, &rule->subject);
    if (all && rule->subject.patterns->len)
        return;
    making->senders |= rule->senders;
    add_condition(making, rule, &rule->from);
}

static void add_rules(struct making *making)
{
    const struct rules *rules = making->rules;

    for (guint i = 0; i < rules->candidates->len; i++)
        add_rule(making, rules->candidates->pdata[i], false);
    for (guint i = 0; i < rules->list->len; i++)
        add_rule(making, rules->list->pdata[i], true);
    if (!rules->candidates->len && !making->why)
        making->why = g_strdup("no candidate section");
    if (making->senders & 1u << SENDER_POSING)
        triage_posing_add(&making->from, rules->right);
    else if (making->senders & 1u << SENDER_OFFICIAL)
        triage_official_add(making->from.nfa, rules->right);
}

static void determine(struct making *making, struct nfa *nfa, enum nfa_field field,
                      struct triage_automaton *automaton, GArray *rows)
{
    automaton->rows = sizeof(struct triage_image) + rows->len * sizeof(guint16);
    if (!making->why && !nfa_determine(nfa, field, automaton, rows))
        making->why =
            g_strdup_printf("%s: too many patterns", field == NFA_TEXT ? "subject" : "from");
}

static GBytes *image_with(struct triage_image *image, const GArray *rows)
{
    GByteArray *bytes = g_byte_array_new();

    image->size = sizeof *image + rows->len * sizeof(guint16);
    g_byte_array_append(bytes, (const guint8 *)image, sizeof *image);
    if (rows->len)
        g_byte_array_append(bytes, (const guint8 *)rows->data, rows->len * sizeof(guint16));
    return g_byte_array_free_to_bytes(bytes);
}

GBytes *triage_table_make(const struct rules *rules, const guint64 stamp[2], char **why)
{
    AUTO(nfa) subject = nfa_new();
    AUTO(nfa) from = nfa_new();
    AUTO(nfa) hosts = nfa_new();
    AUTO(nfa) squeezed = nfa_new();
    AUTO(triage_atoms) atoms = triage_atoms_new();
    g_autoptr(GArray) rows = g_array_new(FALSE, FALSE, sizeof(guint16));
    struct making making = { rules, subject, { from, hosts, squeezed }, atoms, 0, NULL };
    struct triage_image image = { .magic = TRIAGE_MAGIC,
                                  .version = TRIAGE_VERSION,
                                  .stamp = { stamp[0], stamp[1] } };

    add_rules(&making);
    determine(&making, subject, NFA_TEXT, &image.subject, rows);
    determine(&making, from, NFA_ADDRESS, &image.from[0], rows);
    determine(&making, hosts, NFA_HOST, &image.from[1], rows);
    determine(&making, squeezed, NFA_SQUEEZED, &image.from[2], rows);
    image.everything = making.why != NULL;
    if (making.why)
        g_array_set_size(rows, 0);
    if (why)
        *why = making.why;
    else
        g_free(making.why);
    return image_with(&image, rows);
}
