/* Inside the keeper: one thing for the reader to read, and whom to answer. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/ipc.h"
#include "base/settings.h"
#include "cases/decide.h"
#include "detect/finding.h"
#include "store/cursors.h"

struct keeper;

/* A fetcher's thread. */
struct channel {
    struct keeper *keeper;
    char *account;
    int fd;
    struct ipc_message request; /* what it waits for an answer to */
    guint source, retry;        /* GSource ids; 0 none */
    gint64 opened_at;           /* when the look under way began; monotonic */
};
struct channel *channel_new(struct keeper *keeper, const char *account, int fd /* taken */);
void channel_free(struct channel *channel);

enum job_kind { JOB_MAIL, JOB_TRIAGE };

struct job {
    enum job_kind kind;
    struct channel *channel; /* to answer; NULL: a file of ours, or the thread is gone */
    GBytes *raw;
    char *account, *mailbox, *owner;
    char *name; /* struct mail */
    struct origin origin;     /* points into this job */
    const char *const *trust; /* borrowed from the settings */
    guint32 uidvalidity, uid;
    bool moves;          /* recording it moves the cursor */
    char *file;          /* in the spool, to be removed when recorded; NULL */
    struct aside *aside; /* what an older version set aside; NULL */
    guint tries;
    GByteArray *pieces;      /* of the reader's answer, as far as it came */
    struct finding *finding; /* the reader's answer */
    bool answered;           /* it is an answer that changed an entry */
    char *why;               /* the reader failed twice */
};

struct job *job_new_mail(struct channel *channel, GBytes *raw, const struct account *account);
struct job *job_new_triage(struct channel *channel, GBytes *packed);
void job_free(struct job *job);

/* Takes mailbox, UID and dates of a WORK_MAIL payload "(suumsxtb)". */
void job_take_place(struct job *job, GVariant *payload);

/* Where the cursor goes with it; NULL where it stays. `move` is filled and returned. */
const struct cursor_move *job_move(const struct job *job, struct cursor_move *move);

/* Sends it to the reader at `fd`. */
bool job_ask(const struct job *job, int fd, gint64 now, GError **error);

void job_answer_done(struct job *job);
/* `candidates` NULL: all are. */
void job_answer_candidates(struct job *job, const GArray *candidates);
/* The thread is gone: nobody is to be answered. */
void job_orphan(struct job *job, const struct channel *channel);

/* Removes the file of a recorded job from the spool, or notes that it failed again. */
bool job_clear_file(struct job *job, struct store *store, GError **error);

/* A job for each file in the spool, and for each mail that another version set aside; of many, for
 * the first. */
GPtrArray *jobs_from_spool(struct store *store, const struct settings *settings, GError **error);
