/* Landlock, seccomp and limits. */
#include "base/sandbox.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"

/* GMime's tree, two copies of 2 MB text and PCRE2's heap take 60 MB at worst; shared libraries and
 * JIT pages count as well. */
#define READER_ADDRESS_SPACE (1024ul * 1024 * 1024)
#define READER_DESCRIPTORS 16

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1 /* its shadow memory and its report need more than the sandbox allows */
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static bool failed(GError **error, const char *what, int code)
{
    g_set_error(error, VIGIE_ERROR, EX_OSERR, "cannot lock the process in: %s: %s", what,
                g_strerror(code));
    return false;
}

void sandbox_no_dump(void)
{
    const struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

void sandbox_close_others(const int *keep, gsize count)
{
    int from = STDERR_FILENO + 1;

    for (;;) {
        int next = G_MAXINT; /* the smallest kept descriptor that is not passed yet */

        for (gsize i = 0; i < count; i++)
            if (keep[i] >= from && keep[i] < next)
                next = keep[i];
        if (next == G_MAXINT)
            break;
        if (next > from)
            close_range((unsigned)from, (unsigned)next - 1, 0);
        from = next + 1;
    }
    close_range((unsigned)from, ~0u, 0);
}

int sandbox_landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    return abi > 0 ? (int)abi : 0;
}

bool sandbox_has_seccomp(void)
{
    return prctl(PR_GET_SECCOMP) >= 0 && seccomp_api_get() >= 1;
}

/* Every right of ABI 1: the kernels that have Landlock at all know these. */
#define LANDLOCK_ALL ((1ull << 13) - 1)

static bool forbid_files(GError **error)
{
    const struct landlock_ruleset_attr all = { .handled_access_fs = LANDLOCK_ALL };
    AUTO_FD ruleset = -1;

    if (sandbox_landlock_abi() == 0)
        return true; /* `vigie status` says so; seccomp forbids open all the same */
    ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0 || syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
        return failed(error, "Landlock", errno);
    return true;
}

/* At most `most`; a limit that is lower already stays. */
static bool limit(int resource, rlim_t most)
{
    struct rlimit now;

    if (getrlimit(resource, &now) < 0)
        return false;
    now.rlim_max = MIN(now.rlim_max, most);
    now.rlim_cur = now.rlim_max;
    return setrlimit(resource, &now) == 0;
}

static bool limit_memory(GError **error)
{
    signal(SIGXFSZ, SIG_IGN); /* stderr may be a file: a word in vain there is no reason to die */
    return (limit(RLIMIT_AS, READER_ADDRESS_SPACE) && limit(RLIMIT_NOFILE, READER_DESCRIPTORS) &&
            limit(RLIMIT_FSIZE, 0)) ||
           failed(error, "setrlimit", errno);
}

/* What computing on memory and answering on one socket takes. Whatever else is tried ends the
 * process (SIGSYS); the message is then set aside. */
static bool allow_computing_only(GError **error)
{
    static const int allowed[] = {
        SCMP_SYS(brk),
        SCMP_SYS(clock_gettime),
        SCMP_SYS(clock_nanosleep),
        SCMP_SYS(close),
        SCMP_SYS(dup),
        SCMP_SYS(exit),
        SCMP_SYS(exit_group),
        SCMP_SYS(fcntl),
        SCMP_SYS(fstat),
        SCMP_SYS(newfstatat),
        SCMP_SYS(futex),
        SCMP_SYS(getpid),
        SCMP_SYS(getrandom),
        SCMP_SYS(getrusage),
        SCMP_SYS(gettid),
        SCMP_SYS(gettimeofday),
        SCMP_SYS(lseek),
        SCMP_SYS(madvise),
        SCMP_SYS(mmap),
        SCMP_SYS(mprotect),
        SCMP_SYS(mremap),
        SCMP_SYS(munmap),
        SCMP_SYS(poll),
        SCMP_SYS(ppoll),
        SCMP_SYS(read),
        SCMP_SYS(recvmsg),
        SCMP_SYS(restart_syscall),
        SCMP_SYS(rt_sigaction),
        SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigreturn),
        SCMP_SYS(sched_yield),
        SCMP_SYS(sendmsg),
        SCMP_SYS(sigaltstack),
        SCMP_SYS(tgkill),
        SCMP_SYS(time),
        SCMP_SYS(write),
        SCMP_SYS(writev),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int code = filter ? 0 : -ENOMEM;

    for (gsize i = 0; code == 0 && i < G_N_ELEMENTS(allowed); i++)
        code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    /* GLib and iconv look for files now and then; they take "no" for an answer. */
    if (code == 0)
        code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(openat), 0);
    if (code == 0)
        code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(open), 0);
    if (code == 0)
        code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(access), 0);
    if (code == 0)
        code = seccomp_load(filter);
    if (filter)
        seccomp_release(filter);
    return code == 0 || failed(error, "seccomp", -code);
}

bool sandbox_enter_reader(GError **error)
{
    sandbox_no_dump();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return failed(error, "no_new_privs", errno);
    if (!forbid_files(error))
        return false;
    return SANITIZED || (limit_memory(error) && allow_computing_only(error));
}
