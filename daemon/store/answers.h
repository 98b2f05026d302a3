/* What a person answers to an alert: which entries that alert spoke of, and the change of one, once
 * for each mail that answers. */
#pragma once

#include "cases/event.h"
#include "store/entries.h"

/* The entries of the first alert that `marks` (of char *, lower case) name, in a GArray of gint64,
 * empty where it spoke of none. NULL without an error where no mark is ours. The caller unrefs. */
GArray *answers_entries(struct store *store, const GPtrArray *marks, GError **error);

/* The mail that answers: its Message-ID, or a hash where it has none. */
struct answers_mail {
    const char *id;
    gint64 now;
};

/* As entries_change_func; where the person is to be told that the entry is closed, `*told` becomes
 * the detail of that alert (static). */
typedef bool answers_func(struct entry *entry, gpointer data, GString *history, const char **told,
                          GError **error);

/* As entries_change, in one transaction with the memory of the mail and the alert. Where the mail
 * was taken for this entry already, nothing happens. */
bool answers_take(struct store *store, gint64 id, const struct answers_mail *mail,
                  answers_func *change, gpointer data, GError **error);

/* It may mean several entries (of gint64): raises `ambiguous` with the commands in `detail`, once. */
bool answers_ask(struct store *store, const GArray *entries, const struct answers_mail *mail,
                 const char *detail, GError **error);
