/* vigie explain: why a message is or is not a case. */
#include "base/error.h"
#include "base/language.h"
#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "run/reader.h"

/* The configuration's authserv-ids, where there is one, and those of the command line. */
static char **all_trust(const struct settings *settings, char **options)
{
    GPtrArray *trust = g_ptr_array_new();

    for (gsize i = 0; settings->trust[i]; i++)
        g_ptr_array_add(trust, g_strdup(settings->trust[i]));
    for (gsize i = 0; options && options[i]; i++)
        g_ptr_array_add(trust, g_ascii_strdown(options[i], -1));
    g_ptr_array_add(trust, NULL);
    return (char **)g_ptr_array_free(trust, FALSE);
}

static int explain(const struct globals *globals, const char *name, char **trust_options, bool json,
                   GError **error)
{
    AUTO(settings) settings = cmd_settings(globals, error);
    AUTO(rules) rules = settings ? cmd_rules(globals, error) : NULL;
    AUTO(reader) reader = NULL;
    AUTO(finding) finding = NULL;
    g_auto(GStrv) trust = NULL;
    g_autoptr(GBytes) raw = NULL;
    struct read_request request = { .received_source = SENT_DELIVERY, .now = cmd_now(globals),
                                    .trace = true };

    raw = rules ? cmd_message(name, request.now, &request.received, error) : NULL;
    if (!raw)
        return vigie_error_exit(*error);
    if (json)
        language_unset();
    trust = all_trust(settings, trust_options);
    request.trust = (const char *const *)trust;
    reader = reader_new(rules);
    finding = reader_read(reader, raw, &request, error);
    if (!finding) {
        g_prefix_error(error, "%s: ", name);
        return vigie_error_exit(*error);
    }
    if (!json)
        explain_print(finding, rules);
    else if (!cmd_print_json(explain_json(finding, rules_right(rules)), error))
        return EX_IOERR;
    if (!cmd_flush(error))
        return EX_IOERR;
    return finding->kind == KIND_NONE ? 1 : EX_OK;
}

int cmd_explain(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean json = FALSE;
    g_auto(GStrv) trust = NULL;
    const GOptionEntry options[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
        { "trust", 0, 0, G_OPTION_ARG_STRING_ARRAY, &trust, NULL, NULL },
        G_OPTION_ENTRY_NULL
    };

    if (!cmd_parse(options, command_named("explain"), &argc, &argv, 1, 1, error))
        return EX_USAGE;
    return explain(globals, argv[1], trust, json, error);
}
