/* seccomp. Calls are named, in groups; what libseccomp does not know under a name is left out.
 *
 * The reader parses what an attacker wrote and calls little: anything else ends it, the mail is set
 * aside, and nothing is lost. Keeper and fetcher call libraries (TLS, the resolver, SQLite, D-Bus)
 * that change under us with each update of the system. A watch that dies of a new system call falls
 * silent, so what they do not know is answered by ENOSYS, as an older kernel would, and libraries
 * fall back; the kernel logs it. What only an intruder asks for (to run a program, to trace, to
 * mount) ends the process, which the master tells and starts anew; what our libraries may try in
 * good faith (to fork, to signal) is refused by EPERM. */
#include <asm/ioctls.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/sandbox_parts.h"

/* --- what there is ------------------------------------------------------------------------- */

/* What computing on memory and answering on one socket takes. */
static const char *const computing[] = {
    "brk", "clock_gettime", "clock_nanosleep", "close", "dup", "exit", "exit_group", "fcntl",
    "fstat", "newfstatat", "futex", "getpid", "getrandom", "getrusage", "gettid", "gettimeofday",
    "lseek", "madvise", "mmap", "mprotect", "mremap", "munmap", "poll", "ppoll", "read", "recvmsg",
    "restart_syscall", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_yield", "sendmsg",
    "sigaltstack", "time", "write", "writev", /* on 32 bits: */ "clock_gettime64",
    "clock_nanosleep_time64", "futex_time64", "ppoll_time64", "sigreturn", NULL
};
/* GLib and iconv look for files now and then; they take "no" for an answer. */
static const char *const computing_files[] = { "access", "open", "openat", NULL };

/* Memory, threads, time, signals of one's own, what one is. */
static const char *const process[] = {
    "alarm", "capget", "clock_getres", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_pwait",
    "epoll_pwait2", "epoll_wait", "eventfd", "eventfd2", "get_mempolicy", "get_robust_list",
    "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getitimer", "getpgid", "getpgrp",
    "getppid", "getpriority", "getresgid", "getresuid", "getrlimit", "getsid", "getuid",
    "membarrier", "mincore", "mlock", "mlock2", "msync", "munlock", "nanosleep", "pause", "pipe",
    "pipe2", "pselect6", "rseq", "rt_sigpending", "rt_sigsuspend", "rt_sigtimedwait",
    "sched_get_priority_max", "sched_get_priority_min", "sched_getaffinity", "sched_getattr",
    "sched_getparam", "sched_getscheduler", "sched_setattr", "select", "set_robust_list",
    "set_tid_address", "setitimer", "signalfd", "signalfd4", "sysinfo", "timer_create",
    "timer_delete", "timer_settime", "timerfd_create", "timerfd_gettime", "timerfd_settime", "times",
    "ugetrlimit", "uname", "futex_wait", "futex_waitv", "futex_wake", /* on 32 bits: */ "_newselect",
    "clock_getres_time64", "pselect6_time64", "rt_sigtimedwait_time64", "timer_settime64",
    "timerfd_gettime64", "timerfd_settime64", NULL
};

/* Reading files, and writing what is open. */
static const char *const files[] = {
    "access", "close_range", "dup2", "dup3", "faccessat", "faccessat2", "fadvise64", "fallocate",
    "fcntl64", "fdatasync", "flock", "fstat64", "fstatat64", "fstatfs", "fstatfs64", "fsync",
    "ftruncate", "ftruncate64", "getcwd", "getdents", "getdents64", "inotify_add_watch",
    "inotify_init", "inotify_init1", "inotify_rm_watch", "_llseek", "lstat", "lstat64",
    "memfd_create", "mmap2", "open", "openat", "openat2", "pread64", "preadv", "preadv2",
    "pwrite64", "pwritev", "pwritev2", "readahead", "readlink", "readlinkat", "readv", "stat",
    "stat64", "statfs", "statfs64", "statx", "umask", NULL
};

