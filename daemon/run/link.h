/* What the four processes of `watch` say to each other (base/ipc.h carries it).
 *
 *            CONTROL                         LINK, one WORK channel a thread
 *   master ◀────────▶ keeper ◀───────────────────────────────▶ fetcher
 *     │  RUNNER ▲        ▲ READ                                   │ RUNNER
 *     │         │        ▼                                        │
 *     └─────────┴──── (commands)          reader                  ┘
 *
 * Each row: the GVariant type of its payload ("" none), a descriptor where it says so. */
#pragma once

#include <glib.h>

/* Keeper → master. */
enum {
    CONTROL_READY = 100,   /* "": database and sinks are there */
    CONTROL_ALIVE,         /* "": the main loop runs (watchdog) */
    CONTROL_WANT_READER,   /* "": kill the reader there is, start another */
    /* Master → keeper. */
    CONTROL_READER = 120,  /* "" + fd: a new reader's channel */
    CONTROL_FETCHER,       /* "" + fd: a new fetcher's LINK */
    CONTROL_CHECK,         /* "": look at all mailboxes now */
    CONTROL_STOP,          /* "": finish the transaction, end */
};

/* Fetcher → keeper on LINK. */
enum {
    LINK_WORKER = 200,     /* "s" + fd: a WORK channel of an account */
    LINK_LOCKED,           /* "x": it is locked in (sandbox_force_pack) */
    LINK_FINISHED,         /* "": --once: every account was brought up to date or failed */
    /* Keeper → fetcher. */
    LINK_CHECK = 220,      /* "" */
    LINK_STOP,             /* "" */
};

/* A fetcher's thread → keeper; each is answered by one of WORK_DONE, WORK_CURSOR,
 * WORK_CANDIDATES, WORK_MARKS. */
enum {
    WORK_OPEN = 300,       /* "s" mailbox → WORK_CURSOR */
    WORK_TRIAGE,           /* "" + fd (memfd: packed headers) → WORK_CANDIDATES */
    WORK_MAIL,             /* "(suumsxtb)" mailbox, uidvalidity, uid, name, internaldate, size,
                              first sight + fd (memfd: the mail) → WORK_DONE when durably recorded */
    WORK_ADVANCE,          /* "(suuu)" mailbox, uidvalidity, uid, seen → WORK_DONE */
    WORK_WATCHED,          /* "" + fd (memfd: packed names of all mailboxes watched) → WORK_DONE */
    WORK_KNOWN,            /* "s" mailbox + fd (memfd: packed names) → WORK_MARKS */
    WORK_DEALT,            /* "s" mailbox + fd (memfd: packed names) → WORK_DONE */
    WORK_SUCCESS,          /* "s" mailbox → WORK_DONE */
    WORK_FAILURE,          /* "(msus)" mailbox, enum trouble, text → WORK_DONE */
    WORK_DONE = 320,       /* "" */
    WORK_CURSOR,           /* "(uu)" uidvalidity, uid */
    WORK_CANDIDATES,       /* "ab" */
    WORK_MARKS,            /* "" + fd (memfd: a byte for each name) */
};

/* To the reader, one at a time; answered in order. */
enum {
    READ_MAIL = 400,       /* "(xuxasb)" received, its source, now, trust, trace + fd (memfd) */
    READ_TRIAGE,           /* "" + fd (memfd: packed headers) */
    READ_FINDING = 420,    /* FINDING_TYPE */
    READ_UNUSABLE,         /* "(is)" exit code, why: the input is no mail */
    READ_CANDIDATES,       /* "ab" */
    READ_PIECE,            /* "ay": a piece of the PDF of an answer, before its finding */
};

/* To the nursery (run/nursery.h). */
enum {
    NURSERY_WANT = 500,    /* "b" whether it is to be fast */
    NURSERY_READER,        /* "i" pid + fd: a new reader's channel */
};

/* Many header blocks, or names, in one memfd: the serialised GVariant "aay". */
GBytes *link_pack_headers(const GPtrArray *headers /* of GBytes */);
/* NULL where `packed` is not that. Of GBytes. */
GPtrArray *link_unpack_headers(GBytes *packed);
