/* What a process that is locked in must not do to others: 0 where it was done, else errno. */
#pragma once

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <unistd.h>

static int executes(void)
{
    return execl("/bin/true", "true", NULL) < 0 ? errno : 0;
}

static int forks(void)
{
    pid_t child = fork();

    if (child == 0)
        _exit(0);
    return child < 0 ? errno : 0;
}

static int traces(void)
{
    return ptrace(PTRACE_ATTACH, getppid(), NULL, NULL) < 0 ? errno : 0;
}

static int signals(void)
{
    return kill(getppid(), 0) < 0 ? errno : 0;
}
