/* Whole messages: what a person reads of them, and bombs. */
#include "message/message.h"

#include <string.h>
#include <time.h>

#include "base/civil.h"
#include "base/error.h"

#define HEADER "From: a@b.example\nSubject: s\nMIME-Version: 1.0\n"
#define ALTERNATIVES(plain, html)                                             \
    HEADER "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n" plain \
           "\n--b\nContent-Type: text/html\n\n" html "\n--b--\n"

static struct message *parse(const char *text)
{
    g_autoptr(GBytes) raw = g_bytes_new_static(text, strlen(text));
    g_autoptr(GError) error = NULL;
    struct message *message = message_parse(raw, &error);

    g_assert_no_error(error);
    return message;
}

static const struct address *from_of(const struct message *message, guint i)
{
    g_assert_cmpuint(message->from->len, >, i);
    return g_ptr_array_index(message->from, i);
}

/* Reasoned by hand: what a mailer shows. */
static const struct {
    const char *raw, *text, *other, *why;
} texts[] = {
    { HEADER "\nBonjour\r\nl'ami\n", "Bonjour\nl’ami", NULL, "nothing said of its type" },
    { HEADER "Content-Type: text/plain; charset=utf-8\n\n\xe9t\xe9\n", "été", NULL,
      "a charset that lies" },
    { HEADER "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding:"
             " quoted-printable\n\nl=92=E9t=\n=E9",
      "l’été", NULL, "windows-1252, a soft line break" },
    { HEADER "Content-Type: text/plain; charset=x-nobody\n\n\xe9t\xe9\n", "été", NULL,
      "unknown charset" },
    { HEADER "Content-Type: text/plain; charset=utf-16\nContent-Transfer-Encoding: base64\n\n"
             "6QB0AOkA\n",
      "été", NULL, "UTF-16" },
    { HEADER "Content-Type: text\n\nvu", "vu", NULL, "a type without a subtype" },
    { HEADER "Content-Type: text/plain; format=flowed\n\nun \ndeux\n> a \n> b\n-- \nfin",
      "un deux\n> a b\n--\nfin", NULL, "format=flowed" },
    { HEADER "Content-Type: text/plain; format=flowed; delsp=yes\n\nAbCd \nEF12", "AbCdEF12", NULL,
      "DelSp" },
    { HEADER "Content-Type: text/plain\n\nun \ndeux", "un\ndeux", NULL, "hard lines stay" },
    { HEADER "Content-Type: text/html; charset=utf-8\n\n<p>Code&nbsp;:</p><b>Ab</b>Cd",
      "Code :\nAbCd", NULL, "HTML alone" },
    { ALTERNATIVES("Code AB12", "<p>Code <b>AB12</b></p>"), "Code AB12", NULL,
      "alternatives that agree" },
    { ALTERNATIVES("Code AB12 ici", "<p>Code <b>AB13</b> ici</p>"), "Code AB13 ici",
      "Code AB12 ici", "another code" },
    { ALTERNATIVES("Voir https://x.example/AB1234", "<p>Voir</p>"), "Voir", NULL,
      "a link is not another text" },
    { ALTERNATIVES("un deux trois", "<p>quatre cinq</p>"), "quatre cinq", "un deux trois",
      "other words" },
    { ALTERNATIVES("vu", "<img src=x><p> &nbsp; </p>"), "vu", NULL, "HTML without words" },
    { HEADER
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nun\n--b\nContent-Type: text/plain\n"
      "Content-Disposition: attachment; filename=a.txt\n\ndeux\n--b\nContent-Type: "
      "application/pdf\n\n"
      "trois\n--b--\n",
      "un\ndeux", NULL, "attached text is read, a PDF is not" },
    { HEADER
      "Content-Type: multipart/signed; boundary=a\n\n--a\nContent-Type: multipart/related; "
      "boundary=b\n\n"
      "--b\nContent-Type: text/html\n\n<p>vu\n--b\nContent-Type: image/png\n\nx\n--b--\n--a\n"
      "Content-Type: application/pkcs7-signature\n\nx\n--a--\n",
      "vu", NULL, "signed and related" },
    { HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nun\n--b\n\ndeux", "un\ndeux",
      NULL, "cut off" },
    { HEADER "Content-Type: multipart/mixed; boundary=b\n\nvu\n", "vu", NULL,
      "a boundary that never comes" },
    { HEADER "Content-Type: multipart/mixed\n\nvu\n", "vu", NULL, "no boundary at all" },
    { "From x Wed Jan 12 10:00:00 2022\n" HEADER "\nvu\n", "vu", NULL, "an mbox line" },
    { "\r\n\r\nFrom: a@b.example\r\n\r\nvu\r\n", "vu", NULL, "empty lines before" },
    { "From: a@b.example\nrubbish\nSubject: s\n\nvu", "vu", NULL, "rubbish within the header" },
    { "From: a@b.example\nSubject: s\nvu quand même\net la suite", "vu quand même\net la suite",
      NULL, "the empty line was forgotten" },
};

