/* vigie filter: one message on standard input, from a delivery agent.
 *
 * Whoever delivers must not wait, nor lose or bounce a mail for our sake: whatever is wrong with
 * us, the message is kept in the spool and the answer is 0; 75 says that nothing is kept. */
#include <errno.h>
#include <signal.h>
#include <glib/gi18n.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"
#include "base/places.h"
#include "cmd/cmd.h"
#include "cmd/incoming.h"
#include "launch/ends.h"
#include "run/handover.h"
#include "run/take.h"
#include "store/spool.h"
#include "store/watchlock.h"

/* Dovecot's Sieve kills what it runs after 10 s. Two tries of the reader and one wait for the
 * database stay below; the spool is looked at only where these were quick. */
#define READER_MILLISECONDS 2000
#define STORE_MILLISECONDS 4000
#define QUICK_MILLISECONDS 2000
#define SPOOL_SECONDS 3
#define SPOOL_MILLISECONDS 1000 /* of the reader and of the database for a mail of it */

struct filter {
    const struct globals *globals;
    bool pass, thorough;
    char *owner;
    struct incoming mail;

    gint64 begin; /* when as much of it was there as a reader takes; monotonic */
    char *state;
    bool elsewhere; /* the state is another user's: the watch that holds it takes mail by a socket */
    struct settings *settings;
    struct rules *rules;
    struct reader *reader;
    struct store *store; /* opened where something is to be recorded */
    guint opened;        /* entries */
};

static void filter_clear(struct filter *filter)
{
    g_clear_pointer(&filter->store, store_free);
    g_clear_pointer(&filter->reader, reader_free);
    g_clear_pointer(&filter->rules, rules_free);
    g_clear_pointer(&filter->settings, settings_free);
    incoming_clear(&filter->mail);
    g_free(filter->state);
    g_free(filter->owner);
}

static guint elapsed(const struct filter *filter)
{
    return (guint)((g_get_monotonic_time() - filter->begin) / 1000);
}

/* --- the verdict --------------------------------------------------------------------------- */

static bool open_store(struct filter *filter, guint milliseconds, GError **error)
{
    if (!filter->store)
        filter->store = store_open_with(
            filter->state, STORE_CREATE,
            &(struct store_options){ .milliseconds = milliseconds,
                                     .key_file = filter->settings ? filter->settings->key_file : NULL },
            error);
    else
        store_set_patience(filter->store, milliseconds);
    return filter->store;
}

static struct taking taking_of(const struct filter *filter)
{
    return (struct taking){ .settings = filter->settings,
                            .rules = filter->rules,
                            .store = filter->store,
                            .reader = filter->reader,
                            .now = cmd_now(filter->globals) };
}

static char *record(struct filter *filter, const struct finding *finding, GError **error)
{
    const struct origin origin = { .owner = filter->owner,
                                   .source = "filter",
                                   .received = cmd_now(filter->globals) };
    struct taking taking;

    if (!open_store(filter, STORE_MILLISECONDS, error))
        return NULL;
    if (record_is_our_alert(filter->store, finding))
        return g_strdup(kind_name(KIND_NONE));
    taking = taking_of(filter);
    if (!take_finding(&taking, finding, filter->mail.head, origin, NULL, &filter->opened, error) ||
        (filter->opened && !record_digest(filter->store, taking.now, error)))
        return NULL;
    return take_verdict(finding, filter->rules);
}

static char *read_and_record(struct filter *filter, GError **error)
{
    const struct read_request request = { .received = cmd_now(filter->globals),
                                          .received_source = SENT_DELIVERY,
                                          .now = cmd_now(filter->globals),
                                          .trust =
                                              (const char *const *)filter->settings->trust };
    bool candidate = filter->thorough;
    g_autoptr(GError) own = NULL;
    AUTO(finding) finding = NULL;

    if (!candidate && !reader_look(filter->reader, filter->mail.head, &candidate, error))
        return NULL;
    if (candidate && filter->elsewhere) {
        g_set_error_literal(error, VIGIE_ERROR, EX_NOPERM, "the state is another user's");
        return NULL;
    }
    if (candidate)
        finding = reader_read(filter->reader, filter->mail.head, &request, &own);
    if (finding && finding->kind != KIND_NONE)
        return record(filter, finding, error);
    if (!own)
        return g_strdup(kind_name(KIND_NONE));
    if (vigie_error_exit(own) == EX_DATAERR) {
        vigie_error_print(own);
        return g_strdup(kind_name(KIND_NONE));
    }
    g_propagate_error(error, g_steal_pointer(&own));
    return NULL;
}

