/* Every key of the configuration: what it means, what it defaults to, and what is refused where. */
#include "base/settings.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/civil.h"
#include "base/error.h"

/* An account that is good but for the keys of the row. */
#define ACCOUNT(rest) \
    "account 'a' {\nimap = 'imaps://u@h.example'\npassword-command = 'p'\n" rest "\n}"
#define IMAP(url) "account 'a' {\npassword-file = '/p'\nimap = '" url "'\n}"
#define TEN "1234567890"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define ALERT(rest) "alert 'x' {\n" rest "\n}"
#define MAIL(rest) "alert 'x' {\nkind = mail\nto = 'a@b.example'\nfrom = 'c@d.example'\n" rest "\n}"

static char *file;

static struct settings *load(const char *text, GError **error)
{
    g_assert_true(g_file_set_contents(file, text, -1, NULL));
    return settings_load(file, error);
}

static struct settings *load_good(const char *text)
{
    g_autoptr(GError) error = NULL;
    struct settings *settings = load(text, &error);

    if (error)
        g_error("%s: %s", text, error->message);
    return settings;
}

static const struct {
    const char *text;
    int line;
    const char *says, *why;
} faults[] = {
    { "account \"j\" {\n  imap = \"imaps://a@b\"\n  pasword = \"y\"\n}", 3, "pasword",
      "an unknown key" },
    { "retention = -1", 1, "retention", "days are not negative" },
    { "heartbeat = 'https://x.example'", 1, "true nor false", "no URL yet" },
    { "account 'a' { imap = 'imaps://u@h' password-file = '/p' }\naccount 'a' { maildir = '/m' }",
      2, "duplicate", "two accounts of one name" },
    { ALERT("kind = desktop") "\n" ALERT("kind = desktop"), 4, "duplicate",
      "two alerts of one name" },
    { "\naccount '' { maildir = '/m' }", 2, "empty", "a name is needed" },
    { "account 'a\nb' { maildir = '/m' }", 1, "control", "a name is one line" },
    { "\naccount 'a' { poll = 9 }", 2, "imap, maildir", "neither imap nor maildir" },
    { "account 'a' { imap = 'imaps://u@h'\nmaildir = '/m' }", 2, "exclude", "both" },
    { "account 'a' { maildir = '/m'\nuser = 'u' }", 2, "no meaning", "a Maildir knows no login" },
    { "account 'a' { maildir = 'Maildir' }", 1, "absolute", "a relative path" },
    { "account 'a' { imap = 'imaps://u@h' }", 1, "no secret", "no secret at all" },
    { "account 'a' { imap = 'imaps://h'\n password-file = '/p' }", 2, "no user", "no user" },
    { ACCOUNT("password-file = '/p'"), 4, "exclude", "two secrets" },
    { ACCOUNT("oauth2-command = 'x'"), 4, "exclude", "two secrets" },
    { "account 'a' {\nimap = 'imaps://u@h'\npassword-file = 'p' }", 3, "absolute",
      "a relative secret" },
    { "account 'a' {\nimap = 'imaps://u@h'\ncredential = '../p' }", 3, "LoadCredential",
      "a path as a name" },
    { "account 'a' {\nimap = 'imaps://u@h'\npassword-command = ' ' }", 3, "empty",
      "an empty command" },
    { IMAP("imaps://u:hunter2@h.example"), 3, "password", "a password in the URL" },
    { IMAP("imaps://u:@h.example"), 3, "password", "an empty one too" },
    { IMAP("imap+insecure://a@192.0.2.1"), 3, "in clear", "cleartext to elsewhere" },
    { IMAP("imap+insecure://a@localhost.example"), 3, "in clear", "it only looks like localhost" },
    { IMAP("imap+insecure://a@[::2]"), 3, "in clear", "not the loopback of IPv6" },
    { IMAP("imap+insecure://a@127.1"), 3, "in clear", "a short form may be a name" },
    { IMAP("imaps://a%0d%0ab@h"), 3, "percent", "CR LF in the user" },
    { IMAP("imaps://a%00b@h"), 3, "percent", "NUL in the user" },
    { IMAP("imaps://a%zz@h"), 3, "percent", "a broken escape" },
    { IMAP("imaps://a%ff@h"), 3, "percent", "not UTF-8" },
    { IMAP("imaps://@h"), 3, "percent", "an empty user" },
    { IMAP("smtps://a@h"), 3, "no URL", "another protocol" },
    { IMAP("a@h"), 3, "no URL", "no scheme" },
    { IMAP("imaps://a@"), 3, "host", "no host" },
    { IMAP("imaps://a@h:0"), 3, "host", "port 0" },
    { IMAP("imaps://a@h:65536"), 3, "host", "port too large" },
    { IMAP("imaps://a@h:"), 3, "host", "no port after :" },
    { IMAP("imaps://a@h/INBOX"), 3, "host", "a path" },
    { IMAP("imaps://a@2001:db8::1"), 3, "host", "IPv6 without brackets" },
    { IMAP("imaps://a@[2001:db8::1"), 3, "host", "a bracket is not closed" },
    { IMAP("imaps://a@[192.0.2.1]"), 3, "host", "IPv4 in brackets" },
    { IMAP("imaps://a@h h"), 3, "host", "a space" },
    { IMAP("imaps://a@-oProxy"), 3, "host", "an option as a host" },
    { ACCOUNT("user = \"a\\nb\""), 4, "control", "a line break in the user" },
    { ACCOUNT("mailboxes = { 'INBOX', \"a\\nb\" }"), 4, "control", "a line break in a mailbox" },
    { ACCOUNT("mailboxes = { 'a\u2028b' }"), 4, "control", "what parts lines as a break does" },
    { ACCOUNT("mailboxes = { '' }"), 4, "empty", "no mailbox has no name" },
    { ACCOUNT("poll = 4"), 4, "5", "too often" },
    { ACCOUNT("poll = -60"), 4, "5", "negative" },
    { ACCOUNT("since = -1"), 4, "0", "negative" },
    { ACCOUNT("timeout = 1"), 4, "2", "no server is that fast each time" },
    { ACCOUNT("timeout = 601"), 4, "600", "a dead server would be told too late" },
    { "account 'a' { maildir = '/m'\ntimeout = 60 }", 2, "maildir", "no server, nothing to wait for" },
    { ACCOUNT("trust = { '' }"), 4, "empty", "an empty id" },
    { "remind-before = { 7, soon }", 1, "soon", "no number" },
    { "remind-before = { 43 }", 1, "42", "before the notice" },
    { "remind-before = { -1 }", 1, "42", "after the deadline" },
    { "milter-socket = 'milter.sock'", 1, "milter.sock", "a file of no folder" },
    { "milter-socket = 'unix:run/sock'", 1, "unix:run/sock", "in each folder another" },
    { "milter-socket = 'inet:8894'", 1, "inet:PORT@HOST", "for the whole world" },
    { "milter-socket = 'inet:8894@'", 1, "inet:PORT@HOST", "no host" },
    { "milter-socket = 'inet:65536@127.0.0.1'", 1, "inet:65536", "no such port" },
    { "milter-socket = 'inet:milter@127.0.0.1'", 1, "inet:milter", "a service's name" },
    { "quiet-hours = '22:00'", 1, "22:00-07:30", "one time" },
    { "quiet-hours = '22:00-24:00'", 1, "22:00-07:30", "no such hour" },
    { "quiet-hours = '22:60-07:00'", 1, "22:00-07:30", "no such minute" },
    { "quiet-hours = '2:00-7:00'", 1, "22:00-07:30", "not two digits" },
    { "quiet-hours = '22:00-07:30h'", 1, "22:00-07:30", "more follows" },
    { "quiet-hours = '22:00-22:00'", 1, "none", "all day or never?" },
    { "time-zone = 'Mars/Olympus'", 1, "Mars", "unknown" },
    { "state = 'x'", 1, "absolute", "relative" },
    { "report = ''", 1, "empty", "empty" },
    { ALERT(""), 1, "kind", "no kind" },
    { ALERT("kind = pigeon"), 2, "desktop, mail", "an unknown kind" },
    { ALERT("kind = desktop\nto = 'a@b'"), 3, "no meaning", "a key of another kind" },
    { ALERT("kind = desktop\nlanguage = de"), 3, "fr, en", "a language that we do not speak" },
    { ALERT("kind = desktop\nreveal = maybe"), 3, "true nor false", "no boolean" },
    { ALERT("kind = mail\nfrom = 'a@b'\nsendmail = 's'"), 1, "no to", "no recipient" },
    { ALERT("kind = mail\nto = 'a@b'\nsendmail = 's'"), 1, "no from", "no sender" },
    { MAIL(""), 1, "smtp, sendmail", "no way" },
    { MAIL("smtp = 'smtps://h'\nsendmail = 's'"), 6, "exclude", "two ways" },
    { MAIL("smtp = 'imaps://h'"), 5, "no URL", "another protocol" },
    { MAIL("smtp = 'smtps://u@h'"), 1, "no secret", "a user without secret" },
    { MAIL("smtp = 'smtps://h'\npassword-file = '/p'"), 6, "no user", "a secret without user" },
    { MAIL("sendmail = 's'\npassword-file = '/p'"), 6, "smtp", "sendmail does not log in" },
    { MAIL("smtp = 'smtp+insecure://mx.example'"), 5, "in clear", "cleartext to elsewhere" },
    { ALERT("kind = mail\nto = 'jean'\nfrom = 'a@b'\nsendmail = 's'"), 3, "address", "no address" },
    { ALERT("kind = mail\nto = \"a@b\\nBcc: x@y\"\nfrom = 'a@b'\nsendmail = 's'"), 3, "control",
      "a field more" },
    { ALERT("kind = command"), 1, "command", "no command" },
    { ALERT("kind = webhook"), 1, "url", "no URL" },
    { ALERT("kind = webhook\nurl = 'http://h.example/'"), 3, "https", "cleartext to elsewhere" },
    { ALERT("kind = webhook\nurl = 'ftp://h.example/'"), 3, "https", "another scheme" },
    { ALERT("kind = webhook\nurl = 'https://u:p@h.example/'"), 3, "header-file",
      "a password in the URL" },
    { ALERT("kind = webhook\nurl = 'https:///x'"), 3, "https", "no host" },
    { ALERT("kind = webhook\nurl = 'https://h/'\nformat = xml"), 4, "ntfy", "an unknown format" },
    { ALERT("kind = webhook\nurl = 'https://h/'\nheader-file = 'x'"), 4, "absolute", "relative" },
    { ALERT("kind = calendar"), 1, "file, vdir, caldav", "no place" },
    { ALERT("kind = calendar\nfile = '/f'\nvdir = '/v'"), 4, "exclude", "two places" },
    { ALERT("kind = calendar\nfile = '/f'\nuser = 'u'"), 4, "caldav", "a file does not log in" },
    { ALERT("kind = desktop\nuser = ''"), 3, "empty", "nobody's screen" },
    { ALERT("kind = desktop\npassword-file = '/f'"), 3, "no meaning", "a screen needs no password" },
    { "agent-socket = 'run/agent.sock'", 1, "absolute", "a path that is not absolute" },
    { "agent-socket = '/" HUNDRED "1234567'", 1, "longer than 107", "108 bytes are no address" },
    { ALERT("kind = desktop\ntodo = true"), 3, "kind = desktop", "a screen has no tasks" },
    { ALERT("kind = calendar\ncaldav = 'http://h.example/c/'"), 3, "https",
      "cleartext to elsewhere" },
};

