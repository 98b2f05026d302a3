/* Listening for the actions, and doing what they say. */
#include "alert/desktop_action.h"

#include <glib/gi18n.h>
#include <inttypes.h>

#include "alert/desktop_bus.h"
#include "alert/desktop_page.h"
#include "alert/wording_parts.h"
#include "base/error.h"
#include "base/log.h"

/* Keys of actions. Ours alone: the ids of a notification server that was started anew begin again,
 * and what another program shows then may have the id of an old one of ours. */
#define KEY_GUIDE "vigie-guide"
#define KEY_LATER "vigie-later"
#define KEY_DONE "vigie-done"
#define KEY_OPPOSED "vigie-opposed"
#define KEY_ACTIVATED "vigie-activated"
#define KEY_NOT_YET "vigie-not-yet"

#define MOST_ACTIONS 3

/* What stands on the screen about one entry. */
struct offer {
    gint64 entry;
    char *guide;                             /* NULL: none */
    char *language, *question, *explanation; /* of a note that offers to close; else NULL */
};

struct desktop_action {
    GDBusConnection *connection;
    struct answer_taker taker; /* .take NULL: none */
    char *by;
    GMainContext *context;
    GMainLoop *loop;
    GThread *thread;
    GMutex showing;     /* held until what is shown stands in the table: a click may come first */
    GMutex lock;        /* of what follows, which the showing thread sees as well */
    GCond listens;
    bool is_listening;
    GHashTable *offers; /* of struct offer by notification id */
};

static void offer_free(gpointer data)
{
    struct offer *offer = data;

    g_free(offer->guide);
    g_free(offer->language);
    g_free(offer->question);
    g_free(offer->explanation);
    g_free(offer);
}

static struct offer *offer_new(const struct desktop_note *note)
{
    struct offer *offer = g_new0(struct offer, 1);

    offer->entry = note->entry;
    offer->guide = g_strdup(note->guide);
    offer->language = g_strdup(note->language);
    offer->question = g_strdup(note->question);
    offer->explanation = g_strdup(note->explanation);
    return offer;
}

/* A thread owns what it works on: an offer is taken out of the table, and put back for the next
 * time that the same notification is clicked. */
static struct offer *take_offer(struct desktop_action *action, guint32 id)
{
    gpointer offer = NULL;

    g_mutex_lock(&action->lock);
    g_hash_table_steal_extended(action->offers, GUINT_TO_POINTER(id), NULL, &offer);
    g_mutex_unlock(&action->lock);
    return offer;
}

static void put_offer(struct desktop_action *action, guint32 id, struct offer *offer)
{
    g_mutex_lock(&action->lock);
    g_hash_table_replace(action->offers, GUINT_TO_POINTER(id), offer);
    g_mutex_unlock(&action->lock);
}

/* Takes what stands about `entry` from the screen, but for `kept` (0: nothing is kept). */
static void withdraw(struct desktop_action *action, gint64 entry, guint32 kept)
{
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(guint32));
    GHashTableIter iter;
    gpointer key, value;

    g_mutex_lock(&action->lock);
    g_hash_table_iter_init(&iter, action->offers);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        guint32 id = GPOINTER_TO_UINT(key);

        if (((const struct offer *)value)->entry != entry || id == kept)
            continue;
        g_array_append_val(ids, id);
        g_hash_table_iter_remove(&iter);
    }
    g_mutex_unlock(&action->lock);
    for (guint i = 0; i < ids->len; i++)
        desktop_bus_withdraw(action->connection, g_array_index(ids, guint32, i));
}

void desktop_action_withdraw(struct desktop_action *action, gint64 entry)
{
    withdraw(action, entry, 0);
}

/* --- what is shown --------------------------------------------------------------------------- */

/* Key and label of each action, with a NULL at the end. */
struct labels {
    const char *words[2 * MOST_ACTIONS + 1];
    guint count;
};

static void add_label(struct labels *labels, const char *key, enum text text, const char *language)
{
    labels->words[labels->count++] = key;
    labels->words[labels->count++] = wording_text(text, tongue_of(language));
}

