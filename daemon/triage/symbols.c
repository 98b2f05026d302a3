/* Decodes the value of a field into symbols: folds, raw 8-bit bytes, encoded words. Where the real
 * decoder (message/header.c, message/words.c, GMime) is lenient, this one gives up. */
#include "triage/symbols.h"

#include <string.h>

#include "triage/letters_table.h"

/* A value on one line: as it lies in the mail, or without its folds in `unfolded` (which is never cleared:
 * that would cost more than all else). */
struct line {
    const char *text;
    size_t length;
    char unfolded[SYMBOL_MAX_VALUE];
};

struct word {
    const char *charset, *text;
    size_t charset_length, length;
    char encoding; /* 'b' or 'q' */
    bool latin9;
    size_t after;
};

struct bytes {
    unsigned char data[SYMBOL_MAX_VALUE];
    size_t length;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static bool is_control(char c)
{
    return (unsigned char)c < ' ' || c == 0x7F;
}

unsigned symbol_of(uint32_t character)
{
    const unsigned page = character >> 8;

    if (character < 0x80) {
        if (character == '`')
            return '\'';
        if (character < ' ' || character == 0x7F)
            return SYMBOL_VAGUE;
        return (unsigned char)lower((char)character);
    }
    if (page >= sizeof letter_pages / sizeof *letter_pages)
        return page >> 8 == 0xE ? SYMBOL_VAGUE : SYMBOL_OTHER; /* tags and variation selectors */
    return letters[letter_pages[page]][character & 0xFF];
}

static bool append(struct symbols *symbols, unsigned symbol)
{
    symbols->list[symbols->count++] = (unsigned char)symbol;
    return true;
}

static bool take_of_address(struct symbols *symbols, unsigned symbol)
{
    if (symbol & SYMBOL_ODD_IN_ADDRESS || symbol == SYMBOL_ODD || symbol == SYMBOL_VAGUE ||
        symbol == '\\')
        return false;
    return append(symbols, symbol);
}

/* Runs of spaces are one, and none comes first. What is between two spaces may not be seen. */
static bool take_of_text(struct symbols *symbols, unsigned symbol)
{
    if (symbol == ' ' && symbols->seen == ' ')
        return symbols->last == ' ';
    symbol &= ~(unsigned)SYMBOL_ODD_IN_ADDRESS;
    symbols->last = symbol;
    if (symbol != SYMBOL_VAGUE)
        symbols->seen = symbol;
    return symbol != SYMBOL_ODD && append(symbols, symbol);
}

static bool take(struct symbols *symbols, unsigned symbol)
{
    return symbols->address ? take_of_address(symbols, symbol) : take_of_text(symbols, symbol);
}

/* What stands for itself whatever is around it, as most characters do: letters, digits and some signs. 0 for
 * all else. */
static const unsigned char plain[256] = {
    ['-'] = '-', ['_'] = '_', ['.'] = '.', [','] = ',', [':'] = ':', [';'] = ';', ['/'] = '/',
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9',
#define LETTER(small, large) [small] = (small), [large] = (small)
    LETTER('a', 'A'), LETTER('b', 'B'), LETTER('c', 'C'), LETTER('d', 'D'), LETTER('e', 'E'),
    LETTER('f', 'F'), LETTER('g', 'G'), LETTER('h', 'H'), LETTER('i', 'I'), LETTER('j', 'J'),
    LETTER('k', 'K'), LETTER('l', 'L'), LETTER('m', 'M'), LETTER('n', 'N'), LETTER('o', 'O'),
    LETTER('p', 'P'), LETTER('q', 'Q'), LETTER('r', 'R'), LETTER('s', 'S'), LETTER('t', 'T'),
    LETTER('u', 'U'), LETTER('v', 'V'), LETTER('w', 'W'), LETTER('x', 'X'), LETTER('y', 'Y'),
    LETTER('z', 'Z'),
#undef LETTER
};

static void take_plain_run(struct symbols *symbols, const char *text, size_t length, size_t *at)
{
    size_t i = *at, count = symbols->count; /* at hand, for bytes that are written may be any object */
    unsigned char symbol;

    for (; i < length && (symbol = plain[(unsigned char)text[i]]); i++)
        symbols->list[count++] = symbol;
    if (i == *at)
        return;
    symbols->last = symbols->seen = symbols->list[count - 1];
    symbols->count = count;
    *at = i;
}

/* The length of the UTF-8 character at `p` (RFC 3629); 0 where there is none. */
static size_t utf8_length(const unsigned char *p, size_t room, uint32_t *character)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const size_t length = *p < 0x80                  ? 1
                          : *p >= 0xC2 && *p <= 0xDF ? 2
                          : *p >= 0xE0 && *p <= 0xEF ? 3
                          : *p >= 0xF0 && *p <= 0xF4 ? 4
                                                     : 0;
    uint32_t c = length > 1 ? *p & (0x7FU >> length) : *p;

