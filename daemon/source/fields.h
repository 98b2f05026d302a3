/* Header fields as raw bytes, as far as a source needs them: to part messages, to tell a mail from a
 * text, to stop reading where the header ends. What they say is for message/ to read. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* The length of the field name that `line` begins with, without its colon; 0 where with none. */
gsize fields_name_length(const char *line, gsize length);

/* The length of the header block that `bytes` begin with, the empty line after it included; 0 where
 * that line is not among them. Empty lines before it are part of it. */
gsize fields_header_length(const char *bytes, gsize length);

/* The value of the first Content-Length in a header block. */
bool fields_content_length(const char *header, gsize length, guint64 *value);

/* Whether a header block of a mail begins here: with a field, and one of those that mails have. */
bool fields_are_of_mail(const char *bytes, gsize length);
