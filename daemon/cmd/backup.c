/* vigie backup: a copy of the state that is a state. */
#include "store/backup.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/log.h"
#include "cmd/cmd.h"
#include "store/codes.h"

/* What a restored copy needs besides. */
static bool tell_keys(struct store *store, const char *copy, GError **error)
{
    guint elsewhere;
    g_autoptr(GPtrArray) places = codes_key_places(store, &elsewhere, error);
    g_autofree char *list = NULL;

    if (!places)
        return false;
    list = places->len > 1 ? g_strdup_printf(_("%s and of %s"), (const char *)places->pdata[0],
                                             (const char *)places->pdata[1])
                           : g_strdup(places->pdata[0]);
    if (elsewhere > 0)
        log_warning(NULL,
                    ngettext("%u code in it is sealed by a key that is not at hand here: keep a copy "
                             "of that too (a unit may have it as the credential vigie-key)",
                             "%u codes in it are sealed by a key that is not at hand here: keep a copy "
                             "of that too (a unit may have it as the credential vigie-key)",
                             elsewhere),
                    elsewhere);
    log_notice(NULL,
               _("%s holds the state as of now. The codes in it are sealed, and their key is not in "
                 "it: keep a copy of %s elsewhere. To restore, put this folder in the place of the "
                 "state, or name it by --state, and the lines of the key into its file `key`, unless "
                 "`key-file` has them"),
               copy, list);
    return true;
}

int cmd_backup(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(settings) settings = NULL;
    AUTO(store) store = NULL;
    g_autoptr(GError) fault = NULL;

    if (!cmd_parse(NULL, command_named("backup"), &argc, &argv, 1, 1, error))
        return EX_USAGE;
    settings = cmd_settings(globals, error);
    store = settings ? cmd_store(globals, settings, STORE_EXISTING, false, error) : NULL;
    if (!store || !backup_make(store, argv[1], error))
        return vigie_error_exit(*error);
    if (!codes_check(store, &fault))
        log_warning(NULL, _("some codes may stand in it in clear: %s"), fault->message);
    return tell_keys(store, argv[1], error) ? EX_OK : vigie_error_exit(*error);
}
