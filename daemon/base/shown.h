/* Text of strangers (a server, a mail) that is shown: what a terminal, a journal or the eye obeys
 * instead of showing it. Pure. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* Control characters (those of C1 too, which begin escape sequences in one byte), what turns the
 * direction of writing or has no width, and what breaks a line. */
bool shown_is_obeyed(gunichar c);

/* Whether it may stand in a name: marks of direction, soft hyphens and joiners do in honest ones, so
 * that whoever shows the name leaves them out. */
bool shown_may_name(gunichar c);

/* `text`, which need not be UTF-8, with a blank for each of these, and without blanks at its ends. The
 * caller frees. */
char *shown_harmless(const char *text);
