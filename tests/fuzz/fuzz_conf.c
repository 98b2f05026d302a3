/* Any bytes as a configuration: a value, or faults, a line for each, which names its file and line. */
#include <string.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/settings.h"
#include "fuzz.h"
#include "tokens.h"

static void check_faults(const char *file, const GError *faults)
{
    g_auto(GStrv) lines = g_strsplit(faults->message, "\n", -1);

    g_assert_error(faults, VIGIE_ERROR, EX_CONFIG);
    for (char **line = lines; *line; line++) {
        const char *after = *line + strlen(file);

        g_assert_true(g_str_has_prefix(*line, file));
        g_assert_true(after[0] == ':' && g_ascii_isdigit(after[1]));
        g_assert_null(strchr(*line, '\r'));
    }
}

static const char *const phrases[] = {
    "account \"a\" {",
    "account \"b\" { maildir = \"/tmp/Maildir\" }",
    "alert \"x\" {",
    "}",
    "imap = \"imaps://jean@imap.example:993\"",
    "imap = \"imap+insecure://jean@[::1]:143\"",
    "imap = 'imap://j%40x@h.example'",
    "user = \"jean@example.fr\"",
    "maildir = \"/tmp/Maildir\"",
    "mailboxes = { \"INBOX\", \"*\", \"!Sent\" }",
    "password-command = \"true\"",
    "password-file = \"/nowhere\"",
    "oauth2-command = \"true\"",
    "credential = x",
    "ca-file = \"/etc/ssl/certs/ca-certificates.crt\"",
    "trust = { \"mx.example.fr\" }",
    "trust += { \"b.example\" }",
    "poll = 60",
    "timeout = 5",
    "since = 90",
    "thorough = true",
    "owner = \"*\"",
    "owner = \"jean@example.fr\"",
    "kind = desktop",
    "kind = mail",
    "kind = command",
    "kind = webhook",
    "kind = calendar",
    "to = \"a@example.fr\"",
    "from = \"b@example.fr\"",
    "smtp = \"smtps://u@h.example\"",
    "smtp = \"smtp+insecure://localhost:25\"",
    "sendmail = \"/usr/sbin/sendmail\"",
    "replies = false",
    "command = \"cat\"",
    "url = \"https://ntfy.example/x\"",
    "url = \"http://127.0.0.1:80/\"",
    "format = ntfy",
    "format = gotify",
    "format = json",
    "header-file = \"/nowhere\"",
    "file = \"/tmp/x.ics\"",
    "vdir = \"/tmp\"",
    "caldav = \"https://h.example/c/\"",
    "todo = true",
    "language = \"fr\"",
    "reveal = true",
    "remind-before = { 28, 14, 7 }",
    "quiet-hours = \"22:00-07:30\"",
    "quiet-hours = \"\"",
    "time-zone = \"Europe/Paris\"",
    "report = \"/tmp/page.html\"",
    "state = \"/tmp/state\"",
    "key-file = \"/nowhere\"",
    "keep-original = true",
    "retention = 30",
    "heartbeat = \"https://h.example/beat\"",
    "heartbeat-every = 3600",
    "heartbeat-url = \"https://h.example/beat\"",
    "metrics = \"/tmp/vigie.prom\"",
    "milter-socket = \"inet:8894@127.0.0.1\"",
    "filter-socket = \"/tmp/s\"",
    "agent-socket = \"/tmp/s\"",
    "\"${HOME}\"",
    "\"${NOWHERE}\"",
    "# a comment",
    "/* a comment */",
    "//",
    "\\x",
};

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    return tokens_mutate(data, size, most, seed, phrases, G_N_ELEMENTS(phrases));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autoptr(GBytes) text = g_bytes_new(data, size);
    AUTO_FD fd = ipc_memfd_new(text, NULL);
    g_autofree char *file = g_strdup_printf("/proc/self/fd/%d", fd);
    g_autoptr(GError) error = NULL;
    AUTO(settings) settings = NULL;

    fuzz_criticals_are_fatal();
    settings = settings_load(file, &error);
    g_assert_true(!settings == !!error);
    if (error)
        check_faults(file, error);
    return 0;
}
