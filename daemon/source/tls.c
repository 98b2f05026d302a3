/* Trusted authorities, sessions, and the words for their failures. */
#include "source/tls.h"

#include <arpa/inet.h>
#include <glib/gi18n.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>

#include "base/shown.h"

#define NAMES_SHOWN 3 /* of a certificate for other hosts */

struct trust {
    gatomicrefcount references;
    gnutls_certificate_credentials_t credentials;
};

static struct trust *no_authority(const char *ca_file, const char *why, GError **error)
{
    trouble_set(error, TROUBLE_CERTIFICATE, _("no certificate authority in %s (%s); check ca-file"),
                ca_file, why);
    return NULL;
}

/* How many were found; negative: gnutls_strerror. */
static int load(struct trust *trust, const GByteArray *pem)
{
    gnutls_datum_t text = { NULL, 0 };

    if (!pem)
        return gnutls_certificate_set_x509_system_trust(trust->credentials);
    text.data = pem->data;
    text.size = pem->len;
    return pem->len == 0 ? 0
                         : gnutls_certificate_set_x509_trust_mem(trust->credentials, &text,
                                                                 GNUTLS_X509_FMT_PEM);
}

struct trust *trust_new(const char *ca_file, const struct runner *runner, GError **error)
{
    AUTO(trust) trust = g_new0(struct trust, 1);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GByteArray) pem = NULL;
    GBytes *bytes = ca_file ? runner_read_file(runner, ca_file, RUNNER_CA_MAX, &cause) : NULL;
    int count;

    g_atomic_ref_count_init(&trust->references);
    if (cause)
        return no_authority(ca_file, cause->message, error);
    if (bytes)
        pem = g_bytes_unref_to_array(bytes);
    count = gnutls_certificate_allocate_credentials(&trust->credentials);
    if (count >= 0)
        count = load(trust, pem);
    if (count > 0)
        return g_steal_pointer(&trust);
    if (ca_file)
        return no_authority(ca_file, count < 0 ? gnutls_strerror(count) : _("the file is empty"),
                            error);
    trouble_set(error, TROUBLE_CERTIFICATE,
                _("the system trusts no certificate authority; install ca-certificates"));
    return NULL;
}

struct trust *trust_ref(struct trust *trust)
{
    g_atomic_ref_count_inc(&trust->references);
    return trust;
}

void trust_free(struct trust *trust)
{
    if (!trust || !g_atomic_ref_count_dec(&trust->references))
        return;
    if (trust->credentials)
        gnutls_certificate_free_credentials(trust->credentials);
    g_free(trust);
}

static bool host_is_address(const char *host)
{
    struct in6_addr address;

    return inet_pton(AF_INET, host, &address) == 1 || inet_pton(AF_INET6, host, &address) == 1;
}

gnutls_session_t tls_session_new(struct trust *trust, const char *host, int fd, GError **error)
{
    gnutls_session_t session;
    int code = gnutls_init(&session, GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);

    if (code < 0) {
        trouble_set(error, TROUBLE_UNREACHABLE, _("cannot begin TLS: %s"), gnutls_strerror(code));
        return NULL;
    }
    /* Appended to the system's own policy, which an administrator may have made stricter. */
    code = gnutls_set_default_priority_append(session, "-VERS-TLS1.0:-VERS-TLS1.1", NULL, 0);
    if (code >= 0)
        code = gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, trust->credentials);
    /* RFC 6066: no address in the server name. */
    if (code >= 0 && !host_is_address(host))
        code = gnutls_server_name_set(session, GNUTLS_NAME_DNS, host, strlen(host));
    if (code < 0) {
        trouble_set(error, TROUBLE_CERTIFICATE, _("cannot set TLS up for %s: %s"), host,
                    gnutls_strerror(code));
        gnutls_deinit(session);
        return NULL;
    }
    gnutls_session_set_verify_cert(session, host, 0);
    gnutls_transport_set_int(session, fd);
    return session;
}

static gnutls_x509_crt_t peer_certificate(gnutls_session_t session)
{
    unsigned count = 0;
    const gnutls_datum_t *chain = gnutls_certificate_get_peers(session, &count);
    gnutls_x509_crt_t certificate;

    if (!chain || count == 0 || gnutls_x509_crt_init(&certificate) < 0)
        return NULL;
    if (gnutls_x509_crt_import(certificate, &chain[0], GNUTLS_X509_FMT_DER) >= 0)
        return certificate;
    gnutls_x509_crt_deinit(certificate);
    return NULL;
}

