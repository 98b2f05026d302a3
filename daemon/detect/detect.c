/* From a message to a finding: the rules on it and on each message forwarded in it, and who wins.
 */
#include "detect/detect.h"

#include <string.h>

#include "base/civil.h"
#include "detect/reply.h"
#include "detect/rule.h"
#include "detect/shape.h"

/* Of the matched text, for the identity of a case without a code. */
#define HASHED_BYTES (256 * 1024)
/* All patterns over one message and all that is forwarded in it. A usual mail takes 1 ms. */
#define DETECT_MAX_MS 5000

/* A rule that holds for a view. */
struct match {
    const struct rule *rule; /* NULL: none */
    struct view view;
};

static bool is_real(const struct match *match)
{
    return match->rule && match->rule->kind != KIND_NONE;
}

/* The first rule (the list is in the order of its rank) that holds for one text of one message. */
static struct match first_match(struct trial *trial, const struct view *view)
{
    const struct rules *rules = trial->context->rules;
    struct match best = { .view = *view };

    for (guint i = 0; i < rules->list->len; i++) {
        const struct rule *rule = rules->list->pdata[i];

        if (best.rule && !trial->context->trace)
            break;
        if (rule_matches(trial, rule, view) && !best.rule)
            best.rule = rule;
    }
    return best;
}

/* The alarm of the right, where no rule explains an official mail. */
static struct match alarm_match(struct trial *trial, const struct view *view)
{
    const struct rule *alarm = trial->context->rules->alarm;
    struct match match = { .view = *view };

    if (alarm->about.patterns->len && rule_matches(trial, alarm, view))
        match.rule = alarm;
    return match;
}

/* The best match of one message: by its text, by the other one where that says nothing, and where no
 * rule explains it, by the alarm, on either. */
static struct match match_message(struct trial *trial, const struct message *message)
{
    const struct view view = { message, message->text, "text",
                               sender_bits(rules_right(trial->context->rules), message) };
    struct view other = view;
    struct match best = first_match(trial, &view), second = { .rule = NULL };

    other.text = message->other_text;
    other.field = "other_text";
    if (other.text && !is_real(&best)) {
        second = first_match(trial, &other);
        if (!best.rule || is_real(&second))
            best = second;
    }
    if (best.rule)
        return best;
    best = alarm_match(trial, &view);
    if (!best.rule && other.text)
        second = alarm_match(trial, &other);
    return second.rule ? second : best;
}

/* kind none explains, and a real kind tells; unrecognised lies between. */
static int weight(const struct match *match)
{
    if (!match->rule)
        return 0;
    if (match->rule->kind == KIND_NONE)
        return 1;
    return match->rule->kind == KIND_UNRECOGNISED ? 2 : 3;
}

static bool is_private(const struct match *match)
{
    return !(match->view.senders & ~(1u << SENDER_OTHER));
}

/* Whether `match` of a later message beats `best`. The text of a wrapper holds that of an inline
 * original too: the original speaks for itself, unless the wrapper's own sender is the service. */
static bool beats(const struct match *match, const struct match *best, const struct message *whole)
{
    if (weight(match) != weight(best))
        return weight(match) > weight(best);
    if (!match->rule)
        return false;
    if (best->view.message == whole && is_private(best))
        return true;
    if (match->rule->priority != best->rule->priority)
        return match->rule->priority > best->rule->priority;
    return match->rule->kind < best->rule->kind;
}

/* All matches, the whole message's first; a reply's quoted thread opens no case. What stands
 * inline in an attached message follows it. */
static GArray *match_all(struct trial *trial, const struct message *whole)
{
    GArray *matches = g_array_new(FALSE, FALSE, sizeof(struct match));
    struct match match = match_message(trial, whole);
    bool reply = whole->is_reply;

    g_array_append_val(matches, match);
    for (guint i = 0; i < whole->forwarded->len; i++) {
        const struct message *forwarded = whole->forwarded->pdata[i];

        if (forwarded->way == MESSAGE_ATTACHED)
            reply = forwarded->is_reply;
        if (reply && forwarded->way == MESSAGE_INLINE)
            continue;
        match = match_message(trial, forwarded);
        g_array_append_val(matches, match);
    }
    return matches;
}

static const struct match *winner(const GArray *matches, const struct message *whole)
{
    const struct match *best = &g_array_index(matches, struct match, 0);

    for (guint i = 1; i < matches->len; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        if (beats(match, best, whole))
            best = match;
    }
    return best;
}

/* What one match tells of cases and dates. */
static void take_match(struct trial *trial, const struct message *whole, const struct match *match)
{
    g_autoptr(GArray) stated = g_array_new(FALSE, FALSE, sizeof(struct stated_date));
    struct finding *finding = trial->finding;

    extract(trial, match->rule, &match->view, finding->cases, stated);
    switch (match->rule->kind) {
    case KIND_NOTICE:
    case KIND_UNRECOGNISED:
        sent_consider(trial->context, whole, &match->view, stated, finding);
        break;
    case KIND_REMINDER:
        sent_consider_stated(trial->context, whole, &match->view, stated, finding);
        break;
    default:
        break;
    }
}

