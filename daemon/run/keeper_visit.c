/* `vigie watch --once` beside a running watch: it connects to the socket `control` in the state,
 * the watch looks at all mailboxes, and answers "done" when each has been looked at and what was
 * due is delivered. The socket has no words of a client's to parse: a connection is the question.
 */
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
    gint64 came;        /* monotonic */
    GHashTable *unseen; /* set of char *, of key_of: not looked at since it came */
    GHashTable *seen;   /* likewise: looked at, perhaps before the list told of it */
};

struct visitors {
    struct keeper *keeper;
    int listener;
    guint source;
    GPtrArray *waiting; /* of struct visitor */
};

/* `mailbox` "": some of the account's, which are not listed yet. */
static char *key_of(const char *account, const char *mailbox)
{
    return g_strdup_printf("%s\n%s", account, mailbox);
}

static void visitor_free(gpointer data)
{
    struct visitor *visitor = data;

    g_clear_handle_id(&visitor->timeout, g_source_remove);
    g_hash_table_unref(visitor->unseen);
    g_hash_table_unref(visitor->seen);
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

static struct visitor *visitor_new(struct visitors *visitors, int fd)
{
    const GPtrArray *accounts = visitors->keeper->start->settings->accounts;
    struct visitor *visitor = g_new0(struct visitor, 1);

    visitor->visitors = visitors;
    visitor->fd = fd;
    visitor->came = g_get_monotonic_time();
    visitor->unseen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    visitor->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < accounts->len; i++) {
        const struct account *account = g_ptr_array_index(accounts, i);

        g_hash_table_add(visitor->unseen, key_of(account->name, ""));
    }
    visitor->timeout = g_timeout_add_seconds(VISIT_SECONDS, waited_enough, visitor);
    return visitor;
}

static gboolean visitor_came(int listener, GIOCondition condition, gpointer data)
{
    struct visitors *visitors = data;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
        return G_SOURCE_CONTINUE;
    g_ptr_array_add(visitors->waiting, visitor_new(visitors, fd));
    keeper_check_now(visitors->keeper);
    keeper_settled(visitors->keeper);
    return G_SOURCE_CONTINUE;
}

static gboolean is_of(gpointer key, gpointer value, gpointer prefix)
{
    return g_str_has_prefix(key, prefix);
}

/* The list is made anew after each question: it comes before the looks that answer it. */
void visitors_saw_list(struct keeper *keeper, const char *account, char *const *mailboxes)
{
    g_autofree char *any = key_of(account, "");

    for (guint i = 0; keeper->visitors && i < keeper->visitors->waiting->len; i++) {
        struct visitor *visitor = g_ptr_array_index(keeper->visitors->waiting, i);

        if (!g_hash_table_remove(visitor->unseen, any))
            continue;
        for (char *const *name = mailboxes; *name; name++) {
            g_autofree char *key = key_of(account, *name);

            if (!g_hash_table_contains(visitor->seen, key))
                g_hash_table_add(visitor->unseen, g_steal_pointer(&key));
        }
    }
}

void visitors_saw_look(struct keeper *keeper, const char *account, const char *mailbox,
                       gint64 began)
{
    g_autofree char *key = key_of(account, mailbox ? mailbox : "");

    for (guint i = 0; keeper->visitors && i < keeper->visitors->waiting->len; i++) {
        struct visitor *visitor = g_ptr_array_index(keeper->visitors->waiting, i);

        if (!mailbox) {
            g_hash_table_foreach_remove(visitor->unseen, is_of, key);
        } else if (began >= visitor->came) {
            g_hash_table_remove(visitor->unseen, key);
            g_hash_table_add(visitor->seen, g_strdup(key));
        }
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
