/* The day of sending: which of the dates of a mail count, and the earliest of them. */
#include <glib/gi18n.h>
#include <string.h>

#include "base/civil.h"
#include "detect/dates.h"
#include "detect/rule.h"
#include "message/authres.h"

/* A letter is dated when it is written, and mailed some days later; a date further back speaks of
 * something else (a law, a birth, the roll-out). */
#define TEXT_DAYS_BEFORE 30

/* Between which civil days a date can be the day of sending. */
struct bounds {
    GDate earliest; /* invalid: none */
    GDate latest;
};

/* A host behind the border, which names itself by an address or by a name that no resolver outside
 * knows (Gmail's top fields: by 2002:a05:…), or not at all (qmail's). Wider than what lets results
 * count (authres.c): here a hop too many leads to an older field, never to trust. */
static bool host_is_internal(const char *host)
{
    return !strchr(host, '.') || strchr(host, ':') || g_hostname_is_ip_address(host) ||
           authres_is_private_name(host);
}

static bool host_is_trusted(const char *const *trust, const char *host)
{
    g_autofree char *domain = authres_registrable(host);

    for (; trust && *trust; trust++) {
        g_autofree char *trusted = authres_registrable(*trust);

        if (g_strcmp0(domain, trusted) == 0)
            return true;
    }
    return false;
}

/* The oldest Received of the trusted border; where none is, the topmost. 0: no field has a time. */
static gint64 received_at(const struct detect_context *context, const struct message *message)
{
    gint64 border = 0, topmost = 0;
    bool inside = true;

    for (guint i = 0; i < message->received->len && inside; i++) {
        const struct received *received = message->received->pdata[i];

        if (!topmost)
            topmost = received->at;
        if (host_is_trusted(context->trust, received->by))
            border = received->at ? received->at : border;
        else
            inside = host_is_internal(received->by);
    }
    return border ? border : topmost;
}

/* When the whole mail arrived, at the latest now. */
static GDate reception(const struct detect_context *context, const struct message *whole,
                       enum sent_source *source)
{
    const gint64 field = received_at(context, whole);
    const gint64 arrived = field ? field : context->received;

    *source = SENT_DELIVERY;
    if (field)
        *source = SENT_RECEIVED;
    else if (context->received)
        *source = context->received_source;
    return civil_date(arrived ? MIN(arrived, context->now) : context->now, civil_paris());
}

/* Notes a date, and takes it where it counts and none is earlier. Of one day in several sources the
 * first of enum sent_source is named. Takes `excerpt` and `why`. */
static void consider(struct finding *finding, const GDate *date, enum sent_source source,
                     bool counts, char *excerpt, char *why)
{
    struct finding_date *row = g_new0(struct finding_date, 1);
    int order = -1;

    row->date = *date;
    row->source = source;
    row->counts = counts;
    row->excerpt = excerpt;
    row->why = why;
    g_ptr_array_add(finding->dates, row);
    if (!counts)
        return;
    if (g_date_valid(&finding->sent))
        order = g_date_compare(date, &finding->sent);
    if (order < 0 || (order == 0 && source < finding->sent_source)) {
        finding->sent = *date;
        finding->sent_source = source;
    }
}

static char *why_outside(const struct bounds *bounds, const GDate *date)
{
    g_autofree char *earliest = civil_date_format(&bounds->earliest);
    g_autofree char *latest = civil_date_format(&bounds->latest);

    if (g_date_compare(date, &bounds->latest) > 0)
        return g_strdup_printf(_("lies after reception (%s)"), latest);
    if (earliest && g_date_compare(date, &bounds->earliest) < 0)
        return g_strdup_printf(_("lies before %s, more than %d days before the mail"), earliest,
                               TEXT_DAYS_BEFORE);
    return NULL;
}

static const char *why_context(enum date_context context)
{
    static const char *const reasons[] = {
        [DATE_BIRTH] = N_("is a date of birth"),
        [DATE_VALIDITY] = N_("says until when something holds"),
        [DATE_FOOTER] = N_("stands in a footer or a reference"),
        [DATE_EVENT] = N_("is the day of something else"),
    };

    return reasons[context];
}

static void consider_bounded(struct finding *finding, const GDate *date, enum sent_source source,
                             const struct bounds *bounds, char *excerpt)
{
    char *outside = why_outside(bounds, date);

    consider(finding, date, source, !outside, excerpt,
             outside ? outside : g_strdup(_("lies within the bounds")));
}

static bool is_stated(const GArray *stated, gsize start, gsize end)
{
    for (guint i = 0; i < stated->len; i++) {
        const struct stated_date *date = &g_array_index(stated, struct stated_date, i);

        if (date->start <= start && end <= date->end)
            return true;
    }
    return false;
}

