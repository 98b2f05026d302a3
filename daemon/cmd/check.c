/* vigie check: tries the configuration, the rules, each login and each alert sink, and says every
 * fault. */
#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "alert/ping.h"
#include "alert/sendmail.h"
#include "alert/sink.h"
#include "base/error.h"
#include "base/mark.h"
#include "base/places.h"
#include "base/runner.h"
#include "base/sandbox.h"
#include "cmd/cmd.h"
#include "cmd/linger.h"
#include "cmd/vouch.h"
#include "source/imap.h"
#include "source/local.h"
#include "store/codes.h"
#include "store/watchlock.h"

static int fault(const char *who, const GError *error)
{
    fflush(stdout);
    if (who)
        fprintf(stderr, _("%s: %s\n"), who, error->message);
    else
        fprintf(stderr, "%s\n", error->message);
    return vigie_error_exit(error);
}

static int exit_of(enum trouble trouble)
{
    return trouble == TROUBLE_LOGIN || trouble == TROUBLE_SECRET ? VIGIE_EX_LOGIN : EX_UNAVAILABLE;
}

static void print_mailboxes(const char *account, const GPtrArray *mailboxes)
{
    printf(_("account \"%s\": login accepted; watched:"), account);
    for (guint i = 0; i < mailboxes->len; i++)
        printf(" %s", (const char *)g_ptr_array_index(mailboxes, i));
    printf("\n");
}

/* Those that are named in full: the likely forms have wildcards, which no server searches for. */
static char **official_domains(const struct right *right)
{
    g_autoptr(GStrvBuilder) domains = g_strv_builder_new();

    for (char **domain = right->official; *domain; domain++)
        if (!strpbrk(*domain, "*#") && g_str_is_ascii(*domain))
            g_strv_builder_add(domains, *domain);
    return g_strv_builder_end(domains);
}

static void print_survey(const char *account, const struct imap_survey *survey)
{
    for (guint i = 0; i < survey->unwatched->len; i++)
        printf(_("warning: account \"%s\": the mailbox %s holds official mail and is not watched; "
                 "add it to mailboxes\n"),
               account, (const char *)g_ptr_array_index(survey->unwatched, i));
    if (survey->unsearched > 0)
        printf(ngettext("account \"%s\": %u more mailbox could not be searched for official mail\n",
                        "account \"%s\": %u more mailboxes could not be searched for official "
                        "mail\n",
                        survey->unsearched),
               account, survey->unsearched);
}

static void print_vouching(const struct account *account, const char *file,
                           const struct imap_survey *survey)
{
    g_autofree char *advice = vouch_advice(account, file, survey->recent);

    if (advice)
        printf(_("account \"%s\": %s\n"), account->name, advice);
}

static int check_account(const struct settings *settings, const struct account *account,
                         const struct rules *rules, struct runner *runner)
{
    g_auto(GStrv) domains = official_domains(rules_right(rules));
    g_autoptr(GPtrArray) unwatched = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) recent = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    struct imap_survey survey = { .domains = (const char *const *)domains,
                                  .unwatched = unwatched,
                                  .recent = recent };
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) mailboxes = NULL;
    g_autofree char *who = g_strdup_printf(_("account \"%s\""), account->name);
    enum trouble trouble = TROUBLE_UNREACHABLE;

    if (!account->imap && local_account_probe(account, &mailboxes, &error)) {
        print_mailboxes(account->name, mailboxes);
        return EX_OK;
    }
    if (account->imap &&
        imap_account_probe(account, runner, &mailboxes, &survey, &trouble, &error)) {
        print_mailboxes(account->name, mailboxes);
        print_survey(account->name, &survey);
        print_vouching(account, settings->file, &survey);
        return EX_OK;
    }
    fault(who, error);
    return exit_of(trouble);
}

static struct alert *test_alert(void)
{
    struct alert *alert = alert_new(EVENT_HEARTBEAT);

    alert->id = g_strdup_printf("check-%" G_GINT64_FORMAT, g_get_real_time());
    alert->detail = g_strdup("vigie check --send");
    return alert;
}

