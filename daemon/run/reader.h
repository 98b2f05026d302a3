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
 * second within their limits; the rest is for a machine under load. */
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

/* Sends one request. */
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
struct reader *reader_new(const struct rules *rules);
void reader_free(struct reader *reader);
AUTO_DEFINE(reader)

/* Reads one message; blocks at most READER_SECONDS, twice. Errors as reader_take. */
struct finding *reader_read(struct reader *reader, GBytes *raw, const struct read_request *request,
                            GError **error);

/* Forks a process that runs reader_main; `fd` is its channel. -1 with `error`. */
pid_t reader_spawn(const struct rules *rules, int *fd, GError **error);
