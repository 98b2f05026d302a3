/* Any bytes as the name of a mailbox or of a file in a Maildir: what comes of it is UTF-8, goes out
 * again as it came in, and holds no line break. And lines as what a server lists and a configuration
 * wants: what is chosen is listed or asked for by name, once, and not excluded. */
#include <string.h>

#include "fuzz.h"
#include "source/mailboxes.h"
#include "source/maildir.h"
#include "source/utf7.h"
#include "tokens.h"

#define LINES_MOST 40

static void check_utf7(const char *wire)
{
    g_autofree char *name = utf7_decode(wire);
    g_autofree char *again = name ? utf7_encode(name) : NULL;
    g_autofree char *twice = again ? utf7_decode(again) : NULL;

    if (!name)
        return;
    g_assert_true(g_utf8_validate(name, -1, NULL));
    g_assert_nonnull(again);
    g_assert_cmpstr(twice, ==, name);
}

static void check_mailbox(struct mailbox *mailbox /* taken */)
{
    if (!mailbox)
        return;
    g_assert_true(g_utf8_validate(mailbox->name, -1, NULL));
    g_assert_null(strpbrk(mailbox->wire, "\r\n"));
    g_assert_true(mailbox_matches(mailbox->name, '/', "*"));
    g_assert_true(mailbox_matches(mailbox->name, '/', mailbox->name) ||
                  strpbrk(mailbox->name, "*%"));
    mailbox_free(mailbox);
}

static void check_maildir(const char *name)
{
    g_autofree char *unique = maildir_unique(name);

    g_assert_true(strstr(name, unique));
    g_assert_null(strchr(unique, '/'));
    g_assert_cmpint(maildir_delivered(name), >=, 0);
}

/* A line that begins with "? " is wanted; one that begins with a tab is marked as junk. */
static void read_line(char *line, GPtrArray *listed, GPtrArray *wanted)
{
    const bool is_junk = *line == '\t';
    struct mailbox *mailbox;

    if (g_str_has_prefix(line, "? ")) {
        g_ptr_array_add(wanted, line + 2);
        return;
    }
    mailbox = mailbox_from_wire(line + is_junk, strchr(line, '.') ? '.' : '/');
    if (!mailbox)
        return;
    mailbox->is_junk = is_junk;
    g_ptr_array_add(listed, mailbox);
}

static bool is_excluded(const struct mailbox *mailbox, const GPtrArray *wanted)
{
    for (guint i = 0; i + 1 < wanted->len; i++) {
        const char *pattern = g_ptr_array_index(wanted, i);

        if (*pattern == '!' && mailbox_matches(mailbox->name, mailbox->delimiter, pattern + 1))
            return true;
    }
    return false;
}

static bool is_asked_for(const char *name, const GPtrArray *wanted)
{
    for (guint i = 0; i + 1 < wanted->len; i++)
        if (mailbox_matches(name, 0, g_ptr_array_index(wanted, i)))
            return true;
    return false;
}

/* `wanted` ends with NULL. */
static void check_chosen(const GPtrArray *listed, const GPtrArray *wanted)
{
    char *const *names = wanted->len > 1 ? (char *const *)wanted->pdata : NULL;
    g_autoptr(GPtrArray) chosen = mailboxes_choose(listed, names);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < chosen->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(chosen, i);
        const bool inbox = g_ascii_strcasecmp(mailbox->name, "INBOX") == 0;

        g_assert_true(g_hash_table_add(seen, mailbox->name));
        g_assert_true(i == 0 || !inbox);
        g_assert_true(inbox || mailboxes_find(listed, mailbox->name) ||
                      is_asked_for(mailbox->name, wanted));
        g_assert_false(is_excluded(mailbox, wanted));
    }
    for (guint i = 0; names && i < listed->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);

        if (mailboxes_may_choose(mailbox->name, mailbox->delimiter, names))
            g_assert_nonnull(mailboxes_find(chosen, mailbox->name));
    }
    if (!names)
        g_assert_nonnull(mailboxes_find(chosen, "INBOX"));
}

static void check_choice(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", LINES_MOST);
    g_autoptr(GPtrArray) listed = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
    g_autoptr(GPtrArray) wanted = g_ptr_array_new();

    for (char **line = lines; *line; line++)
        read_line(*line, listed, wanted);
    g_ptr_array_add(wanted, NULL);
    check_chosen(listed, wanted);
}

static const char *const phrases[] = {
    "INBOX",     "inbox",       "? INBOX",   "? *",           "? %",       "? !*",
    "? !Sent",   "? Archive/%", "? !%/x",    "? Junk*",       "Junk",      "\tJunk",
    "\tINBOX",   "Spam",        "a/spam",    "a.Spam",        "Ind&AOk-sirables",
    "&AOk-",     "&-",          "&",         "Courrier ind&AOk-sirable",
    "é",         "Archive/2022", "a.b.c",    "1642000000.M1P2.host:2,S",  "cur/1642000000.x:2,",
};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return tokens_mutate(data, size, most, seed, phrases, G_N_ELEMENTS(phrases));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autofree char *valid = fuzz_utf8(data, size);

    fuzz_criticals_are_fatal();
    check_utf7(text);
    check_mailbox(mailbox_from_wire(text, '/'));
    check_mailbox(mailbox_from_name(valid));
    check_maildir(text);
    check_choice(valid);
    return 0;
}
