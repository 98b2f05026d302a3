/* Names, patterns, and the choice. */
#include "source/mailboxes.h"

#include <string.h>

#include "base/shown.h"
#include "source/utf7.h"

/* Where the server marks no \Junk folder. Compared without case. */
static const char *const junk_names[] = {
    "junk", "spam", "junk e-mail", "junk email", "indésirables", "courrier indésirable", "pourriel",
};

#define NAME_MAX_BYTES 1000 /* some servers allow 255: longer is an attack */

/* A mailbox that is not watched is a mail lost, but a name with a line break or an escape sequence is an
 * attack. */
static bool can_be_shown(const char *name)
{
    if (!g_utf8_validate(name, -1, NULL))
        return false;
    for (; *name; name += g_utf8_skip[(guchar)*name])
        if (!shown_may_name(g_utf8_get_char(name)))
            return false;
    return true;
}

static struct mailbox *mailbox_new(char *name, char *wire, char delimiter)
{
    struct mailbox *mailbox = g_new0(struct mailbox, 1);

    mailbox->name = name;
    mailbox->wire = wire;
    mailbox->delimiter = delimiter;
    return mailbox;
}

struct mailbox *mailbox_from_wire(const char *wire, char delimiter)
{
    g_autofree char *name = NULL;

    if (!*wire || strlen(wire) > NAME_MAX_BYTES)
        return NULL;
    name = utf7_decode(wire);
    /* Some servers send plain UTF-8. */
    if (!name)
        name = g_strdup(wire);
    return can_be_shown(name) ? mailbox_new(g_steal_pointer(&name), g_strdup(wire), delimiter) : NULL;
}

struct mailbox *mailbox_from_name(const char *name)
{
    char *wire = can_be_shown(name) ? utf7_encode(name) : NULL;

    return wire ? mailbox_new(g_strdup(name), wire, 0) : NULL;
}

struct mailbox *mailbox_copy(const struct mailbox *mailbox)
{
    struct mailbox *copy =
        mailbox_new(g_strdup(mailbox->name), g_strdup(mailbox->wire), mailbox->delimiter);

    copy->is_junk = mailbox->is_junk;
    copy->hidden_as = mailbox->hidden_as;
    return copy;
}

void mailbox_keep(struct mailbox *mailbox, const struct mailbox *old)
{
    mailbox->stuck_uid = old->stuck_uid;
    mailbox->stuck_weight = old->stuck_weight;
    mailbox->stuck_uidvalidity = old->stuck_uidvalidity;
    mailbox->is_counted = old->is_counted;
    mailbox->passed = old->passed;
}

void mailbox_free(struct mailbox *mailbox)
{
    if (!mailbox)
        return;
    g_free(mailbox->name);
    g_free(mailbox->wire);
    g_free(mailbox);
}

static bool is_inbox(const char *name)
{
    return g_ascii_strcasecmp(name, "INBOX") == 0;
}

static bool is_wildcard(char byte)
{
    return byte == '*' || byte == '%';
}

/* Whether the wildcard takes one more byte. */
static bool takes(char wildcard, char byte, char delimiter)
{
    return wildcard == '*' || (wildcard == '%' && !(delimiter && byte == delimiter));
}

/* A wildcard may stand for nothing: where one is reached, what follows it is reached too. */
static void pass_wildcards(bool *reached, const char *pattern)
{
    for (; *pattern; pattern++, reached++)
        if (*reached && is_wildcard(*pattern))
            reached[1] = true;
}

/* Byte by byte of the name, all places of the pattern that it may have come to: the server chooses
 * the name, and to try one wildcard after the other would take for ever. */
static bool matches(const char *name, char delimiter, const char *pattern)
{
    const gsize length = strlen(pattern);
    g_autofree bool *reached = g_new0(bool, length + 1);

    reached[0] = true;
    pass_wildcards(reached, pattern);
    for (; *name; name++) {
        for (gsize i = length; i > 0; i--)
            reached[i] = (reached[i] && takes(pattern[i], *name, delimiter)) ||
                         (reached[i - 1] && !is_wildcard(pattern[i - 1]) && pattern[i - 1] == *name);
        reached[0] = reached[0] && takes(pattern[0], *name, delimiter);
        pass_wildcards(reached, pattern);
    }
    return reached[length];
}

bool mailbox_matches(const char *name, char delimiter, const char *pattern)
{
    return (is_inbox(name) && is_inbox(pattern)) || matches(name, delimiter, pattern);
}

struct mailbox *mailboxes_find(const GPtrArray *mailboxes, const char *name)
{
    for (guint i = 0; i < mailboxes->len; i++) {
        struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);

        if (strcmp(mailbox->name, name) == 0 || (is_inbox(name) && is_inbox(mailbox->name)))
            return mailbox;
    }
    return NULL;
}

