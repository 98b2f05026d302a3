/* vigie rules: the rules in force, and each against its samples. */
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "run/reader.h"

/* Of one rule, or of all: samples of yes/ that it found and missed, of no/ that it left and took. */
struct tally {
    guint found, missed, left, taken;
    guint broken; /* no sample at all, or one that is no mail */
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
                                          .now = now, .trust = nobody, .trace = true };
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
    const bool found = g_strcmp0(finding->rule, rule->name) == 0;
    g_autofree char *failed = NULL;

    tally->found += wanted && found;
    tally->missed += wanted && !found;
    tally->left += !wanted && !found;
    tally->taken += !wanted && found;
    if (found == wanted)
        return;
    if (!wanted) {
        printf(_("%s: wrongly found by the rule %s\n"), path, rule->name);
        return;
    }
    failed = explain_failed(finding, rule->name);
    printf(_("%s: not found by the rule %s, but %s by %s; %s\n"), path, rule->name,
           kind_name(finding->kind), finding->rule ? finding->rule : _("no rule"),
           failed ? failed : _("all its conditions hold, another rule goes before it"));
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

static void test_folder(struct reader *reader, const struct rule_info *rule, bool wanted, gint64 now,
                        struct tally *tally)
{
    g_autofree char *folder = g_build_filename(rule->samples, wanted ? "yes" : "no", NULL);
    g_autoptr(GPtrArray) paths = samples_in(folder);

    for (guint i = 0; i < paths->len; i++) {
        const char *path = g_ptr_array_index(paths, i);
        g_autoptr(GError) fault = NULL;
        AUTO(finding) finding = read_sample(reader, path, now, &fault);

        if (finding) {
            judge(path, rule, wanted, finding, tally);
            continue;
        }
        tally->broken++;
        printf(_("%s: no mail that can be read (%s); mend or remove it\n"), path, fault->message);
    }
    if (wanted && paths->len == 0) {
        tally->broken++;
        printf(_("%s:%d: no sample in %s; put a mail there that the rule must find\n"), rule->file,
               rule->line, folder);
    }
}

static void tally_add(struct tally *all, const struct tally *one)
{
    all->found += one->found;
    all->missed += one->missed;
    all->left += one->left;
    all->taken += one->taken;
    all->broken += one->broken;
}

/* "3/4" of what was found is right, of what should be found is found; "-" of nothing. */
static char *ratio(guint part, guint whole)
{
    return whole ? g_strdup_printf("%u/%u", part, whole) : g_strdup("-");
}

static void print_tally(const char *name, int width, const struct tally *tally)
{
    g_autofree char *precision = ratio(tally->found, tally->found + tally->taken);
    g_autofree char *recall = ratio(tally->found, tally->found + tally->missed);

    printf("%-*s  %5u %5u  %9s  %7s\n", width, name, tally->found + tally->missed,
           tally->left + tally->taken, precision, recall);
}

static int name_width(const GArray *list)
{
    int width = 0;

    for (guint i = 0; i < list->len; i++)
        width = MAX(width, (int)strlen(g_array_index(list, struct rule_info, i).name));
    return width;
}

/* What failed, sample by sample, then a table. */
static int test_rules(const struct rules *rules, gint64 now)
{
    g_autoptr(GArray) list = rules_list(rules);
    g_autofree struct tally *each = g_new0(struct tally, list->len);
    AUTO(reader) reader = reader_new(rules);
    const int width = name_width(list);
    struct tally all = { 0 };

    for (guint i = 0; i < list->len; i++) {
        const struct rule_info *rule = &g_array_index(list, struct rule_info, i);

        if (!rule->samples)
            continue;
        test_folder(reader, rule, true, now, &each[i]);
        test_folder(reader, rule, false, now, &each[i]);
        tally_add(&all, &each[i]);
    }
    printf("%-*s  %5s %5s  %9s  %7s\n", width, _("rule"), _("yes"), _("no"), _("precision"),
           _("recall"));
    for (guint i = 0; i < list->len; i++)
        print_tally(g_array_index(list, struct rule_info, i).name, width, &each[i]);
    print_tally(_("total"), width, &all);
    printf(_("%u samples as they should be, %u not\n"), all.found + all.left,
           all.missed + all.taken + all.broken);
    return all.missed + all.taken + all.broken ? EX_CONFIG : EX_OK;
}

/* The launcher's table, to standard output. */
static int write_table(const struct globals *globals, GError **error)
{
    g_autoptr(GBytes) table = cmd_make_table(globals, error);

    if (!table)
        return vigie_error_exit(*error);
    fwrite(g_bytes_get_data(table, NULL), g_bytes_get_size(table), 1, stdout);
    return EX_OK;
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
    if (strcmp(what, "test") != 0 &&
        ((strcmp(what, "list") != 0 && strcmp(what, "triage") != 0) || argc > 2)) {
        g_set_error(error, VIGIE_ERROR, EX_USAGE, _("vigie rules %s: list or test [DIR]"), what);
        return EX_USAGE;
    }
    if (argc > 2)
        own.rules = argv[2];
    rules = cmd_rules(&own, error);
    if (!rules)
        return vigie_error_exit(*error);
    if (strcmp(what, "triage") == 0)
        code = write_table(globals, error);
    else
        code = strcmp(what, "test") == 0 ? test_rules(rules, cmd_now(globals)) : list_rules(rules);
    if (*error)
        return code;
    return cmd_flush(error) ? code : EX_IOERR;
}
