/* What <style> elements say. A selector is a last simple one, which is looked up, and those of
 * ancestors, each a bit that the style of what is inside inherits. */
#include "message/html_rules.h"

#include <string.h>

/* Rules are applied to each element that they fit: these bound the product. */
#define MAX_RULES 1000
#define MAX_DECLARATION_BYTES 512 /* of one rule, and of those of a key before another joins */
#define MAX_CLASSES_OF_ELEMENT 8
#define MAX_SCOPES 64

struct rule {
    guint64 scope; /* all of these ancestors are open */
    char **also;   /* keys that the element has beside the one it is looked up by */
    char *declarations;
};

struct html_rules {
    GHashTable *by_key; /* "td", ".x" or "#x", in lower case → GPtrArray of struct rule */
    GHashTable *scopes; /* the same of an ancestor → its bit's number */
    guint count;
    bool painted; /* what we cannot follow sets backgrounds */
};

static void rule_free(gpointer data)
{
    struct rule *rule = data;

    g_strfreev(rule->also);
    g_free(rule->declarations);
    g_free(rule);
}

struct html_rules *html_rules_new(void)
{
    struct html_rules *rules = g_new0(struct html_rules, 1);

    rules->by_key =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
    rules->scopes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return rules;
}

void html_rules_free(struct html_rules *rules)
{
    g_hash_table_unref(rules->by_key);
    g_hash_table_unref(rules->scopes);
    g_free(rules);
}

/* "td", ".x" or "#x" of an ancestor that is one element, class or id, or one of an element with it
 * ("td.x" is read as ".x"); NULL for any other. */
static const char *simple_key(const char *selector)
{
    const char *mark = strpbrk(selector, ".#");

    if (!*selector || strpbrk(selector, ":[+~*") || (mark && strpbrk(mark + 1, ".#")))
        return NULL;
    return mark ? mark : selector;
}

/* The bit of the ancestor `key`; 0 where there are too many. */
static guint64 scope_of(struct html_rules *rules, const char *key)
{
    gpointer known;
    guint number = g_hash_table_size(rules->scopes);

    if (g_hash_table_lookup_extended(rules->scopes, key, NULL, &known))
        return G_GUINT64_CONSTANT(1) << GPOINTER_TO_UINT(known);
    if (number >= MAX_SCOPES)
        return 0;
    g_hash_table_insert(rules->scopes, g_strdup(key), GUINT_TO_POINTER(number));
    return G_GUINT64_CONSTANT(1) << number;
}

/* "td.x.y" as "td", ".x" and ".y"; NULL where `selector` is beyond us. */
static char **pieces_of(const char *selector)
{
    g_autoptr(GStrvBuilder) pieces = g_strv_builder_new();

    if (!*selector || strpbrk(selector, ":[+~*"))
        return NULL;
    while (*selector) {
        const gsize length = 1 + strcspn(selector + 1, ".#");
        g_autofree char *piece = g_strndup(selector, length);

        g_strv_builder_add(pieces, piece);
        selector += length;
    }
    return g_strv_builder_end(pieces);
}

/* The pieces of the last of `words`, and the bits of those before it ("a > b" is read as "a b"); NULL
 * where one of them is beyond us. */
static char **selector_pieces(struct html_rules *rules, char **words, guint64 *scope)
{
    const char *last = NULL;

    *scope = 0;
    for (char **word = words; *word; word++) {
        if (!**word)
            continue;
        if (last) {
            const char *key = simple_key(last);
            const guint64 bit = key ? scope_of(rules, key) : 0;

            if (!bit)
                return NULL;
            *scope |= bit;
        }
        last = *word;
    }
    return last ? pieces_of(last) : NULL;
}

static gsize declaration_bytes(const GPtrArray *list)
{
    gsize length = 0;

    for (guint i = 0; i < list->len; i++)
        length += strlen(((struct rule *)list->pdata[i])->declarations);
    return length;
}

/* The last of `pieces` is the key. Whether there was room for it. */
static bool keep_rule(struct html_rules *rules, char **pieces, guint64 scope,
                      const char *declarations)
{
    const guint others = g_strv_length(pieces) - 1;
    const char *key = pieces[others];
    GPtrArray *list = g_hash_table_lookup(rules->by_key, key);
    struct rule *rule;

    if (strlen(declarations) > MAX_DECLARATION_BYTES || rules->count >= MAX_RULES ||
        (list && declaration_bytes(list) >= MAX_DECLARATION_BYTES))
        return false;
    if (!list) {
        list = g_ptr_array_new_with_free_func(rule_free);
        g_hash_table_insert(rules->by_key, g_strdup(key), list);
    }
    rule = g_new0(struct rule, 1);
    rule->scope = scope;
    rule->also = g_strdupv(pieces);
    g_clear_pointer(&rule->also[others], g_free);
    rule->declarations = g_strdup(declarations);
    g_ptr_array_add(list, rule);
    rules->count++;
    return true;
}

