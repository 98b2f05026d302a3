/* Asking a reader, and a reader of one's own. */
#include "run/reader.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "message/message.h"
#include "run/link.h"
#include "run/nursery.h"

static bool ended(GError **error)
{
    if (error && !*error)
        g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "the reader ended on this message");
    return false;
}

bool reader_ask(int fd, GBytes *raw, const struct read_request *request, GError **error)
{
    AUTO_FD memory = ipc_memfd_new(raw, error);

    if (memory < 0)
        return false;
    return ipc_send(fd, READ_MAIL,
                    g_variant_new("(xux^asb)", request->received, (guint32)request->received_source,
                                  request->now, request->trust, (gboolean)request->trace),
                    memory, NULL) ||
           ended(error);
}

bool reader_ask_triage(int fd, GBytes *packed_headers, GError **error)
{
    AUTO_FD memory = ipc_memfd_new(packed_headers, error);

    return memory >= 0 && (ipc_send(fd, READ_TRIAGE, NULL, memory, NULL) || ended(error));
}

static bool take(int fd, struct ipc_message *answer, GError **error)
{
    return ipc_receive(fd, answer, error) || ended(error);
}

static bool take_piece(const struct ipc_message *answer, GByteArray *pieces, GError **error)
{
    gconstpointer bytes;
    gsize length;

    if (!ipc_expect(answer, READ_PIECE, "ay", error))
        return false;
    bytes = g_variant_get_fixed_array(answer->payload, &length, 1);
    if (pieces->len + length <= MESSAGE_MAX_BYTES) {
        g_byte_array_append(pieces, bytes, (guint)length);
        return true;
    }
    g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, "the reader found more than the mail holds");
    return false;
}

static struct finding *take_finding(const struct ipc_message *answer, GByteArray *pieces,
                                    GError **error)
{
    struct finding *finding = ipc_expect(answer, READ_FINDING, FINDING_TYPE, error)
                                  ? finding_from_variant(answer->payload, error)
                                  : NULL;

    if (finding && finding->reply && pieces->len > 0)
        finding->reply->pdf = g_bytes_new(pieces->data, pieces->len);
    g_byte_array_set_size(pieces, 0);
    return finding;
}

struct finding *reader_take(int fd, GByteArray *pieces, GError **error)
{
    struct ipc_message answer;
    struct finding *finding = NULL;
    const char *why;
    gint32 code;

    if (!take(fd, &answer, error))
        return NULL;
    if (answer.type == READ_UNUSABLE && ipc_expect(&answer, READ_UNUSABLE, "(is)", error)) {
        g_variant_get(answer.payload, "(i&s)", &code, &why);
        g_set_error_literal(error, VIGIE_ERROR, code == EX_DATAERR ? EX_DATAERR : EX_SOFTWARE, why);
    } else if (answer.type == READ_PIECE) {
        take_piece(&answer, pieces, error);
    } else if (answer.type != READ_UNUSABLE) {
        finding = take_finding(&answer, pieces, error);
    }
    ipc_message_clear(&answer);
    return finding;
}

GArray *reader_take_triage(int fd, GError **error)
{
    struct ipc_message answer;
    GArray *candidates = NULL;

    if (!take(fd, &answer, error))
        return NULL;
    if (ipc_expect(&answer, READ_CANDIDATES, "ab", error)) {
        gsize count = g_variant_n_children(answer.payload);

        candidates = g_array_sized_new(FALSE, TRUE, sizeof(bool), (guint)count);
        for (gsize i = 0; i < count; i++) {
            gboolean yes;
            bool one;

            g_variant_get_child(answer.payload, i, "b", &yes);
            one = yes;
            g_array_append_val(candidates, one);
        }
    }
    ipc_message_clear(&answer);
    return candidates;
}

/* --- a reader of one's own ----------------------------------------------------------------- */

struct reader {
    const struct rules *rules;
    struct nursery *nursery;                  /* forks it; NULL: it does not */
    const struct reader_elsewhere *elsewhere; /* forks and kills it; NULL: we do */
    pid_t pid;
    int fd;         /* -1: none runs */
    guint patience; /* milliseconds */
};

struct reader *reader_new(const struct rules *rules)
{
    struct reader *reader = g_new0(struct reader, 1);

    reader->rules = rules;
    reader->fd = -1;
    reader->patience = READER_SECONDS * 1000;
    return reader;
}

struct reader *reader_new_nursed(struct nursery *nursery)
{
    struct reader *reader = reader_new(NULL);

