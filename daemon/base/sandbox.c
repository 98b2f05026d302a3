/* Plans, limits, and the order in which a process locks itself in. */
#include "base/sandbox_parts.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/sanitized.h"

/* GMime's tree, two copies of 2 MB text and PCRE2's heap take 60 MB at worst; shared libraries and
 * JIT pages count as well. */
#define READER_ADDRESS_SPACE (1024ul * 1024 * 1024)
#define READER_DESCRIPTORS 16

#if FINDS_LEAKS
/* LeakSanitizer asks. In a root without /proc it finds no thread, nor any option that could say so. */
int __lsan_is_turned_off(void)
{
    return access("/proc/self/task", F_OK) < 0;
}
#endif

bool sandbox_failed(GError **error, const char *what, int code)
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

bool sandbox_no_new_privileges(void)
{
    return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static bool is_kept(int fd, const int *keep, gsize count)
{
    for (gsize i = 0; i < count; i++)
        if (keep[i] == fd)
            return true;
    return false;
}

/* Those that are kept have small numbers. closefrom(3) does without close_range(2) where a kernel before
 * 5.9, or what filters system calls around a container, has none: a socket that stayed open here would
 * hide the end of another process from its peer. */
void sandbox_close_others(const int *keep, gsize count)
{
    int last = STDERR_FILENO;

    for (gsize i = 0; i < count; i++)
        last = MAX(last, keep[i]);
    for (int fd = STDERR_FILENO + 1; fd < last; fd++)
        if (!is_kept(fd, keep, count))
            close(fd);
    closefrom(last + 1);
}

/* --- plans --------------------------------------------------------------------------------- */

static void path_clear(gpointer data)
{
    g_free(((struct sandbox_path *)data)->path);
}

struct sandbox_plan *sandbox_plan_new(enum sandbox_calls calls)
{
    struct sandbox_plan *plan = g_new0(struct sandbox_plan, 1);

    plan->calls = calls;
    plan->paths = g_array_new(FALSE, TRUE, sizeof(struct sandbox_path));
    g_array_set_clear_func(plan->paths, path_clear);
    plan->ports = g_array_new(FALSE, FALSE, sizeof(guint16));
    plan->abi = MIN(sandbox_landlock_abi(), SANDBOX_ABI_MOST);
    plan->seccomp = !SANITIZED && sandbox_has_seccomp();
    return plan;
}

void sandbox_plan_free(struct sandbox_plan *plan)
{
    if (!plan)
        return;
    g_array_unref(plan->paths);
    g_clear_pointer(&plan->ports, g_array_unref);
    g_free(plan);
}

struct sandbox_plan *sandbox_plan_reader(void)
{
    struct sandbox_plan *plan = sandbox_plan_new(SANDBOX_COMPUTING);

    plan->address_space = READER_ADDRESS_SPACE;
    plan->descriptors = READER_DESCRIPTORS;
    plan->no_file_grows = true;
    return plan;
}

void sandbox_plan_path(struct sandbox_plan *plan, const char *path, guint rights)
{
    struct sandbox_path row = { .path = g_strdup(path), .rights = rights };
    struct stat facts;

    if (stat(path, &facts) == 0) {
        row.device = facts.st_dev;
        row.inode = facts.st_ino;
    }
    g_array_append_val(plan->paths, row);
}

static const char *const system_paths[] = {
    "/etc", "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store",
    "/var/lib/ca-certificates", "/var/lib/sss/mc", "/var/lib/sss/pubconf",
    "/run", "/proc/sys",
    "/sys/devices/system/cpu", "/dev/urandom", "/dev/random", "/dev/zero",
};

static bool is_below(const char *path, const char *folder)
{
    gsize length = strlen(folder);

    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

/* What manages the network has it where it likes. */
char *sandbox_resolver(void)
{
    g_autofree char *real = realpath("/etc/resolv.conf", NULL);
    g_autofree char *folder = real ? g_path_get_dirname(real) : NULL;

    for (gsize i = 0; folder && i < G_N_ELEMENTS(system_paths); i++)
        if (is_below(folder, system_paths[i]))
            return NULL;
    return folder && strcmp(folder, "/") != 0 ? g_steal_pointer(&folder) : NULL;
}

/* Folders, not the files that are read in them: resolv.conf and its like are replaced by a rename
 * whenever the network changes, and a grant would stay with the file that went. /run as a whole: what
 * manages the network makes its folder there after we started, and anew when it starts again. */
void sandbox_plan_system(struct sandbox_plan *plan)
{
    g_autofree char *resolver = sandbox_resolver();

    for (gsize i = 0; i < G_N_ELEMENTS(system_paths); i++)
        sandbox_plan_path(plan, system_paths[i], SANDBOX_READ);
    sandbox_plan_path(plan, "/dev/null", SANDBOX_WRITE);
    if (resolver)
        sandbox_plan_path(plan, resolver, SANDBOX_READ);
}

void sandbox_plan_connect(struct sandbox_plan *plan, guint16 port)
{
    plan->network = true;
    if (port == 0)
        g_clear_pointer(&plan->ports, g_array_unref);
    else if (plan->ports)
        g_array_append_val(plan->ports, port);
}

bool sandbox_plan_same_paths(const struct sandbox_plan *one, const struct sandbox_plan *other)
{
    if (one->paths->len != other->paths->len)
        return false;
    for (guint i = 0; i < one->paths->len; i++) {
        const struct sandbox_path *a = &g_array_index(one->paths, struct sandbox_path, i);
        const struct sandbox_path *b = &g_array_index(other->paths, struct sandbox_path, i);

        if (g_strcmp0(a->path, b->path) != 0 || a->rights != b->rights ||
            a->device != b->device || a->inode != b->inode)
            return false;
    }
    return true;
}

/* --- limits -------------------------------------------------------------------------------- */

/* At most `most` (0: as it is); a limit that is lower already stays. */
static bool limit(int resource, rlim_t most)
{
    struct rlimit now;

    if (most == 0)
        return true;
    if (getrlimit(resource, &now) < 0)
        return false;
    now.rlim_max = MIN(now.rlim_max, most);
    now.rlim_cur = MIN(now.rlim_cur, now.rlim_max);
    return setrlimit(resource, &now) == 0;
}

static bool limit_all(const struct sandbox_plan *plan)
{
    const struct rlimit none = { 0, 0 };

    if (plan->no_file_grows) {
        signal(SIGXFSZ, SIG_IGN); /* stderr may be a file: a word in vain there is no reason to die */
        if (setrlimit(RLIMIT_FSIZE, &none) < 0)
            return false;
    }
    return limit(RLIMIT_AS, plan->address_space) && limit(RLIMIT_DATA, plan->data) &&
           limit(RLIMIT_NOFILE, plan->descriptors);
}

/* --- entering ------------------------------------------------------------------------------ */

struct sandbox_force sandbox_plan_force(const struct sandbox_plan *plan)
{
    return (struct sandbox_force){ .landlock = plan->abi,
                                   .seccomp = plan->seccomp,
                                   .no_new_privileges = true };
}

bool sandbox_enter(const struct sandbox_plan *plan, struct sandbox_force *force, GError **error)
{
    sandbox_no_dump();
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
        return sandbox_failed(error, "no_new_privs", errno);
    if (!sandbox_landlock(plan, error))
        return false;
    if (!SANITIZED && !limit_all(plan))
        return sandbox_failed(error, "setrlimit", errno);
    if (plan->seccomp && !sandbox_seccomp(plan, error))
        return false;
    if (force)
        *force = sandbox_plan_force(plan);
    return true;
}

enum { PACKED_SECCOMP = 1 << 16, PACKED_NO_NEW_PRIVILEGES = 1 << 17,
       PACKED_SAID = 1 << 18 };

gint64 sandbox_force_pack(const struct sandbox_force *force)
{
    return PACKED_SAID | force->landlock | (force->seccomp ? PACKED_SECCOMP : 0) |
           (force->no_new_privileges ? PACKED_NO_NEW_PRIVILEGES : 0);
}

struct sandbox_force sandbox_force_unpack(gint64 packed)
{
    return (struct sandbox_force){ .landlock = (int)(packed & 0xffff),
                                   .seccomp = packed & PACKED_SECCOMP,
                                   .no_new_privileges = packed & PACKED_NO_NEW_PRIVILEGES };
}
