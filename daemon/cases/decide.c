/* The life of cases: which known case a message means, and what it does to it. */
#include "cases/decide.h"

#include <string.h>

#include "base/civil.h"
#include "cases/deadline.h"
#include "cases/match.h"

struct known *known_new(struct entry *entry)
{
    struct known *known = g_new0(struct known, 1);

    known->entry = entry;
    known->identities = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    known->forged = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return known;
}

void known_free(struct known *known)
{
    entry_free(known->entry);
    g_hash_table_unref(known->identities);
    g_hash_table_unref(known->forged);
    g_free(known);
}

void decision_free(struct decision *decision)
{
    entry_free(decision->entry);
    g_ptr_array_unref(decision->identities);
    g_ptr_array_unref(decision->history);
    g_array_unref(decision->candidates);
    g_free(decision->detail);
    g_free(decision);
}

enum status decide_status(enum status stored, const GDate *deadline, gint64 now)
{
    GDate today = civil_date(now, civil_paris());

    if ((stored == STATUS_OPEN || stored == STATUS_PROVISIONAL) && g_date_valid(deadline) &&
        g_date_compare(deadline, &today) < 0)
        return STATUS_EXPIRED;
    return stored;
}

static void note(struct decision *decision, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void note(struct decision *decision, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_ptr_array_add(decision->history, g_strdup_vprintf(format, args));
    va_end(args);
}

static void tell(struct decision *decision, enum event event)
{
    decision->tells = true;
    decision->event = event;
}

static void add_identity(GPtrArray *identities, const char *prefix, const char *value)
{
    if (value && *value)
        g_ptr_array_add(identities, g_strconcat(prefix, value, NULL));
}

static struct decision *decision_new(enum act act, const struct finding *finding)
{
    struct decision *decision = g_new0(struct decision, 1);

    decision->act = act;
    decision->history = g_ptr_array_new_with_free_func(g_free);
    decision->candidates = g_array_new(FALSE, FALSE, sizeof(gint64));
    decision->forged = finding->authenticity == AUTHENTICITY_FORGED;
    decision->identities = g_ptr_array_new_with_free_func(g_free);
    add_identity(decision->identities, IDENTITY_MESSAGE, finding->message_id);
    add_identity(decision->identities, IDENTITY_MESSAGE, finding->original_id);
    add_identity(decision->identities, IDENTITY_TEXT, finding->content_hash);
    return decision;
}

static enum status opening_status(const struct finding *finding)
{
    if (finding->authenticity == AUTHENTICITY_FORGED)
        return STATUS_SUSPECT;
    return finding->kind == KIND_UNRECOGNISED ? STATUS_PROVISIONAL : STATUS_OPEN;
}

static enum event opening_event(enum status status)
{
    switch (status) {
    case STATUS_SUSPECT:
        return EVENT_FORGED;
    case STATUS_PROVISIONAL:
        return EVENT_UNRECOGNISED;
    case STATUS_EXPIRED:
        return EVENT_DIGEST;
    default:
        return EVENT_NEW;
    }
}

static struct decision *open_case(const struct finding *finding, const struct finding_case *one,
                                  const struct origin *origin, const struct right *right,
                                  gint64 now)
{
    struct decision *decision = decision_new(ACT_OPEN, finding);
    struct entry *entry = entry_new();

    entry->status = opening_status(finding);
    entry->person = g_strdup(one->person);
    entry->code = g_strdup(one->code);
    entry->owner = g_strdup(origin->owner);
    entry->account = g_strdup(origin->account);
    entry->mailbox = g_strdup(origin->mailbox);
    entry->origin = g_strdup(origin->source);
    entry->message_id = g_strdup(finding->message_id);
    entry->recipient = g_strdup(finding->recipient);
    entry->authenticity = finding->authenticity;
    entry->created_at = now;
    deadline_set(entry, right, &finding->sent, finding->sent_source);
    decision->entry = entry;
    note(decision, "opened from a %s (%s)", kind_name(finding->kind),
         authenticity_name(finding->authenticity));
    tell(decision, opening_event(decide_status(entry->status, &entry->deadline, now)));
    return decision;
}

/* The earliest date stays: a deadline may only be found to be nearer. */
static bool take_earlier_date(struct decision *decision, const struct finding *finding,
                              const struct right *right)
{
    struct entry *entry = decision->entry;
    g_autofree char *before = civil_date_format(&entry->sent);
    g_autofree char *after = civil_date_format(&finding->sent);

    if (!after || (before && g_date_compare(&finding->sent, &entry->sent) >= 0))
        return false;
    deadline_set(entry, right, &finding->sent, finding->sent_source);
    note(decision, "sending date %s (before: %s), from another copy", after,
         before ? before : "unknown");
    return true;
}

static bool take_names(struct decision *decision, const struct finding_case *one)
{
    struct entry *entry = decision->entry;
    bool changed = false;

    if (!entry->code && one->code) {
        entry->code = g_strdup(one->code);
        note(decision, "code added from another copy");
        changed = true;
    }
    if (!entry->person && one->person) {
        entry->person = g_strdup(one->person);
        note(decision, "person added from another copy");
        changed = true;
    }
    return changed;
}

/* A forgery, waiting or dismissed. Its text may be that of the genuine mail, copied to have it
 * taken for known: what comes after is never lost in it. */
static bool is_doubted(const struct entry *entry)
{
    return entry->status == STATUS_SUSPECT ||
           (entry->status == STATUS_DISMISSED && entry->authenticity == AUTHENTICITY_FORGED);
}

static bool take_standing(struct decision *decision, const struct finding *finding)
{
    struct entry *entry = decision->entry;
    bool changed = false;

    if (is_doubted(entry)) {
        entry->status = STATUS_OPEN;
        entry->closed_at = 0;
        entry->authenticity = finding->authenticity;
        note(decision, "an %s copy arrived: no longer suspect",
             authenticity_name(finding->authenticity));
        tell(decision, EVENT_NEW);
        changed = true;
    } else if (entry->authenticity == AUTHENTICITY_UNVERIFIED &&
               finding->authenticity == AUTHENTICITY_AUTHENTIC) {
        entry->authenticity = AUTHENTICITY_AUTHENTIC;
        note(decision, "an authentic copy arrived");
        changed = true;
    }
    if (entry->status == STATUS_PROVISIONAL && finding->kind == KIND_NOTICE) {
        entry->status = STATUS_OPEN;
        note(decision, "recognised as a notice");
        changed = true;
    }
    return changed;
}

static struct decision *join_case(const struct finding *finding, const struct finding_case *one,
                                  const struct known *known, const struct right *right)
{
    struct decision *decision = decision_new(ACT_UPDATE, finding);
    bool changed;

    decision->entry = entry_copy(known->entry);
    if (status_is_closed(known->entry->status) && !is_doubted(known->entry)) {
        decision->act = ACT_SEEN;
        return decision;
    }
    changed = take_earlier_date(decision, finding, right);
    changed |= take_names(decision, one);
    changed |= take_standing(decision, finding);
    if (!changed)
        decision->act = ACT_SEEN;
    return decision;
}

static struct decision *decide_opening(const struct finding *finding,
                                       const struct finding_case *one, const struct origin *origin,
                                       const GPtrArray *known, const struct right *right,
                                       gint64 now)
{
    const struct known *match;
    struct decision *decision;

    if (finding->authenticity == AUTHENTICITY_FORGED) {
        match = match_forged(finding, one, known);
        if (!match)
            return open_case(finding, one, origin, right, now);
        decision = decision_new(ACT_SEEN, finding);
        decision->entry = entry_copy(match->entry);
        return decision;
    }
    match = finding->kind == KIND_REMINDER ? match_reminder(finding, one, known)
                                           : match_notice(finding, one, known);
    return match ? join_case(finding, one, match, right)
                 : open_case(finding, one, origin, right, now);
}

/* --- confirmations ------------------------------------------------------------------------- */

static const char *closing_name(enum kind kind)
{
    return kind == KIND_ACTIVATION ? "activated" : "opposed";
}

static struct decision *ask(const struct finding *finding, const GPtrArray *candidates)
{
    struct decision *decision = decision_new(ACT_ASK, finding);
    g_autoptr(GString) commands = g_string_new(NULL);

    for (guint i = 0; i < candidates->len; i++) {
        const struct known *known = g_ptr_array_index(candidates, i);

        g_array_append_val(decision->candidates, known->entry->id);
        g_string_append_printf(commands, "%svigie close %" G_GINT64_FORMAT " --as %s",
                               i ? "\n" : "", known->entry->id, closing_name(finding->kind));
    }
    tell(decision, EVENT_AMBIGUOUS);
    decision->detail = g_string_free(g_steal_pointer(&commands), FALSE);
    return decision;
}

static void add_confirmation_name(GPtrArray *identities, const struct finding *finding)
{
    g_autofree char *name = confirmation_name(finding);

    add_identity(identities, IDENTITY_CONFIRMATION, name);
}

static struct decision *close_case(const struct finding *finding, const struct known *known,
                                   gint64 at, gint64 now)
{
    struct decision *decision = decision_new(ACT_UPDATE, finding);
    g_autofree char *date = civil_instant_format(at ? at : now, civil_paris());

    decision->entry = entry_copy(known->entry);
    decision->entry->status =
        finding->kind == KIND_ACTIVATION ? STATUS_ACTIVATED : STATUS_OPPOSED;
    decision->entry->closed_at = now;
    note(decision, "closed as %s by the authentic confirmation %s of %s",
         closing_name(finding->kind), finding->message_id ? finding->message_id : "(no Message-ID)",
         date);
    add_confirmation_name(decision->identities, finding);
    tell(decision, EVENT_CLOSED);
    return decision;
}

/* It says once more how a case ended. */
static struct decision *note_repeat(const struct finding *finding, const struct known *known,
                                    gint64 at)
{
    struct decision *decision = decision_new(ACT_SEEN, finding);
    g_autofree char *date = civil_instant_format(at, civil_paris());

    decision->entry = entry_copy(known->entry);
    note(decision, "a further confirmation (%s, %s) %s of %s changes nothing: it is %s already",
         closing_name(finding->kind), authenticity_name(finding->authenticity),
         finding->message_id ? finding->message_id : "(no Message-ID)", date,
         status_name(known->entry->status));
    add_confirmation_name(decision->identities, finding);
    return decision;
}

/* An opposition that was registered and an account that was activated cannot both be true: the
 * person must look. What was dismissed was no case, by the person's own word. */
static bool contradicts(const struct finding *finding, const struct known *known)
{
    return known->entry->status ==
           (finding->kind == KIND_ACTIVATION ? STATUS_OPPOSED : STATUS_ACTIVATED);
}

/* A confirmation that no open case can mean. */
static void add_late(GPtrArray *decisions, const struct finding *finding,
                     const struct origin *origin, const GPtrArray *known,
                     const struct right *right, gint64 now)
{
    g_autoptr(GPtrArray) closed = match_confirmed(finding, origin->received, known, right);
    g_autoptr(GPtrArray) contradicted = g_ptr_array_new();

    for (guint i = 0; i < closed->len; i++) {
        struct known *one = g_ptr_array_index(closed, i);

        g_ptr_array_add(decisions,
                        note_repeat(finding, one, origin->received ? origin->received : now));
        if (contradicts(finding, one))
            g_ptr_array_add(contradicted, one);
    }
    /* All of them: where one ended as it says, that one is meant. */
    if (closed->len > 0 && contradicted->len == closed->len)
        g_ptr_array_add(decisions, ask(finding, contradicted));
}

static void add_confirmation(GPtrArray *decisions, const struct finding *finding,
                             const struct origin *origin, const GPtrArray *known,
                             const struct right *right, gint64 now)
{
    g_autoptr(GPtrArray) candidates = NULL;
    bool certain;

    if (finding->authenticity == AUTHENTICITY_FORGED || match_seen(finding, known))
        return;
    candidates = match_confirmation(finding, origin->received, known, right, &certain);
    if (candidates->len == 0)
        add_late(decisions, finding, origin, known, right, now);
    else if (candidates->len == 1 && certain && finding->authenticity == AUTHENTICITY_AUTHENTIC)
        g_ptr_array_add(decisions, close_case(finding, g_ptr_array_index(candidates, 0),
                                              origin->received, now));
    else
        g_ptr_array_add(decisions, ask(finding, candidates));
}

static void add_openings(GPtrArray *decisions, const struct finding *finding,
                         const struct origin *origin, const GPtrArray *known,
                         const struct right *right, gint64 now)
{
    static const struct finding_case nobody = { NULL, NULL };

    for (guint i = 0; i < finding->cases->len; i++)
        g_ptr_array_add(decisions, decide_opening(finding, g_ptr_array_index(finding->cases, i),
                                                  origin, known, right, now));
    if (finding->cases->len == 0)
        g_ptr_array_add(decisions, decide_opening(finding, &nobody, origin, known, right, now));
}

GPtrArray *decide(const struct finding *finding, const struct origin *origin,
                  const GPtrArray *known, const struct right *right, gint64 now)
{
    GPtrArray *decisions = g_ptr_array_new_with_free_func((GDestroyNotify)decision_free);

    switch (finding->kind) {
    case KIND_NONE:
        break;
    case KIND_NOTICE:
    case KIND_REMINDER:
    case KIND_UNRECOGNISED:
        add_openings(decisions, finding, origin, known, right, now);
        break;
    case KIND_OPPOSITION:
    case KIND_ACTIVATION:
        add_confirmation(decisions, finding, origin, known, right, now);
        break;
    }
    return decisions;
}
