/* An account: its workers and what they share. */
#include "source/account.h"

#include "base/error.h"
#include "source/survey.h"
#include "source/worker.h"

struct imap_account *imap_account_start(const struct account *settings, struct runner *runner,
                                        intake_factory factory, void *factory_data, bool once,
                                        void (*finished)(struct imap_account *account, void *data),
                                        void *data)
{
    struct imap_account *account = g_new0(struct imap_account, 1);

    account->settings = settings;
    account->runner = runner;
    account->factory = factory;
    account->factory_data = factory_data;
    account->once = once;
    account->finished = finished;
    account->finished_data = data;
    account->stop = g_cancellable_new();
    account->cut = g_cancellable_new();
    g_mutex_init(&account->lock);
    g_mutex_init(&account->login);
    g_mutex_init(&account->reading);
    g_cond_init(&account->ended);
    g_mutex_lock(&account->lock);
    account->running = 1;
    account->workers[0] = worker_start(account, NULL);
    g_mutex_unlock(&account->lock);
    return account;
}

static void wake_all(struct imap_account *account)
{
    for (guint i = 0; i < WORKERS; i++)
        if (account->workers[i])
            worker_wake(account->workers[i]);
}

void imap_account_check_now(struct imap_account *account)
{
    g_mutex_lock(&account->lock);
    account->refused_until = 0;
    wake_all(account);
    g_mutex_unlock(&account->lock);
}

void imap_account_stop(struct imap_account *account, guint seconds)
{
    gint64 deadline = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;

    g_cancellable_cancel(account->stop);
    g_mutex_lock(&account->lock);
    account->stopping = true;
    wake_all(account);
    while (account->running > 0 && g_cond_wait_until(&account->ended, &account->lock, deadline))
        continue;
    g_mutex_unlock(&account->lock);
    g_cancellable_cancel(account->cut);
    /* No worker starts another once `stopping` is set. */
    for (guint i = 0; i < WORKERS; i++)
        g_clear_pointer(&account->workers[i], worker_join);
}

void imap_account_free(struct imap_account *account)
{
    if (!account)
        return;
    imap_account_stop(account, 0);
    trust_free(account->trust);
    hush_free(account->hush);
    g_object_unref(account->stop);
    g_object_unref(account->cut);
    g_mutex_clear(&account->lock);
    g_mutex_clear(&account->login);
    g_mutex_clear(&account->reading);
    g_cond_clear(&account->ended);
    g_free(account);
}

void account_worker_ended(struct imap_account *account)
{
    bool tells;

    g_mutex_lock(&account->lock);
    account->running--;
    tells = account->once ? account->running == 0 : !account->stopping;
    g_cond_signal(&account->ended);
    g_mutex_unlock(&account->lock);
    /* The account still stands: whoever frees it joins this thread first. */
    if (tells && account->finished)
        account->finished(account, account->finished_data);
}

static struct trust *known_trust(struct imap_account *account)
{
    struct trust *trust;

    g_mutex_lock(&account->lock);
    trust = account->trust ? trust_ref(account->trust) : NULL;
    g_mutex_unlock(&account->lock);
    return trust;
}

static void keep_trust(struct imap_account *account, struct trust *trust)
{
    g_mutex_lock(&account->lock);
    trust_free(account->trust);
    account->trust = trust_ref(trust);
    g_mutex_unlock(&account->lock);
}

/* The file is asked of the master: nobody who only wants to wake or stop the account waits for that. */
struct trust *account_trust(struct imap_account *account, GError **error)
{
    struct trust *trust;

    g_mutex_lock(&account->reading);
    trust = known_trust(account);
    if (!trust) {
        trust = trust_new(account->settings->imap->ca_file, account->runner, error);
        if (trust)
            keep_trust(account, trust);
    }
    g_mutex_unlock(&account->reading);
    return trust;
}

struct hush *account_hush(struct imap_account *account)
{
    g_mutex_lock(&account->reading);
    if (!account->hush)
        account->hush = session_hush_new(&account->settings->imap->login, account->runner);
    g_mutex_unlock(&account->reading);
    return account->hush;
}

