/* Diagnostics on standard error: five verbs, the account first, never a secret. Under systemd each
 * line goes to the journal with its account and priority as fields (base/journal.h), or carries its
 * priority (sd-daemon(3)); on a terminal it is plain. */
#pragma once

#include <glib.h>
#include <stdbool.h>

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_NOTICE, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* The one global of the program: what is less urgent than `level` is dropped. */
void log_set_level(enum log_level level);
bool log_shows(enum log_level level);

/* The name in front of each line: "vigie", "vigie keeper" … `name` must stay valid. */
void log_set_process(const char *name);

/* This process is about to lock itself in, and keeps what it speaks to the journal by. */
void log_keep_journal(void);

/* This process writes to standard error alone from now on: it may open no socket. */
void log_leave_journal(void);

/* `account` may be NULL: then the line speaks of no account. Control characters are replaced. */
void log_error(const char *account, const char *format, ...) G_GNUC_PRINTF(2, 3);
void log_warning(const char *account, const char *format, ...) G_GNUC_PRINTF(2, 3);
void log_notice(const char *account, const char *format, ...) G_GNUC_PRINTF(2, 3);
void log_info(const char *account, const char *format, ...) G_GNUC_PRINTF(2, 3);
void log_debug(const char *account, const char *format, ...) G_GNUC_PRINTF(2, 3);
