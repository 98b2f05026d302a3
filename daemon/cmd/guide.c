/* vigie guide: the page to hold at the phone or the screen. */
#include <stdio.h>

#include "alert/wording.h"
#include "base/error.h"
#include "cmd/cmd.h"
#include "store/entries.h"

static struct entry *load_entry(const struct globals *globals, const char *word, GError **error)
{
    AUTO(store) store = NULL;
    gint64 id;

    if (!cmd_id(word, &id, error))
        return NULL;
    store = cmd_store(globals, NULL, STORE_READING, false, error);
    return store ? entries_get(store, id, cmd_now(globals), error) : NULL;
}

int cmd_guide(const struct globals *globals, int argc, char **argv, GError **error)
{
    AUTO(rules) rules = NULL;
    AUTO(entry) entry = NULL;
    g_autofree char *text = NULL;

    if (!cmd_parse(NULL, command_named("guide"), &argc, &argv, 0, 1, error))
        return EX_USAGE;
    rules = cmd_rules(globals, error);
    if (!rules)
        return vigie_error_exit(*error);
    if (argc > 1) {
        entry = load_entry(globals, argv[1], error);
        if (!entry)
            return vigie_error_exit(*error);
    }
    text = wording_guide(entry, rules_right(rules), cmd_now(globals),
                         !entry || entry->status != STATUS_SUSPECT, wording_language(NULL));
    fputs(text, stdout);
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}
