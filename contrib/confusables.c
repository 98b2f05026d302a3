/* Prints daemon/detect/confusables_table.h: letters and digits that look like ASCII ones, by the
 * confusables of Unicode (UTS #39) as ICU holds them. Run when a new Unicode is out:
 *
 *   cc contrib/confusables.c -o /tmp/confusables $(pkg-config --cflags --libs icu-i18n icu-uc)
 *   /tmp/confusables > daemon/detect/confusables_table.h
 *
 * ICU itself is not linked: it costs each process 1.3 MB of its own and 1.2 ms at start. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uspoof.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

#define MAX_SHAPE 7 /* what an entry holds, in bytes */
#define PER_LINE 5

struct shape {
    char utf8[64];
};

/* The skeleton of `c` without combining marks. */
static struct shape skeleton(USpoofChecker *checker, UChar32 c)
{
    struct shape raw = { "" }, bare = { "" };
    char text[U8_MAX_LENGTH + 1] = "";
    UErrorCode error = U_ZERO_ERROR;
    int32_t at = 0, length = 0, end = 0;
    UBool failed = 0;

    U8_APPEND(text, at, U8_MAX_LENGTH, c, failed);
    length = failed ? 0
                    : uspoof_getSkeletonUTF8(checker, 0, text, at, raw.utf8,
                                             (int32_t)sizeof raw.utf8 - 1, &error);
    for (at = 0; U_SUCCESS(error) && at < length;) {
        UChar32 one;

        U8_NEXT(raw.utf8, at, length, one);
        if (u_charType(one) != U_NON_SPACING_MARK && u_charType(one) != U_ENCLOSING_MARK)
            U8_APPEND(bare.utf8, end, (int32_t)sizeof bare.utf8 - 1, one, failed);
    }
    return bare;
}

/* Small capitals are their letters to the eye: Unicode names them so, but holds them apart. */
static char small_capital(USpoofChecker *checker, const char *shape)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (const char *letter = letters; *letter; letter++) {
        char name[64];
        UErrorCode error = U_ZERO_ERROR;
        UChar32 small;

        snprintf(name, sizeof name, "LATIN LETTER SMALL CAPITAL %c", *letter);
        small = u_charFromName(U_UNICODE_CHAR_NAME, name, &error);
        if (U_SUCCESS(error) && strcmp(skeleton(checker, small).utf8, shape) == 0)
            return (char)tolower(*letter);
    }
    return '\0';
}

/* In lower case; false where it is not of ASCII letters and digits alone. */
static int is_word(char *shape)
{
    const size_t length = strlen(shape);

    for (char *p = shape; *p; p++) {
        if ((unsigned char)*p >= 0x80 || !isalnum((unsigned char)*p))
            return 0;
        *p = (char)tolower((unsigned char)*p);
    }
    return length > 0 && length <= MAX_SHAPE;
}

/* Whether NFKD, which comes first, leaves it as it is. */
static int is_plain(const UNormalizer2 *nfkd, UChar32 c)
{
    UChar decomposed[32];
    UErrorCode error = U_ZERO_ERROR;

    return unorm2_getDecomposition(nfkd, c, decomposed, 32, &error) < 0;
}

int main(void)
{
    UErrorCode error = U_ZERO_ERROR;
    USpoofChecker *checker = uspoof_open(&error);
    const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&error);
    int printed = 0;

    if (U_FAILURE(error))
        return 1;
    printf("/* Made by contrib/confusables.c of Unicode " U_UNICODE_VERSION ". */\n");
    for (UChar32 c = 0x80; c <= UCHAR_MAX_VALUE; c++) {
        struct shape shape;

        if (!u_isalnum(c) || !is_plain(nfkd, c))
            continue;
        shape = skeleton(checker, c);
        if (!is_word(shape.utf8)) {
            const char letter = small_capital(checker, shape.utf8);

            if (!letter)
                continue;
            snprintf(shape.utf8, sizeof shape.utf8, "%c", letter);
        }
        printf("{ 0x%04X, \"%s\" },%s", (unsigned)c, shape.utf8, ++printed % PER_LINE ? " " : "\n");
    }
    printf("\n");
    uspoof_close(checker);
    return 0;
}
