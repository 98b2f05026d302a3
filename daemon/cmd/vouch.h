/* Whom an account could trust: what its recent mail shows, as a proposal that nobody adopts but the
 * user. */
#pragma once

#include "base/settings.h"

/* What to say of the authserv-ids on `recent` (of GBytes: header fields of an account's newest
 * mails). `file` is the configuration's. NULL where `account` trusts one that counts on one of
 * these mails, or where there is no mail. An id is proposed only where it stands at the trusted
 * place of several mails of different senders. Without a newline; the caller frees. */
char *vouch_advice(const struct account *account, const char *file, const GPtrArray *recent);
