/* Has the password or access token of a login fetched from where the configuration says. */
#pragma once

#include <stdbool.h>

#include "base/runner.h"
#include "base/secret.h"
#include "base/settings.h"

/* The secret of `login`, its first line only; `*is_token` tells an XOAUTH2 token from a password.
 * Asks anew at each call: nothing is cached. VIGIE_EX_LOGIN where the command fails, the file is
 * open to others (mode & 077) or the credential is not there; the message says what to do. The
 * caller frees. */
struct secret *login_secret(const struct login *login, struct runner *runner, bool *is_token,
                            GError **error);

/* The file of a credential that systemd passed; NULL: none is named, or none was passed. The caller
 * frees. */
char *login_credential_path(const struct login *login);
