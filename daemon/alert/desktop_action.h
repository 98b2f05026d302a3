/* The action of a notification, "open the guide": it is taken minutes or days after the sending, so
 * a thread listens on the connection that sent. */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

#include "base/auto.h"

#define DESKTOP_ACTION "guide"

struct desktop_action;

/* Listens on `connection` (a reference is taken) until freed. The bus knows it before anything that
 * is sent on `connection` afterwards: no action of such a notification is missed. */
struct desktop_action *desktop_action_new(GDBusConnection *connection);
void desktop_action_free(struct desktop_action *action);
AUTO_DEFINE(desktop_action)

/* When the action of notification `id` is taken: `guide` (plain text, copied) opens as a page.
 * `entry` names its file and what to run where that fails. */
void desktop_action_offer(struct desktop_action *action, guint32 id, gint64 entry,
                          const char *guide);
