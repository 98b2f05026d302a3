/* A parser by descent over one string. Comments nest and may hold anything that would mean
 * something outside of them; so may quoted strings. */
#include "message/authres_parse.h"

#include <stdbool.h>
#include <string.h>

/* One field of some kilobytes may name as many results as it likes; no border names more. */
#define MAX_RESULTS 100
#define MAX_PROPERTIES 50

static void property_free(gpointer data)
{
    struct authres_property *property = data;

    g_free(property->type);
    g_free(property->name);
    g_free(property->value);
    g_free(property);
}

static void result_free(gpointer data)
{
    struct authres_result *result = data;

    g_free(result->method);
    g_free(result->result);
    g_ptr_array_unref(result->properties);
    g_free(result);
}

void authres_free(struct authres *authres)
{
    g_free(authres->authserv_id);
    g_ptr_array_unref(authres->results);
    g_free(authres);
}

/* Past blanks and comments. An open comment takes all that follows. */
static void skip_cfws(const char **p)
{
    guint depth = 0;

    for (; **p && (depth || strchr(" \t\r\n(", **p)); (*p)++) {
        if (**p == '\\' && depth && (*p)[1])
            (*p)++;
        else if (**p == '(')
            depth++;
        else if (**p == ')')
            depth--;
    }
}

static char *read_quoted(const char **p)
{
    GString *text = g_string_new(NULL);

    for ((*p)++; **p && **p != '"'; (*p)++) {
        if (**p == '\\' && (*p)[1])
            (*p)++;
        g_string_append_c(text, **p);
    }
    if (**p == '"')
        (*p)++;
    return g_string_free(text, FALSE);
}

/* A token up to one of `stops`, blanks or a comment; or a quoted string; "" where neither is. */
static char *read_value(const char **p, const char *stops)
{
    const char *begin = *p;

    if (**p == '"')
        return read_quoted(p);
    while (**p && !strchr(" \t\r\n(;\"", **p) && !strchr(stops, **p))
        (*p)++;
    return g_strndup(begin, (gsize)(*p - begin));
}

static char *read_lower(const char **p, const char *stops)
{
    g_autofree char *value = read_value(p, stops);

    return g_ascii_strdown(value, -1);
}

static bool take(const char **p, char c)
{
    skip_cfws(p);
    if (**p != c)
        return false;
    (*p)++;
    skip_cfws(p);
    return true;
}

/* pvalue: a value, or a mailbox whose local part may be quoted: "a b"@example.fr. */
static char *read_pvalue(const char **p)
{
    g_autofree char *value = read_value(p, "");
    g_autofree char *rest = NULL;

    if (**p != '@')
        return g_steal_pointer(&value);
    rest = read_value(p, "");
    return g_strconcat(value, rest, NULL);
}

/* One "ptype.property=value", or "reason=value", which says nothing to us. */
static bool read_property(const char **p, struct authres_result *result)
{
    g_autofree char *type = read_lower(p, ".=");
    g_autofree char *name = NULL;
    struct authres_property *property;

    if (!*type)
        return false;
    if (take(p, '.'))
        name = read_lower(p, "=");
    if (!take(p, '='))
        return false;
    property = g_new0(struct authres_property, 1);
    property->type = g_steal_pointer(&type);
    property->name = name ? g_steal_pointer(&name) : g_strdup("");
    property->value = read_pvalue(p);
    g_ptr_array_add(result->properties, property);
    return true;
}

/* method [/version] = result, and its properties. */
static bool read_result(const char **p, struct authres *authres)
{
    g_autofree char *method = read_lower(p, "=/");
    struct authres_result *result;

    if (!*method)
        return false;
    if (take(p, '/'))
        g_free(read_value(p, "="));
    if (!take(p, '='))
        return false;
    result = g_new0(struct authres_result, 1);
    result->method = g_steal_pointer(&method);
    result->result = read_lower(p, "");
    result->properties = g_ptr_array_new_with_free_func(property_free);
    g_ptr_array_add(authres->results, result);
    for (skip_cfws(p); **p && **p != ';'; skip_cfws(p))
        if (result->properties->len >= MAX_PROPERTIES || !read_property(p, result))
            return false;
    return true;
}

struct authres *authres_parse(const char *value)
{
    const char *p = value;
    g_autofree char *authserv_id = NULL;
    struct authres *authres;

    skip_cfws(&p);
    authserv_id = read_lower(&p, "=");
    skip_cfws(&p);
    if (g_ascii_isdigit(*p)) { /* authres-version */
        g_free(read_value(&p, ""));
        skip_cfws(&p);
    }
    if (!*authserv_id || (*p && *p != ';'))
        return NULL;
    authres = g_new0(struct authres, 1);
    authres->authserv_id = g_steal_pointer(&authserv_id);
    authres->results = g_ptr_array_new_with_free_func(result_free);
    while (take(&p, ';') && authres->results->len < MAX_RESULTS)
        if (*p && *p != ';' && !read_result(&p, authres))
            break;
    return authres;
}

const char *authres_property(const struct authres_result *result, const char *type,
                             const char *name)
{
    for (guint i = 0; i < result->properties->len; i++) {
        const struct authres_property *property = g_ptr_array_index(result->properties, i);

        if (!strcmp(property->type, type) && !strcmp(property->name, name))
            return property->value;
    }
    return NULL;
}
