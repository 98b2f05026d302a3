/* The names of the mails of a Maildir: thousands, in one piece of memory, each mail once. */
#pragma once

#include <glib.h>

#include "base/auto.h"

struct roster_mail {
    guint64 key;      /* stands for the part of the name that stays (roster_key) */
    const char *name; /* "cur/1700000000.M1P2.host:2,S" */
    gsize unique;     /* the length of that part, which begins behind the slash */
};

struct roster {
    GArray *mails; /* of struct roster_mail, not sorted; who has it may take some away */
    GStringChunk *names;
    GString *name;  /* being made */
    guint32 *slots; /* where among the mails a key is, from 1 on; 0: free */
    guint mask;     /* the number of slots, a power of two, less 1 */
};

struct roster *roster_new(void);
void roster_free(struct roster *roster);
AUTO_DEFINE(roster)

/* Adds FOLDER/FILE, of whose file the first `unique` bytes stay; a mail that was there is renamed. */
void roster_add(struct roster *roster, const char *folder, const char *file, gsize unique);

/* The name of the mail of that unique part; NULL. Of a roster of which nothing was taken away. */
const char *roster_find(const struct roster *roster, const char *unique);

static inline const struct roster_mail *roster_at(const struct roster *roster, guint index)
{
    return &g_array_index(roster->mails, struct roster_mail, index);
}

/* 64 bits for a text, never 0: among a million names two are alike once in thirty million such folders. */
guint64 roster_key(const char *text, gsize length);
