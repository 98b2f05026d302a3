/* Encoded words (RFC 2047) that lie about their charset. */
#pragma once

/* The field body `raw` as UTF-8, each run of encoded words in one charset made into one word in
 * UTF-8: GMime puts "?" for what does not decode, and knows where words may stand. Frees. */
char *words_mend(const char *raw);
