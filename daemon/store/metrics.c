/* Metrics by the conventions of Prometheus: base units, one HELP and TYPE a family, what is not known
 * is left out rather than 0. */
#include "store/metrics.h"

#include "store/outbox.h"

static void put_family(GString *text, const char *name, const char *help)
{
    g_string_append_printf(text, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

static void put(GString *text, const char *name, const char *help, gint64 value)
{
    put_family(text, name, help);
    g_string_append_printf(text, "%s %" G_GINT64_FORMAT "\n", name, value);
}

/* Within a label \, " and the line feed are escaped. */
static void put_of(GString *text, const char *name, const char *label, const char *of, gint64 value)
{
    g_string_append_printf(text, "%s{%s=\"", name, label);
    for (const char *p = of; *p; p++) {
        if (*p == '\\' || *p == '"')
            g_string_append_c(text, '\\');
        if (*p == '\n')
            g_string_append(text, "\\n");
        else
            g_string_append_c(text, *p);
    }
    g_string_append_printf(text, "\"} %" G_GINT64_FORMAT "\n", value);
}

/* An account by all its mailboxes: it sees where each is seen, and was seen when the last of them
 * was. (What a mailbox is called is its owner's affair.) */
struct account_facts {
    bool seeing;
    gint64 last_success, seen;
};

static GHashTable *by_account(const GPtrArray *health, GPtrArray *names)
{
    GHashTable *accounts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);

    for (guint i = 0; i < health->len; i++) {
        const struct health *row = g_ptr_array_index(health, i);
        struct account_facts *facts = g_hash_table_lookup(accounts, row->account);

        if (!facts) {
            facts = g_new0(struct account_facts, 1);
            facts->seeing = true;
            facts->last_success = G_MAXINT64;
            g_hash_table_insert(accounts, row->account, facts);
            g_ptr_array_add(names, row->account);
        }
        facts->seeing &= row->blind_since == 0;
        facts->last_success = MIN(facts->last_success, row->last_success);
        facts->seen += row->seen;
    }
    return accounts;
}

static void put_accounts(GString *text, const GPtrArray *health)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GHashTable) accounts = by_account(health, names);

    if (names->len == 0)
        return;
    put_family(text, "vigie_account_seeing", "Whether every mailbox of the account is seen.");
    for (guint i = 0; i < names->len; i++) {
        const struct account_facts *facts = g_hash_table_lookup(accounts, names->pdata[i]);

        put_of(text, "vigie_account_seeing", "account", names->pdata[i], facts->seeing);
    }
    put_family(text, "vigie_account_last_success_timestamp_seconds",
               "When the mailbox that was seen the longest ago was seen; 0: never.");
    for (guint i = 0; i < names->len; i++) {
        const struct account_facts *facts = g_hash_table_lookup(accounts, names->pdata[i]);

        put_of(text, "vigie_account_last_success_timestamp_seconds", "account", names->pdata[i],
               facts->last_success);
    }
    put_family(text, "vigie_account_messages_seen", "Messages that were looked at.");
    for (guint i = 0; i < names->len; i++) {
        const struct account_facts *facts = g_hash_table_lookup(accounts, names->pdata[i]);

        put_of(text, "vigie_account_messages_seen", "account", names->pdata[i], facts->seen);
    }
}

/* Since when the sink that has failed the longest fails. */
static void put_outbox(GString *text, const struct standing *standing)
{
    gint64 since = 0;

    for (guint i = 0; i < standing->troubles->len; i++) {
        const struct outbox_trouble *trouble = g_ptr_array_index(standing->troubles, i);

        if (!since || trouble->since < since)
            since = trouble->since;
    }
    put(text, "vigie_alerts_waiting", "Alerts that wait to be delivered.", standing->waiting);
    if (standing->oldest_waiting)
        put(text, "vigie_alerts_oldest_waiting_timestamp_seconds",
            "Since when the oldest of them waits.", standing->oldest_waiting);
    put(text, "vigie_sinks_failing", "Alerts of the configuration that cannot deliver.",
        standing->troubles->len);
    if (since)
        put(text, "vigie_sinks_failing_since_timestamp_seconds",
            "Since when the one that has failed the longest does.", since);
}

char *metrics_text(const struct standing *standing, gint64 now)
{
    GString *text = g_string_new(NULL);

    put(text, "vigie_up", "Whether vigie status --alert would have nothing to tell.",
        standing_is_well(standing));
    put(text, "vigie_watch_running", "Whether a watch runs.", standing->watch.running);
    if (standing->watch.last_loop)
        put(text, "vigie_watch_last_loop_timestamp_seconds", "When its main loop last ran.",
            standing->watch.last_loop);
    put(text, "vigie_metrics_timestamp_seconds", "When this was written.", now);
    put_accounts(text, standing->health);
    put(text, "vigie_cases_open", "Cases whose time runs.", standing->open);
    if (standing->nearest)
        put(text, "vigie_nearest_deadline_timestamp_seconds",
            "The last call of the case whose time runs out first.", standing->nearest);
    put_outbox(text, standing);
    put(text, "vigie_mails_set_aside", "Mails that could not be read.", standing->set_aside);
    put(text, "vigie_mails_spooled", "Mails that wait to be read.", standing->spooled);
    put(text, "vigie_mails_unrecognised", "Official mails that no rule explains.",
        standing->unrecognised);
    return g_string_free(text, FALSE);
}
