/* An alert on the screen: that of the session in which the watch runs, or of a user by his
 * `vigie agent`. */
#include "alert/sinks.h"

#include <glib/gi18n.h>

#include "alert/agents.h"
#include "alert/desktop.h"
#include "base/error.h"

struct sink_desktop {
    struct sink base;
    struct desktop *desktop; /* NULL until the first alert, and where an agent shows it */
};

static bool by_agent(const char *user, const struct sink_context *context,
                     const struct desktop_note *note, GError **error)
{
    if (context->agents)
        return agents_show(context->agents, user, note, error);
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                _("the screen of %s is reached by a running vigie watch alone, and its vigie agent: "
                "it cannot be tried from here"),
                user);
    return false;
}

static bool here(struct sink_desktop *sink, const struct sink_context *context,
                 const struct desktop_note *note, GError **error)
{
    if (!sink->desktop)
        sink->desktop = desktop_new(context->answers, "the desktop");
    return desktop_show(sink->desktop, note, error);
}

static enum delivery desktop_send(struct sink *sink, const struct sink_context *context,
                                  const struct alert *alert, GError **error)
{
    AUTO(desktop_note) note = desktop_note_new(alert, sink->settings, context);
    const char *user = sink->settings->user, *name = sink->settings->name;

    if (user ? by_agent(user, context, note, error)
             : here((struct sink_desktop *)sink, context, note, error))
        return DELIVERY_DONE;
    g_prefix_error(error, _("alert \"%s\": "), name);
    return DELIVERY_LATER;
}

static void desktop_sink_withdraw(struct sink *sink, const struct sink_context *context,
                                  gint64 entry)
{
    struct desktop *desktop = ((struct sink_desktop *)sink)->desktop;

    if (sink->settings->user && context->agents)
        agents_withdraw(context->agents, sink->settings->user, entry);
    if (desktop)
        desktop_withdraw(desktop, entry);
}

static char *desktop_describe(const struct sink *sink)
{
    const char *user = sink->settings->user;

    return user ? g_strdup_printf(_("notification on the screen of %s, by vigie agent"), user)
                : g_strdup(_("notification on the screen"));
}

static void desktop_sink_free(struct sink *sink)
{
    desktop_free(((struct sink_desktop *)sink)->desktop);
    g_free(sink);
}

static const struct sink_ops desktop_ops = { "desktop",         NULL,
                                             desktop_send,      desktop_describe,
                                             desktop_sink_free, desktop_sink_withdraw };

struct sink *sink_desktop_new(const struct sink_settings *settings, GError **error)
{
    struct sink_desktop *desktop = g_new0(struct sink_desktop, 1);

    desktop->base = (struct sink){ &desktop_ops, settings };
    return &desktop->base;
}
