/* The life of a worker thread. */
#include "source/worker.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/log.h"
#include "source/connect.h"
#include "source/look.h"
#include "source/wake.h"

#define IDLE_SECONDS (4 * 60 + 30)  /* then again: routers and servers forget a silent line */
#define NEWS_SECONDS 1              /* between looks, where the server has news without end: */
#define NEWS_BURST 10               /* after so many that came sooner */
#define LIST_SECONDS (60 * 60)      /* how soon a new folder is noticed by itself */
#define LOGIN_SECONDS (60 * 60)     /* after a refused login: many servers lock out who insists */
#define CERTIFICATE_SECONDS (5 * 60)
#define SECRET_SECONDS (5 * 60) /* a password manager that was locked */
#define BACKOFF_FIRST 4         /* seconds, doubled each time, and half of it by chance */
#define BACKOFF_MAX 300
#define ONCE_CONNECT_SECONDS 6 /* `once` is run by people and timers: some 15 s in all */
#define ONCE_PAUSE_SECONDS 2
#define FOREVER (-1)

struct worker {
    struct imap_account *account;
    bool leads;
    GThread *thread;
    int wake;            /* source/wake.h */
    GPtrArray *assigned; /* of struct mailbox, under account->lock; NULL: nothing new */
    char *given;         /* the names of the last that were, likewise */

    /* of the thread alone */
    struct intake *intake;
    struct session *session;
    GPtrArray *mailboxes;
    guint32 exists; /* of the last look at the last mailbox */
    bool opened;    /* and whether it is selected */
    gint64 list_due;
    guint failures; /* in a row */
    guint burst;    /* looks in a row that had no second between them */
};

static bool is_stopping(const struct worker *worker)
{
    return g_cancellable_is_cancelled(worker->account->stop);
}

void worker_wake(struct worker *worker)
{
    wake_send(worker->wake);
}

static char *names_of(const GPtrArray *mailboxes)
{
    GString *names = g_string_new(NULL);

    for (guint i = 0; i < mailboxes->len; i++)
        g_string_append_printf(names, "%s\n",
                               ((const struct mailbox *)g_ptr_array_index(mailboxes, i))->wire);
    return g_string_free(names, FALSE);
}

void worker_assign(struct worker *worker, GPtrArray *mailboxes)
{
    g_autofree char *names = names_of(mailboxes);

    if (g_strcmp0(names, worker->given) == 0) {
        g_ptr_array_unref(mailboxes);
        return;
    }
    g_free(worker->given);
    worker->given = g_steal_pointer(&names);
    g_clear_pointer(&worker->assigned, g_ptr_array_unref);
    worker->assigned = mailboxes;
    if (!worker->leads)
        worker_wake(worker);
}

/* Keeps what it knows of a mailbox that stays. */
static void keep_known(const GPtrArray *known, const GPtrArray *assigned)
{
    g_autoptr(GHashTable) table = mailboxes_table(assigned);

    for (guint i = 0; i < known->len; i++) {
        const struct mailbox *old = g_ptr_array_index(known, i);
        struct mailbox *fresh = mailboxes_look_up(table, old->name);

        if (fresh)
            mailbox_keep(fresh, old);
    }
}

static void take_assigned(struct worker *worker)
{
    GPtrArray *assigned;

    g_mutex_lock(&worker->account->lock);
    assigned = g_steal_pointer(&worker->assigned);
    g_mutex_unlock(&worker->account->lock);
    if (!assigned)
        return;
    keep_known(worker->mailboxes, assigned);
    g_ptr_array_unref(worker->mailboxes);
    worker->mailboxes = assigned;
}

static bool list_mailboxes(struct worker *worker, GError **error)
{
    const struct account *settings = worker->account->settings;
    g_autoptr(GPtrArray) listed = session_list(worker->session, error);
    g_autoptr(GPtrArray) chosen = NULL;

    if (!listed)
        return false;
    chosen = mailboxes_choose(listed, settings->mailboxes);
    mailboxes_hide(chosen);
    if (worker->intake->ops->watched &&
        !worker->intake->ops->watched(worker->intake, chosen, error))
        return false;
    worker->list_due = g_get_monotonic_time() + LIST_SECONDS * G_TIME_SPAN_SECOND;
    account_assign(worker->account, chosen);
    if (chosen->len > 0)
        return true;
    return trouble_set(error, TROUBLE_MAILBOX,
                       _("%s: no mailbox matches mailboxes; vigie check lists "
                         "what there is"),
                       settings->imap->host);
}

