/* Erasing. */
#include "store/forget.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "cases/decide.h"
#include "store/codes_rows.h"
#include "store/db.h"
#include "store/entries.h"
#include "store/originals.h"
#include "store/proofs.h"
#include "store/seal.h"

/* --- what is remembered -------------------------------------------------------------------- */

struct values {
    struct store *store;
    const char *owner;
    char class; /* 'f': of what a forged message opened */
    GPtrArray *list;
};

static void add(const struct values *values, const char *what, const char *text)
{
    g_autofree char *line = g_strdup_printf("forgotten\n%c\n%s\n%s\n%s", values->class,
                                            values->owner ? values->owner : "", what, text);

    g_ptr_array_add(values->list,
                    g_compute_hmac_for_string(G_CHECKSUM_SHA256, values->store->key,
                                              MARK_KEY_BYTES, line, -1));
}

static bool is_message(const char *identity)
{
    return g_str_has_prefix(identity, IDENTITY_MESSAGE) ||
           g_str_has_prefix(identity, IDENTITY_TEXT);
}

/* Of what ended the case: that opens none. (A code that was replaced begins like a confirmation.) */
static bool is_ending(const char *identity)
{
    return (g_str_has_prefix(identity, IDENTITY_CONFIRMATION) && !seal_is_identity(identity)) ||
           g_str_has_prefix(identity, IDENTITY_ANSWER);
}

static bool is_tag(const char *identity)
{
    return g_str_has_prefix(identity, IDENTITY_TAG);
}

/* One of several codes that a mail may show, where the code itself cannot be read. */
static void add_tagged(const struct values *values, const char *identity, const char *tag)
{
    g_autofree char *text = g_strdup_printf("%s\n%s", identity, tag);

    add(values, "tagged", text);
}

/* A mail without a code may speak of several persons. */
static void add_bare(const struct values *values, const char *identity, const char *person)
{
    g_autofree char *folded = g_utf8_casefold(person ? person : "", -1);
    g_autofree char *text = g_strdup_printf("%s\n%s", identity, folded);

    add(values, "bare", text);
}

/* A text is one person's: others of a household may have been sent the same. The caller frees. */
static char *of_recipient(const char *identity, const struct entry *entry)
{
    g_autofree char *folded = g_utf8_casefold(entry->recipient ? entry->recipient : "", -1);

    return g_str_has_prefix(identity, IDENTITY_TEXT)
               ? g_strdup_printf("%s\n%s", identity, folded)
               : g_strdup(identity);
}

/* In each form: the key of the codes may be another one when it is asked for, and a code that was
 * replaced before is known by the hash with that key alone. */
static void add_code(const struct values *values, const char *code)
{
    g_autoptr(GPtrArray) identities = code ? codes_identities(values->store, code) : NULL;

    for (guint i = 0; identities && i < identities->len; i++)
        add(values, "code", identities->pdata[i]);
}

static void add_locked(const struct values *values, const char *identity, const GPtrArray *identities)
{
    bool is_tagged = false;

    for (guint i = 0; i < identities->len; i++) {
        const char *tag = g_ptr_array_index(identities, i);

        if (!is_tag(tag))
            continue;
        is_tagged = true;
        add_tagged(values, identity, tag);
    }
    if (!is_tagged) /* of an older version, which made none */
        add(values, "any", identity);
}

/* By what an erased entry is known again: its code; where it had none, its messages; where the code
 * cannot be read, its messages where they show one of its tag. */
static void add_erased(const struct values *values, const struct entry *entry,
                       const GPtrArray *identities)
{
    add_code(values, entry->code);
    for (guint i = 0; i < identities->len; i++) {
        g_autofree char *identity = of_recipient(g_ptr_array_index(identities, i), entry);

        if (!is_message(identity)) {
            if (!is_tag(identity) && !is_ending(identity))
                add(values, "code", identity);
            continue;
        }
        add_bare(values, identity, entry->person);
        if (entry->code_locked)
            add_locked(values, identity, identities);
        else if (!entry->code && !entry->person)
            add(values, "any", identity);
    }
}

static void add_asked(const struct values *values, const struct entry *entry,
                      const GPtrArray *identities)
{
    g_autofree char *tag = entry->code ? codes_tag(values->store, entry->code) : NULL;

    add_code(values, entry->code);
    for (guint i = 0; i < identities->len; i++) {
        g_autofree char *identity = of_recipient(g_ptr_array_index(identities, i), entry);

        add(values, "any", identity);
        if (tag)
            add_tagged(values, identity, tag);
        else
            add_bare(values, identity, entry->person);
    }
}

bool forget_knows(struct store *store, const struct entry *entry, const GPtrArray *identities,
                  bool *known, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    struct values values = { store, entry->owner, 'g', list };

    add_asked(&values, entry, identities);
    if (entry->status == STATUS_SUSPECT) {
        values.class = 'f';
        add_asked(&values, entry, identities);
    }
    *known = false;
    for (guint i = 0; i < list->len && !*known; i++) {
        gint64 found;

        if (!db_number(store, &found, 0, error, "SELECT count(*) FROM forgotten WHERE value = ?", "t",
                       (const char *)list->pdata[i]))
            return false;
        *known = found > 0;
    }
    return true;
}

/* --- rows ---------------------------------------------------------------------------------- */