static void test_faults(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(GError) error = NULL;
        g_autofree char *place = g_strdup_printf("%s:%d: ", file, faults[i].line);

        g_test_message("%s", faults[i].why);
        g_assert_null(load(faults[i].text, &error));
        g_assert_error(error, VIGIE_ERROR, EX_CONFIG);
        if (!g_str_has_prefix(error->message, place) || !strstr(error->message, faults[i].says) ||
            strchr(error->message, '\n') || strstr(error->message, "hunter2"))
            g_error("%s: got \"%s\"", faults[i].why, error->message);
    }
}

static const struct {
    const char *url, *user, *host;
    guint16 port;
    enum server_tls tls;
    const char *why;
} urls[] = {
    { "imaps://jean@imap.example.fr", "jean", "imap.example.fr", 993, SERVER_TLS,
      "the scheme's port" },
    { "imap://jean@imap.example.fr/", "jean", "imap.example.fr", 143, SERVER_STARTTLS,
      "a slash at the end" },
    { "IMAPS://jean@h:1993", "jean", "h", 1993, SERVER_TLS, "a scheme in upper case" },
    { "imaps://jean@example.fr@h", "jean@example.fr", "h", 993, SERVER_TLS,
      "the last @ ends the user" },
    { "imaps://jean%40example.fr@h", "jean@example.fr", "h", 993, SERVER_TLS, "percent-encoded" },
    { "imaps://a%3Ab%2Fc%25@h", "a:b/c%", "h", 993, SERVER_TLS, "what else must be encoded" },
    { "imaps://j@[2001:db8::1]:994", "j", "2001:db8::1", 994, SERVER_TLS, "IPv6, brackets gone" },
    { "imaps://j@[::1]", "j", "::1", 993, SERVER_TLS, "IPv6 without a port" },
    { "imap+insecure://j@127.0.0.53:1143", "j", "127.0.0.53", 1143, SERVER_CLEARTEXT,
      "127.0.0.0/8" },
    { "imap+insecure://j@[::1]", "j", "::1", 143, SERVER_CLEARTEXT, "::1" },
    { "imap+insecure://j@LocalHost", "j", "LocalHost", 143, SERVER_CLEARTEXT, "localhost" },
};

