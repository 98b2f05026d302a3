/* The spool. */
#include "store/spool.h"

#include <string.h>
#include <sys/stat.h>

static void spooled_free(gpointer data)
{
    struct spooled *spooled = data;

    g_free(spooled->path);
    g_free(spooled);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    const struct spooled *const *left = a, *const *right = b;

    return strcmp((*left)->path, (*right)->path);
}

GPtrArray *spool_files(const char *state)
{
    g_autofree char *directory = g_build_filename(state, "spool", NULL);
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    GPtrArray *files = g_ptr_array_new_with_free_func(spooled_free);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        g_autofree char *path = g_build_filename(directory, name, NULL);
        struct stat facts;

        if (name[0] == '.' || lstat(path, &facts) < 0 || !S_ISREG(facts.st_mode))
            continue;
        g_ptr_array_add(files, g_new0(struct spooled, 1));
        *(struct spooled *)g_ptr_array_index(files, files->len - 1) =
            (struct spooled){ .path = g_steal_pointer(&path), .received = facts.st_mtim.tv_sec };
    }
    g_ptr_array_sort(files, by_path);
    return files;
}
