"""Mails made to exhaust whoever reads them: depth, number, length, and what parsers, decoders and
patterns do with them. Each is a function of a notice, its header and its text, and holds it; the
names of the groups at the end say what becomes of it."""
import base64
import email

MILLION = 1_000_000
HEAD = (b'From: Somebody <somebody@example.org>\r\nTo: jean@example.fr\r\n'
        b'Date: Mon, 02 Mar 2026 11:00:00 +0100\r\nMessage-ID: <bomb@example.org>\r\n'
        b'MIME-Version: 1.0\r\n')


def split(notice):
    """The notice's own header without what speaks of its body, and its plain text."""
    head = notice.partition(b'\r\n\r\n')[0]
    kept, skip = [], False
    for line in head.split(b'\r\n'):
        skip = line.lower().startswith((b'content-', b'mime-')) or (skip and line[:1] in b' \t')
        if not skip:
            kept.append(line)
    message = email.message_from_bytes(notice)
    part = next(part for part in message.walk() if part.get_content_type() == 'text/plain')
    return b'\r\n'.join(kept) + b'\r\n', part.get_payload(decode=True)


def plain(head, text, *fields):
    """One text part; `fields` come last in the header."""
    return (head + b'MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n'
            b'Content-Transfer-Encoding: 8bit\r\n' + b''.join(fields) + b'\r\n' + text)


def mixed(head, text, rest, boundary=b'b'):
    """The text as the first part, then `rest`."""
    return (head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="' + boundary +
            b'"\r\n\r\n--' + boundary + b'\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n' + text +
            b'\r\n' + rest)


def page(head, html):
    return (head + b'MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n' + html)


def shown(text):
    return b'<p>' + text.replace(b'\r\n', b'\n').replace(b'\n', b'<br>') + b'</p>'


# --- structure

def deep_multipart(head, text):
    rest = b''.join(b'--b%s\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n' %
                    (b'' if depth == 0 else b'%d' % (depth - 1), depth) for depth in range(10_000))
    return mixed(head, text, rest)


def one_boundary_for_all_depths(head, text):
    return mixed(head, text, b'--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' * 20_000)


def deep_rfc822(head, text):
    return mixed(head, text, b'--b\r\n' + b'Content-Type: message/rfc822\r\n\r\n' * 40_000)


def million_parts(head, text):
    return mixed(head, text, b'--b\r\n\r\n\r\n' * MILLION)


