/* Watches one account with an intake in memory, and prints what comes as one line each: for system
 * tests of source/ alone. Commands on stdin: "check", "stop" (as the end of it). */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "source/imap.h"

static GMutex lock; /* of stdout and of the cursors */
static GHashTable *cursors;

static bool memory_open(struct intake *intake, const char *mailbox, struct cursor *cursor,
                        GError **error)
{
    const struct cursor *known;

    g_mutex_lock(&lock);
    known = g_hash_table_lookup(cursors, mailbox);
    *cursor = known ? *known : (struct cursor){ 0, 0 };
    g_mutex_unlock(&lock);
    return true;
}

static void move_cursor(const char *mailbox, guint32 uidvalidity, guint32 uid)
{
    struct cursor *to = g_new0(struct cursor, 1);

    *to = (struct cursor){ uidvalidity, uid };
    g_hash_table_replace(cursors, g_strdup(mailbox), to);
}

static bool contains(GBytes *bytes, const char *needle)
{
    gsize size;
    gconstpointer data = g_bytes_get_data(bytes, &size);

    return size > 0 && g_strstr_len(data, (gssize)size, needle);
}

static bool memory_triage(struct intake *intake, GPtrArray *headers, bool *candidate,
                          GError **error)
{
    for (guint i = 0; i < headers->len; i++)
        candidate[i] = contains(g_ptr_array_index(headers, i), "ameli");
    return true;
}

static bool memory_mail(struct intake *intake, const struct mail *mail, bool first_sight,
                        GError **error)
{
    g_mutex_lock(&lock);
    if (!first_sight)
        move_cursor(mail->mailbox, mail->uidvalidity, mail->uid);
    printf("mail %s %u %s size=%" G_GUINT64_FORMAT " raw=%zu at=%" G_GINT64_FORMAT "\n",
           mail->mailbox, mail->uid, first_sight ? "old" : "new", mail->size,
           g_bytes_get_size(mail->raw), mail->internaldate);
    g_mutex_unlock(&lock);
    return true;
}

static bool memory_advance(struct intake *intake, const char *mailbox, const struct cursor *to,
                           guint seen, GError **error)
{
    g_mutex_lock(&lock);
    move_cursor(mailbox, to->uidvalidity, to->uid);
    printf("advance %s %u %u seen=%u\n", mailbox, to->uidvalidity, to->uid, seen);
    g_mutex_unlock(&lock);
    return true;
}

static bool memory_success(struct intake *intake, const char *mailbox, GError **error)
{
    g_mutex_lock(&lock);
    printf("success %s\n", mailbox);
    g_mutex_unlock(&lock);
    return true;
}

static bool memory_failure(struct intake *intake, const char *mailbox, enum trouble trouble,
                           const char *text, GError **error)
{
    g_mutex_lock(&lock);
    printf("failure %s %s %s\n", mailbox ? mailbox : "-", trouble_name(trouble), text);
    g_mutex_unlock(&lock);
    return true;
}

static void memory_free(struct intake *intake)
{
    g_free(intake);
}

static struct intake *memory_new(const struct account *account, void *data, GError **error)
{
    static const struct intake_ops ops = {
        .open = memory_open,       .triage = memory_triage,   .mail = memory_mail,
        .advance = memory_advance, .success = memory_success, .failure = memory_failure,
        .free = memory_free,
    };
    struct intake *intake = g_new0(struct intake, 1);

    intake->ops = &ops;
    return intake;
}

static void finished(struct imap_account *account, void *data)
{
    g_mutex_lock(&lock);
    printf("finished\n");
    g_mutex_unlock(&lock);
}

static int probe(const struct account *account, struct runner *runner)
{
    g_autoptr(GPtrArray) mailboxes = NULL;
    g_autoptr(GError) error = NULL;
    enum trouble trouble;

    if (!imap_account_probe(account, runner, &mailboxes, NULL, &trouble, &error)) {
        printf("failure - %s %s\n", trouble_name(trouble), error->message);
        return 1;
    }
    for (guint i = 0; i < mailboxes->len; i++)
        printf("mailbox %s\n", (char *)g_ptr_array_index(mailboxes, i));
    return 0;
}

