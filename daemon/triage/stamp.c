/* Reads five small files faster than their times could be trusted. */
#include "triage/stamp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_FILES 64
#define MAX_NAME 128
#define MAX_FILE ((size_t)64 * 1024)
#define BLOCK ((size_t)64 * 1024)
#define MAX_BLOCKS 128 /* 8 MB: some milliseconds */

struct names {
    char list[MAX_FILES][MAX_NAME];
    size_t count;
};

/* Two of 64 bits, for one might coincide. */
static void add_word(uint64_t stamp[2], uint64_t word)
{
    stamp[0] = (stamp[0] ^ word) * 0x9E3779B97F4A7C15U;
    stamp[0] ^= stamp[0] >> 29;
    stamp[1] = (stamp[1] + word) * 0xC2B2AE3D27D4EB4FU;
    stamp[1] ^= stamp[1] >> 31;
}

/* The length comes first, for it alone says where a text ends and the next one begins: no two sequences
 * of texts have the same words. */
void stamp_add(uint64_t stamp[2], const char *bytes, size_t length)
{
    add_word(stamp, length);
    for (size_t i = 0; i < length; i += sizeof(uint64_t)) {
        uint64_t word = 0;

        memcpy(&word, bytes + i, length - i < sizeof word ? length - i : sizeof word);
        add_word(stamp, word);
    }
}

static bool ends_in(const char *name, const char *suffix)
{
    const size_t length = strlen(name), end = strlen(suffix);

    return length > end && strcmp(name + length - end, suffix) == 0;
}

/* Puts `name` where it belongs by the alphabet. */
static bool insert(struct names *names, const char *name)
{
    size_t at = names->count;

    if (at == MAX_FILES || strlen(name) >= MAX_NAME)
        return false;
    for (; at > 0 && strcmp(names->list[at - 1], name) > 0; at--)
        memcpy(names->list[at], names->list[at - 1], MAX_NAME);
    memcpy(names->list[at], name, strlen(name) + 1);
    names->count++;
    return true;
}

/* As detect/files.c: an editor's hidden files are none. */
static bool read_names(DIR *folder, struct names *names)
{
    const struct dirent *entry;

    names->count = 0;
    while ((entry = readdir(folder)))
        if (entry->d_name[0] != '.' &&
            (ends_in(entry->d_name, ".rule") || ends_in(entry->d_name, ".right")) &&
            !insert(names, entry->d_name))
            return false;
    return true;
}

static bool hash_file(int folder, const char *name, uint64_t stamp[2])
{
    char bytes[MAX_FILE];
    size_t length = 0;
    ssize_t got = 1;
    const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

    if (fd < 0)
        return false;
    while (got > 0 && length < sizeof bytes) {
        got = read(fd, bytes + length, sizeof bytes - length);
        length += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    stamp_add(stamp, name, strlen(name));
    stamp_add(stamp, bytes, length);
    return got == 0;
}

static bool hash_folder(const char *path, uint64_t stamp[2])
{
    struct names names;
    bool read;
    DIR *folder = opendir(path);

    if (!folder)
        return errno == ENOENT || errno == ENOTDIR;
    read = read_names(folder, &names);
    for (size_t i = 0; read && i < names.count; i++)
        read = hash_file(dirfd(folder), names.list[i], stamp);
    closedir(folder);
    return read;
}

bool stamp_of(const char *const *dirs, uint64_t stamp[2])
{
    stamp[0] = 0;
    stamp[1] = 0;
    /* Another version may read headers in another way. */
    stamp_add(stamp, VIGIE_VERSION, strlen(VIGIE_VERSION));
    for (; *dirs; dirs++)
        if (!hash_folder(*dirs, stamp))
            return false;
    return true;
}

void stamp_of_text(const char *text, size_t length, uint64_t stamp[2])
{
    stamp[0] = stamp[1] = 0;
    stamp_add(stamp, text, length);
}

/* Reads on until `bytes` is full, or the file ends. -1 where that fails. */
static ssize_t read_block(int fd, char bytes[BLOCK])
{
    size_t length = 0;
    ssize_t got = 1;

    while (got > 0 && length < BLOCK) {
        got = read(fd, bytes + length, BLOCK - length);
        length += got > 0 ? (size_t)got : 0;
    }
    return got < 0 ? -1 : (ssize_t)length;
}

bool stamp_of_file(const char *path, uint64_t stamp[2])
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    char bytes[BLOCK];
    ssize_t length = BLOCK;

    stamp[0] = stamp[1] = 1;
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR;
    for (int i = 0; length == BLOCK && i < MAX_BLOCKS; i++) {
        length = read_block(fd, bytes);
        if (length >= 0)
            stamp_add(stamp, bytes, (size_t)length);
    }
    close(fd);
    return length >= 0 && length < (ssize_t)BLOCK;
}

bool stamp_is_since(const struct stat *facts, const struct stat *program)
{
    const struct timespec written = facts->st_mtim, installed = program->st_ctim;

    return written.tv_sec > installed.tv_sec ||
           (written.tv_sec == installed.tv_sec && written.tv_nsec >= installed.tv_nsec);
}

bool stamp_is_trusted(const struct stat *facts)
{
    return S_ISREG(facts->st_mode) && (facts->st_uid == 0 || facts->st_uid == geteuid()) &&
           !(facts->st_mode & (S_IWGRP | S_IWOTH));
}