static void test_texts(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        AUTO(message) message = parse(texts[i].raw);

        g_test_message("%s", texts[i].why);
        g_assert_cmpstr(message->text, ==, texts[i].text);
        g_assert_cmpstr(message->other_text, ==, texts[i].other);
        g_assert_cmpuint(message->notes->len, ==, texts[i].other ? 1 : 0);
        g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a@b.example");
        g_assert_false(message->truncated);
    }
}

static const struct {
    const char *field, *subject, *why;
} subjects[] = {
    { "Subject: =?utf-8?Q?Votre_code_=C3=A9t=C3=A9?=", "Votre code été", "an encoded word" },
    { "Subject: =?utf-8?B?w6l0?=\n =?utf-8?B?w6k=?=", "été", "two of them, folded" },
    { "Subject: =?iso-8859-1?Q?l=92=E9t=E9?=", "l’été", "windows-1252" },
    { "Subject: =?utf-8?Q?=E9t=E9?=", "été", "a charset that lies" },
    { "Subject: =?x-nobody?Q?=E9t=E9?=", "été", "unknown charset" },
    { "Subject: \xe9t\xe9", "été", "raw Latin-1" },
    { "Subject: \xc3\xa9t\xc3\xa9", "été", "raw UTF-8" },
    { "Subject: =?utf-8?Q?a=0D=0ABcc:_x=00y?=", "a Bcc: xy", "line ends and NUL within" },
    { "Subject: =?utf-8?Q?=E2=80=AEabc?=", "abc", "bidi override" },
    { "subject :  l'espace\n\t  sant\xc3\xa9 ", "l’espace santé", "a folded line" },
    { "X: y", "", "none" },
};

static void test_subjects(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
        g_autofree char *raw = g_strconcat("From: a@b.example\n", subjects[i].field, "\n\nx", NULL);
        AUTO(message) message = parse(raw);

        g_test_message("%s", subjects[i].why);
        g_assert_cmpstr(message->subject, ==, subjects[i].subject);
    }
}

