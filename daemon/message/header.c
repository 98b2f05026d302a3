/* Reading header fields. GMime's own accessors show the last of doubled fields; nothing here uses
 * them. */
#include "message/header.h"

#include <glib/gi18n.h>
#include <string.h>

#include "message/charset.h"
#include "message/value.h"
#include "message/words.h"

/* In-Reply-To and References: the nearest matter; a list of more is a mistake or an attack. */
#define MAX_REFERENCES 100

static bool is_field(const char *name, const char *wanted)
{
    return g_ascii_strcasecmp(name, wanted) == 0;
}

/* The encoded words of `raw` decoded; bytes outside of them, as old mailers and spammers send them,
 * as UTF-8 or windows-1252. */
static char *decode(const char *raw)
{
    g_autofree char *mended = words_mend(raw);
    g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, mended);

    return text_normalise(decoded ? decoded : mended, -1);
}

static char *one_line(char *text)
{
    return g_strstrip(g_strdelimit(text, "\n\t", ' '));
}

/* `raw` on one line, in UTF-8. A control, which a terminal would obey, becomes U+FFFD: were it left
 * out, "mx.exam\x7fple" would read as a name that the border never stripped. */
static char *unfold(const char *raw)
{
    g_autofree char *utf8 = charset_to_utf8(raw, strlen(raw), NULL);
    GString *value = g_string_sized_new(strlen(utf8));

    for (const char *p = utf8; *p; p++)
        if (*p == '\t')
            g_string_append_c(value, ' ');
        else if (!g_ascii_iscntrl(*p))
            g_string_append_c(value, *p);
        else if (*p != '\r' && *p != '\n')
            g_string_append(value, "\xEF\xBF\xBD");
    return g_strstrip(g_string_free(value, FALSE));
}

static void add_list(GPtrArray *addresses, InternetAddressList *list, bool a_labels)
{
    for (int i = 0; list && i < internet_address_list_length(list); i++) {
        InternetAddress *item = internet_address_list_get_address(list, i);

        if (addresses->len >= MESSAGE_MAX_ADDRESSES)
            return;
        if (INTERNET_ADDRESS_IS_GROUP(item)) {
            /* groups hold no groups (RFC 5322): limits.c saw to the colons of those that do */
            add_list(addresses, internet_address_group_get_members(INTERNET_ADDRESS_GROUP(item)),
                     a_labels);
        } else {
            InternetAddressMailbox *mailbox = INTERNET_ADDRESS_MAILBOX(item);
            const char *addr = a_labels ? internet_address_mailbox_get_idn_addr(mailbox)
                                        : internet_address_mailbox_get_addr(mailbox);

            g_ptr_array_add(addresses,
                            message_address_new(internet_address_get_name(item), addr ? addr : ""));
        }
    }
}

char *header_find_addr_spec(const char *value)
{
    const char *at = strchr(value, '@');
    const char *begin = at, *end = at;

    if (!at)
        return g_strdup("");
    while (begin > value && !strchr(" <>[]()\"',;:", begin[-1]))
        begin--;
    end += strcspn(at, " <>[]()\"',;");
    return g_strndup(begin, (gsize)(end - begin));
}

/* Adds the addresses in `value`; where none can be parsed, one that has it all as its name. */
static void add_addresses(GPtrArray *addresses, const char *value)
{
    g_autofree char *mended = words_mend(value);
    InternetAddressList *list = internet_address_list_parse(NULL, mended);
    bool a_labels = strstr(mended, "xn--") != NULL; /* GMime undoes them */
    guint before = addresses->len;

    add_list(addresses, list, a_labels);
    if (addresses->len == before && *mended && addresses->len < MESSAGE_MAX_ADDRESSES) {
        g_autofree char *name = decode(mended);
        g_autofree char *addr_spec = header_find_addr_spec(mended);

        g_ptr_array_add(addresses, message_address_new(name, addr_spec));
    }
    g_clear_object(&list);
}

static gint64 parse_date(const char *value)
{
    g_autoptr(GDateTime) date = g_mime_utils_header_decode_date(value);
    gint64 at;

    if (!date)
        return 0;
    at = g_date_time_to_unix(date);
    return at ? at : 1; /* 0 stands for none: a clock that was never set still wrote a Date */
}

/* Past a comment that begins at `p`, however deep it nests. */
static const char *skip_comment(const char *p)
{
    guint depth = 0;

    for (; *p; p++) {
        if (*p == '\\' && p[1])
            p++;
        else if (*p == '(')
            depth++;
        else if (*p == ')' && --depth == 0)
            return p + 1;
    }
    return p;
}

/* The host after the word "by", comments left aside. */
static char *received_by(const char *value)
{
    bool by = false;

    for (const char *p = value; *p && *p != ';';) {
        gsize word = strcspn(p, " (;");

        if (*p == '(') {
            p = skip_comment(p);
            continue;
        }
        if (word && by)
            return g_ascii_strdown(p, (gssize)word);
        if (word)
            by = word == 2 && !g_ascii_strncasecmp(p, "by", 2);
        p += word ? word : 1;
    }
    return g_strdup("");
}

static void add_received(struct message *message, const char *value)
{
    struct received *received;
    const char *semicolon = strrchr(value, ';');

    if (message->received->len >= MESSAGE_MAX_RECEIVED)
        return;
    received = g_new0(struct received, 1);
    received->by = received_by(value);
    received->at = semicolon ? parse_date(semicolon + 1) : 0;
    g_ptr_array_add(message->received, received);
}

static void add_authres(struct message *message, char *value, guint received_above, guint position)
{
    struct authres_field *field = g_new0(struct authres_field, 1);

    field->value = value;
    field->received_above = received_above;
    field->position = position;
    g_ptr_array_add(message->authres, field);
}

