/* Patterns in the spelling that texts have. Internal to detect/. */
#pragma once

/* `pattern` (PCRE2, UTF-8) as it meets normalised text (message.h): composed letters, plain spaces,
 * ’ for '; and each accented letter outside a character class also without its accent, for mails
 * come from systems that have none. The caller frees. */
char *spelling_of_texts(const char *pattern);

/* The end of the character class that `pattern` begins with: past its "]". */
const char *spelling_class_end(const char *pattern);
