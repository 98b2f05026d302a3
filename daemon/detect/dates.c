/* Dates and their contexts by PCRE2: one pattern finds a date, others look at the words around it.
 */
#include "detect/dates.h"

#include <pcre2.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define DATES_MAX 100    /* a letter holds a few; a log or a statement must not cost more */
#define LOOK_BACK 160    /* bytes before a date in which its context is looked for */
#define SENTENCE_MAX 300 /* bytes of a sentence before and after a date */
#define PART_MAX 16      /* the longest captured part is a month's name */

/* clang-format off */

/* A number that touches others is no date: a telephone, an amount, an address, a reference. */
#define ALONE_BEFORE "(?<! [\\p{L}\\d_/=&%+\\#] ) (?<! \\d[.,:-] )"
#define ALONE_AFTER "(?! [\\p{L}\\d_/] | [.,:-]\\d )"

/* é, è, ê, û: composed, decomposed, or left out. */
#define E "(?: [éèê] | e[\\x{300}-\\x{302}]? )"
#define U "(?: û | u\\x{302}? )"

#define DAY "(?<day> 0?[1-9] | [12]\\d | 3[01] )"
#define ORDINAL "(?: (?<= \\b1 | \\b01 ) \\s? (?: er | ᵉʳ ) )?"
#define MONTH "(?<month> 0?[1-9] | 1[0-2] )"
#define NAME "(?<name> jan(?:v(?:ier)?)? | f" E "v(?:r(?:ier)?)? | mars? | avr(?:il)? | mai | juin" \
             "       | juil(?:l(?:et)?)? | ao" U "t | sept?(?:embre)? | oct(?:obre)? | nov(?:embre)?" \
             "       | d" E "c(?:embre)? )"
#define YEAR "(?<year> (?: 19 | 20 | 21 ) \\d\\d )"
#define WEEKDAY "(?: (?: lun | mar | mercre | jeu | vendre | same ) di | dimanche ) ,?\\s{1,2}"

static const char date_pattern[] =
    ALONE_BEFORE
    "(?: (?: " WEEKDAY ")? " DAY ORDINAL
    "    (?: \\s{1,2} | - ) " NAME "\\.? (?: ,?\\s{1,2} | - ) " YEAR ALONE_AFTER
    "  | " DAY " (?<sep> [.-] | \\s?/\\s? ) " MONTH " \\g{sep} " YEAR ALONE_AFTER
    "  | (?<day> \\d\\d ) / (?<month> \\d\\d ) / (?<short> \\d\\d )" ALONE_AFTER
    "  | " YEAR " - (?<month> \\d\\d ) - (?<day> \\d\\d ) (?: (?= T\\d ) | " ALONE_AFTER ") )";

/* What may stand between a keyword and its date: no other clause, and no word of sending (« valable
 * six semaines à compter du … » says when the letter was sent). */
#define NOT_SENDING                                                                                \
    "(?! \\b(?: compter | partir | depuis | dater | apr" E "s | suivant | envo | adress | re[çc]u"   \
    "       | notifi | courrier | lettre | message ) )"
#define FILLER "(?: " NOT_SENDING "[^.,;!?\\n\\d] ){0,40} \\s* $"
/* A legal reference holds numbers, points and commas (« décret n° 2021-1048 du », « art. L. 1111-14,
 * modifié le »), but no new sentence and no main clause (« selon la loi, votre espace … »). */
#define MAIN_CLAUSE                                                                                \
    "(?: (?-i: \\. \\s+ \\p{Lu}\\p{Ll} ) | , \\s (?: vo | nous | ce | mon | une? | il | elle )"       \
    "  | \\b(?: est | sont | sera | été | a ) \\b )"
#define LEGAL_FILLER "(?: " NOT_SENDING "(?!" MAIN_CLAUSE ") [^;!?\\n] ){0,60} \\s* $"

static const char birth_pattern[] =
    "\\b(?: n(?: é | e\\x{301} ) (?: e | \\(e\\) | [.·-]e )? s? (?! \\p{L} )"
    "     | nee? (?: \\(e\\) )? s?[ ](?= le\\b | : )" /* without its accent: not the negation */
    "     | naiss(?: ance\\b ,? | \\. ) | ddn\\b | vu[ ]le[ ]jour\\b )"
    "(?: [ ] à [ ] [^.,;!?\\n\\d]{1,40} , )?" /* « née à Lyon, le … » */
    FILLER;

