/* The grammar of Authentication-Results (RFC 8601 section 2.2). */
#pragma once

#include <glib.h>

struct authres_property {
    char *type, *name, *value; /* "header", "from", "example.fr"; type and name in lower case */
};

struct authres_result {
    char *method, *result; /* lower case, without a version */
    GPtrArray *properties; /* of struct authres_property */
};

struct authres {
    char *authserv_id;  /* lower case */
    GPtrArray *results; /* of struct authres_result; empty for "none" */
};

/* The field body `value`, unfolded. NULL where it does not begin with an authserv-id of its own (as
 * Outlook's "spf=pass …"). What cannot be parsed ends the list of results. */
struct authres *authres_parse(const char *value);
void authres_free(struct authres *authres);

/* The value of the first property of that type and name; NULL where there is none. Borrowed. */
const char *authres_property(const struct authres_result *result, const char *type,
                             const char *name);
