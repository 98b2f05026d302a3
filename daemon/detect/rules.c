/* Loads rule files: their definitions first, then each rule (rule_read.c), by their rank. */
#include "detect/rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/error.h"
#include "base/mark.h"
#include "base/places.h"
#include "detect/files.h"
#include "detect/rule_read.h"

static cfg_opt_t rule_options[] = {
    CFG_STR("kind", NULL, CFGF_NODEFAULT),        CFG_INT("priority", 0, CFGF_NONE),
    CFG_STR_LIST("from", NULL, CFGF_NODEFAULT),   CFG_STR_LIST("subject", NULL, CFGF_NODEFAULT),
    CFG_STR_LIST("about", NULL, CFGF_NODEFAULT),  CFG_STR_LIST("text", NULL, CFGF_NODEFAULT),
    CFG_STR_LIST("unless", NULL, CFGF_NODEFAULT), CFG_STR_LIST("code", NULL, CFGF_NODEFAULT),
    CFG_STR("samples", NULL, CFGF_NONE),          CFG_END(),
};

static cfg_opt_t candidate_options[] = {
    CFG_STR_LIST("from", NULL, CFGF_NODEFAULT),
    CFG_STR_LIST("subject", NULL, CFGF_NODEFAULT),
    CFG_END(),
};

static cfg_opt_t define_options[] = {
    CFG_STR("pattern", NULL, CFGF_NODEFAULT),
    CFG_BOOL("once", cfg_false, CFGF_NONE),
    CFG_END(),
};

static cfg_opt_t file_options[] = {
    CFG_SEC("rule", rule_options, CFGF_MULTI | CFGF_TITLE),
    CFG_SEC("candidate", candidate_options, CFGF_MULTI),
    CFG_SEC("define", define_options, CFGF_MULTI | CFGF_TITLE),
    CFG_END(),
};

static void free_file(gpointer file)
{
    cfg_free(file);
}

static void free_pattern(gpointer pattern)
{
    pattern_free(pattern);
}

static void free_rule(gpointer rule)
{
    rule_free(rule);
}

static void read_sections(struct loading *loading, cfg_t *file, const char *name,
                          struct rule *(*read)(struct loading *, cfg_t *, GError **),
                          GPtrArray *list, GError **faults)
{
    for (guint i = 0; i < cfg_size(file, name); i++) {
        GError *fault = NULL;
        struct rule *rule = read(loading, cfg_getnsec(file, name, i), &fault);

        if (rule)
            g_ptr_array_add(list, rule);
        else
            vigie_error_add(faults, fault);
    }
}

/* Definitions hold in every file, whatever the order of the files; of two of one name the earlier
 * directory's wins, as with files. */
static bool read_definitions(struct loading *loading, cfg_t *file, GError **error)
{
    for (guint i = 0; i < cfg_size(file, "define"); i++) {
        cfg_t *section = cfg_getnsec(file, "define", i);
        const char *name = cfg_title(section);

        if (!cfg_getstr(section, "pattern") || !*name || strpbrk(name, "{}$")) {
            conf_fault(error, section, NULL, _("write define \"NAME\" { pattern = '…' }"));
            return false;
        }
        if (!g_hash_table_contains(loading->definitions, name))
            g_hash_table_insert(loading->definitions, (gpointer)(guintptr)name, section);
    }
    return true;
}

static void read_file(struct loading *loading, const char *path, GError **faults)
{
    GError *fault = NULL;
    cfg_t *file = conf_read(path, file_options, &fault);

    if (file) {
        g_ptr_array_add(loading->files, file);
        read_definitions(loading, file, &fault);
    }
    loading->partial |= fault != NULL;
    vigie_error_add(faults, fault);
}

/* Goes on after a fault, to name every one. */
static bool read_files(struct loading *loading, const char *const *dirs, GError **error)
{
    g_autoptr(GPtrArray) paths = files_find(dirs, ".rule", error);
    GError *faults = NULL;

    if (!paths)
        return false;
    for (guint i = 0; i < paths->len; i++)
        read_file(loading, paths->pdata[i], &faults);
    for (guint i = 0; i < loading->files->len; i++) {
        cfg_t *file = loading->files->pdata[i];

        read_sections(loading, file, "rule", rule_read, loading->rules->list, &faults);
        read_sections(loading, file, "candidate", rule_read_candidate, loading->rules->candidates,
                      &faults);
    }
    if (!faults)
        return true;
    g_propagate_error(error, faults);
    return false;
}

