/* Where things are: configuration, state, rules, as the contract's first table says. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/settings.h"

/* "/x" as it is, "~/x" below the home directory. The caller frees. */
char *places_expand(const char *path);

/* The configuration: `option`, else the user's, else the system's. NULL where none exists (an
 * `option` is never tested: what it names must be opened). The caller frees. */
char *places_config(const char *option);

/* All that places_config looks at, whether it exists or not: at most PLACES_CONFIGS. The caller frees
 * (g_strfreev), as of the lists below. */
#define PLACES_CONFIGS 2
char **places_configs(const char *option);

/* The program that people call, which became this one (launch/). The caller frees. */
char *places_launcher(void);

/* Where the user's configuration belongs, whether it exists or not. The caller frees. */
char *places_config_user(void);

/* The state directory: `option`, `state` of the configuration, $STATE_DIRECTORY, the user's data.
 * The caller frees. */
char *places_state(const char *option, const struct settings *settings);

/* The same where the configuration `file` (NULL: none) has a fault: what stands for `state` in its
 * text is taken at its word, for what is kept elsewhere would not be looked for. */
char *places_state_despite(const char *option, const char *file);

/* The installed table of the first look (triage/). The caller frees. */
char *places_table(void);

/* The file `name` in the folder that systemd made for the unit ($RUNTIME_DIRECTORY); NULL where it made
 * none. The caller frees. */
char *places_runtime(const char *name);

/* The file `name` in the user's cache. The caller frees. */
char *places_cache(const char *name);

/* The user's own state, whatever the configuration says. The caller frees. */
char *places_state_user(void);

/* Where places_state looked, for a message: "--state (not given), …". The caller frees. */
char *places_state_tried(const char *option, const struct settings *settings);

/* Directories of rules, the first wins: `option` alone, else the user's (not where it lies in another
 * user's home that is closed to us), the system's, the installed one (in an uninstalled build the
 * source tree's). */
char **places_rules(const char *option);
/* Those in which the right is looked for: the same, and behind an `option` all the others, since a
 * folder of rules alone says nothing of opening hours. */
char **places_right(const char *option);

/* Translations: the installed ones (in an uninstalled build the build tree's). The caller frees. */
char *places_catalogues(void);

/* Files of one state are of one user: root takes the uid of the owner of `directory` (or of the
 * nearest parent that exists) and keeps to it. */
bool places_become_owner(const char *directory, GError **error);
