/* What a table of the first look was made from, so that nobody uses it with other rules. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A hash of the names and contents of all `*.rule` and `*.right` files of `dirs`, in their order
 * (NULL-terminated; one that does not exist counts as empty). False where one cannot be read, is
 * too long or there are too many: no table serves then. */
bool stamp_of(const char *const *dirs, uint64_t stamp[2]);
