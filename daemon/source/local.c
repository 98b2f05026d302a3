/* The thread of a local Maildir: looks, waits for a notice of the kernel, looks again. */
#include "source/local.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/log.h"
#include "source/connect.h"
#include "source/local_look.h"
#include "source/wake.h"

#define LIST_SECONDS (10 * 60) /* how soon a folder deep below is noticed by itself */
#define UNSETTLED_SECONDS 2    /* until the next look at what may be in writing */
#define TROUBLE_SECONDS 60
#define GROWING_SECONDS 10     /* from a new folder to the cur/ and new/ in it */
#define EVENTS_BYTES 65536
#define NEW_MAIL (IN_MOVED_TO | IN_CREATE | IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)
#define NEW_FOLDER \
    (IN_MOVED_TO | IN_CREATE | IN_MOVED_FROM | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

struct local_account {
    const struct account *settings;
    struct runner *runner;
    intake_factory factory;
    void *factory_data;
    bool once;
    const struct local_ops *ops;
    void *data; /* of `ops` */
    GCancellable *stop;
    GThread *thread;
    int wake; /* source/wake.h */

    /* of the thread alone */
    struct intake *intake;
    GPtrArray *folders; /* of struct local_folder; NULL: to be listed */
    int notices;        /* inotify; -1: none, only the full looks */
    int root_watch;
    gint64 list_due; /* monotonic */
    gint64 growing_until; /* a new folder may not have its own yet; likewise */
    bool unsettled, troubled;
};

static bool is_stopping(const struct local_account *account)
{
    return g_cancellable_is_cancelled(account->stop);
}

void local_account_check_now(struct local_account *account)
{
    wake_send(account->wake);
}

/* --- notices ------------------------------------------------------------------------------- */

static int watch(struct local_account *account, const char *path, guint32 mask)
{
    int watch = account->notices >= 0 ? inotify_add_watch(account->notices, path, mask) : -1;

    if (watch < 0 && account->notices >= 0 && errno != ENOENT)
        log_warning(account->settings->name,
                    "%s: the kernel does not watch it (%s; see fs.inotify.max_user_watches); it is "
                    "looked at every %u seconds",
                    path, g_strerror(errno), source_poll(account->settings));
    return watch;
}

/* A fresh set: what the old one has not told yet is lost. */
static void watch_all(struct local_account *account)
{
    fd_close(&account->notices);
    account->notices = account->once ? -1 : inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (account->notices < 0 && !account->once)
        log_warning(account->settings->name,
                    "the kernel tells nothing of new mail (%s; see fs.inotify.max_user_instances); it "
                    "is looked at every %u seconds",
                    g_strerror(errno), source_poll(account->settings));
    account->root_watch = watch(account, account->settings->maildir, NEW_FOLDER);
    for (guint i = 0; i < account->folders->len; i++) {
        struct local_folder *folder = g_ptr_array_index(account->folders, i);
        g_autofree char *new = g_build_filename(maildir_path(folder->maildir), "new", NULL);
        g_autofree char *cur = g_build_filename(maildir_path(folder->maildir), "cur", NULL);

        folder->watches[0] = watch(account, new, NEW_MAIL);
        folder->watches[1] = watch(account, cur, NEW_MAIL);
    }
}

/* A mail whose writer paused for long was taken to be whole, and its name remembered. */
static void note_rewritten(struct local_folder *folder, const char *name)
{
    if (!folder->rewritten)
        folder->rewritten = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_hash_table_add(folder->rewritten, maildir_unique(name));
}

static void take_notice(struct local_account *account, const struct inotify_event *event)
{
    bool lost = event->mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF);

    /* Of files there nothing is to be known: servers keep theirs, and rewrite them often. */
    if (event->wd == account->root_watch && !lost && !(event->mask & IN_ISDIR))
        return;
    if (event->wd == account->root_watch || lost) {
        account->growing_until = g_get_monotonic_time() + GROWING_SECONDS * G_TIME_SPAN_SECOND;
        account->list_due = 0;
        return;
    }
    for (guint i = 0; i < account->folders->len; i++) {
        struct local_folder *folder = g_ptr_array_index(account->folders, i);

        if (event->wd != folder->watches[0] && event->wd != folder->watches[1])
            continue;
        g_clear_pointer(&folder->state, g_free);
        if (event->mask & IN_CLOSE_WRITE && event->len > 0)
            note_rewritten(folder, event->name);
    }
}

