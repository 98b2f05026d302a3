/* Runs a command and breaks it at one of its system calls: for tests/system/breaks.py.
 *
 *   break-run --report FILE [--seconds N] [--at NAME:N FAULT] COMMAND…
 *
 * Counted are the calls that make, write, sync, rename, remove or send, of every process whose name
 * begins with "vigie", by its name, and by the name of the thread where that has one of its own
 * (vigie-fetcher/imap): NAME:N is the Nth of those that bear the name. What the command starts besides
 * (a shell, the command of an alert) is left alone. By ptrace, so that the static
 * launcher is seen like the rest, and what a library does like what we do; a seccomp filter stops at
 * these calls only, so that the others cost nothing.
 *
 * FAULT, before the call or in its place:
 *   kill, cut         the process dies; all of them do, as in a power cut
 *   killed, cutted    the same after the call
 *   EIO, ENOSPC, EINTR, ENOBUFS   the call fails
 *   short             it writes half
 *   full, broken      this call and every later one that writes, makes or syncs a file: ENOSPC, EIO
 *
 * The report has a line for each call, "NAME:N CALL TARGET", and at the end "end CODE LEFT": what
 * the command ended with (128 + signal), and how many of its processes were still there 10 s later.
 * A command that does not end in time is killed: "end hung 0". Ends with 77 where this machine
 * cannot trace. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define CANNOT_TRACE 77
#define MAX_NAMES 32
#define COMM_SIZE 16 /* of a name, as the kernel keeps it */
#define NAME_SIZE (2 * COMM_SIZE)
#define MAX_TRACEES 256
#define LINGER_SECONDS 10

#ifndef __x86_64__

int main(void)
{
    fputs("break-run: only for x86-64\n", stderr);
    return CANNOT_TRACE;
}

#else

enum target { ON_FILE, ON_PATH, ON_MESSAGE };

static const struct call {
    int number;
    const char *name;
    enum target on;
    int path; /* which argument names what it is about; -1: the first is a descriptor */
} calls[] = {
    { SYS_write, "write", ON_FILE, -1 },
    { SYS_writev, "writev", ON_FILE, -1 },
    { SYS_pwrite64, "pwrite", ON_FILE, -1 },
    { SYS_pwritev, "pwritev", ON_FILE, -1 },
    { SYS_fsync, "fsync", ON_FILE, -1 },
    { SYS_fdatasync, "fdatasync", ON_FILE, -1 },
    { SYS_ftruncate, "ftruncate", ON_FILE, -1 },
    { SYS_fallocate, "fallocate", ON_FILE, -1 },
    { SYS_openat, "open", ON_PATH, 1 }, /* those that make or cut a file */
    { SYS_open, "open", ON_PATH, 0 },
    { SYS_rename, "rename", ON_PATH, 0 },
    { SYS_renameat, "rename", ON_PATH, 1 },
    { SYS_renameat2, "rename", ON_PATH, 1 },
    { SYS_link, "link", ON_PATH, 0 },
    { SYS_linkat, "link", ON_PATH, 1 },
    { SYS_symlink, "symlink", ON_PATH, 1 },
    { SYS_symlinkat, "symlink", ON_PATH, 2 },
    { SYS_unlink, "unlink", ON_PATH, 0 },
    { SYS_unlinkat, "unlink", ON_PATH, 1 },
    { SYS_mkdir, "mkdir", ON_PATH, 0 },
    { SYS_mkdirat, "mkdir", ON_PATH, 1 },
    { SYS_rmdir, "rmdir", ON_PATH, 0 },
    { SYS_utimensat, "utimens", ON_FILE, -1 },
    { SYS_sendto, "send", ON_MESSAGE, -1 },
    { SYS_sendmsg, "send", ON_MESSAGE, -1 },
};
#define N_CALLS (sizeof calls / sizeof calls[0])

enum fault { NONE, KILL, CUT, KILLED, CUTTED, FAILS, SHORT, FULL };

struct tracee {
    pid_t pid;
    bool starting; /* its first stop is still to come */
    bool at_exit;  /* stops at the end of the call that it dies after */
};

static struct run {
    FILE *report;
    const char *at; /* NAME:N; NULL: only counts */
    enum fault fault;
    int error; /* of FAILS and FULL */
    bool filling;
    bool is_over; /* whoever still runs dies */
    pid_t root;
    int code; /* of root; -1 while it runs */
    struct tracee tracees[MAX_TRACEES];
    struct {
        char name[NAME_SIZE];
        int count;
    } names[MAX_NAMES];
} run = { .code = -1 };

