/* Ending with 75. */
#include "launch/ends.h"

#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

static const int ends[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2 };

static volatile pid_t heir; /* 0: nobody, they are for us */

static void on_end(int number)
{
    if (!heir)
        _exit(EX_TEMPFAIL);
    kill(heir, number);
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

void ends_pass_on(pid_t child)
{
    heir = child;
    ends_hear();
}

void ends_with(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(EX_TEMPFAIL);
}
