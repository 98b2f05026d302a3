/* vigie calendar: the deadlines for any calendar program. */
#include <stdio.h>
#include <string.h>

#include "alert/calendar.h"
#include "alert/wording.h"
#include "base/error.h"
#include "base/replace.h"
#include "cmd/cmd.h"
#include "store/entries.h"

static GBytes *make_text(const struct globals *globals, bool todo, GError **error)
{
    AUTO(settings) settings = cmd_settings(globals, error);
    AUTO(rules) rules = settings ? cmd_rules(globals, error) : NULL;
    AUTO(store) store = rules ? cmd_store(globals, settings, STORE_READING, false, error) : NULL;
    g_autoptr(GPtrArray) entries =
        store ? entries_list(store, true, cmd_now(globals), error) : NULL;
    struct calendar_style style;

    if (!entries)
        return NULL;
    style = (struct calendar_style){ .right = rules_right(rules),
                                     .key = store_key(store),
                                     .language = wording_language(NULL),
                                     .remind_before = settings->remind_before,
                                     .todo = todo };
    return calendar_text(entries, &style);
}

int cmd_calendar(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *file = NULL;
    gboolean todo = FALSE;
    const GOptionEntry options[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &file, NULL, NULL },
        { "todo", 0, 0, G_OPTION_ARG_NONE, &todo, NULL, NULL },
        G_OPTION_ENTRY_NULL
    };
    g_autoptr(GBytes) text = NULL;

    if (!cmd_parse(options, command_named("calendar"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    text = make_text(globals, todo, error);
    if (!text)
        return vigie_error_exit(*error);
    if (!file || strcmp(file, "-") == 0) {
        fwrite(g_bytes_get_data(text, NULL), 1, g_bytes_get_size(text), stdout);
        return cmd_flush(error) ? EX_OK : EX_IOERR;
    }
    return replace_file(file, g_bytes_get_data(text, NULL), error) ? EX_OK
                                                                   : vigie_error_exit(*error);
}
