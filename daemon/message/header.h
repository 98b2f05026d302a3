/* Header fields of one message, from GMime's list of them, where doubles are still seen. */
#pragma once

#include <gmime/gmime.h>

#include "message/message.h"

/* Fills what `message` knows from the header. */
void header_read(struct message *message, GMimeObject *object);

/* What looks like an address in a value that is no address list; "" where nothing does. Frees. */
char *header_find_addr_spec(const char *value);

/* Whether `subject` (decoded) begins as that of a reply does. */
bool header_is_reply_subject(const char *subject);

/* Whether `subject` begins with Tr:, Fwd: or another mailer's word for a forward. */
bool header_is_forward_subject(const char *subject);
