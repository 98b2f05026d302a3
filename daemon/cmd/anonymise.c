/* vigie anonymise: a sample of a mail that can be sent to the project. */
#include <stdio.h>

#include "base/error.h"
#include "cmd/cmd.h"
#include "detect/sender.h"
#include "message/anonymise.h"
#include "message/message.h"
#include "run/reader.h"

struct kept {
    const struct right *right;
    GPtrArray *impostors; /* of char *: domains of those who pose as the service */
};

static bool keeps(const char *domain, gconstpointer data)
{
    const struct kept *kept = data;
    g_autofree char *lower = g_ascii_strdown(domain, -1);

    return right_is_official(kept->right, lower) ||
           g_ptr_array_find_with_equal_func(kept->impostors, lower, g_str_equal, NULL);
}

/* A forgery is told by its sender, who is nobody to spare; whoever forwards it is. */
static void add_impostors(GPtrArray *domains, const struct right *right,
                          const struct message *message)
{
    for (guint i = 0; i < message->from->len; i++) {
        const struct address *address = g_ptr_array_index(message->from, i);

        if (address->domain && sender_judge(right, address, NULL) == SENDER_POSING)
            g_ptr_array_add(domains, g_ascii_strdown(address->domain, -1));
    }
    for (guint i = 0; i < message->forwarded->len; i++)
        add_impostors(domains, right, g_ptr_array_index(message->forwarded, i));
}

static GBytes *anonymise(const struct rules *rules, const struct finding *finding, GBytes *raw,
                         GError **error)
{
    const struct right *right = rules_right(rules);
    AUTO(message) message = message_parse(raw, error);
    g_autoptr(GPtrArray) impostors = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) codes = g_ptr_array_new();
    g_autoptr(GPtrArray) persons = g_ptr_array_new();
    const struct kept kept = { right, impostors };
    struct anonymise_context context = { .keeps = keeps, .data = &kept,
                                         .service_names = (const char *const *)right->names };

    if (!message)
        return NULL;
    add_impostors(impostors, right, message);
    for (guint i = 0; i < finding->cases->len; i++) {
        const struct finding_case *one = g_ptr_array_index(finding->cases, i);

        if (one->code)
            g_ptr_array_add(codes, one->code);
        if (one->person)
            g_ptr_array_add(persons, one->person);
    }
    g_ptr_array_add(codes, NULL);
    g_ptr_array_add(persons, NULL);
    context.codes = (const char *const *)codes->pdata;
    context.persons = (const char *const *)persons->pdata;
    return message_anonymise(raw, &context, error);
}

static GBytes *sample_of(const struct globals *globals, const char *name, GError **error)
{
    AUTO(rules) rules = cmd_rules(globals, error);
    AUTO(reader) reader = NULL;
    AUTO(finding) finding = NULL;
    g_autoptr(GBytes) raw = NULL;
    GBytes *sample = NULL;
    static const char *const nobody[] = { NULL };
    struct read_request request = { .received_source = SENT_DELIVERY, .now = cmd_now(globals),
                                    .trust = nobody };

    raw = rules ? cmd_message(name, request.now, &request.received, error) : NULL;
    if (!raw)
        return NULL;
    reader = reader_new(rules);
    finding = reader_read(reader, raw, &request, error);
    if (finding)
        sample = anonymise(rules, finding, raw, error);
    if (!sample)
        g_prefix_error(error, "%s: ", name);
    return sample;
}

int cmd_anonymise(const struct globals *globals, int argc, char **argv, GError **error)
{
    g_autoptr(GBytes) sample = NULL;

    if (!cmd_parse(NULL, command_named("anonymise"), &argc, &argv, 1, 1, error))
        return EX_USAGE;
    sample = sample_of(globals, argv[1], error);
    if (!sample)
        return vigie_error_exit(*error);
    fwrite(g_bytes_get_data(sample, NULL), 1, g_bytes_get_size(sample), stdout);
    return cmd_flush(error) ? EX_OK : EX_IOERR;
}
