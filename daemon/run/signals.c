/* Blocked for a signalfd, and given back after a fork. */
#include "run/signals.h"

#include <signal.h>
#include <stddef.h>
#include <sys/signalfd.h>

int signals_catch(const int *more)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    sigaddset(&set, SIGCHLD);
    for (; *more; more++)
        sigaddset(&set, *more);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_CLOEXEC);
}

void signals_leave(const int *more)
{
    sigset_t none;

    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGHUP, SIG_IGN);
    for (; *more; more++)
        signal(*more, SIG_IGN);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}
