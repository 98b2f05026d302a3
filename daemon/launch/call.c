/* Words of the command line, as main.c and cmd/filter.c take them. */
#include "launch/call.h"

#include <stddef.h>
#include <string.h>

static bool is_flag(struct call *call, const char *word)
{
    if (strcmp(word, "--pass") == 0)
        return call->pass = true;
    if (strcmp(word, "--thorough") == 0)
        return call->thorough = true;
    return strcmp(word, "--quiet") == 0 || strcmp(word, "--verbose") == 0;
}

/* The value of an option that has one, as the next word or behind =; NULL where it is another word,
 * or empty. */
static const char *value_of(const char *name, char **argv, int *index)
{
    const size_t length = strlen(name);
    const char *word = argv[*index], *value = NULL;

    if (strncmp(word, name, length) != 0)
        return NULL;
    if (word[length] == '=')
        value = word + length + 1;
    else if (!word[length] && argv[*index + 1])
        value = argv[++*index];
    return value && *value ? value : NULL;
}

bool call_read(struct call *call, int argc, char **argv)
{
    *call = (struct call){ .filter = 0 };
    if (argc >= CALL_MAX_WORDS)
        return false;
    for (int i = 1; i < argc; i++) {
        const char *value;

        if (!call->filter && strcmp(argv[i], "filter") == 0)
            call->filter = i;
        else if ((value = value_of("--config", argv, &i)))
            call->config = value;
        else if ((value = value_of("--state", argv, &i)))
            call->state = value;
        else if ((value = value_of("--owner", argv, &i)))
            call->owner = value;
        else if (value_of("--now", argv, &i))
            call->now = true;
        else if (!is_flag(call, argv[i]))
            return false;
    }
    return call->filter;
}

/* As main.c finds the command: the first word that is no option, nor the value of one. */
bool call_is_filter(char *const *argv)
{
    static const char *const valued[] = { "--config", "--state", "--rules", "--now", "--owner" };

    for (int i = 1; argv[i]; i++) {
        bool takes = false;

        if (argv[i][0] != '-')
            return strcmp(argv[i], "filter") == 0;
        for (size_t j = 0; j < sizeof valued / sizeof *valued; j++)
            takes = takes || strcmp(argv[i], valued[j]) == 0;
        if (takes && !argv[++i])
            return false;
    }
    return false;
}
