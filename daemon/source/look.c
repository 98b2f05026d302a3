/* What is new in a mailbox, in the order that a crash cannot harm: the cursor moves over a UID only
 * when everything up to it is recorded. */
#include "source/look.h"

#include "base/civil.h"
#include "base/log.h"
#include "base/mark.h"
#include "source/imap.h"

#define BATCH 500      /* headers in one FETCH: some 200 KB, and one triage */
/* What a check in vain weighs, and when a mail is set aside: after three refusals, or when the
 * connection broke at this very mail twelve times, which is the better part of an hour. */
#define STUCK_REFUSED 4
#define STUCK_BROKEN 1
#define STUCK_LIMIT 12
#define DAY_SECONDS 86400

static bool hand_over(struct look *look, const struct fetched *fetched, guint32 uidvalidity,
                      bool first_sight, GError **error)
{
    const struct mail mail = {
        .mailbox = look->mailbox->name,
        .uidvalidity = uidvalidity,
        .uid = fetched->uid,
        .internaldate = fetched->internaldate,
        .size = fetched->size,
        .raw = fetched->raw,
    };

    return look->intake->ops->mail(look->intake, &mail, first_sight, error);
}

static bool advance(struct look *look, guint32 uidvalidity, guint32 uid, guint seen, GError **error)
{
    const struct cursor to = { uidvalidity, uid };

    return look->intake->ops->advance(look->intake, look->mailbox->name, &to, seen, error);
}

/* In place of a mail that the server lists and cannot give. */
static struct fetched *empty_mail(guint32 uid)
{
    struct fetched *fetched = g_new0(struct fetched, 1);

    fetched->uid = uid;
    fetched->raw = g_bytes_new(NULL, 0);
    return fetched;
}

/* The mail as far as it is to be read: an answer to an alert may have a proof attached. */
static bool fetch_mail(struct look *look, guint32 uid, struct fetched **fetched, GError **error)
{
    if (!session_fetch_mail(look->session, uid, IMAP_MAIL_BYTES, fetched, error))
        return false;
    if (!*fetched || (*fetched)->size <= IMAP_MAIL_BYTES || !mark_may_be_in_header((*fetched)->raw))
        return true;
    g_clear_pointer(fetched, fetched_free);
    return session_fetch_mail(look->session, uid, IMAP_ANSWER_BYTES, fetched, error);
}

/* One mail; `*fetched` NULL: it has vanished. One that the server cannot give, or that libetpan
 * cannot read, must neither stop all that come after it nor be forgotten: after some checks an
 * empty mail stands for it, which the reader sets aside. */
static bool get_mail(struct look *look, guint32 uid, struct fetched **fetched, GError **error)
{
    struct mailbox *mailbox = look->mailbox;
    GError *cause = NULL;

    if (g_cancellable_set_error_if_cancelled(look->stop, error))
        return false;
    if (mailbox->stuck_uid == uid && mailbox->stuck_weight >= STUCK_LIMIT) {
        log_warning(look->account->name, "%s: the mail with UID %u cannot be had; it is set aside",
                    mailbox->name, uid);
        *fetched = empty_mail(uid);
        return true;
    }
    if (fetch_mail(look, uid, fetched, &cause))
        return true;
    if (cause->domain == TROUBLE_ERROR) {
        bool broken = trouble_is(cause, TROUBLE_UNREACHABLE);

        mailbox->stuck_weight = (mailbox->stuck_uid == uid ? mailbox->stuck_weight : 0) +
                                (broken ? STUCK_BROKEN : STUCK_REFUSED);
        mailbox->stuck_uid = uid;
    }
    g_propagate_error(error, cause);
    return false;
}

/* Which of a batch must be read whole. */
static bool *triage(struct look *look, const GPtrArray *rows, GError **error)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new();
    g_autofree bool *candidate = g_new0(bool, rows->len + 1);

    for (guint i = 0; i < rows->len; i++)
        g_ptr_array_add(headers, ((struct fetched *)g_ptr_array_index(rows, i))->raw);
    if (rows->len > 0 && !look->intake->ops->triage(look->intake, headers, candidate, error))
        return NULL;
    return g_steal_pointer(&candidate);
}

static bool read_old(struct look *look, guint32 uidvalidity, guint32 uid, GError **error)
{
    AUTO(fetched) fetched = NULL;

    if (!get_mail(look, uid, &fetched, error))
        return false;
    return !fetched || hand_over(look, fetched, uidvalidity, true, error);
}

static bool read_each(struct look *look, guint32 uidvalidity, const guint32 *uids, guint count,
                      GError **error)
{
    for (guint i = 0; i < count; i++)
        if (!read_old(look, uidvalidity, uids[i], error))
            return false;
    return true;
}

static guint32 uid_of(const GPtrArray *rows, guint row)
{
    return ((const struct fetched *)g_ptr_array_index(rows, row))->uid;
}

