/* The spool, by the system's calls alone. */
#include "launch/spool.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Behind the time, the process and a number. */
#define MAX_NAME (3 * SPOOL_OWNER_MAX + 64)

static bool cannot_keep(const char *where)
{
    fprintf(stderr, "vigie: cannot keep a mail in %s: %s; see who owns it, and whether its disk is full\n",
            where, strerror(errno));
    return false;
}

/* As cmd/filter.c takes the name of an owner. False for one that is not plain ASCII: what that does with
 * the others is not done here. */
static bool encode_owner(char *out, const char *owner)
{
    const size_t length = strlen(owner);

    if (!length || length > SPOOL_OWNER_MAX)
        return false;
    *out++ = '@';
    for (size_t i = 0; i < length; i++) {
        const unsigned char letter = (unsigned char)owner[i];

        if (!isgraph(letter))
            return false;
        out += isalnum(letter) || strchr("-._~", letter) ? sprintf(out, "%c", tolower(letter))
                                                         : sprintf(out, "%%%02X", letter);
    }
    return true;
}

/* The time is of one length until the year 2286, so that names have its order. */
static bool new_name(char name[MAX_NAME], const char *owner)
{
    struct timespec now;
    uint32_t number;
    int length;

    if (getrandom(&number, sizeof number, 0) != sizeof number)
        return false;
    clock_gettime(CLOCK_REALTIME, &now);
    length = sprintf(name, "%lld%06ld-%d-%08x", (long long)now.tv_sec, now.tv_nsec / 1000,
                     (int)getpid(), (unsigned)number);
    errno = EINVAL; /* the only fault of an owner */
    if (owner && !encode_owner(name + length, owner))
        return false;
    memcpy(name + strlen(name), SPOOL_SUFFIX, sizeof SPOOL_SUFFIX);
    return true;
}

/* The folder, or the nearest above it that is there. */
static bool stat_nearest(const char *folder, struct stat *facts)
{
    char path[PATH_MAX];

    snprintf(path, sizeof path, "%s", folder);
    while (stat(path, facts) < 0) {
        char *slash = strrchr(path, '/');

        if (errno != ENOENT)
            return false;
        if (!slash)
            return stat(".", facts) == 0;
        slash[slash == path] = '\0';
    }
    return true;
}

/* What is in a state is its owner's: who reads it could not remove what is another's. */
static bool become_owner(const char *state)
{
    struct stat facts;

    if (!stat_nearest(state, &facts))
        return false;
    if (geteuid() == 0 && facts.st_uid != 0 &&
        (setgroups(0, NULL) < 0 || setgid(facts.st_gid) < 0 || setuid(facts.st_uid) < 0))
        return false;
    errno = EACCES;
    return facts.st_uid == geteuid();
}

static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        bool made;

        *slash = '\0';
        made = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!made)
            return false;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/* Between its making and its lock another process may take it for a dead one's and remove it. */
static bool make_locked(struct spool_file *file)
{
    struct stat facts;

    file->fd = open(file->unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file->fd < 0)
        return false;
    /* A file system without locks keeps mail all the same. */
    flock(file->fd, LOCK_EX);
    if (fstat(file->fd, &facts) == 0 && facts.st_nlink > 0)
        return true;
    close(file->fd);
    errno = EAGAIN;
    return false;
}

static bool name_paths(struct spool_file *file, const char *state, const char *name)
{
    errno = ENAMETOOLONG;
    return snprintf(file->folder, PATH_MAX, "%s/" SPOOL_FOLDER, state) < PATH_MAX &&
           snprintf(file->path, PATH_MAX, "%s/%s", file->folder, name) < PATH_MAX &&
           snprintf(file->unfinished, PATH_MAX, "%s/" SPOOL_UNFINISHED "%s", file->folder, name) <
               PATH_MAX;
}

bool spool_file_begin(struct spool_file *file, const char *state, const char *owner)
{
    char name[MAX_NAME];

    file->fd = -1;
    return (new_name(name, owner) && name_paths(file, state, name) && become_owner(state) &&
            make_folders(file->folder) && make_locked(file)) ||
           cannot_keep(state);
}

static bool sync_folder(const char *path)
{
    const int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && (fsync(fd) == 0 || errno == EINVAL);

    if (fd >= 0)
        close(fd);
    return synced;
}

bool spool_file_commit(struct spool_file *file)
{
    char above[PATH_MAX + sizeof "/.."];

    if (fsync(file->fd) < 0 || rename(file->unfinished, file->path) < 0) {
        cannot_keep(file->folder);
        spool_file_drop(file);
        return false;
    }
    close(file->fd);
    file->fd = -1;
    /* The folder itself may be as new as the file. */
    snprintf(above, sizeof above, "%s/..", file->folder);
    return (sync_folder(file->folder) && sync_folder(above)) || cannot_keep(file->folder);
}

void spool_file_drop(struct spool_file *file)
{
    unlink(file->unfinished);
    close(file->fd);
    file->fd = -1;
}
