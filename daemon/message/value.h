/* Making and freeing a struct message. */
#pragma once

#include "message/message.h"

/* Empty, with all its arrays; subject and text "". */
struct message *message_new(enum message_way way);

/* An address: `name` (decoded; NULL: none) is normalised to one line, the domain of `addr_spec` put
 * in lower case. The local part keeps its case, which is the host's to judge. */
struct address *message_address_new(const char *name, const char *addr_spec);

/* For GPtrArray. */
void message_address_free(gpointer address);
