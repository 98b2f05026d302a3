/* What a person answers to an alert, on the screen or by other ways, and what that does to the entry.
 * Pure: the caller stores the entry. */
#pragma once

#include "base/settings.h"
#include "cases/entry.h"

enum answer {
    ANSWER_LATER,     /* remind me tomorrow (alert/snooze.h) */
    ANSWER_OPPOSED,   /* I opposed: it is registered */
    ANSWER_ACTIVATED, /* I activated the account */
};

/* Who takes an answer. `by` is the way that it came, as history names it: "the desktop". `user` is on
 * whose screen it was given, and may answer for the owners alone whose alerts are shown there; NULL:
 * that of the session in which the watch runs. Called from any thread, at any time until the sink is
 * freed; it must not block. */
struct answer_taker {
    void (*take)(gpointer data, const char *user, const char *by, enum answer answer, gint64 entry);
    gpointer data;
};

/* Whether to offer `answer` about the entry at `now`. */
bool answer_is_open(const struct entry *entry, enum answer answer, gint64 now);

/* Does it. `history` takes what is to be remembered. EX_USAGE, and nothing changes, where the entry
 * is closed already or suspect (a forged message has no answer but `vigie trust`), and where nothing
 * may be put off. */
bool answer_apply(struct entry *entry, enum answer answer, const char *by,
                  const struct settings *settings, gint64 now, GString *history, GError **error);
