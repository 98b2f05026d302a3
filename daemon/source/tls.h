/* TLS as a mail client owes it to its user: certificates verified against the name that the
 * configuration gives, TLS 1.2 at least, and a reason in words where that fails. */
#pragma once

#include <gnutls/gnutls.h>

#include "base/auto.h"
#include "base/runner.h"
#include "source/trouble.h"

/* The authorities that are trusted: those of `ca_file`, or the system's where it is NULL. About
 * 2 MB, so one serves all connections of an account. TROUBLE_CERTIFICATE where none can be read. */
struct trust;
struct trust *trust_new(const char *ca_file, const struct runner *runner, GError **error);
struct trust *trust_ref(struct trust *trust);
void trust_free(struct trust *trust); /* drops one reference; NULL is none */
AUTO_DEFINE(trust)

/* A client session over the non-blocking socket `fd`, not yet begun. The caller ends it with
 * gnutls_deinit, before the trust. */
gnutls_session_t tls_session_new(struct trust *trust, const char *host, int fd, GError **error);

/* Says in words why gnutls_handshake failed with `code`, and of the server's words those that `hush` lets
 * pass; always false. */
bool tls_explain(gnutls_session_t session, const char *host, struct hush *hush, int code,
                 GError **error);
