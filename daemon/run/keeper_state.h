/* Inside the keeper: what its files share. One main loop, one thread; deliveries alone run in
 * threads of GTask, and touch nothing of this. */
#pragma once

#include <gio/gio.h>

#include "alert/answer.h"
#include "alert/sink.h"
#include "base/sandbox.h"
#include "run/keeper.h"
#include "run/reader.h"
#include "source/source.h"
#include "store/store.h"

struct work; /* keeper_work.c: the queue to the reader */
struct job;
struct channel;
struct deliveries; /* keeper_alerts.c: sinks, the outbox */
struct visitors;   /* keeper_visit.c: other commands that wait for a check */
struct handover;   /* keeper_handover.c */
struct monitor;    /* keeper_monitor.c */

#define KEEPER_RETRY_SECONDS 10 /* after a transaction that failed: the disk is full, say */

struct keeper {
    const struct keeper_start *start;
    GMainLoop *loop;
    struct store *store;
    struct runner *runner;
    GPtrArray *channels; /* of struct channel */
    struct work *work;
    struct deliveries *deliveries;
    struct visitors *visitors;
    struct handover *handover;
    struct monitor *monitor;
    int link;             /* to the fetcher; -1: none now */
    gint64 running_since; /* start, or the end of a sleep of the machine */
    gint64 last_tick;
    int exit_code; /* --once: the worst that happened */
    bool fetched;  /* --once: the fetcher is through */
    bool stopping;
    struct sandbox_force locked, reader_locked;
    bool confined; /* the master, too, gains nothing by setuid and setgid programs */
    guint report_source;
    guint key_readings; /* codes_readings, as last looked at */
    char *report_digest; /* of the page as last written */
};

gint64 keeper_now(const struct keeper *keeper);

/* Something settled (a case, a check, a delivery): raises what is due, delivers, and ends a run with
 * --once, or answers visitors, when nothing is left to do. */
void keeper_settled(struct keeper *keeper);

/* A mailbox was read to its end: entries found expired there come as one digest. */
void keeper_raise_digest(struct keeper *keeper);

/* Looks at all mailboxes now. */
void keeper_check_now(struct keeper *keeper);

/* A transaction failed: says so; with --once ends the run with its code. */
void keeper_store_failed(struct keeper *keeper, const GError *error);

/* --- keeper_work.c */
void work_start(struct keeper *keeper);
void work_free(struct work *work);
/* Takes `job`. */
void work_add(struct keeper *keeper, struct job *job);
/* The thread at `channel` is gone: its jobs are done, and nobody is answered. */
void work_orphan(struct keeper *keeper, const struct channel *channel);
void work_set_reader(struct keeper *keeper, int fd);
/* Asks once more for a reader that was asked for and did not come. */
void work_look_for_reader(struct keeper *keeper);
/* Reads what lies in the spool and what an older version set aside. */
void work_take_spool(struct keeper *keeper);
/* Whether mails are being read or wait to be. */
bool work_is_idle(const struct keeper *keeper);

/* --- keeper_reply.c: a mail that answers an alert (job->finding->reply). Does what it says where
 * its author may say it; job->answered tells that something changed. */
bool reply_take(struct keeper *keeper, struct job *job, GError **error);

/* --- keeper_serve.c: a thread of the fetcher asks on `fd` (taken). */
void keeper_add_channel(struct keeper *keeper, const char *account, int fd);

/* --- keeper_alerts.c */
bool deliveries_start(struct keeper *keeper, GError **error);
void deliveries_free(struct deliveries *deliveries);
/* Raises what fell due, delivers what may be delivered now. */
void deliveries_run(struct keeper *keeper);
/* Whether no delivery is under way or due now. */
bool deliveries_are_idle(struct keeper *keeper);

/* --- keeper_agents.c: NULL where no alert goes to the screen of another user. */
struct agents *keeper_agents_new(struct keeper *keeper);

