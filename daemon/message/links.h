/* Hosts that a mail links to. */
#pragma once

#include <glib.h>

#define LINKS_MAX 100

/* Adds the host of `url`, in lower case, to `hosts` (of char *), unless it is there, is not of http
 * or https, or LINKS_MAX are. */
void links_add(GPtrArray *hosts, const char *url);

/* The same for every http and https URL that stands in `text`. */
void links_add_from_text(GPtrArray *hosts, const char *text);

/* The length of the URL that `text` begins with; 0 where it begins with none. */
gsize links_url_length(const char *text);
