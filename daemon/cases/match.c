/* Identity of cases. */
#include "cases/match.h"

#include "base/civil.h"

static bool same(const char *a, const char *b)
{
    return a && b && g_strcmp0(a, b) == 0;
}

/* People are named with and without capitals: « Léa », « LÉA ». */
static bool same_person(const char *a, const char *b)
{
    g_autofree char *folded_a = a ? g_utf8_casefold(a, -1) : NULL;
    g_autofree char *folded_b = b ? g_utf8_casefold(b, -1) : NULL;

    return g_strcmp0(folded_a, folded_b) == 0;
}

static bool has(GHashTable *identities, const char *prefix, const char *value)
{
    g_autofree char *identity = NULL;

    if (!value || !*value)
        return false;
    identity = g_strconcat(prefix, value, NULL);
    return g_hash_table_contains(identities, identity);
}

static bool has_message(GHashTable *identities, const struct finding *finding)
{
    return has(identities, IDENTITY_MESSAGE, finding->message_id) ||
           has(identities, IDENTITY_MESSAGE, finding->original_id);
}

static bool has_any(GHashTable *identities, const struct finding *finding)
{
    return has_message(identities, finding) ||
           has(identities, IDENTITY_TEXT, finding->content_hash);
}

char *identity_of_code(const char *code)
{
    g_autofree char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, code, -1);

    return g_strconcat(IDENTITY_CODE, hash, NULL);
}

/* What a person mended is still what the mail says. */
static bool has_code(const struct known *known, const char *code)
{
    g_autofree char *identity = identity_of_code(code);

    return same(code, known->entry->code) || g_hash_table_contains(known->identities, identity);
}

static bool codes_differ(const struct finding_case *one, const struct entry *entry)
{
    return one->code && entry->code && g_strcmp0(one->code, entry->code) != 0;
}

/* A code that cannot be read may be another one; where nothing but circumstances speak, two entries. */
static bool may_differ(const struct finding_case *one, const struct entry *entry)
{
    return codes_differ(one, entry) || (one->code && entry->code_locked);
}

static const struct known *match_code(const struct finding_case *one, const GPtrArray *known)
{
    const struct known *suspect = NULL;

    for (guint i = 0; one->code && i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);

        if (!has_code(candidate, one->code))
            continue;
        if (candidate->entry->status != STATUS_SUSPECT)
            return candidate;
        suspect = candidate;
    }
    return suspect;
}

/* Whether a copy of one mail speaks of the entry's person. Where only one of them names somebody it
 * is the same person (named since, by hand or by a better rule), unless the mail speaks of
 * several. */
static bool may_be_person(const struct finding *finding, const struct finding_case *one,
                          const struct entry *entry)
{
    bool unnamed = !one->person || !entry->person;

    return same_person(one->person, entry->person) || (unnamed && finding->cases->len <= 1);
}

static bool recipients_agree(const struct finding *finding, const struct entry *entry)
{
    return !finding->recipient || !entry->recipient ||
           g_ascii_strcasecmp(finding->recipient, entry->recipient) == 0;
}

/* The same message, or the same text to the same person: what names nobody is sent alike to each of
 * a household. */
static bool is_copy(const struct finding *finding, const struct known *known)
{
    return has_message(known->identities, finding) ||
           (recipients_agree(finding, known->entry) &&
            has(known->identities, IDENTITY_TEXT, finding->content_hash));
}

static const struct known *match_copy(const struct finding *finding,
                                      const struct finding_case *one, const GPtrArray *known)
{
    for (guint i = 0; i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);

        if (!codes_differ(one, candidate->entry) &&
            may_be_person(finding, one, candidate->entry) && is_copy(finding, candidate))
            return candidate;
    }
    return NULL;
}

static const struct known *match_circumstances(const struct finding *finding,
                                               const struct finding_case *one,
                                               const GPtrArray *known)
{
    if (!one->person || !g_date_valid(&finding->sent))
        return NULL;
    for (guint i = 0; i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);
        const struct entry *entry = candidate->entry;

        if (!codes_differ(one, entry) && same_person(one->person, entry->person) &&
            same(finding->recipient, entry->recipient) && g_date_valid(&entry->sent) &&
            g_date_compare(&finding->sent, &entry->sent) == 0)
            return candidate;
    }
    return NULL;
}

