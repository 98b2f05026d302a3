/* Times reading and judging of one message, in process and warm: for bench_detect.py.
 * Usage: detect-bench RULES-DIR FILE TIMES; the microseconds of each run, one a line. */
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "detect/detect.h"
#include "message/message.h"

static bool run(const struct detect_context *context, GBytes *raw, GError **error)
{
    AUTO(message) message = message_parse(raw, error);
    AUTO(finding) finding = message ? detect(context, message, error) : NULL;

    return finding && finding->kind == KIND_NOTICE;
}

int main(int argc, char **argv)
{
    const char *const dirs[] = { argc > 1 ? argv[1] : "rules", NULL };
    g_autoptr(GError) error = NULL;
    g_autoptr(GMappedFile) file = argc > 3 ? g_mapped_file_new(argv[2], FALSE, &error) : NULL;
    g_autoptr(GBytes) raw = file ? g_mapped_file_get_bytes(file) : NULL;
    AUTO(rules) rules = raw ? rules_load(dirs, NULL, &error) : NULL;
    const char *const trust[] = { NULL };
    const struct detect_context context = {
        .rules = rules,
        .trust = trust,
        .now = g_get_real_time() / G_USEC_PER_SEC,
    };

    if (!rules) {
        fprintf(stderr, "detect-bench: %s\n", error ? error->message : "three words are needed");
        return EX_USAGE;
    }
    rules_speed_up(rules);
    message_warm_up();
    for (int left = atoi(argv[3]); left > 0; left--) {
        const gint64 start = g_get_monotonic_time();

        if (!run(&context, raw, &error)) {
            fprintf(stderr, "detect-bench: %s is no notice\n", argv[2]);
            return EX_DATAERR;
        }
        printf("%" G_GINT64_FORMAT "\n", g_get_monotonic_time() - start);
    }
    return EX_OK;
}
