/* The codes of the entries, which lie sealed in the database. A code whose key is not at hand costs
 * nothing but the code: its entry is listed, reminded and joined by its mails as any other. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cases/entry.h"
#include "store/store.h"

/* Seals what still lies open (by an older version), and seals anew what another key than the present
 * one has sealed. */
bool codes_settle(struct store *store, GError **error);

/* How many codes of entries that are not closed cannot be read. `*why` (the caller frees; NULL for
 * none) says what to do, in the language of the person. */
bool codes_locked(struct store *store, gint64 *count, char **why, GError **error);

/* Whether the key of the codes can be had; else why not, and what to do. */
bool codes_check(struct store *store, GError **error);
/* Looks whether the keys are as they were read. A number that grows each time that they are not, or that
 * one can be had no more: then codes_settle and codes_check are due. */
guint codes_readings(const struct store *store);

/* Where all keys are that open what the database holds, and seal what comes: of char *. `*elsewhere`:
 * how many codes no key opens that is at hand here. The caller unrefs; NULL: the store failed. */
GPtrArray *codes_key_places(struct store *store, guint *elsewhere, GError **error);
