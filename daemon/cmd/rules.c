/* vigie rules: the rules in force, and each against its samples. */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "run/reader.h"

struct tally {
    guint good, bad;
};

static int list_rules(const struct rules *rules)
{
    g_autoptr(GArray) list = rules_list(rules);

    for (guint i = 0; i < list->len; i++) {
        const struct rule_info *rule = &g_array_index(list, struct rule_info, i);

        printf("%4d  %-12s  %-40s %s:%d\n", rule->priority, rule->kind, rule->name, rule->file,
               rule->line);
    }
    return EX_OK;
}

/* Whether the sample is judged to be of the rule's kind; FALSE with `error` where it is unreadable. */
static bool is_of_kind(struct reader *reader, const char *path, const char *kind, gint64 now,
                       bool *yes, GError **error)
{
    static const char *const nobody[] = { NULL };
    const struct read_request request = { .received = now, .received_source = SENT_DELIVERY,
                                          .now = now, .trust = nobody };
    g_autoptr(GBytes) raw = NULL;
    AUTO(finding) finding = NULL;
    char *data;
    gsize length;

    if (!g_file_get_contents(path, &data, &length, error)) {
        vigie_error_adopt(error, EX_NOINPUT);
        return false;
    }
    raw = g_bytes_new_take(data, length);
    finding = reader_read(reader, raw, &request, error);
    if (!finding)
        return false;
    *yes = strcmp(kind_name(finding->kind), kind) == 0;
    return true;
}

static bool test_folder(struct reader *reader, const struct rule_info *rule, bool wanted, gint64 now,
                        struct tally *tally, GError **error)
{
    g_autofree char *folder = g_build_filename(rule->samples, wanted ? "yes" : "no", NULL);
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name;

    while (files && (name = g_dir_read_name(files))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        bool yes;

        if (name[0] == '.')
            continue;
        if (!is_of_kind(reader, path, rule->kind, now, &yes, error)) {
            g_prefix_error(error, "%s: ", path);
            return false;
        }
        if (yes == wanted) {
            tally->good++;
            continue;
        }
        tally->bad++;
        printf("%s: %s by the rule %s\n", path, wanted ? "not found" : "wrongly found", rule->name);
    }
    return true;
}

static int test_rules(const struct rules *rules, gint64 now, GError **error)
{
    g_autoptr(GArray) list = rules_list(rules);
    AUTO(reader) reader = reader_new(rules);
    struct tally tally = { 0 };

    for (guint i = 0; i < list->len; i++) {
        const struct rule_info *rule = &g_array_index(list, struct rule_info, i);

        if (rule->samples && (!test_folder(reader, rule, true, now, &tally, error) ||
                              !test_folder(reader, rule, false, now, &tally, error)))
            return vigie_error_exit(*error);
    }
    printf("%u samples as they should be, %u not\n", tally.good, tally.bad);
    return tally.bad ? EX_CONFIG : EX_OK;
}

int cmd_rules_command(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct globals own = *globals;
    AUTO(rules) rules = NULL;
    const char *what;
    int code;

    if (!cmd_parse(NULL, command_named("rules"), &argc, &argv, 0, 2, error))
        return EX_USAGE;
    what = argc > 1 ? argv[1] : "list";
    if (strcmp(what, "test") != 0 && (strcmp(what, "list") != 0 || argc > 2)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE, "vigie rules %s: list or test [DIR]", what);
        return EX_USAGE;
    }
    if (argc > 2)
        own.rules = argv[2];
    rules = cmd_rules(&own, error);
    if (!rules)
        return vigie_error_exit(*error);
    code = strcmp(what, "test") == 0 ? test_rules(rules, cmd_now(globals), error) : list_rules(rules);
    return cmd_flush(error) ? code : EX_IOERR;
}
