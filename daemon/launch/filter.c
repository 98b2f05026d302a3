/* One message: answered, or handed to the whole program; and kept where that fails. */
#include "launch/filter.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

#include "launch/ends.h"
#include "launch/message.h"
#include "launch/places.h"
#include "launch/program.h"
#include "launch/spool.h"
#include "triage/triage.h"

/* A message that the whole program has, or had. */
struct handed {
    const struct call *call;
    const char *state; /* "": not known */
    int held;          /* as much of it as was read before */
    bool whole;        /* that is all of it */
};

/* A mail may hold a code: nothing of it in a core file, and nobody looks in. The whole program says it
 * again for itself, which an exec undoes. */
static void keep_to_ourselves(void)
{
    const struct rlimit none = { 0, 0 };

    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

/* Who reads our output may end first, and Postfix limits the size of files: errors of write(2) like others. */
static void begin(void)
{
    keep_to_ourselves();
    ends_hear();
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* Reads what is left, so that who writes it gets no EPIPE. What the program has read from standard input is
 * lost to us, and what it has written to standard output is not known, unless it has read nothing at all:
 * of `held` we see how far it came. */
static int keep(const struct handed *handed)
{
    const bool untouched = lseek(handed->held, 0, SEEK_CUR) == 0;
    struct head head;
    struct spool_file file = { .fd = -1 };
    const char *verdict = NULL;
    bool taken;

    if (lseek(handed->held, 0, SEEK_SET) < 0 || !head_read(&head, handed->held))
        return EX_TEMPFAIL;
    if (head.length == 0) /* there is nothing to record; or nothing was held, where files have no room */
        return handed->whole ? EX_OK : EX_TEMPFAIL;
    /* A date of --now is not known here. */
    if ((untouched || handed->whole) && *handed->state && !handed->call->now)
        spool_file_begin(&file, handed->state, handed->call->owner);
    if (handed->call->pass && untouched && head_is_plain(&head))
        verdict = "unread";
    taken = message_take(&head, verdict, file.fd);
    if (file.fd < 0)
        return EX_TEMPFAIL;
    if (!taken) {
        spool_file_drop(&file);
        return EX_TEMPFAIL;
    }
    if (!spool_file_commit(&file))
        return EX_TEMPFAIL;
    fprintf(stderr, "vigie: the message is kept in %s, where the next filter, or watch, reads it\n",
            file.folder);
    return handed->call->pass && !verdict ? EX_TEMPFAIL : EX_OK;
}

/* To the whole program, with what was read of it. */
static int hand_on(struct handed *handed, int argc, char **argv, const struct head *head)
{
    char *words[CALL_MAX_WORDS + 3], number[16];
    const int filter_at = handed->call->filter;
    int code;

    handed->held = message_hold(head, &handed->whole);
    if (handed->held < 0)
        return EX_TEMPFAIL;
    snprintf(number, sizeof number, "%d", handed->held);
    memcpy(words, argv, (size_t)(filter_at + 1) * sizeof *argv);
    words[filter_at + 1] = (char[]){ "--head-fd" };
    words[filter_at + 2] = number;
    memcpy(words + filter_at + 3, argv + filter_at + 1,
           (size_t)(argc - filter_at) * sizeof *argv);
    code = program_filter(words);
    return code == PROGRAM_FAILED ? keep(handed) : code;
}

int filter(const struct call *call, int argc, char **argv)
{
    const struct triage_image *image;
    char state[PATH_MAX];
    struct handed handed = { .call = call, .state = state };
    struct head head;
    bool well;

    begin();
    image = places_table();
    well = places_are_well(call, state);
    head.length = 0;
    if (image && well && !call->thorough) {
        if (!head_read(&head, NOTHING_BEFORE))
            return EX_TEMPFAIL;
        if (head_is_plain(&head) && triage_look(image, head.bytes, head.length) == TRIAGE_NO)
            return message_take(&head, call->pass ? "none" : NULL, -1) ? EX_OK : EX_TEMPFAIL;
    }
    return hand_on(&handed, argc, argv, &head);
}

int filter_unread(char **argv)
{
    char piece[4096];
    int code;

    begin();
    code = program_filter(argv);
    if (code != PROGRAM_FAILED)
        return code;
    while (read(STDIN_FILENO, piece, sizeof piece) > 0)
        continue; /* who writes it gets no EPIPE */
    return EX_TEMPFAIL;
}
