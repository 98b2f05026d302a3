/* What a locked-in process may have the master do for it: run the commands and touch the files that
 * the configuration names for that process, and no others. */
#pragma once

#include "base/settings.h"

/* For whom the configuration names it: the fetcher has the accounts, the keeper the alerts and the
 * report. */
enum grantee { GRANTEE_FETCHER, GRANTEE_KEEPER };

/* settings->commands[index]. */
bool grants_command(const struct settings *settings, enum grantee grantee, guint index);
/* Passwords, certificate authorities, header fields, calendars, the key of the codes; the mails of a
 * local Maildir, which may be links that lead out of it: only who may write there can make one. */
bool grants_reading(const struct settings *settings, enum grantee grantee, const char *path);
/* Report, metrics, calendars, items of a vdir. */
bool grants_writing(const struct settings *settings, enum grantee grantee, const char *path);
