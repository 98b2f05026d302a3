/* A sample of a mail that can be given away: its structure, charset, transfer encodings and wording
 * as they are, the data of people in it replaced by stand-ins (standin.h). Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

struct anonymise_context {
    bool (*keeps)(const char *domain, gconstpointer data); /* the service's own domains stay */
    gconstpointer data;
    const char *const *service_names; /* display names under which the service writes */
    const char *const *codes;         /* found in the mail; NULL-terminated, as all of these */
    const char *const *persons;
};

/* `raw` within the limits of message.h. Parts that are no text are empty in the sample; fields that
 * nobody knows are replaced letter by letter. EX_DATAERR where `raw` is no mail. The caller unrefs. */
GBytes *message_anonymise(GBytes *raw, const struct anonymise_context *context, GError **error);
