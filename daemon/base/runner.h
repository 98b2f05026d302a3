/* Runs the commands that the configuration names (password-command, alert commands, sendmail), each
 * by its index in settings->commands, and reads and writes the files that it names: a process that
 * can only ask for these cannot run or open anything else. In the daemon the master does it, since
 * keeper and fetcher may not; in the other commands the process itself does. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/grants.h"
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

/* Opens a file that the configuration names, to read. The caller closes; -1 and errno, as open(2);
 * EPERM too where the configuration does not name it, EAGAIN where the master cannot be asked now.
 * For these four `runner` NULL is one that does it here. */
int runner_open_file(const struct runner *runner, const char *path);
/* More than the authorities of the whole web take (some 250 KB). */
#define RUNNER_CA_MAX (8 * 1024 * 1024)
/* Its first `most` bytes. EX_NOINPUT: why, in words; the caller names the file. The caller unrefs. */
GBytes *runner_read_file(const struct runner *runner, const char *path, gsize most, GError **error);
/* As replace_file or, with RUNNER_SHARED, replace_shared (base/replace.h). Blocks, where the master does
 * it a minute at most: the file may lie on a disk that hangs. */
enum { RUNNER_MAKE_FOLDER = 1 /* where it is not there */, RUNNER_SHARED = 2 };
bool runner_replace_file(const struct runner *runner, const char *path, const char *text, guint how,
                         GError **error);
/* FALSE and errno, as unlink(2). */
bool runner_remove_file(const struct runner *runner, const char *path);

/* The master's side: takes one request of `grantee` from `fd` and forks a child that answers it, so
 * that this returns at once. FALSE with no error set where the peer is gone. */
bool runner_serve(int fd, const struct settings *settings, enum grantee grantee, GError **error);