static const struct {
    const char *value, *name, *addr_spec, *domain, *why;
} senders[] = {
    { "Jean <jean@example.fr>", "Jean", "jean@example.fr", "example.fr", "plainly" },
    { "Jean@EXAMPLE.fr", "", "Jean@example.fr", "example.fr", "the domain in lower case" },
    { "=?utf-8?Q?L=27Assurance_Maladie?= <a@b.fr>", "L’Assurance Maladie", "a@b.fr", "b.fr",
      "encoded" },
    { "\"assurance-maladie@info.ameli.fr\" <x@evil.fr>", "assurance-maladie@info.ameli.fr",
      "x@evil.fr", "evil.fr", "an address as a name" },
    { "\"=?iso-8859-1?Q?L=92Assurance=2C_Maladie?=\" <a@b.fr>", "L’Assurance, Maladie", "a@b.fr",
      "b.fr", "encoded within quotes, against the RFC" },
    { "=?utf-8?Q?=E9t=E9?= <a@b.fr>", "été", "a@b.fr", "b.fr", "a charset that lies" },
    { "L'Assurance\xe9 <a@b.fr>", "L’Assuranceé", "a@b.fr", "b.fr", "raw Latin-1" },
    { "a@xn--amli-9oa.fr", "", "a@xn--amli-9oa.fr", "xn--amli-9oa.fr", "A-labels stay" },
    { "g: Jean <jean@example.fr>;", "Jean", "jean@example.fr", "example.fr", "a group" },
    { "Assurance Maladie", "Assurance Maladie", "", "", "no address" },
    { "ameli.fr <assurance@info.ameli.fr", "ameli.fr", "assurance@info.ameli.fr", "info.ameli.fr",
      "unclosed" },
};

static void test_senders(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(senders); i++) {
        g_autofree char *raw = g_strconcat("From: ", senders[i].value, "\nSubject: s\n\nx", NULL);
        AUTO(message) message = parse(raw);

        g_test_message("%s", senders[i].why);
        g_assert_cmpuint(message->from->len, ==, 1);
        g_assert_cmpstr(from_of(message, 0)->name, ==, senders[i].name);
        g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, senders[i].addr_spec);
        g_assert_cmpstr(from_of(message, 0)->domain, ==, senders[i].domain);
        g_assert_false(message->from_doubled);
    }
}

