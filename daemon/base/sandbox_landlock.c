/* Landlock. What a kernel does not know yet is left out: each ABI adds rights to the former. The
 * constants and the layout are the kernel's ABI (Documentation/userspace-api/landlock.rst); headers
 * of an older kernel lack the later ones. */
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/sandbox_parts.h"
#include "base/sanitized.h"

#if SANITIZED
#include <sanitizer/common_interface_defs.h>
#endif

#define FS_TRUNCATE (1ull << 14)
#define FS_IOCTL_DEV (1ull << 15)
#define NET_BIND_TCP (1ull << 0)
#define NET_CONNECT_TCP (1ull << 1)
#define SCOPE_ABSTRACT (1ull << 0)
#define SCOPE_SIGNAL (1ull << 1)
#define RULE_NET_PORT 2

/* Rights that each ABI brought. ABI 7 brought none: it is about what is logged. */
#define FS_ABI_1 ((1ull << 13) - 1)
enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_TCP = 4, ABI_IOCTL = 5, ABI_SCOPES = 6 };

#define READING (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define SOCKETS (LANDLOCK_ACCESS_FS_MAKE_SOCK | LANDLOCK_ACCESS_FS_REMOVE_FILE)
#define WRITING                                                                    \
    (READING | SOCKETS | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE |             \
     LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_DIR |                   \
     LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REFER)
/* What can be granted on a path that is no folder. */
#define OF_A_FILE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | FS_TRUNCATE)

/* A kernel that knows fewer fields takes these where they are 0. */
struct ruleset {
    guint64 files, tcp, scopes;
};
struct port_rule {
    guint64 allowed, port;
};

int sandbox_landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

    return abi > 0 ? (int)abi : 0;
}

static struct ruleset everything(const struct sandbox_plan *plan)
{
    struct ruleset all = { .files = FS_ABI_1 };

    if (plan->abi >= ABI_REFER)
        all.files |= LANDLOCK_ACCESS_FS_REFER;
    if (plan->abi >= ABI_TRUNCATE)
        all.files |= FS_TRUNCATE;
    if (plan->abi >= ABI_IOCTL)
        all.files |= FS_IOCTL_DEV;
    if (plan->abi >= ABI_TCP)
        all.tcp = NET_BIND_TCP | (plan->network && !plan->ports ? 0 : NET_CONNECT_TCP);
    if (plan->abi >= ABI_SCOPES)
        all.scopes = SCOPE_SIGNAL | (plan->abstract ? 0 : SCOPE_ABSTRACT);
    return all;
}

static guint64 rights_of(guint rights)
{
    return (rights & SANDBOX_READ ? READING : 0) | (rights & SANDBOX_WRITE ? WRITING : 0) |
           (rights & SANDBOX_SOCKETS ? SOCKETS : 0);
}

/* What went away since the plan was made grants nothing, as if it had not been there. */
static bool grant_path(int ruleset, guint64 handled, const struct sandbox_path *path)
{
    AUTO_FD fd = path->inode ? open(path->path, O_PATH | O_CLOEXEC) : -1;
    struct landlock_path_beneath_attr rule = { .parent_fd = fd };
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0)
        return true;
    rule.allowed_access = rights_of(path->rights) & handled;
    if (!S_ISDIR(facts.st_mode))
        rule.allowed_access &= OF_A_FILE;
    return syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

/* What the report of a sanitizer takes: its file, the threads, and where the functions' names stand. */
static bool grant_reports(int ruleset G_GNUC_UNUSED, guint64 handled G_GNUC_UNUSED)
{
#if SANITIZED
    g_autofree char *folder = g_path_get_dirname(__sanitizer_get_report_path());
    const struct sandbox_path paths[] = {
        { .path = folder, .rights = SANDBOX_WRITE, .inode = g_path_is_absolute(folder) },
        { .path = (char[]){ "/proc" }, .rights = SANDBOX_READ, .inode = 1 },
        { .path = (char[]){ "/proc/self/exe" }, .rights = SANDBOX_READ, .inode = 1 },
        { .path = (char[]){ "/usr/lib" }, .rights = SANDBOX_READ, .inode = 1 },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++)
        if (!grant_path(ruleset, handled, &paths[i]))
            return false;
#endif
    return true;
}

static bool grant_ports(int ruleset, const GArray *ports)
{
    for (guint i = 0; ports && i < ports->len; i++) {
        const struct port_rule rule = { NET_CONNECT_TCP, g_array_index(ports, guint16, i) };

        if (syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &rule, 0) < 0)
            return false;
    }
    return true;
}

bool sandbox_landlock(const struct sandbox_plan *plan, GError **error)
{
    const struct ruleset all = everything(plan);
    AUTO_FD ruleset = -1;

    if (plan->abi == 0)
        return true;
    ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof all, 0);
    if (ruleset < 0)
        return sandbox_failed(error, "Landlock", errno);
    for (guint i = 0; i < plan->paths->len; i++) {
        const struct sandbox_path *path = &g_array_index(plan->paths, struct sandbox_path, i);

        if (!grant_path(ruleset, all.files, path))
            return sandbox_failed(error, path->path, errno);
    }
    if (!grant_reports(ruleset, all.files))
        return sandbox_failed(error, "Landlock (reports)", errno);
    if ((all.tcp & NET_CONNECT_TCP) && !grant_ports(ruleset, plan->ports))
        return sandbox_failed(error, "Landlock (ports)", errno);
    if (syscall(SYS_landlock_restrict_self, ruleset, 0) < 0)
        return sandbox_failed(error, "Landlock", errno);
    return true;
}
