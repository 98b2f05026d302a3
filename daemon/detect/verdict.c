/* Who speaks: the service as a trusted server attests it, somebody who poses as it, or one of whom
 * nothing trusted says anything. */
#include <glib/gi18n.h>

#include "detect/rule.h"
#include "message/authres.h"

/* Hosts of links named in the reasons. */
#define MAX_HOSTS_SHOWN 3

/* Appends why each sender that poses does. */
static bool any_poses(const struct right *right, const struct message *message, GPtrArray *reasons)
{
    bool poses = false;

    for (guint i = 0; i < message->from->len; i++) {
        char *why = NULL;

        if (message->way == MESSAGE_INLINE &&
            !*((const struct address *)message->from->pdata[i])->domain)
            continue; /* a quoted header that names no address */
        if (sender_judge(right, message->from->pdata[i], &why) != SENDER_POSING)
            continue;
        g_ptr_array_add(reasons, why);
        poses = true;
    }
    return poses;
}

static void note_links(const struct right *right, const struct message *message, GPtrArray *reasons)
{
    guint shown = 0;

    for (guint i = 0; i < message->hosts->len && shown < MAX_HOSTS_SHOWN; i++) {
        const char *host = message->hosts->pdata[i];

        if (right_is_official(right, host))
            continue;
        g_ptr_array_add(reasons,
                        g_strdup_printf(_("a link leads to %s, which is not official"), host));
        shown++;
    }
}

static void note_oddities(const struct message *message, GPtrArray *reasons)
{
    for (guint i = 0; i < message->notes->len; i++)
        g_ptr_array_add(reasons, g_strdup(message->notes->pdata[i]));
}

/* The one From address that can be authentic; NULL where there is none or more than one. */
static const struct address *only_from(const struct message *message)
{
    if (message->from->len != 1 || message->from_doubled)
        return NULL;
    return message->from->pdata[0];
}

static enum authenticity judge_direct(const struct detect_context *context,
                                      const struct message *message, GPtrArray *reasons)
{
    const struct right *right = rules_right(context->rules);
    const enum auth_verdict auth = authres_verdict(message, context->trust, reasons);
    const struct address *from = only_from(message);
    const bool official = sender_bits(right, message) & 1u << SENDER_OFFICIAL;

    if (official && auth == AUTH_FAILED)
        return AUTHENTICITY_FORGED;
    if (!from) {
        g_ptr_array_add(reasons, g_strdup(message->from->len ? _("more than one From address")
                                                             : _("no From address")));
        return AUTHENTICITY_UNVERIFIED;
    }
    if (!official) {
        g_ptr_array_add(reasons,
                        g_strdup_printf(_("%s is not an official sender"), from->addr_spec));
        return AUTHENTICITY_UNVERIFIED;
    }
    if (auth != AUTH_PASSED)
        return AUTHENTICITY_UNVERIFIED;
    if (right_is_certain(right, from->domain))
        return AUTHENTICITY_AUTHENTIC;
    g_ptr_array_add(reasons,
                    g_strdup_printf(_("%s is only likely to be official: it has the form of "
                                      "such names, and anyone may register one"),
                                    from->domain));
    return AUTHENTICITY_UNVERIFIED;
}

enum authenticity verdict(const struct detect_context *context, const struct message *whole,
                          const struct message *matched, GPtrArray *reasons)
{
    const struct right *right = rules_right(context->rules);
    bool poses = any_poses(right, matched, reasons);
    enum authenticity authenticity = AUTHENTICITY_UNVERIFIED;

    if (matched != whole) {
        poses |= any_poses(right, whole, reasons);
        g_ptr_array_add(reasons, g_strdup(_("a forwarded message: nothing trusted speaks for it")));
    } else {
        authenticity = judge_direct(context, whole, reasons);
    }
    note_links(right, matched, reasons);
    note_oddities(whole, reasons);
    return poses ? AUTHENTICITY_FORGED : authenticity;
}
