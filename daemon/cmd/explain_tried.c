/* What the rules tried on a message: the one that decided, those that came near, and all. */
#include <glib/gi18n.h>
#include <stdio.h>

#include "cmd/explain.h"

/* More would be no answer any more; where a rule explains the mail, one tells enough. */
#define NEAR_SHOWN 2
#define NEAR_MOST_FAILED 8

/* What became of one condition of a rule. `row` is the trial that decided it. */
struct outcome {
    const struct finding_trace *row;
    bool holds;
};

static bool is_key(const struct finding_trace *row, const char *key)
{
    return g_strcmp0(row->condition, key) == 0;
}

/* Of `from` and `subject` one pattern must match, of the other keys each is a condition. */
static bool is_same(const struct finding_trace *a, const struct finding_trace *b)
{
    if (!is_key(a, b->condition))
        return false;
    return is_key(a, "from") || is_key(a, "subject") || g_strcmp0(a->pattern, b->pattern) == 0;
}

/* One pattern is tried on the subject and on the text, and on what is forwarded: any hit counts. */
static void add_row(GArray *outcomes, const struct finding_trace *row)
{
    const bool against = is_key(row, "unless");
    struct outcome outcome = { row, row->matched != against };

    for (guint i = 0; i < outcomes->len; i++) {
        struct outcome *earlier = &g_array_index(outcomes, struct outcome, i);

        if (!is_same(earlier->row, row))
            continue;
        if (row->matched && !earlier->row->matched)
            *earlier = outcome;
        return;
    }
    g_array_append_val(outcomes, outcome);
}

/* Of struct outcome, in the order of the trial; the caller unrefs. */
static GArray *outcomes_of(const struct finding *finding, const char *rule)
{
    GArray *outcomes = g_array_new(FALSE, FALSE, sizeof(struct outcome));

    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(finding->trace, i);

        if (g_strcmp0(row->rule, rule) == 0 && !is_key(row, "code"))
            add_row(outcomes, row);
    }
    return outcomes;
}

/* The names of struct finding_trace, for people. */
static const char *field_word(const char *field)
{
    static const char *const words[] = { N_("from"), N_("subject"), N_("text"), N_("other_text") };

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_strcmp0(field, words[i]) == 0)
            return _(words[i]);
    return field;
}

/* Of Vigie's own rules the names are translated (po/rule-names.c). */
static const char *pattern_word(const struct finding_trace *row)
{
    return *row->pattern ? _(row->pattern) : "";
}

static void print_outcome(const struct ink *ink, const struct outcome *outcome)
{
    const struct finding_trace *row = outcome->row;

    ink_sign(ink, outcome->holds);
    ink_text(pattern_word(row), -1);
    if (row->matched) {
        printf(is_key(row, "unless") ? _(", which speaks against it, in %s: ") : _(" in %s: "),
               field_word(row->field));
        ink_excerpt(ink, row);
    } else {
        printf("%s\n", _(": not found"));
    }
}

static bool is_shown_code(const struct finding *finding, guint index)
{
    const struct finding_trace *row = g_ptr_array_index(finding->trace, index);

    for (guint i = 0; i < index; i++) {
        const struct finding_trace *earlier = g_ptr_array_index(finding->trace, i);

        if (is_key(earlier, "code") && earlier->matched && earlier->start == row->start &&
            earlier->end == row->end && g_strcmp0(earlier->field, row->field) == 0)
            return true;
    }
    return false;
}

/* Several patterns find the same code: the first is named. */
static void print_codes(const struct ink *ink, const struct finding *finding)
{
    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(finding->trace, i);

        if (!is_key(row, "code") || !row->matched || is_shown_code(finding, i))
            continue;
        ink_sign(ink, true);
        ink_text(pattern_word(row), -1);
        printf(_(" in %s: "), field_word(row->field));
        ink_excerpt(ink, row);
    }
}

void explain_decided(const struct ink *ink, const struct finding *finding)
{
    const char *rule = finding->kind == KIND_UNRECOGNISED ? "alarm" : finding->rule;
    g_autoptr(GArray) outcomes = rule ? outcomes_of(finding, rule) : NULL;
    g_autofree char *heading = NULL;
    guint against = 0;

    if (!outcomes || !outcomes->len)
        return;
    heading = g_strdup_printf(_("What decided: rule %s"), rule);
    ink_heading(ink, heading);
    for (guint i = 0; i < outcomes->len; i++) {
        const struct outcome *outcome = &g_array_index(outcomes, struct outcome, i);

        if (is_key(outcome->row, "unless") && outcome->holds)
            against++;
        else
            print_outcome(ink, outcome);
    }
    if (against) {
        ink_sign(ink, true);
        printf(ngettext("and nothing that would speak against it (%u pattern)\n",
                        "and nothing that would speak against it (%u patterns)\n", against), against);
    }
    print_codes(ink, finding);
}

