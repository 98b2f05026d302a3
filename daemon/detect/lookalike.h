/* What a reader's eye takes for the same: texts and domains brought to one shape. Internal to
 * detect/. */
#pragma once

#include <stdbool.h>

/* The shape of `text`: lower case, without accents, of all letters that look alike the one that
 * stands for them (Unicode's confusables, and the digits that stand for letters). For comparison
 * with other shapes only. The caller frees. */
char *lookalike_shape(const char *text);

/* That of a display name: its words joined by single spaces, whatever stood between them. */
char *lookalike_name(const char *name);

/* The two letters that look like `letter` side by side ("rn" like m); NULL where none do. */
const char *lookalike_pair(char letter);

/* Whether `given` is `wanted` with one letter doubled, or two neighbours exchanged. */
bool lookalike_is_slip(const char *given, const char *wanted);
/* The same, or with one letter added, left out or another one. */
bool lookalike_is_typo(const char *given, const char *wanted);
