/* Texts, paths, numbers and commands out of a section of the configuration. */
#include "base/settings_parts.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/places.h"

bool settings_is_set(cfg_t *section, const char *key)
{
    return cfg_size(section, key) > 0;
}

bool settings_line_is_clean(const char *text)
{
    if (!g_utf8_validate(text, -1, NULL))
        return false;
    for (; *text; text += g_utf8_skip[(guchar)*text])
        if (g_unichar_iscntrl(g_utf8_get_char(text)))
            return false;
    return true;
}

static bool check_text(cfg_t *section, const char *key, const char *text, GError **error)
{
    if (*text && settings_line_is_clean(text))
        return true;
    conf_fault(error, section, key,
               *text ? _("%s holds a control character; write it on one line")
                     : _("%s is empty; write its value or remove it"),
               key);
    return false;
}

bool settings_text(cfg_t *section, const char *key, char **value, GError **error)
{
    if (!settings_is_set(section, key))
        return true;
    if (!check_text(section, key, cfg_getstr(section, key), error))
        return false;
    *value = g_strdup(cfg_getstr(section, key));
    return true;
}

bool settings_path(cfg_t *section, const char *key, char **value, GError **error)
{
    g_autofree char *path = NULL;

    if (!settings_text(section, key, &path, error))
        return false;
    if (path && path[0] != '/' && !g_str_has_prefix(path, "~/")) {
        conf_fault(error, section, key, _("%s is no absolute path; begin it with / or ~/"), key);
        return false;
    }
    if (path)
        *value = places_expand(path);
    return true;
}

bool settings_is_milter_socket(const char *socket)
{
    static const char *const files[] = { "unix:/", "local:/", "/" };
    static const char *const ports[] = { "inet:", "inet6:" };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++)
        if (g_str_has_prefix(socket, files[i]))
            return socket[strlen(files[i])];
    for (gsize i = 0; i < G_N_ELEMENTS(ports); i++) {
        const char *begin = socket + strlen(ports[i]), *at;
        g_autofree char *port = NULL;

        if (!g_str_has_prefix(socket, ports[i]) || !(at = strchr(begin, '@')) || !at[1])
            continue;
        port = g_strndup(begin, (gsize)(at - begin));
        return g_ascii_string_to_unsigned(port, 10, 1, G_MAXUINT16, NULL, NULL);
    }
    return false;
}

bool settings_texts(cfg_t *section, const char *key, char ***value, GError **error)
{
    const guint count = cfg_size(section, key);
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < count; i++) {
        const char *text = cfg_getnstr(section, key, i);

        if (!check_text(section, key, text, error))
            return false;
        g_ptr_array_add(texts, g_strdup(text));
    }
    g_ptr_array_add(texts, NULL);
    if (count)
        *value = (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
    return true;
}

bool settings_trust(cfg_t *section, char ***value, GError **error)
{
    g_auto(GStrv) ids = NULL;

    if (!settings_texts(section, "trust", &ids, error))
        return false;
    if (!ids)
        ids = g_new0(char *, 1);
    for (char **id = ids; *id; id++) {
        char *lower = g_ascii_strdown(*id, -1);

        g_free(*id);
        *id = lower;
    }
    *value = g_steal_pointer(&ids);
    return true;
}

bool settings_count(cfg_t *section, const char *key, guint least, guint most, guint *value,
                    GError **error)
{
    long count;

    if (!settings_is_set(section, key))
        return true;
    count = cfg_getint(section, key);
    if (count < (long)least || count > (long)most) {
        conf_fault(error, section, key, _("%s is %ld; write a number from %u to %u"), key, count,
                   least, most);
        return false;
    }
    *value = (guint)count;
    return true;
}

bool settings_command(cfg_t *section, const char *key, GPtrArray *commands, guint *index,
                      GError **error)
{
    const char *command;

    if (!settings_is_set(section, key))
        return true;
    command = cfg_getstr(section, key);
    if (command[strspn(command, " \t\n")] == '\0') {
        conf_fault(error, section, key, _("%s is empty; write a command or remove it"), key);
        return false;
    }
    *index = commands->len;
    g_ptr_array_add(commands, g_strdup(command));
    return true;
}

static char *join(const char *const *words)
{
    g_autoptr(GString) all = g_string_new(*words);

    while (*++words)
        g_string_append_printf(all, ", %s", *words);
    return g_string_free(g_steal_pointer(&all), FALSE);
}

bool settings_word(cfg_t *section, const char *key, const char *const *words, guint *index,
                   GError **error)
{
    g_autofree char *known = NULL;

    if (!settings_is_set(section, key))
        return true;
    for (guint i = 0; words[i]; i++) {
        if (g_str_equal(words[i], cfg_getstr(section, key))) {
            *index = i;
            return true;
        }
    }
    known = join(words);
    conf_fault(error, section, key, _("%s is not known; write one of: %s"), key, known);
    return false;
}

const char *settings_first_set(cfg_t *section, const char *const *keys)
{
    for (; *keys; keys++)
        if (settings_is_set(section, *keys))
            return *keys;
    return NULL;
}

bool settings_exactly_one(cfg_t *section, const char *const *keys, GError **error)
{
    g_autofree char *all = join(keys);
    const char *first = settings_first_set(section, keys);

    if (!first) {
        conf_fault(error, section, NULL, _("\"%s\" has none of %s; write one"), cfg_title(section),
                   all);
        return false;
    }
    for (; *keys; keys++) {
        if (*keys != first && settings_is_set(section, *keys)) {
            conf_fault(error, section, *keys, _("%s and %s exclude each other; keep one"), first,
                       *keys);
            return false;
        }
    }
    return true;
}
