/* `vigie watch --once` beside a running watch: it connects to the socket `control` in the state, the
 * watch looks at all mailboxes, and answers "done" when each has been looked at and what was due is
 * delivered. The socket has no words of a client's to parse: a connection is the question. */
#include <errno.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "run/keeper_state.h"
#include "run/visit.h"

#define VISIT_SECONDS 120 /* an account that does not answer by then is not waited for */

struct visitor {
    struct visitors *visitors;
    int fd;
    guint timeout;
    GHashTable *unseen; /* set of char *: accounts not looked at since it came */
};

struct visitors {
    struct keeper *keeper;
    int listener;
    guint source;
    GPtrArray *waiting; /* of struct visitor */
};

static void visitor_free(gpointer data)
{
    struct visitor *visitor = data;

    g_clear_handle_id(&visitor->timeout, g_source_remove);
    g_hash_table_unref(visitor->unseen);
    fd_close(&visitor->fd);
    g_free(visitor);
}

static gboolean waited_enough(gpointer data)
{
    struct visitor *visitor = data;

    visitor->timeout = 0;
    g_hash_table_remove_all(visitor->unseen);
    keeper_settled(visitor->visitors->keeper);
    return G_SOURCE_REMOVE;
}

static gboolean visitor_came(int listener, GIOCondition condition, gpointer data)
{
    struct visitors *visitors = data;
    const GPtrArray *accounts = visitors->keeper->start->settings->accounts;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    struct visitor *visitor;

    if (fd < 0)
        return G_SOURCE_CONTINUE;
    visitor = g_new0(struct visitor, 1);
    visitor->visitors = visitors;
    visitor->fd = fd;
    visitor->unseen = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < accounts->len; i++)
        g_hash_table_add(visitor->unseen,
                         ((struct account *)g_ptr_array_index(accounts, i))->name);
    visitor->timeout = g_timeout_add_seconds(VISIT_SECONDS, waited_enough, visitor);
    g_ptr_array_add(visitors->waiting, visitor);
    keeper_check_now(visitors->keeper);
    keeper_settled(visitors->keeper);
    return G_SOURCE_CONTINUE;
}

void visitors_saw_check(struct keeper *keeper, const char *account, const char *mailbox)
{
    if (!keeper->visitors)
        return;
    for (guint i = 0; i < keeper->visitors->waiting->len; i++) {
        struct visitor *visitor = g_ptr_array_index(keeper->visitors->waiting, i);

        g_hash_table_remove(visitor->unseen, account);
    }
}

void visitors_answer(struct keeper *keeper)
{
    GPtrArray *waiting = keeper->visitors ? keeper->visitors->waiting : NULL;

    for (guint i = 0; waiting && i < waiting->len;) {
        struct visitor *visitor = g_ptr_array_index(waiting, i);

        if (g_hash_table_size(visitor->unseen) > 0) {
            i++;
            continue;
        }
        (void)send(visitor->fd, VISIT_DONE, strlen(VISIT_DONE), MSG_NOSIGNAL);
        g_ptr_array_remove_index(waiting, i);
    }
}

bool visitors_start(struct keeper *keeper, GError **error)
{
    struct visitors *visitors = g_new0(struct visitors, 1);

    visitors->keeper = keeper;
    visitors->waiting = g_ptr_array_new_with_free_func(visitor_free);
    keeper->visitors = visitors;
    visitors->listener = visit_listen(keeper->start->state, error);
    if (visitors->listener < 0)
        return false;
    visitors->source = g_unix_fd_add(visitors->listener, G_IO_IN, visitor_came, visitors);
    return true;
}

void visitors_free(struct visitors *visitors)
{
    if (!visitors)
        return;
    g_clear_handle_id(&visitors->source, g_source_remove);
    fd_close(&visitors->listener);
    g_ptr_array_unref(visitors->waiting);
    g_free(visitors);
}