/* Among equals: notice, reminder, opposition, activation, none; then the file's name. */
static int compare_rules(gconstpointer a, gconstpointer b)
{
    const struct rule *left = *(const struct rule *const *)a,
                      *right = *(const struct rule *const *)b;
    g_autofree char *left_file = g_path_get_basename(left->file);
    g_autofree char *right_file = g_path_get_basename(right->file);
    const guint left_kind = left->kind == KIND_NONE ? G_MAXUINT : left->kind;
    const guint right_kind = right->kind == KIND_NONE ? G_MAXUINT : right->kind;
    const int files = strcmp(left_file, right_file);

    if (left->priority != right->priority)
        return left->priority > right->priority ? -1 : 1;
    if (left_kind != right_kind)
        return left_kind < right_kind ? -1 : 1;
    return files ? files : left->line - right->line;
}

static struct rules *rules_new(void)
{
    struct rules *rules = g_new0(struct rules, 1);

    rules->list = g_ptr_array_new_with_free_func(free_rule);
    rules->candidates = g_ptr_array_new_with_free_func(free_rule);
    return rules;
}

static bool load(struct rules *rules, const char *const *dirs, bool later, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(free_file);
    g_autoptr(GHashTable) definitions = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) compiled =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_pattern);
    struct loading loading = { rules, files, definitions, compiled, false, later, 0 };

    return read_files(&loading, dirs, error) && rule_read_alarm(&loading, error);
}

static struct rules *load_all(const char *const *dirs, const char *const *right_dirs, bool later,
                              GError **error)
{
    AUTO(rules) rules = rules_new();
    g_autofree char *places = g_strjoinv(", ", (char **)(guintptr)dirs);

    rules->mark = pattern_new_later("(?i)" MARK_PATTERN);
    rules->right = right_load(right_dirs ? right_dirs : dirs, error);
    if (!rules->right || !load(rules, dirs, later, error))
        return NULL;
    if (!rules->list->len) {
        g_set_error(error, VIGIE_ERROR, EX_CONFIG,
                    _("no rule in %s; install Vigie's rules or name their folder with --rules"),
                    places);
        return NULL;
    }
    g_ptr_array_sort(rules->list, compare_rules);
    return g_steal_pointer(&rules);
}

struct rules *rules_load(const char *const *dirs, const char *const *right_dirs, GError **error)
{
    return load_all(dirs, right_dirs, false, error);
}

static void speed_up_rule(const struct rule *rule)
{
    for (guint i = 0; i < RULE_CONDITIONS; i++)
        for (guint j = 0; j < rule->conditions[i].patterns->len; j++)
            pattern_speed_up(g_ptr_array_index(rule->conditions[i].patterns, j));
}

void rules_speed_up(struct rules *rules)
{
    for (guint i = 0; i < rules->list->len; i++)
        speed_up_rule(g_ptr_array_index(rules->list, i));
    for (guint i = 0; i < rules->candidates->len; i++)
        speed_up_rule(g_ptr_array_index(rules->candidates, i));
    if (rules->alarm)
        speed_up_rule(rules->alarm);
    pattern_speed_up(rules->mark);
}

struct rules *rules_load_from(const char *option, GError **error)
{
    g_auto(GStrv) dirs = places_rules(option);
    g_auto(GStrv) right_dirs = places_right(option);

    return rules_load((const char *const *)dirs, (const char *const *)right_dirs, error);
}

struct rules *rules_load_again(const char *option, GError **error)
{
    g_auto(GStrv) dirs = places_rules(option), right_dirs = places_right(option);

    return load_all((const char *const *)dirs, (const char *const *)right_dirs, true, error);
}

void rules_free(struct rules *rules)
{
    if (!rules)
        return;
    right_free(rules->right);
    g_ptr_array_unref(rules->list);
    g_ptr_array_unref(rules->candidates);
    rule_free(rules->alarm);
    pattern_free(rules->mark);
    g_free(rules);
}

const struct right *rules_right(const struct rules *rules)
{
    return rules->right;
}

GArray *rules_list(const struct rules *rules)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct rule_info));

    for (guint i = 0; i < rules->list->len; i++) {
        const struct rule *rule = rules->list->pdata[i];
        const struct rule_info info = {
            .name = rule->name,
            .file = rule->file,
            .line = rule->line,
            .priority = rule->priority,
            .kind = kind_name(rule->kind),
            .samples = rule->samples,
        };

        g_array_append_val(list, info);
    }
    return list;
}
