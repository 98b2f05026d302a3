/* What is asked beside of an account: mailboxes that hold mail of certain senders and are not
 * watched; and who vouches for its mail. */
#pragma once

#include "source/imap.h"
#include "source/session.h"

#define SURVEY_RECENT 20 /* mails that show who vouches here */

/* Adds to survey->recent. Best effort: an INBOX that cannot be read adds nothing. */
void survey_recent(struct session *session, const GPtrArray *listed, struct imap_survey *survey);

/* Fills survey->unwatched and survey->unsearched: looks into each of `listed` that is not in
 * `chosen` (both of struct mailbox). Best effort: what cannot be searched is counted. */
void survey_take(struct session *session, const GPtrArray *listed, const GPtrArray *chosen,
                 struct imap_survey *survey);
