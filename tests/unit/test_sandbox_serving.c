/* A prison in which one works: files, sockets and threads, as a plan says. Each row in a process of
 * its own, at each Landlock ABI from none to the kernel's. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "attempts.h"

#define NEVER 99 /* no ABI bounds this: seccomp does */

/* Outside the prison: "read/f", "write/a/f", "write/b", "else/f", two listening TCP ports, an
 * abstract socket, a socket in a file. */
struct place {
    char *root;
    guint16 granted, other;
    int listeners[4];
    struct sockaddr_un abstract;
    socklen_t abstract_length;
};

static const struct place *place; /* of the child that tries */

/* --- attempts: 0, or the errno of what refused --------------------------------------------- */

static int open_below(const char *path, int flags)
{
    g_autofree char *full = g_build_filename(place->root, path, NULL);
    AUTO_FD fd = open(full, flags | O_CLOEXEC, 0600);

    return fd < 0 ? errno : 0;
}

static int reads_granted(void)
{
    return open_below("read/f", O_RDONLY);
}

static int lists_granted(void)
{
    return open_below("read", O_RDONLY | O_DIRECTORY);
}

static int writes_what_is_read(void)
{
    return open_below("read/f", O_WRONLY);
}

static int makes_where_it_reads(void)
{
    return open_below("read/new", O_WRONLY | O_CREAT);
}

static int writes_granted(void)
{
    return open_below("write/a/f", O_RDWR | O_TRUNC);
}

static int makes_granted(void)
{
    return open_below("write/a/new", O_WRONLY | O_CREAT | O_EXCL);
}

static int reads_else(void)
{
    return open_below("else/f", O_RDONLY);
}

static int reads_else_by_dots(void)
{
    return open_below("write/a/../../else/f", O_RDONLY);
}

static int makes_else(void)
{
    return open_below("else/new", O_WRONLY | O_CREAT);
}

static int reads_a_users_file(void)
{
    g_autofree char *path = g_build_filename(place->root, "..", NULL);
    AUTO_FD fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    return fd < 0 ? errno : 0;
}

static int truncates_else(void)
{
    g_autofree char *path = g_build_filename(place->root, "else/f", NULL);

    return truncate(path, 0) < 0 ? errno : 0;
}

static int removes_else(void)
{
    g_autofree char *path = g_build_filename(place->root, "else/f", NULL);

    return unlink(path) < 0 ? errno : 0;
}

/* As a mail goes from one folder of the state to another. */
static int moves_within(void)
{
    g_autofree char *from = g_build_filename(place->root, "write/a/f", NULL);
    g_autofree char *to = g_build_filename(place->root, "write/b/f", NULL);

    return rename(from, to) < 0 ? errno : 0;
}

static int makes_a_symlink(void)
{
    g_autofree char *path = g_build_filename(place->root, "write/a/link", NULL);

    return symlink("/etc/passwd", path) < 0 ? errno : 0;
}

static int connect_to(guint16 port, int protocol)
{
    const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, protocol);

    return fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
}

static int connects_granted(void)
{
    return connect_to(place->granted, 0);
}

static int connects_other(void)
{
    return connect_to(place->other, 0);
}

static int connects_by_mptcp(void)
{
    return connect_to(place->granted, 262 /* IPPROTO_MPTCP */);
}

static int binds(void)
{
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    return fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
}

static int listens(void)
{
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    return fd < 0 || listen(fd, 1) < 0 ? errno : 0;
}

static int opens_a_raw_socket(void)
{
    AUTO_FD fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

    return fd < 0 ? errno : 0;
}

static int connects_abstract(void)
{
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    return fd < 0 || connect(fd, (const struct sockaddr *)&place->abstract,
                             place->abstract_length) < 0 ? errno : 0;
}

static int kills_a_thread_of_others(void)
{
    return syscall(SYS_tgkill, getppid(), getppid(), 0) < 0 ? errno : 0;
}

static int mounts(void)
{
    return mount("none", "/mnt", "tmpfs", 0, NULL) < 0 ? errno : 0;
}

static int reads_memory_of_others(void)
{
    return syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0) < 0 ? errno : 0;
}

static int reads_an_environment(void)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/environ", getppid());
    AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);

    return fd < 0 ? errno : 0;
}

static int types_into_the_terminal(void)
{
    return ioctl(STDIN_FILENO, TIOCSTI, "x") < 0 ? errno : 0;
}

static int calls_what_is_not_known(void)
{
    return syscall(1000000) < 0 ? errno : 0;
}