static bool no_state_is_there(const struct globals *globals, const struct settings *settings)
{
    g_autofree char *directory = places_state(globals->state, settings);
    g_autofree char *path = g_build_filename(directory, "vigie.db", NULL);

    return access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* Where there is no state yet, a test makes none. */
static int send_test(const struct globals *globals, const struct settings *all, struct sink *sink,
                     const struct rules *rules, struct runner *runner, const char *who)
{
    static const guint8 no_key[MARK_KEY_BYTES]; /* such a mark is nobody's: it is merely not known */
    g_autoptr(GError) error = NULL;
    AUTO(store) store = cmd_store(globals, all, STORE_EXISTING, false, &error);
    AUTO(alert) alert = test_alert();
    struct sink_context context = { .right = rules_right(rules),
                                    .now = cmd_now(globals),
                                    .runner = runner,
                                    .confined = sandbox_no_new_privileges(),
                                    .remind_before = all->remind_before };

    if (!store && !no_state_is_there(globals, all))
        return fault(who, error);
    g_clear_error(&error);
    context.key = store ? store_key(store) : no_key;
    if (sink->ops->send(sink, &context, alert, &error) == DELIVERY_DONE) {
        printf(_("%s: a test alert was accepted\n"), who);
        return EX_OK;
    }
    /* Most sinks name themselves. */
    fault(g_str_has_prefix(error->message, who) ? NULL : who, error);
    return vigie_error_exit(error) == VIGIE_EX_LOGIN ? VIGIE_EX_LOGIN : EX_UNAVAILABLE;
}

/* The socket of the agents is the watch's; and a test is of no owner. */
static bool is_not_tried(const struct sink_settings *settings, const char *who)
{
    g_autofree char *to = settings->to ? sink_recipient(settings, NULL) : NULL;

    if (settings->to && !to) {
        printf(_("%s: not tried: it goes to the owner of a case\n"), who);
        return true;
    }
    if (settings->kind != SINK_DESKTOP || !settings->user)
        return false;
    printf(_("%s: not tried: a running vigie watch alone reaches vigie agent, which says in %s's "
             "session whether it is served\n"),
           who, settings->user);
    return true;
}

static bool needs_sendmail(const struct settings *settings)
{
    for (guint i = 0; i < settings->sinks->len; i++)
        if (((const struct sink_settings *)settings->sinks->pdata[i])->sendmail_program)
            return true;
    return false;
}

/* Whether the watch that runs said that it can gain no privileges. */
static bool watch_is_confined(const struct globals *globals, const struct settings *settings)
{
    g_autoptr(GError) error = NULL;
    AUTO(store) store = cmd_store(globals, settings, STORE_EXISTING, false, &error);
    struct watch_facts watch = { 0 };
    gint64 packed = 0;

    if (!store)
        return false;
    watchlock_look(store_directory(store), &watch);
    return watch.running && store_fact(store, FACT_SANDBOX_MASTER, &packed, NULL) &&
           sandbox_force_unpack(packed).no_new_privileges;
}

/* sendmail where nothing setgid can work: here, or in the unit of the watch. */
static int check_sendmail(const struct settings *all, const struct sink_settings *settings)
{
    g_autoptr(GError) error = NULL;

    if (!settings->sendmail_program ||
        sendmail_needs_nothing(settings->sendmail_program, EX_CONFIG, &error))
        return EX_OK;
    g_prefix_error(&error, "%s:%d: ", all->file, settings->sendmail_line);
    return fault(NULL, error);
}

static int check_sendmails(const struct globals *globals, const struct settings *settings)
{
    int code = EX_OK;

    if (!needs_sendmail(settings) ||
        !(sandbox_no_new_privileges() || watch_is_confined(globals, settings)))
        return EX_OK;
    for (guint i = 0; i < settings->sinks->len; i++)
        code = vigie_exit_worse(code,
                                check_sendmail(settings, g_ptr_array_index(settings->sinks, i)));
    return code;
}

static int check_sink(const struct globals *globals, const struct settings *all,
                      const struct sink_settings *settings, const struct rules *rules,
                      struct runner *runner, bool send)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *who = g_strdup_printf(_("alert \"%s\""), settings->name);
    AUTO(sink) sink = sink_new(settings, &error);
    g_autofree char *where = NULL;

    if (!sink)
        return fault(NULL, error); /* it names the alert already */
    where = sink->ops->describe(sink);
    printf(_("%s: %s\n"), who, where);
    if (!send || is_not_tried(settings, who))
        return EX_OK;
    return send_test(globals, all, sink, rules, runner, who);
}

