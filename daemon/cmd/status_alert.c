/* The last one to speak: it works with a database that is locked, damaged or gone, on a disk that is
 * full, beside a keeper that hangs, and with rules that nobody can read. */
#include "cmd/status_alert.h"

#include <glib/gi18n.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>

#include "alert/sink.h"
#include "base/civil.h"
#include "base/error.h"
#include "base/last_good.h"
#include "base/log.h"
#include "base/places.h"
#include "base/replace.h"
#include "base/runner.h"
#include "base/sandbox.h"
#include "store/outbox.h"
#include "store/standing.h"

#define TOLD_FILE "status-alert"         /* in the state: "TIMESTAMP KEY" a line */
#define TOLD_MOST (64 * 1024)            /* a larger one is none of ours */
#define TOLD_SECONDS (24 * 3600 - 1800)  /* an hourly timer is late now and then */
#define BLIND_ENOUGH_SECONDS 3600        /* before that a server may be merely restarting */
#define STORE_PATIENCE_MILLISECONDS 10000

struct trouble_found {
    char *key, *text;
};

struct teller {
    struct settings *settings;
    struct store *store; /* NULL: it cannot be opened */
    char *state;         /* the directory */
    GPtrArray *troubles; /* of struct trouble_found */
    GHashTable *told;    /* key → gint64: when */
    gint64 now;
};

static void trouble_free(gpointer data)
{
    struct trouble_found *trouble = data;

    g_free(trouble->key);
    g_free(trouble->text);
    g_free(trouble);
}

/* Takes `text`. */
static void found(struct teller *teller, const char *key, char *text)
{
    struct trouble_found *trouble = g_new0(struct trouble_found, 1);

    trouble->key = g_strdelimit(g_strdup(key), "\r\n", ' '); /* a line of the file */
    trouble->text = g_strdelimit(text, "\r\n", ' ');
    g_ptr_array_add(teller->troubles, trouble);
}

/* --- by what it is told --------------------------------------------------------------------- */

/* As a watch takes it; NULL with a fault, or (without one) where there is none. */
static struct settings *usual_settings(const char *file, GError **fault)
{
    AUTO(settings) settings = file ? settings_load(file, fault) : NULL;

    return settings && sinks_try(settings, fault) ? g_steal_pointer(&settings) : NULL;
}

/* The configuration by which a watch last ran well; NULL: none is kept. Root reads it as the owner of
 * the state, who could have written there what is run now. */
static struct settings *former_settings(const char *state)
{
    g_autoptr(GError) fault = NULL;
    struct settings *settings =
        places_become_owner(state, &fault) ? last_good_load(state, &fault) : NULL;

    if (!settings && fault->code != EX_NOINPUT)
        log_warning(NULL, "%s", fault->message);
    return settings;
}

static void no_longer_there(const struct globals *globals, GError **fault)
{
    g_auto(GStrv) files = places_configs(globals->config);
    g_autofree char *all = g_strjoinv(", ", files);

    g_set_error(fault, VIGIE_ERROR, EX_CONFIG,
                _("it is gone (%s); put it back, or vigie init writes one"), all);
}

/* Sets `fault` where the configuration can be used no longer. */
static void choose_settings(struct teller *teller, const struct globals *globals, GError **fault)
{
    g_autofree char *file = places_config(globals->config);

    teller->settings = usual_settings(file, fault);
    if (teller->settings) {
        teller->state = places_state(globals->state, teller->settings);
        return;
    }
    teller->state = places_state_despite(globals->state, file);
    teller->settings = former_settings(teller->state);
    if (teller->settings && !file)
        no_longer_there(globals, fault);
    if (!teller->settings) /* the screen of this session is left */
        teller->settings = settings_new_default();
}

/* --- what is wrong ------------------------------------------------------------------------- */

static void look_at_accounts(struct teller *teller, const struct standing *standing)
{
    for (guint i = 0; i < standing->health->len; i++) {
        const struct health *row = g_ptr_array_index(standing->health, i);
        g_autofree char *key = g_strdup_printf("blind %s", row->account);
        g_autofree char *since = civil_instant_format(row->blind_since, civil_paris());

        if (row->blind_since && teller->now - row->blind_since >= BLIND_ENOUGH_SECONDS)
            found(teller, key,
                  g_strdup_printf(_("The account \"%s\" (%s) cannot be seen since %s: %s."),
                                  row->account, row->mailbox ? row->mailbox : "-", since,
                                  row->last_error && *row->last_error ? _(row->last_error)
                                                                      : _("not checked")));
    }
}