    if (!length || length > room)
        return 0;
    for (size_t i = 1; i < length; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3F);
    }
    *character = c;
    return c >= least[length] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF) ? length : 0;
}

/* Takes the character at `p`: UTF-8 where it is, else windows-1252, whose 0x80-0x9F are those
 * controls to text_normalise. A byte-order mark would make UTF-16 of it all. */
static bool take_character(struct symbols *symbols, const unsigned char *p, size_t room,
                           size_t *length)
{
    uint32_t character;

    if (*p < 0x80) {
        *length = 1;
        return take(symbols, symbol_of(*p));
    }
    *length = utf8_length(p, room, &character);
    if (*length)
        return take(symbols, symbol_of(character));
    *length = 1;
    return *p < 0xFE && take(symbols, symbol_of(*p));
}

/* Those of message/charset.c that are UTF-8 or windows-1252, whichever the bytes are, and ISO
 * 8859-15, which differs in eight characters. */
static bool is_known_charset(const char *name, size_t length, bool *latin9)
{
    static const char *const names[] = { "utf-8",     "iso-8859-1", "iso-8859-15", "windows-1252",
                                         "us-ascii",  "utf8",       "cp1252",      "ascii",
                                         "iso8859-1", "latin1",     "cp-1252",     "latin-1",
                                         "iso_8859-1" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t same = 0;

        while (same < length && names[i][same] && lower(name[same]) == names[i][same])
            same++;
        *latin9 = i == 2;
        if (same == length && !names[i][same])
            return true;
    }
    return false;
}

static size_t skip_spaces(const struct line *line, size_t at)
{
    while (at < line->length && line->text[at] == ' ')
        at++;
    return at;
}

/* Reads the encoded word at `at`, as words.c does, but for what no charset of ours holds. */
static bool read_word(const struct line *line, size_t at, struct word *word)
{
    const char *end = line->text + line->length, *p = line->text + at + 2, *question;
    const char *star;

    question = p < end ? memchr(p, '?', (size_t)(end - p)) : NULL;
    if (!question || end - question < 3 || question[2] != '?')
        return false;
    star = memchr(p, '*', (size_t)(question - p)); /* a language (RFC 2231) */
    word->charset = p;
    word->charset_length = (size_t)((star ? star : question) - p);
    word->encoding = lower(question[1]);
    word->text = question + 3;
    for (p = word->text; p + 1 < end && !(p[0] == '?' && p[1] == '='); p++)
        if (is_control(*p) || *p & 0x80)
            return false;
    if (p + 1 >= end || (word->encoding != 'b' && word->encoding != 'q'))
        return false;
    word->length = (size_t)(p - word->text);
    word->after = (size_t)(p + 2 - line->text);
    return is_known_charset(word->charset, word->charset_length, &word->latin9);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void append_q(struct bytes *bytes, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i] == '_' ? ' ' : text[i];

        if (c == '=' && i + 2 < length && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            c = (char)(hex(text[i + 1]) * 16 + hex(text[i + 2]));
            i += 2;
        }
        bytes->data[bytes->length++] = (unsigned char)c;
    }
}

