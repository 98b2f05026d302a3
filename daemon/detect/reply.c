/* Reading an answer. */
#include "detect/reply.h"

#include <string.h>

#include "detect/detect.h"
#include "detect/rule.h"

#define MAX_MARKS 20

struct mail_reply *mail_reply_new(enum reply_word word)
{
    struct mail_reply *answer = g_new0(struct mail_reply, 1);

    answer->word = word;
    answer->cited = g_ptr_array_new_with_free_func(g_free);
    return answer;
}

void mail_reply_free(struct mail_reply *answer)
{
    g_ptr_array_unref(answer->cited);
    g_clear_pointer(&answer->pdf, g_bytes_unref);
    g_free(answer);
}

/* --- marks --------------------------------------------------------------------------------- */

void marks_find(const struct rules *rules, const char *text, GPtrArray *marks)
{
    const gint64 deadline = pattern_deadline();
    struct pattern_hit hit;
    gsize offset = 0;

    while (text && marks->len < MAX_MARKS &&
           pattern_match(rules->mark, text, offset, deadline, &hit) == PATTERN_YES) {
        const struct span *span = &hit.groups[GROUP_WHOLE];
        g_autofree char *found = g_strndup(text + span->start, span->end - span->start);
        char *mark = g_ascii_strdown(found, -1);

        offset = span->end;
        if (g_ptr_array_find_with_equal_func(marks, mark, g_str_equal, NULL))
            g_free(mark);
        else
            g_ptr_array_add(marks, mark);
    }
}

/* --- the first line ------------------------------------------------------------------------ */

static bool is_quoted(const char *line)
{
    return *line == '>';
}

/* The index of the first quoted line, or how many lines there are. */
static guint first_quoted(char *const *lines)
{
    guint i = 0;

    while (lines[i] && !is_quoted(lines[i]))
        i++;
    return i;
}

static bool begins_attribution(const char *line)
{
    return g_str_has_prefix(line, "Le ") || g_str_has_prefix(line, "On ");
}

/* « Le lun. 13 avr. 2026 à 10:00, Vigie <…> a écrit : », on one line or two, right above what is
 * quoted: where it begins, else `quoted`. */
static guint attribution_before(char *const *lines, guint quoted)
{
    guint line = quoted;

    while (line > 0 && !*lines[line - 1])
        line--;
    if (!lines[quoted] || line-- == 0 || !g_str_has_suffix(lines[line], ":"))
        return quoted;
    return line > 0 && !begins_attribution(lines[line]) && begins_attribution(lines[line - 1])
               ? line - 1
               : line;
}

/* The first line from `from` on that the person wrote; NULL where there is none. */
static const char *own_line(char *const *lines, guint from, guint *at)
{
    guint quoted = first_quoted(lines);
    guint attribution = attribution_before(lines, quoted);

    for (guint i = from; lines[i]; i++) {
        *at = i;
        if (*lines[i] && !is_quoted(lines[i]) && (i < attribution || i >= quoted))
            return lines[i];
    }
    return NULL;
}

/* --- its words ----------------------------------------------------------------------------- */

