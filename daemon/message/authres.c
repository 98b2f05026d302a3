/* Which Authentication-Results count, and what they say of the From domain. */
#include "message/authres.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <libpsl.h>
#include <string.h>

#include "message/authres_parse.h"

/* Authserv-ids named where none of them counts. */
#define MAX_SEEN 5

static bool is_address_literal(const char *host)
{
    return *host == '[' || g_hostname_is_ip_address(host);
}

char *authres_registrable(const char *host)
{
    g_autofree char *lower = g_ascii_strdown(host, -1);
    const char *domain = NULL;

    if (*lower && !is_address_literal(lower) && psl_builtin())
        domain = psl_registrable_domain(psl_builtin(), lower);
    return g_strdup(domain ? domain : lower);
}

static bool same_registrable(const char *a, const char *b)
{
    g_autofree char *domain_a = authres_registrable(a);
    g_autofree char *domain_b = authres_registrable(b);

    return *domain_a && !strcmp(domain_a, domain_b);
}

/* What GIO does not know of IPv6: unique local addresses (RFC 4193), and 6to4 (RFC 3056) of a
 * private IPv4 address, which is what Gmail's internal hops write (2002:a05:… is 10.5.…). */
static bool is_private_ipv6(const guint8 *bytes)
{
    g_autoptr(GInetAddress) inner = NULL;

    if ((bytes[0] & 0xFE) == 0xFC)
        return true;
    if (bytes[0] != 0x20 || bytes[1] != 0x02)
        return false;
    inner = g_inet_address_new_from_bytes(bytes + 2, G_SOCKET_FAMILY_IPV4);
    return g_inet_address_get_is_site_local(inner);
}

/* [192.0.2.1], [IPv6:fd00::1] or bare. */
static bool is_private_address(const char *host)
{
    g_autofree char *text = g_ascii_strdown(host + (*host == '['), -1);
    const char *bare = g_str_has_prefix(text, "ipv6:") ? text + strlen("ipv6:") : text;
    g_autoptr(GInetAddress) address = NULL;

    text[strcspn(text, "]")] = '\0';
    address = g_inet_address_new_from_string(bare);
    if (!address)
        return false;
    if (g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV6 &&
        is_private_ipv6(g_inet_address_to_bytes(address)))
        return true;
    return g_inet_address_get_is_loopback(address) || g_inet_address_get_is_link_local(address) ||
           g_inet_address_get_is_site_local(address);
}

bool authres_is_private_name(const char *host)
{
    static const char *const suffixes[] = { ".local", ".internal", ".lan", ".localdomain" };

    for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
        if (g_str_has_suffix(host, suffixes[i]))
            return true;
    return false;
}

/* A hop that no stranger can be: without a name in the public DNS, or without a public address. */
static bool is_internal(const char *host)
{
    if (is_address_literal(host))
        return is_private_address(host);
    return authres_is_private_name(host) || (*host && !strpbrk(host, ".:"));
}

static bool hops_are_ours(const struct message *message, guint received_above, const char *id)
{
    if (received_above > message->received->len)
        return false; /* more than were read */
    for (guint i = 0; i < received_above; i++) {
        const struct received *received = g_ptr_array_index(message->received, i);

        if (!is_internal(received->by) && !same_registrable(received->by, id))
            return false;
    }
    return true;
}

static void authres_destroy(gpointer authres)
{
    authres_free(authres);
}

static bool is_trusted(const char *authserv_id, const char *const *trust)
{
    for (; trust && *trust; trust++)
        if (!g_ascii_strcasecmp(authserv_id, *trust))
            return true;
    return false;
}

/* The fields that count (of struct authres): the topmost trusted and those adjacent to it. */
static GPtrArray *trusted_fields(const struct message *message, const char *const *trust,
                                 GPtrArray *reasons)
{
    GPtrArray *trusted = g_ptr_array_new_with_free_func(authres_destroy);
    guint position = 0;

    for (guint i = 0; i < message->authres->len; i++) {
        const struct authres_field *field = g_ptr_array_index(message->authres, i);
        struct authres *authres = authres_parse(field->value);

        if (!authres || !is_trusted(authres->authserv_id, trust) ||
            (trusted->len && field->position != position + 1)) {
            g_clear_pointer(&authres, authres_free);
            if (trusted->len)
                break;
            continue;
        }
        if (!trusted->len && !hops_are_ours(message, field->received_above, authres->authserv_id)) {
            g_ptr_array_add(reasons, g_strdup_printf(_("The results of %s stand below a foreign "
                                                       "Received field and do not count."),
                                                     authres->authserv_id));
            authres_free(authres);
            break;
        }
        position = field->position;
        g_ptr_array_add(trusted, authres);
    }
    return trusted;
}

/* Whether a DMARC result speaks of `domain`; one that names no From domain does. */
static bool dmarc_is_about(const struct authres_result *result, const char *domain)
{
    const char *from = authres_property(result, "header", "from");
    const char *at = from ? strrchr(from, '@') : NULL;

    return !from || same_registrable(at ? at + 1 : from, domain);
}

/* The domain that signed; NULL where the result does not say. */
static const char *dkim_domain(const struct authres_result *result)
{
    const char *domain = authres_property(result, "header", "d");
    const char *identity = authres_property(result, "header", "i");

    if (domain || !identity)
        return domain;
    return strrchr(identity, '@') ? strrchr(identity, '@') + 1 : NULL;
}

