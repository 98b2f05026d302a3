/* vigie close, reopen and trust: the person's word on an entry. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "store/entries.h"
#include "store/proofs.h"

static bool closing_status(const char *word, enum status *status, GError **error)
{
    if (word && status_from_name(word, status) && status_is_closed(*status))
        return true;
    g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                        "say how it ended: --as opposed, --as activated or --as dismissed");
    return false;
}

static int close_entry(const struct globals *globals, gint64 id, enum status status,
                       const char *proof, GError **error)
{
    AUTO(store) store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    gint64 now = cmd_now(globals);
    AUTO(entry) entry = store ? entries_get(store, id, now, error) : NULL;
    g_autofree char *history = NULL;

    if (!entry || (proof && !proofs_keep(store, entry, proof, now, error)))
        return vigie_error_exit(*error);
    history = g_strdup_printf("closed by hand as %s%s%s", status_name(status),
                              proof ? ", proof SHA-256 " : "", proof ? entry->proof.sha256 : "");
    entry->status = status;
    entry->closed_at = now;
    if (!entries_save(store, entry, history, now, error))
        return vigie_error_exit(*error);
    if (status == STATUS_OPPOSED && !entry->proof.file)
        fprintf(stderr,
                "vigie: keep the justificatif: vigie close %" G_GINT64_FORMAT
                " --as opposed --proof FILE\n",
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
    return close_entry(globals, id, status, proof, error);
}

int cmd_reopen(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(store) store = NULL;
    AUTO(entry) entry = NULL;
    gint64 id, now = cmd_now(globals);

    if (!cmd_parse(NULL, command_named("reopen"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    entry = store ? entries_get(store, id, now, error) : NULL;
    if (!entry)
        return vigie_error_exit(*error);
    if (!status_is_closed(entry->status)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE, "entry %" G_GINT64_FORMAT " is not closed", id);
        return EX_USAGE;
    }
    entry->status = STATUS_OPEN;
    entry->closed_at = 0;
    return entries_save(store, entry, "reopened by hand", now, error) ? EX_OK
                                                                      : vigie_error_exit(*error);
}

int cmd_trust(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(store) store = NULL;
    AUTO(entry) entry = NULL;
    gint64 id, now = cmd_now(globals);

    if (!cmd_parse(NULL, command_named("trust"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    entry = store ? entries_get(store, id, now, error) : NULL;
    if (!entry)
        return vigie_error_exit(*error);
    if (entry->status != STATUS_SUSPECT) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE, "entry %" G_GINT64_FORMAT " is not suspect but %s",
                    id, status_name(entry->status));
        return EX_USAGE;
    }
    entry->status = STATUS_OPEN;
    return entries_trust(store, entry, now, error) ? EX_OK : vigie_error_exit(*error);
}