/* « C’est activé ! » is "c est active". */
static char *folded(const char *line)
{
    g_autofree char *lower = g_utf8_casefold(line, -1);
    g_autofree char *apart = g_utf8_normalize(lower, -1, G_NORMALIZE_NFKD);
    GString *out = g_string_new(NULL);

    for (const char *at = apart ? apart : ""; *at; at = g_utf8_find_next_char(at, NULL)) {
        gunichar c = g_utf8_get_char(at);

        if (g_unichar_isalnum(c))
            g_string_append_unichar(out, c);
        else if (!g_unichar_ismark(c))
            g_string_append_c(out, ' ');
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *first, *second; /* NULL: whatever follows */
    enum reply_word word;
} words[] = {
    { "fait", NULL, REPLY_OPPOSED },        { "faite", NULL, REPLY_OPPOSED },
    { "done", NULL, REPLY_OPPOSED },        { "active", NULL, REPLY_ACTIVATED },
    { "activee", NULL, REPLY_ACTIVATED },   { "activated", NULL, REPLY_ACTIVATED },
    { "plus", "tard", REPLY_LATER },        { "later", NULL, REPLY_LATER },
};

/* What may stand before: « Oui, c’est déjà fait », "OK, it's all done", « J’ai activé ». */
static const char *const before[] = { "oui",  "ok",  "yes", "c",       "est", "cest", "it",
                                      "s",    "its", "is",  "all",     "tout", "deja", "already",
                                      "j",    "ai",  "l",   "voila",   "i",    "have", "ve",
                                      "bonjour", "bonsoir", "hello",   "hi",   NULL };

/* After which the word means something else, or nothing yet. */
static const char *const instead[] = { "pas",  "non",  "ne",     "n",        "jamais", "rien",
                                       "not",  "no",   "never",  "nothing",  "demain", "tomorrow",
                                       "comment", "how", "bientot", "soon",  "si",     "if",
                                       "suivre", "soir", "lundi", "mardi", "mercredi", "jeudi",
                                       "vendredi", "samedi", "dimanche", "semaine", "quand", "sera",
                                       "tonight", "later", "when", "monday", "tuesday", "wednesday",
                                       "thursday", "friday", "saturday", "sunday", "week", "stp", "svp",
                                       "moi", "mon", "please", "moitie", "half", "will", NULL };

static enum reply_word word_at(char *const *said)
{
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_equal(said[0], words[i].first) &&
            (!words[i].second || g_strcmp0(said[1], words[i].second) == 0))
            return words[i].word;
    return REPLY_NONE;
}

static enum reply_word word_of_line(const char *line)
{
    g_autofree char *plain = folded(line);
    g_auto(GStrv) split = g_strsplit(plain, " ", -1);
    g_autoptr(GPtrArray) said = g_ptr_array_new();
    char **first;
    enum reply_word word;

    for (char **one = split; *one; one++)
        if (**one)
            g_ptr_array_add(said, *one);
    g_ptr_array_add(said, NULL);
    first = (char **)said->pdata;
    while (*first && g_strv_contains(before, *first))
        first++;
    word = *first ? word_at(first) : REPLY_NONE;
    if (word == REPLY_NONE || word == REPLY_LATER)
        return word;
    for (char **one = first; *one; one++)
        if (g_strv_contains(instead, *one))
            return REPLY_NONE;
    return strchr(line, '?') ? REPLY_NONE : word;
}

/* « Bonjour, » alone. */
static bool is_greeting(const char *line)
{
    g_autofree char *plain = g_strstrip(folded(line));

    return g_str_equal(plain, "bonjour") || g_str_equal(plain, "bonsoir") ||
           g_str_equal(plain, "hello") || g_str_equal(plain, "hi");
}

enum reply_word reply_word_of(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *line;
    guint at = 0;

    for (char **one = lines; *one; one++)
        g_strstrip(*one);
    line = own_line(lines, 0, &at);
    if (line && is_greeting(line))
        line = own_line(lines, at + 1, &at);
    return line ? word_of_line(line) : REPLY_NONE;
}

/* --- the message --------------------------------------------------------------------------- */

/* The parent stands last in References, and In-Reply-To names it too. */
static struct mail_reply *cite(struct mail_reply *answer, const struct rules *rules,
                           const struct message *message)
{
    for (guint i = message->references->len; i-- > 0;)
        marks_find(rules, g_ptr_array_index(message->references, i), answer->cited);
    return answer;
}

struct mail_reply *reply_read(const struct detect_context *context, const struct message *message)
{
    enum reply_word word;
    AUTO(mail_reply) answer = NULL;
    g_autoptr(GPtrArray) reasons = g_ptr_array_new_with_free_func(g_free);

    if (message->is_automatic || message->is_list || message->from_doubled ||
        message->from->len != 1 || message->references->len == 0)
        return NULL;
    word = reply_word_of(message->text);
    if (word == REPLY_NONE)
        return NULL;
    answer = cite(mail_reply_new(word), context->rules, message);
    if (answer->cited->len == 0)
        return NULL;
    answer->auth = authres_verdict(message, context->trust, reasons);
    answer->pdf = message->pdf ? g_bytes_ref(message->pdf) : NULL;
    answer->pdf_cut = message->pdf_cut;
    return g_steal_pointer(&answer);
}