static void watch(const struct account *account, struct runner *runner, bool once)
{
    struct imap_account *watched =
        imap_account_start(account, runner, memory_new, NULL, once, finished, NULL);
    char line[100];

    while (fgets(line, sizeof line, stdin) && strcmp(line, "stop\n") != 0)
        if (strcmp(line, "check\n") == 0)
            imap_account_check_now(watched);
    imap_account_stop(watched, 5);
    imap_account_free(watched);
}

/* "MAILBOX:UIDVALIDITY:UID" */
static void preset(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, ":", 3);

    move_cursor(parts[0], (guint32)g_ascii_strtoull(parts[1], NULL, 10),
                (guint32)g_ascii_strtoull(parts[2], NULL, 10));
}

static void forget(struct server *server)
{
    g_free(server->host);
    g_free(server->ca_file);
    g_free(server->login.user);
    g_free(server->login.password_file);
}

int main(int argc, char **argv)
{
    struct server server = { .timeout = 60, .login = { NULL, NO_COMMAND, NO_COMMAND, NULL, NULL } };
    char *no_trust[] = { NULL };
    char name[] = "test";
    struct account account = { .name = name, .imap = &server, .trust = no_trust };
    g_autofree char *tls = NULL;
    g_auto(GStrv) begin = NULL;
    int status = 0;
    int port = 0, poll_seconds = 60, since = 60;
    gboolean once = FALSE, thorough = FALSE, probing = FALSE, verbose = FALSE;
    struct settings settings = { 0 };
    GOptionEntry entries[] = {
        { "host", 0, 0, G_OPTION_ARG_STRING, &server.host, NULL, NULL },
        { "port", 0, 0, G_OPTION_ARG_INT, &port, NULL, NULL },
        { "tls", 0, 0, G_OPTION_ARG_STRING, &tls, NULL, NULL },
        { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &server.ca_file, NULL, NULL },
        { "user", 0, 0, G_OPTION_ARG_STRING, &server.login.user, NULL, NULL },
        { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &server.login.password_file, NULL, NULL },
        { "mailbox", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &account.mailboxes, NULL, NULL },
        { "cursor", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &begin, NULL, NULL },
        { "poll", 0, 0, G_OPTION_ARG_INT, &poll_seconds, NULL, NULL },
        { "since", 0, 0, G_OPTION_ARG_INT, &since, NULL, NULL },
        { "once", 0, 0, G_OPTION_ARG_NONE, &once, NULL, NULL },
        { "thorough", 0, 0, G_OPTION_ARG_NONE, &thorough, NULL, NULL },
        { "probe", 0, 0, G_OPTION_ARG_NONE, &probing, NULL, NULL },
        { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, NULL, NULL },
        G_OPTION_ENTRY_NULL,
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autoptr(GError) error = NULL;
    AUTO(runner) runner = runner_new_direct(&settings);

    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error) || !server.host) {
        fprintf(stderr, "imap-driver: %s\n", error ? error->message : "--host is missing");
        return 64;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    log_set_level(verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_WARNING);
    server.port = (guint16)port;
    server.tls = g_strcmp0(tls, "tls") == 0        ? SERVER_TLS
                 : g_strcmp0(tls, "starttls") == 0 ? SERVER_STARTTLS
                                                   : SERVER_CLEARTEXT;
    account.poll = (guint)poll_seconds;
    account.since = (guint)since;
    account.thorough = thorough;
    cursors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (char **at = begin; at && *at; at++)
        preset(*at);
    if (probing)
        status = probe(&account, runner);
    else
        watch(&account, runner, once);
    forget(&server);
    g_strfreev(account.mailboxes);
    g_hash_table_unref(cursors);
    return status;
}
