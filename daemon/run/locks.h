/* With what keeper and fetcher are left when they lock themselves in (base/sandbox.h). Files that the
 * configuration names are opened for them by the master (base/runner.h), and are no part of it. */
#pragma once

#include "base/sandbox.h"
#include "base/settings.h"

/* Where the watch of `settings` listens for the filters of other users (where a key says so, or systemd
 * made the folder), and for agents. NULL: nowhere. The caller frees. */
char *locks_filter_socket(const struct settings *settings);
char *locks_agent_socket(const struct settings *settings);

/* By which way names are found, as far as the plans below depend on it: where it is another than when a
 * process locked itself in, that one has to start anew to find any. The caller frees. */
char *locks_names(void);

/* The network by TCP to the servers of the accounts and to DNS, and the local Maildirs, to read. */
struct sandbox_plan *locks_fetcher(const struct settings *settings);

/* The state, the sockets it listens on, the network as far as sinks go. */
struct sandbox_plan *locks_keeper(const struct settings *settings, const char *state, bool once);
