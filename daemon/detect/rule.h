/* What the parts of detection share: compiled rules, what a rule is tried on, and one run of all.
 * Internal to detect/. */
#pragma once

#include "detect/detect.h"
#include "detect/finding.h"
#include "detect/pattern.h"
#include "detect/rules.h"
#include "detect/sender.h"
#include "message/message.h"

/* The patterns of one key of a rule. */
struct condition {
    const char *key;     /* "text" */
    int line;
    GPtrArray *patterns; /* of struct pattern; empty: no condition */
};

#define RULE_CONDITIONS 6

struct rule {
    char *name, *file;
    int line, priority;
    enum kind kind;
    char *samples;          /* absolute path; NULL */
    guint senders;          /* bits of enum sender that `from` names; with no pattern and no bit: any */
    union {
        struct {
            struct condition from, subject, about, text, unless, code;
        };
        struct condition conditions[RULE_CONDITIONS]; /* the same, in that order */
    };
};

struct rules {
    struct right *right;
    GPtrArray *list;       /* of struct rule, highest priority first */
    GPtrArray *candidates; /* of struct rule with from and subject only */
    struct rule *alarm;    /* of the right: kind unrecognised */
    struct pattern *mark;  /* MARK_PATTERN */
};

void rule_free(struct rule *rule);
AUTO_DEFINE(rule)

/* What a rule is tried on: a message, or one forwarded in it, by one of its two texts. */
struct view {
    const struct message *message;
    const char *text;
    const char *field; /* "text", or "other_text" where the other alternative is tried */
    guint senders;     /* sender_bits of `message` */
};

/* One run of the rules over one message. */
struct trial {
    const struct detect_context *context;
    struct finding *finding; /* where traces and faults go */
    GHashTable *exhausted;   /* of pattern_identity: ran into a limit here, not tried again */
    GHashTable *tried;       /* of trial_tried_new: what patterns that rules share said of a text */
    gint64 end;              /* by pattern_clock: past it, every pattern is near its limit */
};

/* match.c ------------------------------------------------------------------------------------- */

/* For a trial; the caller unrefs. It borrows the texts of the message. */
GHashTable *trial_tried_new(void);

/* A pattern against a text from `offset` on. A limit hit is a fault in the finding, and no match. */
bool trial_match(struct trial *trial, const struct rule *rule, const struct condition *condition,
                 guint index, const char *text, gsize offset, gint64 deadline,
                 struct pattern_hit *hit);

/* When a pattern tried now must end: after its own time, or with the time of the whole trial. */
gint64 trial_deadline(const struct trial *trial);

/* Notes a condition that was tried, where a trace is wanted. `span` NULL: it did not match. */
void trial_note(struct trial *trial, const struct rule *rule, const struct condition *condition,
                guint index, const char *field, const char *text, const struct span *span);

/* Whether all conditions of `rule` hold for `view`. */
bool rule_matches(struct trial *trial, const struct rule *rule, const struct view *view);

/* Whether the header of `message` meets `from` or `subject` of a candidate section (all: both). */
bool rule_is_candidate(const struct rule *rule, const struct message *message, guint senders,
                       bool all);

/* extract.c ----------------------------------------------------------------------------------- */

/* What the `code` patterns of `rule` find in `view`: appends to `cases` (of struct finding_case;
 * a code that is there already is not doubled) and to `stated` (of struct stated_date). */
void extract(struct trial *trial, const struct rule *rule, const struct view *view,
             GPtrArray *cases, GArray *stated);

/* A date that a rule's group `sent` took from the text. */
struct stated_date {
    GDate date;
    gsize start, end;
};

/* sent.c -------------------------------------------------------------------------------------- */

/* Considers every date of `view` (of `whole` or forwarded in it) for the finding's sending date, and
 * notes each in finding->dates. May be called for several views: the earliest that counts stays. */
void sent_consider(const struct detect_context *context, const struct message *whole,
                   const struct view *view, const GArray *stated, struct finding *finding);

/* A reminder is dated by what it states of the notice alone. */
void sent_consider_stated(const struct detect_context *context, const struct message *whole,
                          const struct view *view, const GArray *stated, struct finding *finding);

/* Where no date counts: when the mail arrived, at the latest now. */
void sent_fall_back(const struct detect_context *context, const struct message *whole,
                    struct finding *finding);

/* verdict.c ----------------------------------------------------------------------------------- */

/* Judges who speaks, and appends the reasons. `matched` is `whole` or a message forwarded in it. */
enum authenticity verdict(const struct detect_context *context, const struct message *whole,
                          const struct message *matched, GPtrArray *reasons);