static bool show_note(struct desktop_action *action, const struct desktop_note *note,
                      const struct bubble *bubble, guint32 *id, GError **error)
{
    bool shown;

    g_mutex_lock(&action->showing);
    shown = desktop_bus_show(action->connection, bubble, id, error);
    if (shown && note->entry)
        put_offer(action, *id, offer_new(note));
    g_mutex_unlock(&action->showing);
    return shown;
}

bool desktop_action_show(struct desktop_action *action, const struct desktop_note *note,
                         GError **error)
{
    struct labels labels = { .count = 0 };
    const struct bubble bubble = { .title = note->title, .body = note->brief,
                                   .urgency = note->urgency, .actions = labels.words };
    guint32 id;

    if (note->guide)
        add_label(&labels, KEY_GUIDE, TEXT_ACTION_GUIDE, note->language);
    if (note->may_wait)
        add_label(&labels, KEY_LATER, TEXT_ACTION_LATER, note->language);
    if (note->question)
        add_label(&labels, KEY_DONE, TEXT_ACTION_DONE, note->language);
    if (!show_note(action, note, &bubble, &id, error))
        return false;
    if (note->supersedes)
        withdraw(action, note->entry, id);
    return true;
}

/* The alert stays on the screen beside it: until the answer the right still runs. */
static void ask(struct desktop_action *action, const struct offer *offer)
{
    struct labels labels = { .count = 0 };
    const struct bubble bubble = { .title = offer->question, .body = offer->explanation,
                                   .urgency = URGENCY_NORMAL, .stays = true,
                                   .actions = labels.words };
    struct offer *question = g_new0(struct offer, 1);
    g_autoptr(GError) error = NULL;
    guint32 id;

    question->entry = offer->entry;
    add_label(&labels, KEY_OPPOSED, TEXT_ACTION_OPPOSED, offer->language);
    add_label(&labels, KEY_ACTIVATED, TEXT_ACTION_ACTIVATED, offer->language);
    add_label(&labels, KEY_NOT_YET, TEXT_ACTION_NOT_YET, offer->language);
    if (desktop_bus_show(action->connection, &bubble, &id, &error)) {
        put_offer(action, id, question);
        return;
    }
    offer_free(question);
    log_warning(NULL,
                _("cannot ask on the screen whether entry %" PRId64 " is done: %s; run: "
                "vigie close %" PRId64 " --as opposed"),
                offer->entry, error->message, offer->entry);
}

/* Where no page can be opened: without a portal that takes a program, which a locked-in process may
 * not start. */
static void show_guide(struct desktop_action *action, const struct offer *offer)
{
    const struct labels none = { .count = 0 };
    const struct bubble bubble = {
        .title = wording_text(TEXT_ACTION_GUIDE, tongue_of(offer->language)),
        .body = offer->guide,
        .urgency = URGENCY_NORMAL,
        .stays = true,
        .actions = none.words,
    };
    guint32 id;

    desktop_bus_show(action->connection, &bubble, &id, NULL);
}

static void open_guide(struct desktop_action *action, const struct offer *offer)
{
    g_autoptr(GError) error = NULL;

    if (desktop_page_open(action->connection, offer->entry, offer->guide, &error))
        return;
    show_guide(action, offer);
    log_warning(NULL, "cannot open the guide: %s; run: vigie guide %" G_GINT64_FORMAT,
                error ? error->message : "no reason is known", offer->entry);
}

/* --- what is taken --------------------------------------------------------------------------- */

/* The notifications of what is answered have said their word. */
static void give(struct desktop_action *action, gint64 entry, enum answer answer)
{
    action->taker.take(action->taker.data, NULL, action->by, answer, entry);
    withdraw(action, entry, 0);
}

/* FALSE where nothing more can be taken of this notification. */
static bool obey(struct desktop_action *action, const struct offer *offer, guint32 id,
                 const char *key)
{
    if (g_str_equal(key, KEY_GUIDE) && offer->guide)
        open_guide(action, offer);
    else if (g_str_equal(key, KEY_DONE) && offer->question)
        ask(action, offer);
    if (g_str_equal(key, KEY_NOT_YET)) {
        desktop_bus_withdraw(action->connection, id);
        return false;
    }
    return true;
}

