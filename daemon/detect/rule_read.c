/* One rule from its section: its patterns with their names, compiled, and its other keys. */
#include "detect/rule_read.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/error.h"
#include "detect/definitions.h"

/* A name of a condition is a word or some. */
#define MAX_NAME_CHARACTERS 60
#define MAX_PRIORITY 1000000
/* Of all patterns with their definitions put in: those that are shipped have 250 KB. One definition that
 * many patterns use made 300 MB of machine words out of a file of 44 KB, in 3 s. */
#define MAX_PATTERNS_BYTES (4 * 1024 * 1024)

static void free_pattern(gpointer pattern)
{
    pattern_free(pattern);
}

static void condition_init(struct condition *condition, const char *key)
{
    condition->key = key;
    condition->patterns = g_ptr_array_new_with_free_func(free_pattern);
}

static struct rule *rule_new(void)
{
    static const char *const keys[] = { "from", "subject", "about", "text", "unless", "code" };
    struct rule *rule = g_new0(struct rule, 1);

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

struct rule *rule_read(struct loading *loading, cfg_t *section, GError **error)
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

struct rule *rule_read_candidate(struct loading *loading, cfg_t *section, GError **error)
{
    AUTO(rule) rule = rule_new();

    rule->name = g_strdup("candidate");
    rule->file = g_canonicalize_filename(section->filename, NULL);
    rule->line = section->line;
    if (!read_conditions(loading, section, rule, error))
        return NULL;
    return g_steal_pointer(&rule);
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

bool rule_read_alarm(struct loading *loading, GError **error)
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
