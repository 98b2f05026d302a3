/* What a table of the first look was made from, so that nobody uses it with other rules. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A hash of the names and contents of all `*.rule` and `*.right` files of `dirs`, in their order
 * (NULL-terminated; one that does not exist counts as empty). False where one cannot be read, is
 * too long or there are too many: no table serves then. */
bool stamp_of(const char *const *dirs, uint64_t stamp[2]);

/* Whether only root and ourselves can have written a file: what a table passes over is not read. */
struct stat;
bool stamp_is_trusted(const struct stat *facts);

/* Whether a file of the user's cache was written since `program` was installed: another build may look at
 * mail in another way, under the same version. */
bool stamp_is_since(const struct stat *facts, const struct stat *program);

/* That of a text: of a configuration that the whole program has found good, kept in a file of this
 * name in the user's cache, so that no broken one passes for it. */
#define STAMP_GOOD_CONFIG "config.good"
void stamp_of_text(const char *text, size_t length, uint64_t stamp[2]);

/* Adds a text to a stamp, which begins as zeros. */
void stamp_add(uint64_t stamp[2], const char *bytes, size_t length);
/* That of a file; one that does not exist has a stamp too. False where it cannot be read, or is longer than
 * a few MB. */
bool stamp_of_file(const char *path, uint64_t stamp[2]);