def million_parts_with_headers(head, text):
    return mixed(head, text, b'--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n' * (MILLION // 4))


def boundaries_that_begin_alike(head, text):
    return mixed(head, text, b''.join(b'--b%s\r\n' % (b'b' * (number % 900))
                                      for number in range(5_000)))


def boundary_of_dashes(head, text):
    return mixed(head, text, b'-' * 70 + b'\r\n' + (b'-' * 200 + b'\r\n') * 9_000, b'-' * 60)


def empty_boundary(head, text):
    return mixed(head, text, b'--\r\n' * 500_000, b'')


def boundary_in_a_million_pieces(head, text):
    pieces = b''.join(b';\r\n boundary*%d="b"' % number for number in range(100_000))
    return (head + b'Content-Type: multipart/mixed' + pieces + b'\r\n\r\n' + text)


def unending_alternatives(head, text):
    rest = b''.join(b'--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n' + b'mot ' * 60 + b'\r\n'
                    for _ in range(3_000))
    return mixed(head, text, rest).replace(b'multipart/mixed', b'multipart/alternative', 1)


def a_thousand_mails_in_it(head, text):
    one = (b'--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\nSubject: espace\r\n\r\n' +
           b'espace ' * 100 + b'\r\n')
    return mixed(head, text, one * 1_000)


def quoted_forwards(head, text):
    one = (b'---------- Forwarded message ---------\r\nFrom: a@example.org\r\n'
           b'Date: Mon, 2 Mar 2026 11:00:00 +0100\r\nSubject: espace\r\n\r\nbonjour\r\n')
    return plain(head, text + b'\r\n' + one * 3_000)


def quoted_ever_deeper(head, text):
    return plain(head, text + b'\r\n' + b''.join(b'>' * depth + b' x\r\n' for depth in range(2_000)))


def boundary_of_a_megabyte(head, text):
    return mixed(head, text, b'', b'b' * MILLION)


def boundaries_in_each_other(head, text):
    """Each is the one around it and a letter."""
    return mixed(head, text, b''.join(
        b'--%s\r\nContent-Type: multipart/mixed; boundary="%s"\r\n\r\n' % (b'b' * depth, b'b' * (depth + 1))
        for depth in range(1, 900)))


def parameters_by_the_hundred_thousand(head, text):
    part = b'--b\r\nContent-Type: text/html' + b''.join(b'; p%d=x' % n for n in range(100_000))
    return mixed(head, text, part + b'\r\n\r\n<p>\r\n')


def file_name_in_pieces(head, text):
    """RFC 2231, out of order, each with a charset of its own."""
    pieces = b''.join(b";\r\n filename*%d*=x-%d'fr'%%C3%%A9" % (number, number)
                      for number in range(60_000, 0, -1))
    return mixed(head, text, b'--b\r\nContent-Disposition: attachment' + pieces + b'\r\n\r\nx\r\n')


def encodings_in_encodings(head, text):
    part = b'Content-Type: text/plain\r\n\r\nx\r\n'
    for _ in range(12):
        part = (b'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
                base64.encodebytes(part * 2))
    return mixed(head, text, b'--b\r\n' + part)


def a_charset_of_a_megabyte(head, text):
    return mixed(head, text, b'--b\r\nContent-Type: text/plain; charset="' + b'x' * MILLION +
                 b'"\r\n\r\nesp\xe9ce\r\n')


# --- header

def header_of_one_field(head, text):
    return plain(head, text, b'X-Long: ' + b'x' * (100 * MILLION) + b'\r\n')


def header_of_many_fields(head, text):
    return plain(head, text, b'X-Many: 0123456789\r\n' * MILLION)


def header_folded_without_end(head, text):
    return plain(head, text, b'X-Folded: a\r\n' + b' b\r\n' * (2 * MILLION))


def million_addresses(head, text):
    return plain(head, text, b'Cc: ' + b'a@b.example,\r\n ' * MILLION + b'c@d.example\r\n')


def million_senders(head, text):
    return plain(b'From: ' + b'a@b.example, ' * MILLION + b'c@d.example\r\n' +
                 HEAD.partition(b'\r\n')[2], text)


def groups_in_groups(head, text):
    return plain(head, text, b'Cc: ' + b'g:' * MILLION + b'\r\n')


def groups_in_many_fields(head, text):
    return plain(head, text, (b'Cc: ' + b'g:' * 15_000 + b'\r\n') * 50)


def comments_in_comments(head, text):
    nested = b'(' * 30_000
    return plain(head, text, b'Cc: ' + nested + b'\r\nAuthentication-Results: ' + nested +
                 b'\r\nReceived: ' + nested + b'\r\nSender: ' + nested + b'\r\n')


def million_traces(head, text):
    return plain(head, text, b'Received: from a by b; Mon, 02 Mar 2026 11:00:00 +0100\r\n' * 200_000)


def authentication_results_without_end(head, text):
    return plain(head, text, (b'Authentication-Results: mx.test' + b'; dkim=pass header.d=a.example' *
                              1_000 + b'\r\n') * 200)


def references_without_end(head, text):
    return plain(head, text, b'References: ' + b'<a@b.example>\r\n ' * MILLION + b'\r\n')


def encoded_words(head, text):
    return plain(head, text, b'X-Note: ' + b'=?utf-8?q?=C3=A9?=\r\n ' * 200_000 + b'\r\n' +
                 b'Cc: ' + b'=?utf-8?b?w6k=?= <a@b.example>,\r\n ' * 50_000 + b'x@y.example\r\n')


def encoded_subject(head, text):
    return plain(HEAD, text, b'Subject: ' + b'=?utf-8?q?=C3=A9?=\r\n ' * 200_000 + b'\r\n')


def encoded_words_half(head, text):
    return plain(HEAD, text, b'Subject: ' + b'=?utf-8?q?' * 100_000 + b'\r\n')


def encoded_in_many_charsets(head, text):
    return plain(HEAD, text, b'Subject: ' + b''.join(b'=?x-%d?q?a?=\r\n ' % number
                                                     for number in range(20_000)) + b'\r\n')


def encoded_words_in_encoded_words(head, text):
    word = b'x'
    for _ in range(10):
        word = b'=?utf-8?q?' + b''.join(b'=%02X' % byte for byte in word)[:60_000] + b'?='
    return plain(head, text, b'Subject: ' + word + b'\r\n')


def names_of_a_megabyte(head, text):
    return plain(HEAD.replace(b'<bomb@', b'<' + b'm' * 200_000 + b'@'), text,
                 b'Subject: ' + b's' * 200_000 + b'\r\nSender: "' + b'\\n' * 100_000 + b'" <a@b.example>\r\n')


def domains_without_end(head, text):
    return plain(head, text, b'Sender: a@' + b'xn--a-0ga.' * 20_000 + b'example\r\nReply-To: a@[' +
                 b'[' * 50_000 + b'\r\nCc: ' + b'a@xn--99999999999999999999.example, ' * 5_000 + b'\r\n')


def dates_in_comments(head, text):
    """The Date field itself stands above, and counts."""
    return plain(head, text, b'Resent-Date: ' + b'(' * 100_000 + b'\r\nReceived: from a by b; ' + b'(a) ' * 40_000 +
                 b'\r\nX-Date: ' + b'9' * 100_000 + b'\r\n')


# --- text

def html_attributes(head, text):
    return page(head, shown(text) + b'<p ' + b' '.join(b'a%d="x"' % number
                                                       for number in range(200_000)) + b'>')


def html_attribute_of_a_megabyte(head, text):
    return page(head, shown(text) + b'<p title="' + b'&quot;' * 200_000 + b'">')


def html_ever_deeper(head, text):
    return page(head, shown(text) + b'<div><b><table><tr><td>' * 20_000)


def html_of_open_tags(head, text):
    return page(head, shown(text) + b'<' * 200_000 + b'</' * 200_000 + b'<!' * 200_000)


def html_comments(head, text):
    return page(head, shown(text) + b'<!--' * 200_000 + b'<![CDATA[' * 50_000)


def html_style_rules(head, text):
    rules = b''.join(b'.a%d .b%d > p + p ~ div:not(.c) { display: none }\n' % (number, number)
                     for number in range(3_000))
    return page(head, b'<style>' + rules + b'</style>' + shown(text) +
                b'<div class="a1 b1"><p class="b2">x</p></div>' * 2_000)


def html_style_of_open_braces(head, text):
    return page(head, shown(text) + b'<style>' + b'a{' * 50_000 + b'@media x{' * 10_000 + b'</style>')


def html_entities_that_multiply(head, text):
    laughs = b''.join(b'<!ENTITY l%d "%s">' % (number, b'&l%d;' % (number - 1) * 10)
                      for number in range(1, 12))
    return page(head, b'<!DOCTYPE html [<!ENTITY l0 "ha">' + laughs + b']>' + shown(text) +
                b'&l11;' * 100)


def html_of_a_million_tags(head, text):
    return page(head, shown(text) + b'<b>' * MILLION)


def html_references(head, text):
    return page(head, shown(text) + b'&#x10ffff;&#0;&#xd800;&#99999999999999999999;' * 20_000 +
                b'&' + b'amp;' * 200_000 + b'&nosuchentity' * 20_000)


def html_styles_that_nest(head, text):
    return page(head, b'<style>p' + b':not(p' * 5_000 + b'{} @import "a"; .a{width:' + b'calc(' * 5_000 +
                b'} .b{content:"' + b'\\000064' * 5_000 + b'</style>' + shown(text) + b'<p style="' +
                b'color:rgb(' * 50_000 + b'">x</p>' + b'<p style="display:none">x</p>' * 5_000)


def html_of_white_on_white(head, text):
    return page(head, shown(text) + b'<div style="color:#fff;background:#fff"><font color=white size=0>' * 10_000)


def html_tables_that_cross(head, text):
    return page(head, shown(text) + b'<table><td></table><tr></td></b><p></table></i>' * 30_000)


def html_links(head, text):
    return page(head, shown(text) + b''.join(b'<a href="https://h%d.example/">x</a>' % number
                                             for number in range(20_000)))


def plain_links(head, text):
    return plain(head, text + b''.join(b'\r\nhttps://h%d.example/a' % number
                                       for number in range(20_000)))


def repeated(*pieces):
    """A text that hardly differs from itself: what makes patterns go back."""
    def bomb(head, text):
        return plain(head, text + b''.join(b'\r\n' + piece * (60_000 // len(piece))
                                           for piece in pieces))
    return bomb


def one_line(head, text):
    return plain(head, text + b'\r\n' + b'x' * (5 * MILLION))


def flowed(head, text):
    return (head + b'Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\n' + text +
            b'\r\n' + b'a \r\n' * 400_000)


def uuencoded(head, text):
    return plain(head, text + b'\r\n' + b'begin 644 a\r\n' * 20_000 + (b'M' + b'!' * 60 + b'\r\n') * 3_000)


def yencoded(head, text):
    return plain(head, text + b'\r\n=ybegin line=128 size=99999999999 name=a\r\n' + b'=M\xe9=J' * 60_000)


def base64_of_nothing(head, text):
    return mixed(head, text, b'--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n' +
                 b'=\r\n' * 200_000 + b'%%%%\xff' * 100_000)


def nuls(head, text):
    return plain(head, text + b'\r\n' + b'\0' * (2 * MILLION))


# --- what grows when it is decoded

def combining_marks(head, text):
    """Canonical order is a sort of each run of marks."""
    return plain(head, text + b'\r\na' + '̖̀'.encode() * 60_000)


def letters_that_join(head, text):
    return plain(head, text + b'\r\n' + '👩\u200d'.encode() * 60_000 + '\u202e\u2066'.encode() * 30_000)


def letters_that_decompose(head, text):
    return plain(head, text + b'\r\n' + '𝅘𝅥𝅲שּׁ΅ﷺ'.encode() * 15_000)


def charset(name, pieces):
    def bomb(head, text):
        body = base64.encodebytes(pieces * (MILLION // len(pieces)))
        return mixed(head, text, b'--b\r\nContent-Type: text/plain; charset=' + name +
                     b'\r\nContent-Transfer-Encoding: base64\r\n\r\n' + body)
    return bomb


def quoted_printable(head, text):
    return (head + b'Content-Type: text/plain; charset=utf-8\r\n'
            b'Content-Transfer-Encoding: quoted-printable\r\n\r\n' +
            text.replace(b'=', b'=3D').replace(b'\xc3', b'=C3').replace(b'\xe2', b'=E2') + b'\r\n' +
            b'=\r\n' * 600_000)


def charsets_by_the_hundred(head, text):
    part = b'--b\r\nContent-Type: text/plain; charset=x-%d\r\n\r\nesp\xe9ce\r\n'
    return mixed(head, text, b''.join(part % number for number in range(900)))


def cut_at_two_megabytes(head, text):
    """The mail is long, the notice at its end: behind what is read, honestly lost to who reads."""
    return plain(HEAD, b'x\r\n' * MILLION + text)


READ = (
    deep_multipart, one_boundary_for_all_depths, deep_rfc822, million_parts,
    million_parts_with_headers, boundaries_that_begin_alike, empty_boundary, unending_alternatives,
    a_thousand_mails_in_it, boundaries_in_each_other, parameters_by_the_hundred_thousand,
    file_name_in_pieces, encodings_in_encodings, a_charset_of_a_megabyte,
    encoded_words_in_encoded_words, names_of_a_megabyte, domains_without_end, dates_in_comments,
    html_of_a_million_tags, html_references, html_styles_that_nest, html_of_white_on_white,
    html_tables_that_cross, base64_of_nothing, letters_that_join, groups_in_groups, groups_in_many_fields, comments_in_comments,
    encoded_words_half, encoded_in_many_charsets, html_attributes, html_attribute_of_a_megabyte,
    html_ever_deeper, html_comments, html_style_rules, html_style_of_open_braces,
    html_entities_that_multiply, html_links, plain_links, flowed, nuls, combining_marks,
    quoted_printable, charsets_by_the_hundred)
# Their readable text is 256 KB of what patterns stumble over, and costs seconds.
SLOWLY_READ = (boundary_of_dashes, quoted_forwards, quoted_ever_deeper, html_of_open_tags, one_line,
               letters_that_decompose, uuencoded, yencoded)
CUT_IN_THE_HEADER = (
    boundary_of_a_megabyte, boundary_in_a_million_pieces, header_of_one_field, header_of_many_fields,
    header_folded_without_end, million_addresses, million_traces,
    authentication_results_without_end, references_without_end, encoded_words)
HIDDEN = (million_senders, encoded_subject, cut_at_two_megabytes)


def _named(bombs):
    return {bomb.__name__: bomb for bomb in bombs}


# The notice in them is found.
FOUND = _named(READ)
FOUND_SLOWLY = {
    **_named(SLOWLY_READ),
    'words_of_a_notice': repeated('votre espace santé '.encode(), b'code provisoire : ',
                                  'vous opposer à sa création '.encode()),
    'labels_of_codes': repeated(b'code ', b'code\r\n', b'code....', b'code \t'),
    'numbers_of_an_article': repeated(b'12 3 4,5.6 ', b'1 '),
    'own_profiles': repeated('votre profil a été bien désormais '.encode(),
                             'votre espace santé sans opposition '.encode()),
    'names_of_children': repeated('vos enfants Jean Martin et de Marie Martin et '.encode(),
                                  b'celui de votre enfant Jean ', b'M. Jean Martin (code '),
    'letters_alone': repeated(b'a', b'aB3', b'0', b'- '),
    'dates_alone': repeated(b'12 janvier 2022 ', b'12/01/2022 ', b'1.1.1.'),
    'white_space': repeated(b' ', b'\t', '\u00a0'.encode(), b'\r\n '),
    'punctuation': repeated(b'.', b'!', '’'.encode(), b'(', b'>'),
    'iso_2022_jp': charset(b'iso-2022-jp', b'\x1b$B$"\x1b(B'),
    'utf_7': charset(b'utf-7', b'+AOkA6Q-'),
    'utf_16': charset(b'utf-16le', b'\x60\x4f'),
    'hz': charset(b'hz-gb-2312', b'~{VPND~}'),
    'gb18030': charset(b'gb18030', b'\x81\x30\x81\x30'),
}
# The header alone is longer than what is read: of an official sender that is told as a new wording.
UNRECOGNISED = _named(CUT_IN_THE_HEADER)
# They hide their own notice behind 2 MB, with a sender who is nobody.
UNSEEN = _named(HIDDEN)