/* What stands for the name in a table. */
static char *key_of(struct mailbox *mailbox)
{
    static char inbox[] = "INBOX";

    return is_inbox(mailbox->name) ? inbox : mailbox->name;
}

GHashTable *mailboxes_table(const GPtrArray *mailboxes)
{
    GHashTable *table = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < mailboxes->len; i++) {
        struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);

        g_hash_table_insert(table, key_of(mailbox), mailbox);
    }
    return table;
}

struct mailbox *mailboxes_look_up(GHashTable *table, const char *name)
{
    return g_hash_table_lookup(table, is_inbox(name) ? "INBOX" : name);
}

/* What is chosen: an account may show 100,000 of them. */
struct choice {
    GPtrArray *mailboxes;
    GHashTable *table; /* of these */
};

static void choose(struct choice *choice, struct mailbox *mailbox)
{
    if (!mailbox || mailboxes_look_up(choice->table, mailbox->name)) {
        mailbox_free(mailbox);
        return;
    }
    g_hash_table_insert(choice->table, key_of(mailbox), mailbox);
    g_ptr_array_insert(choice->mailboxes, is_inbox(mailbox->name) ? 0 : -1, mailbox);
}

static bool is_known_junk(const char *name)
{
    g_autofree char *folded = g_utf8_casefold(name, -1);
    const char *leaf = strrchr(folded, '.') ? strrchr(folded, '.') + 1 : folded;

    leaf = strrchr(leaf, '/') ? strrchr(leaf, '/') + 1 : leaf;
    for (gsize i = 0; i < G_N_ELEMENTS(junk_names); i++)
        if (strcmp(leaf, junk_names[i]) == 0)
            return true;
    return false;
}

static void choose_default(struct choice *chosen, const GPtrArray *listed)
{
    const struct mailbox *inbox = mailboxes_find(listed, "INBOX");
    bool marked = false;

    choose(chosen, inbox ? mailbox_copy(inbox) : mailbox_from_name("INBOX"));
    for (guint i = 0; i < listed->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);

        if (!mailbox->is_junk)
            continue;
        marked = true;
        choose(chosen, mailbox_copy(mailbox));
    }
    for (guint i = 0; i < listed->len && !marked; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);

        if (is_known_junk(mailbox->name))
            choose(chosen, mailbox_copy(mailbox));
    }
}

static bool is_excluded_name(const char *name, char delimiter, char *const *wanted)
{
    for (; *wanted; wanted++)
        if (**wanted == '!' && mailbox_matches(name, delimiter, *wanted + 1))
            return true;
    return false;
}

static bool is_excluded(const struct mailbox *mailbox, char *const *wanted)
{
    return is_excluded_name(mailbox->name, mailbox->delimiter, wanted);
}

static void choose_matching(struct choice *chosen, const GPtrArray *listed, const char *pattern,
                            char *const *wanted)
{
    for (guint i = 0; i < listed->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);

        if (mailbox_matches(mailbox->name, mailbox->delimiter, pattern) &&
            !is_excluded(mailbox, wanted))
            choose(chosen, mailbox_copy(mailbox));
    }
    if (!strpbrk(pattern, "*%") && !mailboxes_find(listed, pattern)) {
        AUTO(mailbox) unlisted = mailbox_from_name(pattern);

        if (unlisted && !is_excluded(unlisted, wanted))
            choose(chosen, g_steal_pointer(&unlisted));
    }
}

/* Excludes alone mean "all but these of the default". */
static bool only_excludes(char *const *wanted)
{
    for (; *wanted; wanted++)
        if (**wanted != '!')
            return false;
    return true;
}

bool mailboxes_may_choose(const char *name, char delimiter, char *const *wanted)
{
    if (!wanted || only_excludes(wanted) || is_excluded_name(name, delimiter, wanted))
        return false;
    for (; *wanted; wanted++)
        if (**wanted != '!' && mailbox_matches(name, delimiter, *wanted))
            return true;
    return false;
}

void mailboxes_hide(const GPtrArray *mailboxes)
{
    for (guint i = 0; i < mailboxes->len; i++) {
        struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);

        if (mailbox->hidden_as == 0)
            continue;
        g_free(mailbox->name);
        mailbox->name = g_strdup_printf("**** %u", mailbox->hidden_as);
    }
}

GPtrArray *mailboxes_choose(const GPtrArray *listed, char *const *wanted)
{
    GPtrArray *chosen = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
    g_autoptr(GHashTable) table = mailboxes_table(chosen);
    struct choice choice = { chosen, table };

    if (!wanted || only_excludes(wanted)) {
        choose_default(&choice, listed);
        for (guint i = 0; wanted && i < chosen->len;)
            if (is_excluded(g_ptr_array_index(chosen, i), wanted))
                g_ptr_array_remove_index(chosen, i);
            else
                i++;
        return chosen;
    }
    for (char *const *at = wanted; *at; at++)
        if (**at != '!')
            choose_matching(&choice, listed, *at, wanted);
    return chosen;
}