/* Changing the file system: Landlock says where. */
static const char *const writing[] = {
    "chmod", "creat", "fchmod", "fchmodat", "fchmodat2", "fchown", "fchown32", "link", "linkat",
    "mkdir", "mkdirat", "rename", "renameat", "renameat2", "rmdir", "truncate", "truncate64",
    "unlink", "unlinkat", "utime", "utimensat", "utimensat_time64", "utimes", NULL
};

/* Speaking on sockets that are there. bind: the resolver's netlink socket. */
static const char *const sockets[] = {
    "bind", "connect", "getpeername", "getsockname", "getsockopt", "recv", "recvfrom", "recvmmsg",
    "recvmmsg_time64", "send", "sendmmsg", "sendto", "setsockopt", "shutdown", NULL
};
static const char *const listening[] = { "accept", "accept4", "listen", NULL };

/* Refused, with an error that a library understands. */
static const char *const forbidden[] = { "fork", "vfork", "kill", "tkill", "rt_sigqueueinfo",
                                         "rt_tgsigqueueinfo", "pidfd_send_signal", "setrlimit",
                                         "setpgid", "setsid", NULL };

/* An intruder's, and nobody else's. */
static const char *const fatal[] = {
    "acct", "adjtimex", "bpf", "chroot", "clock_adjtime", "clock_settime", "delete_module", "execve",
    "execveat", "finit_module", "fsconfig", "fsmount", "fsopen", "fspick", "init_module", "ioperm",
    "iopl", "kcmp", "kexec_file_load", "kexec_load", "mknod", "mknodat", "modify_ldt", "mount",
    "mount_setattr", "move_mount", "open_by_handle_at", "open_tree", "perf_event_open",
    "pidfd_getfd", "pivot_root", "process_vm_readv", "process_vm_writev", "ptrace", "quotactl",
    "reboot", "setdomainname", "sethostname", "setns", "settimeofday", "swapoff", "swapon",
    "syslog", "umount", "umount2", "unshare", "userfaultfd", "vhangup", NULL
};

/* What a process may say of its terminal, its sockets and its name; TIOCSTI would type commands into
 * the terminal that started us. */
static const guint64 ioctls[] = { FIONREAD, FIONBIO, TCGETS, TIOCGWINSZ,
                                  SIOCGIFADDR, SIOCGIFCONF, SIOCGIFFLAGS, SIOCGIFINDEX,
                                  SIOCGIFNAME };
static const guint64 prctls[] = { PR_SET_NAME, PR_GET_NAME, PR_GET_NO_NEW_PRIVS, PR_GET_DUMPABLE,
                                  PR_CAPBSET_READ, 0x53564d41 /* PR_SET_VMA: glibc names memory */ };

/* --- the filter ---------------------------------------------------------------------------- */

/* The first failure stays. */
struct filter {
    scmp_filter_ctx context;
    int code;
};

static void add(struct filter *filter, guint32 action, const char *name, guint count,
                const struct scmp_arg_cmp *arguments)
{
    int call = seccomp_syscall_resolve_name(name);

    if (filter->code == 0 && call != __NR_SCMP_ERROR)
        filter->code =
            seccomp_rule_add_array(filter->context, action, call, count, arguments);
}

static void add_group(struct filter *filter, guint32 action, const char *const *names)
{
    for (; *names; names++)
        add(filter, action, *names, 0, NULL);
}

static void allow_where(struct filter *filter, const char *name, guint argument, guint64 value)
{
    const struct scmp_arg_cmp is = SCMP_CMP64(argument, SCMP_CMP_EQ, value);

    add(filter, SCMP_ACT_ALLOW, name, 1, &is);
}

/* A thread of one's own, and no process. clone3 hides its flags behind a pointer: ENOSYS has glibc
 * take clone. */
static void allow_threads(struct filter *filter)
{
    const struct scmp_arg_cmp thread = SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD);
    const struct scmp_arg_cmp other = SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0);

    add(filter, SCMP_ACT_ALLOW, "clone", 1, &thread);
    add(filter, SCMP_ACT_ERRNO(EPERM), "clone", 1, &other);
}