/* The only one of `known` that `accepts`; NULL where there is none or more than one. */
static const struct known *only_one(const GPtrArray *known, const struct finding *finding,
                                    const struct finding_case *one,
                                    bool (*accepts)(const struct entry *entry,
                                                    const struct finding *finding,
                                                    const struct finding_case *one))
{
    const struct known *found = NULL;

    for (guint i = 0; i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);

        if (!accepts(candidate->entry, finding, one))
            continue;
        if (found)
            return NULL;
        found = candidate;
    }
    return found;
}

static bool is_undated(const struct entry *entry, const struct finding *finding,
                       const struct finding_case *one)
{
    return entry->status == STATUS_OPEN && !g_date_valid(&entry->deadline) &&
           !may_differ(one, entry) && same_person(one->person, entry->person) &&
           recipients_agree(finding, entry);
}

static bool is_open_of_person(const struct entry *entry, const struct finding *finding,
                              const struct finding_case *one)
{
    return (entry->status == STATUS_OPEN || entry->status == STATUS_PROVISIONAL) &&
           !may_differ(one, entry) &&
           (!one->person || same_person(one->person, entry->person)) &&
           recipients_agree(finding, entry);
}

static const struct known *match_identity(const struct finding *finding,
                                          const struct finding_case *one, const GPtrArray *known)
{
    const struct known *match = match_code(one, known);

    if (!match)
        match = match_copy(finding, one, known);
    return match ? match : match_circumstances(finding, one, known);
}

const struct known *match_notice(const struct finding *finding, const struct finding_case *one,
                                 const GPtrArray *known)
{
    const struct known *match = match_identity(finding, one, known);

    return match ? match : only_one(known, finding, one, is_undated);
}

const struct known *match_reminder(const struct finding *finding, const struct finding_case *one,
                                   const GPtrArray *known)
{
    const struct known *match = match_identity(finding, one, known);

    return match ? match : only_one(known, finding, one, is_open_of_person);
}

const struct known *match_forged(const struct finding *finding, const struct finding_case *one,
                                 const GPtrArray *known)
{
    for (guint i = 0; i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);
        bool opened_by_forgery = g_hash_table_size(candidate->forged) > 0;

        if (opened_by_forgery && !codes_differ(one, candidate->entry) &&
            same_person(one->person, candidate->entry->person) &&
            (has_any(candidate->forged, finding) || same(one->code, candidate->entry->code)))
            return candidate;
    }
    return NULL;
}

char *confirmation_name(const struct finding *finding)
{
    g_autofree char *folded = NULL, *both = NULL;

    if (finding->message_id)
        return g_strdup(finding->message_id);
    if (!finding->recipient)
        return g_strdup(finding->content_hash);
    folded = g_ascii_strdown(finding->recipient, -1);
    both = g_strconcat(finding->content_hash, "\n", folded, NULL);
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, both, -1);
}

/* What another to the same household, word for word the same, does not share. Where the recipient
 * of either is not known the text alone tells. */
static bool was_taken(const struct finding *finding, const struct known *known)
{
    g_autofree char *name = confirmation_name(finding);

    return has(known->identities, IDENTITY_CONFIRMATION, name) ||
           (!finding->message_id && recipients_agree(finding, known->entry) &&
            has(known->identities, IDENTITY_CONFIRMATION, finding->content_hash));
}

bool match_seen(const struct finding *finding, const GPtrArray *known)
{
    for (guint i = 0; i < known->len; i++) {
        const struct known *candidate = g_ptr_array_index(known, i);

        if (status_is_closed(candidate->entry->status) &&
            has(candidate->identities, IDENTITY_MESSAGE, finding->message_id))
            return true;
        if (was_taken(finding, candidate))
            return true; /* and reopened since: the person's word is the later one */
    }
    return false;
}

