/* Modified UTF-7, in which IMAP writes mailbox names (RFC 3501, 5.1.3). Pure. */
#pragma once

/* "Ind&AOk-sirables" for "Indésirables". NULL where `name` is not UTF-8. The caller frees. */
char *utf7_encode(const char *name);

/* The reverse; NULL where `wire` is not modified UTF-7. The caller frees. */
char *utf7_decode(const char *wire);
