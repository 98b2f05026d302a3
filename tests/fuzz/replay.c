/* Runs a fuzz target over its seeds and over the samples of the rules, where libFuzzer is not at
 * hand: what once was a crash stays tried by `make check`. */
#include <stdio.h>
#include <string.h>

#include "fuzz.h"

static guint replay_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *data = NULL;
    gsize length;

    printf("# %s\n", path); /* the last one in the log is the one that failed */
    fflush(stdout);
    g_file_get_contents(path, &data, &length, &error);
    g_assert_no_error(error);
    LLVMFuzzerTestOneInput((const uint8_t *)data, length);
    return 1;
}

static guint replay(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    guint count = 0;

    if (!dir)
        return replay_file(path);
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *below = g_build_filename(path, name, NULL);

        count += replay(below);
    }
    return count;
}

/* "fuzz_dates" has its seeds in seeds/dates. */
static guint replay_seeds(const char *program)
{
    const char *source = g_getenv("VIGIE_SRCDIR");
    g_autofree char *name = g_path_get_basename(program);
    g_autofree char *seeds = NULL, *samples = NULL;

    g_assert_true(source && g_str_has_prefix(name, "fuzz_"));
    seeds = g_build_filename(source, "tests/fuzz/seeds", name + strlen("fuzz_"), NULL);
    samples = g_build_filename(source, "rules/samples", NULL);
    return replay(seeds) + replay(samples);
}

int main(int argc, char **argv)
{
    guint count = 0;

    printf("1..1\n");
    if (argc == 1)
        count = replay_seeds(argv[0]);
    for (int i = 1; i < argc; i++)
        count += replay(argv[i]);
    printf("ok 1 - %u inputs\n", count);
    return 0;
}
