/* What the keeper and the fetcher of a real configuration can still do, and what they cannot. Each
 * row in a process of its own, locked in by the very plan that the watch would make. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/sanitized.h"
#include "run/locks.h"
#include "store/store.h"
#include "attempts.h"

enum { IMAP, WEB, PORTS };

static char *root; /* of this test: state/, mail/ (a Maildir), far/ (another, linked to), home/ */
static guint16 ports[PORTS];
static int listeners[PORTS];
static struct settings *settings;

static char *below(const char *path)
{
    return g_build_filename(root, path, NULL);
}

/* --- attempts: 0, or the errno of what refused --------------------------------------------- */

static int open_at(const char *path, int flags)
{
    g_autofree char *full = *path == '/' ? g_strdup(path) : below(path);
    AUTO_FD fd = open(full, flags | O_CLOEXEC, 0600);

    return fd < 0 ? errno : 0;
}

#define READS(name, path)                   \
    static int name(void)                   \
    {                                       \
        return open_at(path, O_RDONLY);     \
    }
#define MAKES(name, path)                             \
    static int name(void)                             \
    {                                                 \
        return open_at(path, O_WRONLY | O_CREAT);     \
    }

READS(reads_hosts, "/etc/hosts")
READS(reads_state, "state/fact")
READS(reads_mail, "mail/new/1")
READS(reads_linked_mail, "mail/.Far/new/1")
READS(reads_password, "home/password")
READS(reads_report, "home/report.html")
READS(reads_home, "home")
READS(reads_root, "/root")
READS(reads_key_place, "keys")
MAKES(makes_key, "keys/key")
MAKES(makes_in_state, "state/new")
MAKES(makes_mail, "mail/new/2")
MAKES(makes_in_home, "home/.bashrc")
MAKES(makes_in_etc, "/etc/cron.d/vigie-test")

static int keeps_facts(void)
{
    g_autofree char *state = below("state");
    AUTO(store) store = store_open_with(state, STORE_CREATE, NULL, NULL);
    gint64 value = 0;

    return store && store_fact_set(store, "x", 7, NULL) && store_fact(store, "x", &value, NULL) &&
                   value == 7
               ? 0
               : EIO;
}

static int connect_to(guint16 port)
{
    const struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    return fd < 0 || connect(fd, (const struct sockaddr *)&address, sizeof address) < 0 ? errno : 0;
}

static int connects_to_imap(void)
{
    return connect_to(ports[IMAP]);
}

static int connects_to_web(void)
{
    return connect_to(ports[WEB]);
}

static int listens_tcp(void)
{
    const struct sockaddr_in address = { .sin_family = AF_INET };
    AUTO_FD fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    return fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
                   listen(fd, 1) < 0
               ? errno
               : 0;
}

static int listens_in_state(void)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    AUTO_FD fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    g_snprintf(address.sun_path, sizeof address.sun_path, "%s/state/s", root);
    return fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 ||
                   listen(fd, 1) < 0
               ? errno
               : 0;
}

static int resolves(void)
{
    struct addrinfo *found = NULL;
    int code = getaddrinfo("localhost", "993", NULL, &found);

    if (code == 0)
        freeaddrinfo(found);
    return code;
}

static int watches(void)
{
    g_autofree char *path = below("mail/new");
    AUTO_FD fd = inotify_init1(IN_CLOEXEC);

    return fd < 0 || inotify_add_watch(fd, path, IN_CREATE) < 0 ? errno : 0;
}

static int removes_mail(void)
{
    g_autofree char *path = below("mail/new/1");

    return unlink(path) < 0 ? errno : 0;
}

#define KEEPER 1
#define FETCHER 2
#define BOTH (KEEPER | FETCHER)
#define KILLED (-SIGSYS)

