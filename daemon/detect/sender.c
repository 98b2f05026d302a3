/* Official senders and those who pose as one: names, addresses in names, look-alike domains. */
#include "detect/sender.h"

#include <string.h>

/* What a reader's eye takes for the same: one shape for each letter, in names and domains alike.
 * (Unicode's confusables table holds thousands; these are the letters that French words need.) */
static const struct {
    gunichar letter;
    char shape;
} shapes[] = {
    { 0x0430, 'a' }, { 0x0251, 'a' }, { 0x03B1, 'a' }, { 0x0432, 'b' }, { 0x0441, 'c' },
    { 0x03F2, 'c' }, { 0x0501, 'd' }, { 0x0435, 'e' }, { 0x0454, 'e' }, { 0x03B5, 'e' },
    { 0x04BB, 'h' }, { 0x0456, 'l' }, { 0x04CF, 'l' }, { 0x0131, 'l' }, { 0x03B9, 'l' },
    { 0x0458, 'j' }, { 0x043A, 'k' }, { 0x03BA, 'k' }, { 0x043C, 'm' }, { 0x03BC, 'm' },
    { 0x043D, 'h' }, { 0x03B7, 'n' }, { 0x0578, 'n' }, { 0x043E, 'o' }, { 0x03BF, 'o' },
    { 0x0585, 'o' }, { 0x0440, 'p' }, { 0x03C1, 'p' }, { 0x0455, 's' }, { 0x0442, 't' },
    { 0x03C4, 't' }, { 0x03C5, 'u' }, { 0x057D, 'u' }, { 0x0475, 'v' }, { 0x03BD, 'v' },
    { 0x0445, 'x' }, { 0x03C7, 'x' }, { 0x0443, 'y' }, { 0x0261, 'g' }, { '0', 'o' },
    { '1', 'l' },    { '3', 'e' },    { '4', 'a' },    { '5', 's' },    { '|', 'l' },
    { 'i', 'l' },    { '$', 's' },    { '@', 'a' },
};

static gunichar shape_of(gunichar letter)
{
    for (gsize i = 0; i < G_N_ELEMENTS(shapes); i++)
        if (shapes[i].letter == letter)
            return (gunichar)(guchar)shapes[i].shape;
    return letter;
}

static void replace_all(GString *text, const char *pair, const char *with)
{
    g_string_replace(text, pair, with, 0);
}

/* The shape of a text: lower case, without accents, look-alikes as one letter. */
static GString *skeleton(const char *text)
{
    g_autofree char *plain = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
    g_autofree char *folded = plain ? g_utf8_casefold(plain, -1) : g_ascii_strdown(text, -1);
    GString *shape = g_string_new(NULL);

    for (char *at = folded; *at; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);

        if (!g_unichar_ismark(letter))
            g_string_append_unichar(shape, shape_of(letter));
    }
    replace_all(shape, "rn", "m");
    replace_all(shape, "vv", "w");
    return shape;
}