/* A signal to one's own threads: abort(3). */
static void allow_own_signals(struct filter *filter)
{
    allow_where(filter, "tgkill", 0, (guint64)getpid());
}

/* Reading limits, not setting them. */
static void allow_limits(struct filter *filter)
{
    allow_where(filter, "prlimit64", 2, 0);
}

static void allow_domain(struct filter *filter, int domain, int protocol)
{
    const struct scmp_arg_cmp is[] = { SCMP_CMP64(0, SCMP_CMP_EQ, (guint64)domain),
                                       SCMP_CMP64(2, SCMP_CMP_EQ, (guint64)protocol) };

    add(filter, SCMP_ACT_ALLOW, "socket", G_N_ELEMENTS(is), is);
}

/* TCP and UDP alone: Landlock knows nothing of MPTCP, SCTP and their like. */
static void allow_sockets(struct filter *filter, const struct sandbox_plan *plan)
{
    static const int protocols[] = { 0, IPPROTO_TCP, IPPROTO_UDP };

    allow_where(filter, "socketpair", 0, AF_UNIX);
    add_group(filter, SCMP_ACT_ALLOW, sockets);
    if (plan->listens)
        add_group(filter, SCMP_ACT_ALLOW, listening);
    if (plan->unix_sockets || plan->listens)
        allow_domain(filter, AF_UNIX, 0);
    if (!plan->network)
        return;
    allow_domain(filter, AF_NETLINK, 0); /* routes: which addresses are worth asking for */
    for (gsize i = 0; i < G_N_ELEMENTS(protocols); i++) {
        allow_domain(filter, AF_INET, protocols[i]);
        allow_domain(filter, AF_INET6, protocols[i]);
    }
}

static void fill_serving(struct filter *filter, const struct sandbox_plan *plan)
{
    add_group(filter, SCMP_ACT_ALLOW, computing);
    add_group(filter, SCMP_ACT_ALLOW, process);
    add_group(filter, SCMP_ACT_ALLOW, files);
    if (plan->writes)
        add_group(filter, SCMP_ACT_ALLOW, writing);
    for (gsize i = 0; i < G_N_ELEMENTS(ioctls); i++)
        allow_where(filter, "ioctl", 1, ioctls[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(prctls); i++)
        allow_where(filter, "prctl", 0, prctls[i]);
    allow_threads(filter);
    allow_own_signals(filter);
    allow_limits(filter);
    allow_sockets(filter, plan);
    add_group(filter, SCMP_ACT_ERRNO(EPERM), forbidden);
    add_group(filter, SCMP_ACT_KILL_PROCESS, fatal);
}

static void fill_computing(struct filter *filter)
{
    add_group(filter, SCMP_ACT_ALLOW, computing);
    add_group(filter, SCMP_ACT_ERRNO(EACCES), computing_files);
    allow_own_signals(filter);
}

/* PR_GET_SECCOMP is answered where the kernel knows the strict mode alone, too; a filter at no address
 * is looked at, and not there, only where filters load. */
bool sandbox_has_seccomp(void)
{
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) < 0 && errno == EFAULT &&
           seccomp_api_get() >= 1;
}

bool sandbox_seccomp(const struct sandbox_plan *plan, GError **error)
{
    bool serving = plan->calls == SANDBOX_SERVING;
    struct filter filter = {
        .context = seccomp_init(serving ? SCMP_ACT_ERRNO(ENOSYS) : SCMP_ACT_KILL_PROCESS),
    };

    if (!filter.context)
        return sandbox_failed(error, "seccomp", ENOMEM);
    if (serving)
        fill_serving(&filter, plan);
    else
        fill_computing(&filter);
    if (serving) /* what is refused shows in the kernel's log; a kernel that cannot is no reason */
        (void)seccomp_attr_set(filter.context, SCMP_FLTATR_CTL_LOG, 1);
    if (filter.code == 0)
        filter.code = seccomp_load(filter.context);
    seccomp_release(filter.context);
    return filter.code == 0 || sandbox_failed(error, "seccomp", -filter.code);
}
