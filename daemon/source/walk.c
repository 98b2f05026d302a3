/* Walking folders. */
#include "source/walk.h"

#include <dirent.h>
#include <errno.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/stat.h>

#include "source/content.h"
#include "source/fresh.h"

#define MAX_DEPTH 100 /* a deeper tree is no mail's */

struct walk {
    const struct walk_ops *ops;
    void *data;
    GHashTable *seen; /* set of char *: device and inode of each folder and file */
};

static void file_free(gpointer data)
{
    struct walk_file *file = data;

    g_free(file->path);
    g_free(file);
}

struct walk *walk_new(const struct walk_ops *ops, void *data)
{
    struct walk *walk = g_new0(struct walk, 1);

    walk->ops = ops;
    walk->data = data;
    walk->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return walk;
}

void walk_free(struct walk *walk)
{
    g_hash_table_unref(walk->seen);
    g_free(walk);
}

static bool is_new(struct walk *walk, const struct stat *facts)
{
    return g_hash_table_add(
        walk->seen, g_strdup_printf("%lx %lx", (gulong)facts->st_dev, (gulong)facts->st_ino));
}

static void tell(const struct walk *walk, const char *path, const struct stat *facts)
{
    if (walk->ops->seen)
        walk->ops->seen(walk->data, path, facts);
}

static GPtrArray *files_new(void)
{
    return g_ptr_array_new_with_free_func(file_free);
}

static void add_file(struct walk *walk, GPtrArray *files, const char *path,
                     const struct stat *facts)
{
    struct walk_file *file;

    tell(walk, path, facts);
    if (!is_new(walk, facts))
        return;
    file = g_new0(struct walk_file, 1);
    file->path = g_strdup(path);
    file->size = (guint64)facts->st_size;
    file->device = facts->st_dev;
    file->inode = facts->st_ino;
    file->changed = fresh_changed(facts);
    file->fresh = fresh_is(fresh_nanoseconds(&facts->st_mtim), FRESH_SURE_NS);
    g_ptr_array_add(files, file);
}

/* What lies in one folder. */
struct listing {
    GPtrArray *files;   /* of struct walk_file */
    GPtrArray *folders; /* of char *: paths */
};

static bool is_of_maildir(const char *name)
{
    return strcmp(name, "cur") == 0 || strcmp(name, "new") == 0 || strcmp(name, "tmp") == 0;
}

static void take_name(struct walk *walk, const char *path, const char *name,
                      struct listing *listing)
{
    g_autofree char *below = g_build_filename(path, name, NULL);
    struct stat facts;
    bool is_link;

    if (lstat(below, &facts) < 0)
        return; /* gone meanwhile */
    is_link = S_ISLNK(facts.st_mode);
    if (is_link && stat(below, &facts) < 0) {
        tell(walk, below, NULL);
        return; /* it leads nowhere */
    }
    if (S_ISDIR(facts.st_mode) && !content_folder_is_control(name) &&
        (!is_link || maildir_is(below)))
        g_ptr_array_add(listing->folders, g_steal_pointer(&below));
    else if (S_ISREG(facts.st_mode) && !content_file_is_control(name))
        add_file(walk, listing->files, below, &facts);
    else if (is_link)
        tell(walk, below, NULL);
}

/* FALSE, and errno: it broke off, and there may be more. */
static bool take_names(struct walk *walk, const char *path, DIR *folder, bool in_maildir,
                       struct listing *listing)
{
    const struct dirent *entry;

    for (errno = 0; (entry = readdir(folder)); errno = 0) {
        const char *name = entry->d_name;

        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
            (in_maildir && is_of_maildir(name)))
            continue;
        take_name(walk, path, name, listing);
    }
    return errno == 0;
}

/* Whether it is new to this walk. */
static bool enter(struct walk *walk, const char *path, DIR *folder)
{
    struct stat facts;

    if (fstat(dirfd(folder), &facts) < 0)
        return false;
    tell(walk, path, &facts);
    return is_new(walk, &facts);
}

static int by_path(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void walk_folder(struct walk *walk, const char *path, bool given, guint depth)
{
    struct listing listing;
    DIR *folder = opendir(path);
    bool in_maildir = folder && maildir_is(path);

    if (!folder && errno == ENOENT && !given)
        return; /* gone meanwhile */
    if (!folder || depth > MAX_DEPTH) {
        walk->ops->unreadable(walk->data, path,
                              folder ? _("too many folders one in another") : g_strerror(errno),
                              given);
        if (folder)
            closedir(folder);
        return;
    }
    if (!enter(walk, path, folder)) {
        closedir(folder);
        return;
    }
    listing = (struct listing){ files_new(), g_ptr_array_new_with_free_func(g_free) };
    if (!take_names(walk, path, folder, in_maildir, &listing))
        walk->ops->unreadable(walk->data, path, g_strerror(errno), given);
    closedir(folder);
    if (in_maildir)
        walk->ops->maildir(walk->data, maildir_new(path));
    walk->ops->files(walk->data, path, listing.files);
    g_ptr_array_sort(listing.folders, by_path);
    for (guint i = 0; i < listing.folders->len; i++)
        walk_folder(walk, g_ptr_array_index(listing.folders, i), false, depth + 1);
    g_ptr_array_unref(listing.folders);
}

void walk_path(struct walk *walk, const char *path)
{
    struct stat facts;
    GPtrArray *files;

    if (stat(path, &facts) < 0) {
        walk->ops->unreadable(walk->data, path, g_strerror(errno), true);
    } else if (S_ISDIR(facts.st_mode)) {
        walk_folder(walk, path, true, 0);
    } else if (S_ISREG(facts.st_mode)) {
        files = files_new();
        add_file(walk, files, path, &facts);
        walk->ops->files(walk->data, NULL, files);
    } else {
        walk->ops->unreadable(walk->data, path, _("it is neither a file nor a folder"), true);
    }
}
