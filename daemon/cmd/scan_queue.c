/* A queue with a limit, which GAsyncQueue has not. */
#include "cmd/scan_queue.h"

struct scan_queue {
    GMutex lock;
    GCond filled, emptied;
    GQueue items;
    guint limit;
    GDestroyNotify free;
};

struct scan_queue *scan_queue_new(guint limit, GDestroyNotify free)
{
    struct scan_queue *queue = g_new0(struct scan_queue, 1);

    g_mutex_init(&queue->lock);
    g_cond_init(&queue->filled);
    g_cond_init(&queue->emptied);
    g_queue_init(&queue->items);
    queue->limit = limit;
    queue->free = free;
    return queue;
}

void scan_queue_free(struct scan_queue *queue)
{
    g_queue_clear_full(&queue->items, queue->free);
    g_cond_clear(&queue->filled);
    g_cond_clear(&queue->emptied);
    g_mutex_clear(&queue->lock);
    g_free(queue);
}

void scan_queue_push(struct scan_queue *queue, gpointer item)
{
    g_mutex_lock(&queue->lock);
    while (queue->items.length >= queue->limit)
        g_cond_wait(&queue->emptied, &queue->lock);
    g_queue_push_tail(&queue->items, item);
    g_cond_signal(&queue->filled);
    g_mutex_unlock(&queue->lock);
}

gpointer scan_queue_pop(struct scan_queue *queue, guint milliseconds)
{
    gint64 until = g_get_monotonic_time() + milliseconds * G_TIME_SPAN_MILLISECOND;
    gpointer item;

    g_mutex_lock(&queue->lock);
    while (queue->items.length == 0 && g_cond_wait_until(&queue->filled, &queue->lock, until))
        continue;
    item = g_queue_pop_head(&queue->items);
    g_cond_signal(&queue->emptied);
    g_mutex_unlock(&queue->lock);
    return item;
}
