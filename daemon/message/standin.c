/* Stand-ins for what is a person's own. */
#include "message/standin.h"

#include <string.h>

#include "message/glyphs.h"

/* A shorter word is an initial or an article. */
#define MIN_NAME_LETTERS 2

/* Words of mails that also stand in addresses and after a greeting. */
static const char *const wording[] = {
    "madame", "monsieur", "mademoiselle", "mme", "mlle", "mr", "bonjour", "cher", "chère", "chers",
    "mon", "ma", "mes", "votre", "vos", "notre", "nos", "espace", "sante", "santé", "service",
    "assurance", "maladie", "ameli", "code", "compte", "profil", "enfant", "enfants", "le", "la",
    "les", "de", "du", "des", "et", "ou", "en", "un", "une", "pour", "par", "vous", "nous", "il",
    "elle", "opposition", "contact", "info", "infos", "mail", "email", "courriel", "message",
    "objet", "date", "né", "née", "nom", "prénom", "prenom", "original", "received", "from", "to",
    "subject", "sent", "the", "and", "test", "caisse", "primaire", "ministère", "carte", "vitale",
    "noreply",
};

/* What Received, with its date, and Authentication-Results are made of. */
static const char *const trace_words[] = {
    "from", "by", "with", "for", "id", "via", "helo", "ehlo", "esmtp", "esmtps", "esmtpsa",
    "esmtpa", "smtp", "smtps", "lmtp", "http", "https", "tls", "tlsv", "ssl", "cipher", "version",
    "bits", "using", "unknown", "verified", "not", "authenticated", "sender", "envelope", "port",
    "localhost", "local", "postfix", "exim", "dovecot", "spf", "dkim", "dmarc", "arc", "pass",
    "fail", "none", "neutral", "softfail", "permerror", "temperror", "policy", "reason", "header",
    "mailfrom", "mail", "auth", "iprev", "action", "quarantine", "reject", "dis", "domain", "key",
    "signature", "client", "did", "present", "certificate", "requested", "no", "mapi", "gmt", "utc",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may", "jun",
    "jul", "aug", "sep", "oct", "nov", "dec",
    "a", "b", "d", "i", "s", /* header.d=, of DKIM */
};

#define EDGE "(?<![\\p{L}\\p{N}])"
/* Of Authentication-Results (RFC 8601, section 2.2): it is neither a host nor part of an address. */
#define PROPERTY "\\b(?:smtp|header|body|policy)\\.[a-z]+="
#define LOCAL "[\\p{L}\\p{N}.!#$%&*+/=?^_`{|}~-]"
#define MONTH                                                                                      \
    "(?:jan|f[ée]v|feb|mar|avr|apr|mai|may|jui|jun|jul|ao[uû]|aug|sep|oct|nov|d[ée]c)\\p{L}*"

enum pattern {
    BIRTH, DATE, LINK, ADDRESS, HOST, WORD, MIXED, NUMBER, GROUPED, NAMED, GREETED, OF, PATTERNS
};