static guint count(const GArray *outcomes, bool holds)
{
    guint number = 0;

    for (guint i = 0; i < outcomes->len; i++)
        number += g_array_index(outcomes, struct outcome, i).holds == holds;
    return number;
}

/* Words must have been found: a sender alone is near to nothing. */
static bool has_words(const GArray *outcomes)
{
    for (guint i = 0; i < outcomes->len; i++) {
        const struct outcome *outcome = &g_array_index(outcomes, struct outcome, i);

        if (outcome->row->matched && !is_key(outcome->row, "from") &&
            !is_key(outcome->row, "unless"))
            return true;
    }
    return false;
}

/* A rule that found nothing by its words, one of kind none and one that holds are not near. */
static bool is_near(const struct rule_info *rule, const GArray *outcomes)
{
    return g_strcmp0(rule->kind, kind_name(KIND_NONE)) != 0 && count(outcomes, false) > 0 &&
           has_words(outcomes);
}

static void print_near(const struct ink *ink, const struct rule_info *rule, const GArray *outcomes)
{
    g_autofree char *heading = g_strdup_printf(
        _("Near: rule %s (%s), of whose conditions %u held and %u failed"), rule->name, rule->kind,
        count(outcomes, true), count(outcomes, false));

    ink_heading(ink, heading);
    for (guint i = 0; i < outcomes->len; i++) {
        const struct outcome *outcome = &g_array_index(outcomes, struct outcome, i);

        if (!is_key(outcome->row, "unless") || !outcome->holds)
            print_outcome(ink, outcome);
    }
}

void explain_near(const struct ink *ink, const struct finding *finding, const struct rules *rules)
{
    g_autoptr(GArray) list = rules_list(rules);
    const guint most = finding->rule ? 1 : NEAR_SHOWN;
    guint shown = 0;

    if (finding->kind != KIND_NONE && finding->kind != KIND_UNRECOGNISED)
        return;
    for (guint failed = 1; failed <= NEAR_MOST_FAILED && shown < most; failed++) {
        for (guint i = 0; i < list->len && shown < most; i++) {
            const struct rule_info *rule = &g_array_index(list, struct rule_info, i);
            g_autoptr(GArray) outcomes = outcomes_of(finding, rule->name);

            if (count(outcomes, false) != failed || !is_near(rule, outcomes))
                continue;
            print_near(ink, rule, outcomes);
            shown++;
        }
    }
}

char *explain_failed(const struct finding *finding, const char *rule)
{
    g_autoptr(GArray) outcomes = outcomes_of(finding, rule);
    GString *failed = g_string_new(NULL);

    for (guint i = 0; i < outcomes->len; i++) {
        const struct outcome *outcome = &g_array_index(outcomes, struct outcome, i);

        if (outcome->holds)
            continue;
        g_string_append(failed, failed->len ? ", " : "");
        g_string_append_printf(failed, outcome->row->matched ? _("%s speaks against it")
                                                             : _("%s is not found"),
                               pattern_word(outcome->row));
    }
    return g_string_free(failed, failed->len == 0);
}

static void print_labels(const char *title, const GArray *outcomes, bool holds)
{
    const char *before = title;

    for (guint i = 0; i < outcomes->len; i++) {
        const struct outcome *outcome = &g_array_index(outcomes, struct outcome, i);

        if (outcome->holds != holds || (holds && is_key(outcome->row, "unless")))
            continue;
        printf("%s", before);
        ink_text(is_key(outcome->row, "from") && !holds ? _("the sender")
                                                        : pattern_word(outcome->row),
                 -1);
        before = ", ";
    }
}

void explain_tried(const struct ink *ink, const struct finding *finding)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    if (finding->trace->len)
        ink_heading(ink, _("Every rule that was tried"));
    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(finding->trace, i);
        g_autoptr(GArray) outcomes = NULL;

        if (!g_hash_table_add(seen, row->rule))
            continue;
        outcomes = outcomes_of(finding, row->rule);
        ink_sign(ink, count(outcomes, false) == 0);
        ink_text(row->rule, -1);
        print_labels(_(": found "), outcomes, true);
        print_labels(count(outcomes, true) ? _("; failed: ") : _(": failed: "), outcomes, false);
        putchar('\n');
    }
}