static struct session *open_session(struct worker *worker, GError **error)
{
    struct imap_account *account = worker->account;
    const struct server *server = account->settings->imap;
    guint most = session_connect_seconds(server);
    guint seconds = account->once ? MIN(ONCE_CONNECT_SECONDS, most) : most;
    AUTO(trust) trust = NULL;

    if (server->tls != SERVER_CLEARTEXT && !(trust = account_trust(account, error)))
        return NULL;
    return session_open(server, trust, account_hush(account), seconds, account->stop, error);
}

static guint seconds_refused(enum trouble trouble)
{
    switch (trouble) {
    case TROUBLE_LOGIN:
        return LOGIN_SECONDS;
    case TROUBLE_SECRET:
        return SECRET_SECONDS;
    case TROUBLE_CERTIFICATE:
        return CERTIFICATE_SECONDS;
    default:
        return 0;
    }
}

static bool may_try(struct imap_account *account, GError **error)
{
    if (g_cancellable_set_error_if_cancelled(account->stop, error))
        return false;
    if (account_refused_for(account) == 0)
        return true;
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_PENDING, _("refused a moment ago"));
    return false;
}

/* Another worker may have been refused while this one waited for its turn. */
static bool log_in(struct worker *worker, struct session *session, GError **error)
{
    struct imap_account *account = worker->account;
    bool good;

    g_mutex_lock(&account->login);
    good = may_try(account, error) && session_login(session, account->runner, error);
    /* Before the next in turn asks. */
    if (!good && trouble_is(*error, TROUBLE_LOGIN))
        account_refuse(account, LOGIN_SECONDS);
    g_mutex_unlock(&account->login);
    return good;
}

static bool connect_if_needed(struct worker *worker, GError **error)
{
    AUTO(session) session = NULL;

    if (worker->session)
        return true;
    if (!may_try(worker->account, error))
        return false;
    session = open_session(worker, error);
    if (!session || !log_in(worker, session, error))
        return false;
    /* From here on a stop lets the mail in hand be finished. */
    session_set_cancel(session, worker->account->cut);
    worker->session = g_steal_pointer(&session);
    return true;
}

static bool report(struct worker *worker, const struct mailbox *mailbox, const GError *cause)
{
    g_autoptr(GError) end = NULL;

    log_info(worker->account->settings->name, "%s%s%s", mailbox ? mailbox->name : "",
             mailbox ? ": " : "", cause->message);
    return worker->intake->ops->failure(worker->intake, mailbox ? mailbox->name : NULL,
                                        (enum trouble)cause->code, cause->message, &end);
}

/* A mailbox that cannot be opened or read keeps none of the others from being looked at. */
static bool look_at_one(struct worker *worker, struct mailbox *mailbox, GError **error)
{
    struct look look = {
        .session = worker->session,
        .intake = worker->intake,
        .account = worker->account->settings,
        .mailbox = mailbox,
        .stop = worker->account->stop,
    };
    GError *cause = NULL;

    worker->opened = look_at(&look, &cause);
    worker->exists = look.exists;
    if (worker->opened)
        return true;
    if (trouble_is(cause, TROUBLE_MAILBOX) && report(worker, mailbox, cause)) {
        g_error_free(cause);
        return true;
    }
    g_propagate_error(error, cause);
    return false;
}

/* One that breaks the connection must not starve those after it: it comes last next time. */
static void put_last(GPtrArray *mailboxes, guint index)
{
    g_ptr_array_add(mailboxes, g_ptr_array_steal_index(mailboxes, index));
}

static bool look_at_all(struct worker *worker, GError **error)
{
    if (worker->leads && g_get_monotonic_time() >= worker->list_due &&
        !list_mailboxes(worker, error))
        return false;
    take_assigned(worker);
    for (guint i = 0; i < worker->mailboxes->len; i++) {
        if (look_at_one(worker, g_ptr_array_index(worker->mailboxes, i), error))
            continue;
        put_last(worker->mailboxes, i);
        return false;
    }
    return true;
}

/* Waits, until woken; a leader that was woken lists anew. */
static void pause_for(struct worker *worker, gint64 seconds)
{
    gint64 until =
        seconds == FOREVER ? G_MAXINT64 : g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;

    connect_wait(worker->wake, POLLIN, g_cancellable_get_fd(worker->account->stop), -1, until);
    g_cancellable_release_fd(worker->account->stop);
    if (wake_take(worker->wake))
        worker->list_due = 0;
}

