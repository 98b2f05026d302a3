/* Inside `vigie scan`: notes for the launcher, which then answers the same scan of an unchanged Maildir by
 * itself (triage/known.h). They are taken before anything is read of what they stand for, and only where
 * nothing of it changed within the last seconds: another change would not show. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "cmd/cmd.h"

struct scan_known;

/* Before configuration and rules are read. */
struct scan_known *scan_known_new(const struct globals *globals);
void scan_known_free(struct scan_known *known);
AUTO_DEFINE(scan_known)

/* A folder or file, as it was before it was read; NULL `facts`: nothing can be said for the next scan.
 * `known` may be NULL, here and in the next. */
void scan_known_place(struct scan_known *known, const char *path, const struct stat *facts);
/* The folders of a Maildir that hold mail. */
void scan_known_maildir(struct scan_known *known, const char *path);

/* What the next scan is to say, which finds nothing to read, with its state in the folder `state`. */
void scan_known_say(struct scan_known *known, const char *state, const char *text);

/* Writes them, once the state is closed; nothing where nothing is to be said, or something of it
 * changed meanwhile. */
void scan_known_save(struct scan_known *known);