static void add_references(struct message *message, const char *value)
{
    const char *begin = value;

    while ((begin = strchr(begin, '<')) && message->references->len < MAX_REFERENCES) {
        const char *end = begin + strcspn(begin, "> ");

        if (*end == '>')
            g_ptr_array_add(message->references, g_strndup(begin, (gsize)(end + 1 - begin)));
        begin = end;
    }
}

static char *message_id(const char *value)
{
    const char *begin = strchr(value, '<');
    const char *end = begin ? strchr(begin, '>') : NULL;

    if (end)
        return g_strndup(begin, (gsize)(end + 1 - begin));
    return *value ? g_strdup_printf("<%.*s>", (int)strcspn(value, " <>"), value) : NULL;
}

static char *first_addr_spec(const char *value)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(message_address_free);
    const struct address *first;

    add_addresses(addresses, value);
    first = addresses->len ? g_ptr_array_index(addresses, 0) : NULL;
    return first && *first->addr_spec ? g_strdup(first->addr_spec) : NULL;
}

/* Fields of which doubles matter, and where the recipient stands. */
struct seen {
    guint from, subject, date, received, recipient;
};

/* Delivered-To before X-Original-To before To. */
static void read_recipient(struct message *message, struct seen *seen, const char *name,
                           const char *value)
{
    guint rank = is_field(name, "Delivered-To")    ? 3
                 : is_field(name, "X-Original-To") ? 2
                 : is_field(name, "To")            ? 1
                                                   : 0;
    char *addr_spec;

    if (rank <= seen->recipient)
        return;
    addr_spec = first_addr_spec(value);
    if (!addr_spec)
        return;
    g_free(message->recipient);
    message->recipient = addr_spec;
    seen->recipient = rank;
}

/* An out-of-office reply, a bounce, a robot (RFC 3834, section 5; what came before it). */
static bool is_of_a_robot(const char *name, const char *value)
{
    if (is_field(name, "Auto-Submitted"))
        return g_ascii_strncasecmp(value, "no", strlen("no")) != 0;
    if (is_field(name, "Precedence"))
        return !g_ascii_strcasecmp(value, "auto_reply") || !g_ascii_strcasecmp(value, "bulk") ||
               !g_ascii_strcasecmp(value, "junk") || !g_ascii_strcasecmp(value, "list");
    return is_field(name, "X-Autoreply") || is_field(name, "X-Autorespond") ||
           is_field(name, "X-Auto-Response-Id");
}

static void read_sender(struct message *message, struct seen *seen, const char *name,
                        const char *value)
{
    if (is_field(name, "From")) {
        seen->from++;
        add_addresses(message->from, value);
    } else if (is_field(name, "Subject") && !seen->subject++) {
        g_free(message->subject);
        message->subject = one_line(decode(value));
    } else if (is_field(name, "List-Id") || is_field(name, "List-Post"))
        message->is_list = true;
    message->is_automatic |= is_of_a_robot(name, value);
}

static void read_trace(struct message *message, struct seen *seen, const char *name, char *value,
                       guint position)
{
    if (is_field(name, "Received")) {
        seen->received++;
        add_received(message, value);
    } else if (is_field(name, "Authentication-Results"))
        add_authres(message, g_strdup(value), seen->received, position);
    else if (is_field(name, "Date") && !seen->date++)
        message->date = parse_date(value);
    else if (is_field(name, "Message-ID") && !message->message_id)
        message->message_id = message_id(value);
    else if (is_field(name, "In-Reply-To") || is_field(name, "References"))
        add_references(message, value);
}

/* « RE : », with a blank, is French Outlook's. */
static bool has_prefix(const char *subject, const char *const *prefixes)
{
    g_autofree char *lower = g_utf8_strdown(subject, -1);

    for (; *prefixes; prefixes++)
        if (g_str_has_prefix(lower, *prefixes)) {
            const char *after = lower + strlen(*prefixes);

            if (after[strspn(after, " ")] == ':')
                return true;
        }
    return false;
}

bool header_is_reply_subject(const char *subject)
{
    static const char *const prefixes[] = { "re", "ré", "rép", "aw", "sv", NULL };

    return has_prefix(subject, prefixes);
}

bool header_is_forward_subject(const char *subject)
{
    static const char *const prefixes[] = { "tr", "fw", "fwd", "transf", "wg", NULL };

    return has_prefix(subject, prefixes);
}

static void conclude(struct message *message, const struct seen *seen)
{
    message->from_doubled = seen->from > 1 || message->from->len > 1;
    message->is_reply = header_is_reply_subject(message->subject);
    if (seen->from > 1)
        g_ptr_array_add(message->notes, g_strdup(_("The message has more than one From field.")));
    else if (message->from->len > 1)
        g_ptr_array_add(message->notes, g_strdup(_("The From field holds more than one address.")));
    if (seen->subject > 1)
        g_ptr_array_add(message->notes,
                        g_strdup(_("The message has more than one Subject field.")));
    if (seen->date > 1)
        g_ptr_array_add(message->notes, g_strdup(_("The message has more than one Date field.")));
}

void header_read(struct message *message, GMimeObject *object)
{
    GMimeHeaderList *list = g_mime_object_get_header_list(object);
    struct seen seen = { 0 };

    for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
        GMimeHeader *header = g_mime_header_list_get_header_at(list, i);
        const char *name = g_mime_header_get_name(header);
        const char *raw = g_mime_header_get_raw_value(header);
        g_autofree char *value = unfold(raw ? raw : "");

        read_sender(message, &seen, name, value);
        read_trace(message, &seen, name, value, (guint)i);
        read_recipient(message, &seen, name, value);
    }
    conclude(message, &seen);
}