/* A mail is looked at as soon as it is there, also in a burst; but no server keeps us busy. */
static void pace(struct worker *worker, gint64 last)
{
    if (g_get_monotonic_time() - last >= NEWS_SECONDS * G_TIME_SPAN_SECOND)
        worker->burst = 0;
    else if (++worker->burst > NEWS_BURST)
        pause_for(worker, NEWS_SECONDS);
}

/* Until there may be something new. */
static bool rest(struct worker *worker, GError **error)
{
    gint64 begin = g_get_monotonic_time();
    enum idle_end end;

    if (worker->mailboxes->len == 0) {
        g_clear_pointer(&worker->session, session_free);
        pause_for(worker, FOREVER);
        return true;
    }
    if (worker->mailboxes->len > 1 || !worker->opened || !session_offers(worker->session, "IDLE")) {
        pause_for(worker, source_poll(worker->account->settings));
        return true;
    }
    if (session_exists(worker->session) != worker->exists) { /* it changed during the look */
        pace(worker, begin);
        return true;
    }
    if (!session_idle(worker->session, worker->exists, worker->wake, IDLE_SECONDS, &end, error))
        return false;
    if (wake_take(worker->wake))
        worker->list_due = 0;
    else if (end == IDLE_NEWS)
        pace(worker, begin);
    return true;
}

static guint backoff(guint failures)
{
    guint whole = MIN(BACKOFF_FIRST << MIN(failures, 8), BACKOFF_MAX);

    return whole / 2 + (guint)g_random_int_range(1, (gint32)whole / 2 + 1);
}

/* Tells of a trouble, and waits as its kind demands. False: the thread ends. */
static bool recover(struct worker *worker, const GError *cause)
{
    guint refused;
    bool told = true;

    g_clear_pointer(&worker->session, session_free);
    if (is_stopping(worker))
        return false;
    if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_PENDING)) {
        refused = account_refused_for(worker->account);
        log_debug(worker->account->settings->name, "refused a moment ago; no try for %u s",
                  refused);
        pause_for(worker, refused);
        return true;
    }
    if (cause->domain != TROUBLE_ERROR) {
        log_debug(worker->account->settings->name, "a thread ends: %s", cause->message);
        return false;
    }
    refused = seconds_refused((enum trouble)cause->code);
    if (refused > 0)
        account_refuse(worker->account, refused);
    if (worker->account->once && refused == 0 && worker->failures++ == 0) {
        pause_for(worker, ONCE_PAUSE_SECONDS);
        return true;
    }
    /* A refusal concerns the account; a broken line, what was watched through it. */
    if (refused > 0 || worker->mailboxes->len == 0)
        told = report(worker, NULL, cause);
    else
        for (guint i = 0; i < worker->mailboxes->len && told; i++)
            told = report(worker, g_ptr_array_index(worker->mailboxes, i), cause);
    if (!told || worker->account->once)
        return false;
    pause_for(worker, refused > 0 ? refused : backoff(worker->failures++));
    return true;
}

static void live(struct worker *worker)
{
    while (!is_stopping(worker)) {
        g_autoptr(GError) cause = NULL;

        if (connect_if_needed(worker, &cause) && look_at_all(worker, &cause)) {
            if (worker->account->once)
                return;
            if (rest(worker, &cause)) {
                worker->failures = 0;
                continue;
            }
        }
        if (!recover(worker, cause))
            return;
    }
}

static gpointer run(gpointer data)
{
    struct worker *worker = data;
    struct imap_account *account = worker->account;
    g_autoptr(GError) error = NULL;
    sigset_t all;

    /* Signals are the main thread's. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    worker->intake = account->factory(account->settings, account->factory_data, &error);
    if (worker->intake)
        live(worker);
    else
        log_warning(account->settings->name, "cannot watch: %s", error->message);
    g_clear_pointer(&worker->session, session_free);
    if (worker->intake)
        worker->intake->ops->free(worker->intake);
    account_worker_ended(account);
    return NULL;
}

struct worker *worker_start(struct imap_account *account, GPtrArray *mailboxes)
{
    struct worker *worker = g_new0(struct worker, 1);

    worker->account = account;
    worker->leads = !mailboxes;
    worker->wake = wake_new(account->settings->name);
    worker->mailboxes = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);
    worker->assigned = mailboxes;
    worker->given = mailboxes ? names_of(mailboxes) : NULL;
    worker->thread = g_thread_new("imap", run, worker);
    return worker;
}

void worker_join(struct worker *worker)
{
    g_thread_join(worker->thread);
    fd_close(&worker->wake);
    g_ptr_array_unref(worker->mailboxes);
    g_clear_pointer(&worker->assigned, g_ptr_array_unref);
    g_free(worker->given);
    g_free(worker);
}