/* --- the command ---------------------------------------------------------------------------- */

#define AT(field) ((unsigned)offsetof(struct seccomp_data, field))

static bool install_filter(void)
{
    struct sock_filter code[2 * N_CALLS + 16];
    unsigned short n = 0;
    struct sock_fprog program = { .filter = code };

    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AT(nr));
    for (size_t i = 0; i < N_CALLS; i++) {
        const bool opens = calls[i].number == SYS_openat || calls[i].number == SYS_open;
        const unsigned flags = AT(args) + (calls[i].number == SYS_openat ? 16 : 8);

        if (opens) {
            code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                                     (unsigned)calls[i].number, 0, 4);
            code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, flags);
            code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K,
                                                     O_CREAT | O_TRUNC, 0, 1);
            code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
            code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
            continue;
        }
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
                                                 (unsigned)calls[i].number, 0, 1);
        code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
    }
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    program.len = n;
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0 ||
           (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
            prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

static void become_command(char **argv)
{
    if (ptrace(PTRACE_TRACEME, 0, 0, 0) < 0 || raise(SIGSTOP) != 0 || !install_filter())
        _exit(CANNOT_TRACE);
    execvp(argv[0], argv);
    perror(argv[0]);
    _exit(127);
}

/* --- who is traced -------------------------------------------------------------------------- */

static struct tracee *tracee_of(pid_t pid)
{
    struct tracee *free_one = NULL;

    for (size_t i = 0; i < MAX_TRACEES; i++) {
        if (run.tracees[i].pid == pid)
            return &run.tracees[i];
        if (!run.tracees[i].pid && !free_one)
            free_one = &run.tracees[i];
    }
    if (!free_one)
        abort();
    *free_one = (struct tracee){ .pid = pid, .starting = true };
    return free_one;
}

static int tracees_left(void)
{
    int count = 0;

    for (size_t i = 0; i < MAX_TRACEES; i++)
        count += run.tracees[i].pid != 0;
    return count;
}

static void kill_all(void)
{
    run.is_over = true;
    for (size_t i = 0; i < MAX_TRACEES; i++)
        if (run.tracees[i].pid)
            kill(run.tracees[i].pid, SIGKILL);
}

/* --- a call --------------------------------------------------------------------------------- */

static size_t read_of(pid_t pid, const char *what, char *text, size_t room)
{
    char path[64];
    ssize_t got = -1;
    int fd;

    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, what);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        got = read(fd, text, room - 1);
        close(fd);
    }
    text[got > 0 ? got : 0] = '\0';
    return strlen(text);
}

static void comm_of(pid_t pid, char comm[COMM_SIZE + 1])
{
    const size_t length = read_of(pid, "comm", comm, COMM_SIZE + 1);

    comm[length > 0 ? length - 1 : 0] = '\0';
}

/* The process of a thread: its own id where it is the first one. */
static pid_t process_of(pid_t thread)
{
    char status[1024];
    const char *line;

    read_of(thread, "status", status, sizeof status);
    line = strstr(status, "\nTgid:");
    return line ? (pid_t)atoi(line + strlen("\nTgid:")) : thread;
}

static void name_of(pid_t pid, char name[NAME_SIZE])
{
    const pid_t process = process_of(pid);
    char own[COMM_SIZE + 1], thread[COMM_SIZE + 1] = "";

    comm_of(process, own);
    if (process != pid)
        comm_of(pid, thread);
    snprintf(name, NAME_SIZE, "%.15s%s%.15s", own, thread[0] && strcmp(thread, own) != 0 ? "/" : "",
             strcmp(thread, own) != 0 ? thread : "");
}

static int *count_of(const char *name)
{
    for (size_t i = 0; i < MAX_NAMES; i++) {
        if (!run.names[i].name[0])
            strcpy(run.names[i].name, name);
        if (strcmp(run.names[i].name, name) == 0)
            return &run.names[i].count;
    }
    abort();
}

static const struct call *call_of(unsigned long long number)
{
    for (size_t i = 0; i < N_CALLS; i++)
        if ((unsigned long long)calls[i].number == number)
            return &calls[i];
    return NULL;
}

static unsigned long long argument(const struct user_regs_struct *regs, int index)
{
    const unsigned long long all[] = { regs->rdi, regs->rsi, regs->rdx, regs->r10 };

    return all[index];
}

