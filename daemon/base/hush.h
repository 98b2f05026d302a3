/* Whether a text of a server repeats a secret that it was told: at the login, or at any time after
 * it, in the same connection or another. Nothing that a server says is shown before it was asked
 * here.
 *
 * What is kept of a secret is a keyed hash, cut to 40 bits, of each 8 bytes of it that follow one
 * another: enough to know them again, and never the secret itself, which is wiped after the login
 * as before. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/secret.h"

#define HUSH_LOOKED_AT 600 /* bytes of a text; show less of it */

/* Thread-safe: all connections of a login share one. It knows no secret yet. */
struct hush *hush_new(void);
struct hush *hush_ref(struct hush *hush);
void hush_free(struct hush *hush); /* drops one reference; NULL is none */
AUTO_DEFINE(hush)

/* The server may have been told a secret that is not known here (another process logged in): until
 * the first hush_learn any text may repeat it. */
void hush_expect(struct hush *hush);

/* Whether a secret was learned. */
bool hush_knows(struct hush *hush);

/* From now on the server may repeat `secret`: to be called before it is sent. */
void hush_learn(struct hush *hush, const struct secret *secret);

/* Whether `text` holds 8 bytes of a secret that follow one another (all of a shorter one), whatever
 * the case and whatever blanks, quotes and backslashes are between: as they are, in base64 (as
 * PLAIN, LOGIN and XOAUTH2 send them), in hexadecimal digits, as %XX or =XX, or twice in one of
 * these. In doubt it does. */
bool hush_is_broken_by(struct hush *hush, const char *text);