/* A calendar shows deadlines; an account that is blind is no date. */
static bool only_calendars(const struct settings *settings)
{
    for (guint i = 0; i < settings->sinks->len; i++)
        if (((const struct sink_settings *)settings->sinks->pdata[i])->kind != SINK_CALENDAR)
            return false;
    return true;
}

static void warn_few_sinks(const struct settings *settings)
{
    if (settings->sinks->len == 0)
        printf(_("warning: no alert is configured: nobody will be told; add an alert section\n"));
    else if (only_calendars(settings))
        printf(_("warning: a calendar shows the deadlines and tells of no trouble: nobody is told "
                 "of a forged notice or an account that fails; add an alert of another kind\n"));
    else if (settings_nobody_keeps_house(settings))
        printf(_("warning: every alert has an owner: nobody is told of an account that fails, nor of "
                 "a case without owner; add an alert without owner\n"));
    else if (settings->sinks->len == 1)
        printf(_("warning: one alert only: if it fails nobody is told; add another of another "
                 "kind\n"));
}

static int check_heartbeat(const struct settings *settings)
{
    g_autoptr(GError) error = NULL;

    if (!ping_send(settings->heartbeat_url, &error))
        return fault(NULL, error); /* it names the key and the host */
    printf(_("heartbeat-url: the server took the sign of life\n"));
    return EX_OK;
}

/* Where no state is yet the key is made with it. */
static int check_key(const struct globals *globals, const struct settings *settings)
{
    g_autoptr(GError) error = NULL;
    AUTO(store) store = cmd_store(globals, settings, STORE_EXISTING, false, &error);

    if (!store && no_state_is_there(globals, settings))
        return EX_OK;
    return store && codes_check(store, &error) ? EX_OK : fault(NULL, error);
}

int cmd_check_all(const struct globals *globals, const struct settings *settings,
                  const struct rules *rules, bool send)
{
    AUTO(runner) runner = runner_new_direct(settings);
    int code = EX_OK;

    for (guint i = 0; i < settings->accounts->len; i++)
        code = vigie_exit_worse(
            code, check_account(settings, g_ptr_array_index(settings->accounts, i), rules, runner));
    for (guint i = 0; i < settings->sinks->len; i++)
        code = vigie_exit_worse(
            code, check_sink(globals, settings, g_ptr_array_index(settings->sinks, i), rules, runner,
                             send));
    if (send && settings->heartbeat_url)
        code = vigie_exit_worse(code, check_heartbeat(settings));
    code = vigie_exit_worse(code, check_sendmails(globals, settings));
    warn_few_sinks(settings);
    if (linger_is_wanting())
        printf("%s\n", linger_warning());
    return vigie_exit_worse(code, check_key(globals, settings));
}

int cmd_check(const struct globals *globals, int argc, char **argv, GError **error)
{
    gboolean send = FALSE;
    const GOptionEntry options[] = { { "send", 0, 0, G_OPTION_ARG_NONE, &send, NULL, NULL },
                                     G_OPTION_ENTRY_NULL };
    g_autoptr(GError) settings_error = NULL;
    g_autoptr(GError) rules_error = NULL;
    AUTO(settings) settings = NULL;
    AUTO(rules) rules = NULL;
    int code = EX_OK;

    if (!cmd_parse(options, command_named("check"), &argc, &argv, 0, 0, error))
        return EX_USAGE;
    settings = cmd_settings(globals, &settings_error);
    rules = cmd_rules(globals, &rules_error);
    if (settings_error)
        code = vigie_exit_worse(code, fault(NULL, settings_error));
    if (rules_error)
        code = vigie_exit_worse(code, fault(NULL, rules_error));
    if (settings && !settings->file)
        printf(_("no configuration: nothing is watched; vigie init writes one, vigie watch "
                 "shows an example\n"));
    if (settings && rules)
        code = vigie_exit_worse(code, cmd_check_all(globals, settings, rules, send));
    if (code == EX_OK)
        printf(_("no fault found\n"));
    return cmd_flush(error) ? code : EX_IOERR;
}