static const char *const patterns[PATTERNS] = {
    [BIRTH] = "\\b(?:née?(?:\\(e\\))?s?|naissance|born)\\b[^\\d\\n]{0,20}(\\d[\\d./ -]{3,12}\\d)",
    [DATE] = EDGE "(?:\\d{1,2}[./-]\\d{1,2}[./-](?:\\d{4}|\\d{2})|\\d{4}-\\d{2}-\\d{2}"
                  "|\\d{1,2}(?:er|ᵉʳ)?[ \\n\\x{a0}]+" MONTH "\\.?[ \\n\\x{a0}]+\\d{4}"
                  "|\\d{1,2}:\\d{2}(?::\\d{2})?(?: ?[+-]\\d{4})?)(?!\\d)",
    [LINK] = "(?:https?://|www\\.|cid:|data:)[^\\s\"'<>\\x{ab}\\x{bb}]+",
    [ADDRESS] = "(?:" PROPERTY "\\K" LOCAL "*|" LOCAL "+)@[\\p{L}\\p{N}.-]*[\\p{L}\\p{N}]",
    [HOST] = EDGE "(?!" PROPERTY ")[\\p{L}\\p{N}_-]+(?:\\.[\\p{L}\\p{N}_-]+)+"
                  "|\\b[0-9a-f]*(?::[0-9a-f]*){3,}",
    [WORD] = "\\p{L}[\\p{L}\\p{M}]*",
    [MIXED] = EDGE "(?=\\p{L}*\\p{N})(?=\\p{N}*\\p{L})[\\p{L}\\p{N}]{6,}",
    [NUMBER] = "\\d{5,}",
    /* not the number of a decree, "2021-1048" */
    [GROUPED] = EDGE "(?!20\\d\\d-\\d{3,4}(?!\\d))\\d(?:[ .\\x{a0}\\x{202f}-]?\\d){6,}",
    [NAMED] = "((?:[\\p{L}’'.\"-]+[ \\t]+){1,4})(?:\\[mailto:|<|&lt;)([^>\\]\\s]+@[^>\\]\\s]+)",
    [GREETED] = "(?i:\\b(?:madame|monsieur|mademoiselle|mme|mlle|mr|bonjour|chère?s?|enfants?|"
                "prénoms?|noms?|assurée?|bénéficiaire|représentée?|concerne|dear|fils|fille|conjointe?|dr|"
                "docteure?|pr|professeure?)\\b|\\b(?:M|Dr|Pr)\\.)"
                "[ :]*(?:(?i:madame|monsieur|mme|est|et)[ ]+)?"
                "((?:\\p{Lu}[\\p{L}\\p{M}’'-]+(?:[ ]+(?:et[ ]+)?)?){1,5})",
    [OF] = "\\b(?:de|à|et|pour|par|que|d[’'])[ ]?(\\p{Lu}\\p{Ll}+(?:[ -]\\p{Lu}\\p{L}+){0,2})",
};

struct standin {
    guint8 key[32];
    gsize key_length;
    bool (*keeps)(const char *domain, gconstpointer data);
    gconstpointer data;
    GHashTable *spared, *addresses; /* sets of char *, folded */
    GHashTable *names;
    GPtrArray *codes;               /* of GRegex */
    GHashTable *trace;
    GRegex *regex[PATTERNS];
};

static void add_words(GHashTable *set, const char *const *words, gsize count)
{
    for (gsize i = 0; i < count; i++)
        g_hash_table_add(set, g_strdup(words[i]));
}

static GHashTable *set_new(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void set_key(struct standin *standin, GBytes *key)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    gsize length;
    const guint8 *bytes = g_bytes_get_data(key, &length);

    g_checksum_update(sum, bytes, (gssize)length);
    standin->key_length = sizeof standin->key;
    g_checksum_get_digest(sum, standin->key, &standin->key_length);
}

/* Months and « Né le » are written as one likes; a capital tells a name. */
static GRegex *compile(enum pattern which)
{
    GRegexCompileFlags flags = which == DATE || which == BIRTH ? G_REGEX_CASELESS : 0;

    return g_regex_new(patterns[which], flags | G_REGEX_OPTIMIZE, 0, NULL);
}

struct standin *standin_new(GBytes *key, bool (*keeps)(const char *domain, gconstpointer data),
                            gconstpointer data)
{
    struct standin *standin = g_new0(struct standin, 1);

    set_key(standin, key);
    standin->keeps = keeps;
    standin->data = data;
    standin->spared = set_new();
    standin->addresses = set_new();
    standin->names = set_new();
    standin->trace = set_new();
    standin->codes = g_ptr_array_new_with_free_func((GDestroyNotify)g_regex_unref);
    add_words(standin->spared, wording, G_N_ELEMENTS(wording));
    add_words(standin->trace, trace_words, G_N_ELEMENTS(trace_words));
    for (int i = 0; i < PATTERNS; i++)
        standin->regex[i] = compile(i);
    return standin;
}

void standin_free(struct standin *standin)
{
    g_hash_table_unref(standin->spared);
    g_hash_table_unref(standin->addresses);
    g_hash_table_unref(standin->names);
    g_hash_table_unref(standin->trace);
    g_ptr_array_unref(standin->codes);
    for (int i = 0; i < PATTERNS; i++)
        g_regex_unref(standin->regex[i]);
    g_free(standin);
}

