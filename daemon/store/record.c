/* From a finding to rows. */
#include "store/record.h"

#include "store/codes_rows.h"
#include "store/forget.h"
#include "store/originals.h"
#include "store/raise.h"
#include "store/rows.h"

bool record_is_our_alert(const struct store *store, const struct finding *finding)
{
    for (guint i = 0; i < finding->marks->len; i++)
        if (mark_is_ours(store->key, g_ptr_array_index(finding->marks, i)))
            return true;
    return false;
}

static bool note_all(struct store *store, const struct decision *decision, gint64 now, GError **error)
{
    for (guint i = 0; i < decision->history->len; i++)
        if (!rows_note(store, decision->entry->id, g_ptr_array_index(decision->history, i), now,
                       error))
            return false;
    return true;
}

/* What is told once, is told once to each owner. The caller frees. */
static char *of_owner(const char *owner, const char *what)
{
    return owner ? g_strdup_printf("%s\n%s", owner, what) : g_strdup(what);
}

/* One question a message, however often it is read. */
static bool raise_question(struct store *store, const struct decision *decision,
                           const struct finding *finding, const struct origin *origin, gint64 now,
                           GError **error)
{
    g_autofree char *mail = confirmation_name(finding);
    g_autofree char *what = of_owner(origin->owner, mail);
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_SHA256, what, -1);
    g_autofree char *key = g_strdup_printf("ambiguous-%.16s", name);
    const struct raise raise = { .key = key, .event = EVENT_AMBIGUOUS,
                                 .entries = decision->candidates, .account = origin->account,
                                 .detail = decision->detail };

    return raise_alert(store, &raise, now, error);
}

/* A new wording is told once; each entry of it has its reminders. */
static bool take_shape(struct store *store, const char *shape, gint64 now, bool *is_new,
                       GError **error)
{
    gint64 known;

    if (!db_number(store, &known, 0, error, "SELECT count(*) FROM shape WHERE value = ?", "t", shape))
        return false;
    *is_new = known == 0;
    return !*is_new || db_run(store, error, "INSERT INTO shape(value, at) VALUES(?, ?)", "ti", shape,
                              now);
}

static bool raise_event(struct store *store, const struct decision *decision,
                        const struct finding *finding, gint64 now, GError **error)
{
    bool is_new = true;

    /* What was found expired waits for record_digest. */
    if (!decision->tells || decision->event == EVENT_DIGEST)
        return true;
    if (decision->event == EVENT_UNRECOGNISED && *finding->shape) {
        g_autofree char *shape = of_owner(decision->entry->owner, finding->shape);

        if (!take_shape(store, shape, now, &is_new, error))
            return false;
    }
    return !is_new || raise_about_entry(store, decision->event, decision->entry, decision->detail, now,
                                        error);
}

static bool keep_original(struct store *store, const struct decision *decision,
                          const struct finding *finding, const struct origin *origin,
                          GError **error)
{
    return !origin->original || originals_keep(store, decision->entry->id, origin->original,
                                               finding, origin->received, error);
}

static bool apply(struct store *store, struct decision *decision, const struct finding *finding,
                  const struct origin *origin, gint64 now, GError **error)
{
    bool good = true;

    if (decision->act == ACT_ASK)
        return raise_question(store, decision, finding, origin, now, error);
    if (decision->act == ACT_OPEN)
        good = rows_insert(store, decision->entry, decision->event == EVENT_DIGEST, error);
    else if (decision->act == ACT_UPDATE)
        good = rows_update(store, decision->entry, error);
    good = good && note_all(store, decision, now, error) &&
           rows_identify(store, decision->entry->id, decision->identities, decision->forged,
                         error) &&
           keep_original(store, decision, finding, origin, error);
    if (good && decision->act == ACT_UPDATE && status_is_closed(decision->entry->status))
        good = raise_drop_reminders(store, decision->entry->id, error);
    return good && raise_event(store, decision, finding, now, error);
}

/* A code that was replaced is remembered by a keyed hash; that of the mail is compared by a plain one
 * (identity_of_code), which is never stored. */
