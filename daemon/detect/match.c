/* Tries the conditions of rules, and keeps what each of them found for `explain`. */
#include <glib/gi18n.h>
#include <string.h>

#include "detect/rule.h"

/* Of the line around what matched. */
#define EXCERPT_BYTES 200
/* More rows than a person reads; a finding crosses process borders. */
#define MAX_TRACE 2000

/* Its name where it has one, else its key and place. */
static char *pattern_label(const struct condition *condition, guint index)
{
    const char *name = pattern_name(condition->patterns->pdata[index]);

    if (name)
        return g_strdup(name);
    if (condition->patterns->len < 2)
        return g_strdup(condition->key);
    return g_strdup_printf("%s %u", condition->key, index + 1);
}

static void note_limit(struct trial *trial, const struct rule *rule,
                       const struct condition *condition, guint index)
{
    g_autofree char *label = pattern_label(condition, index);

    g_ptr_array_add(trial->finding->faults,
                    g_strdup_printf(_("%s:%d: rule \"%s\": %s ran into its limit (%d ms); make the "
                                      "pattern simpler"),
                                    rule->file, condition->line ? condition->line : rule->line,
                                    rule->name, label, PATTERN_MAX_MS));
}

gint64 trial_deadline(const struct trial *trial)
{
    return MIN(pattern_deadline(), trial->end);
}

bool trial_match(struct trial *trial, const struct rule *rule, const struct condition *condition,
                 guint index, const char *text, gsize offset, gint64 deadline,
                 struct pattern_hit *hit)
{
    const struct pattern *pattern = condition->patterns->pdata[index];
    const gconstpointer identity = pattern_identity(pattern);
    enum pattern_result result;

    if (g_hash_table_contains(trial->exhausted, identity))
        return false;
    result = pattern_match(pattern, text, offset, deadline, hit);
    if (result == PATTERN_LIMIT) {
        g_hash_table_add(trial->exhausted, (gpointer)(guintptr)identity);
        note_limit(trial, rule, condition, index);
    }
    return result == PATTERN_YES;
}

/* What matched, in its line where that is short enough; it begins at `hit`. */
static char *excerpt_of(const char *text, const struct span *span, gsize *hit)
{
    const gsize room = EXCERPT_BYTES - MIN(span->end - span->start, EXCERPT_BYTES);
    gsize start = span->start, end = span->end;

    while (start > 0 && text[start - 1] != '\n' && span->start - start < room / 2)
        start--;
    while (text[end] && text[end] != '\n' && end - start < EXCERPT_BYTES)
        end++;
    if (end - start > EXCERPT_BYTES)
        end = start + EXCERPT_BYTES;
    while (start < end && ((guchar)text[start] & 0xC0) == 0x80)
        start++;
    while (end > start && ((guchar)text[end] & 0xC0) == 0x80)
        end--;
    *hit = MIN(MAX(span->start, start), end) - start;
    return g_strndup(text + start, end - start);
}

static bool is_noted(const struct trial *trial)
{
    return trial->context->trace && trial->finding->trace->len < MAX_TRACE;
}

/* A new row; takes `label`. */
static struct finding_trace *note(struct trial *trial, const struct rule *rule,
                                  const char *condition, char *label, const char *field)
{
    struct finding_trace *row = g_new0(struct finding_trace, 1);

    row->rule = g_strdup(rule->name);
    row->pattern = label;
    row->condition = g_strdup(condition);
    row->field = g_strdup(field);
    g_ptr_array_add(trial->finding->trace, row);
    return row;
}

/* Where in `text` it matched; `span` NULL: nowhere. */
static void note_span(struct finding_trace *row, const char *text, const struct span *span)
{
    row->matched = span != NULL;
    if (!span)
        return;
    row->start = span->start;
    row->end = span->end;
    row->excerpt = excerpt_of(text, span, &row->excerpt_start);
}

void trial_note(struct trial *trial, const struct rule *rule, const struct condition *condition,
                guint index, const char *field, const char *text, const struct span *span)
{
    if (is_noted(trial))
        note_span(note(trial, rule, condition->key, pattern_label(condition, index), field), text,
                  span);
}

/* What one pattern said of one text. */
struct tried {
    gconstpointer identity;
    const char *text;
    bool matched;
    struct span whole;
};

static guint tried_hash(gconstpointer key)
{
    const struct tried *tried = key;

    return g_direct_hash(tried->identity) ^ g_direct_hash(tried->text);
}

static gboolean tried_equal(gconstpointer a, gconstpointer b)
{
    const struct tried *left = a, *right = b;

    return left->identity == right->identity && left->text == right->text;
}

GHashTable *trial_tried_new(void)
{
    return g_hash_table_new_full(tried_hash, tried_equal, g_free, NULL);
}

/* Tries one pattern on one text, or remembers: rules ask the same of a mail. */
static const struct tried *ask(struct trial *trial, const struct rule *rule,
                               const struct condition *condition, guint index, const char *text)
{
    const struct tried key = { pattern_identity(condition->patterns->pdata[index]), text };
    struct tried *tried = g_hash_table_lookup(trial->tried, &key);
    struct pattern_hit hit;

    if (tried)
        return tried;
    tried = g_memdup2(&key, sizeof key);
    tried->matched =
        trial_match(trial, rule, condition, index, text, 0, trial_deadline(trial), &hit);
    if (tried->matched)
        tried->whole = hit.groups[GROUP_WHOLE];
    g_hash_table_add(trial->tried, tried);
    return tried;
}

