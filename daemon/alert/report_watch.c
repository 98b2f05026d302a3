/* Whether everything is watched: a line for the head of the page, a section for its end. */
#include "alert/report_parts.h"
#include "alert/wording.h"
#include "base/civil.h"

#define UNWATCHED_SECONDS 3600 /* who runs `watch --once` by a timer does so this often */

/* As `status` does: what lies in the future was timed by a clock that has been set back since. */
static bool is_watching(const struct report *report)
{
    const struct watch_facts *watch = &report->facts->standing->watch;

    return watch->running || ABS(watch->last_loop - report->facts->now) <= UNWATCHED_SECONDS;
}

void put_watch_line(struct report *report)
{
    const struct standing *standing = report->facts->standing;
    bool watching = is_watching(report);

    if (!watching)
        put_element(report, "p class=\"warning\"", REPORT_NOT_RUNNING);
    if (standing->health->len == 0)
        put_element(report, "p class=\"note\"", REPORT_NO_ACCOUNT);
    else if (standing->blind)
        put_element(report, "p class=\"warning\"", REPORT_BLIND);
    else if (watching)
        put_element(report, "p class=\"good\"", REPORT_WATCHED);
}

static void put_state(struct report *report, const struct health *row)
{
    if (!row->blind_since) {
        put_say(report, REPORT_SEEING);
        return;
    }
    page_set(&report->words, "since", wording_instant(row->blind_since, report->facts->language));
    put_element(report, "strong", REPORT_SEEING_SINCE_BLIND);
    if (!row->last_error)
        return;
    put(report, "<br><span lang=\"und\">"); /* that of the watch, whatever it was */
    put_text(report, row->last_error);
    put(report, "</span>");
}

static void put_health(struct report *report, const struct health *row)
{
    g_autofree char *last = row->last_success
                                ? wording_instant(row->last_success, report->facts->language)
                                : report_fill(report, REPORT_NEVER);

    put(report, "<tr><th scope=\"row\">");
    put_text(report, row->account);
    if (row->mailbox && *row->mailbox) {
        put(report, "<br><span class=\"mailbox\">");
        put_text(report, row->mailbox);
        put(report, "</span>");
    }
    put(report, "</th><td>");
    put_state(report, row);
    put(report, "</td><td>");
    put_text(report, last);
    put(report, "</td></tr>\n");
}

static void put_table(struct report *report, const GPtrArray *health)
{
    static const enum report_text columns[] = { REPORT_COLUMN_MAILBOX, REPORT_COLUMN_STATE,
                                                REPORT_COLUMN_LAST };

    put(report, "<table>\n");
    put_element(report, "caption", REPORT_WATCH_CAPTION);
    put(report, "<thead><tr>");
    for (gsize i = 0; i < G_N_ELEMENTS(columns); i++)
        put_element(report, "th scope=\"col\"", columns[i]);
    put(report, "</tr></thead>\n<tbody>\n");
    for (guint i = 0; i < health->len; i++)
        put_health(report, g_ptr_array_index(health, i));
    put(report, "</tbody>\n</table>\n");
}

static void put_count(struct report *report, enum report_text name, gint64 count)
{
    g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, count);

    put_row(report, name, text);
}

void put_watch(struct report *report)
{
    const struct standing *standing = report->facts->standing;
    g_autofree char *runs = NULL;

    page_set(&report->words, "since",
             wording_instant(standing->watch.since, report->facts->language));
    runs = report_fill(report, standing->watch.running ? REPORT_RUNS_YES : REPORT_RUNS_NO);
    put(report, "<section class=\"card\" aria-labelledby=\"watch\">\n");
    put_element(report, "h2 id=\"watch\"", REPORT_WATCH);
    put(report, "<dl>\n");
    put_row(report, REPORT_RUNS, runs);
    put_count(report, REPORT_WAITING, standing->waiting);
    put_count(report, REPORT_SET_ASIDE, standing->set_aside);
    put_count(report, REPORT_SPOOLED, standing->spooled);
    put_count(report, REPORT_UNRECOGNISED, standing->unrecognised);
    put(report, "</dl>\n");
    if (standing->health->len > 0)
        put_table(report, standing->health);
    put(report, "</section>\n");
}
