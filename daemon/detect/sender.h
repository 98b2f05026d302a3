/* Who a From address claims to be: the service itself, somebody who poses as it, or another.
 * Internal to detect/. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "detect/right.h"
#include "message/message.h"

/* Characters of a domain's first label below which a typing error makes another word of it. */
#define SENDER_MIN_SLIP 5

enum sender { SENDER_OTHER, SENDER_OFFICIAL, SENDER_POSING };

/* Fills in the shapes of `right`, once, so that no mail makes them anew. */
void sender_prepare(struct right *right);

/* Judges one address. `why` (may be NULL): an English sentence for SENDER_POSING, else untouched;
 * the caller frees. */
enum sender sender_judge(const struct right *right, const struct address *address, char **why);

/* As sender_judge, for one of the From addresses of `message`. The header that a forward quotes may
 * hold the name alone: an official one counts as official there, for authenticity is out of
 * question. */
enum sender sender_of(const struct right *right, const struct message *message,
                      const struct address *address);

/* Bits (1u << enum sender) of all From addresses of `message`, each by sender_of. */
guint sender_bits(const struct right *right, const struct message *message);
