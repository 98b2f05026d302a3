/* Inside `vigie explain`: a finding as a colleague would tell it, and as JSON. */
#pragma once

#include <json-glib/json-glib.h>

#include "detect/finding.h"
#include "detect/right.h"
#include "detect/rules.h"

/* The contract's object. */
JsonNode *explain_json(const struct finding *finding, const struct right *right);

/* Prints the verdict first, then what decided. Coloured where stdout is a terminal, and neither
 * NO_COLOR (no-color.org) nor a dumb TERM says otherwise. */
void explain_print(const struct finding *finding, const struct rules *rules);

/* From the day of sending to the last call, a sentence a step, of char *; empty where no day of
 * sending is known. The caller unrefs. */
GPtrArray *explain_steps(const struct finding *finding, const struct right *right);

/* "a date in the text": where a day of sending was taken from, for people. */
const char *explain_source(enum sent_source source);

/* The language of dates beside text that is translated. */
const char *explain_language(void);

/* How text of a mail is printed: on one line, and without what a terminal would obey (control
 * characters, bidi overrides). */
struct ink {
    bool colour;
};
struct ink ink_of_stdout(void);
void ink_heading(const struct ink *ink, const char *text);
/* "+ ", green, or "- ", red: whether something held. */
void ink_sign(const struct ink *ink, bool holds);
/* At most `length` bytes of `text`; -1: all. */
void ink_text(const char *text, gssize length);
/* An excerpt with the matched words in bold, or in ‹ › where there is no colour. */
void ink_excerpt(const struct ink *ink, const struct finding_trace *row);

/* What the rule that decided found, and its codes. */
void explain_decided(const struct ink *ink, const struct finding *finding);
/* For a mail that no rule of a real kind explains: the rules that came nearest, and what they lack. */
void explain_near(const struct ink *ink, const struct finding *finding, const struct rules *rules);
/* A line for each rule: what of it held and what failed. */
void explain_tried(const struct ink *ink, const struct finding *finding);

/* "text 2 is not found, …": why `rule` does not hold, by the finding's trace; NULL where it does. The
 * caller frees. */
char *explain_failed(const struct finding *finding, const char *rule);
