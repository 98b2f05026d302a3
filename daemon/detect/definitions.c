/* Puts definitions into patterns, and finds the place of a fault by compiling what they are made
 * of, one by one. */
#include "detect/definitions.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/conf.h"
#include "base/conf_scan.h"
#include "base/error.h"
#include "detect/spelling.h"

/* A pattern may use definitions that use others: more levels are no help to a reader. */
#define MAX_DEPTH 8
/* A pattern with all its definitions put in. */
#define MAX_PATTERN_BYTES (64 * 1024)
/* Shown of a faulty pattern, from the fault on or up to its end. */
#define SHOWN_BYTES 30

/* A pattern that is put together, from one text and all that it uses. */
struct expansion {
    GHashTable *definitions; /* name → cfg_t of the section `define` */
    GPtrArray *once;         /* of char *: those that it holds `once`; the first is the group once1 */
    GString *text;
    GString *groups;         /* of those: they stand last, so that they move the number of no other */
};

/* Definitions being put in, the innermost first. */
struct chain {
    const char *name;
    const struct chain *outer;
    int depth;
};

/* A ${name} in a pattern. `name` is NULL where there is none any more, and "" where its brace is
 * missing; the caller frees. */
struct use {
    const char *open, *close;
    char *name;
};

static struct use next_use(const char *text)
{
    struct use use = { .open = strstr(text, "${") };

    if (!use.open)
        return use;
    use.close = strchr(use.open, '}');
    use.name =
        use.close ? g_strndup(use.open + 2, (gsize)(use.close - use.open - 2)) : g_strdup("");
    return use;
}

static struct written definition_written(GHashTable *definitions, const char *name,
                                         const char *what)
{
    cfg_t *section = g_hash_table_lookup(definitions, name);

    return (struct written){
        .text = section ? cfg_getstr(section, "pattern") : NULL,
        .what = what,
        .section = section,
        .key = "pattern",
    };
}

/* The words at a fault, or before it where nothing follows; cut at characters. */
static char *words_at(const char *text, gsize offset)
{
    const gsize length = strlen(text);
    gsize from = MIN(offset, length);
    g_autofree char *words = NULL;
    const char *cut;

    if (length - from < SHOWN_BYTES / 2)
        from = length > SHOWN_BYTES ? MIN(from, length - SHOWN_BYTES) : 0;
    while (from > 0 && ((guchar)text[from] & 0xC0) == 0x80)
        from--;
    words = g_strndup(text + from, SHOWN_BYTES);
    if (!g_utf8_validate(words, -1, &cut))
        words[cut - words] = '\0';
    return g_steal_pointer(&words);
}

void written_fault(const struct written *written, gsize offset, const char *message,
                   const char *remedy, GError **error)
{
    g_autofree char *near = words_at(written->text, offset);
    int line = written->line, column = 0;

    if (!written->section) {
        conf_scan_fault(error, written->file, line, _("%s: %s, near '%s'; %s"), written->what,
                        message, near, remedy);
        return;
    }
    conf_locate(written->section, written->key, written->index, offset, &line, &column);
    conf_scan_fault(error, written->section->filename, line,
                    _("%s: %s at column %d, near '%s'; %s"), written->what, message, column, near,
                    remedy);
}

static void set_use_fault(const struct written *written, const struct use *use, int code,
                          const char *message, const char *remedy, GError **error)
{
    g_autofree char *whole = g_strdup_printf("${%s} %s", use->name, message);
    GError *fault = NULL;

    written_fault(written, (gsize)(use->open - written->text), whole, remedy, &fault);
    fault->code = code;
    g_propagate_error(error, fault);
}

static bool is_in(const struct chain *chain, const char *name)
{
    for (; chain; chain = chain->outer)
        if (g_str_equal(chain->name, name))
            return true;
    return false;
}

/* Whether the definition of `use` can be put in. */
static bool check_use(const struct written *written, const struct use *use, bool defined,
                      const struct chain *chain, gsize length, GError **error)
{
    if (!defined)
        set_use_fault(written, use, EX_NOINPUT, _("is not defined"),
                      _("write define \"NAME\" { pattern = '…' }"), error);
    else if (is_in(chain, use->name))
        set_use_fault(written, use, EX_CONFIG, _("uses itself"), _("break the circle"), error);
    else if ((chain && chain->depth >= MAX_DEPTH) || length > MAX_PATTERN_BYTES)
        set_use_fault(written, use, EX_CONFIG, _("makes the pattern too long"),
                      _("make it simpler"), error);
    else
        return true;
    return false;
}

static bool expand(struct expansion *expansion, const struct written *written,
                   const struct chain *chain, GError **error);

/* Adds the group of a definition that is `once`. It means the same everywhere, so that no option around
 * a call holds in it. */
static bool add_group(struct expansion *expansion, const struct written *definition,
                      const struct chain *chain, GError **error)
{
    g_autoptr(GString) group = g_string_new(NULL);
    struct expansion inside = *expansion;

    g_ptr_array_add(expansion->once, g_strdup(chain->name));
    g_string_printf(group, "(?<once%u>(?^:", expansion->once->len);
    inside.text = group;
    if (!expand(&inside, definition, chain, error))
        return false;
    g_string_append_printf(expansion->groups, "%s))", group->str);
    return true;
}

/* Appends a definition, in a group of its own, or the call of one that is `once`. */
static bool put_in(struct expansion *expansion, const struct written *definition,
                   const struct chain *chain, GError **error)
{
    guint number = expansion->once->len;

    if (cfg_getbool(definition->section, "once")) {
        if (!g_ptr_array_find_with_equal_func(expansion->once, chain->name, g_str_equal, &number) &&
            !add_group(expansion, definition, chain, error))
            return false;
        g_string_append_printf(expansion->text, "(?&once%u)", number + 1);
        return true;
    }
    g_string_append(expansion->text, "(?:");
    if (!expand(expansion, definition, chain, error))
        return false;
    g_string_append_c(expansion->text, ')');
    return true;
}