static void recognise_replaced(const struct store *store, const struct finding *finding,
                               const GPtrArray *known)
{
    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);
        g_autoptr(GPtrArray) forms = one->code ? codes_identities(store, one->code) : NULL;

        for (guint k = 0; forms && k < known->len; k++) {
            const struct known *candidate = g_ptr_array_index(known, k);

            for (guint form = 1; form < forms->len; form++)
                if (g_hash_table_contains(candidate->identities, forms->pdata[form]))
                    g_hash_table_add(candidate->identities, g_strdup(forms->pdata[0]));
        }
    }
}

static bool apply_finding(struct store *store, const struct finding *finding,
                          const struct origin *origin, const struct right *right, gint64 now,
                          guint *opened, GError **error)
{
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GPtrArray) decisions = NULL;

    if (finding->kind == KIND_NONE || record_is_our_alert(store, finding))
        return true;
    known = rows_known(store, origin->owner, now, error);
    if (!known)
        return false;
    recognise_replaced(store, finding, known);
    decisions = decide(finding, origin, known, right, now);
    for (guint i = 0; i < decisions->len; i++) {
        struct decision *decision = g_ptr_array_index(decisions, i);
        bool forgotten = false;

        if (decision->act == ACT_OPEN &&
            !forget_knows(store, decision->entry, decision->identities, &forgotten, error))
            return false;
        if (forgotten)
            continue;
        if (!apply(store, decision, finding, origin, now, error))
            return false;
        if (opened && decision->act == ACT_OPEN)
            ++*opened;
    }
    return true;
}

bool record_finding(struct store *store, const struct finding *finding, const struct origin *origin,
                    const struct right *right, const struct cursor_move *move, gint64 now,
                    guint *opened, GError **error)
{
    bool good;

    if (!db_begin(store, error))
        return false;
    good = apply_finding(store, finding, origin, right, now, opened, error) &&
           (!move || cursors_move_within(store, move, error));
    return db_end(store, good, error);
}

/* The ids of those found late, of one owner (NULL: of nobody). */
static bool collect_late(struct store *store, const char *owner, GArray *ids, GError **error)
{
    g_autoptr(GError) step_error = NULL;
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT id FROM entry WHERE late = 1 AND owner IS ? ORDER BY deadline, id", "t",
                 owner);

    if (!row)
        return false;
    while (db_next(store, row, &step_error)) {
        gint64 id = sqlite3_column_int64(row, 0);

        g_array_append_val(ids, id);
    }
    if (!step_error)
        return true;
    g_propagate_error(error, g_steal_pointer(&step_error));
    return false;
}

static bool raise_digest_of(struct store *store, const char *owner, gint64 now, GError **error)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
    g_autofree char *key = NULL;

    if (!collect_late(store, owner, ids, error))
        return false;
    key = g_strdup_printf("digest-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                          g_array_index(ids, gint64, 0), now);
    return raise_alert(store, &(struct raise){ .key = key, .event = EVENT_DIGEST, .entries = ids },
                       now, error) &&
           db_run(store, error, "UPDATE entry SET late = 0 WHERE late = 1 AND owner IS ?", "t",
                  owner);
}

/* One for each owner: nobody reads of another's case. */
static bool raise_digest(struct store *store, gint64 now, GError **error)
{
    g_autoptr(GPtrArray) owners = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT DISTINCT owner FROM entry WHERE late = 1", "");

    if (!db_texts(store, row, owners, error))
        return false;
    for (guint i = 0; i < owners->len; i++)
        if (!raise_digest_of(store, owners->pdata[i], now, error))
            return false;
    return true;
}

bool record_digest(struct store *store, gint64 now, GError **error)
{
    gint64 late;

    if (!db_number(store, &late, 0, error, "SELECT count(*) FROM entry WHERE late = 1", ""))
        return false;
    if (late == 0)
        return true;
    if (!db_begin(store, error))
        return false;
    return db_end(store, raise_digest(store, now, error), error);
}
