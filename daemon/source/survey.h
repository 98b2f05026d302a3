/* Mailboxes of an account that hold mail of certain senders and are not watched. */
#pragma once

#include "source/imap.h"
#include "source/session.h"

/* Fills survey->unwatched and survey->unsearched: looks into each of `listed` that is not in
 * `chosen` (both of struct mailbox). Best effort: what cannot be searched is counted. */
void survey_take(struct session *session, const GPtrArray *listed, const GPtrArray *chosen,
                 struct imap_survey *survey);