static void test_urls(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(urls); i++) {
        g_autofree char *text =
            g_strdup_printf("account 'a' { imap = '%s' credential = c }", urls[i].url);
        AUTO(settings) settings = load_good(text);
        const struct server *server = settings_account(settings, "a")->imap;

        g_test_message("%s", urls[i].why);
        g_assert_cmpstr(server->login.user, ==, urls[i].user);
        g_assert_cmpstr(server->host, ==, urls[i].host);
        g_assert_cmpuint(server->port, ==, urls[i].port);
        g_assert_cmpint(server->tls, ==, urls[i].tls);
        g_assert_cmpstr(server->login.credential, ==, "c");
    }
}

static void assert_days(const struct settings *settings, const char *expected)
{
    g_autoptr(GString) days = g_string_new(NULL);

    for (guint i = 0; i < settings->remind_before->len; i++)
        g_string_append_printf(days, "%d ", g_array_index(settings->remind_before, int, i));
    g_assert_cmpstr(days->str, ==, expected);
}

static void assert_defaults(const struct settings *settings)
{
    g_assert_cmpuint(settings->accounts->len, ==, 0);
    g_assert_cmpuint(settings->sinks->len, ==, 0);
    g_assert_null(settings->state);
    g_assert_null(settings->report);
    g_assert_null(settings->agent_socket);
    g_assert_nonnull(settings->trust);
    g_assert_null(settings->trust[0]);
    assert_days(settings, "28 14 7 3 1 0 ");
    g_assert_cmpint(settings->quiet_from, ==, 1320);
    g_assert_cmpint(settings->quiet_to, ==, 450);
    g_assert_true(settings->heartbeat);
    g_assert_cmpstr(g_time_zone_get_identifier(settings->zone), ==, "Europe/Paris");
}

