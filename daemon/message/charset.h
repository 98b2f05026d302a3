/* Bytes of whatever charset to UTF-8: a label that lies or that nobody knows never costs a word. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `bytes` as UTF-8 without NULs. `label` is the charset parameter, or NULL. What it cannot decode
 * is read as UTF-8, and byte by byte as windows-1252 where it is not UTF-8 either. Frees. */
char *charset_to_utf8(const char *bytes, gsize length, const char *label);

/* What windows-1252 means by a byte of 0x80-0x9F, which ISO 8859-1 leaves to controls that no mail
 * holds. */
gunichar charset_windows_1252(guint8 byte);

/* Opens the conversions that mails to French people come in, so that iconv need not later. */
void charset_warm_up(void);
