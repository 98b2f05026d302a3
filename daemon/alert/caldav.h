/* Items of a calendar on a server, by CalDAV (RFC 4791) and conditional requests (RFC 9110, 13): what
 * another program changed meanwhile is seen, and never overwritten blindly. */
#pragma once

#include <glib.h>

#include "alert/calendar_shelf.h"
#include "base/runner.h"
#include "base/settings.h"

struct caldav;

/* Nothing is asked for, neither server nor password, before the first item. Borrows both. */
struct caldav *caldav_new(const struct sink_settings *settings, struct runner *runner);
void caldav_free(struct caldav *caldav);
AUTO_DEFINE(caldav)

/* Their place is a struct caldav. VIGIE_EX_LOGIN where the server refuses the login (401, 403),
 * EX_PROTOCOL where it will never take the item, else EX_UNAVAILABLE or EX_TEMPFAIL. */
extern const struct shelf_ops caldav_ops;
