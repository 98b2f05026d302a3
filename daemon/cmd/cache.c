/* What the launcher is told: files in the user's cache. Without any it asks the whole program. */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/places.h"
#include "cmd/cmd.h"
#include "triage/stamp.h"

/* Root writes nothing below a home that is another's. */
static bool home_is_ours(void)
{
    struct stat home;

    return stat(g_get_home_dir(), &home) == 0 && home.st_uid == geteuid();
}

/* Made where it is missing; NULL where it cannot be. The caller frees. */
static char *folder(void)
{
    g_autofree char *path = places_cache(NULL);

    return home_is_ours() && g_mkdir_with_parents(path, 0700) == 0 ? g_steal_pointer(&path) : NULL;
}

bool cmd_cache_write(const char *name, const void *bytes, gsize length)
{
    g_autofree char *parent = folder();
    g_autofree char *path = parent ? g_build_filename(parent, name, NULL) : NULL;

    return path && g_file_set_contents_full(path, bytes, (gssize)length,
                                            G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL);
}

int cmd_cache_lock(void)
{
    g_autofree char *parent = folder();
    AUTO_FD fd = -1;

    if (!parent || access(parent, W_OK | X_OK) < 0)
        return -1;
    fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 ? fd_steal(&fd) : -1;
}

void cmd_note_good_config(const char *file)
{
    g_autofree char *path = places_cache(STAMP_GOOD_CONFIG);
    g_autofree char *text = NULL, *before = NULL;
    uint64_t stamp[2] = { 0 };
    gsize length, size;

    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR) ||
        !g_file_get_contents(file, &text, &length, NULL))
        return;
    stamp_of_text(text, length, stamp);
    if (!g_file_get_contents(path, &before, &size, NULL) || size != sizeof stamp ||
        memcmp(before, stamp, sizeof stamp) != 0)
        cmd_cache_write(STAMP_GOOD_CONFIG, stamp, sizeof stamp);
}