/* The skeleton with its words joined by single spaces, whatever stood between them. */
static char *name_shape(const char *name)
{
    g_autoptr(GString) shape = skeleton(name);
    g_autoptr(GString) words = g_string_new(NULL);
    bool gap = false;

    for (char *at = shape->str; *at; at = g_utf8_next_char(at)) {
        const gunichar letter = g_utf8_get_char(at);

        if (!g_unichar_isalnum(letter)) {
            gap = words->len > 0;
            continue;
        }
        if (gap)
            g_string_append_c(words, ' ');
        gap = false;
        g_string_append_unichar(words, letter);
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

/* « AssuranceMaladie »: whether `given` without its spaces begins as `wanted` without its own. */
static bool begins_squeezed(const char *given, const char *wanted)
{
    while (*given && *wanted) {
        given += *given == ' ';
        wanted += *wanted == ' ';
        if (*given++ != *wanted++)
            return false;
    }
    return !*wanted && (!*given || *given == ' ');
}

static char *domain_shape(const char *domain)
{
    return g_string_free(skeleton(domain), FALSE);
}

static char **shapes_of(char **texts, char *(*shape)(const char *))
{
    GPtrArray *made = g_ptr_array_new();

    for (; *texts; texts++)
        g_ptr_array_add(made, shape(*texts));
    g_ptr_array_add(made, NULL);
    return (char **)g_ptr_array_free(made, FALSE);
}

void sender_prepare(struct right *right)
{
    right->name_shapes = shapes_of(right->names, name_shape);
    right->confusable_shapes = shapes_of(right->confusable, domain_shape);
}

static bool name_is_official(const struct right *right, const char *name)
{
    g_autofree char *given = name_shape(name);

    for (guint i = 0; right->names[i]; i++) {
        const bool open = g_str_has_suffix(right->names[i], "*");
        const char *wanted = right->name_shapes[i];
        const gsize length = strlen(wanted);

        if (length && g_str_has_prefix(given, wanted) &&
            (!given[length] || (open && given[length] == ' ')))
            return true;
        if (open && length >= RIGHT_LONG_WORD && begins_squeezed(given, wanted))
            return true;
    }
    return false;
}

/* An address or a host of an official domain, anywhere in a display name. */
static bool name_holds_official(const struct right *right, const char *name)
{
    g_auto(GStrv) words = g_strsplit_set(name, " <>()[]\"’,;:/@", -1);

    for (char **word = words; *word; word++)
        if (strchr(*word, '.') && right_is_official(right, *word))
            return true;
    return false;
}

static char *unicode_domain(const char *domain)
{
    char *unicode = g_hostname_to_unicode(domain);

    return unicode ? unicode : g_strdup(domain);
}

/* "ameli.fr.example.com": an official domain put before a foreign one. */
static bool domain_begins_official(const struct right *right, const char *domain)
{
    for (char **official = right->official; *official; official++) {
        g_autofree char *inside = g_strdup_printf(".%s.", *official);
        g_autofree char *around = g_strdup_printf(".%s", domain);

        if (strstr(around, inside))
            return true;
    }
    return false;
}

/* A short word of the service ("ameli") among those of a display name. A long one may be what a
 * newspaper writes of. */
static bool name_holds_word(const struct right *right, const char *name)
{
    g_autofree char *shape = name_shape(name);
    g_auto(GStrv) words = g_strsplit(shape, " ", -1);

    for (guint i = 0; right->confusable[i]; i++)
        if (strlen(right->confusable[i]) < RIGHT_LONG_WORD &&
            g_strv_contains((const char *const *)words, right->confusable_shapes[i]))
            return true;
    return false;
}

/* A word of the service as a piece between dots and hyphens; a long one anywhere. */
static bool domain_holds_word(const struct right *right, const char *domain)
{
    g_autoptr(GString) shape = skeleton(domain);
    g_auto(GStrv) pieces = g_strsplit_set(shape->str, ".-_", -1);
    g_autofree char *squeezed = g_strjoinv("", pieces);

    for (guint i = 0; right->confusable[i]; i++) {
        const char *wanted = right->confusable_shapes[i];

        if (g_strv_contains((const char *const *)pieces, wanted) ||
            (strlen(right->confusable[i]) >= RIGHT_LONG_WORD && strstr(squeezed, wanted)))
            return true;
    }
    return false;
}

static gsize local_length(const struct address *address)
{
    const char *at = strrchr(address->addr_spec, '@');

    return at ? (gsize)(at - address->addr_spec) : 0;
}

enum sender sender_judge(const struct right *right, const struct address *address, char **why)
{
    g_autofree char *domain = unicode_domain(address->domain);
    g_autofree char *local = g_strndup(address->addr_spec, local_length(address));
    const char *fault = NULL;

    if (*address->domain && right_is_official(right, address->domain))
        return SENDER_OFFICIAL;
    if (name_holds_official(right, address->name))
        fault = "shows an official address as its name";
    else if (name_is_official(right, address->name) || name_holds_word(right, address->name))
        fault = "calls itself by an official name";
    else if (name_holds_official(right, local))
        fault = "has an official address before its @";
    else if (domain_begins_official(right, domain))
        fault = "puts an official domain before a foreign one";
    else if (domain_holds_word(right, domain))
        fault = "has a domain that looks like an official one";
    if (!fault)
        return SENDER_OTHER;
    if (why)
        *why = g_strdup_printf("the sender %s %s", address->addr_spec, fault);
    return SENDER_POSING;
}

enum sender sender_of(const struct right *right, const struct message *message,
                      const struct address *address)
{
    const enum sender sender = sender_judge(right, address, NULL);

    if (sender == SENDER_POSING && message->way == MESSAGE_INLINE && !*address->domain)
        return SENDER_OFFICIAL;
    return sender;
}

guint sender_bits(const struct right *right, const struct message *message)
{
    guint bits = 0;

    for (guint i = 0; i < message->from->len; i++)
        bits |= 1u << sender_of(right, message, message->from->pdata[i]);
    return bits;
}
