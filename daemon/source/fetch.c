/* SEARCH and FETCH. Only UID, RFC822.SIZE, INTERNALDATE and BODY.PEEK are ever asked for: an
 * ENVELOPE or a BODYSTRUCTURE makes the parser recurse. */
#include <glib/gi18n.h>
#include <string.h>

#include "source/session_impl.h"

#define UID_BYTES 11 /* with a blank */

void fetched_free(struct fetched *fetched)
{
    if (!fetched)
        return;
    g_clear_pointer(&fetched->raw, g_bytes_unref);
    g_free(fetched);
}

static int by_uid(gconstpointer a, gconstpointer b)
{
    guint32 left = *(const guint32 *)a, right = *(const guint32 *)b;

    return left < right ? -1 : left > right;
}

static int fetched_by_uid(gconstpointer a, gconstpointer b)
{
    const struct fetched *const *left = a, *const *right = b;

    return by_uid(&(*left)->uid, &(*right)->uid);
}

/* Takes `key`. */
static GArray *search(struct session *session, struct mailimap_search_key *key, GError **error)
{
    g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(guint32));
    clist *found = NULL;
    bool refused;
    int code;

    session_begin_long(session, SESSION_LIST_BYTES);
    transport_allow_structure(session->transport, UID_BYTES * (guint64)session_exists(session));
    code = mailimap_uid_search(session->imap, NULL, key, &found);
    mailimap_search_key_free(key);
    /* No mail has the UID 0, which libetpan would write as "*". */
    for (clistiter *at = found ? clist_begin(found) : NULL; at; at = clist_next(at))
        if (*(const guint32 *)clist_content(at) != 0)
            g_array_append_vals(uids, clist_content(at), 1);
    if (found)
        mailimap_search_result_free(found);
    if (!session_ended(session, code, &refused, error))
        return NULL;
    if (refused) {
        g_autofree char *said = session_said(session);

        trouble_set(error, TROUBLE_MAILBOX, _("%s: the server refuses to search: %s"),
                    transport_peer(session->transport), said);
        return NULL;
    }
    g_array_sort(uids, by_uid);
    return g_steal_pointer(&uids);
}

static struct mailimap_search_key *since_key(const GDate *day)
{
    return mailimap_search_key_new_since(
        mailimap_date_new(g_date_get_day(day), (int)g_date_get_month(day), g_date_get_year(day)));
}

GArray *session_search_since(struct session *session, const GDate *day, GError **error)
{
    return search(session, since_key(day), error);
}

GArray *session_search_from_domains(struct session *session, const char *const *domains,
                                    const GDate *day, GError **error)
{
    struct mailimap_search_key *any = mailimap_search_key_new_from(strdup(domains[0]));
    struct mailimap_search_key *both = mailimap_search_key_new_multiple_empty();

    for (gsize i = 1; domains[i]; i++)
        any = mailimap_search_key_new_or(mailimap_search_key_new_from(strdup(domains[i])), any);
    mailimap_search_key_multiple_add(both, since_key(day));
    mailimap_search_key_multiple_add(both, any);
    return search(session, both, error);
}

/* Takes `uids`, in ascending order; NULL: none. */
static GArray *without_below(GArray *uids, guint32 first)
{
    guint below = 0;

    while (uids && below < uids->len && g_array_index(uids, guint32, below) < first)
        below++;
    return below > 0 ? g_array_remove_range(uids, 0, below) : uids;
}

GArray *session_search_from(struct session *session, guint32 first, GError **error)
{
    struct mailimap_set *set = mailimap_set_new_interval(first, 0); /* 0: "*" */

    /* "n:*" names the last mail even where its UID is below n (RFC 3501, 6.4.8). */
    return without_below(search(session, mailimap_search_key_new_uid(set), error), first);
}

GArray *session_search_to(struct session *session, guint32 last, GError **error)
{
    return search(session, mailimap_search_key_new_uid(mailimap_set_new_interval(1, last)), error);
}

GArray *session_search_all_from(struct session *session, guint32 first, GError **error)
{
    return without_below(search(session, mailimap_search_key_new_all(), error), first);
}

bool session_search_last(struct session *session, guint32 *uid, GError **error)
{
    struct mailimap_set *last = mailimap_set_new_single(0); /* "*" */
    g_autoptr(GArray) uids = search(session, mailimap_search_key_new_uid(last), error);

    /* hMailServer takes "*" alone for 0, and finds nothing. */
    if (uids && uids->len == 0) {
        g_array_unref(uids);
        uids = session_search_all_from(session, 1, error);
    }
    *uid = uids && uids->len > 0 ? g_array_index(uids, guint32, uids->len - 1) : 0;
    return uids != NULL;
}

static gint64 instant_of(const struct mailimap_date_time *date)
{
    g_autoptr(GDateTime) local = NULL;
    int offset;

    if (!date)
        return 0;
    local = g_date_time_new_utc(date->dt_year, date->dt_month, date->dt_day, date->dt_hour,
                                date->dt_min, date->dt_sec);
    if (!local)
        return 0;
    offset = (date->dt_zone / 100) * 60 + date->dt_zone % 100;
    return g_date_time_to_unix(local) - offset * 60;
}

