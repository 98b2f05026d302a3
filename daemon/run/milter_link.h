/* Private to run/milter*.c: what master and worker say to each other (base/ipc.h carries it). */
#pragma once

enum {
    /* Worker → master. */
    MILTER_READER = 500, /* "u" a slot + fd: kill the reader of the slot, fork one on fd; without
                            a descriptor: only kill it */
    MILTER_READY,        /* "": it serves, by what MILTER_RELOAD told it to read */
    /* Master → worker; the end of the stream means the same as MILTER_STOP. */
    MILTER_RELOAD = 520, /* "": configuration and rules are good: read them anew */
    MILTER_STOP,         /* "": finish the mails at hand, end */
};

/* Readers, as many as there are processors, within bounds: each is a process with the rules. */
#define MILTER_READERS_LEAST 2
#define MILTER_READERS_MOST 4
