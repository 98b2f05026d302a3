/* One command by /bin/sh -c, in a process group of its own. */
#pragma once

#include "base/runner.h"

/* Runs `command` with `input` (may be NULL) on stdin and waits at most `seconds`, and only as long
 * as the peer of the socket `asker` stands (-1: none); then kills its whole group. What it still
 * prints after its own end is not waited for. */
bool spawn_shell(const char *command, GBytes *input, guint seconds, int asker,
                 struct run_result *result, GError **error);
