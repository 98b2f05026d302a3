/* The reader's own side: one request, one answer. */
#include "run/reader.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/civil.h"
#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"
#include "base/log.h"
#include "base/sandbox.h"
#include "base/sanitized.h"
#include "message/message.h"
#include "run/link.h"

#define READER_PIECE (64 * 1024)
#define READER_INPUT_MAX (MESSAGE_MAX_BYTES + 64 * 1024)

static struct finding *read_mail(const struct rules *rules, const struct ipc_message *request,
                                 GError **error)
{
    g_autoptr(GBytes) raw = ipc_memfd_bytes(request->fd, READER_INPUT_MAX, error);
    AUTO(message) message = raw ? message_parse(raw, error) : NULL;
    struct detect_context context = { .rules = rules };
    g_autofree const char **trust = NULL;
    guint32 source;
    gboolean trace;

    if (!message)
        return NULL;
    g_variant_get(request->payload, "(xux^a&sb)", &context.received, &source, &context.now, &trust,
                  &trace);
    context.received_source = source == SENT_INTERNALDATE ? SENT_INTERNALDATE : SENT_DELIVERY;
    context.trust = trust;
    context.trace = trace;
    return detect(&context, message, error);
}

/* A trace may outgrow a packet; the finding itself never does. */
static GVariant *variant_that_fits(struct finding *finding)
{
    g_autoptr(GVariant) whole = g_variant_ref_sink(finding_to_variant(finding));

    if (g_variant_get_size(whole) <= IPC_MAX_PAYLOAD)
        return g_steal_pointer(&whole);
    g_ptr_array_set_size(finding->trace, 0);
    g_ptr_array_set_size(finding->dates, 0);
    return g_variant_ref_sink(finding_to_variant(finding));
}

/* In packets that leave the keeper at ease between two of them. */
static bool send_pdf(int fd, GBytes *pdf, GError **error)
{
    gsize length = g_bytes_get_size(pdf);

    for (gsize at = 0; at < length; at += READER_PIECE) {
        g_autoptr(GBytes) piece = g_bytes_new_from_bytes(pdf, at, MIN(READER_PIECE, length - at));

        if (!ipc_send(fd, READ_PIECE,
                      g_variant_new_from_bytes(G_VARIANT_TYPE_BYTESTRING, piece, TRUE), -1, error))
            return false;
    }
    return true;
}

static bool answer_mail(int fd, const struct rules *rules, const struct ipc_message *request,
                        GError **error)
{
    g_autoptr(GError) read_error = NULL;
    AUTO(finding) finding = read_mail(rules, request, &read_error);
    g_autoptr(GVariant) variant = finding ? variant_that_fits(finding) : NULL;

    if (finding && finding->reply && finding->reply->pdf &&
        !send_pdf(fd, finding->reply->pdf, error))
        return false;
    if (variant)
        return ipc_send(fd, READ_FINDING, variant, -1, error);
    return ipc_send(fd, READ_UNUSABLE,
                    g_variant_new("(is)", vigie_error_exit(read_error), read_error->message), -1,
                    error);
}

/* In doubt a header is a candidate: the whole mail then decides. */
static bool is_candidate(const struct rules *rules, GBytes *header)
{
    AUTO(message) message = message_parse_header(header, NULL);

    return !message || detect_candidate(rules, message);
}

static bool answer_triage(int fd, const struct rules *rules, const struct ipc_message *request,
                          GError **error)
{
    g_autoptr(GBytes) packed = ipc_memfd_bytes(request->fd, G_MAXINT32, error);
    g_autoptr(GPtrArray) headers = packed ? link_unpack_headers(packed) : NULL;
    GVariantBuilder builder;

    if (!headers)
        return false;
    g_variant_builder_init(&builder, G_VARIANT_TYPE("ab"));
    for (guint i = 0; i < headers->len; i++)
        g_variant_builder_add(&builder, "b",
                              is_candidate(rules, g_ptr_array_index(headers, i)));
    return ipc_send(fd, READ_CANDIDATES, g_variant_builder_end(&builder), -1, error);
}

static bool answer(int fd, const struct rules *rules, const struct ipc_message *request,
                   GError **error)
{
    if (request->type == READ_MAIL)
        return ipc_expect(request, READ_MAIL, "(xuxasb)", error) &&
               answer_mail(fd, rules, request, error);
    return ipc_expect(request, READ_TRIAGE, NULL, error) &&
           answer_triage(fd, rules, request, error);
}

int reader_main(int fd, const struct rules *rules)
{
    AUTO(sandbox_plan) plan = sandbox_plan_reader();
    g_autoptr(GError) error = NULL;
    struct ipc_message request;
    bool good = true;

    log_set_process("vigie reader");
    log_leave_journal(); /* its sandbox ends whoever opens a socket */
    /* What a locked-in process can no longer load. */
    civil_paris();
    message_warm_up();
    if (!sandbox_enter(plan, NULL, &error)) {
        log_error(NULL, "%s", error->message);
        return EX_OSERR;
    }
    while (good && ipc_receive(fd, &request, &error)) {
        good = answer(fd, rules, &request, &error);
        ipc_message_clear(&request);
    }
    if (!error)
        return EX_OK;
    log_error(NULL, "%s", error->message);
    return vigie_error_exit(error);
}

pid_t reader_fork(const struct rules *rules, int fd, GError **error)
{
    pid_t parent = getpid(), child = fork();

    if (child == 0) {
        prctl(PR_SET_NAME, "vigie-reader");
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
            _exit(EX_OSERR);
        sandbox_close_others(&fd, 1);
        sanitized_exit(reader_main(fd, rules));
    }
    if (child < 0)
        g_set_error_literal(error, VIGIE_ERROR, EX_OSERR, "cannot fork a reader");
    return child;
}

pid_t reader_spawn(const struct rules *rules, int *fd, GError **error)
{
    int pair[2];
    pid_t child;

    if (!ipc_pair(pair, error))
        return -1;
    child = reader_fork(rules, pair[1], error);
    close(pair[1]);
    if (child > 0)
        *fd = pair[0];
    else
        close(pair[0]);
    return child;
}