static const struct {
    const char *name;
    int (*attempt)(void);
    int of;  /* BOTH behave alike */
    int abi; /* 0: seccomp, or nothing, is what decides */
    int code;
} rows[] = {
    { "reads /etc/hosts", reads_hosts, BOTH, 0, 0 },
    { "resolves a name", resolves, BOTH, 0, 0 },
    { "reads the state", reads_state, KEEPER, 0, 0 },
    { "reads the state", reads_state, FETCHER, 1, EACCES },
    { "makes a file in the state", makes_in_state, KEEPER, 0, 0 },
    { "makes a file in the state", makes_in_state, FETCHER, 1, EACCES },
    { "has a database", keeps_facts, KEEPER, 0, 0 },
    { "listens in the state", listens_in_state, KEEPER, 0, 0 },
    { "listens in the state", listens_in_state, FETCHER, 1, -1 },
    { "reads a Maildir", reads_mail, FETCHER, 0, 0 },
    { "reads a Maildir", reads_mail, KEEPER, 1, EACCES },
    { "reads a Maildir that a link leads to", reads_linked_mail, FETCHER, 0, 0 },
    { "puts mail into a Maildir", makes_mail, BOTH, 1, EACCES },
    { "removes mail", removes_mail, KEEPER, 1, EACCES },
    { "removes mail", removes_mail, FETCHER, 0, ENOSYS },
    { "watches a Maildir", watches, FETCHER, 0, 0 },
    { "reads a password", reads_password, BOTH, 1, EACCES },
    { "reads the report", reads_report, BOTH, 1, EACCES },
    { "lists a home", reads_home, BOTH, 1, EACCES },
    { "lists root's home", reads_root, BOTH, 1, EACCES },
    { "makes a file in a home", makes_in_home, BOTH, 1, EACCES },
    { "makes a file in /etc", makes_in_etc, BOTH, 1, EACCES },
    { "lists where the key of the codes is to be", reads_key_place, BOTH, 1, EACCES },
    { "makes the key of the codes, or what lies beside it", makes_key, BOTH, 1, EACCES },
    { "connects to the mail server", connects_to_imap, FETCHER, 0, 0 },
    { "connects to the mail server", connects_to_imap, KEEPER, 4, EACCES },
    { "connects to the webhook", connects_to_web, KEEPER, 0, 0 },
    { "connects to the webhook", connects_to_web, FETCHER, 4, EACCES },
    { "listens on TCP", listens_tcp, BOTH, 4, EACCES },
    { "exec", executes, BOTH, 0, KILLED },
    { "fork", forks, BOTH, 0, EPERM },
    { "ptrace", traces, BOTH, 0, KILLED },
    { "kill", signals, BOTH, 0, EPERM },
};

/* --- the place ------------------------------------------------------------------------------ */

static void make(const char *folder, const char *file)
{
    g_autofree char *path = below(folder);
    g_autofree char *full = file ? g_build_filename(path, file, NULL) : NULL;

    g_assert_cmpint(g_mkdir_with_parents(path, 0700), ==, 0);
    if (full)
        g_assert_true(g_file_set_contents(full, "x", 1, NULL));
}

static void make_place(void)
{
    g_autofree char *text = NULL, *file = NULL, *link = NULL, *far = NULL;
    g_autoptr(GError) error = NULL;

    root = g_dir_make_tmp("vigie-locks-XXXXXX", NULL);
    make("state", "fact");
    make("mail/cur", NULL);
    make("mail/new", "1");
    make("far/cur", NULL);
    make("far/new", "1");
    make("home", "password");
    make("keys", NULL);
    make("home", "report.html");
    link = below("mail/.Far");
    far = below("far");
    g_assert_cmpint(symlink(far, link), ==, 0);
    for (int i = 0; i < PORTS; i++)
        listeners[i] = listen_tcp(&ports[i]);
    text = g_strdup_printf(
        "account \"far\" { imap = \"imap+insecure://jean@127.0.0.1:%u\" password-file = \"%s/home/password\" }\n"
        "account \"near\" { maildir = \"%s/mail\" }\n"
        "report = \"%s/home/report.html\"\n"
        "key-file = \"%s/keys/key\"\n"
        "alert \"hook\" { kind = webhook url = \"http://127.0.0.1:%u/\" header-file = \"%s/home/password\" }\n",
        ports[IMAP], root, root, root, root, ports[WEB], root);
    file = below("vigie.conf");
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    settings = settings_load(file, &error);
    g_assert_no_error(error);
}

static void remove_below(const char *path)
{
    GDir *members = g_dir_open(path, 0, NULL);
    const char *name;

    while (members && (name = g_dir_read_name(members)) != NULL) {
        g_autofree char *member = g_build_filename(path, name, NULL);

        if (!g_file_test(member, G_FILE_TEST_IS_SYMLINK) &&
            g_file_test(member, G_FILE_TEST_IS_DIR))
            remove_below(member);
        else
            g_unlink(member);
    }
    if (members)
        g_dir_close(members);
    g_rmdir(path);
}

static void remove_place(void)
{
    for (int i = 0; i < PORTS; i++)
        close(listeners[i]);
    settings_free(settings);
    remove_below(root);
    g_free(root);
}

