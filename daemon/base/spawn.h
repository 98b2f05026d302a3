/* One command by /bin/sh -c, in a process group of its own. */
#pragma once

#include "base/runner.h"

/* Runs `command` with `input` (may be NULL) on stdin and waits at most `seconds`; then kills its
 * whole group. What it still prints after its own end is not waited for. */
bool spawn_shell(const char *command, GBytes *input, guint seconds, struct run_result *result,
                 GError **error);
