/* Private to base/sandbox*.c. Each is FALSE and EX_OSERR where the kernel refuses what it has. */
#pragma once

#include "base/sandbox.h"

/* Later ones brought nothing that is used here. */
#define SANDBOX_ABI_MOST 6

bool sandbox_failed(GError **error, const char *what, int code);

/* The file system, TCP, signals and abstract sockets, as far as plan->abi reaches. */
bool sandbox_landlock(const struct sandbox_plan *plan, GError **error);
/* The filter of plan->calls. Must come last: it forbids what the others take. */
bool sandbox_seccomp(const struct sandbox_plan *plan, GError **error);