static void test_defaults(void)
{
    AUTO(settings) none = settings_new_default();
    AUTO(settings) empty = load_good("");
    g_autoptr(GError) error = NULL;

    assert_defaults(none);
    g_assert_null(none->file);
    assert_defaults(empty);
    g_assert_cmpstr(empty->file, ==, file);
    g_assert_null(settings_load("/nowhere/vigie.conf", &error));
    g_assert_error(error, VIGIE_ERROR, EX_NOINPUT);
}

static void test_top(void)
{
    AUTO(settings)
    settings = load_good("state = '~/s'\nreport = '/r.html'\n"
                         "agent-socket = '/" HUNDRED "123456'\n"
                         "trust = { 'MX.Example.fr', b }\n"
                         "remind-before = { 1, 30, 1, 0, 42 }\nquiet-hours = \"00:00-23:59\"\n"
                         "time-zone = 'America/Cayenne'\nheartbeat = false");
    AUTO(settings) off = load_good("quiet-hours = \"\"\nremind-before = { }");
    g_autofree char *state = g_build_filename(g_get_home_dir(), "s", NULL);

    g_assert_cmpstr(settings->state, ==, state);
    g_assert_cmpstr(settings->report, ==, "/r.html");
    g_assert_cmpstr(settings->agent_socket, ==, "/" HUNDRED "123456");
    g_assert_cmpstr(settings->trust[0], ==, "mx.example.fr");
    g_assert_cmpstr(settings->trust[1], ==, "b");
    g_assert_null(settings->trust[2]);
    assert_days(settings, "42 30 1 0 ");
    g_assert_cmpint(settings->quiet_from, ==, 0);
    g_assert_cmpint(settings->quiet_to, ==, 1439);
    g_assert_cmpstr(g_time_zone_get_identifier(settings->zone), ==, "America/Cayenne");
    g_assert_false(settings->heartbeat);
    g_assert_cmpint(off->quiet_from, ==, off->quiet_to);
    assert_days(off, "");
}

