/* Locking a process in: what it gives up before it touches what an attacker wrote. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* For the reader: no new privileges, no core dump, no file system (Landlock, where the kernel has
 * it), no network and no new process (seccomp), bounded memory. Descriptors that are open stay. */
bool sandbox_enter_reader(GError **error);

/* No core dump and no ptrace by others of the same uid: for processes that hold secrets. */
void sandbox_no_dump(void);

/* Closes every descriptor but stdin, stdout, stderr and the `count` of `keep`. */
void sandbox_close_others(const int *keep, gsize count);

/* What this kernel offers: the Landlock ABI (0: none) and whether seccomp filters load. */
int sandbox_landlock_abi(void);
bool sandbox_has_seccomp(void);