void account_refuse(struct imap_account *account, guint seconds)
{
    g_mutex_lock(&account->lock);
    account->refused_until = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
    g_clear_pointer(&account->trust, trust_free);
    g_mutex_unlock(&account->lock);
}

guint account_refused_for(struct imap_account *account)
{
    gint64 left;

    g_mutex_lock(&account->lock);
    left = account->refused_until - g_get_monotonic_time();
    g_mutex_unlock(&account->lock);
    return left > 0 ? (guint)(left / G_USEC_PER_SEC + 1) : 0;
}

static GPtrArray *share_of(const GPtrArray *mailboxes, guint from, guint to)
{
    GPtrArray *share = g_ptr_array_new_with_free_func((GDestroyNotify)mailbox_free);

    for (guint i = from; i < MIN(to, mailboxes->len); i++)
        g_ptr_array_add(share, mailbox_copy(g_ptr_array_index(mailboxes, i)));
    return share;
}

void account_assign(struct imap_account *account, const GPtrArray *mailboxes)
{
    g_mutex_lock(&account->lock);
    for (guint i = 0; i < WORKERS && !account->stopping; i++) {
        /* For one round over all, one connection is enough. */
        guint to = account->once || i == WORKERS - 1 ? G_MAXUINT : i + 1;
        g_autoptr(GPtrArray) share = share_of(mailboxes, i, to);

        if (!account->workers[i] && (share->len == 0 || account->once))
            continue;
        if (account->workers[i]) {
            worker_assign(account->workers[i], g_steal_pointer(&share));
            continue;
        }
        account->running++;
        account->workers[i] = worker_start(account, g_steal_pointer(&share));
    }
    g_mutex_unlock(&account->lock);
}

/* The exit code of `vigie check` for a trouble. */
static int exit_of(enum trouble trouble)
{
    return trouble == TROUBLE_LOGIN || trouble == TROUBLE_SECRET ? VIGIE_EX_LOGIN : EX_UNAVAILABLE;
}

static GPtrArray *probe(const struct account *account, struct runner *runner,
                        struct imap_survey *survey, GError **error)
{
    g_autoptr(GCancellable) never = g_cancellable_new();
    bool in_clear = account->imap->tls == SERVER_CLEARTEXT;
    AUTO(trust) trust = in_clear ? NULL : trust_new(account->imap->ca_file, runner, error);
    AUTO(hush) hush = session_hush_new(&account->imap->login, runner);
    AUTO(session) session = NULL;
    g_autoptr(GPtrArray) listed = NULL;
    g_autoptr(GPtrArray) chosen = NULL;

    if (!in_clear && !trust)
        return NULL;
    session = session_open(account->imap, trust, hush, session_connect_seconds(account->imap), never,
                           error);
    if (!session || !session_login(session, runner, error))
        return NULL;
    listed = session_list(session, error);
    if (!listed)
        return NULL;
    chosen = mailboxes_choose(listed, account->mailboxes);
    mailboxes_hide(chosen);
    mailboxes_hide(listed);
    if (survey) {
        survey_recent(session, listed, survey);
        survey_take(session, listed, chosen, survey);
    }
    return g_steal_pointer(&chosen);
}

bool imap_account_probe(const struct account *account, struct runner *runner, GPtrArray **mailboxes,
                        struct imap_survey *survey, enum trouble *trouble, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GPtrArray) chosen = probe(account, runner, survey, &cause);

    if (!chosen) {
        *trouble = cause->domain == TROUBLE_ERROR ? (enum trouble)cause->code : TROUBLE_UNREACHABLE;
        g_set_error_literal(error, VIGIE_ERROR, exit_of(*trouble), cause->message);
        return false;
    }
    *mailboxes = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < chosen->len; i++)
        g_ptr_array_add(*mailboxes,
                        g_strdup(((struct mailbox *)g_ptr_array_index(chosen, i))->name));
    return true;
}