/* A delivery agent that runs as the recipient may not touch the state of a service. */
static bool is_anothers(const char *state)
{
    struct stat facts;

    if (stat(state, &facts) < 0)
        return errno == EACCES;
    return facts.st_uid != geteuid() && access(state, W_OK | X_OK) < 0;
}

/* The state's place even where the configuration does not say it. */
static bool find_places(struct filter *filter, GError **error)
{
    const struct globals *globals = filter->globals;
    g_autofree char *file = places_config(globals->config);
    const pid_t parent = getppid();
    int dies = 0;
    bool ours;

    filter->settings = file ? settings_load(file, error) : settings_new_default();
    if (file && filter->settings)
        cmd_note_good_config(file);
    filter->state = filter->settings ? places_state(globals->state, filter->settings)
                                     : places_state_despite(globals->state, file);
    /* The spool's files are its owner's as well. */
    prctl(PR_GET_PDEATHSIG, &dies);
    ours = places_become_owner(filter->state, filter->settings ? error : NULL);
    if (dies)
        ends_with(parent);
    filter->elsewhere = is_anothers(filter->state);
    if (!ours || !filter->settings)
        return false;
    return cmd_clock_may_write(globals, error);
}

/* Reads and records. What stands in the field; NULL where something is wrong with us. */
static char *judge(struct filter *filter, GError **error)
{
    if (!find_places(filter, error))
        return NULL;
    if (filter->globals->fault) {
        g_propagate_error(error, g_error_copy(filter->globals->fault));
        return NULL;
    }
    filter->rules = cmd_rules_for_few(filter->globals, error);
    if (!filter->rules)
        return NULL;
    filter->reader = reader_new(filter->rules);
    reader_set_patience(filter->reader, READER_MILLISECONDS);
    return read_and_record(filter, error);
}

/* --- one message --------------------------------------------------------------------------- */

static const char *watch_socket(const struct filter *filter)
{
    return filter->settings && filter->settings->filter_socket ? filter->settings->filter_socket
                                                               : HANDOVER_SOCKET;
}

static bool is_watched(const struct filter *filter)
{
    struct watch_facts facts;

    watchlock_look(filter->state, &facts);
    return facts.running;
}

/* What an earlier fault left; nothing of this is a fault of the message at hand. */
static void take_in_spool(struct filter *filter)
{
    g_autoptr(GPtrArray) files = NULL;
    g_autoptr(GError) error = NULL;
    AUTO_FD lock = -1;
    struct taking taking;

    if (elapsed(filter) > QUICK_MILLISECONDS)
        return;
    if (filter->elsewhere) {
        handover_send_spool(watch_socket(filter), SPOOL_SECONDS);
        return;
    }
    files = spool_files(filter->state, &error);
    if (error)
        vigie_error_print(error);
    if (!files || files->len == 0)
        return;
    lock = spool_lock(filter->state);
    if (lock < 0)
        return;
    reader_set_patience(filter->reader, SPOOL_MILLISECONDS);
    if (open_store(filter, SPOOL_MILLISECONDS, &error)) {
        taking = taking_of(filter);
        taking.watched = is_watched(filter);
        take_spool(&taking, g_get_monotonic_time() + SPOOL_SECONDS * G_USEC_PER_SEC,
                   &filter->opened, &error);
    }
    if (error)
        vigie_error_print(error);
}

/* To the watch that holds the state; where it takes nothing, the caller's own spool is next. */
static bool hand_over(struct filter *filter)
{
    g_autoptr(GError) error = NULL;

    if (handover_send(watch_socket(filter), filter->mail.head, cmd_now(filter->globals), &error)) {
        handover_send_spool(watch_socket(filter), SPOOL_SECONDS);
        return true;
    }
    vigie_error_print(error);
    g_free(filter->state);
    filter->state = places_state_user();
    return false;
}

/* The whole message to where it goes; says what fails. */
static int stream(const struct filter *filter, struct spool_writer *writer /* taken */,
                  const char *verdict)
{
    g_autoptr(GError) error = NULL;

    if (incoming_stream(&filter->mail, filter->pass ? verdict : NULL, writer,
                        cmd_now(filter->globals), &error))
        return EX_OK;
    vigie_error_print(error);
    return EX_TEMPFAIL;
}

