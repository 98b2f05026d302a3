/* A scripted IMAP server on loopback, and what a session needs to meet it. */
#pragma once

#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "source/session.h"

/* The script of a server: each line of the client that is awaited ("?" and its beginning after the
 * tag), and what is sent ("\1" stands for that line's tag). KEEP holds the connection
 * open in silence until the client leaves. Where a script ends, so does the connection. */
#define KEEP "KEEP"
#define FLOOD "FLOOD"     /* an endless line */
#define TRICKLE "TRICKLE" /* the same, slowly */
#define GREETING "* OK hello\r\n"
#define CAPABLE "?CAPABILITY\r", "* CAPABILITY IMAP4rev1 IDLE AUTH=PLAIN SASL-IR\r\n\1 OK done\r\n"
#define LOGGED_IN GREETING, CAPABLE, "?AUTHENTICATE PLAIN", "\1 OK in\r\n", CAPABLE
#define EXAMINED                                                                                   \
    "?EXAMINE", "* 2 EXISTS\r\n* OK [UIDVALIDITY 9] ok\r\n* OK [UIDNEXT 8] ok\r\n\1 OK done\r\n"

#define STEPS(...) (const char *const[]){ __VA_ARGS__, NULL }

struct script {
    const char *const *steps;
    int listening;
    guint16 port;
    GThread *thread;
};

static void send_all(int fd, const char *text, const char *tag)
{
    g_auto(GStrv) parts = g_strsplit(text, "\1", -1);
    g_autofree char *filled = g_strjoinv(tag, parts);

    (void)!send(fd, filled, strlen(filled), MSG_NOSIGNAL);
}

/* The tag of the next line, which must begin with `wanted` after it; "" where it has none: DONE, and what
 * answers a "+", of which any will do. */
static char *await_line(FILE *stream, const char *wanted)
{
    char line[4096];
    char *rest;
    bool tagged;

    if (!fgets(line, sizeof line, stream))
        return g_strdup("");
    tagged = strcmp(wanted, "DONE") != 0 && *wanted;
    rest = tagged ? strchr(line, ' ') : line;
    g_assert_nonnull(rest);
    if (tagged)
        *rest++ = '\0';
    if (!g_str_has_prefix(rest, wanted))
        g_error("the client sent %s and not %s", rest, wanted);
    return g_strdup(tagged ? line : "");
}

static gpointer serve(gpointer data)
{
    const struct script *script = data;
    int fd = accept(script->listening, NULL, NULL);
    FILE *stream = fdopen(fd, "r");
    g_autofree char *tag = g_strdup("");
    char byte;

    for (const char *const *step = script->steps; *step; step++) {
        if (strcmp(*step, KEEP) == 0) {
            while (fread(&byte, 1, 1, stream) == 1)
                continue;
        } else if (strcmp(*step, FLOOD) == 0) {
            while (send(fd, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 32, MSG_NOSIGNAL) > 0)
                continue;
        } else if (strcmp(*step, TRICKLE) == 0) {
            while (send(fd, "x", 1, MSG_NOSIGNAL) > 0)
                g_usleep(G_USEC_PER_SEC / 20);
        } else if (**step == '?') {
            g_autofree char *next = await_line(stream, *step + 1);

            if (*next) {
                g_free(tag);
                tag = g_steal_pointer(&next);
            }
        } else {
            send_all(fd, *step, tag);
        }
    }
    fclose(stream);
    return NULL;
}

static struct script *script_start(const char *const *steps)
{
    struct script *script = g_new0(struct script, 1);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
    socklen_t length = sizeof address;

    script->steps = steps;
    script->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    g_assert_cmpint(bind(script->listening, (struct sockaddr *)&address, length), ==, 0);
    g_assert_cmpint(listen(script->listening, 1), ==, 0);
    g_assert_cmpint(getsockname(script->listening, (struct sockaddr *)&address, &length), ==, 0);
    script->port = ntohs(address.sin_port);
    script->thread = g_thread_new("server", serve, script);
    return script;
}

static void script_free(struct script *script)
{
    g_thread_join(script->thread);
    close(script->listening);
    g_free(script);
}

struct fixture {
    struct settings settings;
    struct server server;
    struct runner *runner;
    GCancellable *cancel;
    char *password_file;
    struct script *script;
};

static void set_up(struct fixture *fixture, enum server_tls tls, const char *const *steps)
{
    static char host[] = "127.0.0.1", user[] = "jean";
    int fd = g_file_open_tmp("vigie-XXXXXX", &fixture->password_file, NULL);

    g_assert_cmpint(write(fd, "hunter2\n", 8), ==, 8);
    close(fd);
    fixture->script = script_start(steps);
    fixture->settings = (struct settings){ 0 };
    fixture->runner = runner_new_direct(&fixture->settings);
    fixture->cancel = g_cancellable_new();
    fixture->server = (struct server){
        .tls = tls,
        .host = host,
        .port = fixture->script->port,
        .timeout = 60,
        .login = { user, NO_COMMAND, NO_COMMAND, fixture->password_file, NULL },
    };
}

static void tear_down(struct fixture *fixture)
{
    script_free(fixture->script);
    unlink(fixture->password_file);
    g_free(fixture->password_file);
    runner_free(fixture->runner);
    g_object_unref(fixture->cancel);
}
