/* vigie report: what is watched, what is to do, on one page of HTML. */
#include "alert/report.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/replace.h"
#include "cmd/cmd.h"

static char *make_page(const struct globals *globals, const char *owner, GError **error)
{
    AUTO(settings) settings = cmd_settings(globals, error);
    AUTO(rules) rules = settings ? cmd_rules(globals, error) : NULL;
    AUTO(store) store = rules ? cmd_store(globals, settings, STORE_READING, false, error) : NULL;
    AUTO(report_facts)
    facts = store ? report_facts_load(store, settings, rules_right(rules), owner, cmd_now(globals),
                                      error)
                  : NULL;

    return facts ? report_page(facts) : NULL;
}

int cmd_report(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autofree char *file = NULL;
    g_autofree char *page = NULL;
    g_autofree char *whose = NULL;
    g_autofree char *owner = NULL;
    const GOptionEntry options[] = {
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &file, NULL, NULL },
        { "owner", 0, 0, G_OPTION_ARG_STRING, &whose, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };

    if (!cmd_parse(options, command_named("report"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    owner = cmd_owner(whose);
    page = make_page(globals, owner, error);
    if (!page)
        return vigie_error_exit(*error);
    if (!file || strcmp(file, "-") == 0) {
        fputs(page, stdout);
        return cmd_flush(error) ? EX_OK : EX_IOERR;
    }
    return replace_file(file, page, error) ? EX_OK : vigie_error_exit(*error);
}
