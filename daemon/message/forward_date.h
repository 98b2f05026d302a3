/* Dates as mailers write them above a quoted original, in French or English. */
#pragma once

#include <glib.h>

/* The instant that `text` (normalised) names: "mer. 12 janv. 2022 à 10:14", "Wed, 12 Jan 2022
 * 10:14:00 +0100", "12/01/22 10:14", "January 12, 2022 at 10:14:00 AM GMT+1" … Without a zone: in
 * Paris; without a time: at noon, so that the day stays what it says. 0 where it names none. */
gint64 forward_date(const char *text);
