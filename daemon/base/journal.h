/* systemd's journal by its native protocol: a line as fields that can be asked for (`journalctl
 * VIGIE_ACCOUNT=jean`). The protocol is one datagram; no library is needed for it. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#define JOURNAL_SOCKET "/run/systemd/journal/socket"

/* Whether standard error goes to the journal: $JOURNAL_STREAM names its device and inode. */
bool journal_takes_stderr(void);

/* A line as PRIORITY, SYSLOG_IDENTIFIER, VIGIE_PROCESS, VIGIE_ACCOUNT (`account` NULL: none) and
 * MESSAGE. No value may hold a line feed. The caller frees. */
char *journal_fields(int priority, const char *process, const char *account, const char *message);

/* What to send by, for a process that may open no socket later. The caller closes; -1 and errno. */
int journal_open(void);

/* Sends them to the socket `path`; never waits. FALSE where it could not: write to standard error. */
bool journal_send(int fd, const char *path, const char *fields);