/* Says what is wrong with us, and keeps the message. */
static int keep(struct filter *filter, const GError *fault)
{
    g_autoptr(GError) error = NULL;
    struct spool_writer *writer;
    int code;

    if (vigie_error_exit(fault) != EX_NOPERM)
        vigie_error_print(fault);
    /* On a full disk its log may have taken the room that the mail needs. */
    g_clear_pointer(&filter->store, store_free);
    if (filter->elsewhere && hand_over(filter))
        return stream(filter, NULL, "unread");
    writer = spool_begin(filter->state, "filter", filter->owner, &error);
    if (error)
        vigie_error_print(error);
    code = stream(filter, writer, "unread");
    if (!writer || code != EX_OK)
        return EX_TEMPFAIL;
    log_warning(NULL,
                _("the message is kept in %s/spool, where the next filter, or watch, reads it"),
                filter->state);
    return EX_OK;
}

static int run(struct filter *filter)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *verdict = NULL;

    if (!incoming_read_head(&filter->mail, &error)) {
        vigie_error_print(error);
        return EX_TEMPFAIL;
    }
    filter->begin = g_get_monotonic_time();
    if (g_bytes_get_size(filter->mail.head) == 0) {
        log_warning(NULL, "%s", _("standard input was empty: there is nothing to record"));
        return EX_OK;
    }
    verdict = judge(filter, &error);
    if (!verdict)
        return keep(filter, error);
    if (stream(filter, NULL, verdict) != EX_OK)
        return EX_TEMPFAIL;
    take_in_spool(filter);
    if (filter->opened)
        cmd_warn_unwatched(filter->store, cmd_now(filter->globals));
    if (elapsed(filter) <= QUICK_MILLISECONDS)
        cmd_refresh_table(filter->globals);
    return EX_OK;
}

/* --- options ------------------------------------------------------------------------------- */

static bool usage(GError **error, const char *word, const char *what)
{
    g_set_error(error, VIGIE_ERROR, EX_USAGE, _("%s: %s; usage: vigie %s %s"), word, what, "filter",
                _(command_named("filter")->arguments));
    return false;
}

static bool take_owner(struct filter *filter, const char *name, GError **error)
{
    g_autofree char *text = NULL;

    if (!g_utf8_validate(name, -1, NULL) || strlen(name) > SPOOL_OWNER_MAX)
        return usage(error, "--owner", _("the name is too long, or not UTF-8"));
    text = cmd_text(name, false);
    if (!text)
        return usage(error, "--owner", _("the name is empty"));
    g_free(filter->owner);
    filter->owner = cmd_owner(text);
    return true;
}

/* What was read of the message before this program began: `head-fd` holds it. */
static bool take_head(struct filter *filter, const char *number, GError **error)
{
    guint64 fd;

    if (!g_ascii_string_to_unsigned(number, 10, STDERR_FILENO + 1, G_MAXINT, &fd, NULL) ||
        lseek((int)fd, 0, SEEK_SET) < 0)
        return usage(error, "--head-fd", _("no open file has this number"));
    filter->mail.sources[0] = (int)fd;
    return true;
}

/* The value of `name`, as the next word or behind =; NULL where the word at `*index` is another
 * option, or the value is missing. */
static const char *value_of(const char *name, char **argv, int *index)
{
    const char *word = argv[*index];
    gsize length = strlen(name);

    if (strncmp(word, name, length) != 0)
        return NULL;
    if (word[length] == '=')
        return word + length + 1;
    return word[length] == '\0' && argv[*index + 1] ? argv[++*index] : NULL;
}

static bool take_word(struct filter *filter, char **argv, int *index, GError **error)
{
    const char *value;

    if (strcmp(argv[*index], "--") == 0)
        return true;
    if (strcmp(argv[*index], "--pass") == 0)
        return filter->pass = true;
    if (strcmp(argv[*index], "--thorough") == 0)
        return filter->thorough = true;
    if ((value = value_of("--owner", argv, index)))
        return take_owner(filter, value, error);
    if ((value = value_of("--head-fd", argv, index)))
        return take_head(filter, value, error);
    return usage(error, argv[*index], _("not known here, or something is missing behind it"));
}

/* Goes on after a fault: `--pass` behind it still wants the message. GOption would give up. */
static GError *take_words(struct filter *filter, char **argv)
{
    GError *fault = NULL;

    for (int i = 1; argv[i]; i++)
        take_word(filter, argv, &i, fault ? NULL : &fault);
    return fault;
}

/* Ends with 0 or 75 alone, and says everything itself. */
int cmd_filter(const struct globals *globals, int argc, char **argv, GError **error)
{
    struct globals own = *globals;
    struct filter filter = { .globals = &own, .mail.sources = { -1, STDIN_FILENO } };
    g_autoptr(GError) fault = take_words(&filter, argv);
    int code;

    ends_hear();
    if (!own.fault)
        own.fault = fault;
    /* Who reads our standard output may end first, and Postfix limits the size of files: these are
     * errors of write(2) like others. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    code = run(&filter);
    filter_clear(&filter);
    return code;
}
