/* vigie forget: an entry, erased. */
#include "store/forget.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "store/entries.h"

/* What is still to be done, or cannot be had again, is not erased by a slip. */
static bool may_forget(const struct entry *entry, GError **error)
{
    if (!status_is_closed(entry->status) && entry->status != STATUS_SUSPECT) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " is not closed, and its reminders would end: close "
                      "it first (vigie close), or add --force"),
                    entry->id);
        return false;
    }
    if (entry->proof.file) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE,
                    _("entry %" PRId64 " has a proof, which would be erased as well: keep a "
                      "copy (vigie dossier %" PRId64 " -o FILE.zip), then add --force"),
                    entry->id, entry->id);
        return false;
    }
    return true;
}

static bool forget(const struct globals *globals, gint64 id, bool force, GError **error)
{
    AUTO(store) store = cmd_store(globals, NULL, STORE_EXISTING, true, error);
    AUTO(entry) entry = store ? entries_get(store, id, cmd_now(globals), error) : NULL;

    return entry && (force || may_forget(entry, error)) &&
           forget_entry(store, id, cmd_now(globals), error);
}

int cmd_forget(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean force = FALSE;
    const GOptionEntry options[] = { { "force", 0, 0, G_OPTION_ARG_NONE, &force, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    gint64 id;

    if (!cmd_parse(options, command_named("forget"), &argc, &argv, 1, 1, error) ||
        !cmd_id(argv[1], &id, error))
        return EX_USAGE;
    return forget(globals, id, force, error) ? EX_OK : vigie_error_exit(*error);
}
