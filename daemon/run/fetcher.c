/* The fetcher's main thread: starts the accounts, then listens to the keeper. */
#include "run/fetcher.h"

#include <malloc.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "run/intake.h"
#include "run/link.h"
#include "run/locks.h"
#include "source/imap.h"
#include "source/local.h"

#define STOP_SECONDS 5
#define STOP_MOST_SECONDS \
    8 /* for all accounts; a thread may hang on a password command for longer */

struct fetcher {
    const struct settings *settings;
    const struct sandbox_plan *plan; /* in force */
    int link;
    struct runner *runner;
    GPtrArray *accounts; /* of struct imap_account */
    GPtrArray *locals;   /* of struct local_account */
    bool once;
    gint unfinished; /* accounts that --once waits for; atomic */
    gint broken;     /* a thread ended that was to go on; atomic */
};

static struct intake *new_intake(const struct account *account, void *data, GError **error)
{
    struct fetcher *fetcher = data;

    return intake_new(fetcher->link, account->name, error);
}

/* Called from a thread of an account: with --once from the one that ends last. A watch has no
 * mailbox that nobody looks at: the process ends, and the master starts another. */
static void finished(void *data)
{
    struct fetcher *fetcher = data;

    if (!fetcher->once) {
        g_atomic_int_set(&fetcher->broken, 1);
        shutdown(fetcher->link, SHUT_RD); /* wakes the main thread */
    } else if (g_atomic_int_dec_and_test(&fetcher->unfinished)) {
        ipc_send(fetcher->link, LINK_FINISHED, NULL, -1, NULL);
    }
}

static void imap_finished(struct imap_account *account, void *data)
{
    finished(data);
}

/* Called from a thread of a local account. What a lock granted is a folder, not its name: where
 * another lies there now (moved, made anew, mounted since), or a link leads further out, a fetcher that
 * starts anew may read it. One that merely may not be read is there, or not, as it was. */
static void troubled(void *data)
{
    struct fetcher *fetcher = data;
    AUTO(sandbox_plan) now = fetcher->once ? NULL : locks_fetcher(fetcher->settings);

    if (!now || sandbox_plan_same_paths(fetcher->plan, now))
        return;
    log_notice(NULL, "a Maildir is another folder than at the start; the fetcher starts anew");
    finished(fetcher);
}

static const struct local_ops local_ops = { finished, troubled };

static void start_accounts(struct fetcher *fetcher, const struct settings *settings)
{
    fetcher->unfinished = (gint)settings->accounts->len;
    if (settings->accounts->len == 0)
        ipc_send(fetcher->link, LINK_FINISHED, NULL, -1, NULL);
    for (guint i = 0; i < settings->accounts->len; i++) {
        const struct account *account = g_ptr_array_index(settings->accounts, i);

        if (account->imap)
            g_ptr_array_add(fetcher->accounts,
                            imap_account_start(account, fetcher->runner, new_intake, fetcher,
                                               fetcher->once, imap_finished, fetcher));
        else
            g_ptr_array_add(fetcher->locals,
                            local_account_start(account, fetcher->runner, new_intake, fetcher,
                                                fetcher->once, &local_ops, fetcher));
    }
}

static void check_all(struct fetcher *fetcher)
{
    for (guint i = 0; i < fetcher->accounts->len; i++)
        imap_account_check_now(g_ptr_array_index(fetcher->accounts, i));
    for (guint i = 0; i < fetcher->locals->len; i++)
        local_account_check_now(g_ptr_array_index(fetcher->locals, i));
}

/* FALSE when it is time to end. */
static bool obey(struct fetcher *fetcher)
{
    struct ipc_message message;
    bool go_on;

    if (!ipc_receive(fetcher->link, &message, NULL))
        return false;
    go_on = message.type == LINK_CHECK;
    if (go_on)
        check_all(fetcher);
    ipc_message_clear(&message);
    return go_on;
}

/* Before there is a thread, and before a byte of a server is read. */
static bool lock_in(int link, const struct sandbox_plan *plan)
{
    g_autoptr(GError) error = NULL;
    struct sandbox_force force;

    if (!sandbox_enter(plan, &force, &error)) {
        log_error(NULL, "%s", error->message);
        return false;
    }
    ipc_send(link, LINK_LOCKED, g_variant_new_int64(sandbox_force_pack(&force)), -1, NULL);
    return true;
}

int fetcher_main(int link, int runner, const struct settings *settings, bool once)
{
    AUTO(sandbox_plan) plan = locks_fetcher(settings);
    struct fetcher fetcher = { .settings = settings, .plan = plan, .link = link, .once = once };

    log_set_process("vigie fetcher");
    log_keep_journal();
    if (!lock_in(link, plan))
        return EX_OSERR;
    mallopt(M_ARENA_MAX, 2); /* an arena a thread costs more than the waiting for one */
    fetcher.runner = runner_new_remote(runner);
    fetcher.accounts = g_ptr_array_new_with_free_func((GDestroyNotify)imap_account_free);
    fetcher.locals = g_ptr_array_new_with_free_func((GDestroyNotify)local_account_free);
    start_accounts(&fetcher, settings);
    while (obey(&fetcher))
        ;
    alarm(STOP_MOST_SECONDS);
    for (guint i = 0; i < fetcher.accounts->len; i++)
        imap_account_stop(g_ptr_array_index(fetcher.accounts, i), STOP_SECONDS);
    g_ptr_array_unref(fetcher.accounts);
    g_ptr_array_unref(fetcher.locals);
    runner_free(fetcher.runner);
    return fetcher.broken ? EX_SOFTWARE : EX_OK;
}