static void take_notices(struct local_account *account)
{
    g_autofree char *events = g_malloc(EVENTS_BYTES);
    gssize got;

    while ((got = read(account->notices, events, EVENTS_BYTES)) > 0)
        for (char *at = events; at < events + got;) {
            const struct inotify_event *event = (const void *)at;

            take_notice(account, event);
            at += sizeof *event + event->len;
        }
}

/* --- folders ------------------------------------------------------------------------------- */

/* What is known of a folder that stays is kept. */
static void keep_states(GPtrArray *fresh, const GPtrArray *known)
{
    for (guint i = 0; known && i < fresh->len; i++) {
        struct local_folder *folder = g_ptr_array_index(fresh, i);

        for (guint j = 0; j < known->len; j++) {
            struct local_folder *former = g_ptr_array_index(known, j);

            if (strcmp(maildir_path(former->maildir), maildir_path(folder->maildir)) != 0)
                continue;
            folder->state = g_steal_pointer(&former->state);
            folder->rewritten = g_steal_pointer(&former->rewritten);
        }
    }
}

/* In a row of its own, which stays blind until the list is whole again. */
static bool tell(struct local_account *account, const char *trouble, GError **error)
{
    account->ops->troubled(account->data);
    return account->intake->ops->failure(account->intake, account->settings->maildir,
                                         TROUBLE_MAILBOX, trouble, error);
}

static bool list_folders(struct local_account *account, GError **error)
{
    const struct account *settings = account->settings;
    g_autofree char *trouble = NULL;
    g_autoptr(GPtrArray) fresh =
        local_folders(settings->maildir, settings->mailboxes, &trouble, error);
    g_autoptr(GPtrArray) mailboxes = fresh ? local_folders_mailboxes(fresh) : NULL;

    if (!fresh)
        return false;
    if (fresh->len == 0)
        return trouble_set(error, TROUBLE_MAILBOX,
                           _("%s: no folder matches mailboxes; vigie check lists what there is"),
                           settings->maildir);
    /* What an unreadable folder hides is not known to be gone. */
    if (trouble ? !tell(account, trouble, error)
                : account->intake->ops->watched &&
                      !account->intake->ops->watched(account->intake, mailboxes, error))
        return false;
    if (account->notices >= 0)
        take_notices(account); /* while the folders stand that it tells of */
    keep_states(fresh, account->folders);
    g_clear_pointer(&account->folders, g_ptr_array_unref);
    account->folders = g_steal_pointer(&fresh);
    account->list_due = g_get_monotonic_time() + LIST_SECONDS * G_TIME_SPAN_SECOND;
    watch_all(account);
    return true;
}

/* --- the thread ---------------------------------------------------------------------------- */

/* FALSE: the daemon ends. */
static bool report(struct local_account *account, const char *mailbox, const GError *cause)
{
    g_autoptr(GError) end = NULL;

    account->troubled = true;
    if (cause->domain == TROUBLE_ERROR) {
        account->ops->troubled(account->data);
        return account->intake->ops->failure(account->intake, mailbox, (enum trouble)cause->code,
                                             cause->message, &end);
    }
    if (!is_stopping(account))
        log_debug(account->settings->name, "the thread ends: %s", cause->message);
    return false;
}

static bool look_at_one(struct local_account *account, struct local_folder *folder)
{
    struct local_look look = { .account = account->settings,
                               .runner = account->runner,
                               .intake = account->intake,
                               .folder = folder,
                               .stop = account->stop };
    g_autoptr(GError) cause = NULL;
    bool good = local_look_at(&look, &cause);

    account->unsettled |= look.unsettled;
    return good || report(account, folder->mailbox->name, cause);
}

