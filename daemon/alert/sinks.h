/* Each kind of sink by its constructor: NULL and EX_CONFIG where the settings cannot serve. What
 * they do is the contract of sink.h. */
#pragma once

#include "alert/sink.h"

/* org.freedesktop.Notifications on the session bus. */
struct sink *sink_desktop_new(const struct sink_settings *settings, GError **error);
/* RFC 5322 mail, by SMTP or by sendmail. */
struct sink *sink_mail_new(const struct sink_settings *settings, GError **error);
/* A command of the user's: the alert's JSON on its stdin. */
struct sink *sink_command_new(const struct sink_settings *settings, GError **error);
/* Events in a file, a folder of items, or on a CalDAV server. */
struct sink *sink_calendar_new(const struct sink_settings *settings, GError **error);
/* POST to an address: our JSON, ntfy or gotify. */
struct sink *sink_webhook_new(const struct sink_settings *settings, GError **error);
