/* `vigie explain --json` for many mails at once, with the rules loaded once: for tests/corpus.
 * Usage: explain-batch RULES-DIR [AUTHSERV-ID]…, paths on stdin; one JSON object a line, none for
 * what is no mail. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/error.h"
#include "cmd/explain.h"
#include "detect/detect.h"
#include "message/message.h"

static gint64 file_time(const char *path)
{
    struct stat facts;

    return stat(path, &facts) == 0 ? facts.st_mtim.tv_sec : 0;
}

static struct finding *read_file(struct detect_context *context, const char *path, GError **error)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
    g_autoptr(GBytes) raw = file ? g_mapped_file_get_bytes(file) : NULL;
    AUTO(message) message = raw ? message_parse(raw, error) : NULL;

    if (!message)
        return NULL;
    context->received = file_time(path);
    return detect(context, message, error);
}

static bool explain(struct detect_context *context, const char *path, GError **error)
{
    AUTO(finding) finding = read_file(context, path, error);
    g_autoptr(JsonNode) node = NULL;
    g_autofree char *json = NULL;

    if (!finding)
        return false;
    node = explain_json(finding, rules_right(context->rules));
    json = json_to_string(node, FALSE);
    puts(json);
    return true;
}

int main(int argc, char **argv)
{
    const char *const dirs[] = { argc > 1 ? argv[1] : "rules", NULL };
    g_autoptr(GError) error = NULL;
    AUTO(rules) rules = rules_load(dirs, NULL, &error);
    struct detect_context context = {
        .rules = rules,
        .trust = (const char *const *)argv + MIN(argc, 2),
        .received_source = SENT_DELIVERY,
        .now = g_get_real_time() / G_USEC_PER_SEC,
        .trace = g_getenv("EXPLAIN_TRACE") != NULL,
    };
    char path[4096];

    message_warm_up();
    while (rules && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        if (!explain(&context, path, &error) && !g_error_matches(error, VIGIE_ERROR, EX_DATAERR))
            break;
        g_clear_error(&error);
    }
    if (error)
        fprintf(stderr, "%s: %s\n", path, error->message);
    return error ? 1 : 0;
}