static void look_at_watch(struct teller *teller, const struct standing *standing)
{
    g_autofree char *last = standing->watch.last_loop
                                ? civil_instant_format(standing->watch.last_loop, civil_paris())
                                : g_strdup(_("never"));

    if (standing->stuck)
        found(teller, "stuck",
              g_strdup_printf(_("The watch hangs (process %" PRId64
                                ", last active %s): end it and start it again."),
                              standing->watch.pid, last));
    if (standing->unwatched || standing->idle)
        found(teller, "unwatched",
              g_strdup_printf(_("Alerts wait or a case is open, and no watch has run for an hour "
                                "(last active: %s): start it."),
                              last));
}

static void look_at_outbox(struct teller *teller, const struct standing *standing)
{
    const struct outbox_trouble *first =
        standing->troubles->len > 0 ? g_ptr_array_index(standing->troubles, 0) : NULL;

    if (standing->unheard && first)
        found(teller, "unheard",
              g_strdup_printf(_("For an hour no alert has come through, %" PRId64
                                " wait: alert \"%s\": %s."),
                              standing->waiting, first->sink, first->last_error));
    if (standing->untold)
        found(teller, "untold",
              g_strdup(_("An alert waits for an hour, and no alert of the configuration may carry "
                         "it: add one with its owner, or without owner; vigie check tells.")));
}

/* The code that the state's own fault has, else that of `status`. */
static int look(struct teller *teller, const char *failed)
{
    g_autoptr(GError) fault = NULL;
    AUTO(standing) standing = NULL;

    if (failed)
        found(teller, failed,
              g_strdup_printf(_("%s failed: its log, or systemctl status, tells why."),
                              failed));
    if (places_become_owner(teller->state, &fault))
        teller->store = store_open_with(
            teller->state, STORE_EXISTING,
            &(struct store_options){ .milliseconds = STORE_PATIENCE_MILLISECONDS,
                                     .key_file = teller->settings->key_file },
            &fault);
    standing = teller->store
                   ? standing_load(teller->store, teller->settings, NULL, teller->now, &fault)
                   : NULL;
    if (!standing) {
        found(teller, "state",
              g_strdup_printf(_("The state cannot be read, so nothing is recorded and nobody is "
                                "reminded: %s."),
                              fault->message));
        return vigie_error_exit(fault);
    }
    look_at_accounts(teller, standing);
    look_at_watch(teller, standing);
    look_at_outbox(teller, standing);
    return standing_is_well(standing) && !failed ? EX_OK : EX_UNAVAILABLE;
}

/* --- what was told today ------------------------------------------------------------------- */

static char *told_file(const struct teller *teller)
{
    return g_build_filename(teller->state, TOLD_FILE, NULL);
}

static void read_told(struct teller *teller)
{
    g_autofree char *file = told_file(teller);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    gsize length = 0;

    if (!g_file_get_contents(file, &text, &length, NULL) || length > TOLD_MOST)
        return;
    lines = g_strsplit(text, "\n", -1);
    for (gsize i = 0; lines[i]; i++) {
        char *key = NULL;
        gint64 at = g_ascii_strtoll(lines[i], &key, 10);

        /* What lies in the future was noted by a clock that has been set back. */
        if (*key == ' ' && at <= teller->now && teller->now - at < TOLD_SECONDS)
            g_hash_table_insert(teller->told, g_strdup(key + 1), g_memdup2(&at, sizeof at));
    }
}

static bool write_told(struct teller *teller, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *file = told_file(teller);
    GHashTableIter iter;
    gpointer key, at;

    g_hash_table_iter_init(&iter, teller->told);
    while (g_hash_table_iter_next(&iter, &key, &at))
        g_string_append_printf(text, "%" G_GINT64_FORMAT " %s\n", *(gint64 *)at, (char *)key);
    return replace_file(file, text->str, error);
}

/* To write what is there already shows whether the disk is full before a mail is lost to it. */
static int try_writing(struct teller *teller)
{
    g_autoptr(GError) fault = NULL;

    if (write_told(teller, &fault))
        return EX_OK;
    found(teller, "unwritable",
          g_strdup_printf(_("The state cannot be written, so nothing that comes now is recorded: %s."),
                          fault->message));
    return EX_IOERR;
}

static void note_told(struct teller *teller)
{
    g_autoptr(GError) fault = NULL;

    for (guint i = 0; i < teller->troubles->len; i++) {
        const struct trouble_found *trouble = g_ptr_array_index(teller->troubles, i);

        if (!g_hash_table_contains(teller->told, trouble->key))
            g_hash_table_insert(teller->told, g_strdup(trouble->key),
                                g_memdup2(&teller->now, sizeof teller->now));
    }
    if (!write_told(teller, &fault))
        log_warning(NULL, "%s", fault->message);
}

/* --- telling ------------------------------------------------------------------------------- */