static const char validity_pattern[] =
    "\\b(?: jusqu.?(?: au | à | a )\\b | d.ici | avant[ ](?: le | la[ ]date | fin )\\b"
    "     | valable | valide | validit" E " | expir\\p{L}* | " E "ch" E "ance"
    "     | au[ ]plus[ ]tard | (?: date | jour | d" E "lai )s?[ ]limites? | fin[ ]de | prend[ ]fin"
    "     | s.ach" E "v\\p{L}+ | se[ ]termin\\p{L}+ | pass" E "[ ]le | au-del[àa][ ]du"
    "     | d" E "lai[ ](?: de[ ]r" E "ponse | d.opposition )"
    "     | derni" E "r[ ](?: jour | d" E "lai ) )"
    FILLER;

static const char validity_after_pattern[] =
    "^\\W{0,3}(?: au[ ]plus[ ]tard | dernier[ ]d" E "lai | d" E "lai[ ]de[ ]rigueur | inclus"
    "           | à[ ]minuit )";

static const char footer_pattern[] =
    "(?: \\b(?: d" E "cret | loi | arr" E "t" E " | ordonnance | directive | r" E "glement"
    "         | d" E "lib" E "ration"
    "         | circulaire | articles? | art\\. | journal[ ]officiel | jorf | en[ ]vigueur(?: [ ]depuis )?"
    "         | version | conditions?[ ]g" E "n" E "rales? | applicables? | publi(?: ée?s? | cation ) | cnil | rgpd | jo | convention"
    "         | mentions?[ ]l" E "gales?"
    "         | mise?s?[ ][àa][ ]jour | copyright ) (?! \\p{L} )"
    "  | © )"
    LEGAL_FILLER;

/* Something else that was done: « a commencé le », « renouvelée le ». Of what was created, dated or sent
 * on a day that may be the mail's own; a capital begins a town's name (« Vitré, le »). */
#define OTHER_DEED                                                                                 \
    "(?<! \\p{L} ) (?! (?: r[eé] )? (?: envoy | adress | exp" E "di | post | transm | " E "cri | r" E "dig"    \
    "   | " E "dit | dat | fai | sign | [çc]u | notifi | inform | " E "tabli | imprim | g" E "n" E "r" E         \
    "   | cr" E E " | ouv | pr" E "venu | averti | avis | annonc | mi | " E "mi | jeu | lun | mar | depuis"      \
    "   | communiqu | parven | parti | d" E "livr | diffus | distribu | d" E "pos | fourn | attribu | affect"   \
    "   | contact | alert | achemin | propos | aujourd ) )"                                                   \
    "   (?! \\p{L}* (?: it" E " | sant" E " | soci" E "t" E " ) s? \\b )"                               \
    "   (?-i: \\p{Ll} ) \\p{L}{3,} (?: é | e\\x{301} | i | u ) e?s?"

/* The day of something else, that was (a visit, a payment, the beginning of an insurance) or will be
 * (« votre espace sera ouvert le … »). */
static const char event_pattern[] =
    "\\b(?: (?: votre | vos | un | le | du )[ ](?: rendez-vous | consultation | hospitalisation )s?"
    "     | (?: paiement | virement | remboursement )s? | jugement | ser(?: a | ont ) | ouvrira | d" E "butera )\\b"
    FILLER
    "| \\b(?: affili | rattach | immatricul | droits[ ](?: sont[ ] )?ouverts )"
    "  [^.,;!?\\n\\d]{0,40} \\s* $";

/* The same in words that may also tell of the sending, or since when something is so: « Depuis le …,
 * chaque assuré ». It counts only in a sentence that speaks of no sending (of_notice_pattern), for a date
 * of sending that is passed over makes the deadline too late. */
static const char aside_pattern[] =
    "\\b(?: votre[ ](?: appel | demande | d" E "claration | visite | venue | passage | entretien"
    "              | inscription | adh" E "sion | embauche | d" E "m" E "nagement | changement )"
    "     | (?: dossier | fichier )[ ](?: est[ ] | a[ ] " E "t" E "[ ] )?"
    "       (?: cr" E E " | ouvert | " E "tabli | re[çc]u )"
    "     | (?: lanc | d" E "ploy | g" E "n" E "ralis | instaur | inaugur | exp" E "riment ) \\p{L}+"
    "     | tarifs? | bar" E "me"
    "     | garde | d" E "m" E "nage | ferme"
    "     | pr" E "l[eè]vement | connexion | carte"
    "     | (?: permanence | r" E "union | atelier | fermeture | collecte )s?"
    "     | (?: commence | d" E "bute ) (?: r(?: a | ont ) )? )\\b"
    FILLER
    "| \\b(?: mod" E "le | formulaire | cerfa | imprim" E " )\\b [^.,;!?\\n–-]{0,30} \\s du \\s $"
    "| " OTHER_DEED " [ ] le \\s $"
    "| \\b depuis (?: [ ] le )? \\s $";

