/* One PCRE2 pattern of a rule file, and its match against a text within a bounded time. Internal to
 * detect/.
 *
 * PCRE2's own limits bound the steps from one starting point, not the time over all of them: 16 KB
 * took 1.6 s. So a clock looks on between pieces of the text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

/* One pattern over one text, in time of the processor: on a busy machine a notice must not be missed.
 * A sane one needs some milliseconds for 256 KB. */
#define PATTERN_MAX_MS 250
/* Steps from one starting point, and memory for them. */
#define PATTERN_MAX_STEPS 50000
#define PATTERN_MAX_HEAP_KB 16384

struct pattern;

/* The named groups that mean something. */
enum pattern_group { GROUP_WHOLE, GROUP_CODE, GROUP_PERSON, GROUP_SENT, GROUP_NAME, PATTERN_GROUPS };

struct span {
    bool set;
    gsize start, end; /* bytes of the text */
};

struct pattern_hit {
    struct span groups[PATTERN_GROUPS];
};

enum pattern_result { PATTERN_NO, PATTERN_YES, PATTERN_LIMIT };

/* Where PCRE2 found a fault. */
struct pattern_fault {
    gsize offset;   /* bytes of the source */
    bool reference; /* to a group that is not there */
};

/* Compiles `source`. NULL and EX_CONFIG with PCRE2's words alone, and the place in `fault` where
 * that is not NULL: the caller knows file and line. */
struct pattern *pattern_new(const char *source, struct pattern_fault *fault, GError **error);
void pattern_free(struct pattern *pattern);
AUTO_DEFINE(pattern)

/* The same of a source that was compiled before, with definitions put in but as its author spells it
 * (spelling.h): it is compiled when it is first asked for. One that cannot be is at its limit in any text. */
struct pattern *pattern_new_later(const char *source);

/* Another pattern of the same source, without a name: what was compiled is common to both. */
struct pattern *pattern_share(const struct pattern *pattern);

/* The same for all patterns that share: what one finds in a text, each finds. */
gconstpointer pattern_identity(const struct pattern *pattern);

/* As it was compiled. */
const char *pattern_source(const struct pattern *pattern);

/* Compiles it to machine code: for a process that matches much, since that takes as long as some eight mails
 * without. Where that is refused (MemoryDenyWriteExecute) the interpreter goes on. */
void pattern_speed_up(struct pattern *pattern);

/* What its author calls it; NULL where he gives no name. Takes a copy. */
void pattern_set_name(struct pattern *pattern, const char *name);
const char *pattern_name(const struct pattern *pattern);

/* Whether the pattern has a group that extracts something. */
bool pattern_extracts(const struct pattern *pattern);
/* Whether it has the group `name`: it tells nothing alone (detect/alike.h). */
bool pattern_names(const struct pattern *pattern);

/* The time that this thread has used, in microseconds. */
gint64 pattern_clock(void);

/* When, by pattern_clock, a match that starts now must end: for pattern_match, one for all matches in
 * one text. */
gint64 pattern_deadline(void);

/* The first match in `text` from byte `offset` on. PATTERN_LIMIT: it ran into a limit, and nothing
 * is known. `hit` is set for PATTERN_YES only. */
enum pattern_result pattern_match(const struct pattern *pattern, const char *text, gsize offset,
                                  gint64 deadline, struct pattern_hit *hit);
