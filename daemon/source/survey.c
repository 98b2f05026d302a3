/* The newest mails of INBOX, and a search by the senders' domains in each mailbox that is not
 * watched. Within bounds: an account may have thousands of folders, and a server without an index
 * reads every mail to answer. */
#include "source/survey.h"

#include <string.h>

#include "base/civil.h"

#define SURVEY_MAILBOXES 100
#define SURVEY_SECONDS 60
#define SURVEY_DAYS (2 * 365) /* older official mail says little of where the next one goes */
#define SURVEY_PROOFS 20      /* headers read of what the server found: it searches for mere text */
#define RECENT_DAYS 60        /* a provider that moved to other hosts since is told as it is now */
#define DAY_SECONDS 86400

static GDate days_ago(gint64 days)
{
    return civil_date(g_get_real_time() / G_USEC_PER_SEC - days * DAY_SECONDS, civil_paris());
}

/* Whether a From field in `header` has an address at `domain` or below it. */
static bool is_from(GBytes *header, const char *domain)
{
    g_autofree char *name = g_regex_escape_string(domain, -1);
    g_autofree char *pattern =
        g_strdup_printf("^From:(?:[^\\n]|\\n[ \\t])*[@.]%s(?![\\w.-])", name);
    gsize length;
    const char *bytes = g_bytes_get_data(header, &length);
    g_autofree char *text = g_utf8_make_valid(bytes, (gssize)length);

    return g_regex_match_simple(pattern, text, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0);
}

static bool any_is_from(const GPtrArray *rows, const char *const *domains)
{
    for (guint i = 0; i < rows->len; i++)
        for (gsize j = 0; domains[j]; j++)
            if (is_from(((const struct fetched *)g_ptr_array_index(rows, i))->raw, domains[j]))
                return true;
    return false;
}

/* False: the connection is of no more use, or the server refused. */
static bool holds_mail(struct session *session, const struct mailbox *mailbox,
                       const char *const *domains, bool *holds, GError **error)
{
    GDate day = days_ago(SURVEY_DAYS);
    g_autoptr(GArray) uids = NULL;
    g_autoptr(GPtrArray) rows = NULL;
    struct selected at;
    guint count;

    *holds = false;
    if (!session_examine(session, mailbox, &at, error))
        return false;
    if (at.exists == 0)
        return true;
    uids = session_search_from_domains(session, domains, &day, error);
    if (!uids)
        return false;
    count = MIN(uids->len, SURVEY_PROOFS);
    if (count == 0)
        return true;
    rows = session_fetch_headers(session, &g_array_index(uids, guint32, uids->len - count), count,
                                 error);
    *holds = rows && any_is_from(rows, domains);
    return rows != NULL;
}

/* The trace fields of the newest mails of `mailbox`; NULL: they cannot be had. */
static GPtrArray *newest(struct session *session, const struct mailbox *mailbox, GError **error)
{
    GDate day = days_ago(RECENT_DAYS);
    g_autoptr(GArray) uids = NULL;
    struct selected at;
    guint count;

    if (!session_examine(session, mailbox, &at, error))
        return NULL;
    uids = at.exists ? session_search_since(session, &day, error) : NULL;
    if (!uids || uids->len == 0)
        return NULL;
    count = MIN(uids->len, SURVEY_RECENT);
    return session_fetch_trace(session, &g_array_index(uids, guint32, uids->len - count), count,
                               error);
}

void survey_recent(struct session *session, const GPtrArray *listed, struct imap_survey *survey)
{
    const struct mailbox *inbox = mailboxes_find(listed, "INBOX");
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) rows = inbox ? newest(session, inbox, &error) : NULL;

    for (guint i = 0; rows && i < rows->len; i++)
        g_ptr_array_add(survey->recent,
                        g_bytes_ref(((const struct fetched *)g_ptr_array_index(rows, i))->raw));
}

void survey_take(struct session *session, const GPtrArray *listed, const GPtrArray *chosen,
                 struct imap_survey *survey)
{
    gint64 deadline = g_get_monotonic_time() + SURVEY_SECONDS * G_USEC_PER_SEC;
    g_autoptr(GHashTable) watched = mailboxes_table(chosen);
    guint searched = 0;
    bool broken = !survey->domains[0];

    for (guint i = 0; i < listed->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(listed, i);
        g_autoptr(GError) error = NULL;
        bool holds;

        if (mailboxes_look_up(watched, mailbox->name))
            continue;
        if (broken || searched >= SURVEY_MAILBOXES || g_get_monotonic_time() > deadline) {
            survey->unsearched++;
            continue;
        }
        searched++;
        if (!holds_mail(session, mailbox, survey->domains, &holds, &error)) {
            survey->unsearched++;
            broken = !trouble_is(error, TROUBLE_MAILBOX);
        } else if (holds) {
            g_ptr_array_add(survey->unwatched, g_strdup(mailbox->name));
        }
    }
}