/* A clock that was never set writes 1970, or the year of its making: a Date field of before the right
 * began is none. */
static bool is_dated(const struct finding *finding, const struct right *right)
{
    return g_date_valid(&finding->dated) &&
           g_date_get_year(&finding->dated) >= right->first_year;
}

/* A confirmation of years ago, found by a scan, cannot mean a notice of today. A file that was copied
 * is younger than its mail. */
static bool is_later(const struct entry *entry, const struct finding *finding, gint64 received,
                     const struct right *right)
{
    GDate day;

    if (!g_date_valid(&entry->sent))
        return true;
    if (is_dated(finding, right) && g_date_compare(&finding->dated, &entry->sent) < 0)
        return false;
    if (!received)
        return true;
    day = civil_date(received, civil_paris());
    return g_date_compare(&day, &entry->sent) >= 0;
}

/* Whether what it names is the entry's, as far as both name something. */
static bool can_mean(const struct entry *entry, const struct finding *finding,
                     const struct finding_case *one)
{
    if (one && one->code && entry->code)
        return same(one->code, entry->code);
    if (one && one->person && entry->person && !same_person(one->person, entry->person))
        return false;
    return recipients_agree(finding, entry);
}

static bool is_pending(const struct entry *entry)
{
    return !status_is_closed(entry->status) && entry->status != STATUS_SUSPECT;
}

static bool was_genuine(const struct entry *entry)
{
    return status_is_closed(entry->status) &&
           !(entry->status == STATUS_DISMISSED && entry->authenticity == AUTHENTICITY_FORGED);
}

/* Where one candidate has the code that is named, those without a code are not meant. */
static void keep_exact(GPtrArray *candidates, const char *code)
{
    bool exact = false;

    for (guint i = 0; code && i < candidates->len; i++)
        exact |= same(code, ((const struct known *)g_ptr_array_index(candidates, i))->entry->code);
    for (guint i = candidates->len; exact && i > 0; i--)
        if (!((const struct known *)g_ptr_array_index(candidates, i - 1))->entry->code)
            g_ptr_array_remove_index(candidates, i - 1);
}

/* Whether the confirmation names what the entry does not: it may mean somebody else. */
static bool names_more(const struct finding_case *one, const struct entry *entry)
{
    if (!one)
        return false;
    return one->code ? !entry->code : one->person && !entry->person;
}

GPtrArray *match_confirmation(const struct finding *finding, gint64 received,
                              const GPtrArray *known, const struct right *right, bool *certain)
{
    GPtrArray *candidates = g_ptr_array_new();
    const struct finding_case *one =
        finding->cases->len ? g_ptr_array_index(finding->cases, 0) : NULL;

    *certain = true;
    for (guint i = 0; i < known->len; i++) {
        struct known *candidate = g_ptr_array_index(known, i);

        if (is_pending(candidate->entry) && can_mean(candidate->entry, finding, one) &&
            is_later(candidate->entry, finding, received, right))
            g_ptr_array_add(candidates, candidate);
    }
    keep_exact(candidates, one ? one->code : NULL);
    for (guint i = 0; i < candidates->len; i++)
        if (names_more(one, ((const struct known *)g_ptr_array_index(candidates, i))->entry))
            *certain = false;
    /* One mail that confirms for several people is told, not guessed at. */
    if (finding->cases->len > 1)
        *certain = false;
    return candidates;
}

GPtrArray *match_confirmed(const struct finding *finding, gint64 received, const GPtrArray *known,
                           const struct right *right)
{
    GPtrArray *closed = g_ptr_array_new();
    const struct finding_case *one =
        finding->cases->len ? g_ptr_array_index(finding->cases, 0) : NULL;

    for (guint i = 0; i < known->len; i++) {
        struct known *candidate = g_ptr_array_index(known, i);

        if (was_genuine(candidate->entry) && can_mean(candidate->entry, finding, one) &&
            is_later(candidate->entry, finding, received, right))
            g_ptr_array_add(closed, candidate);
    }
    keep_exact(closed, one ? one->code : NULL);
    return closed;
}
