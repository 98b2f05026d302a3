/* Any bytes as what a person writes below an alert of ours: one of the four words, and marks that
 * have their form. */
#include "detect/reply.h"

#include <string.h>

#include "base/mark.h"
#include "detect/detect.h"
#include "fuzz.h"
#include "shipped.h"

#define MARKS_MOST 20 /* detect/reply.h */
#define RECEIVED 1642000000

static const char header[] =
    "From: Jean <jean@example.fr>\r\nTo: vigie@example.fr\r\nSubject: Re: Mon espace santé\r\n"
    "In-Reply-To: <vigie.0123456789abcdef.0123456789abcdef0123456789abcdef@example.fr>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n";

static void check_marks(const GPtrArray *marks)
{
    g_assert_cmpuint(marks->len, <=, MARKS_MOST);
    for (guint i = 0; i < marks->len; i++) {
        const char *mark = marks->pdata[i];

        g_assert_true(g_regex_match_simple("^" MARK_PATTERN "$", mark, 0, 0));
        for (const char *at = mark; *at; at++)
            g_assert_false(g_ascii_isupper(*at));
        for (guint j = 0; j < i; j++)
            g_assert_cmpstr(marks->pdata[j], !=, mark);
    }
}

static void check_text(const char *utf8)
{
    g_autofree char *text = text_normalise(utf8, -1);
    g_autoptr(GPtrArray) marks = g_ptr_array_new_with_free_func(g_free);

    g_assert_cmpuint(reply_word_of(text), <=, REPLY_LATER);
    marks_find(shipped_rules(), text, marks);
    check_marks(marks);
}

/* As the text of a mail that cites an alert. */
static void check_mail(const char *utf8)
{
    g_autofree char *whole = g_strconcat(header, utf8, NULL);
    g_autoptr(GBytes) raw = g_bytes_new_static(whole, strlen(whole));
    struct detect_context context = { .rules = shipped_rules(), .received = RECEIVED,
                                      .received_source = SENT_INTERNALDATE, .now = RECEIVED };
    AUTO(message) message = message_parse(raw, NULL);
    AUTO(mail_reply) reply = reply_read(&context, message);

    if (!reply)
        return;
    g_assert_cmpuint(reply->word, !=, REPLY_NONE);
    g_assert_cmpuint(reply->cited->len, >, 0);
    check_marks(reply->cited);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = fuzz_utf8(data, size);

    fuzz_criticals_are_fatal();
    check_text(text);
    check_mail(text);
    return 0;
}