static void test_account(void)
{
    AUTO(settings)
    settings = load_good(
        "account 'one' { imap = 'imaps://x@h' user = 'jean@example.fr' oauth2-command = 'token'\n"
        "ca-file = '/ca' mailboxes = { INBOX, 'Été', '!Sent' } poll = 5 trust = { H } since = 0\n"
        "thorough = true timeout = 2 }\naccount 'two' { maildir = '/m' }\n"
        "account 'four' { imap = 'imaps://x@h' password-command = 'pass' }");
    const struct account *one = settings_account(settings, "one"),
                         *two = settings_account(settings, "two");

    g_assert_null(settings_account(settings, "three"));
    g_assert_cmpstr(one->imap->login.user, ==, "jean@example.fr");
    g_assert_cmpstr(g_ptr_array_index(settings->commands, one->imap->login.oauth2_command), ==,
                    "token");
    g_assert_cmpuint(one->imap->login.password_command, ==, NO_COMMAND);
    g_assert_cmpstr(one->imap->ca_file, ==, "/ca");
    g_assert_cmpuint(g_strv_length(one->mailboxes), ==, 3);
    g_assert_cmpstr(one->mailboxes[1], ==, "Été");
    g_assert_cmpuint(one->poll, ==, 5);
    g_assert_cmpstr(one->trust[0], ==, "h");
    g_assert_cmpint(one->trust_line, ==, 2);
    g_assert_cmpuint(one->since, ==, 0);
    g_assert_true(one->thorough);
    g_assert_cmpuint(one->imap->timeout, ==, 2);
    g_assert_cmpuint(settings_account(settings, "four")->imap->timeout, ==, 60);
    g_assert_null(two->imap);
    g_assert_cmpstr(two->maildir, ==, "/m");
    g_assert_null(two->mailboxes);
    g_assert_nonnull(two->trust);
    g_assert_cmpint(two->trust_line, ==, 4);
    g_assert_cmpuint(two->poll, ==, 60);
    g_assert_cmpuint(two->since, ==, 90);
    g_assert_false(two->thorough);
}

static const struct sink_settings *sink(const struct settings *settings, guint index)
{
    return g_ptr_array_index(settings->sinks, index);
}

static const char *command(const struct settings *settings, guint index)
{
    g_assert_cmpuint(index, <, settings->commands->len);
    return g_ptr_array_index(settings->commands, index);
}