/* Whether a private person's attached message only quotes the next one, which speaks for itself. */
static bool is_wrapper(const GArray *matches, guint index)
{
    const struct match *match = &g_array_index(matches, struct match, index);
    const struct match *next = index + 1 < matches->len ? match + 1 : NULL;

    return match->view.message->way == MESSAGE_ATTACHED && is_private(match) && next &&
           next->rule && next->view.message->way == MESSAGE_INLINE;
}

/* A parent may forward the notices of several children at once: all originals of the winner's kind
 * count. */
static void take_winner(struct trial *trial, const struct message *whole, const GArray *matches,
                        const struct match *best)
{
    struct finding *finding = trial->finding;

    finding->kind = best->rule->kind;
    if (finding->kind != KIND_UNRECOGNISED)
        finding->rule = g_strdup(best->rule->name);
    if (finding->kind == KIND_NONE)
        return;
    take_match(trial, whole, best);
    for (guint i = 0; i < matches->len && best->view.message != whole; i++) {
        const struct match *match = &g_array_index(matches, struct match, i);

        if (match != best && match->rule && match->rule->kind == finding->kind &&
            match->view.message != whole && !is_wrapper(matches, i))
            take_match(trial, whole, match);
    }
    if (finding->kind == KIND_NOTICE || finding->kind == KIND_UNRECOGNISED) {
        sent_fall_back(trial->context, whole, finding);
        if (!finding->cases->len)
            g_ptr_array_add(finding->cases, g_new0(struct finding_case, 1));
    }
    if (best->view.message != whole)
        finding->original_id = g_strdup(best->view.message->message_id);
}

/* Runs of white space as one space: a copy that was wrapped otherwise is the same text. */
static void hash_text(const char *text, char hash[65])
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    const gsize length = strnlen(text, HASHED_BYTES);
    g_autoptr(GString) plain = g_string_sized_new(length + 1);
    bool gap = false;

    for (gsize i = 0; i < length; i++) {
        if (g_ascii_isspace(text[i])) {
            gap = plain->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(plain, ' ');
        g_string_append_c(plain, text[i]);
        gap = false;
    }
    g_checksum_update(checksum, (const guchar *)plain->str, (gssize)plain->len);
    g_strlcpy(hash, g_checksum_get_string(checksum), 65);
}

static void marks_of(const struct rules *rules, const struct message *message, GPtrArray *marks)
{
    marks_find(rules, message->message_id, marks);
    for (guint i = 0; i < message->references->len; i++)
        marks_find(rules, message->references->pdata[i], marks);
    marks_find(rules, message->text, marks);
    marks_find(rules, message->other_text, marks);
    for (guint i = 0; i < message->forwarded->len; i++)
        marks_of(rules, message->forwarded->pdata[i], marks);
}

static void describe(struct finding *finding, const struct message *message)
{
    finding->message_id = g_strdup(message->message_id);
    if (message->from->len)
        finding->from = g_strdup(((const struct address *)message->from->pdata[0])->addr_spec);
    g_free(finding->subject);
    finding->subject = g_strdup(message->subject);
    finding->truncated = message->truncated;
}

/* To whom and when it was sent: what matched, not what brought it. */
static void describe_matched(struct finding *finding, const struct message *matched)
{
    finding->recipient = g_strdup(matched->recipient);
    if (matched->date > 0)
        finding->dated = civil_date(matched->date, civil_paris());
}

struct finding *detect(const struct detect_context *context, const struct message *message,
                       GError **error)
{
    AUTO(finding) finding = finding_new();
    g_autoptr(GHashTable) exhausted = g_hash_table_new(NULL, NULL);
    g_autoptr(GHashTable) tried = trial_tried_new();
    struct trial trial = { context, finding, exhausted, tried,
                           pattern_clock() + DETECT_MAX_MS * G_TIME_SPAN_MILLISECOND };
    g_autoptr(GArray) matches = match_all(&trial, message);
    const struct match *best = winner(matches, message);

    describe(finding, message);
    describe_matched(finding, best->view.message);
    if (best->rule)
        take_winner(&trial, message, matches, best);
    finding->authenticity = verdict(context, message, best->view.message, finding->reasons);
    hash_text(best->view.text, finding->content_hash);
    if (finding->kind == KIND_UNRECOGNISED)
        shape_of(best->view.message->subject, best->view.text, finding->shape);
    marks_of(context->rules, message, finding->marks);
    finding->reply = reply_read(context, message);
    return g_steal_pointer(&finding);
}

bool detect_candidate(const struct rules *rules, const struct message *header)
{
    const guint senders = sender_bits(rules->right, header);

    if (!rules->candidates->len || header->truncated)
        return true;
    for (guint i = 0; i < rules->candidates->len; i++)
        if (rule_is_candidate(rules->candidates->pdata[i], header, senders, false))
            return true;
    for (guint i = 0; i < rules->list->len; i++)
        if (rule_is_candidate(rules->list->pdata[i], header, senders, true))
            return true;
    return false;
}
