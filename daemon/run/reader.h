/* The reader: a process that turns bytes into a finding and can do nothing else. It has no network,
 * no files, no secrets, bounded memory; whoever started it kills it past its deadline. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

#include "detect/detect.h"
#include "detect/finding.h"
#include "detect/rules.h"

/* How long one message may take before the reader is killed: GMime and the rules stay far below a
 * second within their limits; the rest is for a machine under load. Whoever is waited for may set
 * less (reader_set_patience). */
#define READER_SECONDS 30

/* Answers requests (run/link.h READ_*) on `fd` until its end. Locks itself in first. Returns the
 * exit code of the process. */
int reader_main(int fd, const struct rules *rules);

struct read_request {
    gint64 received;                  /* 0 unknown */
    enum sent_source received_source; /* SENT_INTERNALDATE or SENT_DELIVERY */
    gint64 now;
    const char *const *trust;
    bool trace;
};

/* Sends one request. EX_SOFTWARE where the reader has ended. */
bool reader_ask(int fd, GBytes *raw, const struct read_request *request, GError **error);
bool reader_ask_triage(int fd, GBytes *packed_headers, GError **error);

/* Takes a packet of the answer: NULL with EX_DATAERR where the input is no mail, EX_SOFTWARE where
 * the reader failed or ended; NULL without error where more is to come. `pieces` holds what came of
 * the PDF of an answer, and is empty again at the end. */
struct finding *reader_take(int fd, GByteArray *pieces, GError **error);
/* Of bool; NULL where the reader failed. */
GArray *reader_take_triage(int fd, GError **error);

/* --- For commands that read mail themselves: a reader of their own, replaced when it breaks. */
struct reader;
struct nursery;
struct reader *reader_new(const struct rules *rules);
/* The same for a thread among others: `nursery` forks it. */
struct reader *reader_new_nursed(struct nursery *nursery);
void reader_free(struct reader *reader);
AUTO_DEFINE(reader)

/* The same where the process that forks them is one of our own, and its rules change. */
struct reader_elsewhere {
    bool (*start)(gpointer data, int fd, GError **error); /* a reader on `fd` (borrowed) */
    void (*end)(gpointer data);                           /* kills it, if there is one */
    gpointer data;
};
struct reader *reader_new_elsewhere(const struct reader_elsewhere *elsewhere);

/* How long one try may take; READER_SECONDS where it is not said. */
void reader_set_patience(struct reader *reader, guint milliseconds);

/* Whether the header that `raw` begins with is a candidate's. Blocks at most as long as one try. */
bool reader_look(struct reader *reader, GBytes *raw, bool *candidate, GError **error);

/* Reads one message; blocks at most as long as two tries. Errors as reader_take. */
struct finding *reader_read(struct reader *reader, GBytes *raw, const struct read_request *request,
                            GError **error);

/* Which of the headers are candidates, of bool; likewise. */
GArray *reader_triage(struct reader *reader, GBytes *packed_headers, GError **error);

/* Ends the process; the next mail has a new one, with the rules as they are then. */
void reader_end(struct reader *reader);

/* Forks a process that runs reader_main; `fd` is its channel. -1 with `error`. */
pid_t reader_spawn(const struct rules *rules, int *fd, GError **error);
/* The same, on the far end `fd` (borrowed) of a channel that another has. */
pid_t reader_fork(const struct rules *rules, int fd, GError **error);