static void test_sinks(void)
{
    AUTO(settings)
    settings = load_good(
        "alert 'd' { kind = desktop language = en reveal = true }\n"
        "alert 'c' { kind = command command = 'run me' }\n"
        "alert 'w' { kind = webhook url = 'http://[::1]:80/x?y=1' format = gotify header-file = "
        "'/h' }\n"
        "alert 'f' { kind = calendar vdir = '/v' }\n"
        "alert 'k' { kind = calendar caldav = 'https://c.example/a/' user = u password-command = "
        "'q' ca-file = '/ca' }\n"
        "alert 's' { kind = mail to = 'a@b' from = 'c@d' sendmail = '/usr/sbin/sendmail' }\n"
        "alert 'm' { kind = mail to = 'a@b' from = 'c@d' smtp = 'smtp://mx' }\n"
        "alert 'j' { kind = desktop user = jean }\n");

    g_assert_cmpstr(sink(settings, 0)->language, ==, "en");
    g_assert_true(sink(settings, 0)->reveal);
    g_assert_null(sink(settings, 0)->user);
    g_assert_cmpstr(sink(settings, 7)->user, ==, "jean");
    g_assert_cmpstr(sink(settings, 1)->name, ==, "c");
    g_assert_cmpint(sink(settings, 1)->kind, ==, SINK_COMMAND);
    g_assert_cmpstr(command(settings, sink(settings, 1)->command), ==, "run me");
    g_assert_null(sink(settings, 1)->language);
    g_assert_false(sink(settings, 1)->reveal);
    g_assert_cmpint(sink(settings, 2)->format, ==, WEBHOOK_GOTIFY);
    g_assert_cmpstr(sink(settings, 2)->url, ==, "http://[::1]:80/x?y=1");
    g_assert_cmpstr(sink(settings, 3)->vdir, ==, "/v");
    g_assert_null(sink(settings, 3)->caldav_server);
    g_assert_cmpstr(sink(settings, 4)->caldav, ==, "https://c.example/a/");
    g_assert_cmpstr(sink(settings, 4)->caldav_server->login.user, ==, "u");
    g_assert_cmpstr(command(settings, sink(settings, 4)->caldav_server->login.password_command), ==,
                    "q");
    g_assert_cmpstr(command(settings, sink(settings, 5)->sendmail), ==, "/usr/sbin/sendmail -i -t");
    g_assert_null(sink(settings, 5)->smtp);
    g_assert_cmpuint(sink(settings, 6)->sendmail, ==, NO_COMMAND);
    g_assert_cmpuint(sink(settings, 6)->smtp->port, ==, 587);
    g_assert_null(sink(settings, 6)->smtp->login.user);
}

static const struct {
    const char *accounts, *key, *from;
    bool to_jean, to_others;
    const char *why;
} replies[] = {
    { "", "", "jean@example.fr", false, false, "nothing is watched" },
    { "account 'j' { imap = 'imaps://h' user = 'Jean@example.fr' password-file = '/p' }", "",
      "jean@example.fr", true, false, "the account is that very address" },
    { "account 'j' { imap = 'imaps://jean%40example.fr@h' password-file = '/p' }", "",
      "jean@example.fr", true, false, "its user in the URL" },
    { "account 'j' { imap = 'imaps://jean@example.fr' password-file = '/p' }", "",
      "jean@example.fr", false, false, "a user at a host is no address" },
    { "account 'j' { imap = 'imaps://h' user = 'jean@example.fr' password-file = '/p' }", "",
      "vigie@example.fr", false, false, "answers go elsewhere" },
    { "", "replies = true", "vigie@example.fr", true, false, "said: a folder of theirs is watched" },
    { "account 'j' { imap = 'imaps://h' user = 'jean@example.fr' password-file = '/p' }",
      "replies = false", "jean@example.fr", false, false, "said: no" },
};