/* FALSE: the daemon ends. */
static bool look_at_all(struct local_account *account)
{
    g_autoptr(GError) cause = NULL;

    account->unsettled = account->troubled = false;
    if ((!account->folders || g_get_monotonic_time() >= account->list_due) &&
        !list_folders(account, &cause))
        return report(account, NULL, cause);
    for (guint i = 0; account->folders && i < account->folders->len; i++)
        if (is_stopping(account) ||
            !look_at_one(account, g_ptr_array_index(account->folders, i)))
            return false;
    return true;
}

static bool is_growing(const struct local_account *account)
{
    return g_get_monotonic_time() < account->growing_until;
}

static gint64 pause_seconds(const struct local_account *account)
{
    gint64 poll = source_poll(account->settings);

    if (account->unsettled || is_growing(account))
        return MIN(poll, UNSETTLED_SECONDS);
    return account->troubled ? MIN(poll, TROUBLE_SECONDS) : poll;
}

/* Until there may be something new. */
static void rest(struct local_account *account)
{
    gint64 until = g_get_monotonic_time() + pause_seconds(account) * G_TIME_SPAN_SECOND;
    int stop = g_cancellable_get_fd(account->stop);
    enum wait_end end = connect_wait(account->notices >= 0 ? account->notices : account->wake, POLLIN,
                                     stop, account->wake, until);

    g_cancellable_release_fd(account->stop);
    if (wake_take(account->wake) || account->troubled || is_growing(account))
        account->list_due = 0;
    if (end == WAIT_READY && account->notices >= 0)
        take_notices(account);
}

static gpointer run(gpointer data)
{
    struct local_account *account = data;
    g_autoptr(GError) error = NULL;
    sigset_t all;

    /* Signals are the main thread's. */
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    account->intake = account->factory(account->settings, account->factory_data, &error);
    if (!account->intake)
        log_warning(account->settings->name, "cannot watch: %s", error->message);
    while (account->intake && look_at_all(account) && !account->once && !is_stopping(account))
        rest(account);
    if (account->intake)
        account->intake->ops->free(account->intake);
    if (account->once || !is_stopping(account))
        account->ops->finished(account->data);
    return NULL;
}

struct local_account *local_account_start(const struct account *settings, struct runner *runner,
                                          intake_factory factory, void *factory_data, bool once,
                                          const struct local_ops *ops, void *data)
{
    struct local_account *account = g_new0(struct local_account, 1);

    account->settings = settings;
    account->runner = runner;
    account->factory = factory;
    account->factory_data = factory_data;
    account->once = once;
    account->ops = ops;
    account->data = data;
    account->stop = g_cancellable_new();
    account->wake = wake_new(settings->name);
    account->notices = -1;
    account->thread = g_thread_new("maildir", run, account);
    return account;
}

void local_account_stop(struct local_account *account)
{
    g_cancellable_cancel(account->stop);
    g_clear_pointer(&account->thread, g_thread_join);
}

void local_account_free(struct local_account *account)
{
    local_account_stop(account);
    g_clear_pointer(&account->folders, g_ptr_array_unref);
    fd_close(&account->notices);
    fd_close(&account->wake);
    g_object_unref(account->stop);
    g_free(account);
}

bool local_account_probe(const struct account *account, GPtrArray **mailboxes, GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autofree char *trouble = NULL;
    g_autoptr(GPtrArray) folders =
        local_folders(account->maildir, account->mailboxes, &trouble, &cause);

    if (!folders || trouble) {
        g_set_error_literal(error, VIGIE_ERROR, EX_UNAVAILABLE, folders ? trouble : cause->message);
        return false;
    }
    *mailboxes = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < folders->len; i++) {
        const struct local_folder *folder = g_ptr_array_index(folders, i);

        g_ptr_array_add(*mailboxes, g_strdup(folder->mailbox->name));
    }
    return true;
}
