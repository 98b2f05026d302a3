/* Answers. */
#include "store/answers.h"

#include "base/mark.h"
#include "store/db.h"
#include "store/outbox.h"
#include "store/raise.h"
#include "store/rows.h"

/* Whether `mark` is that of the alert of this row; a mark holds only a hash of the key. */
static bool row_has_mark(struct store *store, sqlite3_stmt *row, const char *mark)
{
    g_autofree char *key = db_text(row, 0);
    g_autofree char *its = mark_new(store->key, key);

    return g_str_equal(its, mark);
}

static bool find_alert(struct store *store, const char *mark, GArray **entries, GError **error)
{
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT key, entries FROM alert ORDER BY id DESC", "");

    if (!row)
        return false;
    while (!*entries && db_next(store, row, &step_error))
        if (row_has_mark(store, row, mark))
            *entries = outbox_parse_entries((const char *)sqlite3_column_text(row, 1));
    if (!step_error)
        return true;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

GArray *answers_entries(struct store *store, const GPtrArray *marks, GError **error)
{
    GArray *entries = NULL;

    for (guint i = 0; i < marks->len && !entries; i++) {
        const char *mark = g_ptr_array_index(marks, i);

        if (mark_is_ours(store->key, mark) && !find_alert(store, mark, &entries, error))
            return NULL;
    }
    return entries;
}

static bool is_known(struct store *store, gint64 id, const char *identity, bool *known,
                     GError **error)
{
    gint64 count;

    if (!db_number(store, &count, 0, error,
                   "SELECT count(*) FROM identity WHERE entry = ? AND value = ?", "it", id,
                   identity))
        return false;
    *known = count > 0;
    return true;
}

static bool tell(struct store *store, gint64 id, const char *detail, gint64 now, GError **error)
{
    AUTO(entry) entry = entries_get(store, id, now, error);

    return entry && raise_about_entry(store, EVENT_CLOSED, entry, detail, now, error);
}

struct taking {
    answers_func *change;
    gpointer data;
    const char *told;
};

static bool change_entry(struct entry *entry, gpointer data, GString *history, GError **error)
{
    struct taking *taking = data;

    return taking->change(entry, taking->data, history, &taking->told, error);
}

static bool take_within(struct store *store, gint64 id, const struct answers_mail *mail,
                        struct taking *taking, GError **error)
{
    g_autoptr(GPtrArray) identities = g_ptr_array_new_with_free_func(g_free);
    bool known;

    g_ptr_array_add(identities, g_strconcat(IDENTITY_ANSWER, mail->id, NULL));
    if (!is_known(store, id, g_ptr_array_index(identities, 0), &known, error))
        return false;
    if (known)
        return true;
    return entries_change_within(store, id, change_entry, taking, mail->now, error) &&
           rows_identify(store, id, identities, false, error) &&
           (!taking->told || tell(store, id, taking->told, mail->now, error));
}

bool answers_take(struct store *store, gint64 id, const struct answers_mail *mail,
                  answers_func *change, gpointer data, GError **error)
{
    struct taking taking = { change, data, NULL };

    if (!db_begin(store, error))
        return false;
    return db_end(store, take_within(store, id, mail, &taking, error), error);
}

bool answers_ask(struct store *store, const GArray *entries, const struct answers_mail *mail,
                 const char *detail, GError **error)
{
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, mail->id, -1);
    g_autofree char *key = g_strdup_printf("ambiguous-%.16s", name);
    const struct raise raise = {
        .key = key, .event = EVENT_AMBIGUOUS, .entries = entries, .detail = detail
    };

    if (!db_begin(store, error))
        return false;
    return db_end(store, raise_alert(store, &raise, mail->now, error), error);
}