static int base64(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Only what is whole: decoders differ in the rest. */
static bool append_b(struct bytes *bytes, const char *text, size_t length)
{
    uint32_t group = 0;
    size_t count = length;

    if (length % 4)
        return false;
    while (count && length - count < 2 && text[count - 1] == '=')
        count--;
    for (size_t i = 0; i < count; i++) {
        if (base64(text[i]) < 0)
            return false;
        group = group << 6 | (unsigned)base64(text[i]);
        if (i % 4) /* the bytes that these six bits fill up */
            bytes->data[bytes->length++] = (unsigned char)(group >> (6 - i % 4 * 2));
    }
    return true;
}

/* ISO 8859-15 where it is not 8859-1: € Š š Ž ž Œ œ Ÿ. */
static uint32_t from_latin9(unsigned char byte)
{
    static const struct {
        unsigned char byte;
        uint16_t character;
    } others[] = { { 0xA4, 0x20AC }, { 0xA6, 0x0160 }, { 0xA8, 0x0161 }, { 0xB4, 0x017D },
                   { 0xB8, 0x017E }, { 0xBC, 0x0152 }, { 0xBD, 0x0153 }, { 0xBE, 0x0178 } };

    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (others[i].byte == byte)
            return others[i].character;
    return byte;
}

static bool take_bytes(struct symbols *symbols, const struct bytes *bytes, bool latin9)
{
    size_t length;

    for (size_t i = 0;; i += length) {
        take_plain_run(symbols, (const char *)bytes->data, bytes->length, &i);
        if (i == bytes->length)
            return true;
        const unsigned char byte = bytes->data[i];

        length = 1;
        if ((byte >= '\n' && byte <= '\r') || (latin9 && byte >= 0xFE))
            return false; /* it would break the line; a byte-order mark */
        if (byte == '\t' ? !take(symbols, ' ')
            : latin9     ? !take(symbols, symbol_of(from_latin9(byte)))
                         : !take_character(symbols, bytes->data + i, bytes->length - i, &length))
            return false;
    }
}

static bool is_same_charset(const struct word *a, const struct word *b)
{
    if (a->charset_length != b->charset_length)
        return false;
    for (size_t i = 0; i < a->charset_length; i++)
        if (lower(a->charset[i]) != lower(b->charset[i]))
            return false;
    return true;
}

static char seen(const struct line *line, size_t at)
{
    return at < line->length ? line->text[at] : '\0';
}

static char seen_before(const struct line *line, size_t at)
{
    while (at > 0 && line->text[at - 1] == ' ')
        at--;
    return at > 0 ? line->text[at - 1] : '\0';
}

static bool is_one_of(char c, const char *all)
{
    return c && strchr(all, c);
}

/* Whether the encoded words from `from` to `to` of an address can only be a display name. Within an
 * address they would stay as they are, in base64 that might say anything. */
static bool is_display_name(const struct line *line, size_t from, size_t to)
{
    const char before = from > 0 ? line->text[from - 1] : ' ';
    const char after = to < line->length ? line->text[to] : ' ';
    size_t next = to;

    if (!is_one_of(before, " \"(,:") || !is_one_of(after, " \"),<"))
        return false;
    if (is_one_of(seen_before(line, from), ".@<"))
        return false;
    while (next < line->length && !is_one_of(line->text[next], "<,;:>@"))
        next++;
    return seen(line, next) == '<' && seen(line, skip_spaces(line, to)) != '.';
}

/* Takes the encoded words from *at on that follow each other, decoded as one: they may part a
 * character. */
static bool take_words(struct symbols *symbols, const struct line *line, size_t *at)
{
    struct bytes bytes; /* never cleared: that would cost more than the words */
    struct word first, word;
    size_t next = *at;

    bytes.length = 0;
    if (!read_word(line, next, &first))
        return false;
    for (word = first;;) {
        if (word.encoding == 'q')
            append_q(&bytes, word.text, word.length);
        else if (!append_b(&bytes, word.text, word.length))
            return false;
        next = skip_spaces(line, word.after);
        if (seen(line, next) != '=' || seen(line, next + 1) != '?')
            break;
        /* Words of two charsets in a row: GMime decodes them as one. */
        if (!read_word(line, next, &word) || !is_same_charset(&first, &word))
            return false;
    }
    if (symbols->address && !is_display_name(line, *at, word.after))
        return false;
    *at = word.after;
    return take_bytes(symbols, &bytes, first.latin9);
}

/* Whether a comment joins what stands before and after it in an address. */
static bool is_joint(const struct line *line, size_t at)
{
    const char before = seen_before(line, at), after = seen(line, skip_spaces(line, at + 1));

    return line->text[at] == '(' ? is_one_of(before, ".@<")
                                 : line->text[at] == ')' && is_one_of(after, ".@");
}

/* A space of an address vanishes beside a dot or an @; of many only one is taken. */
static bool take_spaces(struct symbols *symbols, const struct line *line, size_t *at)
{
    const size_t from = *at, to = skip_spaces(line, from);

    *at = to;
    if (is_one_of(seen_before(line, from), ".@"))
        return take(symbols, SYMBOL_SPACE_AFTER);
    return take(symbols, is_one_of(seen(line, to), ".@") ? SYMBOL_SPACE_BEFORE : ' ');
}

/* A quotation mark of an address may vanish. Within a word it would join its pieces, or make an
 * encoded word of them. */
static bool take_quote(struct symbols *symbols, const struct line *line, size_t at)
{
    static const char edges[] = " <>(),.@:;[]";
    size_t before = at, after = at;

    while (before > 0 && line->text[before] == '"')
        before--;
    while (seen(line, after) == '"')
        after++;
    if (line->text[before] == '"' || strchr(edges, line->text[before]))
        return take(symbols, SYMBOL_QUOTE_AFTER);
    if (after < line->length && !is_one_of(line->text[after], edges))
        return false;
    return take(symbols, SYMBOL_QUOTE_BEFORE);
}

static bool take_plain(struct symbols *symbols, const struct line *line, size_t *at)
{
    size_t length;

    /* Of a quoted local part each space counts. */
    if (symbols->address &&
        (is_joint(line, *at) || (line->text[*at] == '@' && seen_before(line, *at) == '"')))
        return false;
    if (symbols->address && line->text[*at] == ' ')
        return take_spaces(symbols, line, at);
    if (symbols->address && line->text[*at] == '"')
        return take_quote(symbols, line, (*at)++);
    if (!take_character(symbols, (const unsigned char *)&line->text[*at], line->length - *at,
                        &length))
        return false;
    *at += length;
    return true;
}

/* False where it is too long, or a lone CR would join what it parts. */
static bool unfold(struct line *line, const char *raw, size_t length)
{
    line->length = 0;
    line->text = line->unfolded;
    for (size_t i = 0; i < length; i++) {
        const char c = raw[i];

        if (c == '\r' && i + 1 < length && raw[i + 1] != '\n')
            return false;
        if (c == '\r' || c == '\n')
            continue;
        if (line->length == sizeof line->unfolded)
            return false;
        line->unfolded[line->length++] = c == '\t' ? ' ' : c;
    }
    return true;
}

static bool has_byte(const char *bytes, size_t length, char byte)
{
    return memchr(bytes, byte, length);
}

/* Most values have no fold: they need no copy. */
static bool take_line(struct line *line, const char *raw, size_t length)
{
    size_t end = length;

    if (end && raw[end - 1] == '\n')
        end--;
    if (end < length && end && raw[end - 1] == '\r')
        end--;
    if (end > SYMBOL_MAX_VALUE || has_byte(raw, end, '\n') || has_byte(raw, end, '\r') ||
        has_byte(raw, end, '\t'))
        return unfold(line, raw, length);
    line->text = raw;
    line->length = end;
    return true;
}

static bool take_next(struct symbols *symbols, const struct line *line, size_t *at)
{
    if (line->text[*at] == '=' && seen(line, *at + 1) == '?')
        return take_words(symbols, line, at);
    return take_plain(symbols, line, at);
}

bool symbols_read(struct symbols *symbols, bool address, const char *raw, size_t length)
{
    struct line line;
    size_t at = 0;

    symbols->address = address;
    symbols->count = 0;
    symbols->last = symbols->seen = ' ';
    if (!take_line(&line, raw, length))
        return false;
    for (;;) {
        take_plain_run(symbols, line.text, line.length, &at);
        if (at == line.length)
            break;
        if (!take_next(symbols, &line, &at))
            return false;
    }
    return append(symbols, SYMBOL_END);
}