static bool in_set(GHashTable *set, const char *word)
{
    g_autofree char *folded = g_utf8_strdown(word, -1);

    return g_hash_table_contains(set, folded);
}

static void each_word(const struct standin *standin, GHashTable *set, const char *name, bool spares)
{
    g_autofree char *valid = g_utf8_make_valid(name ? name : "", -1);
    g_autoptr(GMatchInfo) info = NULL;

    for (g_regex_match(standin->regex[WORD], valid, 0, &info); g_match_info_matches(info);
         g_match_info_next(info, NULL)) {
        g_autofree char *word = g_match_info_fetch(info, 0);

        if (g_utf8_strlen(word, -1) >= MIN_NAME_LETTERS &&
            (spares || !in_set(standin->spared, word)))
            g_hash_table_add(set, g_utf8_strdown(word, -1));
    }
}

void standin_learn_name(struct standin *standin, const char *name)
{
    each_word(standin, standin->names, name, false);
}

void standin_spare(struct standin *standin, const char *name)
{
    each_word(standin, standin->spared, name, true);
}

void standin_spare_address(struct standin *standin, const char *addr_spec)
{
    g_hash_table_add(standin->addresses, g_utf8_strdown(addr_spec, -1));
}

void standin_learn_code(struct standin *standin, const char *code)
{
    g_autoptr(GString) pattern = g_string_new(EDGE);
    GRegex *regex;

    for (const char *p = code; p && *p; p += g_utf8_skip[(guint8)*p]) {
        g_autofree char *quoted = g_regex_escape_string(p, 1);

        g_string_append_printf(pattern, "%s%s", p > code ? "[\\s.\\x{a0}\\x{202f}-]*" : "", quoted);
    }
    regex = code && *code && g_str_is_ascii(code) ? g_regex_new(pattern->str, 0, 0, NULL) : NULL;
    if (regex)
        g_ptr_array_add(standin->codes, regex);
}

static bool keeps_address(const struct standin *standin, const char *address)
{
    const char *at = strrchr(address, '@');

    return at && standin->keeps(at + 1, standin->data);
}

/* « de Léa »: a capital within a sentence, of what is nowhere written small. */
static void learn_of(struct standin *standin, const char *text)
{
    g_autoptr(GMatchInfo) info = NULL;

    for (g_regex_match(standin->regex[OF], text, 0, &info); g_match_info_matches(info);
         g_match_info_next(info, NULL)) {
        g_autofree char *name = g_match_info_fetch(info, 1);
        g_autofree char *first = g_strndup(name, strcspn(name, " -"));
        g_autofree char *small = g_utf8_strdown(first, -1);

        if (!in_set(standin->spared, first) && !strstr(text, small))
            standin_learn_name(standin, name);
    }
}

void standin_learn_text(struct standin *standin, const char *text)
{
    g_autoptr(GMatchInfo) named = NULL;
    g_autoptr(GMatchInfo) greeted = NULL;

    for (g_regex_match(standin->regex[NAMED], text, 0, &named); g_match_info_matches(named);
         g_match_info_next(named, NULL)) {
        g_autofree char *name = g_match_info_fetch(named, 1);
        g_autofree char *address = g_match_info_fetch(named, 2);

        if (!keeps_address(standin, address))
            standin_learn_name(standin, name);
    }
    for (g_regex_match(standin->regex[GREETED], text, 0, &greeted); g_match_info_matches(greeted);
         g_match_info_next(greeted, NULL)) {
        g_autofree char *name = g_match_info_fetch(greeted, 1);

        standin_learn_name(standin, name);
    }
    learn_of(standin, text);
}

/* --- replacing ------------------------------------------------------------------------------ */

static void digest_of(const struct standin *standin, const char *token, guint8 digest[32])
{
    g_autoptr(GHmac) hmac = g_hmac_new(G_CHECKSUM_SHA256, standin->key, standin->key_length);
    gsize length = 32;

    g_hmac_update(hmac, (const guchar *)token, -1);
    g_hmac_get_digest(hmac, digest, &length);
}

