/* vigie explain: why a message is or is not a case. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "cmd/cmd.h"
#include "cmd/explain.h"
#include "message/message.h"
#include "run/reader.h"

struct input {
    GBytes *raw;
    gint64 received;
};

static bool read_all(int fd, GByteArray *bytes, GError **error)
{
    guint8 buffer[65536];
    gssize got;

    /* A little more than will be read, so that it is seen to be cut. */
    while (bytes->len <= MESSAGE_MAX_BYTES && (got = read(fd, buffer, sizeof buffer)) != 0) {
        if (got > 0) {
            g_byte_array_append(bytes, buffer, (guint)got);
        } else if (errno != EINTR) {
            g_set_error(error, VIGIE_ERROR, EX_NOINPUT, "cannot read: %s; name a file that holds one message",
                        g_strerror(errno));
            return false;
        }
    }
    return true;
}

/* A file arrived when it was written last, standard input arrives now. */
static bool input_read(struct input *input, const char *name, gint64 now, GError **error)
{
    bool from_stdin = strcmp(name, "-") == 0;
    AUTO_FD fd = from_stdin ? dup(STDIN_FILENO) : open(name, O_RDONLY | O_CLOEXEC);
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    struct stat facts;

    if (fd < 0 || fstat(fd, &facts) < 0) {
        g_set_error(error, VIGIE_ERROR, EX_NOINPUT,
                    "cannot open %s: %s; name a message file, or - for standard input", name,
                    g_strerror(errno));
        return false;
    }
    if (!read_all(fd, bytes, error)) {
        g_prefix_error(error, "%s: ", name);
        return false;
    }
    input->received = from_stdin ? now : MIN(facts.st_mtim.tv_sec, now);
    input->raw = g_byte_array_free_to_bytes(g_steal_pointer(&bytes));
    return true;
}

/* The configuration's authserv-ids, where there is one, and those of the command line. */
static char **all_trust(const struct settings *settings, char **options)
{
    GPtrArray *trust = g_ptr_array_new();

    for (gsize i = 0; settings->trust[i]; i++)
        g_ptr_array_add(trust, g_strdup(settings->trust[i]));
    for (gsize i = 0; options && options[i]; i++)
        g_ptr_array_add(trust, g_ascii_strdown(options[i], -1));
    g_ptr_array_add(trust, NULL);
    return (char **)g_ptr_array_free(trust, FALSE);
}

static int explain(const struct globals *globals, const char *name, char **trust_options, bool json,
                   GError **error)
{
    AUTO(settings) settings = cmd_settings(globals, error);
    AUTO(rules) rules = settings ? cmd_rules(globals, error) : NULL;
    AUTO(reader) reader = NULL;
    AUTO(finding) finding = NULL;
    g_auto(GStrv) trust = NULL;
    struct input input = { 0 };
    struct read_request request = { .received_source = SENT_DELIVERY, .now = cmd_now(globals),
                                    .trace = true };

    if (!rules || !input_read(&input, name, request.now, error))
        return vigie_error_exit(*error);
    trust = all_trust(settings, trust_options);
    request.trust = (const char *const *)trust;
    request.received = input.received;
    reader = reader_new(rules);
    finding = reader_read(reader, input.raw, &request, error);
    g_bytes_unref(input.raw);
    if (!finding) {
        g_prefix_error(error, "%s: ", name);
        return vigie_error_exit(*error);
    }
    if (!json)
        explain_print(finding, rules);
    else if (!cmd_print_json(explain_json(finding, rules_right(rules)), error))
        return EX_IOERR;
    if (!cmd_flush(error))
        return EX_IOERR;
    return finding->kind == KIND_NONE ? 1 : EX_OK;
}

int cmd_explain(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean json = FALSE;
    g_auto(GStrv) trust = NULL;
    const GOptionEntry options[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
        { "trust", 0, 0, G_OPTION_ARG_STRING_ARRAY, &trust, NULL, NULL },
        G_OPTION_ENTRY_NULL
    };

    if (!cmd_parse(options, command_named("explain"), &argc, &argv, 1, 1, error))
        return EX_USAGE;
    return explain(globals, argv[1], trust, json, error);
}
