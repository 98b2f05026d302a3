/* What `vigie` starts as: most mail that a delivery agent hands to `vigie filter` is none of ours,
 * and loading the libraries of the whole program costs more than all else then. So this small
 * program, which needs libc alone, has the first look, and becomes the whole program for everything
 * else. And it answers a `vigie scan` where nothing changed since the last one. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "launch/call.h"
#include "launch/ends.h"
#include "launch/message.h"
#include "launch/places.h"
#include "triage/triage.h"

#define MAX_WORDS 64

/* What was read, as `filter --head-fd` takes it. -1 where that failed. */
static int keep_head(const struct head *head)
{
    const int fd = memfd_create("vigie-head", MFD_ALLOW_SEALING);

    errno = ENOSPC; /* what a short write means */
    if (fd < 0 || write(fd, head->bytes, head->length) != (ssize_t)head->length ||
        lseek(fd, 0, SEEK_SET) != 0 ||
        fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return -1;
    return fd;
}

enum becomes { WHOLE, SCAN, FILTER };

/* Returns only where that fails: with what nobody has taken to be another's fault than ours. */
static int become_program(char **argv, enum becomes what)
{
    char path[PATH_MAX];

    places_program(path, what != WHOLE);
    execv(path, argv);
    if (what != WHOLE) { /* where that with fewer libraries is damaged, the whole may not be */
        places_program(path, false);
        execv(path, argv);
    }
    fprintf(stderr, "vigie: %s cannot be run: %s; install Vigie again\n", path, strerror(errno));
    return what == FILTER ? EX_TEMPFAIL : EX_SOFTWARE;
}

/* The same for `filter`, of whose message a head was read. */
static int become_filter(const struct call *call, int argc, char **argv, const struct head *head)
{
    char *words[MAX_WORDS + 3], number[16];
    const int fd = keep_head(head);

    if (fd < 0) {
        fprintf(stderr, "vigie: what was read of the message cannot be kept: %s\n",
                strerror(errno));
        return EX_TEMPFAIL;
    }
    snprintf(number, sizeof number, "%d", fd);
    memcpy(words, argv, (size_t)(call->filter + 1) * sizeof *argv);
    words[call->filter + 1] = (char[]){ "--head-fd" };
    words[call->filter + 2] = number;
    memcpy(words + call->filter + 3, argv + call->filter + 1,
           (size_t)(argc - call->filter) * sizeof *argv);
    ends_hold();
    return become_program(words, FILTER);
}

/* Whether the message begins as a mail does; what else may come before a header is not for us. */
static bool is_plain(const struct head *head)
{
    return head->whole && head->length && !strchr("\r\n \t", head->bytes[0]);
}

/* A mail may hold a code: nothing of it in a core file, and nobody looks in. The whole program says it
 * again for itself, which an exec undoes. */
static void keep_to_ourselves(void)
{
    const struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/* `vigie filter` of one message. */
static int filter(const struct call *call, int argc, char **argv)
{
    const struct triage_image *image = places_table();
    struct head head;

    ends_hear();
    /* Errors of write(2) like others: of a reader that ended, of a limit that Postfix sets. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    if (!image || !places_are_well(call)) {
        ends_hold();
        return become_program(argv, FILTER);
    }
    keep_to_ourselves();
    if (!head_read(&head) || !is_plain(&head) ||
        triage_look(image, head.bytes, head.length) != TRIAGE_NO)
        return become_filter(call, argc, argv, &head);
    return message_take(&head, call->pass) ? EX_OK : EX_TEMPFAIL;
}

/* Where one of the three is closed, a file opened would take its number. */
static bool are_open(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0)
            return false;
    return true;
}

static bool names(int argc, char **argv, const char *command)
{
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], command) == 0)
            return true;
    return false;
}

/* `vigie scan` where it would find what it found before. What cannot be printed is for the whole program to
 * say. */
static bool answers_scan(char **argv)
{
    struct mapped text;

    return places_scan_is_known(argv, &text) &&
           write(STDOUT_FILENO, text.bytes, text.size) == (ssize_t)text.size;
}

int main(int argc, char **argv)
{
    const bool scans = names(argc, argv, "scan");
    struct call call;

    if (argc < MAX_WORDS && call_read(&call, argc, argv) && are_open())
        return filter(&call, argc, argv);
    if (scans && are_open() && answers_scan(argv))
        return EX_OK;
    return become_program(argv, names(argc, argv, "filter") ? FILTER : scans ? SCAN : WHOLE);
}
