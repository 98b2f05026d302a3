/* One rule from its section of a file that is being loaded. Internal to detect/. */
#pragma once

#include <confuse.h>
#include <glib.h>
#include <stdbool.h>

#include "detect/rule.h"

/* Files being read, and what they define. */
struct loading {
    struct rules *rules;
    GPtrArray *files;        /* of cfg_t, parsed */
    GHashTable *definitions; /* name → cfg_t of its section, borrowed from the files */
    GHashTable *compiled;    /* text → struct pattern: what several rules ask for */
    bool partial;            /* a file could not be read: what it defines is not known */
    bool later;              /* they were loaded before: each is compiled when it is needed */
    gsize bytes;             /* of the patterns in `compiled` */
};

/* The rule of a section `rule`, or `candidate` (from and subject only). NULL and EX_CONFIG with the
 * place of the fault. */
struct rule *rule_read(struct loading *loading, cfg_t *section, GError **error);
struct rule *rule_read_candidate(struct loading *loading, cfg_t *section, GError **error);

/* Makes the alarm of the right a rule of `loading->rules`. False and EX_CONFIG likewise. */
bool rule_read_alarm(struct loading *loading, GError **error);
