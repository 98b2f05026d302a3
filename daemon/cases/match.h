/* Which known case a message speaks of: the contract's identity. */
#pragma once

#include "cases/decide.h"

/* Identity: owner + code. Without a code: the same Message-ID or text, or the same recipient, named
 * person and sending date. Last, the one case that a reminder opened without a date. NULL: none. */
const struct known *match_notice(const struct finding *finding, const struct finding_case *one,
                                 const GPtrArray *known);

/* As match_notice, then the one open case of that person. */
const struct known *match_reminder(const struct finding *finding, const struct finding_case *one,
                                   const GPtrArray *known);

/* The entry that the same forged message, or another copy of it, opened. */
const struct known *match_forged(const struct finding *finding, const struct finding_case *one,
                                 const GPtrArray *known);

/* Whether this very confirmation was taken already, or a closed case remembers the message. */
bool match_seen(const struct finding *finding, const GPtrArray *known);

/* The cases that a confirmation can mean, received at `received` (0 unknown): none that was sent
 * after it. `*certain` is false where it names a code or a person that a candidate does not. The
 * caller unrefs. */
GPtrArray *match_confirmation(const struct finding *finding, gint64 received,
                              const GPtrArray *known, const struct right *right, bool *certain);

/* The closed cases that it can mean: it comes late, or once more. The caller unrefs. */
GPtrArray *match_confirmed(const struct finding *finding, gint64 received, const GPtrArray *known,
                           const struct right *right);
