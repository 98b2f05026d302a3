/* vigie status: whether everything sees and every alert is delivered. */
#include <glib/gstdio.h>
#include <stdio.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/sandbox.h"
#include "cmd/cmd.h"
#include "store/aside.h"
#include "store/cursors.h"
#include "store/entries.h"
#include "store/outbox.h"
#include "store/spool.h"
#include "store/watchlock.h"

#define SILENT_SECONDS 3600 /* no good check for so long, or no watch: something is wrong */

struct standing {
    GPtrArray *health;   /* of struct health */
    GPtrArray *troubles; /* of struct outbox_trouble */
    gint64 waiting, set_aside, spooled, unrecognised;
    struct watch_facts watch;
    bool blind, unwatched;
};

static void standing_clear(struct standing *standing)
{
    g_clear_pointer(&standing->health, g_ptr_array_unref);
    g_clear_pointer(&standing->troubles, g_ptr_array_unref);
}

/* Rows of accounts that the configuration no longer names say nothing of today. */
static void keep_configured(GPtrArray *health, const struct settings *settings)
{
    for (guint i = health->len; i > 0; i--) {
        const struct health *row = g_ptr_array_index(health, i - 1);

        if (settings->file && !settings_account(settings, row->account))
            g_ptr_array_remove_index(health, i - 1);
    }
}

static bool is_known(const GPtrArray *health, const char *account)
{
    for (guint i = 0; i < health->len; i++)
        if (g_str_equal(((const struct health *)g_ptr_array_index(health, i))->account, account))
            return true;
    return false;
}

/* An account that no watch has ever looked at is blind since the configuration has named it. */
static void add_unseen(GPtrArray *health, const struct settings *settings, gint64 now)
{
    GStatBuf facts;
    gint64 since = settings->file && g_stat(settings->file, &facts) == 0 ? facts.st_mtime : now;

    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);
        struct health *row;

        if (is_known(health, account->name))
            continue;
        row = g_new0(struct health, 1);
        row->account = g_strdup(account->name);
        row->last_error = g_strdup("no watch has looked at it yet");
        row->blind_since = MIN(since, now);
        g_ptr_array_add(health, row);
    }
}

/* A missing check blinds as a failed one does. */
static void judge(struct standing *standing, gint64 now)
{
    for (guint i = 0; i < standing->health->len; i++) {
        struct health *row = g_ptr_array_index(standing->health, i);

        if (!row->blind_since && row->last_success < now - SILENT_SECONDS)
            row->blind_since = row->last_success;
        standing->blind |= row->blind_since != 0;
    }
    standing->unwatched = !standing->watch.running &&
                          standing->watch.last_loop < now - SILENT_SECONDS && standing->waiting > 0;
}

static gint64 count_unrecognised(const GPtrArray *entries)
{
    gint64 count = 0;

    for (guint i = 0; i < entries->len; i++)
        count += ((const struct entry *)g_ptr_array_index(entries, i))->status == STATUS_PROVISIONAL;
    return count;
}

static bool load(struct standing *standing, struct store *store, const struct settings *settings,
                 gint64 now, GError **error)
{
    g_autoptr(GPtrArray) spooled = spool_files(store_directory(store));
    g_autoptr(GPtrArray) entries = entries_list(store, false, now, error);
    gint64 next_try;

    if (!entries || !aside_count(store, &standing->set_aside, error) ||
        !outbox_waiting(store, &standing->waiting, &next_try, error))
        return false;
    standing->health = cursors_health(store, error);
    standing->troubles = outbox_troubles(store, now, error);
    if (!standing->health || !standing->troubles)
        return false;
    standing->spooled = spooled->len;
    standing->unrecognised = count_unrecognised(entries);
    watchlock_look(store_directory(store), &standing->watch);
    keep_configured(standing->health, settings);
    add_unseen(standing->health, settings, now);
    judge(standing, now);
    return true;
}

/* --- JSON ---------------------------------------------------------------------------------- */

static void add_instant(JsonBuilder *builder, const char *name, gint64 instant)
{
    g_autofree char *text = instant ? civil_instant_format(instant, civil_paris()) : NULL;

    json_builder_set_member_name(builder, name);
    if (text)
        json_builder_add_string_value(builder, text);
    else
        json_builder_add_null_value(builder);
}

