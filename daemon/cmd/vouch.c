/* Counts who vouches for the mails of an account. Several hosts of one provider (OVH's) are taken
 * together, by their registrable domain. */
#include "cmd/vouch.h"

#include <glib/gi18n.h>
#include <string.h>

#include "message/authres.h"
#include "message/authres_parse.h"

/* A stranger can put a field on top of one mail where the provider stamps none; hardly on as many,
 * from as many domains. */
#define MIN_MAILS 3
#define MIN_SENDERS 2
#define MAX_ID 253     /* a host name's length */
#define MAX_PROPOSED 6 /* of hosts of one provider */

struct border {
    char *id;
    guint mails;
};

/* The ids of one provider. */
struct provider {
    char *domain;
    GPtrArray *borders;  /* of struct border */
    GHashTable *senders; /* set of char *: registrable domains of From */
    guint mails;
};

struct census {
    GPtrArray *providers; /* of struct provider */
    guint mails, nameless;
    bool trusted;
};

static void border_free(gpointer data)
{
    struct border *border = data;

    g_free(border->id);
    g_free(border);
}

static void provider_free(gpointer data)
{
    struct provider *provider = data;

    g_free(provider->domain);
    g_ptr_array_unref(provider->borders);
    g_hash_table_unref(provider->senders);
    g_free(provider);
}

static struct provider *provider_of(struct census *census, const char *id)
{
    g_autofree char *domain = authres_registrable(id);
    struct provider *provider;

    for (guint i = 0; i < census->providers->len; i++) {
        provider = g_ptr_array_index(census->providers, i);
        if (!strcmp(provider->domain, domain))
            return provider;
    }
    provider = g_new0(struct provider, 1);
    provider->domain = g_steal_pointer(&domain);
    provider->borders = g_ptr_array_new_with_free_func(border_free);
    provider->senders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_ptr_array_add(census->providers, provider);
    return provider;
}

static struct border *border_of(struct provider *provider, const char *id)
{
    struct border *border;

    for (guint i = 0; i < provider->borders->len; i++) {
        border = g_ptr_array_index(provider->borders, i);
        if (!strcmp(border->id, id))
            return border;
    }
    border = g_new0(struct border, 1);
    border->id = g_strdup(id);
    g_ptr_array_add(provider->borders, border);
    return border;
}

/* Outlook's "spf=pass …", which anybody could have written. */
static bool is_nameless(const struct message *message)
{
    const struct authres_field *top = message->authres->len ? message->authres->pdata[0] : NULL;
    struct authres *authres = top ? authres_parse(top->value) : NULL;
    const bool nameless = top && !authres;

    g_clear_pointer(&authres, authres_free);
    return nameless;
}

/* What a line of the configuration, or a terminal, can hold as it is. */
static bool is_plain(const char *id)
{
    return strlen(id) <= MAX_ID && !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-_:")];
}

static void count(struct census *census, const struct message *message, const char *const *trust)
{
    g_autofree char *id = authres_border(message);
    const struct address *from = message->from->len ? message->from->pdata[0] : NULL;
    struct provider *provider;

    census->mails++;
    census->nameless += is_nameless(message);
    census->trusted |= authres_counts(message, trust);
    if (!id || !is_plain(id))
        return;
    provider = provider_of(census, id);
    provider->mails++;
    border_of(provider, id)->mails++;
    if (from)
        g_hash_table_add(provider->senders, authres_registrable(from->domain));
}

/* The one seen most, where it was seen enough. */
static const struct provider *best_of(const struct census *census)
{
    const struct provider *best = NULL;

    for (guint i = 0; i < census->providers->len; i++) {
        const struct provider *provider = g_ptr_array_index(census->providers, i);

        if (provider->mails >= MIN_MAILS && g_hash_table_size(provider->senders) >= MIN_SENDERS &&
            (!best || provider->mails > best->mails))
            best = provider;
    }
    return best;
}

static int most_seen_first(gconstpointer a, gconstpointer b)
{
    const struct border *one = *(struct border *const *)a, *two = *(struct border *const *)b;

    return one->mails != two->mails ? (one->mails < two->mails ? 1 : -1) : strcmp(one->id, two->id);
}

static char *proposal(const struct provider *provider, guint mails, const char *file, int line)
{
    g_autoptr(GString) seen = g_string_new(NULL);
    g_autoptr(GString) trust = g_string_new(NULL);
    const bool varies = provider->borders->len > 1;

    g_ptr_array_sort(provider->borders, most_seen_first);
    for (guint i = 0; i < MIN(provider->borders->len, MAX_PROPOSED); i++) {
        const struct border *border = g_ptr_array_index(provider->borders, i);

        g_string_append(seen, i ? ", " : "");
        g_string_append_printf(seen, _("%s (%u of %u)"), border->id, border->mails, mails);
        g_string_append_printf(trust, "%s\"%s\"", i ? ", " : "", border->id);
    }
    return g_strdup_printf(varies ? _("recent mails here carry Authentication-Results of %s; if "
                                      "these are your provider's, write trust = { %s } in %s:%d, "
                                      "and look again later: they vary by host")
                                  : _("recent mails here carry Authentication-Results of %s; if "
                                      "that is your provider's, write trust = { %s } in %s:%d"),
                           seen->str, trust->str, file, line);
}

/* Why there is nothing to propose. */
static const char *nothing(const struct census *census)
{
    if (census->nameless * 2 > census->mails)
        return _(
            "the Authentication-Results of recent mails name no authserv-id (as Outlook's), so "
            "that none can be trusted; authenticity stays unverified");
    return _("no authserv-id stands where it would count on several recent mails of different "
             "senders, so that none can be proposed; authenticity stays unverified");
}

char *vouch_advice(const struct account *account, const char *file, const GPtrArray *recent)
{
    g_autoptr(GPtrArray) providers = g_ptr_array_new_with_free_func(provider_free);
    struct census census = { .providers = providers };
    const struct provider *best;
    g_autofree char *advice = NULL, *trusted = NULL;

    for (guint i = 0; i < recent->len; i++) {
        AUTO(message) message = message_parse(g_ptr_array_index(recent, i), NULL);

        if (message)
            count(&census, message, (const char *const *)account->trust);
    }
    if (!census.mails || census.trusted)
        return NULL;
    best = best_of(&census);
    advice =
        best ? proposal(best, census.mails, file, account->trust_line) : g_strdup(nothing(&census));
    if (!account->trust[0])
        return g_steal_pointer(&advice);
    trusted = g_strjoinv(", ", account->trust);
    return g_strdup_printf(_("none of the %u newest mails carries results of %s, which is trusted "
                             "(%s:%d); %s"),
                           census.mails, trusted, file, account->trust_line, advice);
}