static int sets_a_limit(void)
{
    const struct rlimit limit = { 5, 5 };

    return setrlimit(RLIMIT_NOFILE, &limit) < 0 ? errno : 0;
}

static void *nothing(void *data)
{
    return data;
}

static int has_threads(void)
{
    pthread_t thread;
    int code = pthread_create(&thread, NULL, nothing, NULL);

    return code ? code : pthread_join(thread, NULL);
}

static int aborts(void)
{
    abort();
}

#define ALLOWED 0
#define KILLED (-SIGSYS)
#define ABORTED (-SIGABRT)

static const struct {
    const char *name;
    int (*attempt)(void);
    int abi;     /* from which Landlock refuses it */
    int refused; /* how, from there on */
    int before;  /* what happens where there is no such ABI */
} rows[] = {
    { "read what is granted", reads_granted, NEVER, 0, ALLOWED },
    { "list what is granted", lists_granted, NEVER, 0, ALLOWED },
    { "write what may be read", writes_what_is_read, 1, EACCES, ALLOWED },
    { "make a file where one may read", makes_where_it_reads, 1, EACCES, ALLOWED },
    { "write what is granted", writes_granted, NEVER, 0, ALLOWED },
    { "make a file where it is granted", makes_granted, NEVER, 0, ALLOWED },
    { "read else", reads_else, 1, EACCES, ALLOWED },
    { "read else, by way of ..", reads_else_by_dots, 1, EACCES, ALLOWED },
    { "list the folder above", reads_a_users_file, 1, EACCES, ALLOWED },
    { "make a file else", makes_else, 1, EACCES, ALLOWED },
    { "truncate else", truncates_else, 3, EACCES, ALLOWED },
    { "remove else", removes_else, 1, EACCES, ALLOWED },
    { "make a symbolic link", makes_a_symlink, NEVER, 0, ENOSYS },
    { "connect to a granted port", connects_granted, NEVER, 0, ALLOWED },
    { "connect to another port", connects_other, 4, EACCES, ALLOWED },
    { "connect by MPTCP", connects_by_mptcp, NEVER, 0, ENOSYS },
    { "bind a port", binds, 4, EACCES, ALLOWED },
    { "listen", listens, NEVER, 0, ENOSYS },
    { "a packet socket", opens_a_raw_socket, NEVER, 0, ENOSYS },
    { "connect to an abstract socket", connects_abstract, 6, EPERM, ALLOWED },
    { "exec", executes, NEVER, 0, KILLED },
    { "fork", forks, NEVER, 0, EPERM },
    { "ptrace", traces, NEVER, 0, KILLED },
    { "kill", signals, NEVER, 0, EPERM },
    { "kill a thread of another", kills_a_thread_of_others, NEVER, 0, ENOSYS },
    { "mount", mounts, NEVER, 0, KILLED },
    { "read the memory of others", reads_memory_of_others, NEVER, 0, KILLED },
    { "read the environment of others", reads_an_environment, 1, EACCES, ALLOWED },
    { "type into the terminal", types_into_the_terminal, NEVER, 0, ENOSYS },
    { "a call of a later kernel", calls_what_is_not_known, NEVER, 0, ENOSYS },
    { "set a limit", sets_a_limit, NEVER, 0, ENOSYS },
    { "start a thread", has_threads, NEVER, 0, ALLOWED },
    { "abort", aborts, NEVER, 0, ABORTED },
};

/* --- the place ------------------------------------------------------------------------------ */

static void make_below(const char *root, const char *folder)
{
    g_autofree char *path = g_build_filename(root, folder, NULL);
    g_autofree char *file = g_build_filename(path, "f", NULL);

    g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, "x", 1, NULL));
}

static void make_place(struct place *new)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    new->root = g_dir_make_tmp("vigie-sandbox-XXXXXX", NULL);
    make_below(new->root, "read");
    make_below(new->root, "write/a");
    make_below(new->root, "write/b");
    make_below(new->root, "else");
    new->listeners[0] = listen_tcp(&new->granted);
    new->listeners[1] = listen_tcp(&new->other);
    new->abstract = (struct sockaddr_un){ .sun_family = AF_UNIX };
    g_snprintf(new->abstract.sun_path + 1, sizeof new->abstract.sun_path - 1, "%s", new->root);
    new->abstract_length =
        (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + strlen(new->root));
    g_assert_cmpint(bind(fd, (struct sockaddr *)&new->abstract, new->abstract_length), ==, 0);
    g_assert_cmpint(listen(fd, 64), ==, 0);
    new->listeners[2] = fd;
}

