/* Which authserv-id `check` proposes, and where it proposes none. */
#include "cmd/vouch.h"

#include <string.h>

#define HOP "Received: from out by mx.example.fr with ESMTPS; Wed, 12 Jan 2022 10:00:00 +0100\n"
#define OVH "Received: from out by mx1.mail.ovh.net; Wed, 12 Jan 2022 10:00:00 +0100\n"
#define RESULTS(id) "Authentication-Results: " id "; dmarc=pass\n"
#define FROM(domain) "From: x@" domain "\n"
#define MAX_MAILS 5

/* `says` NULL: nothing at all; `never` must not be proposed. */
static const struct {
    const char *mails[MAX_MAILS + 1], *trust, *says, *never, *why;
} rows[] = {
    { { 0 }, "", NULL, NULL, "an empty INBOX shows nothing" },
    { { RESULTS("mx.example.fr") FROM("a.fr"), RESULTS("MX.Example.FR 1") FROM("b.fr"),
        HOP RESULTS("mx.example.fr") FROM("a.fr") },
      "",
      "mx.example.fr (3 of 3); if that is your provider's, write trust = { \"mx.example.fr\" } in "
      "/etc/vigie.conf:7",
      NULL, "on three mails of two senders, whatever its case" },
    { { RESULTS("mx.example.fr") FROM("a.fr"), RESULTS("mx.example.fr") FROM("b.fr") },
      "", "none can be proposed", "write trust", "two mails are too few" },
    { { RESULTS("mx.example.fr") FROM("a.fr"), RESULTS("mx.example.fr") FROM("www.a.fr"),
        RESULTS("mx.example.fr") FROM("a.fr") },
      "", "none can be proposed", "write trust", "one sender could have written them" },
    { { HOP RESULTS("mx.evil.example") FROM("a.fr"), HOP RESULTS("mx.evil.example") FROM("b.fr"),
        HOP RESULTS("mx.evil.example") FROM("c.fr") },
      "", "none can be proposed", "mx.evil.example", "below a foreign hop: brought along" },
    { { "Authentication-Results: spf=pass smtp.mailfrom=a.fr; dmarc=pass\n" FROM("a.fr"),
        "Authentication-Results: spf=pass smtp.mailfrom=b.fr; dmarc=pass\n" FROM("b.fr"),
        FROM("c.fr") },
      "", "name no authserv-id", "write trust", "Outlook's" },
    { { "Authentication-Results: spf=pass\n" RESULTS("mx.evil.example") FROM("a.fr"),
        "Authentication-Results: spf=pass\n" RESULTS("mx.evil.example") FROM("b.fr"),
        "Authentication-Results: spf=pass\n" RESULTS("mx.evil.example") FROM("c.fr") },
      "", "name no authserv-id", "mx.evil.example", "below a field of the border without an id" },
    { { FROM("a.fr"), FROM("b.fr"), FROM("c.fr") },
      "", "none can be proposed", "write trust", "nothing is stamped" },
    { { OVH RESULTS("mx1.mail.ovh.net") FROM("a.fr"), OVH RESULTS("mx7.mail.ovh.net") FROM("b.fr"),
        RESULTS("mx7.mail.ovh.net") FROM("c.fr") },
      "", "trust = { \"mx7.mail.ovh.net\", \"mx1.mail.ovh.net\" } in /etc/vigie.conf:7, and look",
      NULL, "hosts of one provider, the most seen first" },
    { { RESULTS("mx.example.fr") FROM("a.fr"), FROM("b.fr"), FROM("c.fr") },
      "mx.example.fr", NULL, NULL, "what is trusted is seen" },
    { { RESULTS("mx.new.example") FROM("a.fr"), RESULTS("mx.new.example") FROM("b.fr"),
        RESULTS("mx.new.example") FROM("c.fr") },
      "mx.old.example",
      "none of the 3 newest mails carries results of mx.old.example, which is trusted "
      "(/etc/vigie.conf:7); recent mails here carry Authentication-Results of mx.new.example",
      NULL, "the provider changed" },
    { { RESULTS("\"mx\033[2J.fr\"") FROM("a.fr"), RESULTS("\"mx\033[2J.fr\"") FROM("b.fr"),
        RESULTS("\"mx\033[2J.fr\"") FROM("c.fr") },
      "", "none can be proposed", "[2J", "an id that a terminal would obey" },
};

static GPtrArray *mails_of(const char *const *mails)
{
    GPtrArray *recent = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (; *mails; mails++)
        g_ptr_array_add(recent, g_bytes_new(*mails, strlen(*mails)));
    return recent;
}

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *id = *rows[i].trust ? g_strdup(rows[i].trust) : NULL;
        char *trust[] = { id, NULL };
        const struct account account = { .trust = trust, .trust_line = 7 };
        g_autoptr(GPtrArray) recent = mails_of(rows[i].mails);
        g_autofree char *advice = vouch_advice(&account, "/etc/vigie.conf", recent);

        g_test_message("%s: %s", rows[i].why, advice ? advice : "nothing");
        g_assert_cmpint(advice != NULL, ==, rows[i].says != NULL);
        if (advice)
            g_assert_nonnull(strstr(advice, rows[i].says));
        if (rows[i].never)
            g_assert_null(strstr(advice, rows[i].never));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vouch/rows", test_rows);
    return g_test_run();
}