/* What was not told today, in one text; NULL: nothing. */
static char *news(const struct teller *teller)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < teller->troubles->len; i++) {
        const struct trouble_found *trouble = g_ptr_array_index(teller->troubles, i);

        log_error(NULL, "%s", trouble->text);
        if (!g_hash_table_contains(teller->told, trouble->key))
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", trouble->text);
    }
    return text->len > 0 ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static struct alert *alert_of(const struct teller *teller, const char *text)
{
    struct alert *alert = alert_new(EVENT_TROUBLE);

    alert->id = g_strdup_printf("status-%" G_GINT64_FORMAT, teller->now);
    alert->detail = g_strdup(text);
    alert->due_at = teller->now;
    return alert;
}

static bool send_by(const struct sink_settings *settings, const struct sink_context *context,
                    const struct alert *alert)
{
    g_autoptr(GError) fault = NULL;
    AUTO(sink) sink = sink_new(settings, &fault);

    if (sink && sink->ops->send(sink, context, alert, &fault) == DELIVERY_DONE)
        return true;
    log_warning(NULL, "%s", fault ? fault->message : settings->name); /* it names the alert */
    return false;
}

/* The screen of another user is reached by the watch alone. */
static bool serves(const struct sink_settings *sink)
{
    return sink->kind != SINK_CALENDAR && sink_carries(sink, NULL) &&
           !(sink->kind == SINK_DESKTOP && sink->user);
}

/* Where nothing else works, and this is somebody's session: his screen, configured or not. */
static bool send_to_screen(const struct sink_context *context, const struct alert *alert)
{
    char name[] = "screen";
    const struct sink_settings screen = { .name = name,
                                          .kind = SINK_DESKTOP,
                                          .sendmail = NO_COMMAND,
                                          .command = NO_COMMAND };

    return send_by(&screen, context, alert);
}

/* The right in force; where that cannot be read, the one that it stands before: the installed one at
 * last. NULL where there is none. */
static struct right *any_right(void)
{
    g_auto(GStrv) places = places_right(NULL);
    struct right *right = NULL;

    for (char **from = places; *from && !right; from++) {
        g_autoptr(GError) fault = NULL;

        right = right_load((const char *const *)from, &fault);
        if (!right && from == places)
            log_error(NULL, "%s", fault->message);
    }
    return right;
}

static bool tell(const struct teller *teller, const char *text)
{
    static const guint8 no_key[MARK_KEY_BYTES]; /* such a mark is nobody's: it is merely not known */
    AUTO(right) right = any_right();
    AUTO(runner) runner = runner_new_direct(teller->settings);
    AUTO(alert) alert = alert_of(teller, text);
    const struct sink_context context = { .right = right,
                                          .key = teller->store ? store_key(teller->store) : no_key,
                                          .now = teller->now,
                                          .runner = runner,
                                          .confined = sandbox_no_new_privileges(),
                                          .remind_before = teller->settings->remind_before };
    bool told = false;

    if (!right)
        return false;
    for (guint i = 0; i < teller->settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(teller->settings->sinks, i);

        if (serves(sink) && send_by(sink, &context, alert))
            told = true;
    }
    return told || send_to_screen(&context, alert);
}

/* --- the whole ----------------------------------------------------------------------------- */

static int look_and_tell(struct teller *teller, const char *failed)
{
    int code = look(teller, failed);
    g_autofree char *text = NULL;

    read_told(teller);
    if (code != EX_NOINPUT)
        code = vigie_exit_worse(code, try_writing(teller));
    text = news(teller);
    if (!text)
        return code;
    if (tell(teller, text))
        note_told(teller);
    else
        log_error(NULL, _("no alert could be delivered: nobody knows of this; vigie check --send "
                          "tries each"));
    return code;
}

int status_alert(const struct globals *globals, const char *failed, GError **error)
{
    struct teller teller = { .now = cmd_now(globals) };
    g_autoptr(GError) fault = NULL;
    int code;

    if (!cmd_clock_may_write(globals, error))
        return EX_USAGE;
    signal(SIGXFSZ, SIG_IGN); /* a limit of size is a full disk: an error, and no reason to die */
    signal(SIGPIPE, SIG_IGN);
    choose_settings(&teller, globals, &fault);
    teller.troubles = g_ptr_array_new_with_free_func(trouble_free);
    teller.told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    if (fault)
        found(&teller, "configuration",
              g_strdup_printf(_("The configuration cannot be read, so no watch can start: %s."),
                              fault->message));
    code = look_and_tell(&teller, failed);
    if (fault)
        code = vigie_exit_worse(code, vigie_error_exit(fault));
    g_clear_pointer(&teller.store, store_free);
    g_ptr_array_unref(teller.troubles);
    g_hash_table_unref(teller.told);
    g_free(teller.state);
    settings_free(teller.settings);
    return code;
}