static struct sandbox_plan *plan_of(int process)
{
    g_autofree char *state = below("state");

    return process == KEEPER ? locks_keeper(settings, state, false) : locks_fetcher(settings);
}

static int status_of(int process, int (*attempt)(void))
{
    AUTO(sandbox_plan) plan = plan_of(process);
    pid_t child = fork();
    int status;

    if (child == 0) {
        if (!sandbox_enter(plan, NULL, NULL))
            _exit(250);
        _exit(attempt());
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* -1 stands for any refusal: by Landlock or by seccomp, whichever comes first. */
static void check(int process, gsize row)
{
    int status = status_of(process, rows[row].attempt);
    bool good = rows[row].code == -1 ? status > 0 : status == rows[row].code;

    if (!good)
        g_test_message("%s %s: %d, not %d", process == KEEPER ? "the keeper" : "the fetcher",
                       rows[row].name, status, rows[row].code);
    g_assert_true(good);
}

static void test_promises(void)
{
    if (SANITIZED) {
        g_test_skip("built with a sanitizer, which the sandbox has no room for");
        return;
    }
    make_place();
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (rows[i].abi > sandbox_landlock_abi())
            continue;
        if (rows[i].of & KEEPER)
            check(KEEPER, i);
        if (rows[i].of & FETCHER)
            check(FETCHER, i);
    }
    remove_place();
}

/* The scheme's port, a proxy that says what it likes, and none at all. */
static void test_ports(void)
{
    static const struct {
        const char *proxy, *sink;
        bool network;
        guint16 port; /* 0: any */
    } cases[] = {
        { NULL, "alert \"a\" { kind = webhook url = \"https://ntfy.example/t\" }", true, 443 },
        { NULL, "alert \"a\" { kind = webhook url = \"https://ntfy.example:8443/t\" }", true, 8443 },
        { NULL, "alert \"a\" { kind = calendar caldav = \"http://127.0.0.1/c/\" }", true, 80 },
        { "http://proxy.example:3128", "alert \"a\" { kind = webhook url = \"https://n.example/\" }",
          true, 0 },
        { NULL, "alert \"a\" { kind = command command = \"true\" }", false, 0 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *folder = g_dir_make_tmp("vigie-locks-XXXXXX", NULL);
        g_autofree char *file = g_build_filename(folder, "vigie.conf", NULL);
        AUTO(settings) own = NULL;
        AUTO(sandbox_plan) plan = NULL;

        g_assert_true(g_file_set_contents(file, cases[i].sink, -1, NULL));
        if (cases[i].proxy)
            g_setenv("https_proxy", cases[i].proxy, TRUE);
        else
            g_unsetenv("https_proxy");
        own = settings_load(file, NULL);
        g_assert_nonnull(own);
        plan = locks_keeper(own, folder, false);
        g_assert_cmpint(plan->network, ==, cases[i].network);
        if (cases[i].network && !cases[i].port)
            g_assert_null(plan->ports);
        else if (cases[i].network)
            g_assert_cmpint(g_array_index(plan->ports, guint16, 0), ==, cases[i].port);
        g_unlink(file);
        g_rmdir(folder);
    }
    g_unsetenv("https_proxy");
}

/* systemd parts the folders of a unit that has several by colons. */
static void test_runtime(void)
{
    AUTO(settings) own = settings_new_default();
    static const struct {
        const char *folders, *socket;
    } units[] = { { "/run/vigie", "/run/vigie/filter.sock" },
                  { "/run/vigie:/run/other", "/run/vigie/filter.sock" },
                  { "", NULL },
                  { NULL, NULL } };

    for (gsize i = 0; i < G_N_ELEMENTS(units); i++) {
        g_autofree char *socket = NULL;

        if (units[i].folders)
            g_setenv("RUNTIME_DIRECTORY", units[i].folders, TRUE);
        else
            g_unsetenv("RUNTIME_DIRECTORY");
        socket = locks_filter_socket(own);
        g_assert_cmpstr(socket, ==, units[i].socket);
    }
}

int main(int argc, char **argv)
{
    static const char *const proxies[] = { "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                           "ALL_PROXY" };

    for (gsize i = 0; i < G_N_ELEMENTS(proxies); i++)
        g_unsetenv(proxies[i]);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/locks/promises", test_promises);
    g_test_add_func("/locks/ports", test_ports);
    g_test_add_func("/locks/runtime", test_runtime);
    return g_test_run();
}
