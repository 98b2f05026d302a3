/* Alerts put into the outbox. */
#include "store/raise.h"

#include "base/civil.h"

static char *ids_text(const GArray *entries)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; entries && i < entries->len; i++)
        g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i ? "," : "",
                               g_array_index(entries, gint64, i));
    return g_string_free(text, FALSE);
}

bool raise_alert(struct store *store, const struct raise *raise, gint64 now, GError **error)
{
    g_autofree char *entries = ids_text(raise->entries);
    bool about_entry = raise->entries && raise->entries->len > 0;
    gint64 give_up_at = raise->give_up_at ? raise->give_up_at : now + RAISE_GIVE_UP_SECONDS;

    return db_run(store, error,
                  "INSERT OR IGNORE INTO alert(key, event, entries, account, detail, not_by, due_at,"
                  " give_up_at, owner) VALUES(?, ?, ?, ?, ?, ?, ?, ?,"
                  " (SELECT owner FROM entry WHERE id = ?))",
                  "ttttttiii", raise->key, event_name(raise->event), entries, raise->account,
                  raise->detail, raise->not_by, raise->due_at ? raise->due_at : now, give_up_at,
                  about_entry ? g_array_index(raise->entries, gint64, 0) : 0);
}

/* To the end of the deadline's day in Paris; at least 14 days where it has passed already. */
gint64 raise_give_up_at(const struct entry *entry, gint64 now)
{
    GDate day = entry->deadline;
    gint64 end;

    if (!g_date_valid(&day))
        return now + RAISE_GIVE_UP_SECONDS;
    g_date_add_days(&day, 1);
    end = civil_instant(&day, 0, civil_paris());
    return end > now ? end : now + RAISE_GIVE_UP_SECONDS;
}

bool raise_about_entry(struct store *store, enum event event, const struct entry *entry,
                       const char *detail, gint64 now, GError **error)
{
    g_autofree char *key = g_strdup_printf("%s-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                                           event_name(event), entry->id, now);
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    const struct raise raise = { .key = key, .event = event, .entries = ids, .account = entry->account,
                                 .detail = detail, .give_up_at = raise_give_up_at(entry, now) };

    g_array_append_val(ids, entry->id);
    return raise_alert(store, &raise, now, error);
}

bool raise_drop_reminders(struct store *store, gint64 entry, GError **error)
{
    g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT, entry);

    return db_run(store, error,
                  "DELETE FROM delivery WHERE state = 'waiting' AND alert IN (SELECT id FROM alert"
                  " WHERE entries = ? AND event IN ('new', 'reminder', 'last-call', 'expired',"
                  " 'forged', 'unrecognised'))",
                  "t", id) &&
           db_run(store, error,
                  "UPDATE alert SET fanned = 1 WHERE fanned = 0 AND entries = ? AND event IN ('new',"
                  " 'reminder', 'last-call', 'expired', 'forged', 'unrecognised')",
                  "t", id);
}