static void test_replies(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(replies); i++) {
        /* After the alert too: the order of the sections does not count. */
        g_autofree char *text = g_strdup_printf(
            "alert 'm' { kind = mail to = 'jean@example.fr' from = '%s' sendmail = 's' %s }\n"
            "alert 'd' { kind = desktop }\n%s\n",
            replies[i].from, replies[i].key, replies[i].accounts);
        AUTO(settings) settings = load_good(text);

        g_test_message("%s", replies[i].why);
        g_assert_cmpint(sink(settings, 0)->replies, ==, replies[i].to_jean);
        g_assert_cmpint(settings_may_answer(settings, "JEAN@example.fr", NULL), ==, replies[i].to_jean);
        g_assert_cmpint(settings_may_answer(settings, "eve@example.fr", NULL), ==, replies[i].to_others);
        g_assert_cmpint(settings_may_answer(settings, "", NULL), ==, replies[i].to_others);
    }
}

/* On a state for several people each answers for her own cases. */
static void test_replies_of_owners(void)
{
    static const struct {
        const char *address, *owner;
        bool may;
    } said[] = {
        { "alice@example.fr", "alice@example.fr", true },
        { "bob@example.fr", "alice@example.fr", false },
        { "carol@example.fr", "carol@example.fr", false },
        { "house@example.fr", "carol@example.fr", true }, /* "*" */
        { "house@example.fr", NULL, false },
        { "alice@example.fr", NULL, false },
        { "dave@example.net", "dave@example.net", true },
        { "dave@example.net", "carol@example.fr", false },
    };
    AUTO(settings) settings = load_good(
        "alert 'a' { kind = mail to = 'alice@example.fr' from = 'v@x' sendmail = 's' replies = true"
        " owner = 'Alice@example.fr' }\n"
        "alert 'h' { kind = mail to = 'house@example.fr' from = 'v@x' sendmail = 's' replies = true"
        " owner = '*' }\n"
        "alert 'd' { kind = mail to = 'dave@example.net' from = 'v@x' sendmail = 's' replies = true"
        " owner = 'dave@example.net' }\n");

    for (gsize i = 0; i < G_N_ELEMENTS(said); i++)
        g_assert_cmpint(settings_may_answer(settings, said[i].address, said[i].owner), ==,
                        said[i].may);
}

/* The example is a configuration that loads, as printed and with each line of it uncommented. */
static void test_example(void)
{
    g_autoptr(GRegex) comment = g_regex_new("^(\\s*)# ", G_REGEX_MULTILINE, 0, NULL);
    AUTO(settings) plain = load_good(settings_example());
    g_autofree char *path =
        g_build_filename(g_getenv("VIGIE_SRCDIR"), "doc/vigie.conf.example", NULL);
    g_autofree char *installed = NULL, *bare = NULL, *all = NULL;

    g_assert_cmpuint(plain->accounts->len, ==, 1);
    g_assert_cmpuint(plain->sinks->len, ==, 1);
    g_assert_true(g_file_get_contents(path, &installed, NULL, NULL));
    g_assert_cmpstr(settings_example(), ==, installed);
    bare = g_regex_replace(comment, strstr(installed, "account"), -1, 0, "\\1", 0, NULL);
    all = g_regex_replace(comment, bare, -1, 0, "\\1", 0, NULL);
    {
        AUTO(settings) whole = load_good(all);

        g_assert_cmpuint(whole->accounts->len, ==, 2);
        g_assert_cmpuint(whole->sinks->len, ==, 5);
        assert_days(whole, "28 14 7 3 1 0 ");
    }
}

int main(int argc, char **argv)
{
    g_autofree char *folder = g_dir_make_tmp("vigie-settings-XXXXXX", NULL);
    int result;

    file = g_build_filename(folder, "c", NULL);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/settings/faults", test_faults);
    g_test_add_func("/settings/urls", test_urls);
    g_test_add_func("/settings/defaults", test_defaults);
    g_test_add_func("/settings/top", test_top);
    g_test_add_func("/settings/account", test_account);
    g_test_add_func("/settings/sinks", test_sinks);
    g_test_add_func("/settings/replies", test_replies);
    g_test_add_func("/settings/replies-of-owners", test_replies_of_owners);
    g_test_add_func("/settings/example", test_example);
    result = g_test_run();
    g_unlink(file);
    g_rmdir(folder);
    g_free(file);
    return result;
}