/* One pattern against one field, noted. */
static bool try_pattern(struct trial *trial, const struct rule *rule,
                        const struct condition *condition, guint index, const char *field,
                        const char *text)
{
    const struct tried *tried = ask(trial, rule, condition, index, text);

    trial_note(trial, rule, condition, index, field, text, tried->matched ? &tried->whole : NULL);
    return tried->matched;
}

static bool any_address(struct trial *trial, const struct rule *rule, guint index,
                        const struct message *message)
{
    for (guint i = 0; i < message->from->len; i++) {
        const struct address *address = message->from->pdata[i];

        if (try_pattern(trial, rule, &rule->from, index, "from", address->addr_spec))
            return true;
    }
    return false;
}

/* The first From address that is judged so; NULL where none is. */
static const char *address_of(const struct trial *trial, const struct message *message,
                              enum sender sender)
{
    for (guint i = 0; i < message->from->len; i++) {
        const struct address *address = message->from->pdata[i];

        if (sender_of(rules_right(trial->context->rules), message, address) == sender)
            return address->addr_spec;
    }
    return NULL;
}

/* The words official and posing judge an address as a whole. */
static void note_words(struct trial *trial, const struct rule *rule, const struct view *view)
{
    static const char *const labels[] = {
        [SENDER_OFFICIAL] = N_("an official sender"),
        [SENDER_POSING] = N_("a sender who poses as official"),
    };

    for (guint sender = SENDER_OFFICIAL; sender <= SENDER_POSING; sender++) {
        struct span whole = { .set = true };
        struct finding_trace *row;
        const char *address;

        if (!is_noted(trial) || !(rule->senders & 1u << sender))
            continue;
        row = note(trial, rule, "from", g_strdup(_(labels[sender])), "from");
        address = address_of(trial, view->message, sender);
        if (!address)
            continue;
        whole.end = strlen(address);
        note_span(row, address, &whole);
    }
}

static bool from_holds(struct trial *trial, const struct rule *rule, const struct view *view)
{
    bool holds = rule->senders & view->senders;

    note_words(trial, rule, view);
    for (guint i = 0; !holds && i < rule->from.patterns->len; i++)
        holds = any_address(trial, rule, i, view->message);
    return holds || (!rule->senders && !rule->from.patterns->len);
}

static bool subject_holds(struct trial *trial, const struct rule *rule, const struct view *view)
{
    for (guint i = 0; i < rule->subject.patterns->len; i++)
        if (try_pattern(trial, rule, &rule->subject, i, "subject", view->message->subject))
            return true;
    return !rule->subject.patterns->len;
}

static bool either_matches(struct trial *trial, const struct rule *rule,
                           const struct condition *condition, guint index, const struct view *view)
{
    return try_pattern(trial, rule, condition, index, "subject", view->message->subject) ||
           try_pattern(trial, rule, condition, index, view->field, view->text);
}

/* With a trace wanted, all patterns are tried: explain shows each. */
static bool about_holds(struct trial *trial, const struct rule *rule, const struct view *view)
{
    bool holds = true;

    for (guint i = 0; i < rule->about.patterns->len && (holds || trial->context->trace); i++)
        holds &= either_matches(trial, rule, &rule->about, i, view);
    return holds;
}

static bool text_holds(struct trial *trial, const struct rule *rule, const struct view *view)
{
    bool holds = true;

    for (guint i = 0; i < rule->text.patterns->len && (holds || trial->context->trace); i++)
        holds &= try_pattern(trial, rule, &rule->text, i, view->field, view->text);
    return holds;
}

static bool unless_holds(struct trial *trial, const struct rule *rule, const struct view *view)
{
    for (guint i = 0; i < rule->unless.patterns->len; i++)
        if (either_matches(trial, rule, &rule->unless, i, view))
            return false;
    return true;
}

bool rule_matches(struct trial *trial, const struct rule *rule, const struct view *view)
{
    return from_holds(trial, rule, view) && subject_holds(trial, rule, view) &&
           about_holds(trial, rule, view) && text_holds(trial, rule, view) &&
           unless_holds(trial, rule, view);
}

/* A limit hit says nothing: in doubt the mail is read whole. */
static bool may_match(const struct condition *condition, const char *text)
{
    struct pattern_hit hit;

    for (guint i = 0; i < condition->patterns->len; i++)
        if (pattern_match(condition->patterns->pdata[i], text, 0, pattern_deadline(), &hit) !=
            PATTERN_NO)
            return true;
    return false;
}

static bool may_be_from(const struct rule *rule, const struct message *message, guint senders)
{
    if (rule->senders & senders)
        return true;
    for (guint i = 0; i < message->from->len; i++)
        if (may_match(&rule->from, ((const struct address *)message->from->pdata[i])->addr_spec))
            return true;
    return false;
}

bool rule_is_candidate(const struct rule *rule, const struct message *message, guint senders,
                       bool all)
{
    const bool asks_from = rule->senders || rule->from.patterns->len;
    const bool asks_subject = rule->subject.patterns->len;
    const bool from = asks_from && may_be_from(rule, message, senders);
    const bool subject = asks_subject && may_match(&rule->subject, message->subject);

    if (!all)
        return from || subject;
    return (asks_from || asks_subject) && from == asks_from && subject == asks_subject;
}
