/* Rule files: `*.rule` in libconfuse syntax (rules/README.md is their grammar), compiled once with
 * PCRE2. A fault is EX_CONFIG with FILE:LINE: what; what to do. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "detect/right.h"

struct rules;

/* Reads all `*.rule` of `dirs` (NULL-terminated; one that does not exist is skipped); of two files
 * of one name the earlier directory's wins. The right is read from `right_dirs` (NULL: from `dirs`),
 * for `--rules DIR` may hold none of its own. At least one rule must be there. */
struct rules *rules_load(const char *const *dirs, const char *const *right_dirs, GError **error);
/* The same from where rules are (base/places.h): `option` is --rules, NULL: not given. */
struct rules *rules_load_from(const char *option, GError **error);
/* The same of rules that were loaded before without a fault, as a table says that goes
 * with them: a pattern is compiled when it is needed. For a process that reads few mails. */
struct rules *rules_load_again(const char *option, GError **error);
void rules_free(struct rules *rules);
AUTO_DEFINE(rules)

/* A hash of all that rules_load would read of these directories: another one, other rules. A
 * fraction of the time of loading. NULL and EX_CONFIG where something cannot be read. */
char *rules_stamp(const char *const *dirs, const char *const *right_dirs, GError **error);

/* Compiles the patterns to machine code, where the system allows: for a watch, whose readers inherit
 * them; a command that reads one mail is faster without. */
void rules_speed_up(struct rules *rules);

const struct right *rules_right(const struct rules *rules);

/* The rules in force, highest priority first. */
struct rule_info {
    const char *name, *file;
    int line, priority;
    const char *kind;    /* kind_name */
    const char *samples; /* absolute path of the folder with yes/ and no/; NULL */
};
GArray *rules_list(const struct rules *rules); /* of struct rule_info; the caller unrefs */