static gunichar other_letter(gunichar c, guint8 byte)
{
    gunichar lower = g_unichar_tolower(c);
    gunichar base = lower >= 'a' && lower <= 'z' ? lower - 'a' : lower % 26;
    gunichar letter = 'a' + (base + 1 + byte % 25) % 26;

    return g_unichar_isupper(c) ? g_unichar_toupper(letter) : letter;
}

/* Never the same letter again: a short word must not stay as it is. */
static gunichar other(gunichar c, guint8 byte)
{
    if (g_unichar_isdigit(c))
        return '0' + (gunichar)((g_unichar_digit_value(c) + 1 + byte % 9) % 10);
    return g_unichar_isalpha(c) ? other_letter(c, byte) : c;
}

/* The bytes `start` to `end` of what is shown. */
static void replace(const struct standin *standin, struct glyphs *glyphs, int start, int end)
{
    g_autoptr(GString) token = g_string_new(NULL);
    guint8 digest[32];
    guint n = 0;

    for (int i = start; i < end; i = glyphs_next(glyphs, i))
        if (g_unichar_isalnum(glyphs_at(glyphs, i)->c))
            g_string_append_unichar(token, g_unichar_tolower(glyphs_at(glyphs, i)->c));
    digest_of(standin, token->str, digest);
    for (int i = start; i < end; i = glyphs_next(glyphs, i)) {
        struct glyph *glyph = glyphs_at(glyphs, i);

        if (g_unichar_isalnum(glyph->c)) {
            if (!glyph->settled)
                glyph->instead = other(glyph->c, digest[n % 32] + (guint8)(n / 32));
            glyph->settled = true;
            n++;
        }
    }
}

static void keep(struct glyphs *glyphs, int start, int end)
{
    for (int i = start; i < end; i = glyphs_next(glyphs, i))
        glyphs_at(glyphs, i)->settled = true;
}

/* A host: its labels but the last. */
static void replace_host(const struct standin *standin, struct glyphs *glyphs, int start, int end)
{
    g_autofree char *host = g_strndup(glyphs->shown->str + start, (gsize)(end - start));
    const char *last = strrchr(host, '.');
    bool number = last && g_ascii_isdigit(last[1]);

    if (standin->keeps(host, standin->data)) {
        keep(glyphs, start, end);
        return;
    }
    for (const char *label = host; *label;) {
        gsize length = strcspn(label, ".");
        int at = start + (int)(label - host);

        if (last && label == last + 1 && !number)
            keep(glyphs, at, at + (int)length);
        else
            replace(standin, glyphs, at, at + (int)length);
        label += length + (label[length] == '.');
    }
}

/* The host of a link by its own rule, the words of its path each for itself. */
static void replace_link(const struct standin *standin, struct glyphs *glyphs, int start, int end)
{
    const char *text = glyphs->shown->str;
    const char *slashes = g_strstr_len(text + start, end - start, "//");
    int host = slashes ? (int)(slashes - text) + 2 : start;
    int path = host;

    while (path < end && !strchr("/?#:", text[path]))
        path++;
    if (g_str_has_prefix(text + start, "www.") || slashes)
        replace_host(standin, glyphs, host, path);
    keep(glyphs, start, host);
    for (int i = path; i < end;) {
        int word = i;

        if (text[i] == '%' && i + 2 < end) { /* an encoded character */
            keep(glyphs, i, i + 3);
            i += 3;
            continue;
        }
        while (i < end && g_unichar_isalnum(g_utf8_get_char(text + i)))
            i = glyphs_next(glyphs, i);
        if (i > word)
            replace(standin, glyphs, word, i);
        else
            i = glyphs_next(glyphs, i);
    }
}

static void replace_address(const struct standin *standin, struct glyphs *glyphs, int start,
                            int end)
{
    g_autofree char *address = g_strndup(glyphs->shown->str + start, (gsize)(end - start));
    int at = start + (int)(strrchr(address, '@') - address);

    if (in_set(standin->addresses, address)) {
        keep(glyphs, start, end);
        return;
    }
    replace_host(standin, glyphs, at + 1, end);
    replace(standin, glyphs, start, at);
}

