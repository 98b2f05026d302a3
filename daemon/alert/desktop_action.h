/* The actions of notifications: open the guide, be reminded tomorrow, it is done. They are taken
 * minutes or days after the showing, so a thread listens on the connection that showed.
 *
 * "It is done" closes nothing yet. A stray click on it would end the reminders, and a missed deadline
 * cannot be mended: it asks, in a notification of its own, what is confirmed: the opposition, the
 * activation, or nothing yet. Only that second answer closes the entry, and the alert `closed` then
 * says how to undo it. A question that is never answered changes nothing. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "alert/answer.h"
#include "alert/desktop_note.h"

struct desktop_action;

/* Listens on `connection` (a reference is taken) until freed. The bus knows it before anything that
 * is sent on `connection` afterwards: no action of such a notification is missed. Answers go to
 * `taker` (NULL: none is offered) as given by `by` (copied). */
struct desktop_action *desktop_action_new(GDBusConnection *connection,
                                          const struct answer_taker *taker, const char *by);
void desktop_action_free(struct desktop_action *action);
AUTO_DEFINE(desktop_action)

/* Shows `note` with its actions, and withdraws what it supersedes. */
bool desktop_action_show(struct desktop_action *action, const struct desktop_note *note,
                         GError **error);
/* Withdraws all that stands about `entry`, a question too. */
void desktop_action_withdraw(struct desktop_action *action, gint64 entry);
