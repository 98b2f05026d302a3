/* What libconfuse 3.3 lets through and must not: sections cut off by the end of the file, doubled
 * keys, doubled section titles, unset ${X}, stray backslashes in double quotes. Used for the
 * configuration and for rule files, whose faults read alike: FILE:LINE: what; what to do. */
#pragma once

#include <confuse.h>
#include <glib.h>
#include <stdbool.h>

/* The most of a configuration or rule file that is read: more is a mistake (a mailbox, a device). */
#define CONF_MAX_BYTES (1024 * 1024)

/* Reads `file` by `options` (an array ended by CFG_END). The caller ends with cfg_free. NULL and
 * EX_NOINPUT where it cannot be opened, EX_CONFIG for the first fault in it. Not for two threads at
 * once: libconfuse's lexer is global. */
cfg_t *conf_read(const char *file, cfg_opt_t *options, GError **error);

/* The same; `*text` (the caller frees): the file as it was read, NULL where it could not be. */
cfg_t *conf_read_kept(const char *file, cfg_opt_t *options, char **text, GError **error);

/* The line of the option `name` in `section`; that of the section where it is not set. */
int conf_line(cfg_t *section, const char *name);

/* Sets EX_CONFIG and "FILE:LINE: message" for a fault that only the caller can see, at the line of
 * the option `name` in `section` (at that of the section where `name` is NULL). */
void conf_fault(GError **error, cfg_t *section, const char *name, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Where byte `offset` of the value number `index` (from 0) of the option `name` stands in the file:
 * its line, and its column in characters from 1, with escapes and "${X}" reckoned in. Of an option
 * that the file does not name: the line of the section, and column 1. */
void conf_locate(cfg_t *section, const char *name, guint index, gsize offset, int *line,
                 int *column);
