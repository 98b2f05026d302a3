/* The state on disk: one SQLite database of mode 0600 in a directory of mode 0700. Every change is
 * one transaction, durable when its call returns TRUE. Several processes may hold the same state
 * open: writers wait for each other (a minute at most where nothing else is said, then
 * EX_TEMPFAIL).
 *
 * Errors: EX_NOINPUT (no such state), EX_CANTCREAT, EX_IOERR (disk full, damaged, from a newer
 * version: the message says what to do), EX_TEMPFAIL. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "base/mark.h"
#include "base/runner.h"

struct store;

enum store_mode {
    STORE_EXISTING, /* EX_NOINPUT where there is none */
    STORE_CREATE,   /* makes directory and database where there are none */
    STORE_READING,  /* as STORE_EXISTING, for who changes nothing: where the disk takes no writing it is
                     * read as it lies there, and the log says so */
};

struct store_options {
    guint milliseconds;   /* how long other writers are waited for; 0: a minute */
    const char *key_file; /* the key of the codes; NULL: a credential, else in the state */
    const struct runner *runner; /* opens it (borrowed, outlives the store); NULL: we may ourselves */
};
/* Opens the state in `directory`, brings its schema up to date. `options` NULL: all as is said for 0 and
 * NULL above. */
struct store *store_open_with(const char *directory, enum store_mode mode,
                              const struct store_options *options, GError **error);
void store_set_patience(struct store *store, guint milliseconds);
void store_free(struct store *store);
AUTO_DEFINE(store)

const char *store_directory(const struct store *store);

/* Whether the database is sound; EX_IOERR, which says how to restore it. Quickly: without comparing
 * each index with its table. */
enum store_check { STORE_QUICKLY, STORE_THOROUGHLY };
bool store_check(struct store *store, enum store_check how, GError **error);

/* Removes what processes left behind that died while they wrote a file. */
void store_sweep(const struct store *store);

/* The key of the marks: random, made with the state. MARK_KEY_BYTES, valid until store_free. */
const guint8 *store_key(const struct store *store);

/* Small facts that outlive a run, by name; 0 where never set. */
bool store_fact_set(struct store *store, const char *name, gint64 value, GError **error);
bool store_fact(struct store *store, const char *name, gint64 *value, GError **error);

/* What holds in each process of the latest watch (sandbox_force_pack); 0: not known. */
#define FACT_SANDBOX_MASTER "sandbox-master"
#define FACT_SANDBOX_KEEPER "sandbox-keeper"
#define FACT_SANDBOX_FETCHER "sandbox-fetcher"
#define FACT_SANDBOX_READER "sandbox-reader"
#define FACT_HEARTBEAT "heartbeat"           /* when the last one was raised */
#define FACT_RAISED_AHEAD "raised-ahead"     /* since when reminders are of a day to come; 0: none is */
#define FACT_FORGOTTEN "forgotten"           /* how many entries were erased */
#define FACT_REPORT_FAILED "report-failed"   /* since when the page cannot be written; 0: it can */
#define FACT_METRICS_FAILED "metrics-failed" /* the same of `metrics` */
#define FACT_PING_SENT "ping-sent"           /* when `heartbeat-url` was last reached */
#define FACT_PING_FAILED "ping-failed"       /* since when it is not; 0: it is */
