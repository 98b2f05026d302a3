/* The limit of all that reads a folder of mails: opens each, reads, closes; nothing else. For
 * tests/bench/bench_scan.py. Usage: read-bench FOLDER BYTES PROCESSES; of each file the first BYTES in
 * one read, or with 0 all of it in blocks of 64 KB. */
#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#define BLOCK (64 * 1024)

static char block[BLOCK];

static bool read_file(int folder, const char *name, size_t bytes)
{
    const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
    ssize_t got = -1;

    if (fd < 0)
        return false;
    do
        got = read(fd, block, bytes ? bytes : sizeof block);
    while (!bytes && got > 0);
    close(fd);
    return got >= 0;
}

/* Each process takes its share of the names. */
static bool read_share(const char *path, size_t bytes, int processes, int share)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    int at = 0, failed = 0, mails = 0;

    while (folder && (entry = readdir(folder))) {
        if (entry->d_name[0] == '.' || at++ % processes != share)
            continue;
        failed += !read_file(dirfd(folder), entry->d_name, bytes);
        mails++;
    }
    if (folder)
        closedir(folder);
    return mails && !failed;
}

int main(int argc, char **argv)
{
    const int processes = argc == 4 ? atoi(argv[3]) : 0;
    const size_t bytes = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
    int code = EX_OK, status;

    if (processes < 1 || bytes > sizeof block)
        return EX_USAGE;
    for (int share = 1; share < processes; share++)
        if (fork() == 0)
            return read_share(argv[1], bytes, processes, share) ? EX_OK : EX_NOINPUT;
    if (!read_share(argv[1], bytes, processes, 0))
        code = EX_NOINPUT;
    while (wait(&status) > 0)
        if (status)
            code = EX_NOINPUT;
    return code;
}
