/* Which word a slip of the fingers meant. */
#include "base/closest.h"

#include <glib.h>

static const char *const words[] = { "list", "guide", "close", "status", "password-file",
                                     "password-command", "cart", "card", NULL };

static const struct {
    const char *typed, *meant;
} cases[] = {
    { "lsit", "list" },      { "lst", "list" },
    { "liste", "list" },     { "LIST", "list" },
    { "giude", "guide" },    { "statuts", "status" },
    { "sttaus", "status" },  { "pasword_file", "password-file" },
    { "carx", NULL },        /* card as well as cart */
    { "lose", "close" },     { "ls", NULL },
    { "pigeon", NULL },      { "", NULL },
    { "a-word-that-is-far-longer-than-any-command-or-key-can-be", NULL },
};

static void test_meant(gconstpointer data)
{
    guint index = GPOINTER_TO_UINT(data);

    g_assert_cmpstr(closest_word(cases[index].typed, words), ==, cases[index].meant);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/closest/%u-%s", i, cases[i].typed);

        g_test_add_data_func(path, GUINT_TO_POINTER(i), test_meant);
    }
    return g_test_run();
}