    reader->nursery = nursery;
    return reader;
}

struct reader *reader_new_elsewhere(const struct reader_elsewhere *elsewhere)
{
    struct reader *reader = reader_new(NULL);

    reader->elsewhere = elsewhere;
    return reader;
}

void reader_set_patience(struct reader *reader, guint milliseconds)
{
    reader->patience = milliseconds;
}

void reader_end(struct reader *reader)
{
    if (reader->fd < 0)
        return;
    fd_close(&reader->fd);
    if (reader->elsewhere) {
        reader->elsewhere->end(reader->elsewhere->data);
        return;
    }
    kill(reader->pid, SIGKILL);
    while (!reader->nursery && waitpid(reader->pid, NULL, 0) < 0 && errno == EINTR)
        ;
}

void reader_free(struct reader *reader)
{
    if (!reader)
        return;
    reader_end(reader);
    g_free(reader);
}

static bool answers_in_time(const struct reader *reader, GError **error)
{
    struct pollfd wait = { reader->fd, POLLIN, 0 };
    int ready;

    do
        ready = poll(&wait, 1, (int)reader->patience);
    while (ready < 0 && errno == EINTR);
    if (ready > 0)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_SOFTWARE,
                "the reader did not answer within %u ms and was killed", reader->patience);
    return false;
}

static bool start_elsewhere(struct reader *reader, GError **error)
{
    AUTO_FD near = -1;
    AUTO_FD far = -1;
    int pair[2];

    if (!ipc_pair(pair, error))
        return false;
    near = pair[0];
    far = pair[1];
    if (!reader->elsewhere->start(reader->elsewhere->data, far, error))
        return false;
    reader->fd = fd_steal(&near);
    return true;
}

static bool start(struct reader *reader, GError **error)
{
    if (reader->fd >= 0)
        return true;
    if (reader->elsewhere)
        return start_elsewhere(reader, error);
    reader->pid = reader->nursery ? nursery_spawn(reader->nursery, &reader->fd, error)
                                  : reader_spawn(reader->rules, &reader->fd, error);
    return reader->pid > 0;
}

static struct finding *read_once(struct reader *reader, GBytes *raw,
                                 const struct read_request *request, GError **error)
{
    g_autoptr(GByteArray) pieces = g_byte_array_new();
    struct finding *finding = NULL;
    g_autoptr(GError) own = NULL;

    if (!start(reader, error))
        return NULL;
    reader_ask(reader->fd, raw, request, &own);
    while (!finding && !own && answers_in_time(reader, &own))
        finding = reader_take(reader->fd, pieces, &own);
    if (own && vigie_error_exit(own) != EX_DATAERR)
        reader_end(reader);
    if (own)
        g_propagate_error(error, g_steal_pointer(&own));
    return finding;
}

static GArray *triage_once(struct reader *reader, GBytes *packed_headers, GError **error)
{
    GArray *candidates = NULL;

    if (!start(reader, error))
        return NULL;
    if (reader_ask_triage(reader->fd, packed_headers, error) && answers_in_time(reader, error))
        candidates = reader_take_triage(reader->fd, error);
    if (!candidates)
        reader_end(reader);
    return candidates;
}

bool reader_look(struct reader *reader, GBytes *raw, bool *candidate, GError **error)
{
    g_autoptr(GPtrArray) headers = g_ptr_array_new();
    g_autoptr(GBytes) packed = NULL;
    g_autoptr(GArray) answer = NULL;

    g_ptr_array_add(headers, raw);
    packed = link_pack_headers(headers);
    answer = triage_once(reader, packed, error);
    if (!answer || answer->len != 1) {
        reader_end(reader);
        return ended(error);
    }
    *candidate = g_array_index(answer, bool, 0);
    return true;
}

struct finding *reader_read(struct reader *reader, GBytes *raw, const struct read_request *request,
                            GError **error)
{
    g_autoptr(GError) first = NULL;
    struct finding *finding = read_once(reader, raw, request, &first);

    if (finding)
        return finding;
    if (vigie_error_exit(first) == EX_DATAERR) {
        g_propagate_error(error, g_steal_pointer(&first));
        return NULL;
    }
    /* A reader may have been killed for reasons of the machine: once more, with a fresh one. */
    return read_once(reader, raw, request, error);
}

GArray *reader_triage(struct reader *reader, GBytes *packed_headers, GError **error)
{
    GArray *candidates = triage_once(reader, packed_headers, NULL);

    return candidates ? candidates : triage_once(reader, packed_headers, error);
}
