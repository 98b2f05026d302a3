/* The justificatifs: copies below proofs/ in the state, mode 0600, each with its SHA-256. */
#pragma once

#include "cases/entry.h"
#include "store/store.h"

#define PROOF_MAX_BYTES (32 * 1024 * 1024)

/* The bytes of `file`. EX_NOINPUT where it cannot be opened, EX_DATAERR where it is empty, too
 * large or no regular file. Apart from proofs_keep: root may read what the owner of the state may not. */
GBytes *proofs_read(const char *file, GError **error);

/* The absolute path of the proof of that name. The caller frees. */
char *proofs_path(const struct store *store, const char *name);

/* Keeps `bytes`, durably, and sets entry->proof; saving the entry is the caller's. `file` lends its
 * suffix. A proof that the entry had already stays on disk. */
bool proofs_keep(struct store *store, struct entry *entry, GBytes *bytes, const char *file,
                 gint64 now, GError **error);