/* Without a field it says nothing of the mail: NIL, or an empty text. */
static bool says_nothing(const GPtrArray *rows, guint row)
{
    return g_bytes_get_size(((const struct fetched *)g_ptr_array_index(rows, row))->raw) <= 2;
}

/* A mail whose header was not given is read like a candidate: it may have vanished, or the server
 * may be unable to give it. */
static bool read_batch(struct look *look, guint32 uidvalidity, const guint32 *uids, guint count,
                       GError **error)
{
    g_autoptr(GPtrArray) rows = NULL;
    g_autofree bool *candidate = NULL;

    if (look->account->thorough)
        return read_each(look, uidvalidity, uids, count, error);
    rows = session_fetch_headers(look->session, uids, count, error);
    candidate = rows ? triage(look, rows, error) : NULL;
    if (!candidate)
        return false;
    for (guint i = 0, row = 0; i < count; i++) {
        while (row < rows->len && uid_of(rows, row) < uids[i])
            row++; /* told twice, or never asked for */
        if (row < rows->len && uid_of(rows, row) == uids[i] && !candidate[row] &&
            !says_nothing(rows, row))
            continue;
        if (!read_old(look, uidvalidity, uids[i], error))
            return false;
    }
    return true;
}

/* SEARCH counts in whole days of the server's zone: a day of margin. */
static GArray *search_recent(struct look *look, GError **error)
{
    gint64 now = clock_now(&look->account->clock);
    GDate day = civil_date(now - (look->account->since + 1) * (gint64)DAY_SECONDS, civil_paris());

    return session_search_since(look->session, &day, error);
}

/* Whether a mail of that UID is there, and not merely found by a search. */
static bool is_there(struct look *look, guint32 uid, bool *is, GError **error)
{
    g_autoptr(GPtrArray) rows = session_fetch_headers(look->session, &uid, 1, error);

    *is = false;
    for (guint i = 0; rows && i < rows->len; i++)
        *is |= uid_of(rows, i) == uid;
    return rows != NULL;
}

/* The highest UID that counts as old: that of a mail which is there, for a server may tell any UIDNEXT,
 * and a cursor beyond what is there would hide what comes. What arrived since EXAMINE is new, for the
 * next look. */
static bool find_target(struct look *look, const struct selected *at, guint32 *target,
                        GError **error)
{
    bool is;

    *target = 0;
    if (at->exists == 0)
        return true;
    if (!session_search_last(look->session, target, error))
        return false;
    if (*target < at->uidnext)
        return true;
    if (!is_there(look, *target, &is, error))
        return false;
    if (!is || (at->uidnext > 0 && session_exists(look->session) > at->exists))
        *target = at->uidnext > 0 ? at->uidnext - 1 : 0;
    return true;
}

/* The cursor follows batch by batch. Where this is interrupted, the next look takes what is left as
 * new mail and reads all of it whole: slower, with tens of thousands of old mails much slower, but
 * nothing is missed and no second kind of cursor is needed. */
static bool look_first(struct look *look, const struct selected *at, GError **error)
{
    g_autoptr(GArray) uids = NULL;
    guint32 target;
    guint count;

    if (!find_target(look, at, &target, error))
        return false;
    if (at->exists > 0) {
        uids = search_recent(look, error);
        if (!uids)
            return false;
    }
    /* What arrived meanwhile is new mail, for the next look. */
    while (uids && uids->len > 0 && g_array_index(uids, guint32, uids->len - 1) > target)
        g_array_set_size(uids, uids->len - 1);
    for (guint from = 0; uids && from < uids->len; from += count) {
        const guint32 *batch = &g_array_index(uids, guint32, from);

        count = MIN(BATCH, uids->len - from);
        if (g_cancellable_set_error_if_cancelled(look->stop, error) ||
            !read_batch(look, at->uidvalidity, batch, count, error) ||
            !advance(look, at->uidvalidity, batch[count - 1], count, error))
            return false;
    }
    return advance(look, at->uidvalidity, target, 0, error);
}

static bool read_new(struct look *look, guint32 uidvalidity, guint32 uid, GError **error)
{
    AUTO(fetched) fetched = NULL;

    if (!get_mail(look, uid, &fetched, error))
        return false;
    if (!fetched) /* expunged since the search; or it never was, and the cursor stays below it */
        return true;
    look->mailbox->passed++;
    return hand_over(look, fetched, uidvalidity, false, error);
}

/* UIDs beyond the cursor. An empty mailbox is not searched, but where UIDNEXT tells that something came:
 * EXISTS may be false. */