static bool remember(struct store *store, const struct entry *entry, GError **error)
{
    bool forged = entry->authenticity == AUTHENTICITY_FORGED;
    g_autoptr(GPtrArray) identities = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
    const struct values values = { store, entry->owner, forged ? 'f' : 'g', list };
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT value FROM identity WHERE entry = ? AND (forged = ? OR value GLOB '"
                 IDENTITY_TAG "*')", "ii", entry->id, (gint64)forged);

    if (!db_texts(store, row, identities, error))
        return false;
    add_erased(&values, entry, identities);
    for (guint i = 0; i < list->len; i++)
        if (!db_run(store, error, "INSERT OR IGNORE INTO forgotten(value) VALUES(?)", "t",
                    (const char *)list->pdata[i]))
            return false;
    return true;
}

/* An alert about several entries stays, and speaks of the others. */
static bool erase_rows(struct store *store, gint64 id, GError **error)
{
    g_autofree char *alone = g_strdup_printf("%" G_GINT64_FORMAT, id);
    gint64 count;

    return db_run(store, error, "DELETE FROM alert WHERE entries = ?", "t", alone) &&
           db_run(store, error, "DELETE FROM entry WHERE id = ?", "i", id) &&
           store_fact(store, FACT_FORGOTTEN, &count, error) &&
           store_fact_set(store, FACT_FORGOTTEN, count + 1, error);
}

static bool erase(struct store *store, gint64 id, gint64 now, GError **error)
{
    AUTO(entry) entry = entries_get(store, id, now, error);

    return entry && remember(store, entry, error) && erase_rows(store, id, error);
}

/* --- files --------------------------------------------------------------------------------- */

/* Removes from `folder` the files whose names are as we give them and begin like none of `needed`. */
static bool sweep(struct store *store, const char *folder, const char *form,
                  const GPtrArray *needed, GError **error)
{
    g_autofree char *path = g_build_filename(store->directory, folder, NULL);
    g_autoptr(GDir) directory = g_dir_open(path, 0, NULL);
    const char *name;

    while (directory && (name = g_dir_read_name(directory))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        bool is_needed = !g_regex_match_simple(form, name, 0, 0);

        for (guint i = 0; i < needed->len && !is_needed; i++)
            is_needed = g_str_has_prefix(name, needed->pdata[i]);
        if (is_needed || g_unlink(file) == 0)
            continue;
        g_set_error(error, VIGIE_ERROR, EX_IOERR, _("cannot remove %s: %s"), file,
                    g_strerror(errno));
        return false;
    }
    return true;
}

/* Proofs are named "ID-…", and may have moved to the entry that took theirs in. */
static bool sweep_proofs(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) needed = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT id || '-' FROM entry UNION SELECT replace(proof_file,"
                 " rtrim(proof_file, replace(proof_file, '/', '')), '') FROM entry"
                 " WHERE proof_file IS NOT NULL",
                 "");

    return db_texts(store, row, needed, error) &&
           sweep(store, "proofs", "^[0-9]+-[0-9a-f]{16}", needed, error);
}

static bool sweep_originals(struct store *store, GError **error)
{
    g_autoptr(GPtrArray) needed = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error, "SELECT DISTINCT sha256 FROM original", "");

    return db_texts(store, row, needed, error) &&
           sweep(store, "originals", "^[0-9a-f]{64}\\.eml", needed, error);
}

/* Within a transaction, since others write such a file before the row that needs it. */
bool forget_sweep(struct store *store, GError **error)
{
    store_sweep(store);
    if (!db_begin(store, error))
        return false;
    return db_end(store, sweep_proofs(store, error) && sweep_originals(store, error), error);
}

static bool finish(struct store *store, bool erased, GError **error)
{
    return db_end(store, erased, error) && forget_sweep(store, error) && db_fold_log(store, error);
}

bool forget_entry(struct store *store, gint64 id, gint64 now, GError **error)
{
    if (!db_begin(store, error))
        return false;
    return finish(store, erase(store, id, now, error), error);
}

static bool erase_closed(struct store *store, gint64 before, gint64 now, guint *count,
                         GError **error)
{
    g_autoptr(GPtrArray) ids = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(sqlite3_stmt) row =
        db_query(store, error,
                 "SELECT CAST(id AS TEXT) FROM entry WHERE status IN ('opposed', 'activated',"
                 " 'dismissed') AND closed_at < ?",
                 "i", before);

    if (!db_texts(store, row, ids, error))
        return false;
    for (guint i = 0; i < ids->len; i++)
        if (!erase(store, g_ascii_strtoll(ids->pdata[i], NULL, 10), now, error))
            return false;
    *count = ids->len;
    return true;
}

bool forget_closed(struct store *store, gint64 before, gint64 now, guint *count, GError **error)
{
    guint erased = 0;
    gint64 due;

    if (!db_number(store, &due, 0, error,
                   "SELECT count(*) FROM entry WHERE status IN ('opposed', 'activated', 'dismissed')"
                   " AND closed_at < ?",
                   "i", before))
        return false;
    if (due > 0) {
        if (!db_begin(store, error) ||
            !finish(store, erase_closed(store, before, now, &erased, error), error))
            return false;
    }
    if (count)
        *count = erased;
    return true;
}
