/* The first look beside the real reading, for many mails at once: for tests/system/test_triage.py.
 * Usage: triage-batch RULES-DIR, paths on stdin; a line for each: "NO" or "MAYBE" of the first
 * look, then "no" or "yes" as detect_candidate says, and the path. */
#include <stdio.h>
#include <string.h>

#include "detect/detect.h"
#include "detect/triage_table.h"
#include "message/message.h"
#include "triage/triage.h"

static bool look(const struct rules *rules, GBytes *table, const char *path, GError **error)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, error);
    g_autoptr(GBytes) raw = file ? g_mapped_file_get_bytes(file) : NULL;
    AUTO(message) header = raw ? message_parse_header(raw, NULL) : NULL;
    gsize length;
    const char *data;

    if (!raw)
        return false;
    data = g_bytes_get_data(raw, &length);
    printf("%s %s %s\n",
           triage_look(g_bytes_get_data(table, NULL), data ? data : "", length) == TRIAGE_NO
               ? "NO"
               : "MAYBE",
           header && detect_candidate(rules, header) ? "yes" : "no", path);
    return true;
}

int main(int argc, char **argv)
{
    const char *const dirs[] = { argc > 1 ? argv[1] : "rules", NULL };
    static const guint64 stamp[2];
    g_autoptr(GError) error = NULL;
    g_autofree char *why = NULL;
    AUTO(rules) rules = rules_load(dirs, NULL, &error);
    g_autoptr(GBytes) table = rules ? triage_table_make(rules, stamp, &why) : NULL;
    char path[4096];

    message_warm_up();
    if (why)
        fprintf(stderr, "every mail may be a candidate: %s\n", why);
    while (table && fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = '\0';
        if (!look(rules, table, path, &error))
            break;
    }
    if (error)
        fprintf(stderr, "%s\n", error->message);
    return error ? 1 : 0;
}
