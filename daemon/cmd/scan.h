/* Inside `vigie scan`: the main thread lists (scan_list.c), threads with a reader each read
 * (scan_work.c), and the main thread records and prints what they hand over (scan_record.c,
 * scan_print.c). On one core the main thread does all. What the threads share does not change while
 * they run, but for `next`, `whole`, `stop` and the queue of results. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/settings.h"
#include "cmd/cmd.h"
#include "cmd/progress.h"
#include "cmd/scan_known.h"
#include "cmd/scan_memory.h"
#include "cmd/scan_queue.h"
#include "detect/finding.h"
#include "detect/rules.h"
#include "run/nursery.h"
#include "source/maildir.h"
#include "source/walk.h"
#include "store/store.h"

struct scan_options {
    gboolean dry_run, thorough, json;
};

/* Where mails lie: a Maildir, or a folder of files (path NULL: a file that was given). */
struct scan_place {
    char *path;
    struct maildir *maildir; /* NULL: files */
    struct roster *names;    /* of a Maildir */
    GPtrArray *files;        /* of struct walk_file */
    struct scan_notes *notes; /* borrowed; NULL: a file that was given */
};

/* Some mails of a place: [from, to) of its names or files. */
struct scan_task {
    struct scan_place *place;
    guint from, to;
};

/* For the summary; the main thread's. */
struct scan_count {
    guint64 seen, read, no_mail, known;
    guint opened, joined, unreadable, aside;
};

struct scan {
    const struct globals *globals;
    const struct scan_options *options;
    struct settings *settings;
    struct rules *rules; /* NULL: not needed yet (scan_rules) */
    struct store *store; /* NULL: a dry run */
    struct nursery *nursery;
    GMappedFile *table; /* of struct triage_image; NULL: none serves */
    struct scan_memory *memory;
    struct scan_known *known; /* NULL: nothing is noted for the launcher */
    gint64 now;
    GPtrArray *places; /* of struct scan_place */
    GArray *tasks;     /* of struct scan_task */
    gint next;         /* the first task that no thread has taken; atomic */
    gint whole;        /* mails that were read whole; atomic */
    gint stop;         /* end soon; atomic */
    struct scan_queue *results;
    struct scan_recorder *alone; /* records at once what is handed over; NULL: it goes to `results` */
    struct scan_count count;
    struct progress *progress;
    guint64 files;       /* listed outside of Maildirs */
    guint64 total, done; /* weights, for the progress: a mail is 1 */
    GHashTable *faults;  /* set of char *: faults of rules that were told */
    int code;            /* the worst so far */
};

/* What a thread hands over. */
enum scan_what {
    SCAN_FOUND,      /* `finding` of the mail */
    SCAN_ASIDE,      /* the reader breaks on it: `why` */
    SCAN_UNREADABLE, /* `path`: `why`, which names it */
    SCAN_NO_MAIL,    /* the file that was given holds none */
    SCAN_DONE,       /* the counts below, and `keys` are done in `notes` */
    SCAN_MBOX,       /* `path` is read as far as `raw`, a mark, says; to its end in the state `why` */
    SCAN_BROKEN,     /* the thread cannot go on: `error`; then it ends */
    SCAN_ENDED,      /* the thread ends */
};
struct scan_result {
    enum scan_what what;
    char *path;
    gint64 offset;      /* in an mbox, or how far it is read; -1: none */
    const char *source; /* of struct origin */
    gint64 received;
    GBytes *raw;
    struct finding *finding;
    char *why;
    GError *error;
    guint seen, read, no_mail;
    guint64 weight;
    struct scan_notes *notes; /* borrowed; NULL: none */
    GArray *keys; /* of guint64; NULL: none */
    guint64 key;  /* of SCAN_FOUND: noted once its finding is recorded; 0: none */
};
void scan_result_free(struct scan_result *result);

/* A mail counts 1; of a file that must be an mbox, each so many bytes do. */
#define SCAN_WEIGHT_BYTES (16 * 1024)
guint64 scan_weight(const struct walk_file *file);

/* The rules, loaded where they are not yet; the main thread's. NULL and EX_CONFIG for a fault. */
const struct rules *scan_rules(struct scan *scan, GError **error);

/* Fills `places` and `tasks` from what lies at `paths`. */
void scan_list(struct scan *scan, char **paths);

/* A thread: takes tasks until there are none. */
gpointer scan_work(gpointer scan);

/* Of a thread, or of the only one: takes `result`. */
void scan_hand_over(struct scan *scan, struct scan_result *result);

/* Takes what the threads hand over until `threads` of them have ended. Sets `stop` where it cannot
 * go on, or where `signals` (a signalfd) says so. */
bool scan_record(struct scan *scan, guint threads, int signals, GError **error);
/* The same where one core reads and records: in this thread, for two would only wait for each other. */
bool scan_record_alone(struct scan *scan, int signals, GError **error);

/* `path` cannot be read: named, unless there were many, and counted. */
void scan_unreadable(struct scan *scan, const char *path, const char *why, int code);

/* Prints a finding that is not none. Takes codes and excerpts from a forged one. */
bool scan_print(const struct scan *scan, const struct scan_result *result, GError **error);
void scan_print_summary(const struct scan *scan);
/* What is printed of `count`, each line with its newline. The caller frees. */
char *scan_summary(const struct scan *scan, const struct scan_count *count);
