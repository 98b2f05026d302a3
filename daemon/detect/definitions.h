/* Patterns as they are written in rule files, with ${name} for definitions: put together,
 * compiled, and where one is faulty, its place as its author sees it. Internal to detect/. */
#pragma once

#include <confuse.h>
#include <glib.h>

#include "detect/pattern.h"

/* One pattern in its file. */
struct written {
    const char *text;
    const char *what; /* for messages: "text", "${code12}" */
    cfg_t *section;   /* where it stands, as value `index` of `key`; NULL: all that is known is… */
    const char *key;
    guint index;
    const char *file; /* …this */
    int line;
};

/* Sets EX_CONFIG and FILE:LINE of byte `offset` of the pattern; "at column N" follows the message,
 * and the words there. */
void written_fault(const struct written *written, gsize offset, const char *message,
                   const char *remedy, GError **error);

/* Compiles it with its definitions (name → cfg_t of the section `define`) and with the spelling of
 * texts. EX_CONFIG names the place: in a definition where that alone is faulty. EX_NOINPUT for a
 * name that is not defined. `compiled` (text → struct pattern, of g_free and pattern_free)
 * keeps what was compiled before: rules share their definitions, and compiling takes the time. */
struct pattern *written_compile(const struct written *written, GHashTable *definitions,
                                GHashTable *compiled, GError **error);
/* The same of one that has no fault, to be compiled when it is needed (pattern_new_later). */
struct pattern *written_compile_later(const struct written *written, GHashTable *definitions,
                                      GHashTable *compiled, GError **error);

/* What its author calls it: it begins with a comment of PCRE2, (?#a printed code). NULL where it
 * does not; the caller frees. */
char *written_name(const struct written *written);

/* What the definition is called that it consists of: ${printed} alone. NULL likewise. */
char *written_lent_name(const struct written *written, GHashTable *definitions);
