/* vigie close, reopen and trust: the person's word on an entry. */
#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "store/entries.h"
#include "store/proofs.h"

static bool closing_status(const char *word, enum status *status, GError **error)
{
    if (word && status_from_name(word, status) && status_is_closed(*status))
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                        _("say how it ended: --as opposed, --as activated or --as dismissed"));
    return false;
}

struct closing {
    struct store *store;
    enum status status;
    const char *file; /* NULL: no proof */
    GBytes *proof;
    gint64 now;
    bool proven; /* out: the entry has a proof, of today or of before */
};

static bool close_entry(struct entry *entry, gpointer data, GString *history, GError **error)
{
    struct closing *closing = data;

    if (closing->proof && !proofs_keep(closing->store, entry, closing->proof, closing->file,
                                       closing->now, error))
        return false;
    g_string_append_printf(history, "closed by hand as %s", status_name(closing->status));
    if (closing->proof)
        g_string_append_printf(history, ", proof SHA-256 %s", entry->proof.sha256);
    entry->status = closing->status;
    entry->closed_at = closing->now;
    closing->proven = entry->proof.file != NULL;
    return true;
}

static int close_one(const struct globals *globals, gint64 id, enum status status,
                     const char *file, GError **error)
{
    g_autoptr(GBytes) proof = file ? proofs_read(file, error) : NULL;
    AUTO(store) store =
        file && !proof ? NULL : cmd_store(globals, NULL, STORE_EXISTING, true, error);
    struct closing closing = { store, status, file, proof, cmd_now(globals), false };

    if (!store || !entries_change(store, id, close_entry, &closing, closing.now, error))
        return vigie_error_exit(*error);
    if (status == STATUS_OPPOSED && !closing.proven)
        log_notice(NULL,
                   _("keep the justificatif: vigie close %" PRId64
                     " --as opposed --proof FILE"),
                   id);
    return EX_OK;
}

int cmd_close(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *as = NULL;
    g_autofree char *proof = NULL;
    const GOptionEntry options[] = { { "as", 0, 0, G_OPTION_ARG_STRING, &as, NULL, NULL },
                                     { "proof", 0, 0, G_OPTION_ARG_FILENAME, &proof, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    enum status status;
    gint64 id;

    if (!cmd_parse(options, command_named("close"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error) || !closing_status(as, &status, error))
        return EX_USAGE;
    return close_one(globals, id, status, proof, error);
}

/* The word of a person on the entry of one ID. */
static int say(const struct globals *globals, const char *command, int argc, char **argv,
               entries_change_func *change, GError **error)
{
    AUTO(store) store = NULL;
    gint64 id;

    if (!cmd_parse(NULL, command_named(command), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    if (!store || !entries_change(store, id, change, store, cmd_now(globals), error))
        return vigie_error_exit(*error);
    return EX_OK;
}

/* To close a suspect entry and open it again is no word that it is genuine. */
static bool reopen(struct entry *entry, gpointer data, GString *history, GError **error)
{
    bool trusted = true;

    if (!status_is_closed(entry->status)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " is %s, not closed: there is nothing to reopen"),
                    entry->id, status_word(entry->status));
        return false;
    }
    if (entry->authenticity == AUTHENTICITY_FORGED &&
        !entries_was_trusted(data, entry->id, &trusted, error))
        return false;
    entry->status = trusted ? STATUS_OPEN : STATUS_SUSPECT;
    entry->closed_at = 0;
    g_string_append(history, "reopened by hand");
    return true;
}

int cmd_reopen(const struct globals *globals, int argc, char **argv, GError **error)
{
    return say(globals, "reopen", argc, argv, reopen, error);
}

static bool trust(struct entry *entry, gpointer data, GString *history, GError **error)
{
    (void)data;
    if (entry->status != STATUS_SUSPECT) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " is %s, not suspect: it needs no trust"),
                    entry->id, status_word(entry->status));
        return false;
    }
    entry->status = STATUS_OPEN;
    g_string_append(history, ENTRIES_TRUSTED);
    return true;
}

int cmd_trust(const struct globals *globals, int argc, char **argv, GError **error)
{
    return say(globals, "trust", argc, argv, trust, error);
}
