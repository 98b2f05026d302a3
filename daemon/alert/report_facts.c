/* What the page shows, out of the state. */
#include "alert/report.h"

#include "alert/wording.h"
#include "store/entries.h"

#define HOUR 3600

static void case_free(gpointer data)
{
    struct report_case *one = data;

    entry_free(one->entry);
    g_clear_pointer(&one->history, g_ptr_array_unref);
    g_free(one);
}

void report_facts_free(struct report_facts *facts)
{
    g_clear_pointer(&facts->cases, g_ptr_array_unref);
    g_clear_pointer(&facts->standing, standing_free);
    g_free(facts);
}

static GPtrArray *load_cases(struct store *store, const char *owner, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) entries = entries_list(store, true, now, error);
    g_autoptr(GPtrArray) cases = g_ptr_array_new_with_free_func(case_free);

    for (guint i = 0; entries && i < entries->len; i++) {
        const struct entry *entry = g_ptr_array_index(entries, i);
        struct report_case *one;

        if (owner && g_strcmp0(entry->owner, owner) != 0)
            continue;
        one = g_new0(struct report_case, 1);
        one->entry = entry_copy(entry);
        g_ptr_array_add(cases, one);
        one->history = entries_history(store, one->entry->id, error);
        if (!one->history)
            return NULL;
    }
    return entries ? g_steal_pointer(&cases) : NULL;
}

/* The page may lie where others read it: where the mail is kept is nobody's business. */
static void hide_servers(GPtrArray *health, const struct settings *settings)
{
    for (guint i = 0; i < health->len; i++) {
        struct health *row = g_ptr_array_index(health, i);
        const struct account *account = settings_account(settings, row->account);
        g_autoptr(GString) text = NULL;

        if (!row->last_error || !account || !account->imap)
            continue;
        text = g_string_new(row->last_error);
        g_string_replace(text, account->imap->host, "(server)", 0);
        g_free(row->last_error);
        row->last_error = g_string_free(g_steal_pointer(&text), FALSE);
    }
}

struct report_facts *report_facts_load(struct store *store, const struct settings *settings,
                                       const struct right *right, const char *owner, gint64 now,
                                       GError **error)
{
    AUTO(report_facts) facts = g_new0(struct report_facts, 1);

    facts->right = right;
    facts->now = now;
    facts->language = wording_language(NULL);
    facts->cases = load_cases(store, owner, now, error);
    facts->standing = facts->cases ? standing_load(store, settings, owner, now, error) : NULL;
    if (!facts->standing)
        return NULL;
    hide_servers(facts->standing->health, settings);
    return g_steal_pointer(&facts);
}

void report_facts_round(struct report_facts *facts)
{
    GPtrArray *health = facts->standing->health;

    facts->now -= facts->now % HOUR;
    facts->standing->watch.last_loop = 0;
    for (guint i = 0; i < health->len; i++) {
        struct health *row = g_ptr_array_index(health, i);

        row->last_success -= row->last_success % HOUR;
    }
}