/* A forward has References as a reply has: only the subject tells. */
static void test_reply_subjects(void)
{
    static const struct {
        const char *subject;
        bool reply;
        const char *why;
    } rows[] = {
        { "Re: Votre espace", true, "RFC 5322, section 3.6.5" },
        { "RE : Votre espace", true, "French Outlook" },
        { "=?utf-8?Q?R=C3=A9p_:_x?=", true, "French, encoded" },
        { "AW: x", true, "German" },
        { "SV: x", true, "Scandinavian" },
        { "TR: x", false, "a forward" },
        { "Rendez-vous", false, "a word" },
        { "Votre espace", false, "neither" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *raw = g_strconcat("From: a@b.fr\nReferences: <r@s>\nSubject: ",
                                           rows[i].subject, "\n\nx", NULL);
        AUTO(message) message = parse(raw);

        g_test_message("%s", rows[i].why);
        g_assert_true(message->is_reply == rows[i].reply);
    }
}

static void test_header(void)
{
    AUTO(message)
    message =
        parse("Received: from a (by x) by MX.Example.fr (Postfix) id 1\n\tfor <j@e>; Wed, 12 Jan "
              "2022 10:00:05 +0100\n"
              "Authentication-Results: mx.example.fr;\n\tspf=pass\n"
              "Received: from c; garbage\n"
              "To: First <first@example.fr>, second@example.fr\nDelivered-To: real@example.fr\n"
              "Date: Wed, 12 Jan 2022 10:00:00 +0100\nMessage-ID: <x@y>\n"
              "In-Reply-To: <p@q>\nReferences: <r@s>\n <t@u>\nList-Id: <l.example.fr>\nFrom: "
              "a@b.fr\n\nx");
    const struct received *received = g_ptr_array_index(message->received, 0);
    const struct authres_field *authres = g_ptr_array_index(message->authres, 0);

    g_assert_cmpuint(message->received->len, ==, 2);
    g_assert_cmpstr(received->by, ==, "mx.example.fr");
    g_assert_cmpint(received->at, ==, 1641978005); /* 2022-01-12T09:00:05Z */
    received = g_ptr_array_index(message->received, 1);
    g_assert_cmpstr(received->by, ==, "");
    g_assert_cmpint(received->at, ==, 0);
    g_assert_cmpuint(authres->received_above, ==, 1);
    g_assert_cmpuint(authres->position, ==, 1);
    g_assert_null(strchr(authres->value, '\n'));
    g_assert_cmpstr(message->recipient, ==, "real@example.fr");
    g_assert_cmpint(message->date, ==, 1641978000);
    g_assert_cmpstr(message->message_id, ==, "<x@y>");
    g_assert_cmpuint(message->references->len, ==, 3);
    g_assert_cmpstr(g_ptr_array_index(message->references, 2), ==, "<t@u>");
    g_assert_true(message->is_list);
}

/* What is passed on must be UTF-8, and nothing that a terminal obeys; nor may a control that vanishes
 * make one address of another. */
static void test_raw_bytes(void)
{
    AUTO(message)
    message = parse("From: a\033@b.fr\nMessage-ID: <\xe9\033[2J@y>\nTo: \xe9@c.fr\n"
                    "Received: by \xe9.fr\nReferences: <\xe9@z>\n\nx");
    const struct received *received = g_ptr_array_index(message->received, 0);

    g_assert_cmpstr(message->message_id, ==, "<é\uFFFD[2J@y>");
    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a\uFFFD@b.fr");
    g_assert_cmpstr(message->recipient, ==, "é@c.fr");
    g_assert_cmpstr(received->by, ==, "é.fr");
    g_assert_cmpstr(g_ptr_array_index(message->references, 0), ==, "<é@z>");
}

static void test_doubles(void)
{
    AUTO(message) message = parse("From: a@b.fr\nFrom: c@d.fr\nSubject: un\nSubject: deux\n\nx");

    g_assert_true(message->from_doubled);
    g_assert_cmpuint(message->from->len, ==, 2);
    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a@b.fr");
    g_assert_cmpstr(from_of(message, 1)->addr_spec, ==, "c@d.fr");
    g_assert_cmpstr(message->subject, ==, "un");
    g_assert_cmpuint(message->notes->len, ==, 2); /* of either */
}

/* A file that Windows saved as UTF-8: its first field is one. */
static void test_byte_order_mark(void)
{
    AUTO(message) message = parse("\xef\xbb\xbf" "From: a@b.example\nSubject: s\n\nvu");

    g_assert_cmpuint(message->from->len, ==, 1);
    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a@b.example");
    g_assert_cmpstr(message->text, ==, "vu");
}

static void test_header_only(void)
{
    static const char bare[] =
        "Subject: =?utf-8?Q?=C3=A9t=C3=A9?=\r\nFrom: Jean <jean@example.fr>\r\n";
    g_autoptr(GBytes) raw = g_bytes_new_static(bare, strlen(bare));
    g_autoptr(GError) error = NULL;
    AUTO(message) message = message_parse_header(raw, &error);

    g_assert_no_error(error);
    g_assert_cmpstr(message->subject, ==, "été");
    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "jean@example.fr");
    g_assert_cmpstr(message->text, ==, "");
}

static void test_refused(void)
{
    static const struct {
        const char *text;
        gsize length;
    } inputs[] = { { "", 0 }, { "\n\n", 2 }, { "no header here", 14 }, { "\0\0\0", 3 } };

    for (gsize i = 0; i < G_N_ELEMENTS(inputs); i++) {
        g_autoptr(GBytes) raw = g_bytes_new_static(inputs[i].text, inputs[i].length);
        g_autoptr(GError) error = NULL;

        g_assert_null(message_parse(raw, &error));
        g_assert_error(error, VIGIE_ERROR, EX_DATAERR);
    }
    {
        g_autoptr(GBytes) nothing = g_bytes_new(NULL, 0);

        g_assert_null(message_parse(nothing, NULL));
    }
}

