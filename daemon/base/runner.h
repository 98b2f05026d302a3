/* Runs the commands that the configuration names (password-command, alert commands, sendmail), each
 * by its index in settings->commands: a process that can only ask for an index cannot run anything
 * else. In the daemon the master runs them, since keeper and fetcher may not; in the other commands
 * the process itself does. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "base/secret.h"
#include "base/settings.h"

struct runner;

/* Runs the commands in this very process, by fork and /bin/sh -c. */
struct runner *runner_new_direct(const struct settings *settings);
/* Asks the master at the other end of the SEQPACKET socket `fd` (borrowed). Thread-safe. */
struct runner *runner_new_remote(int fd);
void runner_free(struct runner *runner);

struct run_result {
    int status;            /* exit code; 128 + signal; -1 where it ran over its time and was killed */
    struct secret *output; /* its stdout, at most SECRET_MAX bytes; wiped by run_result_clear */
    char *complaint;       /* the last line of its stderr, at most 200 bytes; NULL where none */
};
void run_result_clear(struct run_result *result);


/* Runs settings->commands[index] with `input` (may be NULL) on stdin and waits for it, at most
 * `seconds`. Blocks; call from a worker thread. FALSE only where it could not be run at all. */
bool runner_run(struct runner *runner, guint index, GBytes *input, guint seconds,
                struct run_result *result, GError **error);

/* The master's side: answers one request read from `fd`. Forks a child that runs the command and
 * answers by itself, so that this returns at once. FALSE where the peer is gone. */
bool runner_serve(int fd, const struct settings *settings, GError **error);
