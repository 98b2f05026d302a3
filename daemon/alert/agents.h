/* The screens of users whose session this process is not in: their `vigie agent`s connect to a
 * socket of ours, which a thread of its own serves. */
#pragma once

#include <stdbool.h>

#include "alert/answer.h"
#include "alert/desktop_note.h"

struct agents;

/* An agent of `user` is there; called from the thread. */
typedef void agents_came_func(gpointer data, const char *user);

/* Listens at `path` (its folder must exist, and be open to the users), in place of what a dead watch
 * left there. One agent of each of `users` (NULL-terminated) is served, the latest that came; others
 * are refused. Answers go to `taker` from the thread. Where nobody can be listened to, it is tried
 * again at each agents_show. */
struct agents *agents_new(const char *path, char **users /* taken */,
                          const struct answer_taker *taker, agents_came_func *came, gpointer data);
void agents_free(struct agents *agents);
AUTO_DEFINE(agents)

/* Has the agent of `user` show `note` and waits, less than a minute, until it did. EX_UNAVAILABLE
 * where it cannot: nobody listens, or the agent says why, or does not answer. From any thread. */
bool agents_show(struct agents *agents, const char *user, const struct desktop_note *note,
                 GError **error);

/* Has the agent of `user`, where there is one, take what stands about `entry` from the screen. */
void agents_withdraw(struct agents *agents, const char *user, gint64 entry);
