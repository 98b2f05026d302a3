/* The shape of a text: what stays of it when it is written to another person, so that a new wording
 * is told once and not to everybody anew. Internal to detect/. */
#pragma once

#define SHAPE_SIZE 65 /* SHA-256 in hex */

/* The hash of the words of `subject` and `text` (normalised) in their order, without addresses,
 * links, numbers, codes, names of months and days, and words that begin with a capital (names). */
void shape_of(const char *subject, const char *text, char out[SHAPE_SIZE]);