static void add_rule(struct html_rules *rules, const char *selectors, const char *declarations)
{
    g_auto(GStrv) list = g_strsplit_set(selectors, ",", -1);

    for (char **selector = list; *selector; selector++) {
        g_auto(GStrv) words = g_strsplit_set(*selector, " \t\r\n>", -1);
        guint64 scope;
        g_auto(GStrv) pieces = selector_pieces(rules, words, &scope);

        if (!pieces || !keep_rule(rules, pieces, scope, declarations))
            rules->painted |= strstr(declarations, "background") != NULL;
    }
}

/* Past the block that `css`, at its "{", opens. */
static const char *past_block(const char *css)
{
    int depth = 0;

    for (; *css; css++) {
        depth += *css == '{';
        if (*css == '}' && --depth <= 0)
            return css + 1;
    }
    return css;
}

static void remove_comments(char *css)
{
    char *begin, *end;

    for (begin = css; (begin = strstr(begin, "/*")) != NULL;) {
        end = strstr(begin + 2, "*/");
        memset(begin, ' ', end ? (gsize)(end + 2 - begin) : strlen(begin));
    }
}

/* "@media screen" and alike, without a condition on the screen's size. */
static bool is_for_all_screens(const char *at_rule)
{
    return g_str_has_prefix(at_rule, "@media") && !strpbrk(at_rule, "(") &&
           !strstr(at_rule, "not ") && (strstr(at_rule, "screen") || strstr(at_rule, "all"));
}

/* Each rule of `css`; one within @media is past its "{" as if it stood outside. */
static void add_rules(struct html_rules *rules, const char *css)
{
    while (*css) {
        const gsize length = strcspn(css, "{;");
        const char *after = css + length;
        g_autofree char *selectors = g_strndup(css, length);
        const char *begin = selectors + strspn(selectors, " \t\r\n}");

        if (*after != '{') {
            css = after + (*after == ';');
        } else if (is_for_all_screens(begin)) {
            css = after + 1;
        } else {
            g_autofree char *declarations = g_strndup(after + 1, strcspn(after + 1, "}"));

            if (*begin != '@')
                add_rule(rules, begin, declarations);
            css = past_block(after);
        }
    }
}

void html_rules_add(struct html_rules *rules, const char *css)
{
    g_autofree char *lower = g_ascii_strdown(css, -1);

    remove_comments(lower);
    add_rules(rules, lower);
}

static bool has_all(const char *const *keys, char **also)
{
    for (; *also; also++)
        if (!g_strv_contains(keys, *also))
            return false;
    return true;
}

/* Applies what the rules say of `key`, one of the element's `keys`, below the ancestors `above`, and
 * opens it as an ancestor. */
static void apply_key(const struct html_rules *rules, const char *key, const char *const *keys,
                      guint64 above, struct html_style *style)
{
    const GPtrArray *list = g_hash_table_lookup(rules->by_key, key);
    gpointer number;

    for (guint i = 0; list && i < list->len; i++) {
        const struct rule *rule = list->pdata[i];

        if ((rule->scope & above) == rule->scope && has_all(keys, rule->also))
            html_style_apply(style, rule->declarations);
    }
    if (g_hash_table_lookup_extended(rules->scopes, key, NULL, &number))
        style->scopes |= G_GUINT64_CONSTANT(1) << GPOINTER_TO_UINT(number);
}

/* "td", ".x", ".y", "#z", in lower case. */
static char **keys_of(const char *element, const char *classes, const char *id)
{
    g_autoptr(GStrvBuilder) keys = g_strv_builder_new();
    g_autofree char *lower = g_ascii_strdown(classes ? classes : "", -1);
    g_auto(GStrv) names = g_strsplit_set(lower, " \t\r\n", MAX_CLASSES_OF_ELEMENT + 1);

    g_strv_builder_add(keys, element);
    for (int i = 0; names[i] && i < MAX_CLASSES_OF_ELEMENT; i++) {
        g_autofree char *key = g_strconcat(".", names[i], NULL);

        g_strv_builder_add(keys, key);
    }
    if (id) {
        g_autofree char *small = g_ascii_strdown(id, -1);
        g_autofree char *key = g_strconcat("#", small, NULL);

        g_strv_builder_add(keys, key);
    }
    return g_strv_builder_end(keys);
}

void html_rules_apply(const struct html_rules *rules, const char *element, const char *classes,
                      const char *id, struct html_style *style)
{
    g_auto(GStrv) keys = keys_of(element, classes, id);
    const guint64 above = style->scopes;

    if (rules->painted)
        style->background = HTML_COLOUR_UNKNOWN;
    for (char **key = keys; *key; key++)
        apply_key(rules, *key, (const char *const *)keys, above, style);
}