static const char of_notice_pattern[] =
    "\\b(?: d" E "lai | semaines? | jours | mois[ ]et[ ]demi | compte[ ][àa][ ]rebours | courri | (?: e-?)? mail | messag"
    "     | lettre | avis | notifi | inform | annonc | envo | adress | re[çc]u | code | oppos | refus | invit"
    "     | vous[ ](?: a | ai | avons | avez | ont | est | sont ) \\b )";

/* The second of two dates shares the context of the first: « du 3 mars 2022 au 4 mai 2022 ». */
static const char joined_pattern[] =
    "^ \\s? (?: et | ou | au | à | - ) (?: \\s (?: le | du | au ) )? \\s? $";

/* clang-format on */

struct patterns {
    pcre2_code *date, *birth, *validity, *validity_after, *footer, *event, *aside, *of_notice, *joined;
    pcre2_code *date_of_valid; /* of a text that is UTF-8 throughout */
};

static pcre2_code *compile_with(const char *pattern, guint32 options)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                      PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_EXTENDED | PCRE2_DUPNAMES |
                          PCRE2_DOLLAR_ENDONLY | options,
                      &error, &offset, NULL);

    if (!code)
        g_error("pattern of dates, error %d at %zu: %s", error, offset, pattern);
    return code;
}

static pcre2_code *compile(const char *pattern)
{
    return compile_with(pattern, PCRE2_MATCH_INVALID_UTF);
}

static const struct patterns *patterns(void)
{
    static struct patterns compiled;
    static gsize once;

    if (g_once_init_enter(&once)) {
        compiled.date = compile(date_pattern);
        compiled.date_of_valid = compile_with(date_pattern, 0);
        compiled.birth = compile(birth_pattern);
        compiled.validity = compile(validity_pattern);
        compiled.validity_after = compile(validity_after_pattern);
        compiled.footer = compile(footer_pattern);
        compiled.event = compile(event_pattern);
        compiled.aside = compile(aside_pattern);
        compiled.of_notice = compile(of_notice_pattern);
        compiled.joined = compile(joined_pattern);
        g_once_init_leave(&once, 1);
    }
    return &compiled;
}

static gboolean matches(const pcre2_code *code, const char *text, gsize length)
{
    pcre2_match_data *match = pcre2_match_data_create(1, NULL);
    const int result = pcre2_match(code, (PCRE2_SPTR)text, length, 0, 0, match, NULL);

    pcre2_match_data_free(match);
    return result >= 0;
}

/* The part of a match called `name`; FALSE where it took no part. */
static gboolean part(pcre2_match_data *match, const char *name, char text[PART_MAX])
{
    PCRE2_SIZE size = PART_MAX;

    return pcre2_substring_copy_byname(match, (PCRE2_SPTR)name, (PCRE2_UCHAR *)text, &size) == 0;
}

/* Of a name that the pattern has accepted: its beginning decides. */
static int month_of(const char *name)
{
    static const char *const beginnings[] = { "ja",   "f",  "mar", "av", "mai", "juin",
                                              "juil", "ao", "s",   "o",  "n",   "d" };

    for (guint i = 0; i < G_N_ELEMENTS(beginnings); i++)
        if (g_ascii_strncasecmp(name, beginnings[i], strlen(beginnings[i])) == 0)
            return (int)i + 1;
    return 0;
}

