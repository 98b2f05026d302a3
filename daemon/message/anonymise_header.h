/* The header fields of a sample. Internal to message/. */
#pragma once

#include <glib.h>

#include "message/standin.h"

struct field {
    char *name;
    char *value; /* after the colon, folded as it was, with the line's end */
};

/* The fields of a header block, of struct field. The caller unrefs. */
GPtrArray *fields_of(const char *header, gsize length);
/* The first field of that name; NULL. Owned by `fields`. */
const char *fields_find(const GPtrArray *fields, const char *name);

/* Learns the names of people from the address fields. */
void fields_learn(const GPtrArray *fields, struct standin *standin,
                  bool (*keeps)(const char *domain, gconstpointer data), gconstpointer data);
/* Appends the fields with stand-ins. `boundary` (may be NULL) becomes `other`. */
void fields_write(const GPtrArray *fields, const struct standin *standin, const char *boundary,
                  const char *other, GByteArray *out);
