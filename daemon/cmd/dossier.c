/* vigie dossier: what a person would show of a case, in a folder or an archive. */
#include "alert/dossier.h"

#include <glib/gi18n.h>

#include "alert/wording.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/dossier.h"
#include "store/entries.h"
#include "store/originals.h"

/* A dossier that lacks or falsifies what it promises would be worse than none. */
static GBytes *read_kept(const char *path, const char *sha256, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    g_autofree char *sum = NULL;
    char *data;
    gsize length;

    if (!g_file_get_contents(path, &data, &length, error)) {
        vigie_error_adopt(error, EX_IOERR);
        g_prefix_error(error, _("a file of this case is missing; restore it from a backup: "));
        return NULL;
    }
    bytes = g_bytes_new_take(data, length);
    sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);
    if (g_strcmp0(sum, sha256) == 0)
        return g_steal_pointer(&bytes);
    g_set_error(error, VIGIE_ERROR, EX_IOERR,
                _("%s is not what was kept: its SHA-256 is another; restore it from a backup"),
                path);
    return NULL;
}

static GPtrArray *read_mails(const GPtrArray *originals, GError **error)
{
    g_autoptr(GPtrArray) mails = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; i < originals->len; i++) {
        const struct original *original = g_ptr_array_index(originals, i);
        GBytes *bytes = read_kept(original->file, original->sha256, error);

        if (!bytes)
            return NULL;
        g_ptr_array_add(mails, bytes);
    }
    return g_steal_pointer(&mails);
}

static bool write_dossier(const struct globals *globals, struct store *store,
                          const struct entry *entry, const char *path, GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    g_autoptr(GPtrArray) history = rules ? entries_history(store, entry->id, error) : NULL;
    g_autoptr(GPtrArray) originals = history ? originals_of(store, entry->id, error) : NULL;
    g_autoptr(GPtrArray) mails = originals ? read_mails(originals, error) : NULL;
    g_autoptr(GBytes) proof = NULL;
    g_autoptr(GPtrArray) files = NULL;

    if (mails && entry->proof.file)
        proof = read_kept(entry->proof.file, entry->proof.sha256, error);
    if (!mails || (entry->proof.file && !proof))
        return false;
    files = dossier_files(&(struct dossier){ .entry = entry, .history = history,
                                             .originals = originals, .mails = mails, .proof = proof,
                                             .right = rules_right(rules),
                                             .now = cmd_now(globals) },
                          wording_language(NULL));
    return dossier_write(files, path, cmd_now(globals), error);
}

int cmd_dossier(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *path = NULL;
    const GOptionEntry options[] = { { "output", 'o', 0, G_OPTION_ARG_FILENAME, &path, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    AUTO(store) store = NULL;
    AUTO(entry) entry = NULL;
    gint64 id;

    if (!cmd_parse(options, command_named("dossier"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    if (!path || !*path) {
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("say where to write it: -o DIR or -o FILE.zip"));
        return EX_USAGE;
    }
    store = cmd_store(globals, NULL, STORE_READING, false, error);
    entry = store ? entries_get(store, id, cmd_now(globals), error) : NULL;
    if (!entry || !write_dossier(globals, store, entry, path, error))
        return vigie_error_exit(*error);
    return EX_OK;
}