/* FALSE where the day does not exist. */
static gboolean read_date(pcre2_match_data *match, GDate *date)
{
    char text[PART_MAX] = "";
    int day, month, year;

    g_date_clear(date, 1);
    day = part(match, "day", text) ? atoi(text) : 0;
    month = part(match, "name", text)    ? month_of(text)
            : part(match, "month", text) ? atoi(text)
                                         : 0;
    year = part(match, "year", text)    ? atoi(text)
           : part(match, "short", text) ? 2000 + atoi(text)
                                        : 0;
    if (!g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
        return FALSE;
    g_date_set_dmy(date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
    return TRUE;
}

/* The heading of the table's column in which the byte `at` stands: `*length` bytes of `text`; NULL
 * where it stands in no table (cells are parted by TAB, rows by newline) or in its first row. */
static const char *column_heading(const char *text, gsize at, gsize *length)
{
    gsize line = at, column = 0;
    const char *heading = NULL;

    for (; line > 0 && text[line - 1] != '\n'; line--)
        column += text[line - 1] == '\t';
    while (line > 0) {
        gsize row = line - 1;

        while (row > 0 && text[row - 1] != '\n')
            row--;
        if (!memchr(text + row, '\t', line - row))
            break;
        heading = text + row;
        line = row;
    }
    for (; heading && column > 0 && *heading != '\n'; heading++)
        column -= *heading == '\t';
    *length = heading ? strcspn(heading, "\t\n") : 0;
    return heading;
}

static gboolean is_headed(const pcre2_code *code, const char *text, gsize at)
{
    gsize length;
    const char *heading = column_heading(text, at, &length);

    return heading && matches(code, heading, length);
}

/* A line that goes on in small letters was wrapped. */
static bool ends_sentence(const char *at)
{
    return (strchr(".!?", *at) && g_ascii_isspace(at[1])) ||
           (*at == '\n' && !g_unichar_islower(g_utf8_get_char_validated(at + 1, -1)));
}

/* « Réf. 15/10/2015-A » */
static bool goes_on(const char *after)
{
    return *after == '-' && g_ascii_isalpha(after[1]);
}

/* Whether the sentence of the date at [start, end), its neighbours cut off, may speak of the sending. */
static bool speaks_of_notice(const char *text, gsize start, gsize end)
{
    gsize from = start, to = end;

    while (from > 0 && start - from < SENTENCE_MAX && !ends_sentence(text + from - 1))
        from--;
    while (text[to] && to - end < SENTENCE_MAX && !ends_sentence(text + to))
        to++;
    return matches(patterns()->of_notice, text + from, to - from);
}

/* The context of the date at [start, end): the words since `since`, the end of the date before it
 * (of `previous` context), and those that follow it. */
static enum date_context context_of(const char *text, gsize since, gsize start, gsize end,
                                    enum date_context previous)
{
    const struct patterns *with = patterns();
    gsize from = since;

    if (since > 0 && matches(with->joined, text + since, start - since))
        return previous;
    if (start - from > LOOK_BACK)
        for (from = start - LOOK_BACK; ((guchar)text[from] & 0xc0) == 0x80; from++)
            ;
    if (matches(with->birth, text + from, start - from) || is_headed(with->birth, text, start))
        return DATE_BIRTH;
    if (matches(with->validity, text + from, start - from) ||
        is_headed(with->validity, text, start) ||
        matches(with->validity_after, text + end, strnlen(text + end, LOOK_BACK)))
        return DATE_VALIDITY;
    if (matches(with->footer, text + from, start - from))
        return DATE_FOOTER;
    if (goes_on(text + end) || matches(with->event, text + from, start - from) ||
        (matches(with->aside, text + from, start - from) && !speaks_of_notice(text, start, end)))
        return DATE_EVENT;
    return DATE_PLAIN;
}

/* Of the same length: what is no UTF-8 is no piece of a date. NULL where all of `text` is. Frees. */
static char *made_valid(const char *text, gsize length)
{
    char *valid = NULL;
    const char *at = text, *fault;

    while (!g_utf8_validate_len(at, length - (gsize)(at - text), &fault)) {
        if (!valid)
            valid = g_strndup(text, length);
        valid[fault - text] = '?';
        at = fault + 1;
    }
    return valid;
}

/* One of thousands may be the date, behind others that no calendar has. PCRE2 would check all the rest of
 * the text for UTF-8 for each of them. */
GArray *dates_find(const char *text)
{
    const pcre2_code *code = patterns()->date_of_valid;
    pcre2_match_data *match = pcre2_match_data_create_from_pattern(code, NULL);
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(match);
    GArray *dates = g_array_new(FALSE, TRUE, sizeof(struct text_date));
    const gsize length = strlen(text);
    g_autofree char *valid = made_valid(text, length);
    const PCRE2_SPTR subject = (PCRE2_SPTR)(valid ? valid : text);
    enum date_context previous = DATE_PLAIN;
    gsize since = 0;

    while (dates->len < DATES_MAX &&
           pcre2_match(code, subject, length, since, PCRE2_NO_UTF_CHECK, match, NULL) > 0) {
        struct text_date date = { .start = span[0], .end = span[1], .context = DATE_PLAIN };

        if (read_date(match, &date.date)) {
            date.context = context_of(text, since, date.start, date.end, previous);
            g_array_append_val(dates, date);
        }
        previous = date.context;
        since = date.end;
    }
    pcre2_match_data_free(match);
    return dates;
}

gboolean dates_parse(const char *text, GDate *date)
{
    const pcre2_code *code = patterns()->date;
    pcre2_match_data *match = pcre2_match_data_create_from_pattern(code, NULL);
    gboolean found;

    g_date_clear(date, 1);
    text += strspn(text, " \t\n");
    found = pcre2_match(code, (PCRE2_SPTR)text, strlen(text), 0, PCRE2_ANCHORED, match, NULL) > 0 &&
            read_date(match, date);
    pcre2_match_data_free(match);
    return found;
}
