/* The table of the first look, where one was made from the rules in force: the installed one, or that
 * of the user's cache (vigie rules triage). */
#include <stdint.h>
#include <sys/stat.h>

#include "base/places.h"
#include "cmd/scan.h"
#include "triage/stamp.h"
#include "triage/triage.h"

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

GMappedFile *scan_table(const struct globals *globals)
{
    g_auto(GStrv) dirs = places_rules(globals->rules);
    g_autofree char *installed = places_table();
    g_autofree char *own = places_cache("triage.table");
    uint64_t stamp[2] = { 0 };
    GMappedFile *file;

    if (!stamp_of((const char *const *)dirs, stamp))
        return NULL;
    file = map(installed, stamp);
    return file ? file : map(own, stamp);
}
