/* Results on their way to the thread that records them. It holds a limited number: where the disk is
 * slower than the reading, the readers wait. */
#pragma once

#include <glib.h>

#include "base/auto.h"

struct scan_queue;
struct scan_queue *scan_queue_new(guint limit, GDestroyNotify free);
void scan_queue_free(struct scan_queue *queue);
AUTO_DEFINE(scan_queue)

/* Takes `item`; waits while there are `limit` of them. In the order in which one thread puts them in,
 * they come out. */
void scan_queue_push(struct scan_queue *queue, gpointer item);

/* NULL where nothing came within `milliseconds`. */
gpointer scan_queue_pop(struct scan_queue *queue, guint milliseconds);
