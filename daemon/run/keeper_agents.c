/* The screens of other users, for alerts with `user`: what waited for an agent is delivered when it
 * comes. */
#include "alert/agent_link.h"
#include "alert/agents.h"
#include "run/keeper_state.h"
#include "store/outbox.h"

struct coming {
    struct keeper *keeper;
    char *user;
};

static void coming_free(gpointer data)
{
    struct coming *coming = data;

    g_free(coming->user);
    g_free(coming);
}

static gboolean deliver_to_agent(gpointer data)
{
    const struct coming *coming = data;
    struct keeper *keeper = coming->keeper;
    const GPtrArray *sinks = keeper->start->settings->sinks;
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < sinks->len && !error; i++) {
        const struct sink_settings *sink = g_ptr_array_index(sinks, i);

        if (sink->kind == SINK_DESKTOP && g_strcmp0(sink->user, coming->user) == 0)
            outbox_retry(keeper->store, sink->name, &error);
    }
    if (error)
        keeper_store_failed(keeper, error);
    else
        keeper_settled(keeper);
    return G_SOURCE_REMOVE;
}

static void came(gpointer data, const char *user)
{
    struct coming *coming = g_new(struct coming, 1);

    *coming = (struct coming){ data, g_strdup(user) };
    g_idle_add_full(G_PRIORITY_DEFAULT, deliver_to_agent, coming, coming_free);
}

struct agents *keeper_agents_new(struct keeper *keeper)
{
    const struct settings *settings = keeper->start->settings;
    const struct answer_taker taker = keeper_answer_taker(keeper);
    g_autoptr(GStrvBuilder) users = g_strv_builder_new();
    bool any = false;

    for (guint i = 0; i < settings->sinks->len; i++) {
        const struct sink_settings *sink = g_ptr_array_index(settings->sinks, i);

        if (sink->kind != SINK_DESKTOP || !sink->user)
            continue;
        g_strv_builder_add(users, sink->user);
        any = true;
    }
    if (!any || keeper->start->once) /* the socket is the daemon's */
        return NULL;
    return agents_new(settings->agent_socket ? settings->agent_socket : AGENT_SOCKET,
                      g_strv_builder_end(users), &taker, came, keeper);
}