static void test_hidden(void)
{
    AUTO(message)
    message = parse(HEADER "Content-Type: text/html\n\n<p style='display:none'>x1234</p>vu"
                           "<a href='https://A.example/'>ici</a>");

    g_assert_cmpstr(message->text, ==, "vuici");
    g_assert_cmpuint(message->notes->len, ==, 1);
    g_assert_cmpstr(g_ptr_array_index(message->hosts, 0), ==, "a.example");
}

/* A link in a sentence ends before the signs around it. */
static void test_hosts_of_text(void)
{
    static const char *const hosts[] = { "www.ameli.fr", "a.example", "b.example", "c.example",
                                         "é.example" };
    AUTO(message)
    message = parse(HEADER "Content-Type: text/plain; charset=utf-8\n\n(voir https://www.ameli.fr) "
                           "<https://a.example> https://b.example, « https://c.example. » "
                           "https://é.example:443/x\n");

    g_assert_cmpuint(message->hosts->len, ==, G_N_ELEMENTS(hosts));
    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++)
        g_assert_cmpstr(g_ptr_array_index(message->hosts, i), ==, hosts[i]);
}

/* The original is inside, in each way of attaching it, and holds a quoted one itself. */
static const struct {
    const char *head, *tail, *why;
    bool base64;
} attachments[] = {
    { "Content-Type: message/rfc822\n\n", "", "message/rfc822 alone", false },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nvoir\n--b\nContent-Type: "
      "message/rfc822\n\n",
      "\n--b--\n", "beside a text", false },
    { "Content-Type: multipart/digest; boundary=b\n\n--b\n\n", "\n--b--\n", "in a digest", false },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream;"
      " name=\"Mail.EML\"\nContent-Transfer-Encoding: base64\n\n",
      "\n--b--\n", "as a file", true },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n"
      "Content-Transfer-Encoding: base64\n\n",
      "\n--b--\n", "encoded, against the RFC", true },
    { "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain;"
      " x-spam-type=original\n\n",
      "\n--b--\n", "as text, below a spam filter’s report", false },
};

static void test_attached(void)
{
    static const char original[] =
        "From: L'AM <am@info.ameli.fr>\nDate: Wed, 12 Jan 2022 10:00:00 +0100\nSubject: Fwd: code\n"
        "Message-ID: <o@o>\n\nVoici\n\n---------- Forwarded message ---------\n"
        "From: <x@y.fr>\nDate: 11/01/2022 10:00\nSubject: t\n\nAbCd1234";

    for (gsize i = 0; i < G_N_ELEMENTS(attachments); i++) {
        g_autofree char *encoded = g_base64_encode((const guchar *)original, strlen(original));
        g_autofree char *raw =
            g_strconcat(HEADER, attachments[i].head, attachments[i].base64 ? encoded : original,
                        attachments[i].tail, NULL);
        AUTO(message) message = parse(raw);
        const struct message *attached, *quoted;

        g_test_message("%s", attachments[i].why);
        g_assert_null(strstr(message->text, "AbCd"));
        g_assert_cmpuint(message->forwarded->len, ==, 2);
        attached = g_ptr_array_index(message->forwarded, 0);
        quoted = g_ptr_array_index(message->forwarded, 1);
        g_assert_cmpint(attached->way, ==, MESSAGE_ATTACHED);
        g_assert_cmpstr(attached->message_id, ==, "<o@o>");
        g_assert_cmpint(attached->date, ==, 1641978000);
        g_assert_nonnull(strstr(attached->text, "AbCd1234"));
        g_assert_cmpint(quoted->way, ==, MESSAGE_INLINE);
        g_assert_cmpstr(quoted->text, ==, "AbCd1234");
    }
}

static void test_quoted_once(void)
{
    AUTO(message)
    message = parse(ALTERNATIVES(
        "Code 1234 ?\n\nFrom: a@b.fr\nDate: 12/01/2022 10:14\nSubject: t\n\nVoici",
        "<p>Lis</p><div>From: a@b.fr<br>Date: 12/01/2022 10:14<br>Subject: t<br><br>Voici</div>"));

    g_assert_nonnull(message->other_text);
    g_assert_cmpuint(message->forwarded->len, ==, 1);
}