static enum auth_verdict judge(const struct authres_result *result, const char *id,
                               const char *domain, GPtrArray *reasons)
{
    const char *signer = dkim_domain(result);

    if (!strcmp(result->method, "dmarc") && dmarc_is_about(result, domain)) {
        bool passed = !strcmp(result->result, "pass");

        if (!passed && strcmp(result->result, "fail") != 0)
            return AUTH_SILENT;
        g_ptr_array_add(reasons, g_strdup_printf(passed ? _("DMARC passed for %s, says %s.")
                                                        : _("DMARC failed for %s, says %s."),
                                                 domain, id));
        return passed ? AUTH_PASSED : AUTH_FAILED;
    }
    if (strcmp(result->method, "dkim") || strcmp(result->result, "pass") || !signer ||
        !same_registrable(signer, domain))
        return AUTH_SILENT;
    g_ptr_array_add(reasons,
                    g_strdup_printf(_("A DKIM signature of %s passed, says %s."), signer, id));
    return AUTH_PASSED;
}

/* Of DMARC only the topmost field that speaks of it can say that it passed: where verifiers are
 * milters no Received parts what they wrote from what came along, and OpenDKIM strips the results
 * of DKIM alone. */
static enum auth_verdict judge_all(const GPtrArray *trusted, const char *domain, GPtrArray *reasons)
{
    enum auth_verdict verdict = AUTH_SILENT;
    bool heard = false, heard_above;

    for (guint i = 0; i < trusted->len; i++) {
        const struct authres *authres = g_ptr_array_index(trusted, i);

        heard_above = heard;
        for (guint j = 0; j < authres->results->len; j++) {
            const struct authres_result *result = g_ptr_array_index(authres->results, j);
            enum auth_verdict one;

            heard |= !strcmp(result->method, "dmarc");
            if (heard_above && !strcmp(result->method, "dmarc") && strcmp(result->result, "fail"))
                continue;
            one = judge(result, authres->authserv_id, domain, reasons);
            verdict = MAX(verdict, one); /* a DMARC failure outweighs a signature */
        }
    }
    return verdict;
}

/* Why nothing counts: whom the user trusts, and whose fields the mail holds instead. */
static void note_silence(const struct message *message, const char *const *trust,
                         GPtrArray *reasons)
{
    g_autoptr(GString) trusted = g_string_new(NULL);
    g_autoptr(GString) seen = g_string_new(NULL);

    for (guint i = 0; i < MIN(message->authres->len, MAX_SEEN); i++) {
        const struct authres_field *field = g_ptr_array_index(message->authres, i);
        struct authres *authres = authres_parse(field->value);

        if (authres)
            g_string_append_printf(seen, "%s%s", seen->len ? ", " : "", authres->authserv_id);
        g_clear_pointer(&authres, authres_free);
    }
    for (; trust && *trust; trust++)
        g_string_append_printf(trusted, "%s%s", trusted->len ? ", " : "", *trust);
    if (!trusted->len)
        g_ptr_array_add(reasons,
                        g_strdup(_("No authserv-id is trusted, so that no server can vouch "
                                   "for the sender; name yours with trust or --trust.")));
    else
        g_ptr_array_add(reasons, g_strdup_printf(_("No Authentication-Results of %s is in this "
                                                   "mail where it would count."),
                                                 trusted->str));
    if (seen->len)
        g_ptr_array_add(reasons, g_strdup_printf(_("Those that are name %s."), seen->str));
}

enum auth_verdict authres_verdict(const struct message *message, const char *const *trust,
                                  GPtrArray *reasons)
{
    g_autoptr(GPtrArray) trusted = NULL;
    const struct address *from;
    enum auth_verdict verdict;

    if (message->from->len != 1 || message->from_doubled) {
        g_ptr_array_add(reasons, g_strdup(_("There is not exactly one From address, so that no "
                                            "result can speak of it.")));
        return AUTH_SILENT;
    }
    from = g_ptr_array_index(message->from, 0);
    if (!*from->domain) {
        g_ptr_array_add(reasons, g_strdup(_("The From address names no domain.")));
        return AUTH_SILENT;
    }
    trusted = trusted_fields(message, trust, reasons);
    verdict = judge_all(trusted, from->domain, reasons);
    if (!trusted->len)
        note_silence(message, trust, reasons);
    else if (verdict == AUTH_SILENT)
        g_ptr_array_add(reasons,
                        g_strdup_printf(_("No trusted result speaks of %s."), from->domain));
    return verdict;
}

bool authres_counts(const struct message *message, const char *const *trust)
{
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) trusted = trusted_fields(message, trust, reasons);

    return trusted->len > 0;
}

char *authres_border(const struct message *message)
{
    const struct authres_field *top = message->authres->len ? message->authres->pdata[0] : NULL;
    struct authres *authres = top ? authres_parse(top->value) : NULL;
    char *id = NULL;

    if (!authres)
        return NULL;
    if (hops_are_ours(message, top->received_above, authres->authserv_id))
        id = g_strdup(authres->authserv_id);
    authres_free(authres);
    return id;
}
