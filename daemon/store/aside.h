/* Mails that broke the reader: kept whole below spool/aside, counted, tried again after an upgrade. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "cases/decide.h"
#include "store/cursors.h"
#include "store/store.h"

struct aside {
    gint64 id;
    char *file; /* absolute */
    char *account, *mailbox, *source, *owner;
    gint64 received;
};

void aside_free(struct aside *aside);

/* Keeps `raw`, raises `set-aside`, and moves the cursor (`move` may be NULL): all or nothing. */
bool aside_put(struct store *store, GBytes *raw, const struct origin *origin, const char *why,
               const struct cursor_move *move, gint64 now, GError **error);

/* Those that another version of the program set aside. Of struct aside. */
GPtrArray *aside_to_retry(struct store *store, GError **error);

/* It was read at last: forgets row and file. Else (`again`) notes this version. */
bool aside_done(struct store *store, const struct aside *aside, GError **error);
bool aside_again(struct store *store, const struct aside *aside, GError **error);

bool aside_count(struct store *store, gint64 *count, GError **error);
