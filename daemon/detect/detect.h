/* From a message to a finding: tries the rules on it and on each message forwarded in it, extracts
 * codes, persons and dates, and judges the sender. Pure: the clock and the trust come in. */
#pragma once

#include "detect/finding.h"
#include "detect/rules.h"
#include "message/message.h"

struct detect_context {
    const struct rules *rules;
    const char *const *trust;    /* authserv-ids, lower case, NULL-terminated */
    gint64 received;             /* when the mail arrived: INTERNALDATE, the file's time; 0 unknown */
    enum sent_source received_source; /* SENT_INTERNALDATE or SENT_DELIVERY */
    gint64 now;                  /* nothing is sent after it */
    bool trace;                  /* keep each condition tried (for explain) */
};

/* NULL only for a fault of Vigie; a rule that runs into its limit is a fault in the finding. */
struct finding *detect(const struct detect_context *context, const struct message *message,
                       GError **error);

/* Whether the header (message_parse_header) meets a `candidate` condition: what a cheap first look
 * fetches whole. In doubt TRUE. */
bool detect_candidate(const struct rules *rules, const struct message *header);