/* `head`, then `unit` up to `size` bytes, then `tail`: read within two seconds, whatever comes out.
 */
static struct message *bomb(const char *head, const char *unit, gsize size, const char *tail)
{
    g_autoptr(GString) text = g_string_new(head);
    g_autoptr(GBytes) raw = NULL;
    g_autoptr(GError) error = NULL;
    clock_t began; /* of this process: the machine may be busy */
    struct message *message;

    while (text->len < size)
        g_string_append(text, unit);
    g_string_append(text, tail);
    raw = g_bytes_new(text->str, text->len);
    began = clock();
    message = message_parse(raw, &error);
    g_test_message("%.20s … %.20s: %.3f s", head, unit, (double)(clock() - began) / CLOCKS_PER_SEC);
    g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
    g_assert_no_error(error);
    return message;
}

static void test_bombs(void)
{
    static const struct {
        const char *head, *unit;
        gsize size;
        const char *tail;
    } bombs[] = {
        { "To: ", "g:", 100 * 1024 * 1024, "\n\nx" },
        { HEADER "Content-Type: message/rfc822\n\nTo: ", "g:", 2000000, "\n\nx" },
        { "To: ", "(", 2000000, "\n\nx" },
        { "To: ", "<", 2000000, "\n\nx" },
        { "To: ", "a@b, ", 2000000, "\n\nx" },
        { "Subject: ", "=?utf-8?Q?a?= ", 2000000, "\n\nx" },
        { "Received: by ", "(", 2000000, "\n\nx" },
        { HEADER "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\n", 2000000, "--b--\n" },
        { HEADER "Content-Type: multipart/mixed; boundary=b\n\n", "--b\n\nx\n", 2000000, "" },
        { HEADER, "Content-Type: multipart/mixed; boundary=b\n\n--b\n", 2000000, "x" },
        { HEADER, "Content-Type: message/rfc822\n\n", 2000000, "From: a@b\n\nx" },
        { HEADER, "Content-Type: multipart/digest; boundary=b\n\n--b\n\n", 2000000, "x" },
        { HEADER "Content-Type: text/plain", "; a=b", 2000000, "\n\nx" },
        { HEADER "Content-Type: text/plain", "; a*0=b", 2000000, "\n\nx" },
        { HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain",
          "; a=b", 2000000, "\n\nx" },
        { HEADER "Content-Type: multipart/mixed; boundary=b\n\n--b\n", "X-A: b\n", 2000000,
          "\n\nx" },
        { HEADER "Content-Type: text/html\n\n<p", " a", 2000000, ">x" },
        { HEADER "Content-Type: text/html\n\n", "<div>", 2000000, "x" },
        { HEADER "Content-Type: text/html\n\n", "<style>.a{color:red}</style><p class=a>", 2000000,
          "x" },
        { HEADER "\n", "https://a.example ", 2000000, "" },
        { HEADER "\n", "> ", 2000000, "" },
        { HEADER "Content-Type: text/plain; format=flowed\n\n", "> \n", 2000000, "" },
        { "", "To: a@b\n", 2000000, "\nx" },
        { "", "From: a@b\n", 2000000, "\nx" },
        { "", "Subject: a\n", 2000000, "\nx" },
        { "", "X: a\n", 100 * 1024 * 1024, "\nx" },
        { "From: a@b\n", " \n", 2000000, "\nx" },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(bombs); i++) {
        AUTO(message) message = bomb(bombs[i].head, bombs[i].unit, bombs[i].size, bombs[i].tail);

        g_assert_cmpuint(strlen(message->text), <=, MESSAGE_MAX_TEXT + 1);
        g_assert_cmpuint(message->forwarded->len, <=, MESSAGE_MAX_FORWARDED);
    }
}