static void remove_place(const struct place *old)
{
    static const char *const rest[] = { "read/f", "read/new", "read", "write/a/f", "write/a/new",
                                        "write/a/link", "write/a", "write/b/f", "write/b", "write",
                                        "else/f", "else/new", "else", "" };

    for (gsize i = 0; i < G_N_ELEMENTS(rest); i++) {
        g_autofree char *path = g_build_filename(old->root, rest[i], NULL);

        g_remove(path);
    }
    for (int i = 0; i < 3; i++)
        close(old->listeners[i]);
    g_free(old->root);
}

static struct sandbox_plan *plan_of(const struct place *at, int abi)
{
    struct sandbox_plan *plan = sandbox_plan_new(SANDBOX_SERVING);
    g_autofree char *readable = g_build_filename(at->root, "read", NULL);
    g_autofree char *writable = g_build_filename(at->root, "write", NULL);

    sandbox_plan_path(plan, readable, SANDBOX_READ);
    sandbox_plan_path(plan, writable, SANDBOX_WRITE);
    sandbox_plan_connect(plan, at->granted);
    plan->unix_sockets = plan->writes = true;
    plan->abi = abi;
    return plan;
}

static int status_at(const struct place *at, int abi, int (*attempt)(void))
{
    AUTO(sandbox_plan) plan = plan_of(at, abi);
    pid_t child = fork();
    int status;

    if (child == 0) {
        place = at;
        if (!sandbox_enter(plan, NULL, NULL))
            _exit(250);
        _exit(attempt());
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void test_each_abi(void)
{
    int most = sandbox_landlock_abi();

    if (SANITIZED) {
        g_test_skip("built with a sanitizer, which the sandbox has no room for");
        return;
    }
    for (int abi = 0; abi <= most; abi++)
        for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
            struct place at;
            int status, wanted = abi >= rows[i].abi ? rows[i].refused : rows[i].before;

            make_place(&at);
            status = status_at(&at, abi, rows[i].attempt);
            if (status != wanted)
                g_test_message("ABI %d: %s: %d, not %d", abi, rows[i].name, status, wanted);
            g_assert_cmpint(status, ==, wanted);
            remove_place(&at);
        }
}

/* ABI 1 lets nothing move from one folder to another; the later ones do where it is granted. */
static void test_moving(void)
{
    for (int abi = 0; abi <= sandbox_landlock_abi(); abi++) {
        struct place at;

        make_place(&at);
        g_assert_cmpint(status_at(&at, abi, moves_within), ==, abi == 1 ? EXDEV : 0);
        remove_place(&at);
    }
}

static int says_so(void)
{
    return sandbox_no_new_privileges() ? 0 : 1;
}

/* What is reported is what was asked for, and survives the way through a message. */
static void test_force(void)
{
    struct place at;
    struct sandbox_force force = { .landlock = 5, .seccomp = true }, back;

    make_place(&at);
    g_assert_false(sandbox_no_new_privileges());
    g_assert_cmpint(status_at(&at, 0, says_so), ==, 0);
    back = sandbox_force_unpack(sandbox_force_pack(&force));
    g_assert_cmpint(back.landlock, ==, 5);
    g_assert_true(back.seccomp);
    g_assert_false(back.no_new_privileges);
    remove_place(&at);
}

/* A folder that another takes the place of is not the one that was granted. */
static void test_same_paths(void)
{
    struct place at;
    g_autofree char *readable = NULL, *aside = NULL;

    make_place(&at);
    readable = g_build_filename(at.root, "read", NULL);
    aside = g_build_filename(at.root, "aside", NULL);
    {
        AUTO(sandbox_plan) before = plan_of(&at, 0);
        AUTO(sandbox_plan) same = plan_of(&at, 0);

        g_assert_true(sandbox_plan_same_paths(before, same));
        g_assert_cmpint(g_rename(readable, aside), ==, 0);
        make_below(at.root, "read");
        {
            AUTO(sandbox_plan) after = plan_of(&at, 0);

            g_assert_false(sandbox_plan_same_paths(before, after));
        }
    }
    make_below(at.root, "aside");
    {
        g_autofree char *file = g_build_filename(aside, "f", NULL);

        g_remove(file);
        g_remove(aside);
    }
    remove_place(&at);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sandbox/serving/each-abi", test_each_abi);
    g_test_add_func("/sandbox/serving/moving", test_moving);
    g_test_add_func("/sandbox/serving/force", test_force);
    g_test_add_func("/sandbox/serving/same-paths", test_same_paths);
    return g_test_run();
}
