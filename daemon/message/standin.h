/* Stand-ins: for letters other letters, for digits other digits, of the same length and case, the
 * same wherever the same word stands. What reads like data of a person is replaced, wording stays.
 *
 * Replaced in a text: learnt words, addresses, paths of links, foreign hosts, mixtures of letters
 * and digits from six characters on, numbers from five digits on, days of birth. Kept: other dates,
 * times, short numbers, what `keeps` says. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"

struct standin;

/* `key`: what the stand-ins are made with; whoever has it can try out names. `keeps` tells whether
 * a domain is the service's, which stays. Both are borrowed. */
struct standin *standin_new(GBytes *key, bool (*keeps)(const char *domain, gconstpointer data),
                            gconstpointer data);
void standin_free(struct standin *standin);
AUTO_DEFINE(standin)

/* The words of `name` are a person's from here on, `code` a secret however it is spaced. */
void standin_learn_name(struct standin *standin, const char *name);
void standin_learn_code(struct standin *standin, const char *code);
/* The service's own names, which no name of a person replaces. Before any other. */
void standin_spare(struct standin *standin, const char *name);
/* An address of the service that stays whole, if its domain does. */
void standin_spare_address(struct standin *standin, const char *addr_spec);
/* Names in a greeting, before an address, after "enfant", within a sentence: learnt from a normalised text. */
void standin_learn_text(struct standin *standin, const char *text);

enum syntax {
    SYNTAX_TEXT,
    SYNTAX_HTML,  /* words may be split by tags, letters written as entities */
    SYNTAX_TAG,   /* the inside of a tag, a style sheet: with entities */
    SYNTAX_TRACE, /* a Received field: every host and every unknown word is replaced */
};

/* `text` (UTF-8) with stand-ins. The caller frees. */
char *standin_text(const struct standin *standin, const char *text, enum syntax syntax);
/* Each letter and digit of `text` (any bytes) replaced, but %XX. The caller frees. */
char *standin_opaque(const struct standin *standin, const char *text);