static GArray *search_new(struct look *look, const struct selected *at, guint32 after, GError **error)
{
    g_autoptr(GError) cause = NULL;
    GArray *uids;

    if (after == G_MAXUINT32 || (at->exists == 0 && at->uidnext <= after + 1))
        return g_array_new(FALSE, FALSE, sizeof(guint32));
    if (at->exists > 0)
        return session_search_from(look->session, after + 1, error);
    uids = session_search_all_from(look->session, after + 1, &cause);
    if (!uids && trouble_is(cause, TROUBLE_MAILBOX)) /* refused: it is empty then */
        return g_array_new(FALSE, FALSE, sizeof(guint32));
    if (!uids)
        g_propagate_error(error, g_steal_pointer(&cause));
    return uids;
}

/* Whether mails came with UIDs that the cursor has passed, though a server must not give such: there are
 * more of them than there were. Counted for certain only where EXISTS says so. */
static bool find_unpassed(struct look *look, const struct selected *at, guint32 after, guint new,
                          bool *found, GError **error)
{
    const struct mailbox *mailbox = look->mailbox;
    g_autoptr(GArray) passed = NULL;

    *found = false;
    if (!mailbox->is_counted || after == 0 || at->exists <= new || at->exists - new <= mailbox->passed)
        return true;
    passed = session_search_to(look->session, after, error);
    *found = passed && passed->len > mailbox->passed;
    return passed != NULL;
}

static bool look_back(struct look *look, const struct selected *at, bool is_anew, GError **error)
{
    log_notice(look->account->name,
               "%s: the server numbers its mails anew (UIDVALIDITY); "
               "looking back %u days again",
               look->mailbox->name, look->account->since);
    /* Within one UIDVALIDITY a cursor never goes back: it has to be forgotten. */
    if (is_anew && !advance(look, 0, 0, 0, error))
        return false;
    return look_first(look, at, error);
}

/* By UIDNEXT: not every server tells of them (EXISTS) before it finds them. */
static guint32 count_arrived(const struct selected *at, const GArray *uids)
{
    guint32 arrived = 0;

    for (guint i = 0; i < uids->len; i++)
        arrived += at->uidnext > 0 && g_array_index(uids, guint32, i) >= at->uidnext;
    return arrived;
}

/* `doubtful`: the cursor may have passed UIDs that the server gives only now. */
static bool look_again(struct look *look, const struct selected *at, guint32 after, bool doubtful,
                       GError **error)
{
    g_autoptr(GArray) uids = search_new(look, at, after, error);
    bool has_unpassed;

    if (!uids || !find_unpassed(look, at, after, uids->len, &has_unpassed, error))
        return false;
    look->arrived = count_arrived(at, uids);
    for (guint i = 0; i < uids->len; i++)
        if (!read_new(look, at->uidvalidity, g_array_index(uids, guint32, i), error))
            return false;
    return !(doubtful || has_unpassed) || look_back(look, at, true, error);
}

/* Its number may be another mail's now, which the server gives. */
static void forget_stuck(struct mailbox *mailbox, guint32 uidvalidity, bool is_anew)
{
    if (is_anew || mailbox->stuck_uidvalidity != uidvalidity)
        mailbox->stuck_uid = mailbox->stuck_weight = 0;
    mailbox->stuck_uidvalidity = uidvalidity;
}

/* A server that was put back from a backup gives UIDs anew, though it should change UIDVALIDITY: its
 * UIDNEXT lies below the cursor, and no mail beyond UIDNEXT. Where one does, UIDNEXT is false, or the
 * cursor came from a false one. */
static bool look_within(struct look *look, const struct selected *at, guint32 after, GError **error)
{
    bool goes_back = at->uidnext > 0 && at->uidnext <= after;
    guint32 last = 0;
    bool is_anew;

    if (goes_back && at->exists > 0 && !session_search_last(look->session, &last, error))
        return false;
    is_anew = goes_back && last < at->uidnext;
    forget_stuck(look->mailbox, at->uidvalidity, is_anew);
    if (!is_anew)
        return look_again(look, at, after, goes_back && !look->mailbox->is_counted, error);
    look->mailbox->is_counted = false;
    return look_back(look, at, true, error);
}

bool look_at(struct look *look, GError **error)
{
    struct mailbox *mailbox = look->mailbox;
    struct cursor cursor = { 0, 0 };
    struct selected at;
    bool good;

    if (!look->intake->ops->open(look->intake, mailbox->name, &cursor, error) ||
        !session_examine(look->session, mailbox, &at, error))
        return false;
    look->exists = at.exists;
    look->arrived = 0;
    if (cursor.uidvalidity == at.uidvalidity) {
        good = look_within(look, &at, cursor.uid, error);
    } else {
        forget_stuck(mailbox, at.uidvalidity, false);
        mailbox->is_counted = false;
        good = cursor.uidvalidity == 0 ? look_first(look, &at, error)
                                       : look_back(look, &at, false, error);
    }
    if (!good)
        return false;
    mailbox->is_counted = true;
    mailbox->passed = MAX(at.exists + look->arrived, session_exists(look->session));
    return look->intake->ops->success(look->intake, mailbox->name, error);
}
