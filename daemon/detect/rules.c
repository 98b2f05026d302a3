/* Loads rule files: their definitions first, then each rule with its patterns compiled. */
#include "detect/rules.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/conf_scan.h"
#include "base/error.h"
#include "base/places.h"
#include "base/mark.h"
#include "detect/definitions.h"
#include "detect/files.h"
#include "detect/rule.h"

/* A name of a condition is a word or some. */
#define MAX_NAME_CHARACTERS 60
#define MAX_PRIORITY 1000000
/* Of all patterns with their definitions put in: those that are shipped have 250 KB. One definition that
 * many patterns use made 300 MB of machine words out of a file of 44 KB, in 3 s. */
#define MAX_PATTERNS_BYTES (4 * 1024 * 1024)

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
    CFG_END(),
};

static cfg_opt_t file_options[] = {
    CFG_SEC("rule", rule_options, CFGF_MULTI | CFGF_TITLE),
    CFG_SEC("candidate", candidate_options, CFGF_MULTI),
    CFG_SEC("define", define_options, CFGF_MULTI | CFGF_TITLE),
    CFG_END(),
};

/* Files being read, and what they define. */
struct loading {
    struct rules *rules;
    GPtrArray *files;        /* of cfg_t, parsed */
    GHashTable *definitions; /* name → cfg_t of its section, borrowed from the files */
    GHashTable *compiled;    /* text → struct pattern: what several rules ask for */
    bool partial;            /* a file could not be read: what it defines is not known */
    bool later;              /* they were loaded before: each is compiled when it is needed */
    gsize bytes;             /* of the patterns in `compiled` */
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

static void condition_init(struct condition *condition, const char *key)
{
    condition->key = key;
    condition->patterns = g_ptr_array_new_with_free_func(free_pattern);
}

struct rule *rule_new(void)
{
    struct rule *rule = g_new0(struct rule, 1);

    static const char *const keys[] = { "from", "subject", "about", "text", "unless", "code" };

    G_STATIC_ASSERT(G_N_ELEMENTS(keys) == RULE_CONDITIONS);
    for (guint i = 0; i < RULE_CONDITIONS; i++)
        condition_init(&rule->conditions[i], keys[i]);
    return rule;
}

void rule_free(struct rule *rule)
{
    if (!rule)
        return;
    g_free(rule->name);
    g_free(rule->file);
    g_free(rule->samples);
    for (guint i = 0; i < RULE_CONDITIONS; i++)
        g_ptr_array_unref(rule->conditions[i].patterns);
    g_free(rule);
}

static enum sender sender_word(const char *word)
{
    if (g_str_equal(word, "official"))
        return SENDER_OFFICIAL;
    return g_str_equal(word, "posing") ? SENDER_POSING : SENDER_OTHER;
}

static bool is_name(const char *name)
{
    for (const char *at = name; *at; at += g_utf8_skip[(guchar)*at])
        if (!g_unichar_isprint(g_utf8_get_char(at)))
            return false;
    return *name && g_utf8_strlen(name, -1) <= MAX_NAME_CHARACTERS;
}

static bool is_taken(const struct rule *rule, const char *name)
{
    for (guint i = 0; i < RULE_CONDITIONS; i++)
        for (guint j = 0; j < rule->conditions[i].patterns->len; j++)
            if (g_strcmp0(pattern_name(rule->conditions[i].patterns->pdata[j]), name) == 0)
                return true;
    return false;
}

/* A definition does not know where it is used: a name that it lends is left out where it does not
 * fit. */
static void lend_name(struct pattern *pattern, const struct written *written,
                      const struct loading *loading, const struct rule *rule)
{
    g_autofree char *name = written_lent_name(written, loading->definitions);

    if (name && is_name(name) && !is_taken(rule, name))
        pattern_set_name(pattern, name);
}

/* Gives `pattern` its name. Two of one name in a rule could not be told apart in its trace. */
static bool read_name(struct pattern *pattern, const struct written *written,
                      const struct loading *loading, const struct rule *rule, GError **error)
{
    g_autofree char *name = written_name(written);

    if (!name) {
        lend_name(pattern, written, loading, rule);
        return true;
    }
    if (!is_name(name))
        written_fault(written, 0, _("no name"), _("write (?#WORDS), of 60 characters at most"),
                      error);
    else if (is_taken(rule, name))
        written_fault(written, 0, _("another pattern of the rule has this name"),
                      _("choose another one"), error);
    else
        pattern_set_name(pattern, name);
    return pattern_name(pattern);
}

/* Counts `pattern` once, whoever shares it: `known` were compiled before it. */
static void count_pattern(struct loading *loading, const struct pattern *pattern, guint known)
{
    if (!loading->later && g_hash_table_size(loading->compiled) > known)
        loading->bytes += strlen(pattern_source(pattern));
}

static struct pattern *compile(struct loading *loading, const struct written *written, GError **error)
{
    const guint known = g_hash_table_size(loading->compiled);
    struct pattern *pattern;