/* "a.example, b.example" — whom the certificate is for. */
static char *certificate_names(gnutls_x509_crt_t certificate, struct hush *hush)
{
    g_autoptr(GString) names = g_string_new(NULL);
    char name[256];
    gsize size;

    for (unsigned i = 0, shown = 0; shown < NAMES_SHOWN; i++) {
        int type;

        size = sizeof name;
        type = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &size, NULL);
        if (type == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
            break;
        if (type != GNUTLS_SAN_DNSNAME)
            continue;
        g_string_append_printf(names, "%s%.*s", names->len ? ", " : "", (int)size, name);
        shown++;
    }
    size = sizeof name;
    if (names->len == 0 && gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME,
                                                         0, 0, name, &size) >= 0)
        g_string_append_printf(names, "%.*s", (int)size, name);
    if (names->len == 0)
        return g_strdup(_("another host"));
    /* An authority that is trusted has vouched for them: they are shown before any login too. */
    return hush_knows(hush) ? trouble_quote(hush, names->str) : shown_harmless(names->str);
}

static char *day_of(time_t instant)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_utc(instant);

    return when ? g_date_time_format(when, "%Y-%m-%d") : g_strdup(_("an unknown day"));
}

static bool refuse(GError **error, const char *host, const char *reason)
{
    return trouble_set(error, TROUBLE_CERTIFICATE, _("the certificate of %s is not trusted: %s"),
                       host, reason);
}

/* The gravest reason first: a stranger's certificate may well be expired too. */
static bool refuse_status(gnutls_session_t session, const char *host, struct hush *hush,
                          unsigned status, GError **error)
{
    gnutls_x509_crt_t certificate = peer_certificate(session);
    g_autofree char *names = certificate ? certificate_names(certificate, hush) : NULL;
    g_autofree char *end =
        certificate ? day_of(gnutls_x509_crt_get_expiration_time(certificate)) : NULL;
    g_autofree char *begin =
        certificate ? day_of(gnutls_x509_crt_get_activation_time(certificate)) : NULL;
    g_autofree char *reason = NULL;
    gnutls_datum_t words = { NULL, 0 };

    if (certificate)
        gnutls_x509_crt_deinit(certificate);
    if (status & GNUTLS_CERT_REVOKED)
        return refuse(error, host, _("it was revoked; ask the provider"));
    if (status & GNUTLS_CERT_SIGNER_NOT_FOUND)
        return refuse(error, host,
                      _("its issuer is unknown here; if the server is your own, "
                        "set ca-file, else somebody may be in between"));
    if ((status & GNUTLS_CERT_EXPIRED) && end)
        reason = g_strdup_printf(
            _("it expired on %s; tell the provider, or check this machine's clock"), end);
    else if ((status & GNUTLS_CERT_NOT_ACTIVATED) && begin)
        reason = g_strdup_printf(_("it is valid only from %s; check this machine's clock"), begin);
    else if ((status & GNUTLS_CERT_UNEXPECTED_OWNER) && names)
        reason = g_strdup_printf(
            _("the certificate is for %s, not %s; correct the host name in imap"), names, host);
    if (reason)
        return refuse(error, host, reason);
    if (gnutls_certificate_verification_status_print(status, GNUTLS_CRT_X509, &words, 0) < 0)
        return refuse(error, host, _("it failed verification"));
    reason = shown_harmless((const char *)words.data);
    gnutls_free(words.data);
    return refuse(error, host, reason);
}

bool tls_explain(gnutls_session_t session, const char *host, struct hush *hush, int code,
                 GError **error)
{
    if (code == GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR || code == GNUTLS_E_CERTIFICATE_ERROR)
        return refuse_status(session, host, hush, gnutls_session_get_verify_cert_status(session),
                             error);
    if (code == GNUTLS_E_UNSUPPORTED_VERSION_PACKET)
        return trouble_set(
            error, TROUBLE_CERTIFICATE,
            _("%s speaks no TLS that is still safe (1.2 at least); tell the provider"), host);
    /* A server that answers in clear (wrong port) fails here as an unexpected packet. */
    return trouble_set(error, TROUBLE_UNREACHABLE,
                       _("TLS with %s failed: %s; check host, port and imap:// against imaps://"),
                       host, gnutls_strerror(code));
}
