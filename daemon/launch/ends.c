/* Ending with 75. */
#include "launch/ends.h"

#include <signal.h>
#include <stddef.h>
#include <sysexits.h>
#include <unistd.h>

static const int ends[] = { SIGTERM, SIGINT, SIGHUP, SIGALRM };

static void on_end(int number)
{
    (void)number;
    _exit(EX_TEMPFAIL);
}

static void set_mask(int how)
{
    sigset_t set;

    sigemptyset(&set);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        sigaddset(&set, ends[i]);
    sigprocmask(how, &set, NULL);
}

void ends_hear(void)
{
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (signal(ends[i], on_end) == SIG_IGN)
            signal(ends[i], SIG_IGN);
    set_mask(SIG_UNBLOCK);
}

void ends_hold(void)
{
    set_mask(SIG_BLOCK);
}