/* A path in the memory of another process, as far as one look gets it. */
static void path_at(pid_t pid, unsigned long long address, char *target, size_t room)
{
    size_t length = 0;

    while (length + sizeof(long) < room) {
        long word;

        errno = 0;
        word = ptrace(PTRACE_PEEKDATA, pid, (void *)(address + length), 0);
        if (errno)
            break;
        memcpy(target + length, &word, sizeof word);
        if (memchr(&word, '\0', sizeof word))
            return;
        length += sizeof word;
    }
    target[length] = '\0';
}

static void target_of(pid_t pid, const struct call *call, const struct user_regs_struct *regs,
                      char *target, size_t room)
{
    char link[64];
    ssize_t length;

    if (call->path >= 0) {
        path_at(pid, argument(regs, call->path), target, room);
        return;
    }
    if ((int)regs->rdi == STDERR_FILENO) {
        snprintf(target, room, "stderr");
        return;
    }
    snprintf(link, sizeof link, "/proc/%d/fd/%d", (int)pid, (int)regs->rdi);
    length = readlink(link, target, room - 1);
    target[length > 0 ? length : 0] = '\0';
}

/* Diagnostics go nowhere that we promise, and an eventfd does not fail. */
static bool is_of_interest(const char *target)
{
    return strcmp(target, "stderr") != 0 && strncmp(target, "anon_inode:", 11) != 0 &&
           strcmp(target, "/dev/null") != 0;
}

static void set_regs(pid_t pid, struct user_regs_struct *regs)
{
    ptrace(PTRACE_SETREGS, pid, 0, regs);
}

static void fail_call(pid_t pid, struct user_regs_struct *regs, int error)
{
    regs->orig_rax = (unsigned long long)-1;
    regs->rax = (unsigned long long)-error;
    set_regs(pid, regs);
}

static void shorten_call(pid_t pid, struct user_regs_struct *regs)
{
    if (regs->rdx > 1)
        regs->rdx /= 2; /* of bytes, or of pieces */
    set_regs(pid, regs);
}

static bool takes_room(const struct call *call)
{
    return call->on != ON_MESSAGE && strcmp(call->name, "unlink") != 0 &&
           strcmp(call->name, "rmdir") != 0 && strcmp(call->name, "utimens") != 0;
}

/* What stands on a disk: neither a pipe nor a memfd. */
static bool is_on_disk(const struct call *call, const char *target)
{
    return call->on == ON_PATH || (target[0] == '/' && strncmp(target, "/memfd:", 7) != 0);
}

static void break_call(struct tracee *tracee, struct user_regs_struct *regs)
{
    switch (run.fault) {
    case KILL:
        kill(tracee->pid, SIGKILL);
        return;
    case CUT:
        kill_all();
        return;
    case KILLED:
    case CUTTED:
        tracee->at_exit = true;
        return;
    case FAILS:
        fail_call(tracee->pid, regs, run.error);
        return;
    case SHORT:
        shorten_call(tracee->pid, regs);
        return;
    case FULL:
        run.filling = true;
        return;
    case NONE:
        return;
    }
}

static void at_call(struct tracee *tracee)
{
    struct user_regs_struct regs;
    const struct call *call;
    char name[NAME_SIZE] = "", site[NAME_SIZE + 16], target[512];

    if (ptrace(PTRACE_GETREGS, tracee->pid, 0, &regs) < 0)
        return;
    call = call_of(regs.orig_rax);
    name_of(tracee->pid, name);
    if (!call || strncmp(name, "vigie", 5) != 0)
        return;
    target_of(tracee->pid, call, &regs, target, sizeof target);
    if (!is_of_interest(target))
        return;
    snprintf(site, sizeof site, "%s:%d", name, ++*count_of(name));
    fprintf(run.report, "%s %s %s\n", site, call->name, target);
    if (run.at && strcmp(site, run.at) == 0)
        break_call(tracee, &regs);
    if (run.filling && takes_room(call) && is_on_disk(call, target))
        fail_call(tracee->pid, &regs, run.error);
}

/* --- the loop ------------------------------------------------------------------------------- */

static void ended(struct tracee *tracee, int status)
{
    if (tracee->pid == run.root)
        run.code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    *tracee = (struct tracee){ 0 };
}

