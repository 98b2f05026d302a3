/* What `vigie` starts as: most mail that a delivery agent hands to `vigie filter` is none of ours,
 * and loading the libraries of the whole program costs more than all else then. So this small
 * program, which needs libc alone, has the first look, and runs the whole program for what may be ours,
 * or becomes it for other commands. And it answers a `vigie scan` where nothing changed since the last one. */
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "launch/call.h"
#include "launch/filter.h"
#include "launch/places.h"
#include "launch/program.h"

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
    struct call call;

    if (call_is_filter(argv))
        return call_read(&call, argc, argv) && are_open() ? filter(&call, argc, argv)
                                                          : filter_unread(argv);
    if (!names(argc, argv, "scan"))
        return program_become(argv, PROGRAM_WHOLE);
    if (are_open() && answers_scan(argv))
        return EX_OK;
    return program_become(argv, PROGRAM_SCAN);
}
