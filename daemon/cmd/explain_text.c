/* A finding as a colleague would tell it: the verdict first, then what decided. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "alert/wording.h"
#include "base/shown.h"
#include "cases/deadline.h"
#include "cmd/explain.h"

#define BOLD "\033[1m"
#define GREEN "\033[32m"
#define RED "\033[31m"
#define YELLOW "\033[1;33m"
#define PLAIN "\033[0m"

struct ink ink_of_stdout(void)
{
    const char *term = g_getenv("TERM");
    const char *refused = g_getenv("NO_COLOR");

    return (struct ink){ .colour = isatty(STDOUT_FILENO) && !(refused && *refused) &&
                                   g_strcmp0(term, "dumb") != 0 };
}

static const char *only(const struct ink *ink, const char *escape)
{
    return ink->colour ? escape : "";
}

void ink_heading(const struct ink *ink, const char *text)
{
    printf("\n%s%s%s\n", only(ink, BOLD), text, only(ink, PLAIN));
}

void ink_sign(const struct ink *ink, bool holds)
{
    printf("  %s%c%s ", only(ink, holds ? GREEN : RED), holds ? '+' : '-', only(ink, PLAIN));
}

void ink_text(const char *text, gssize length)
{
    g_autofree char *valid = g_utf8_make_valid(text, length);

    for (const char *at = valid; *at; at += g_utf8_skip[(guchar)*at]) {
        if (shown_is_obeyed(g_utf8_get_char(at)))
            putchar(' ');
        else
            fwrite(at, 1, g_utf8_skip[(guchar)*at], stdout);
    }
}

void ink_excerpt(const struct ink *ink, const struct finding_trace *row)
{
    const char *words = row->excerpt + row->excerpt_start;
    const gsize length = MIN(row->end - row->start, strlen(words));

    ink_text(row->excerpt, (gssize)row->excerpt_start);
    printf("%s", ink->colour ? YELLOW : "‹");
    ink_text(words, (gssize)length);
    printf("%s", ink->colour ? PLAIN : "›");
    ink_text(words + length, -1);
    putchar('\n');
}

/* « Léa and Tom », or who reads it. */
static char *people(const struct finding *finding)
{
    g_autoptr(GString) names = g_string_new(NULL);

    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);

        if (one->person)
            g_string_append_printf(names, "%s%s", names->len ? _(" and ") : "", one->person);
    }
    return g_strdup(names->len ? names->str : _("its recipient"));
}

static char *notice_verdict(const struct finding *finding, const struct right *right)
{
    g_autofree char *who = people(finding);
    const GDate day = deadline_of(right, &finding->sent);
    g_autofree char *deadline = wording_date(&day, explain_language());

    if (finding->authenticity == AUTHENTICITY_FORGED)
        return g_strdup_printf(_("A forged notice for %s: it would hold until %s, but follow none of "
                                 "its links."), who, deadline);
    return g_strdup_printf(_("A notice for %s: the right to oppose lapses at the end of %s."), who,
                           deadline);
}

static char *verdict(const struct finding *finding, const struct right *right)
{
    switch (finding->kind) {
    case KIND_NOTICE:
        return notice_verdict(finding, right);
    case KIND_REMINDER:
        return g_strdup(_("A reminder: the case of an earlier notice again."));
    case KIND_OPPOSITION:
        return g_strdup(_("A confirmation: the opposition was registered."));
    case KIND_ACTIVATION:
        return g_strdup(_("A confirmation: the profile was activated."));
    case KIND_UNRECOGNISED:
        return g_strdup(_("Unrecognised: an official sender speaks of it and no rule explains it, so "
                          "that it is kept as a provisional case."));
    case KIND_NONE:
        break;
    }
    return g_strdup(finding->rule ? _("No case: a harmless mail of a known kind.")
                                  : _("No case: no rule recognises it."));
}

static void print_message(const struct finding *finding)
{
    printf("%s", _("From "));
    ink_text(finding->from ? finding->from : _("nobody"), -1);
    printf("%s", _(", subject « "));
    ink_text(finding->subject ? finding->subject : "", -1);
    printf("%s", _(" ».\n"));
}

static void print_cases(const struct finding *finding)
{
    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);

        printf("%s", _("Code "));
        ink_text(one->code ? one->code : _("not shown"), -1);
        printf("%s", _(", for "));
        ink_text(one->person ? one->person : _("the recipient (nobody is named)"), -1);
        putchar('\n');
    }
}

static void print_list(const char *bullet, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        printf("  %s", bullet);
        ink_text(g_ptr_array_index(list, i), -1);
        putchar('\n');
    }
}

static void print_dates(const struct ink *ink, const struct finding *finding)
{
    bool taken = false;

    if (finding->dates->len)
        ink_heading(ink, _("Dates considered"));
    for (guint i = 0; i < finding->dates->len; i++) {
        const struct finding_date *one = g_ptr_array_index(finding->dates, i);
        g_autofree char *date = wording_date(&one->date, explain_language());
        const bool is_it = !taken && one->counts && one->source == finding->sent_source &&
                           g_date_compare(&one->date, &finding->sent) == 0;

        taken |= is_it;
        ink_sign(ink, one->counts);
        printf("%s, %s", date, explain_source(one->source));
        if (one->source == SENT_BODY && one->excerpt) {
            printf("%s", _(" « "));
            ink_text(one->excerpt, -1);
            printf("%s", _(" »"));
        }
        printf("%s", _(": "));
        ink_text(one->why ? one->why : "", -1);
        printf("%s\n", is_it ? _("; taken, the earliest that counts") : "");
    }
}

static const char *authenticity_sentence(const struct finding *finding)
{
    switch (finding->authenticity) {
    case AUTHENTICITY_AUTHENTIC:
        return _("Who speaks: authentic, for a server that you trust vouches for the official sender");
    case AUTHENTICITY_FORGED:
        return _("Who speaks: forged, and this betrays it");
    default:
        return _("Who speaks: unverified, neither vouched for nor proved to be forged");
    }
}

void explain_print(const struct finding *finding, const struct rules *rules)
{
    const struct right *right = rules_right(rules);
    const struct ink ink = ink_of_stdout();
    g_autofree char *sentence = verdict(finding, right);
    g_autoptr(GPtrArray) steps = explain_steps(finding, right);

    printf("%s", only(&ink, BOLD));
    ink_text(sentence, -1);
    printf("%s\n", only(&ink, PLAIN));
    print_message(finding);
    print_cases(finding);
    explain_decided(&ink, finding);
    print_dates(&ink, finding);
    if (steps->len)
        ink_heading(&ink, _("The deadline"));
    print_list("", steps);
    ink_heading(&ink, authenticity_sentence(finding));
    print_list("- ", finding->reasons);
    if (finding->faults->len)
        ink_heading(&ink, _("Faults of rules"));
    print_list("", finding->faults);
    if (finding->truncated)
        printf("\n%s\n", _("Only the beginning of the message was read: it is larger than the limits."));
    explain_near(&ink, finding, rules);
    explain_tried(&ink, finding);
}
