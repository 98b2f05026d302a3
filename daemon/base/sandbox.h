/* Locking a process in: what it gives up before it touches what an attacker wrote. A plan says what
 * it keeps; everything else is gone for good, in every thread and child that it starts afterwards.
 *
 * Landlock (each ABI from 1 up) bounds files, TCP ports, signals and abstract sockets; seccomp bounds
 * system calls; both hold without privileges. Where a kernel has one of them not, the other stands
 * alone, and `vigie status` says so. Descriptors that are open stay. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/resource.h>

#include "base/auto.h"

/* What may be done with what lies at a path and below it. */
enum sandbox_right {
    SANDBOX_READ = 1,    /* read files, list folders */
    SANDBOX_WRITE = 2,   /* the same, and make, change, move and remove files, folders and sockets */
    SANDBOX_SOCKETS = 4, /* make and remove sockets */
};

struct sandbox_path {
    char *path;
    guint rights;
    guint64 device, inode; /* of what stood there when the plan was made; 0: nothing, no right */
};

/* Which system calls are left. */
enum sandbox_calls {
    SANDBOX_COMPUTING, /* memory and open descriptors: whatever else is tried ends the process */
    SANDBOX_SERVING,   /* files, sockets and threads: see sandbox_seccomp.c for what is refused how */
};

struct sandbox_plan {
    enum sandbox_calls calls;
    GArray *paths;        /* of struct sandbox_path */
    GArray *ports;        /* of guint16: TCP ports to connect to; NULL: any */
    bool network;         /* IPv4 and IPv6, to connect by: nothing listens there */
    bool unix_sockets;    /* to connect to sockets in files (Landlock does not bound these) */
    bool abstract;        /* to connect to abstract ones of others too */
    bool listens;         /* on sockets in the file system, where SANDBOX_SOCKETS or _WRITE */
    bool writes;          /* calls that change the file system, where SANDBOX_WRITE */
    rlim_t address_space; /* bytes; 0: as it is; likewise: */
    rlim_t data;          /* bytes of private memory */
    rlim_t descriptors;
    bool no_file_grows;   /* not even one that is open */
    int abi;              /* of Landlock: what the kernel has and we use; a test may lower it; 0: none */
    bool seccomp;         /* what the kernel has */
};

/* Nothing is left but `calls`. */
struct sandbox_plan *sandbox_plan_new(enum sandbox_calls calls);
void sandbox_plan_free(struct sandbox_plan *plan);
AUTO_DEFINE(sandbox_plan)

/* The reader's: computing, and its one channel. */
struct sandbox_plan *sandbox_plan_reader(void);

/* Adds a path. It is what stands there now that is granted: what is put in its place later (by a
 * rename, a mount) is not. One that is not there is remembered and grants nothing. */
void sandbox_plan_path(struct sandbox_plan *plan, const char *path, guint rights);
/* Where resolv.conf lies at present by its links, where sandbox_plan_system grants that for itself
 * alone; NULL: in a folder that is granted in any case, or nowhere. The caller frees. */
char *sandbox_resolver(void);
/* What every program reads: libraries, /etc, certificates, names, time zones, locales. */
void sandbox_plan_system(struct sandbox_plan *plan);
/* Network, by TCP to `port` too (0: to any). */
void sandbox_plan_connect(struct sandbox_plan *plan, guint16 port);
/* Whether both grant the same things on the same paths: a plan that is made anew tells whether
 * something was put in the place of what the former granted. */
bool sandbox_plan_same_paths(const struct sandbox_plan *one, const struct sandbox_plan *other);

/* What holds in a process. */
struct sandbox_force {
    int landlock; /* ABI; 0: none */
    bool seccomp, no_new_privileges;
};

/* Locks the calling process in; it must have one thread. `force` (may be NULL) takes what holds now:
 * what the kernel has not is no failure. EX_OSERR where what it has fails: the process must end. */
bool sandbox_enter(const struct sandbox_plan *plan, struct sandbox_force *force, GError **error);

/* What holds in a process once it has entered. */
struct sandbox_force sandbox_plan_force(const struct sandbox_plan *plan);

/* One number for a message or a fact, never 0, and back. */
gint64 sandbox_force_pack(const struct sandbox_force *force);
struct sandbox_force sandbox_force_unpack(gint64 packed);

/* Whether this process and what it starts can gain nothing by a setuid or setgid program. */
bool sandbox_no_new_privileges(void);

/* No core dump and no ptrace by others of the same uid: for processes that hold secrets. */
void sandbox_no_dump(void);

/* Closes every descriptor but stdin, stdout, stderr and the `count` of `keep`. */
void sandbox_close_others(const int *keep, gsize count);

/* What this kernel offers: the Landlock ABI (0: none) and whether seccomp filters load. */
int sandbox_landlock_abi(void);
bool sandbox_has_seccomp(void);
