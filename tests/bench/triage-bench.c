/* The first look at each file of a folder, on one core: for tests/bench/bench_filter.py.
 * Usage: triage-bench TABLE FOLDER ROUNDS; prints the best round's microseconds a mail with opening
 * and reading, the same for looking alone, and how many may be candidates, of how many. */
#include <dirent.h>
#include <fcntl.h>
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "triage/triage.h"

/* What the first read takes: the header of most mails. */
#define FIRST 4096

struct tally {
    guint mails, maybe;
    gint64 whole, looking; /* nanoseconds */
};

static gint64 nanoseconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

/* Reads on only where the header is longer. */
static gsize read_head(int fd, char *head)
{
    gsize length = 0, room = FIRST;

    while (length < TRIAGE_MAX_HEADER) {
        const ssize_t got = read(fd, head + length, room - length);

        if (got <= 0)
            break;
        length += (gsize)got;
        if (memmem(head, length, "\n\r\n", 3) || memmem(head, length, "\n\n", 2))
            break;
        room = TRIAGE_MAX_HEADER;
    }
    return length;
}

static void look(const struct triage_image *image, int folder, const char *name,
                 struct tally *tally)
{
    static char head[TRIAGE_MAX_HEADER];
    const int fd = openat(folder, name, O_RDONLY);
    gsize length;
    gint64 begin;

    if (fd < 0)
        return;
    length = read_head(fd, head);
    close(fd);
    begin = nanoseconds();
    tally->maybe += triage_look(image, head, length) == TRIAGE_MAYBE;
    tally->looking += nanoseconds() - begin;
    tally->mails++;
}

static struct tally look_at_all(const struct triage_image *image, const char *path)
{
    struct tally tally = { 0 };
    const gint64 begin = nanoseconds();
    DIR *folder = opendir(path);
    const struct dirent *entry;

    while (folder && (entry = readdir(folder)))
        if (entry->d_name[0] != '.')
            look(image, dirfd(folder), entry->d_name, &tally);
    if (folder)
        closedir(folder);
    tally.whole = nanoseconds() - begin;
    return tally;
}

int main(int argc, char **argv)
{
    g_autoptr(GMappedFile) file = argc == 4 ? g_mapped_file_new(argv[1], FALSE, NULL) : NULL;
    struct tally best = { 0 };

    if (!file || !triage_is_image(g_mapped_file_get_contents(file), g_mapped_file_get_length(file)))
        return EX_USAGE;
    for (int round = 0; round < atoi(argv[3]); round++) {
        const struct tally tally = look_at_all(
            (const struct triage_image *)(gpointer)g_mapped_file_get_contents(file), argv[2]);

        if (!round || tally.whole < best.whole)
            best = tally;
    }
    if (!best.mails)
        return EX_NOINPUT;
    printf("%.3f %.3f %u %u\n", (double)best.whole / 1e3 / best.mails,
           (double)best.looking / 1e3 / best.mails, best.maybe, best.mails);
    return EX_OK;
}
