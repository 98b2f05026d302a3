/* A worker thread's questions to the keeper, each answered before the thread goes on. */
#include "run/intake.h"

#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "run/link.h"

struct ipc_intake {
    struct intake base;
    int channel;
};

static int channel_of(struct intake *intake)
{
    return ((struct ipc_intake *)intake)->channel;
}

static bool ask(struct intake *intake, guint32 type, GVariant *payload, int fd,
                struct ipc_message *answer, GError **error)
{
    if (!ipc_send(channel_of(intake), type, payload, fd, error))
        return false;
    if (ipc_receive(channel_of(intake), answer, error))
        return true;
    if (error && !*error)
        g_set_error_literal(error, VIGIE_ERROR, EX_TEMPFAIL, "the keeper has ended");
    return false;
}

/* Asks what is answered by WORK_DONE alone. */
static bool tell(struct intake *intake, guint32 type, GVariant *payload, int fd, GError **error)
{
    struct ipc_message answer;
    bool good;

    if (!ask(intake, type, payload, fd, &answer, error))
        return false;
    good = ipc_expect(&answer, WORK_DONE, NULL, error);
    ipc_message_clear(&answer);
    return good;
}

static bool intake_open(struct intake *intake, const char *mailbox, struct cursor *cursor,
                        GError **error)
{
    struct ipc_message answer;
    bool good;

    if (!ask(intake, WORK_OPEN, g_variant_new_string(mailbox), -1, &answer, error))
        return false;
    good = ipc_expect(&answer, WORK_CURSOR, "(uu)", error);
    if (good)
        g_variant_get(answer.payload, "(uu)", &cursor->uidvalidity, &cursor->uid);
    ipc_message_clear(&answer);
    return good;
}

static bool take_candidates(const struct ipc_message *answer, guint count, bool *candidate,
                            GError **error)
{
    if (!ipc_expect(answer, WORK_CANDIDATES, "ab", error))
        return false;
    if (g_variant_n_children(answer->payload) != count) {
        g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "the keeper judged other headers");
        return false;
    }
    for (guint i = 0; i < count; i++) {
        gboolean yes;

        g_variant_get_child(answer->payload, i, "b", &yes);
        candidate[i] = yes;
    }
    return true;
}

static bool intake_triage(struct intake *intake, GPtrArray *headers, bool *candidate,
                          GError **error)
{
    g_autoptr(GBytes) packed = link_pack_headers(headers);
    AUTO_FD memory = ipc_memfd_new(packed, error);
    struct ipc_message answer;
    bool good;

    if (memory < 0 || !ask(intake, WORK_TRIAGE, NULL, memory, &answer, error))
        return false;
    good = take_candidates(&answer, headers->len, candidate, error);
    ipc_message_clear(&answer);
    return good;
}

static bool intake_mail(struct intake *intake, const struct mail *mail, bool first_sight,
                        GError **error)
{
    AUTO_FD memory = ipc_memfd_new(mail->raw, error);

    return memory >= 0 &&
           tell(intake, WORK_MAIL,
                g_variant_new("(suumsxtb)", mail->mailbox, mail->uidvalidity, mail->uid, mail->name,
                              mail->internaldate, mail->size, (gboolean)first_sight),
                memory, error);
}

static bool intake_advance(struct intake *intake, const char *mailbox, const struct cursor *to,
                           guint seen, GError **error)
{
    return tell(intake, WORK_ADVANCE,
                g_variant_new("(suuu)", mailbox, to->uidvalidity, to->uid, seen), -1, error);
}

/* Names in memory that the keeper may read; -1 with an error. */
static int names_memory(const GPtrArray *names, GError **error)
{
    g_autoptr(GBytes) packed = link_pack_headers(names);

    return ipc_memfd_new(packed, error);
}

static bool take_marks(const struct ipc_message *answer, guint count, guint8 *marks, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;

    if (!ipc_expect(answer, WORK_MARKS, NULL, error))
        return false;
    bytes = ipc_memfd_bytes(answer->fd, G_MAXINT32, error);
    if (!bytes)
        return false;
    if (g_bytes_get_size(bytes) != count) {
        g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "the keeper compared other names");
        return false;
    }
    if (count > 0)
        memcpy(marks, g_bytes_get_data(bytes, NULL), count);
    return true;
}

static bool intake_known(struct intake *intake, const char *mailbox, const GPtrArray *names,
                         guint8 *known, GError **error)
{
    AUTO_FD memory = names_memory(names, error);
    struct ipc_message answer;
    bool good;

    if (memory < 0 ||
        !ask(intake, WORK_KNOWN, g_variant_new_string(mailbox), memory, &answer, error))
        return false;
    good = take_marks(&answer, names->len, known, error);
    ipc_message_clear(&answer);
    return good;
}

static bool intake_dealt(struct intake *intake, const char *mailbox, const GPtrArray *names,
                         GError **error)
{
    AUTO_FD memory = names_memory(names, error);

    return memory >= 0 &&
           tell(intake, WORK_DEALT, g_variant_new_string(mailbox), memory, error);
}

static bool intake_watched(struct intake *intake, const GPtrArray *mailboxes, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    AUTO_FD memory = -1;

    for (guint i = 0; i < mailboxes->len; i++) {
        const struct mailbox *mailbox = g_ptr_array_index(mailboxes, i);

        g_ptr_array_add(names, g_bytes_new(mailbox->name, strlen(mailbox->name)));
    }
    memory = names_memory(names, error);
    return memory >= 0 && tell(intake, WORK_WATCHED, NULL, memory, error);
}

static bool intake_success(struct intake *intake, const char *mailbox, GError **error)
{
    return tell(intake, WORK_SUCCESS, g_variant_new_string(mailbox), -1, error);
}

static bool intake_failure(struct intake *intake, const char *mailbox, enum trouble trouble,
                           const char *text, GError **error)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);

    return tell(intake, WORK_FAILURE, g_variant_new("(msus)", mailbox, (guint32)trouble, valid), -1,
                error);
}

static void intake_free(struct intake *intake)
{
    fd_close(&((struct ipc_intake *)intake)->channel);
    g_free(intake);
}

static const struct intake_ops ops = {
    .open = intake_open,
    .triage = intake_triage,
    .mail = intake_mail,
    .advance = intake_advance,
    .known = intake_known,
    .dealt = intake_dealt,
    .watched = intake_watched,
    .success = intake_success,
    .failure = intake_failure,
    .free = intake_free,
};

struct intake *intake_new(int link, const char *account, GError **error)
{
    AUTO_FD near = -1;
    AUTO_FD far = -1;
    struct ipc_intake *intake;
    int pair[2];

    if (!ipc_pair(pair, error))
        return NULL;
    near = pair[0];
    far = pair[1];
    if (!ipc_send(link, LINK_WORKER, g_variant_new_string(account), far, error))
        return NULL;
    intake = g_new0(struct ipc_intake, 1);
    intake->base.ops = &ops;
    intake->channel = fd_steal(&near);
    return &intake->base;
}
