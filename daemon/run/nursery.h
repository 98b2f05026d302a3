/* Forks readers for the threads of a process. A child that is forked while other threads run may find
 * locks held that nobody gives back; the nursery is a process of one thread, started before there
 * are others. It ends with the process that started it, and its readers end with it. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/auto.h"
#include "detect/rules.h"

struct nursery;

/* `rules` NULL: those in force, which have no fault, loaded for the first reader (rules_load_again).
 * Signals that are blocked stay so in it. */
struct nursery *nursery_new(struct rules *rules, GError **error);
void nursery_free(struct nursery *nursery);
AUTO_DEFINE(nursery)

/* Many mails are to be read: readers that it forks from now on are faster (rules_speed_up). Any thread. */
void nursery_speed_up(struct nursery *nursery);

/* As reader_spawn. Any thread; who is no longer needed is killed, and the nursery buries it. */
pid_t nursery_spawn(struct nursery *nursery, int *fd, GError **error);
