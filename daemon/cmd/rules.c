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

static struct finding *read_sample(struct reader *reader, const char *path, gint64 now,
                                   GError **error)
{
    static const char *const nobody[] = { NULL };
    const struct read_request request = { .received = now, .received_source = SENT_DELIVERY,
                                          .now = now, .trust = nobody };
    g_autoptr(GBytes) raw = NULL;
    char *data;
    gsize length;

    if (!g_file_get_contents(path, &data, &length, error)) {
        vigie_error_adopt(error, EX_NOINPUT);
        return NULL;
    }
    raw = g_bytes_new_take(data, length);
    return reader_read(reader, raw, &request, error);
}

static void judge(const char *path, const struct rule_info *rule, bool wanted,
                  const struct finding *finding, struct tally *tally)
{
    bool found = g_strcmp0(finding->rule, rule->name) == 0;

    if (found == wanted) {
        tally->good++;
        return;
    }
    tally->bad++;
    if (wanted)
        printf("%s: not found by the rule %s, but %s by %s\n", path, rule->name,
               kind_name(finding->kind), finding->rule ? finding->rule : "no rule");
    else
        printf("%s: wrongly found by the rule %s\n", path, rule->name);
}

static int compare_names(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorted, so that two runs read alike; an editor's hidden files are none. Empty where there is no
 * such folder. */
static GPtrArray *samples_in(const char *folder)
{
    GPtrArray *paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    const char *name;

    while (files && (name = g_dir_read_name(files)))
        if (name[0] != '.')
            g_ptr_array_add(paths, g_build_filename(folder, name, NULL));
    g_ptr_array_sort(paths, compare_names);
    return paths;
}

static bool test_folder(struct reader *reader, const struct rule_info *rule, bool wanted, gint64 now,
                        struct tally *tally, GError **error)
{
    g_autofree char *folder = g_build_filename(rule->samples, wanted ? "yes" : "no", NULL);
    g_autoptr(GPtrArray) paths = samples_in(folder);

    for (guint i = 0; i < paths->len; i++) {
        const char *path = g_ptr_array_index(paths, i);
        AUTO(finding) finding = read_sample(reader, path, now, error);

        if (!finding) {
            g_prefix_error(error, "%s: ", path);
            return false;
        }
        judge(path, rule, wanted, finding, tally);
    }
    if (wanted && paths->len == 0) {
        tally->bad++;
        printf("%s:%d: no sample in %s; put a mail there that the rule must find\n", rule->file,
               rule->line, folder);
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