/* --- keeper_handover.c: mail from the filters of other users (run/handover.h). NULL where it is not
 * wanted; where nobody can be listened to, the log says so. */
struct handover *handover_start(struct keeper *keeper);
void handover_free(struct handover *handover);

/* --- keeper_answer.c */
/* A person's answer to an alert about `entry` is recorded, in one transaction with what follows from
 * it: a closing is told by the alert `closed`, which says how to undo it. `by` is the way that the
 * answer came, for history: "the desktop". EX_USAGE where the entry takes no such answer (no entry of
 * that id, closed already, suspect, its last day is here); else the store failed. */
bool keeper_answer(struct keeper *keeper, gint64 entry, enum answer answer, const char *by,
                   GError **error);
/* The same for who answers from another thread: what is wrong is logged, what cannot be stored now is
 * tried again. */
struct answer_taker keeper_answer_taker(struct keeper *keeper);

/* --- keeper_due.c: raises the reminders that are due, and the monthly sign of life. */
bool keeper_raise_due(struct keeper *keeper, GError **error);

/* --- keeper_calendar.c: for a sink that publishes. */
/* What it is to show now, and what is known to stand there. */
struct publication *publication_new(struct keeper *keeper, const struct sink_settings *settings,
                                    GError **error);
void publication_free(struct publication *publication);
AUTO_DEFINE(publication)
/* Remembers what stands there after it was published, wholly or in part. */
bool publication_note(struct keeper *keeper, const struct sink_settings *settings,
                      const struct publication *publication, GError **error);

/* --- keeper_monitor.c: what a monitoring sees from outside, `metrics` and `heartbeat-url`. NULL where
 * neither is configured; the others do nothing then. */
struct monitor *monitor_new(struct keeper *keeper);
void monitor_free(struct monitor *monitor);
/* Writes the metrics (as runner_replace_file); asks for the URL where it is time and all is well, and
 * does not wait for the answer. */
void monitor_look(struct monitor *monitor);
/* Something changed: soon. */
void monitor_touch(struct monitor *monitor);
/* The same at the end of a run with --once: waits for the answer, a minute at most. */
void monitor_finish(struct monitor *monitor);

/* --- keeper_key.c */
/* Makes a `key-file` that is not there yet while its folder is within reach: before the keeper locks
 * itself in. What fails here fails again, and is told, when the state is opened for good. */
void keeper_make_key(const struct keeper_start *start);
/* Seals what is not yet sealed by the key in force. A key that is not at hand holds up nothing, and is
 * told. FALSE where the store failed. */
bool keeper_look_at_key(struct keeper *keeper, GError **error);
/* The same where another process, or a person, made, replaced, mended or took away a key since. */
void keeper_follow_key(struct keeper *keeper);

/* --- keeper_visit.c: `vigie watch --once` beside this watch asks through a socket in the state. */
bool visitors_start(struct keeper *keeper, GError **error);
void visitors_free(struct visitors *visitors);
/* The mailboxes of an account, as just listed. */
void visitors_saw_list(struct keeper *keeper, const char *account, char *const *mailboxes);
/* A look that began at `began` (monotonic) ended or failed; `mailbox` NULL: of the whole account. */
void visitors_saw_look(struct keeper *keeper, const char *account, const char *mailbox,
                       gint64 began);
void visitors_answer(struct keeper *keeper);

/* --- keeper_report.c: the page of `report = FILE`; nothing where none is wanted. */
/* Something may have changed: looks soon, and writes the page where it would say something else. */
void keeper_touch_report(struct keeper *keeper);
/* The same at once. What cannot be written is told once, and is never fatal. */
void keeper_write_report(struct keeper *keeper);
/* The file that `key` of the configuration names was written (`failure` NULL), or could not be: told once,
 * and by `status`, for which `fact` keeps since when, until it can be again. */
bool keeper_note_file(struct keeper *keeper, const char *key, const char *fact, const GError *failure,
                      GError **error);