/* "#00ff7f" in a tag, bgcolor=000080: a colour tells whether the text is to be seen. */
static bool is_colour(const char *text, int start, int end)
{
    static const char key[] = "color=";
    const char *p = text + start;

    for (int i = start; i < end; i++)
        if (!g_ascii_isxdigit(text[i]))
            return false;
    if (start > 0 && p[-1] == '#')
        return end - start <= 8;
    if (start > 0 && (p[-1] == '"' || p[-1] == '\''))
        p--;
    return end - start == 6 && p - text >= (gssize)strlen(key) &&
           !g_ascii_strncasecmp(p - strlen(key), key, strlen(key));
}

/* What a pattern finds and yet stays. */
static bool stays(const struct standin *standin, const char *text, enum pattern which,
                  enum syntax syntax, int start, int end)
{
    g_autofree char *word = NULL;

    if (which == MIXED || which == NUMBER)
        return syntax == SYNTAX_TAG && is_colour(text, start, end);
    if (which != WORD)
        return false;
    word = g_strndup(text + start, (gsize)(end - start));
    return !in_set(standin->names, word) &&
           (syntax != SYNTAX_TRACE || in_set(standin->trace, word));
}

static void settle(const struct standin *standin, struct glyphs *glyphs, enum pattern which,
                   int start, int end)
{
    if (which == DATE)
        keep(glyphs, start, end);
    else if (which == LINK)
        replace_link(standin, glyphs, start, end);
    else if (which == ADDRESS)
        replace_address(standin, glyphs, start, end);
    else if (which == HOST)
        replace_host(standin, glyphs, start, end);
    else
        replace(standin, glyphs, start, end);
}

static void apply(const struct standin *standin, struct glyphs *glyphs, enum pattern which,
                  enum syntax syntax)
{
    g_autoptr(GMatchInfo) info = NULL;
    const char *text = glyphs->shown->str;
    int start, end;

    for (g_regex_match(standin->regex[which], text, 0, &info); g_match_info_matches(info);
         g_match_info_next(info, NULL)) {
        g_match_info_fetch_pos(info, which == BIRTH ? 1 : 0, &start, &end);
        if (!stays(standin, text, which, syntax, start, end))
            settle(standin, glyphs, which, start, end);
    }
}

static void apply_codes(const struct standin *standin, struct glyphs *glyphs)
{
    for (guint i = 0; i < standin->codes->len; i++) {
        g_autoptr(GMatchInfo) info = NULL;
        int start, end;

        for (g_regex_match(standin->codes->pdata[i], glyphs->shown->str, 0, &info);
             g_match_info_matches(info); g_match_info_next(info, NULL)) {
            g_match_info_fetch_pos(info, 0, &start, &end);
            replace(standin, glyphs, start, end);
        }
    }
}

static char *inside_tag(const char *text, gconstpointer data)
{
    return standin_text(data, text, SYNTAX_TAG);
}

char *standin_text(const struct standin *standin, const char *text, enum syntax syntax)
{
    const bool tags = syntax == SYNTAX_HTML;
    struct glyphs *glyphs = glyphs_of(text, tags || syntax == SYNTAX_TAG, tags);
    char *out;

    apply_codes(standin, glyphs);
    apply(standin, glyphs, BIRTH, syntax);
    apply(standin, glyphs, DATE, syntax);
    apply(standin, glyphs, LINK, syntax);
    apply(standin, glyphs, ADDRESS, syntax);
    if (syntax == SYNTAX_TRACE)
        apply(standin, glyphs, HOST, syntax);
    apply(standin, glyphs, MIXED, syntax);
    if (syntax != SYNTAX_TAG)
        apply(standin, glyphs, GROUPED, syntax);
    apply(standin, glyphs, NUMBER, syntax);
    apply(standin, glyphs, WORD, syntax);
    out = glyphs_write(glyphs, text, inside_tag, standin);
    glyphs_free(glyphs);
    return out;
}

char *standin_opaque(const struct standin *standin, const char *text)
{
    char *out = g_strdup(text);
    guint8 digest[32];
    guint n = 0;

    digest_of(standin, text, digest);
    for (char *p = out; *p; p++) {
        if (*p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2]))
            p += 2;
        else if (g_ascii_isalnum(*p))
            *p = (char)other((gunichar)*p, digest[n++ % 32]);
        else if ((guint8)*p >= 0x80)
            *p = 'x';
    }
    return out;
}