static void add_text(JsonBuilder *builder, const char *name, const char *text)
{
    json_builder_set_member_name(builder, name);
    if (text)
        json_builder_add_string_value(builder, text);
    else
        json_builder_add_null_value(builder);
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

static void add_sandbox(JsonBuilder *builder)
{
    json_builder_set_member_name(builder, "sandbox");
    json_builder_begin_object(builder);
    add_count(builder, "landlock_abi", sandbox_landlock_abi());
    add_bool(builder, "seccomp", sandbox_has_seccomp());
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
    add_watch(builder, &standing->watch);
    add_sandbox(builder);
    json_builder_end_object(builder);
    return json_builder_get_root(builder);
}

/* --- text ---------------------------------------------------------------------------------- */

static void print_health(const struct health *row)
{
    g_autofree char *seen = row->last_success
                                ? civil_instant_format(row->last_success, civil_paris())
                                : g_strdup("never");
    g_autofree char *since =
        row->blind_since ? civil_instant_format(row->blind_since, civil_paris()) : NULL;

    printf("%-12s %-20s %s, last checked %s, %" G_GINT64_FORMAT " messages seen\n", row->account,
           row->mailbox ? row->mailbox : "-", since ? "BLIND" : "seeing", seen, row->seen);
    if (since)
        printf("%-33s since %s: %s\n", "", since, row->last_error ? row->last_error : "not checked");
}

static void print_trouble(const struct outbox_trouble *trouble)
{
    g_autofree char *since = civil_instant_format(trouble->since, civil_paris());
    g_autofree char *why = g_strdup(trouble->last_error);

    printf("alert \"%s\": FAILING since %s, %" G_GINT64_FORMAT " waiting, %" G_GINT64_FORMAT
           " given up: %s\n",
           trouble->sink, since, trouble->waiting, trouble->given_up, g_strdelimit(why, "\r\n", ' '));
}

static void print_standing(const struct standing *standing)
{
    g_autofree char *last = civil_instant_format(standing->watch.last_loop, civil_paris());

    for (guint i = 0; i < standing->health->len; i++)
        print_health(g_ptr_array_index(standing->health, i));
    for (guint i = 0; i < standing->troubles->len; i++)
        print_trouble(g_ptr_array_index(standing->troubles, i));
    printf("watch: %s%s%s\n", standing->watch.running ? "running" : "not running",
           standing->watch.last_loop ? ", last active " : "", standing->watch.last_loop ? last : "");
    printf("alerts waiting: %" G_GINT64_FORMAT ", mails set aside: %" G_GINT64_FORMAT
           ", spooled: %" G_GINT64_FORMAT ", unrecognised: %" G_GINT64_FORMAT "\n",
           standing->waiting, standing->set_aside, standing->spooled, standing->unrecognised);
    printf("Read whole: every new mail (its first 256 KB); at first sight of a mailbox, candidates "
           "by From or Subject alone (all with thorough = true).\n");
    if (standing->unwatched)
        printf("Alerts wait and no watch has run for an hour: start `vigie watch`.\n");
}

int cmd_status(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean json = FALSE;
    const GOptionEntry options[] = { { "json", 0, 0, G_OPTION_ARG_NONE, &json, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    AUTO(settings) settings = NULL;
    AUTO(store) store = NULL;
    __attribute__((cleanup(standing_clear))) struct standing standing = { 0 };

    if (!cmd_parse(options, command_named("status"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    settings = cmd_settings(globals, error);
    store = settings ? cmd_store(globals, settings, STORE_EXISTING, false, error) : NULL;
    if (!store || !load(&standing, store, settings, cmd_now(globals), error))
        return vigie_error_exit(*error);
    if (!json)
        print_standing(&standing);
    else if (!cmd_print_json(standing_json(&standing), error))
        return EX_IOERR;
    if (!cmd_flush(error))
        return EX_IOERR;
    return standing.blind || standing.unwatched ? EX_UNAVAILABLE : EX_OK;
}
