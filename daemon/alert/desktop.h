/* The screen of one session: shows notes, and hears what is answered to them. */
#pragma once

#include <stdbool.h>

#include "alert/answer.h"
#include "alert/desktop_note.h"

struct desktop;

/* Connects at the first note, and anew after the bus went away. Answers go to `taker` (copied; NULL:
 * to nobody) from a thread of its own, until freed, as given by `by` (copied). */
struct desktop *desktop_new(const struct answer_taker *taker, const char *by);
void desktop_free(struct desktop *desktop);
AUTO_DEFINE(desktop)

/* Shows `note`, blocking, within a minute. EX_UNAVAILABLE where no notification can be shown now. */
bool desktop_show(struct desktop *desktop, const struct desktop_note *note, GError **error);
/* Takes what stands about `entry` from the screen. */
void desktop_withdraw(struct desktop *desktop, gint64 entry);
