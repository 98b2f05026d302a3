/* The word that was meant, where another one was typed. */
#pragma once

/* That of `words` (NULL-terminated) which differs least from `typed`, regardless of case, where that
 * is by one slip, or by two in a word of six letters and more: a letter too many, too few, a wrong
 * one, or two neighbours exchanged. NULL where none is so near, or two are equally near. Ours to
 * read, not to free. */
const char *closest_word(const char *typed, const char *const *words);