static void take(struct fetched *fetched, const struct mailimap_msg_att_static *item)
{
    const struct mailimap_msg_att_body_section *body;

    switch (item->att_type) {
    case MAILIMAP_MSG_ATT_UID:
        fetched->uid = item->att_data.att_uid;
        break;
    case MAILIMAP_MSG_ATT_RFC822_SIZE:
        fetched->size = item->att_data.att_rfc822_size;
        break;
    case MAILIMAP_MSG_ATT_INTERNALDATE:
        fetched->internaldate = instant_of(item->att_data.att_internal_date);
        break;
    case MAILIMAP_MSG_ATT_BODY_SECTION:
        body = item->att_data.att_body_section;
        if (fetched->raw || !body)
            break;
        fetched->raw = g_bytes_new(body->sec_body_part ? body->sec_body_part : "",
                                   body->sec_body_part ? body->sec_length : 0);
        break;
    default:
        break;
    }
}

/* NULL where the server told something else of some mail (flags) that we did not ask for. */
static struct fetched *fetched_new(const struct mailimap_msg_att *answer)
{
    AUTO(fetched) fetched = g_new0(struct fetched, 1);

    for (clistiter *at = clist_begin(answer->att_list); at; at = clist_next(at)) {
        const struct mailimap_msg_att_item *item = clist_content(at);

        if (item->att_type == MAILIMAP_MSG_ATT_ITEM_STATIC)
            take(fetched, item->att_data.att_static);
    }
    return fetched->uid && fetched->raw ? g_steal_pointer(&fetched) : NULL;
}

/* What every fetch asks for, and `part`. */
static struct mailimap_fetch_type *wanted(struct mailimap_fetch_att *part)
{
    struct mailimap_fetch_type *type = mailimap_fetch_type_new_fetch_att_list_empty();

    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_uid());
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_internaldate());
    mailimap_fetch_type_new_fetch_att_list_add(type, mailimap_fetch_att_new_rfc822_size());
    mailimap_fetch_type_new_fetch_att_list_add(type, part);
    return type;
}

/* Takes `set` and `part`. `*refused`: the server cannot give them. */
static GPtrArray *fetch(struct session *session, struct mailimap_set *set,
                        struct mailimap_fetch_att *part, bool *refused, GError **error)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func((GDestroyNotify)fetched_free);
    struct mailimap_fetch_type *type = wanted(part);
    clist *answers = NULL;
    int code = mailimap_uid_fetch(session->imap, set, type, &answers);

    mailimap_fetch_type_free(type);
    mailimap_set_free(set);
    if (!session_ended(session, code, refused, error))
        return NULL;
    if (*refused)
        return g_steal_pointer(&rows);
    for (clistiter *at = clist_begin(answers); at; at = clist_next(at)) {
        struct fetched *fetched = fetched_new(clist_content(at));

        if (fetched)
            g_ptr_array_add(rows, fetched);
    }
    mailimap_fetch_list_free(answers);
    g_ptr_array_sort(rows, fetched_by_uid);
    return g_steal_pointer(&rows);
}

static struct mailimap_fetch_att *header_fields(const char *const *names)
{
    clist *fields = clist_new();

    for (; *names; names++)
        clist_append(fields, strdup(*names));
    return mailimap_fetch_att_new_body_peek_section(
        mailimap_section_new_header_fields(mailimap_header_list_new(fields)));
}

/* "3:7,9" and not "3,4,5,6,7,9": some servers limit the length of a command. */
static struct mailimap_set *set_of(const guint32 *uids, guint count)
{
    struct mailimap_set *set = mailimap_set_new_empty();

    for (guint from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && uids[to] == uids[to - 1] + 1; to++)
            continue;
        mailimap_set_add_interval(set, uids[from], uids[to - 1]);
    }
    return set;
}

static GPtrArray *fetch_fields(struct session *session, const guint32 *uids, guint count,
                               const char *const *names, GError **error)
{
    bool refused;

    session_begin_long(session, SESSION_LIST_BYTES);
    return fetch(session, set_of(uids, count), header_fields(names), &refused, error);
}

GPtrArray *session_fetch_headers(struct session *session, const guint32 *uids, guint count,
                                 GError **error)
{
    static const char *const names[] = { "FROM", "SUBJECT", "LIST-ID", NULL };

    return fetch_fields(session, uids, count, names, error);
}

GPtrArray *session_fetch_trace(struct session *session, const guint32 *uids, guint count,
                               GError **error)
{
    static const char *const names[] = { "FROM", "RECEIVED", "AUTHENTICATION-RESULTS", NULL };

    return fetch_fields(session, uids, count, names, error);
}

bool session_fetch_mail(struct session *session, guint32 uid, guint32 bytes,
                        struct fetched **fetched, GError **error)
{
    g_autoptr(GPtrArray) rows = NULL;
    bool refused;

    *fetched = NULL;
    session_begin_long(session, bytes + SESSION_COMMAND_BYTES);
    rows = fetch(
        session, mailimap_set_new_single(uid),
        mailimap_fetch_att_new_body_peek_section_partial(mailimap_section_new(NULL), 0, bytes),
        &refused, error);
    if (!rows)
        return false;
    if (refused)
        return trouble_set(error, TROUBLE_MAILBOX,
                           _("%s: the server cannot give the mail with UID %u; ask the provider"),
                           transport_peer(session->transport), uid);
    for (guint i = 0; i < rows->len && !*fetched; i++)
        if (((struct fetched *)g_ptr_array_index(rows, i))->uid == uid)
            *fetched = g_ptr_array_steal_index(rows, i);
    return true;
}
