/* The page as a whole: head, headline, the cases, the watch, the foot. */
#include "alert/report.h"

#include "alert/report_parts.h"
#include "alert/wording.h"

/* What the headline is made of. */
struct summary {
    guint running, closed, others; /* others: suspect or expired, to be read */
    bool undated;                  /* a running one */
    const struct entry *nearest;   /* running and dated; NULL */
};

static struct summary sum_up(const struct report_facts *facts)
{
    struct summary sum = { 0 };

    for (guint i = 0; i < facts->cases->len; i++) {
        const struct report_case *one = g_ptr_array_index(facts->cases, i);
        const struct entry *entry = one->entry;

        if (status_is_closed(entry->status)) {
            sum.closed++;
        } else if (!report_is_running(entry)) {
            sum.others++;
        } else {
            sum.running++;
            if (!report_is_dated(entry))
                sum.undated = true;
            else if (!sum.nearest || g_date_compare(&entry->deadline, &sum.nearest->deadline) < 0)
                sum.nearest = entry;
        }
    }
    return sum;
}

static enum report_text headline_of(const struct report *report, const struct summary *sum)
{
    if (sum->nearest) {
        int days = report_days_left(report, sum->nearest);

        return days == 0 ? REPORT_HEAD_TODAY : days == 1 ? REPORT_HEAD_TOMORROW : REPORT_HEAD_LEFT;
    }
    if (sum->undated)
        return REPORT_HEAD_UNDATED;
    return sum->others ? REPORT_HEAD_NONE_RUNS : REPORT_HEAD_NOTHING;
}

static enum report_text lead_of(const struct summary *sum)
{
    if (sum->nearest)
        return sum->running == 1 ? REPORT_LEAD_ONE : REPORT_LEAD_MANY;
    if (sum->undated)
        return REPORT_LEAD_UNDATED;
    return sum->others ? REPORT_LEAD_READ : REPORT_LEAD_NOTHING;
}

/* Nothing may be loaded, not even by what a mail could smuggle in, and no favicon asked for. */
static void put_html_head(struct report *report)
{
    putf(report, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
         report->facts->language);
    put(report, "<meta http-equiv=\"Content-Security-Policy\""
                " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                "<meta name=\"color-scheme\" content=\"light dark\">\n"
                "<meta name=\"referrer\" content=\"no-referrer\">\n"
                "<meta name=\"robots\" content=\"noindex\">\n"
                "<link rel=\"icon\" href=\"data:,\">\n");
    put_element(report, "title", REPORT_TITLE);
    put(report, "<style>\n");
    put(report, report_style());
    put(report, "</style>\n</head>\n");
}

static void put_headline(struct report *report, const struct summary *sum)
{
    if (sum->nearest)
        page_set_entry(&report->words, sum->nearest, report->facts->now, false);
    page_set(&report->words, "running", g_strdup_printf("%u", sum->running));
    put(report, "<header>\n<p class=\"brand\">Vigie · ");
    put_text(report, report->facts->right->title);
    put(report, "</p>\n");
    put_element(report, "h1", headline_of(report, sum));
    put_element(report, "p class=\"lead\"", lead_of(sum));
    put_watch_line(report);
    put(report, "</header>\n");
}

/* What runs comes before what is only to be read, and both before what is closed. */
enum rank { RANK_RUNNING, RANK_OTHER, RANK_CLOSED };

static enum rank rank_of(const struct entry *entry)
{
    if (status_is_closed(entry->status))
        return RANK_CLOSED;
    return report_is_running(entry) ? RANK_RUNNING : RANK_OTHER;
}

static void put_cases(struct report *report, enum rank rank)
{
    const GPtrArray *cases = report->facts->cases;

    for (guint i = 0; i < cases->len; i++) {
        const struct report_case *one = g_ptr_array_index(cases, i);

        if (rank_of(one->entry) == rank)
            put_case(report, one);
    }
}

static void put_main(struct report *report, const struct summary *sum)
{
    put(report, "<main id=\"cases\">\n");
    if (sum->running + sum->others + sum->closed > 0)
        put_element(report, "h2", REPORT_CASES);
    put_cases(report, RANK_RUNNING);
    put_cases(report, RANK_OTHER);
    if (sum->closed > 0) {
        page_set(&report->words, "closed", g_strdup_printf("%u", sum->closed));
        put(report, "<details>\n");
        put_element(report, "summary", REPORT_CLOSED_CASES);
        put_cases(report, RANK_CLOSED);
        put(report, "</details>\n");
    }
    put_watch(report);
    put(report, "</main>\n");
}

static void put_foot(struct report *report)
{
    page_set(&report->words, "made", wording_instant(report->facts->now, report->facts->language));
    put(report, "<footer>\n");
    put_element(report, "p", REPORT_MADE);
    put_element(report, "p", REPORT_PRIVATE);
    put(report, "</footer>\n");
}

char *report_page(const struct report_facts *facts)
{
    struct report report = { .facts = facts, .html = g_string_new(NULL) };
    struct summary sum = sum_up(facts);

    page_begin(&report.words, tongue_of(facts->language));
    page_set_right(&report.words, facts->right);
    put_html_head(&report);
    put(&report, "<body>\n");
    put_element(&report, "a class=\"skip\" href=\"#cases\"", REPORT_SKIP);
    put_headline(&report, &sum);
    put_main(&report, &sum);
    put_foot(&report);
    put(&report, "</body>\n</html>\n");
    g_free(page_end(&report.words));
    return g_string_free(report.html, FALSE);
}