/* Each text as long as one may be, and one URL of many. */
static void test_urls_in_urls(void)
{
    g_autoptr(GString) part = g_string_new("--b\n\n");
    clock_t began;

    while (part->len < MESSAGE_MAX_TEXT)
        g_string_append(part, "http://");
    g_string_append_c(part, '\n');
    began = clock();
    message_free(bomb(HEADER "Content-Type: multipart/mixed; boundary=b\n\n", part->str, 2000000,
                      "--b--\n"));
    g_assert_cmpint(clock() - began, <, CLOCKS_PER_SEC);
}

/* What comes after a bomb in the header must still be seen, or it would hide a notice. */
static void test_after_bomb(void)
{
    AUTO(message) message = bomb("To: ", "g:", 100000, "\nFrom: a@b.example\nSubject: s\n\nvu");

    g_assert_true(message->truncated);
    g_assert_cmpstr(message->subject, ==, "s");
    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a@b.example");
    g_assert_cmpstr(message->text, ==, "vu");
}

static void test_nul(void)
{
    static const char text[] = "From: a@b.ex\0ample\nSubj\0ect: s\0t\n\nv\0u\0";
    g_autoptr(GBytes) raw = g_bytes_new_static(text, sizeof text - 1);
    AUTO(message) message = message_parse(raw, NULL);

    g_assert_cmpstr(from_of(message, 0)->addr_spec, ==, "a@b.example");
    g_assert_cmpstr(message->text, ==, "vu");
}

static void read_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *contents = NULL;
    gsize length;
    g_autoptr(GBytes) raw = NULL;
    clock_t began = clock(); /* of this process: the machine may be busy */

    g_assert_true(g_file_get_contents(path, &contents, &length, NULL));
    raw = g_bytes_new(contents, length);
    {
        AUTO(message) message = message_parse(raw, &error);

        g_assert_true((message == NULL) == (error != NULL));
        if (message) {
            g_assert_true(g_utf8_validate(message->text, -1, NULL));
            g_assert_cmpuint(message->forwarded->len, <=, MESSAGE_MAX_FORWARDED);
        }
    }
    if (clock() - began > CLOCKS_PER_SEC)
        g_error("%s took longer than a second", path);
}

static guint read_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;
    guint count = 0;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        if (g_file_test(child, G_FILE_TEST_IS_DIR)) {
            count += read_folder(child);
        } else {
            read_file(child);
            count++;
        }
    }
    return count;
}

static void test_corpus(void)
{
    const char *corpus = g_getenv("VIGIE_CORPUS");

    if (!corpus) {
        g_test_skip("VIGIE_CORPUS names no folder of mails");
        return;
    }
    g_assert_cmpuint(read_folder(corpus), >, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    message_warm_up();
    g_test_add_func("/message/texts", test_texts);
    g_test_add_func("/message/subjects", test_subjects);
    g_test_add_func("/message/senders", test_senders);
    g_test_add_func("/message/header", test_header);
    g_test_add_func("/message/reply-subjects", test_reply_subjects);
    g_test_add_func("/message/raw-bytes", test_raw_bytes);
    g_test_add_func("/message/doubles", test_doubles);
    g_test_add_func("/message/byte-order-mark", test_byte_order_mark);
    g_test_add_func("/message/header-only", test_header_only);
    g_test_add_func("/message/refused", test_refused);
    g_test_add_func("/message/hidden", test_hidden);
    g_test_add_func("/message/hosts", test_hosts_of_text);
    g_test_add_func("/message/attached", test_attached);
    g_test_add_func("/message/quoted-once", test_quoted_once);
    g_test_add_func("/message/bombs", test_bombs);
    g_test_add_func("/message/urls-in-urls", test_urls_in_urls);
    g_test_add_func("/message/after-bomb", test_after_bomb);
    g_test_add_func("/message/nul", test_nul);
    g_test_add_func("/message/corpus", test_corpus);
    return g_test_run();
}
