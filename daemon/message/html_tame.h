/* Before libxml2 sees HTML: what costs it quadratic time, and what it takes for text. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* libxml2 2.9 compares each attribute of an element with all before it. */
#define HTML_MAX_ATTRIBUTES 200

/* A copy of `html` without NULs (libxml2 stops at one), comments, scripts, markup like <![if !mso]>
 * (which it shows) and the attributes of a tag beyond HTML_MAX_ATTRIBUTES; `*cut` is set where there
 * were more attributes, else left alone. The caller frees. */
GString *html_tame(const char *html, gsize length, bool *cut);
