/* Plain text parts: format=flowed (RFC 3676), and whether two alternatives say the same. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `text` with its soft line breaks undone; `delsp`: the blank before them goes too. Frees. */
char *plain_unflow(const char *text, bool delsp);

/* Whether `other` says what `shown` does not: a number or a code of its own, or mostly other words.
 * Links do not count: text and HTML spell them differently. Both are normalised. */
bool plain_says_else(const char *other, const char *shown);
