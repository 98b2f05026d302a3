/* The whole program. */
#include "launch/program.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "launch/ends.h"
#include "launch/places.h"

int program_become(char **argv, enum program what)
{
    char path[PATH_MAX];

    places_program(path, what != PROGRAM_WHOLE);
    execv(path, argv);
    if (what != PROGRAM_WHOLE) { /* where that with fewer libraries is damaged, the whole may not be */
        places_program(path, false);
        execv(path, argv);
    }
    fprintf(stderr, "vigie: %s cannot be run: %s; install Vigie again\n", path, strerror(errno));
    return EX_SOFTWARE;
}

/* Left to be waited for, so that a signal that is sent on meets nobody else. */
static int wait_for(pid_t child)
{
    siginfo_t end;

    while (waitid(P_PID, (id_t)child, &end, WEXITED | WNOWAIT) < 0)
        if (errno != EINTR) {
            fprintf(stderr, "vigie: how the program ended is not known: %s\n", strerror(errno));
            return PROGRAM_FAILED;
        }
    ends_hold();
    waitpid(child, NULL, 0);
    if (end.si_code == CLD_EXITED && (end.si_status == EX_OK || end.si_status == EX_TEMPFAIL))
        return end.si_status;
    ends_pass_on(0);
    if (end.si_code == CLD_EXITED)
        fprintf(stderr, "vigie: the whole program ended with %d, which is none of its codes: see its "
                        "libraries (ldd) and the limits of memory (ulimit -v)\n", end.si_status);
    else
        fprintf(stderr, "vigie: the whole program was ended by signal %d: see the limits of memory and "
                        "of time (ulimit -a), and dmesg\n", end.si_status);
    return PROGRAM_FAILED;
}

int program_filter(char **argv)
{
    const pid_t own = getpid();
    pid_t child;

    signal(SIGCHLD, SIG_DFL); /* ignored, as some callers leave it, it would take the child's end away */
    ends_hold();
    child = fork();
    if (child == 0)
        ends_with(own);
    if (child <= 0) {
        program_become(argv, PROGRAM_FILTER);
        if (child == 0)
            _exit(EX_SOFTWARE);
        ends_hear();
        return PROGRAM_FAILED;
    }
    ends_pass_on(child);
    return wait_for(child);
}