    if (loading->bytes > MAX_PATTERNS_BYTES) {
        written_fault(written, 0, _("the patterns of all rules are longer than 4 MB together"),
                      _("make them simpler"), error);
        return NULL;
    }
    pattern = (loading->later ? written_compile_later : written_compile)(
        written, loading->definitions, loading->compiled, error);
    if (pattern)
        count_pattern(loading, pattern, known);
    return pattern;
}

static bool read_pattern(struct loading *loading, const struct written *written,
                         const struct rule *rule, struct condition *condition, GError **error)
{
    g_autoptr(GError) fault = NULL;
    AUTO(pattern) pattern = compile(loading, written, &fault);

    if (loading->partial && g_error_matches(fault, VIGIE_ERROR, EX_NOINPUT))
        return true;
    if (!pattern) {
        fault->code = EX_CONFIG;
        g_propagate_error(error, g_steal_pointer(&fault));
        return false;
    }
    if (!read_name(pattern, written, loading, rule, error))
        return false;
    if (condition == &rule->code && !loading->later && !pattern_extracts(pattern)) {
        written_fault(written, 0, _("names nothing"),
                      _("put (?<code>…), (?<person>…), (?<sent>…) or (?<name>…) in it"), error);
        return false;
    }
    g_ptr_array_add(condition->patterns, g_steal_pointer(&pattern));
    return true;
}

/* Compiles the patterns of one key of `rule`; `from` takes two words beside them. */
static bool read_condition(struct loading *loading, cfg_t *section, struct rule *rule,
                           struct condition *condition, GError **error)
{
    condition->line = conf_line(section, condition->key);
    for (guint i = 0; i < cfg_size(section, condition->key); i++) {
        const struct written written = {
            .text = cfg_getnstr(section, condition->key, i),
            .what = condition->key,
            .section = section,
            .key = condition->key,
            .index = i,
        };
        const enum sender sender = sender_word(written.text);

        if (condition == &rule->from && sender != SENDER_OTHER)
            rule->senders |= 1u << sender;
        else if (!read_pattern(loading, &written, rule, condition, error))
            return false;
    }
    return true;
}

static bool read_conditions(struct loading *loading, cfg_t *section, struct rule *rule,
                            GError **error)
{
    for (guint i = 0; i < RULE_CONDITIONS; i++)
        if (cfg_getopt(section, rule->conditions[i].key) &&
            !read_condition(loading, section, rule, &rule->conditions[i], error))
            return false;
    return true;
}

static bool read_kind(cfg_t *section, enum kind *kind, GError **error)
{
    const char *name = cfg_getstr(section, "kind");

    if (name && kind_from_name(name, kind) && *kind != KIND_UNRECOGNISED)
        return true;
    conf_fault(error, section, name ? "kind" : NULL,
               _("kind is %s; write kind = notice, reminder, opposition, activation or none"),
               name ? name : "missing");
    return false;
}

static bool read_priority(cfg_t *section, int *priority, GError **error)
{
    const long value = cfg_getint(section, "priority");

    *priority = (int)value;
    if (value >= -MAX_PRIORITY && value <= MAX_PRIORITY)
        return true;
    conf_fault(error, section, "priority", _("priority %ld is out of range; write 0 to 100"),
               value);
    return false;
}

static char *samples_of(cfg_t *section, const char *file)
{
    g_autofree char *dir = g_path_get_dirname(file);
    const char *samples = cfg_getstr(section, "samples");

    return samples && *samples ? g_canonicalize_filename(samples, dir) : NULL;
}

static struct rule *read_rule(struct loading *loading, cfg_t *section, GError **error)
{
    AUTO(rule) rule = rule_new();

    rule->name = g_strdup(cfg_title(section));
    rule->file = g_canonicalize_filename(section->filename, NULL);
    rule->line = section->line;
    rule->samples = samples_of(section, rule->file);
    if (!read_kind(section, &rule->kind, error) ||
        !read_priority(section, &rule->priority, error) ||
        !read_conditions(loading, section, rule, error))
        return NULL;
    if (rule->senders || rule->from.patterns->len || rule->subject.patterns->len ||
        rule->about.patterns->len || rule->text.patterns->len)
        return g_steal_pointer(&rule);
    conf_fault(error, section, NULL, _("a rule without a condition; write from, subject or text"));
    return NULL;
}

static struct rule *read_candidate(struct loading *loading, cfg_t *section, GError **error)
{
    AUTO(rule) rule = rule_new();

    rule->name = g_strdup("candidate");
    rule->file = g_canonicalize_filename(section->filename, NULL);
    rule->line = section->line;
    if (!read_conditions(loading, section, rule, error))
        return NULL;
    return g_steal_pointer(&rule);
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

        read_sections(loading, file, "rule", read_rule, loading->rules->list, &faults);
        read_sections(loading, file, "candidate", read_candidate, loading->rules->candidates,
                      &faults);
    }
    if (!faults)
        return true;
    g_propagate_error(error, faults);
    return false;
}

/* Patterns of the right, which has no section to name any more. */
static bool compile_alarm(struct loading *loading, char **sources, struct condition *condition,
                          GError **error)
{
    const struct right_alarm *alarm = &loading->rules->right->alarm;
    const struct rule *rule = loading->rules->alarm;

    for (; *sources; sources++) {
        const struct written written = {
            .text = *sources, .what = "alarm", .file = alarm->file, .line = alarm->line
        };

        if (!read_pattern(loading, &written, rule, condition, error))
            return false;
    }
    return true;
}

static bool read_alarm(struct loading *loading, GError **error)
{
    const struct right *right = loading->rules->right;
    struct rule *rule = loading->rules->alarm = rule_new();

    rule->name = g_strdup("alarm");
    rule->file = g_strdup(right->alarm.file);
    rule->line = rule->about.line = rule->code.line = right->alarm.line;
    rule->kind = KIND_UNRECOGNISED;
    rule->senders = 1u << SENDER_OFFICIAL;
    return compile_alarm(loading, right->alarm.about, &rule->about, error) &&
           compile_alarm(loading, right->alarm.code, &rule->code, error);
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

    return read_files(&loading, dirs, error) && read_alarm(&loading, error);
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
