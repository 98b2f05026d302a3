/* vigie backup: a copy of the state that is a state. */
#include "store/backup.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "store/codes.h"

int cmd_backup(const struct globals *globals, int argc, char **argv, GError **error)
{
    const GOptionEntry options[] = { G_OPTION_ENTRY_NULL };
    AUTO(settings) settings = NULL;
    AUTO(store) store = NULL;
    g_autoptr(GError) fault = NULL;

    if (!cmd_parse(options, command_named("backup"), &argc, &argv, 1, 1, error))
        return EX_USAGE;
    settings = cmd_settings(globals, error);
    store = settings ? cmd_store(globals, settings, STORE_EXISTING, false, error) : NULL;
    if (!store || !backup_make(store, argv[1], error))
        return vigie_error_exit(*error);
    if (!codes_check(store, &fault))
        log_warning(NULL, _("some codes may stand in it in clear: %s"), fault->message);
    log_notice(NULL,
               _("%s holds the state as of now. The codes in it are sealed, and their key is not in "
                 "it: keep a copy of %s elsewhere"),
               argv[1], codes_key_place(store));
    return EX_OK;
}
