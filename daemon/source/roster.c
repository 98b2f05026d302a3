/* Names of mails, found by a hash table whose slots are numbers. */
#include "source/roster.h"

#include <stdbool.h>
#include <string.h>

#include "triage/stamp.h"

#define CHUNK ((gsize)64 * 1024)
#define FIRST_SLOTS 1024

struct roster *roster_new(void)
{
    struct roster *roster = g_new0(struct roster, 1);

    roster->mails = g_array_new(FALSE, FALSE, sizeof(struct roster_mail));
    roster->names = g_string_chunk_new(CHUNK);
    roster->name = g_string_new(NULL);
    roster->slots = g_new0(guint32, FIRST_SLOTS);
    roster->mask = FIRST_SLOTS - 1;
    return roster;
}

void roster_free(struct roster *roster)
{
    if (!roster)
        return;
    g_array_unref(roster->mails);
    g_string_chunk_free(roster->names);
    g_string_free(roster->name, TRUE);
    g_free(roster->slots);
    g_free(roster);
}

guint64 roster_key(const char *text, gsize length)
{
    uint64_t stamp[2] = { 0 };
    guint64 key;

    stamp_add(stamp, text, length);
    key = stamp[0] ^ (stamp[1] << 32 | stamp[1] >> 32);
    return key ? key : 1;
}

/* Two of one key are told apart by the text. */
static bool is_mail(const struct roster_mail *mail, guint64 key, const char *file, gsize unique)
{
    return mail->key == key && mail->unique == unique &&
           memcmp(strchr(mail->name, '/') + 1, file, unique) == 0;
}

/* The slot of that mail, or the free one that it would have. */
static guint32 *find_slot(const struct roster *roster, guint64 key, const char *file, gsize unique)
{
    guint at = (guint)key & roster->mask;

    while (roster->slots[at] &&
           !is_mail(roster_at(roster, roster->slots[at] - 1), key, file, unique))
        at = (at + 1) & roster->mask;
    return &roster->slots[at];
}

static void grow(struct roster *roster)
{
    const guint count = (roster->mask + 1) * 2;

    g_free(roster->slots);
    roster->slots = g_new0(guint32, count);
    roster->mask = count - 1;
    for (guint i = 0; i < roster->mails->len; i++) {
        guint at = (guint)roster_at(roster, i)->key & roster->mask;

        while (roster->slots[at])
            at = (at + 1) & roster->mask;
        roster->slots[at] = i + 1;
    }
}

/* A folder is read again while others rename in it: most names are then as they were. */
static void rename_mail(struct roster *roster, guint index)
{
    struct roster_mail *mail = &g_array_index(roster->mails, struct roster_mail, index);

    if (!g_str_equal(mail->name, roster->name->str))
        mail->name = g_string_chunk_insert(roster->names, roster->name->str);
}

void roster_add(struct roster *roster, const char *folder, const char *file, gsize unique)
{
    struct roster_mail mail = { .key = roster_key(file, unique), .unique = unique };
    guint32 *slot;

    g_string_assign(roster->name, folder);
    g_string_append_c(roster->name, '/');
    g_string_append(roster->name, file);
    if (roster->mails->len * 2 > roster->mask)
        grow(roster);
    slot = find_slot(roster, mail.key, file, unique);
    if (*slot) {
        rename_mail(roster, *slot - 1);
        return;
    }
    mail.name =
        g_string_chunk_insert_len(roster->names, roster->name->str, (gssize)roster->name->len);
    g_array_append_val(roster->mails, mail);
    *slot = roster->mails->len;
}

const char *roster_find(const struct roster *roster, const char *unique)
{
    const gsize length = strlen(unique);
    const guint32 *slot = find_slot(roster, roster_key(unique, length), unique, length);

    return *slot ? roster_at(roster, *slot - 1)->name : NULL;
}
