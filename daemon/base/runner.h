/* Runs the commands that the configuration names (password-command, alert commands, sendmail), each
 * by its index in settings->commands: a process that can only ask for an index cannot run anything
 * else. In the daemon the master runs them, since keeper and fetcher may not; in the other commands
 * the process itself does. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/secret.h"
#include "base/settings.h"

struct runner;

/* Runs the commands in this very process, by /bin/sh -c. */
struct runner *runner_new_direct(const struct settings *settings);
/* Asks the master at the other end of the SEQPACKET socket `fd` (borrowed). Thread-safe. */
struct runner *runner_new_remote(int fd);
void runner_free(struct runner *runner);
AUTO_DEFINE(runner)

#define RUN_TIMED_OUT (-1)

struct run_result {
    int status;            /* exit code; 128 + signal; RUN_TIMED_OUT: killed with its group */
    struct secret *output; /* its stdout, at most SECRET_MAX bytes */
    char *complaint;       /* the last line of its stderr, at most 200 bytes; NULL where none */
};
void run_result_clear(struct run_result *result); /* wipes the output */
#define AUTO_RUN_RESULT __attribute__((cleanup(run_result_clear))) struct run_result

/* Runs settings->commands[index] with `input` (may be NULL) on stdin and waits for it, at most
 * `seconds`. Blocks. FALSE only where it could not be run at all; a command that fails is TRUE with
 * its status. `result` is to be cleared in either case. */
bool runner_run(struct runner *runner, guint index, GBytes *input, guint seconds,
                struct run_result *result, GError **error);

/* The master's side: takes one request from `fd` and forks a child that answers it, so that this
 * returns at once. FALSE with no error set where the peer is gone. */
bool runner_serve(int fd, const struct settings *settings, GError **error);
