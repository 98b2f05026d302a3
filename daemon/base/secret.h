/* A password or an access token in memory: locked where the system allows, wiped when freed, and
 * never printed. */
#pragma once

#include <glib.h>

#include "base/auto.h"

#define SECRET_MAX 8192 /* an XOAUTH2 token is the longest in use: about 2 KB */

struct secret;

/* Copies `length` bytes (what is beyond SECRET_MAX is cut) and adds a NUL that is not counted. */
struct secret *secret_new(const char *bytes, gsize length);
void secret_free(struct secret *secret);
AUTO_DEFINE(secret)

/* The bytes, valid until secret_free. */
const char *secret_bytes(const struct secret *secret);
gsize secret_length(const struct secret *secret);

/* Cuts the secret at its first CR or LF: a password is the first line of what names it. */
void secret_first_line(struct secret *secret);
