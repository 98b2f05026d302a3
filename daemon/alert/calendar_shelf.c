/* Items of a calendar, one by one. */
#include "alert/calendar_shelf.h"

#include <string.h>

static char *hash_of(const struct calendar_piece *piece)
{
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, piece->text, -1);
}

static enum delivery delivery_of(enum shelf_result result)
{
    return result == SHELF_DONE    ? DELIVERY_DONE
           : result == SHELF_NEVER ? DELIVERY_NEVER
                                   : DELIVERY_LATER;
}

static void remember(GHashTable *items, const struct calendar_piece *piece, const char *etag,
                     bool gone)
{
    struct item *item = g_new0(struct item, 1);

    item->uid = g_strdup(piece->uid);
    item->etag = g_strdup(etag);
    item->hash = hash_of(piece);
    item->deadline = g_strdup(piece->deadline);
    item->gone = gone;
    g_hash_table_replace(items, item->uid, item);
}

static bool is_settled(const struct calendar_piece *piece, const struct item *item)
{
    g_autofree char *hash = NULL;

    if (!item)
        return piece->closed;
    if (item->gone)
        return strcmp(item->deadline, piece->deadline) == 0;
    hash = hash_of(piece);
    return strcmp(item->hash, hash) == 0;
}

static enum shelf_result put(const struct shelf_ops *ops, gpointer place,
                             const struct calendar_piece *piece, GHashTable *items,
                             GError **error)
{
    const struct item *item = g_hash_table_lookup(items, piece->uid);
    bool is_known = item && !item->gone;
    g_autofree char *etag = NULL;
    enum shelf_result result;

    if (is_settled(piece, item))
        return SHELF_DONE;
    result = ops->put(place, piece, is_known ? item : NULL, &etag, error);
    if (result == SHELF_MISSING && is_known && strcmp(item->deadline, piece->deadline) == 0) {
        remember(items, piece, NULL, true);
        return SHELF_DONE;
    }
    if (result == SHELF_MISSING)
        result = ops->put(place, piece, NULL, &etag, error);
    if (result == SHELF_DONE)
        remember(items, piece, etag, false);
    return result;
}

/* Of entries that were merged away, and tasks that are asked for no more. */
static GPtrArray *left_over(const struct publication *publication)
{
    GPtrArray *uids = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GHashTable) wanted = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter at;
    gpointer uid;

    for (guint i = 0; i < publication->pieces->len; i++)
        g_hash_table_add(wanted,
                         ((struct calendar_piece *)publication->pieces->pdata[i])->uid);
    g_hash_table_iter_init(&at, publication->items);
    while (g_hash_table_iter_next(&at, &uid, NULL))
        if (!g_hash_table_contains(wanted, uid))
            g_ptr_array_add(uids, g_strdup(uid));
    return uids;
}

static enum shelf_result take_away(const struct shelf_ops *ops, gpointer place,
                                   const struct publication *publication, GError **error)
{
    g_autoptr(GPtrArray) uids = left_over(publication);

    for (guint i = 0; i < uids->len; i++) {
        const struct item *item = g_hash_table_lookup(publication->items, uids->pdata[i]);
        enum shelf_result result = item->gone ? SHELF_DONE : ops->remove(place, item, error);

        if (result != SHELF_DONE)
            return result;
        g_hash_table_remove(publication->items, uids->pdata[i]);
    }
    return SHELF_DONE;
}

enum delivery shelf_publish(const struct shelf_ops *ops, gpointer place,
                            const struct publication *publication, GError **error)
{
    for (guint i = 0; i < publication->pieces->len; i++) {
        const struct calendar_piece *piece = g_ptr_array_index(publication->pieces, i);
        enum shelf_result result = put(ops, place, piece, publication->items, error);

        if (result != SHELF_DONE)
            return delivery_of(result);
    }
    return delivery_of(take_away(ops, place, publication, error));
}

enum delivery shelf_try(const struct shelf_ops *ops, gpointer place,
                        const struct calendar_piece *piece, GError **error)
{
    struct item item = { .uid = piece->uid };
    enum shelf_result result = ops->put(place, piece, NULL, &item.etag, error);

    if (result == SHELF_DONE)
        result = ops->remove(place, &item, error);
    g_free(item.etag);
    return delivery_of(result);
}
