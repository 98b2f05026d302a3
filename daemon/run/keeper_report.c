/* The keeper's page (`report = FILE`): written anew when it would say something else. */
#include "alert/report.h"
#include "base/error.h"
#include "base/log.h"
#include "base/runner.h"
#include "run/keeper_state.h"
#include "store/outbox.h"

#define QUIET_SECONDS 1 /* changes that come together make one page */

static char *page_now(struct keeper *keeper, bool rounded, GError **error)
{
    const struct keeper_start *start = keeper->start;
    AUTO(report_facts)
    facts = report_facts_load(keeper->store, start->settings, rules_right(start->rules), NULL,
                              keeper_now(keeper), error);

    if (facts && rounded)
        report_facts_round(facts);
    return facts ? report_page(facts) : NULL;
}

bool keeper_note_file(struct keeper *keeper, const char *key, const char *fact, const GError *failure,
                      GError **error)
{
    gint64 now = keeper_now(keeper), since;
    g_autofree char *alert = g_strdup_printf("%s-%" G_GINT64_FORMAT, key, now);

    if (!store_fact(keeper->store, fact, &since, error))
        return false;
    if (!failure)
        return !since || store_fact_set(keeper->store, fact, 0, error);
    if (since)
        return true;
    log_warning(NULL, "%s: %s", key, failure->message);
    return outbox_raise(keeper->store, EVENT_TROUBLE, alert, NULL, failure->message, now, error) &&
           store_fact_set(keeper->store, fact, now, error);
}

/* The check of the whole page without its restless minutes: is there news? */
static bool write_page(struct keeper *keeper, GError **error)
{
    g_autofree char *rounded = page_now(keeper, true, error);
    g_autofree char *page = NULL;
    g_autofree char *digest = NULL;
    g_autoptr(GError) failure = NULL;

    if (!rounded)
        return false;
    digest = g_compute_checksum_for_string(G_CHECKSUM_SHA256, rounded, -1);
    if (g_strcmp0(digest, keeper->report_digest) == 0)
        return true;
    page = page_now(keeper, false, error);
    if (!page)
        return false;
    if (!runner_replace_file(keeper->runner, keeper->start->settings->report, page, 0, &failure))
        return keeper_note_file(keeper, "report", FACT_REPORT_FAILED, failure, error);
    g_free(keeper->report_digest);
    keeper->report_digest = g_steal_pointer(&digest);
    return keeper_note_file(keeper, "report", FACT_REPORT_FAILED, NULL, error);
}

void keeper_write_report(struct keeper *keeper)
{
    g_autoptr(GError) error = NULL;

    if (keeper->start->settings->report && !write_page(keeper, &error))
        log_error(NULL, "report: %s", error->message);
}

static gboolean write_soon(gpointer data)
{
    struct keeper *keeper = data;

    keeper->report_source = 0;
    keeper_write_report(keeper);
    return G_SOURCE_REMOVE;
}

void keeper_touch_report(struct keeper *keeper)
{
    if (keeper->start->settings->report && !keeper->report_source)
        keeper->report_source = g_timeout_add_seconds(QUIET_SECONDS, write_soon, keeper);
}
