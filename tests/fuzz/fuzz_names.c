/* Any bytes as the name of a mailbox or of a file in a Maildir: what comes of it is UTF-8, goes out
 * again as it came in, and holds no line break. */
#include <string.h>

#include "fuzz.h"
#include "source/mailboxes.h"
#include "source/maildir.h"
#include "source/utf7.h"

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

static void check_mailbox(struct mailbox *mailbox /* taken */, const char *pattern)
{
    if (!mailbox)
        return;
    g_assert_true(g_utf8_validate(mailbox->name, -1, NULL));
    g_assert_null(strpbrk(mailbox->wire, "\r\n"));
    g_assert_true(mailbox_matches(mailbox->name, '/', "*"));
    g_assert_true(mailbox_matches(mailbox->name, '/', mailbox->name) ||
                  strpbrk(mailbox->name, "*%"));
    if (pattern)
        mailbox_matches(mailbox->name, '/', pattern);
    mailbox_free(mailbox);
}

static void check_maildir(const char *name)
{
    g_autofree char *unique = maildir_unique(name);

    g_assert_true(strstr(name, unique));
    g_assert_null(strchr(unique, '/'));
    g_assert_cmpint(maildir_delivered(name), >=, 0);
}

/* A name, and after a NUL a pattern. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    const char *pattern = strlen(text) < size ? (const char *)data + strlen(text) + 1 : NULL;
    g_autofree char *valid = fuzz_utf8(data, strlen(text));
    g_autofree char *wanted =
        pattern ? fuzz_utf8((const uint8_t *)pattern, size - strlen(text) - 1) : NULL;

    fuzz_criticals_are_fatal();
    check_utf7(text);
    check_mailbox(mailbox_from_wire(text, '/'), wanted);
    check_mailbox(mailbox_from_name(valid), wanted);
    check_maildir(text);
    return 0;
}
