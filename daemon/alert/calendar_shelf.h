/* Brings a place where each item stands alone (a vdir, CalDAV) to what is to be shown, and respects
 * what its owner does there: an item that he deleted is not made again until its deadline changes. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "alert/calendar.h"
#include "alert/sink.h"
#include "store/items.h"

enum shelf_result {
    SHELF_DONE,
    SHELF_MISSING, /* it was to be replaced, and is not there any more */
    SHELF_LATER,   /* failed, may pass: `error` is set */
    SHELF_NEVER,   /* refused: `error` is set */
};

struct shelf_ops {
    /* Puts `piece` where `known` (NULL: never put there) stands; *etag takes the server's name of
     * it, NULL where it gives none. */
    enum shelf_result (*put)(gpointer place, const struct calendar_piece *piece,
                             const struct item *known, char **etag, GError **error);
    /* Takes `item` away; one that is not there is DONE. */
    enum shelf_result (*remove)(gpointer place, const struct item *item, GError **error);
};

/* Stops at the first failure; publication->items holds what was done before. */
enum delivery shelf_publish(const struct shelf_ops *ops, gpointer place,
                            const struct publication *publication, GError **error);

/* Puts a test item and takes it away again. */
enum delivery shelf_try(const struct shelf_ops *ops, gpointer place,
                        const struct calendar_piece *piece, GError **error);