static bool is_answer(const char *key, enum answer *answer)
{
    static const struct {
        const char *key;
        enum answer answer;
    } answers[] = { { KEY_LATER, ANSWER_LATER },
                    { KEY_OPPOSED, ANSWER_OPPOSED },
                    { KEY_ACTIVATED, ANSWER_ACTIVATED } };

    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++)
        if (g_str_equal(key, answers[i].key)) {
            *answer = answers[i].answer;
            return true;
        }
    return false;
}

static void on_signal(GDBusConnection *connection, const char *sender, const char *path,
                      const char *interface, const char *signal, GVariant *parameters,
                      gpointer user)
{
    struct desktop_action *action = user;
    enum answer answer;
    struct offer *offer;
    const char *key;
    guint32 id;

    if (!g_variant_is_of_type(parameters, G_VARIANT_TYPE("(us)")))
        return;
    g_variant_get(parameters, "(u&s)", &id, &key);
    g_mutex_lock(&action->showing);
    offer = take_offer(action, id);
    g_mutex_unlock(&action->showing);
    if (!offer)
        return;
    if (is_answer(key, &answer) && action->taker.take) {
        gint64 entry = offer->entry;

        put_offer(action, id, offer); /* to be withdrawn with the others */
        give(action, entry, answer);
    } else if (obey(action, offer, id, key)) {
        put_offer(action, id, offer);
    } else {
        offer_free(offer);
    }
}

/* GDBus delivers signals in the context that was the default when they were subscribed to. */
static gpointer listen_for_actions(gpointer user)
{
    struct desktop_action *action = user;
    guint subscription;

    g_main_context_push_thread_default(action->context);
    subscription = g_dbus_connection_signal_subscribe(
        action->connection, DESKTOP_BUS_NAME, DESKTOP_BUS_NAME, "ActionInvoked", DESKTOP_BUS_PATH,
        NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, action, NULL);
    g_mutex_lock(&action->lock);
    action->is_listening = true;
    g_cond_signal(&action->listens);
    g_mutex_unlock(&action->lock);
    g_main_loop_run(action->loop);
    g_dbus_connection_signal_unsubscribe(action->connection, subscription);
    g_main_context_pop_thread_default(action->context);
    return NULL;
}

struct desktop_action *desktop_action_new(GDBusConnection *connection,
                                          const struct answer_taker *taker, const char *by)
{
    struct desktop_action *action = g_new0(struct desktop_action, 1);

    action->connection = g_object_ref(connection);
    action->taker = taker ? *taker : (struct answer_taker){ NULL, NULL };
    action->by = g_strdup(by);
    action->context = g_main_context_new();
    action->loop = g_main_loop_new(action->context, FALSE);
    action->offers = g_hash_table_new_full(NULL, NULL, NULL, offer_free);
    g_mutex_init(&action->showing);
    g_mutex_init(&action->lock);
    g_cond_init(&action->listens);
    action->thread = g_thread_new("vigie-action", listen_for_actions, action);
    g_mutex_lock(&action->lock);
    while (!action->is_listening)
        g_cond_wait(&action->listens, &action->lock);
    g_mutex_unlock(&action->lock);
    return action;
}

static gboolean quit_loop(gpointer user)
{
    g_main_loop_quit(user);
    return G_SOURCE_REMOVE;
}

void desktop_action_free(struct desktop_action *action)
{
    g_autoptr(GSource) quit = g_idle_source_new();

    /* Through the loop itself: it may not have begun to run yet, and would miss a bare quit. */
    g_source_set_callback(quit, quit_loop, action->loop, NULL);
    g_source_attach(quit, action->context);
    g_thread_join(action->thread);
    g_main_loop_unref(action->loop);
    g_main_context_unref(action->context);
    g_hash_table_unref(action->offers);
    g_cond_clear(&action->listens);
    g_mutex_clear(&action->lock);
    g_mutex_clear(&action->showing);
    g_object_unref(action->connection);
    g_free(action->by);
    g_free(action);
}
