/* An alert as a mail (RFC 5322, MIME, CRLF, ASCII alone): the text, the same words as HTML, and for
 * a case whose time runs or that has been closed its dates as an iCalendar file. */
#pragma once

#include "alert/sink.h"

/* Whether `text` is a bare address that may stand in a header and in an SMTP command as it is:
 * ASCII (an IDN as xn--…), without spaces, quotes or brackets. */
bool mail_is_address(const char *text);

/* To whom `alert` goes; NULL where `to` asks for an owner and it is of none. The caller frees. */
char *mail_recipient(const struct alert *alert, const struct sink_settings *settings);

/* The whole message. Its Message-ID is the alert's mark: the same at each try, so that a double can
 * be known; a line of either text holds it too, for a forward may take one of them alone. The code
 * is in it only where the sink says `reveal`. */
GBytes *mail_message(const struct alert *alert, const struct sink_settings *settings,
                     const struct sink_context *context);

/* Parts of it, for its test. `text` in lines parted by "\n"; the result in CRLF lines of at most 76
 * characters, which decodes to `text`. */
char *mail_quoted_printable(const char *text);
/* For a Subject, by RFC 2047: in words that cut no character, folded. ASCII stays as it is. */
char *mail_encoded_words(const char *text);