/* Appends the pattern with each ${name} replaced by its definition. */
static bool expand(struct expansion *expansion, const struct written *written,
                   const struct chain *chain, GError **error)
{
    const char *at = written->text;
    struct use use;

    for (use = next_use(at); use.open; at = use.close + 1, use = next_use(at)) {
        g_autofree char *name = use.name;
        g_autofree char *what = g_strdup_printf("${%s}", name);
        const struct chain link = { name, chain, chain ? chain->depth + 1 : 1 };
        const struct written definition = definition_written(expansion->definitions, name, what);

        g_string_append_len(expansion->text, at, use.open - at);
        if (!check_use(written, &use, definition.text, chain, expansion->text->len, error) ||
            !put_in(expansion, &definition, &link, error))
            return false;
    }
    g_string_append(expansion->text, at);
    return true;
}

/* The whole pattern; NULL where a definition cannot be put in. The caller frees. */
static char *expanded(const struct written *written, GHashTable *definitions, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) groups = g_string_new(NULL);
    g_autoptr(GPtrArray) once = g_ptr_array_new_with_free_func(g_free);
    struct expansion expansion = { definitions, once, text, groups };

    if (!expand(&expansion, written, NULL, error))
        return NULL;
    if (groups->len)
        g_string_append_printf(text, "(?(DEFINE)%s)", groups->str);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* The byte of the pattern as written that stands for byte `offset` of it expanded: of a definition,
 * its ${. */
static gsize unexpand(const struct written *written, GHashTable *definitions, gsize offset)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GString) groups = g_string_new(NULL);
    g_autoptr(GPtrArray) once = g_ptr_array_new_with_free_func(g_free);
    struct expansion expansion = { definitions, once, text, groups };
    const char *at = written->text;
    struct use use;

    for (use = next_use(at); use.open; at = use.close + 1, use = next_use(at)) {
        g_autofree char *name = use.name;
        const struct written definition = definition_written(definitions, name, "");
        const struct chain link = { name, NULL, 1 };
        const gsize before = (gsize)(use.open - at);

        if (offset < before)
            break;
        g_string_truncate(text, 0);
        if (!definition.text || !put_in(&expansion, &definition, &link, NULL) ||
            offset < before + text->len)
            return (gsize)(use.open - written->text);
        offset -= before + text->len;
    }
    return MIN((gsize)(at - written->text) + offset, strlen(written->text));
}

/* What is faulty by itself: a definition that `written` uses, or what that uses; else itself. In a
 * definition (not `whole`) a reference may mean a group of what stands around it. */
static void set_fault(const struct written *written, GHashTable *definitions, bool whole,
                      GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) fault = NULL;
    AUTO(pattern) pattern = NULL;
    struct pattern_fault place = { 0 };
    struct use use;

    for (use = next_use(written->text); use.open; use = next_use(use.close + 1)) {
        g_autofree char *name = use.name;
        g_autofree char *what = g_strdup_printf("${%s}", name);
        const struct written definition = definition_written(definitions, name, what);

        if (definition.text)
            set_fault(&definition, definitions, false, error);
        if (*error)
            return;
    }
    text = expanded(written, definitions, NULL);
    if (!text)
        return;
    pattern = pattern_new(text, &place, &fault);
    if (!pattern && (whole || !place.reference))
        written_fault(written, unexpand(written, definitions, place.offset), fault->message,
                      _("mend the pattern"), error);
}

struct pattern *written_compile_later(const struct written *written, GHashTable *definitions,
                                      GHashTable *compiled, GError **error)
{
    g_autofree char *text = NULL;
    struct pattern *pattern = g_hash_table_lookup(compiled, written->text);

    if (pattern)
        return pattern_share(pattern);
    text = expanded(written, definitions, error);
    if (!text)
        return NULL;
    pattern = pattern_new_later(text);
    g_hash_table_insert(compiled, g_strdup(written->text), pattern_share(pattern));
    return pattern;
}

struct pattern *written_compile(const struct written *written, GHashTable *definitions,
                                GHashTable *compiled, GError **error)
{
    g_autoptr(GError) fault = NULL, placed = NULL;
    g_autofree char *text = NULL, *spelt = NULL;
    struct pattern *pattern;

    pattern = g_hash_table_lookup(compiled, written->text);
    if (pattern)
        return pattern_share(pattern);
    text = expanded(written, definitions, error);
    if (!text)
        return NULL;
    spelt = spelling_of_texts(text);
    pattern = pattern_new(spelt, NULL, &fault);
    if (pattern) {
        g_hash_table_insert(compiled, g_strdup(written->text), pattern_share(pattern));
        return pattern;
    }
    set_fault(written, definitions, true, &placed);
    if (!placed)
        written_fault(written, 0, fault->message, _("mend the pattern"), &placed);
    g_propagate_error(error, g_steal_pointer(&placed));
    return NULL;
}

char *written_name(const struct written *written)
{
    const char *text = written->text;
    const char *end = g_str_has_prefix(text, "(?#") ? strchr(text, ')') : NULL;

    return end ? g_strstrip(g_strndup(text + 3, (gsize)(end - text - 3))) : NULL;
}

char *written_lent_name(const struct written *written, GHashTable *definitions)
{
    const struct use use = next_use(written->text);
    g_autofree char *name = use.name;
    struct written definition;

    if (use.open != written->text || !use.close || use.close[1])
        return NULL;
    definition = definition_written(definitions, name, name);
    return definition.text ? written_name(&definition) : NULL;
}
