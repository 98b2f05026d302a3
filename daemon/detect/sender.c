/* Official senders and those who pose as one: names, addresses in names, look-alike domains. */
#include "detect/sender.h"

#include <glib/gi18n.h>
#include <string.h>

#include "detect/lookalike.h"
#include "message/authres.h"

/* Between the pieces of a domain, and before and after a piece. */
#define SEPARATORS ".-_"
#define DIGITS "0123456789"

/* Words of a person's name. */
#define MAX_NAMES 3

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

/* The shape of a domain, as one word. */
static char *squeezed_shape(const char *domain)
{
    g_autofree char *shape = lookalike_shape(domain);
    g_auto(GStrv) pieces = g_strsplit_set(shape, SEPARATORS, -1);

    return g_strjoinv("", pieces);
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
    right->name_shapes = shapes_of(right->names, lookalike_name);
    right->confusable_shapes = shapes_of(right->confusable, lookalike_shape);
    right->official_shapes = shapes_of(right->official, lookalike_shape);
    right->official_squeezed = shapes_of(right->official, squeezed_shape);
}

static bool name_is_official(const struct right *right, const char *name)
{
    g_autofree char *given = lookalike_name(name);

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
    g_autofree char *shape = lookalike_name(name);
    g_auto(GStrv) words = g_strsplit(shape, " ", -1);

    for (guint i = 0; right->confusable[i]; i++)
        if (strlen(right->confusable[i]) < RIGHT_LONG_WORD &&
            g_strv_contains((const char *const *)words, right->confusable_shapes[i]))
            return true;
    return false;
}

/* The shapes of those pieces that carry a number, without it: "ameli" of "ameli75". */
static char **pieces_without_number(const char *domain)
{
    g_auto(GStrv) pieces = g_strsplit_set(domain, SEPARATORS, -1);
    GPtrArray *shapes = g_ptr_array_new();

    for (char **piece = pieces; *piece; piece++) {
        char *word = *piece + strspn(*piece, DIGITS);
        gsize end = strlen(word);

        while (end && strchr(DIGITS, word[end - 1]))
            end--;
        if (end == strlen(*piece))
            continue;
        word[end] = '\0';
        g_ptr_array_add(shapes, lookalike_shape(word));
    }
    g_ptr_array_add(shapes, NULL);
    return (char **)g_ptr_array_free(shapes, FALSE);
}

/* A word of the service as a piece between dots and hyphens; a long one anywhere. */
static bool domain_holds_word(const struct right *right, const char *domain)
{
    g_autofree char *shape = lookalike_shape(domain);
    g_auto(GStrv) pieces = g_strsplit_set(shape, SEPARATORS, -1);
    g_auto(GStrv) numbered = pieces_without_number(domain);
    g_autofree char *squeezed = g_strjoinv("", pieces);

    for (guint i = 0; right->confusable[i]; i++) {
        const char *wanted = right->confusable_shapes[i];

        if (g_strv_contains((const char *const *)pieces, wanted) ||
            g_strv_contains((const char *const *)numbered, wanted) ||
            (strlen(right->confusable[i]) >= RIGHT_LONG_WORD && strstr(squeezed, wanted)))
            return true;
    }
    return false;
}

/* "sante-gouv.fr": an official domain with other separators. A short one ("msafr") may be a part of
 * any word. */
static bool domain_holds_official(const struct right *right, const char *domain)
{
    g_autofree char *squeezed = squeezed_shape(domain);

    for (char **wanted = right->official_squeezed; *wanted; wanted++)
        if (strlen(*wanted) >= RIGHT_LONG_WORD && strstr(squeezed, *wanted))
            return true;
    return false;
}

/* "amelli.fr", "monespacesant.net": what is typed by mistake. Of a short word only the mistakes
 * that make no other word: "smeli" and "amelie" are somebody else's. */
static bool domain_is_mistyped(const struct right *right, const char *domain)
{
    g_autofree char *registrable = authres_registrable(domain);
    g_autofree char *shape = lookalike_shape(registrable);
    g_autofree char *label = g_strndup(shape, strcspn(shape, "."));
    g_autofree char *squeezed = squeezed_shape(label);

    for (guint i = 0; right->official[i]; i++)
        if (strcspn(right->official[i], ".") >= SENDER_MIN_SLIP &&
            !strpbrk(right->official[i], "*#") &&
            lookalike_is_slip(shape, right->official_shapes[i]))
            return true;
    for (guint i = 0; right->confusable[i]; i++)
        if (strlen(right->confusable[i]) >= RIGHT_LONG_WORD &&
            lookalike_is_typo(squeezed, right->confusable_shapes[i]))
            return true;
    return false;
}

static gsize local_length(const struct address *address)
{
    const char *at = strrchr(address->addr_spec, '@');

    return at ? (gsize)(at - address->addr_spec) : 0;
}

/* Whether `word` (a shape) is one of those that official names are made of. */
static bool is_of_names(const struct right *right, const char *word)
{
    for (char **name = right->name_shapes; *name; name++) {
        g_auto(GStrv) words = g_strsplit(*name, " ", -1);

        if (!g_strv_contains((const char *const *)right->confusable_shapes, word) &&
            g_strv_contains((const char *const *)words, word))
            return true;
    }
    return false;
}

/* "Camille Ameli-Durand <camille.ameli-durand@…>", "Améli Durand <ameli.durand@…>": first name and
 * name, both in the address, and no word of an office. What begins with the service's name as the
 * service writes it is no person's. */
static bool is_person(const struct right *right, const struct address *address, const char *local)
{
    g_autofree char *name = lookalike_name(address->name);
    g_autofree char *given = g_strndup(address->name, strcspn(address->name, " -"));
    g_autofree char *inside = lookalike_shape(local);
    g_auto(GStrv) words = g_strsplit(name, " ", -1);
    const guint count = g_strv_length(words);

    if (count < 2 || count > MAX_NAMES)
        return false;
    if (g_str_is_ascii(given) &&
        g_strv_contains((const char *const *)right->confusable_shapes, words[0]))
        return false;
    for (char **word = words; *word; word++)
        if (!strstr(inside, *word) || is_of_names(right, *word))
            return false;
    return true;
}

static bool name_poses(const struct right *right, const struct address *address, const char *local)
{
    return (name_is_official(right, address->name) || name_holds_word(right, address->name)) &&
           !is_person(right, address, local);
}

enum sender sender_judge(const struct right *right, const struct address *address, char **why)
{
    g_autofree char *domain = unicode_domain(address->domain);
    g_autofree char *local = g_strndup(address->addr_spec, local_length(address));
    const char *fault = NULL;

    /* No official domain needs other letters; invisible ones would vanish in the comparison. */
    if (*address->domain && g_str_is_ascii(address->domain) &&
        right_is_official(right, address->domain))
        return SENDER_OFFICIAL;
    if (name_holds_official(right, address->name))
        fault = _("shows an official address as its name");
    else if (name_poses(right, address, local))
        fault = _("calls itself by an official name");
    else if (name_holds_official(right, local))
        fault = _("has an official address before its @");
    else if (domain_begins_official(right, domain))
        fault = _("puts an official domain before a foreign one");
    else if (domain_holds_word(right, domain) || domain_holds_official(right, domain) ||
             domain_is_mistyped(right, domain))
        fault = _("has a domain that looks like an official one");
    if (!fault)
        return SENDER_OTHER;
    if (why)
        *why = g_strdup_printf(_("the sender %s %s"), address->addr_spec, fault);
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
