/* Inside store/: the codes sealed at rest. A box (XChaCha20-Poly1305) belongs to one entry, and names
 * the key that made it; put into another row it does not open. Who has the database and not the key,
 * as in a backup, has no code.
 *
 * The key stands in the first of: the file `key_file`; $CREDENTIALS_DIRECTORY/vigie-key (systemd);
 * "key" in the state. Where the first cannot be had the last one serves, so that a code that comes is
 * kept: never does a missing key hold up a mail. All that are there open.
 *
 * Another process may make, replace or mend a key at any time: whoever lives long looks again
 * (seal_refresh) before it seals, and where a box does not open. */
#pragma once

#include "base/auto.h"
#include "store/keyfile.h"

#define SEAL_KEY_NAME "key"
#define SEAL_CREDENTIAL "vigie-key"

struct seal;

/* Reads what keys there are; makes none, and a missing one is no error. `key_file` may be NULL;
 * `runner` (borrowed) opens it, where this process may not (NULL: it may). EX_OSERR. */
struct seal *seal_new(const char *state, const char *key_file, const struct runner *runner,
                      GError **error);
void seal_free(struct seal *seal);
AUTO_DEFINE(seal)

/* Reads the files anew where they are not as they were. A key that was there and can no longer be had
 * stays in use, and seal_fault tells. */
void seal_refresh(struct seal *seal);
/* Grows each time that seal_refresh came to know something new. */
guint seal_readings(const struct seal *seal);

/* Sees to it that there is a key that seals, and makes one where there is none. `used`: something is
 * sealed already, so that a missing `key_file` is not at hand rather than not made yet. FALSE where
 * nothing can be sealed; seal_fault tells why. */
bool seal_ready(struct seal *seal, bool used);

/* Why the key that was chosen cannot be had, what to do included; NULL: it can. */
const char *seal_fault(const struct seal *seal);
/* Where that key is, or is to be. */
const char *seal_place(const struct seal *seal);

/* The box of `code` for the entry `id`; NULL where seal_ready would be FALSE. */
GBytes *seal_close(const struct seal *seal, gint64 id, const char *code);
/* The code in a box; NULL where its key is not here, or the box is another entry's or damaged. The
 * caller frees. */
char *seal_open(const struct seal *seal, gint64 id, const void *box, gsize length);
/* Whether the key that made the box is in the file "key" of the state, while another was chosen. */
bool seal_is_own(const struct seal *seal, const void *box, gsize length);
/* Where that is. */
const char *seal_own_place(const struct seal *seal);
/* Whether the key that seals now made the box. */
bool seal_is_current(const struct seal *seal, const void *box, gsize length);

/* "k:" and a keyed hash of `text`, by the key of that number (0: the one that seals); NULL where there
 * is none. The caller frees. */
char *seal_identity(const struct seal *seal, guint key, const char *text);
/* Whether `identity` has the form of one of these. Others begin with "k:" as well (IDENTITY_CONFIRMATION),
 * with a Message-ID or a longer hash behind it. */
bool seal_is_identity(const char *identity);
