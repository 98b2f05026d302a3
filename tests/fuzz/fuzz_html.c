/* Any UTF-8 as HTML: the text is UTF-8 and bounded. */
#include "message/html.h"
#include "message/message.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *html = fuzz_utf8(data, size);
    struct html_text *text;

    fuzz_criticals_are_fatal();
    text = html_to_text(html, strlen(html));
    g_assert_true(g_utf8_validate_len(text->text->str, text->text->len, NULL));
    g_assert_cmpuint(text->text->len, <=, MESSAGE_MAX_TEXT);
    for (guint i = 0; i < text->hosts->len; i++)
        g_assert_true(g_utf8_validate(text->hosts->pdata[i], -1, NULL));
    html_text_free(text);
    return 0;
}
