/* The language and the character set of what the program says, from the environment. */
#pragma once

/* For the whole process, before its first message and its first thread. The character set is UTF-8
 * always. The language follows gettext(3): of LC_ALL, LC_MESSAGES and LANG the first that is set
 * decides, "C" and "POSIX" mean English; else LANGUAGE goes before it. It holds without the locale's
 * being installed: a Debian without the package locales, cron and units have C.UTF-8 alone. The
 * catalogue is read at once, for processes that cannot open files later. */
void language_set(void);

/* What follows is said in English: what machines read is the same in every language. */
void language_unset(void);
