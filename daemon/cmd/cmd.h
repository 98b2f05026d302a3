/* Commands of the program: each takes its words and returns an exit code of the contract. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "base/clock.h"
#include "base/settings.h"
#include "cases/entry.h"
#include "detect/rules.h"
#include "store/store.h"

/* The options that every command takes. */
struct globals {
    char *config, *state, *rules; /* NULL: the usual places */
    struct clock clock;
    char **words;    /* argv as it was given, for a program that becomes another */
    guint64 call[2]; /* what was asked, for the launcher (triage/known.h); zeros: that cannot be told */
    GError *fault; /* of the options themselves: filter alone goes on, and keeps the mail */
};

struct command {
    const char *name;
    const char *arguments; /* for --help, in English: "ID --as opposed|activated|dismissed" */
    const char *summary;   /* in English; both N_() */
    /* `argv[0]` is the command's name. On failure sets `error` and returns its code, or returns a
     * code alone where all is said. */
    int (*run)(const struct globals *globals, int argc, char **argv, GError **error);
};

/* Parses the options of one command by GOption, leaves the rest in argv. EX_USAGE. `least` and
 * `most` bound the words that remain. */
bool cmd_parse(const GOptionEntry *entries, const struct command *command, int *argc, char ***argv,
               int least, int most, GError **error);

/* The configuration where there is one, else the defaults. */
struct settings *cmd_settings(const struct globals *globals, GError **error);

/* The state; root becomes its owner first. STORE_EXISTING names the places looked at. `writes`:
 * cmd_clock_may_write as well. `settings` may be NULL. */
struct store *cmd_store(const struct globals *globals, const struct settings *settings,
                        enum store_mode mode, bool writes, GError **error);

/* Writing with --now but without --state is EX_USAGE. */
bool cmd_clock_may_write(const struct globals *globals, GError **error);

struct rules *cmd_rules(const struct globals *globals, GError **error);

gint64 cmd_now(const struct globals *globals);
GDate cmd_today(const struct globals *globals);

/* "12"; EX_USAGE for what is no ID. */
bool cmd_id(const char *text, gint64 *id, GError **error);
/* YYYY-MM-DD that exists and does not lie in the future; EX_USAGE. */
bool cmd_date(const struct globals *globals, const char *text, GDate *date, GError **error);
/* The code that `word` gives, separators removed: 4 to 32 letters and digits, else EX_USAGE. "-"
 * stands for the first line of standard input (asked for without echo on a terminal). */
char *cmd_code_word(const char *word, GError **error);
/* Reads one line of standard input into `line` (cut at `size`; the caller wipes it), on a terminal
 * after `question` and without echo. */
void cmd_ask_hidden(const char *question, char *line, gsize size);
/* Files of the user's cache, which the launcher trusts: `name` is replaced at once, mode 0600. False
 * where that fails. */
bool cmd_cache_write(const char *name, const void *bytes, gsize length);
/* A lock that ends with its descriptor, of the caller; -1 where another has it, or there is no cache that
 * may be written. */
int cmd_cache_lock(void);
/* Tells the launcher that the configuration in `file` is good (triage/stamp.h); where it cannot be
 * told, it asks the whole program each time. */
void cmd_note_good_config(const char *file);

/* The table of the first look that goes with the rules in force; NULL where there is none, and every
 * header goes to a reader. The caller unrefs. */
GMappedFile *cmd_table(const struct globals *globals);
/* The rules, for a command that reads few mails: those that go with a table have no fault, and are compiled as
 * they are needed. Else as cmd_rules. */
struct rules *cmd_rules_for_few(const struct globals *globals, GError **error);

/* Makes one, of the rules as they are. EX_CONFIG; EX_TEMPFAIL where they change meanwhile. The caller
 * unrefs. */
GBytes *cmd_make_table(const struct globals *globals, GError **error);
/* Makes it where there is none, for the launcher: about a second of work, once after each change of the
 * rules. What fails is tried again by the next. */
void cmd_refresh_table(const struct globals *globals);

/* --owner as owners are stored: lower case; NULL where it was not given. The caller frees. */
char *cmd_owner(const char *text);
/* Takes out of `entries` (of struct entry) those of others; NULL: none. */
void cmd_keep_owner(GPtrArray *entries, const char *owner);
/* What a person wrote, on one line unless `lines`, without control characters; NULL where nothing
 * remains. The caller frees. */
char *cmd_text(const char *text, bool lines);

/* The message in the file `name`, or on standard input for "-": its first 2 MB. It arrived when the
 * file was written last, standard input `now`. EX_NOINPUT. The caller unrefs. */
GBytes *cmd_message(const char *name, gint64 now, gint64 *received, GError **error);

/* Prints the node and a newline. Takes it. EX_IOERR where stdout cannot take it. */
bool cmd_print_json(JsonNode *node, GError **error);
/* The same on a single line. */
bool cmd_print_json_line(JsonNode *node, GError **error);
/* Flushes stdout: EX_IOERR where it could not be written to the end. */
bool cmd_flush(GError **error);

/* The width that makes printf pad `text` to `columns` characters: it counts bytes. */
int cmd_width(const char *text, int columns);

/* Warns on stderr where no watch has run on this state for an hour: nobody would deliver alerts. */
void cmd_warn_unwatched(const struct store *store, gint64 now);

int cmd_agent(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_watch(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_scan(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_explain(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_anonymise(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_list(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_show(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_filter(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_milter(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_guide(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_add(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_edit(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_merge(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_close(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_reopen(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_dossier(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_forget(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_backup(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_trust(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_report(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_calendar(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_snooze(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_status(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_init(const struct globals *globals, int argc, char **argv, GError **error);
int cmd_check(const struct globals *globals, int argc, char **argv, GError **error);
/* Tries each login and each alert of `settings` (`send`: by a test alert) and says the results: what
 * `vigie check` does once the files are read. */
int cmd_check_all(const struct globals *globals, const struct settings *settings,
                  const struct rules *rules, bool send);
int cmd_rules_command(const struct globals *globals, int argc, char **argv, GError **error);

/* The table; ends with a NULL name. */
extern const struct command commands[];
const struct command *command_named(const char *name);
