/* vigie status: whether everything sees and every alert is delivered. */
#include <glib/gi18n.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/sandbox.h"
#include "base/shown.h"
#include "cmd/cmd.h"
#include "cmd/status_alert.h"
#include "store/outbox.h"
#include "store/standing.h"

/* --- JSON ---------------------------------------------------------------------------------- */

static void add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    if (text)
        json_builder_add_string_value(builder, text);
    else
        json_builder_add_null_value(builder);
}

static void add_instant(JsonBuilder *builder, const char *name, gint64 instant)
{
    g_autofree char *text = instant ? civil_instant_format(instant, civil_paris()) : NULL;

    add_text(builder, name, text);
}

static void add_count(JsonBuilder *builder, const char *name, gint64 count)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_int_value(builder, count);
}

static void add_bool(JsonBuilder *builder, const char *name, bool value)
{
    json_builder_set_member_name(builder, name);
    json_builder_add_boolean_value(builder, value);
}

static void add_accounts(JsonBuilder *builder, const GPtrArray *health)
{
    json_builder_set_member_name(builder, "accounts");
    json_builder_begin_array(builder);
    for (guint i = 0; i < health->len; i++) {
        const struct health *row = g_ptr_array_index(health, i);

        json_builder_begin_object(builder);
        add_text(builder, "account", row->account);
        add_text(builder, "mailbox", row->mailbox);
        add_instant(builder, "last_success", row->last_success);
        add_text(builder, "last_error", row->last_error);
        add_instant(builder, "blind_since", row->blind_since);
        add_count(builder, "seen", row->seen);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void add_sinks(JsonBuilder *builder, const GPtrArray *troubles)
{
    json_builder_set_member_name(builder, "failing_sinks");
    json_builder_begin_array(builder);
    for (guint i = 0; i < troubles->len; i++) {
        const struct outbox_trouble *trouble = g_ptr_array_index(troubles, i);

        json_builder_begin_object(builder);
        add_text(builder, "sink", trouble->sink);
        add_instant(builder, "since", trouble->since);
        add_text(builder, "last_error", trouble->last_error);
        add_count(builder, "waiting", trouble->waiting);
        add_count(builder, "given_up", trouble->given_up);
        json_builder_end_object(builder);
    }
    json_builder_end_array(builder);
}

static void add_watch(JsonBuilder *builder, const struct watch_facts *watch)
{
    json_builder_set_member_name(builder, "watch");
    json_builder_begin_object(builder);
    add_bool(builder, "running", watch->running);
    json_builder_set_member_name(builder, "pid");
    if (watch->running)
        json_builder_add_int_value(builder, watch->pid);
    else
        json_builder_add_null_value(builder);
    add_instant(builder, "since", watch->running ? watch->since : 0);
    add_instant(builder, "last_loop", watch->last_loop);
    json_builder_end_object(builder);
}

static void add_lock(JsonBuilder *builder, const char *process, const struct standing_lock *lock)
{
    json_builder_set_member_name(builder, process);
    if (!lock->known) {
        json_builder_add_null_value(builder);
        return;
    }
    json_builder_begin_object(builder);
    add_count(builder, "landlock", lock->force.landlock);
    add_bool(builder, "seccomp", lock->force.seccomp);
    add_bool(builder, "no_new_privileges", lock->force.no_new_privileges);
    json_builder_end_object(builder);
}

/* What this kernel offers, then what holds in the processes of the watch. */
static void add_sandbox(JsonBuilder *builder, const struct standing_locks *locks)
{
    json_builder_set_member_name(builder, "sandbox");
    json_builder_begin_object(builder);
    add_count(builder, "landlock_abi", sandbox_landlock_abi());
    add_bool(builder, "seccomp", sandbox_has_seccomp());
    add_lock(builder, "master", &locks->master);
    add_lock(builder, "keeper", &locks->keeper);
    add_lock(builder, "fetcher", &locks->fetcher);
    add_lock(builder, "reader", &locks->reader);
    json_builder_end_object(builder);
}

static JsonNode *standing_json(const struct standing *standing)
{
    g_autoptr(JsonBuilder) builder = json_builder_new();

    json_builder_begin_object(builder);
    add_count(builder, "vigie", 1);
    add_accounts(builder, standing->health);
    add_count(builder, "alerts_waiting", standing->waiting);
    add_sinks(builder, standing->troubles);
    add_count(builder, "set_aside", standing->set_aside);
    add_count(builder, "spooled", standing->spooled);
    add_count(builder, "unrecognised", standing->unrecognised);
    add_count(builder, "codes_locked", standing->codes_locked);
    add_instant(builder, "report_failed_since", standing->report_failed_since);
    add_instant(builder, "metrics_failed_since", standing->metrics_failed_since);
    add_instant(builder, "heartbeat_sent", standing->heartbeat_sent);
    add_instant(builder, "heartbeat_failed_since", standing->heartbeat_failed_since);
    add_watch(builder, &standing->watch);
    add_bool(builder, "idle", standing->idle);
    add_bool(builder, "stuck", standing->stuck);
    add_bool(builder, "unheard", standing->unheard);
    add_sandbox(builder, &standing->locks);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

/* --- text ---------------------------------------------------------------------------------- */

static void print_health(const struct health *row)
{
    g_autofree char *mailbox = shown_harmless(row->mailbox ? row->mailbox : "-");
    g_autofree char *checked = row->last_success
                                   ? civil_instant_format(row->last_success, civil_paris())
                                   : g_strdup(_("never"));
    g_autofree char *since =
        row->blind_since ? civil_instant_format(row->blind_since, civil_paris()) : NULL;

    printf("%-12s %-20s ", row->account, mailbox);
    printf(ngettext("%s, last checked %s, %" PRId64 " message seen\n",
                    "%s, last checked %s, %" PRId64 " messages seen\n", (gulong)row->seen),
           since ? _("BLIND") : _("seeing"), checked, row->seen);
    if (since)
        printf(_("%-33s since %s: %s\n"), "", since,
               row->last_error && *row->last_error ? _(row->last_error) : _("not checked"));
}

static void print_trouble(const struct outbox_trouble *trouble)
{
    g_autofree char *since = civil_instant_format(trouble->since, civil_paris());
    g_autofree char *why = g_strdup(trouble->last_error);

    printf(_("alert \"%s\": FAILING since %s, %" PRId64 " waiting, %" PRId64
             " given up: %s\n"),
           trouble->sink, since, trouble->waiting, trouble->given_up, g_strdelimit(why, "\r\n", ' '));
}

/* `format` has one %s, for the instant; 0: nothing to say. */
static void print_since(const char *format, gint64 instant)
{
    g_autofree char *text = civil_instant_format(instant, civil_paris());
    g_auto(GStrv) parts = g_strsplit(format, "%s", 2);

    if (instant)
        printf("%s%s%s", parts[0], text, parts[1] ? parts[1] : "");
}

static void print_lock(const char *process, const struct standing_lock *lock)
{
    g_autofree char *landlock = lock->force.landlock
                                    ? g_strdup_printf("Landlock %d", lock->force.landlock)
                                    : g_strdup(_("no Landlock"));

    if (lock->known)
        printf(_(" %s (%s, %s)"), process, landlock,
               lock->force.seccomp ? "seccomp" : _("no seccomp"));
    else
        printf(_(" %s (not yet)"), process);
}

static void print_locks(const struct standing_locks *locks)
{
    printf("%s", _("locked in:"));
    print_lock("keeper", &locks->keeper);
    print_lock("fetcher", &locks->fetcher);
    print_lock("reader", &locks->reader);
    printf("\n");
}

static void print_standing(const struct standing *standing)
{
    g_autofree char *last = civil_instant_format(standing->watch.last_loop, civil_paris());

    for (guint i = 0; i < standing->health->len; i++)
        print_health(g_ptr_array_index(standing->health, i));
    for (guint i = 0; i < standing->troubles->len; i++)
        print_trouble(g_ptr_array_index(standing->troubles, i));
    printf("%s", standing->watch.running ? _("watch: running") : _("watch: not running"));
    if (standing->watch.last_loop)
        printf(_(", last active %s"), last);
    printf("\n");
    if (standing->watch.running)
        print_locks(&standing->locks);
    printf(_("alerts waiting: %" PRId64 ", mails set aside: %" PRId64
             ", spooled: %" PRId64 ", unrecognised: %" PRId64 "\n"),
           standing->waiting, standing->set_aside, standing->spooled, standing->unrecognised);
    printf(_("Read whole: every new mail (its first 256 KB); at first sight of a mailbox, "
             "candidates by From or Subject alone (all with thorough = true).\n"));
    print_since(_("The report cannot be written since %s: see the log of the watch.\n"),
                standing->report_failed_since);
    print_since(_("The metrics cannot be written since %s: see the log of the watch.\n"),
                standing->metrics_failed_since);
    print_since(_("heartbeat-url was last reached %s.\n"), standing->heartbeat_sent);
    print_since(_("heartbeat-url cannot be reached since %s: see the log of the watch.\n"),
                standing->heartbeat_failed_since);
    if (standing->codes_locked)
        printf(ngettext("%" PRId64 " code cannot be read, its entry is reminded of all the same: %s\n",
                        "%" PRId64 " codes cannot be read, their entries are reminded of all the "
                        "same: %s\n",
                        (gulong)standing->codes_locked),
               standing->codes_locked, standing->codes_why);
    if (standing->untold)
        printf(_("An alert waits for an hour, and no alert of the configuration may carry it: add one "
                 "with its owner, or without owner; vigie check tells.\n"));
    if (standing->unwatched || standing->idle)
        printf(_("Alerts wait or a case is open, and no watch has run for an hour: start `vigie "
                 "watch`.\n"));
    if (standing->stuck)
        printf(_("The watch hangs: end it and start it again.\n"));
    if (standing->unheard)
        printf(_("For an hour no alert has come through: vigie check --send tries each.\n"));
}

static int show(const struct standing *standing, bool json, GError **error)
{
    if (!json)
        print_standing(standing);
    else if (!cmd_print_json(standing_json(standing), error))
        return EX_IOERR;
    return !cmd_flush(error)              ? EX_IOERR
           : standing_is_seeing(standing) ? EX_OK
                                          : EX_UNAVAILABLE;
}

static bool words_agree(bool alert, const char *failed, bool others, GError **error)
{
    if (failed && !alert) {
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("--failed names what --alert is to tell of; give both"));
        return false;
    }
    if (alert && others) {
        g_set_error_literal(error, VIGIE_ERROR, EX_USAGE,
                            _("--alert prints nothing and tells of Vigie itself; leave --json and "
                              "--owner out"));
        return false;
    }
    return true;
}

int cmd_status(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean json = FALSE, alert = FALSE;
    g_autofree char *whose = NULL;
    g_autofree char *owner = NULL;
    g_autofree char *failed = NULL;
    const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
                                     { "owner", 0, 0, G_OPTION_ARG_STRING, &whose, NULL, NULL },
                                     { "alert", 0, 0, G_OPTION_ARG_NONE, &alert, NULL, NULL },
                                     { "failed", 0, 0, G_OPTION_ARG_STRING, &failed, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    AUTO(settings) settings = NULL;
    AUTO(store) store = NULL;
    AUTO(standing) standing = NULL;

    if (!cmd_parse(options, command_named("status"), &argc, &argv, 0, 0, error) ||
        !words_agree(alert, failed, json || whose, error))
        return EX_USAGE;
    if (alert)
        return status_alert(globals, failed, error);
    settings = cmd_settings(globals, error);
    store = settings ? cmd_store(globals, settings, STORE_EXISTING, false, error) : NULL;
    owner = cmd_owner(whose);
    standing = store ? standing_load(store, settings, owner, cmd_now(globals), error) : NULL;
    return standing ? show(standing, json, error) : vigie_error_exit(*error);
}
