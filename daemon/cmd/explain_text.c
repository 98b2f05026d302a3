/* A finding as a colleague would tell it: the verdict first, then what decided. */
#include <stdio.h>
#include <unistd.h>

#include "alert/wording.h"
#include "base/civil.h"
#include "cases/deadline.h"
#include "cmd/explain.h"

static const char *verdict(enum kind kind)
{
    switch (kind) {
    case KIND_NOTICE:
        return "A notice: it opens a case.";
    case KIND_REMINDER:
        return "A reminder of a notice: the same case again.";
    case KIND_OPPOSITION:
        return "A confirmation: the opposition was registered.";
    case KIND_ACTIVATION:
        return "A confirmation: the profile was activated.";
    case KIND_UNRECOGNISED:
        return "Unrecognised: an official sender speaks of it, and no rule explains it. It is kept as "
               "a provisional case.";
    case KIND_NONE:
        break;
    }
    return "No case.";
}

static void bold(const char *text)
{
    bool terminal = isatty(STDOUT_FILENO);

    printf("%s%s%s\n", terminal ? "\033[1m" : "", text, terminal ? "\033[0m" : "");
}

static void print_cases(const struct finding *finding)
{
    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);

        printf("  code %s, for %s\n", one->code ? one->code : "not shown",
               one->person ? one->person : "the recipient (nobody is named)");
    }
}

static void print_deadline(const struct finding *finding, const struct right *right)
{
    AUTO(entry) entry = entry_new();
    g_autofree char *sent = NULL;
    g_autofree char *deadline = NULL;
    g_autofree char *call = NULL;

    if (!g_date_valid(&finding->sent))
        return;
    deadline_set(entry, right, &finding->sent, finding->sent_source);
    sent = wording_date(&finding->sent, "en");
    deadline = wording_date(&entry->deadline, "en");
    call = wording_instant(entry->last_call, "en");
    printf("\nThe deadline\n  sent on %s (%s)\n  + %u days = %s, to its end\n"
           "  last opening of %s on or before it: %s\n",
           sent, sent_source_name(finding->sent_source), right->days, deadline, right->phone, call);
}

static void print_dates(const GPtrArray *dates)
{
    if (dates->len)
        printf("\nDates considered\n");
    for (guint i = 0; i < dates->len; i++) {
        const struct finding_date *one = g_ptr_array_index(dates, i);
        g_autofree char *date = civil_date_format(&one->date);

        printf("  %s %s  %-12s %s%s%s%s\n", one->counts ? "+" : "-", date ? date : "?",
               sent_source_name(one->source) ? sent_source_name(one->source) : "",
               one->excerpt ? one->excerpt : "", one->excerpt && one->why ? ": " : "",
               one->why ? one->why : "", "");
    }
}

/* Conditions of a rule that went no further than its first failure say little: only rules of which
 * something matched are shown. */
static bool rule_matched(const struct finding *finding, const char *rule)
{
    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(finding->trace, i);

        if (row->matched && g_strcmp0(row->rule, rule) == 0)
            return true;
    }
    return false;
}

static void print_trace(const struct finding *finding)
{
    const char *last = NULL;

    for (guint i = 0; i < finding->trace->len; i++) {
        const struct finding_trace *row = g_ptr_array_index(finding->trace, i);

        if (!rule_matched(finding, row->rule))
            continue;
        if (g_strcmp0(last, row->rule) != 0)
            printf("\nRule %s\n", row->rule);
        last = row->rule;
        printf("  %s %-10s in %s%s%s\n", row->matched ? "+" : "-", row->pattern, row->field,
               row->excerpt ? ": " : "", row->excerpt ? row->excerpt : "");
    }
}

static void print_list(const char *title, const GPtrArray *list)
{
    if (list->len)
        printf("\n%s\n", title);
    for (guint i = 0; i < list->len; i++)
        printf("  %s\n", (const char *)g_ptr_array_index(list, i));
}

void explain_print(const struct finding *finding, const struct right *right)
{
    bold(verdict(finding->kind));
    if (finding->rule)
        printf("Decided by the rule %s.\n", finding->rule);
    printf("From %s, subject « %s », %s.\n", finding->from ? finding->from : "nobody",
           finding->subject ? finding->subject : "", authenticity_name(finding->authenticity));
    print_cases(finding);
    print_deadline(finding, right);
    print_dates(finding->dates);
    print_list("Why it is judged so", finding->reasons);
    print_list("Faults", finding->faults);
    print_trace(finding);
}
