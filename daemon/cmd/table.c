/* The table of the first look that goes with the rules in force: the installed one, or that of the user's
 * cache, which is made where neither fits. */
#include <stdint.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/places.h"
#include "cmd/cmd.h"
#include "detect/triage_table.h"
#include "triage/stamp.h"
#include "triage/triage.h"

#define OWN "triage.table"

static GMappedFile *map(const char *path, const uint64_t stamp[2])
{
    struct stat facts;
    bool trusted = stat(path, &facts) == 0 && stamp_is_trusted(&facts);
    g_autoptr(GMappedFile) file = trusted ? g_mapped_file_new(path, FALSE, NULL) : NULL;
    const struct triage_image *image = file ? (const void *)g_mapped_file_get_contents(file) : NULL;

    if (!image || !triage_is_image(image, g_mapped_file_get_length(file)) ||
        image->stamp[0] != stamp[0] || image->stamp[1] != stamp[1])
        return NULL;
    return g_steal_pointer(&file);
}

static bool stamp_now(const struct globals *globals, uint64_t stamp[2])
{
    g_auto(GStrv) dirs = places_rules(globals->rules);

    return stamp_of((const char *const *)dirs, stamp);
}

static bool is_of_program(const char *path)
{
    struct stat program, facts;

    return stat("/proc/self/exe", &program) == 0 && stat(path, &facts) == 0 &&
           stamp_is_since(&facts, &program);
}

static GMappedFile *table_of(const uint64_t stamp[2])
{
    g_autofree char *installed = places_table();
    g_autofree char *own = places_cache(OWN);
    GMappedFile *file = map(installed, stamp);

    if (!file && is_of_program(own))
        file = map(own, stamp);
    return file;
}

GMappedFile *cmd_table(const struct globals *globals)
{
    uint64_t stamp[2] = { 0 };

    return stamp_now(globals, stamp) ? table_of(stamp) : NULL;
}

struct rules *cmd_rules_for_few(const struct globals *globals, GError **error)
{
    g_autoptr(GMappedFile) table = cmd_table(globals);

    return table ? rules_load_again(globals->rules, error) : cmd_rules(globals, error);
}

/* The rules are read anew between two looks at their stamp: a file that is written meanwhile must not lend
 * its stamp to a table of what it held before. */
static GBytes *make(const struct globals *globals, const uint64_t stamp[2], GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    g_autofree char *why = NULL;
    g_autoptr(GBytes) table = rules ? triage_table_make(rules, stamp, &why) : NULL;
    uint64_t after[2] = { 0 };

    if (!table)
        return NULL;
    if (!stamp_now(globals, after) || after[0] != stamp[0] || after[1] != stamp[1]) {
        g_set_error_literal(error, VIGIE_ERROR, EX_TEMPFAIL,
                            "the rules changed while they were read; try again");
        return NULL;
    }
    if (why)
        log_warning(NULL, "each mail is read whole, for there is no first look for %s", why);
    return g_steal_pointer(&table);
}

GBytes *cmd_make_table(const struct globals *globals, GError **error)
{
    uint64_t stamp[2] = { 0 };

    if (stamp_now(globals, stamp))
        return make(globals, stamp, error);
    g_set_error_literal(error, VIGIE_ERROR, EX_CONFIG,
                        "the rules cannot be read at once, or are too many; see rules/README.md");
    return NULL;
}

void cmd_refresh_table(const struct globals *globals)
{
    g_autoptr(GMappedFile) present = NULL;
    g_autoptr(GBytes) table = NULL;
    uint64_t stamp[2] = { 0 };
    AUTO_FD lock = -1;

    if (globals->rules || !stamp_now(globals, stamp))
        return;
    present = table_of(stamp);
    if (present)
        return;
    /* Deliveries come together, and one table serves them all. */
    lock = cmd_cache_lock();
    if (lock < 0)
        return;
    table = make(globals, stamp, NULL);
    if (table)
        cmd_cache_write(OWN, g_bytes_get_data(table, NULL), g_bytes_get_size(table));
}