static void stopped(struct tracee *tracee, int status)
{
    const int event = status >> 16;
    int deliver = WSTOPSIG(status);
    const bool begins = tracee->starting;

    tracee->starting = false;
    if (run.is_over) { /* it was being forked meanwhile */
        kill(tracee->pid, SIGKILL);
        return;
    }
    if (tracee->at_exit && deliver == (SIGTRAP | 0x80)) {
        if (run.fault == CUTTED)
            kill_all();
        else
            kill(tracee->pid, SIGKILL);
        deliver = 0;
    } else if (event == PTRACE_EVENT_SECCOMP) {
        at_call(tracee);
        deliver = 0;
    } else if (event != 0 || deliver == SIGTRAP || (begins && deliver == SIGSTOP)) {
        deliver = 0;
    } else if (deliver == SIGSTOP || deliver == SIGTSTP) {
        deliver = SIGSTOP;
    }
    ptrace(tracee->at_exit ? PTRACE_SYSCALL : PTRACE_CONT, tracee->pid, 0, deliver);
}

static volatile sig_atomic_t out_of_time;

static void on_alarm(int number)
{
    (void)number;
    out_of_time = 1;
    alarm(1); /* it may come between the look and the wait */
}

/* Until all are gone, or the root is and the others had their time. */
static void follow(void)
{
    bool lingers = false;
    int status;
    pid_t pid;

    while (tracees_left() > 0 && !out_of_time) {
        pid = waitpid(-1, &status, __WALL);
        if (pid < 0 && errno == EINTR)
            continue;
        if (pid < 0)
            break;
        if (WIFSTOPPED(status))
            stopped(tracee_of(pid), status);
        else
            ended(tracee_of(pid), status);
        if (run.code >= 0 && !lingers) {
            lingers = true;
            alarm(LINGER_SECONDS);
        }
    }
}

static void finish(void)
{
    const int left = run.code >= 0 ? tracees_left() : 0;
    int status;
    pid_t pid;

    if (run.code < 0)
        fputs("end hung 0\n", run.report);
    else
        fprintf(run.report, "end %d %d\n", run.code, left);
    fclose(run.report);
    kill_all();
    while ((pid = waitpid(-1, &status, __WALL)) > 0)
        if (WIFSTOPPED(status))
            kill(pid, SIGKILL);
}

static bool take_fault(const char *word)
{
    static const struct {
        const char *word;
        enum fault fault;
        int error;
    } known[] = {
        { "kill", KILL, 0 },          { "cut", CUT, 0 },          { "killed", KILLED, 0 },
        { "cutted", CUTTED, 0 },      { "short", SHORT, 0 },      { "EIO", FAILS, EIO },
        { "ENOSPC", FAILS, ENOSPC },  { "EINTR", FAILS, EINTR },  { "ENOBUFS", FAILS, ENOBUFS },
        { "full", FULL, ENOSPC },     { "broken", FULL, EIO },
    };

    for (size_t i = 0; word && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].word, word) == 0) {
            run.fault = known[i].fault;
            run.error = known[i].error;
            return true;
        }
    return false;
}

static bool begin(char **argv)
{
    const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                         PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_TRACESECCOMP |
                         PTRACE_O_EXITKILL;
    int status;

    run.root = fork();
    if (run.root == 0)
        become_command(argv);
    if (run.root < 0 || waitpid(run.root, &status, 0) < 0 || !WIFSTOPPED(status) ||
        ptrace(PTRACE_SETOPTIONS, run.root, 0, options) < 0)
        return false;
    tracee_of(run.root)->starting = false;
    return ptrace(PTRACE_CONT, run.root, 0, 0) == 0;
}

int main(int argc, char **argv)
{
    unsigned seconds = 60;
    int i = 1;

    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i++) {
        if (strcmp(argv[i], "--report") == 0)
            run.report = fopen(argv[++i], "we");
        else if (strcmp(argv[i], "--seconds") == 0)
            seconds = (unsigned)atoi(argv[++i]);
        else if (strcmp(argv[i], "--at") == 0 && i + 2 < argc && take_fault(argv[i + 2]))
            run.at = argv[i + 1], i += 2;
        else
            break;
    }
    if (!run.report || i >= argc || strncmp(argv[i], "--", 2) == 0) {
        fputs("usage: break-run --report FILE [--seconds N] [--at NAME:N FAULT] COMMAND…\n", stderr);
        return 64;
    }
    sigaction(SIGALRM, &(struct sigaction){ .sa_handler = on_alarm }, NULL);
    alarm(seconds);
    if (!begin(argv + i)) {
        fputs("break-run: this machine does not let a process trace another\n", stderr);
        return CANNOT_TRACE;
    }
    follow();
    finish();
    return run.code < 0 ? 124 : run.code;
}

#endif