static void consider_stated(struct finding *finding, const char *text, const GArray *stated,
                            const struct bounds *bounds)
{
    for (guint i = 0; i < stated->len; i++) {
        const struct stated_date *date = &g_array_index(stated, struct stated_date, i);

        consider_bounded(finding, &date->date, SENT_BODY, bounds,
                         g_strndup(text + date->start, date->end - date->start));
    }
}

static void consider_text(struct finding *finding, const char *text, const GArray *stated,
                          const struct bounds *bounds)
{
    g_autoptr(GArray) dates = dates_find(text);

    for (guint i = 0; i < dates->len; i++) {
        const struct text_date *date = &g_array_index(dates, struct text_date, i);
        char *excerpt;

        if (is_stated(stated, date->start, date->end))
            continue;
        excerpt = g_strndup(text + date->start, date->end - date->start);
        if (date->context == DATE_PLAIN)
            consider_bounded(finding, &date->date, SENT_BODY, bounds, excerpt);
        else
            consider(finding, &date->date, SENT_BODY, false, excerpt,
                     g_strdup(_(why_context(date->context))));
    }
    consider_stated(finding, text, stated, bounds);
}

static GDate days_before(const GDate *date, guint days)
{
    GDate before = *date;

    g_date_subtract_days(&before, days);
    return before;
}

/* The Date field of `message`, where it counts against `arrived`; else invalid. */
static GDate own_date(const struct message *message, const GDate *arrived, enum sent_source source,
                      struct finding *finding)
{
    const struct bounds bounds = { .latest = *arrived };
    GDate date;

    g_date_clear(&date, 1);
    if (!message->date)
        return date;
    date = civil_date(message->date, civil_paris());
    consider_bounded(
        finding, &date, source, &bounds,
        g_strdup(source == SENT_DATE ? _("the Date field") : _("the original’s own date")));
    if (g_date_compare(&date, arrived) > 0)
        g_date_clear(&date, 1);
    return date;
}

static const char *reception_name(enum sent_source source)
{
    switch (source) {
    case SENT_RECEIVED:
        return _("the Received field");
    case SENT_INTERNALDATE:
        return _("when the server took it in (INTERNALDATE)");
    default:
        return _("when it was delivered");
    }
}

static void consider_direct(const struct detect_context *context, const struct message *message,
                            const struct view *view, const GArray *stated, struct finding *finding)
{
    enum sent_source source;
    const GDate arrived = reception(context, message, &source);
    const GDate date = own_date(message, &arrived, SENT_DATE, finding);
    const struct bounds bounds = {
        .earliest = days_before(g_date_valid(&date) ? &date : &arrived, TEXT_DAYS_BEFORE),
        .latest = arrived,
    };

    consider_text(finding, view->text, stated, &bounds);
    consider(finding, &arrived, source, true, g_strdup(reception_name(source)),
             g_strdup(_("when the mail arrived")));
}

/* An original is dated by itself: the forward says only that it is no younger. */
static void consider_forwarded(const struct detect_context *context, const struct message *whole,
                               const struct view *view, const GArray *stated,
                               struct finding *finding)
{
    enum sent_source source;
    const GDate arrived = reception(context, whole, &source);
    const GDate date = own_date(view->message, &arrived, SENT_ORIGINAL, finding);
    struct bounds bounds = { .latest = arrived };

    if (g_date_valid(&date)) {
        bounds.latest = date;
        bounds.earliest = days_before(&date, TEXT_DAYS_BEFORE);
    }
    consider_text(finding, view->text, stated, &bounds);
}

void sent_consider(const struct detect_context *context, const struct message *whole,
                   const struct view *view, const GArray *stated, struct finding *finding)
{
    if (view->message == whole)
        consider_direct(context, whole, view, stated, finding);
    else
        consider_forwarded(context, whole, view, stated, finding);
}

void sent_consider_stated(const struct detect_context *context, const struct message *whole,
                          const struct view *view, const GArray *stated, struct finding *finding)
{
    enum sent_source source;
    const struct bounds bounds = { .latest = reception(context, whole, &source) };

    consider_stated(finding, view->text, stated, &bounds);
}

void sent_fall_back(const struct detect_context *context, const struct message *whole,
                    struct finding *finding)
{
    enum sent_source source;
    GDate arrived;

    if (g_date_valid(&finding->sent))
        return;
    arrived = reception(context, whole, &source);
    consider(finding, &arrived, source, true, g_strdup(reception_name(source)),
             g_strdup(_("nothing else tells when it was sent")));
}
