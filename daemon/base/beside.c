/* Making things beside their place. */
#include "base/beside.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"

#define RANDOM "XXXXXX" /* what g_mkstemp writes its letters over */
#define NAME_BYTES 240  /* of NAME, which may be as long as a file system allows (255) */
#define TRIES 3

static char *beginning_of(const char *path)
{
    g_autofree char *name = g_path_get_basename(path);

    return g_strdup_printf(".%.*s.", NAME_BYTES, name);
}

static bool is_random(const char *letters)
{
    return strlen(letters) == strlen(RANDOM) &&
           strspn(letters, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == strlen(RANDOM);
}

/* Whether `name` is one of ours; `beginning` NULL: beside whatever. */
static bool is_ours(const char *name, const char *beginning)
{
    const char *dot = strrchr(name, '.');

    if (name[0] != '.' || dot == name || !dot || !is_random(dot + 1))
        return false;
    return !beginning ||
           (strlen(name) == strlen(beginning) + strlen(RANDOM) && g_str_has_prefix(name, beginning));
}

/* No link leads out of it: nobody else writes into it. */
void beside_remove_folder(const char *own)
{
    g_autoptr(GDir) members = g_dir_open(own, 0, NULL);
    const char *name;

    while (members && (name = g_dir_read_name(members))) {
        g_autofree char *member = g_build_filename(own, name, NULL);

        if (g_unlink(member) < 0)
            beside_remove_folder(member);
    }
    g_rmdir(own);
}

/* Of another user's, and of what is no file or folder, nothing is touched. A folder only where it is
 * known whose it is: a user's own may have such a name. */
static void remove_where_dead(const char *path, bool folders)
{
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0 || facts.st_uid != geteuid() ||
        flock(fd, LOCK_EX | LOCK_NB) < 0)
        return;
    if (S_ISDIR(facts.st_mode) && folders)
        beside_remove_folder(path);
    else if (S_ISREG(facts.st_mode))
        g_unlink(path);
}

static void sweep(const char *folder, const char *beginning)
{
    g_autoptr(GDir) members = g_dir_open(folder, 0, NULL);
    const char *name;

    while (members && (name = g_dir_read_name(members))) {
        g_autofree char *path = NULL;

        if (!is_ours(name, beginning))
            continue;
        path = g_build_filename(folder, name, NULL);
        remove_where_dead(path, beginning != NULL);
    }
}

void beside_sweep(const char *folder)
{
    sweep(folder, NULL);
}

/* Between its making and its lock another may take it for a dead one's. */
static bool is_still_there(const char *path, int fd)
{
    struct stat held, named;

    return fstat(fd, &held) == 0 && lstat(path, &named) == 0 && held.st_ino == named.st_ino &&
           held.st_dev == named.st_dev;
}

/* The descriptor; -1 with errno. A file system that knows no locks has no sweeping either. */
static int make_locked(char *own, bool is_folder)
{
    AUTO_FD fd = -1;

    if (is_folder && !g_mkdtemp_full(own, 0700))
        return -1;
    fd = is_folder ? open(own, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
                   : g_mkstemp_full(own, O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK) {
        errno = ENOENT; /* a sweeper has it, and removes it */
        return -1;
    }
    return fd_steal(&fd);
}

static int make(const char *path, bool is_folder, char **own)
{
    g_autofree char *bare = g_canonicalize_filename(path, NULL);
    g_autofree char *folder = g_path_get_dirname(bare);
    g_autofree char *beginning = beginning_of(bare);

    *own = NULL;
    sweep(folder, beginning);
    for (int tries = 0; tries < TRIES; tries++) {
        g_autofree char *name = g_strconcat(folder, "/", beginning, RANDOM, NULL);
        AUTO_FD fd = make_locked(name, is_folder);

        if (fd < 0 && errno != ENOENT)
            return -1;
        if (fd >= 0 && is_still_there(name, fd)) {
            *own = g_steal_pointer(&name);
            return fd_steal(&fd);
        }
    }
    errno = ENOENT;
    return -1;
}

int beside_make_file(const char *path, char **own)
{
    return make(path, false, own);
}

int beside_make_folder(const char *path, char **own)
{
    return make(path, true, own);
}

/* Not every file system knows such a rename; the others have links. */
bool beside_put(const char *own, const char *path)
{
    if (renameat2(AT_FDCWD, own, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (link(own, path) < 0)
        return false;
    g_unlink(own);
    return true;
}
