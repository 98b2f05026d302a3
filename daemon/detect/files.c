/* The data files of a list of directories. */
#include "detect/files.h"

#include <glib/gi18n.h>
#include <string.h>

#include "base/error.h"
#include "detect/rules.h"

static int compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* Names in `dir` that end in `suffix`, sorted; an editor's hidden files are none. */
static GPtrArray *names_in(const char *dir, const char *suffix, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GError) fault = NULL;
    g_autoptr(GDir) listing = g_dir_open(dir, 0, &fault);
    const char *name;

    if (!listing && !g_error_matches(fault, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, VIGIE_ERROR, EX_CONFIG, _("%s cannot be read (%s); make it readable"),
                    dir, fault->message);
        return NULL;
    }
    while (listing && (name = g_dir_read_name(listing)))
        if (*name != '.' && g_str_has_suffix(name, suffix))
            g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return g_steal_pointer(&names);
}

GPtrArray *files_find(const char *const *dirs, const char *suffix, GError **error)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (; *dirs; dirs++) {
        g_autoptr(GPtrArray) names = names_in(*dirs, suffix, error);

        if (!names)
            return NULL;
        for (guint i = 0; i < names->len; i++)
            if (g_hash_table_add(seen, g_strdup(names->pdata[i])))
                g_ptr_array_add(files, g_build_filename(*dirs, names->pdata[i], NULL));
    }
    return g_steal_pointer(&files);
}

static bool add_files(GChecksum *checksum, const char *const *dirs, const char *suffix,
                      GError **error)
{
    g_autoptr(GPtrArray) paths = files_find(dirs, suffix, error);

    for (guint i = 0; paths && i < paths->len; i++) {
        g_autofree char *name = g_path_get_basename(paths->pdata[i]);
        g_autofree char *bytes = NULL;
        gsize length;

        if (!g_file_get_contents(paths->pdata[i], &bytes, &length, error)) {
            vigie_error_adopt(error, EX_CONFIG);
            return false;
        }
        g_checksum_update(checksum, (const guchar *)name, (gssize)strlen(name) + 1);
        g_checksum_update(checksum, (const guchar *)&length, sizeof length);
        g_checksum_update(checksum, (const guchar *)bytes, (gssize)length);
    }
    return paths != NULL;
}

char *rules_stamp(const char *const *dirs, const char *const *right_dirs, GError **error)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

    if (!add_files(checksum, dirs, ".rule", error) ||
        !add_files(checksum, right_dirs, ".right", error))
        return NULL;
    return g_strdup(g_checksum_get_string(checksum));
}
