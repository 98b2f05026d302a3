/* HTML to what a person reads. */
#include <string.h>
#include <time.h>

#include "message/html.h"
#include "message/message.h"

/* Expected values reasoned by hand: what a browser shows. */
static const struct {
    const char *html, *text;
    bool hidden;
    const char *why;
} rows[] = {
    { "<p>un</p><p>deux</p>", "un\ndeux", false, "blocks end lines" },
    { "un<br>deux<br/><br>trois", "un\ndeux\n\ntrois", false, "line breaks" },
    { "<b>AbCd</b><span>EF12</span>", "AbCdEF12", false, "inline elements never part a word" },
    { "<b>Ab</b> <i>Cd</i>", "Ab Cd", false, "but a space does" },
    { "Ab<wbr>Cd", "AbCd", false, "wbr gives nothing" },
    { "a \n\t b", "a b", false, "white space collapses" },
    { "x<pre>a  b\n c</pre>y", "x\na  b\n c\ny", false, "pre is kept" },
    { "&eacute;t&eacute; &#233; &amp;lt; &bogus;", "été é &lt; &bogus;", false, "entities, once" },
    { "<table><tr><td>Code :</td><td>ABCD</td></tr><tr><td>x</td></tr></table>", "Code :\tABCD\nx",
      false, "cells of a row by TAB, rows by newline" },
    { "<table><tr><td><p>Code</p></td><td><div><b>ABCD</b></div></td></tr></table>", "Code\tABCD",
      false, "blocks within cells do not part the row" },
    { "<table><tr><td></td><td>a</td><td> </td><td>b</td><td></td></tr><tr><td>c</td></tr></table>",
      "a\tb\nc", false, "empty cells give nothing" },
    { "<table><tr><td><table><tr><td></td></tr><tr><td>a</td></tr></table></td>"
      "<td><table><tr><td></td></tr><tr><td>b</td></tr></table></td></tr></table>",
      "a\tb", false, "layout tables within tables" },
    { "<ul><li>un<li>deux</ul>", "un\ndeux", false, "list items" },
    { "<head><title>T</title><style>p{}</style></head><script>s()</script><p>vu</p>", "vu", false,
      "head, title, style and script are not seen" },
    { "<div>a<div style='display:none'>secret</div>b</div>", "ab", true, "display:none" },
    { "a<span style='DISPLAY : NONE !important'>x</span>b", "ab", true, "in capitals" },
    { "a<div style='visibility:hidden'>x<p style='visibility:visible'>y</p></div>", "a\ny", true,
      "visibility may be set anew" },
    { "a<div style='display:none'><p style='display:block'>x</p></div>", "a", true,
      "display may not" },
    { "a<span style='font-size:0'>x</span><span style='font-size:1px'>y</span>b", "ab", true,
      "zero and one pixel" },
    { "<div style='font-size:0px'> <div style='font-size:13px'>vu</div></div>", "vu", false,
      "zero size as layout, set anew inside" },
    { "a<span style='font-size:1.2em'>b</span>", "ab", false, "one em is no pixel" },
    { "a<div style='max-height:0;overflow:hidden'>x</div>", "a", true, "no height, clipped" },
    { "<div style='max-height:0'>vu</div>", "vu", false, "no height, but it flows over" },
    { "a<span style='opacity:0'>x</span>", "a", true, "transparent" },
    { "a<span style='opacity:0.9'>b</span>", "ab", false, "hardly transparent" },
    { "a<font color='#ffffff'>x</font>", "a", true, "white on the page" },
    { "a<span style='color:#fefefe'>x</span>", "a", true, "nearly white" },
    { "<table><tr><td bgcolor='#003366'><font color='white'>vu</font></td></tr></table>", "vu",
      false, "white on blue" },
    { "<table><tr><td style='background:#036;color:rgb(0, 51, 102)'>x</td></tr></table>", "", true,
      "blue on the same blue, written otherwise" },
    { "<div style='background:url(a.png) #fff;color:#fff'>vu</div>", "vu", false,
      "on a picture nobody knows" },
    { "<div style='background-color:rgba(0, 0, 0, 0)'>vu</div>", "vu", false,
      "a transparent background is not black" },
    { "<div style='background-image:linear-gradient(red,blue);color:white'>vu</div>", "vu", false,
      "nor is a gradient white" },
    { "a<span style='color:transparent'>x</span>", "a", true, "transparent letters" },
    { "<p hidden>x</p>a", "a", true, "the attribute" },
    { "<style>.pre, td.x { display:none } .y{color:red}</style><p class='a pre'>x</p><p "
      "class=y>b</p>",
      "b", true, "class rules" },
    { "<style>@media (max-width:600px){ .d{display:none} }</style><p class=d>a</p>", "a", false,
      "rules for small screens" },
    { "<style>p:first-child{background:#036} .t{color:#fff}</style><p class=t>vu</p>", "vu", false,
      "white by a rule, on what a rule that we cannot follow may paint" },
    { "<style>#h td{background:#036} .t{color:#fff}</style><p class=t>x</p>", "", true,
      "white by a rule, where the painted cell is another" },
    { "<style>#H .a p{display:none}</style><div id=h><div class=a><p>x</p></div><p>vu</p></div>",
      "vu", true, "a rule for what is below an id and a class" },
    { "<style>#h{display:none}</style><p id=H>x</p><p id=h2>vu</p>", "vu", true, "a rule for an id" },
    { "<style>@media screen{.d{display:none}}.e{color:#fff}</style><p class=d>x</p><p class=e>y</p>a",
      "a", true, "every screen, and the rule after it" },
    { "<style>p.x.y{display:none!important}</style><p class='y x'>x</p><p class=x>vu</p>", "vu", true,
      "a rule for who has two classes" },
    { "<style>td.old{display:none}</style><p class=old>vu</p>", "vu", false,
      "a rule for another element of the class" },
    { "<style>@media print{.d{display:none}}</style><p class=d>vu</p>", "vu", false, "paper" },
    { "a<span style='font-size:0.01em'>x</span><span style='font:0/0 a'>y</span>b", "ab", true,
      "a size in em, and in the shorthand" },
    { "<span style='font:700 16px/20px Arial'>vu</span>", "vu", false, "a weight is no size" },
    { "a<span style='color:rgb(100%,100%,100%)'>x</span><span style='color:hsl(0,0%,100%)'>y</span>",
      "a", true, "white in per cent, and as a hue" },
    { "a<span style='color:#0000'>x</span><span style='color:#ffffffff'>y</span>", "a", true,
      "four and eight digits: no opacity, all of it" },
    { "<div style='background:rgba(0,0,0,.5);color:#fff'>vu</div>", "vu", false,
      "half transparent: nobody knows on what" },
    { "<p style='background:none repeat #036;color:#fff'>vu</p>", "vu", false,
      "no picture, but a colour" },
    { "a<p style='position:absolute;clip:rect(0 0 0 0)'>x</p><p style='margin-left:-99em'>y</p>",
      "a", true, "cut to nothing, and far off" },
    { "<p style='clip:rect(0,100px,20px,0)'>vu</p>", "vu", false, "cut, but not to nothing" },
    { "<p>n</p><div style='display:inline-block'>a</div><div style='display:inline-block'>b</div>",
      "n\na\tb", false, "blocks beside each other are like cells" },
    { "<style>td{background:#036} .t{color:#fff}</style><table><tr><td "
      "class=t>vu</td></tr></table>",
      "vu", false, "rules for elements" },
    { "<style>.t{color:#fff}</style><p class=t>x</p>", "", true, "white on white by a rule" },
    { "<style>.d{display:none}</style><p class=d style='display:block'>a</p>", "a", false,
      "the element's own style is nearer" },
    { "a<div style='display:none'> \n</div>", "a", false, "nothing was hidden" },
    { "a<img alt='Votre code' src=x>b", "a\nVotre code\nb", false, "alt on its own line" },
    { "a<img alt='' src=x>b", "ab", false, "an empty alt" },
    { "<span style='display:block'>a</span><span style='display:block'>b</span>", "a\nb", false,
      "inline made block" },
    { "<div style='display:inline'>a</div><div style='display:inline'>b</div>", "ab", false,
      "block made inline" },
    { "<!--[if mso]><p>x</p><![endif]-->a<![if !mso]>b<![endif]>c", "abc", false,
      "conditional comments" },
    { "<p>a<p>b</div></b>c", "a\nbc", false, "what was never opened closes nothing" },
    { "a < b & c", "a < b & c", false, "no tag" },
    { "<meta charset=iso-8859-1>\xc3\xa9", "é", false, "the charset of a meta element is ignored" },
    { "", "", false, "nothing" },
    { "vu", "vu", false, "no element at all" },
};

static void test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct html_text *out = html_to_text(rows[i].html, strlen(rows[i].html));

        g_test_message("%s: %s", rows[i].why, rows[i].html);
        g_assert_cmpstr(out->text->str, ==, rows[i].text);
        g_assert_cmpint(out->hidden, ==, rows[i].hidden);
        html_text_free(out);
    }
}

static void test_hosts(void)
{
    static const char html[] =
        "<a href='https://WWW.ameli.fr/a'>x</a><a href='http://www.ameli.fr:80/b'>y</a>"
        "<a href='https://www.ameli.fr@evil.example/'>z</a><a href='mailto:a@b.example'>m</a>"
        "<a href='  https:\\\\back.example\\x'>s</a><form "
        "action='https://form.example/?a@b'></form>"
        "<link href='https://css.example/'><a style='display:none' "
        "href='https://hidden.example'>h</a>";
    struct html_text *out = html_to_text(html, strlen(html));
    static const char *const hosts[] = { "www.ameli.fr", "evil.example", "back.example",
                                         "form.example", "hidden.example" };

    g_assert_cmpuint(out->hosts->len, ==, G_N_ELEMENTS(hosts));
    for (gsize i = 0; i < G_N_ELEMENTS(hosts); i++)
        g_assert_cmpstr(g_ptr_array_index(out->hosts, i), ==, hosts[i]);
    html_text_free(out);
}

static void test_nul(void)
{
    struct html_text *out = html_to_text("<p>a\0b</p>\0<p>c</p>", 19);

    g_assert_cmpstr(out->text->str, ==, "ab\nc");
    html_text_free(out);
}

/* `unit` again and again, up to the limit. */
static void bomb(const char *head, const char *unit, const char *tail, bool truncated)
{
    g_autoptr(GString) html = g_string_new(head);
    clock_t began = clock(); /* of this process: the machine may be busy */
    struct html_text *out;

    while (html->len + strlen(unit) + strlen(tail) < MESSAGE_MAX_TEXT)
        g_string_append(html, unit);
    g_string_append(html, tail);
    out = html_to_text(html->str, html->len);
    g_test_message("%s…: %.3f s", unit, (double)(clock() - began) / CLOCKS_PER_SEC);
    g_assert_cmpint(clock() - began, <, 2 * CLOCKS_PER_SEC);
    g_assert_cmpint(out->truncated, ==, truncated);
    html_text_free(out);
}

static void test_bombs(void)
{
    g_autoptr(GString) attributes = g_string_new("<p");

    while (attributes->len + 6 < MESSAGE_MAX_TEXT)
        g_string_append_printf(attributes, " %x", (guint)attributes->len);
    bomb(attributes->str, ">", "", true);
    bomb("", "<div>", "", true);
    bomb("", "<b></i>", "", true);
    bomb("", "<p>a", "", false);
    bomb("", "</p>", "", false);
    bomb("", "<!--", "", false);
    bomb("", "<", "", false);
    bomb("", "&", "", false);
    bomb("", "<!", "", false);
    bomb("", "<a href=\"", "", true);
    bomb("<p ", "a='>' ", "", true);
    bomb("<style>", ".a,.b{color:red}", "</style><p class='a'>", false);
    bomb("<style>.a{display:none;color:red;color:red;color:red}</style>",
         "<p class='a a a a a a a a'>x", "", false);
    bomb("<style>.a b{color:red} b b{color:red} i b{color:red}</style>", "<b class='a'>x</b>", "",
         false);
    bomb("<style>", "a b c d e f g{color:red}", "</style><p>", false);
    bomb("", "<table><tr><td>", "", true);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/html/rows", test_rows);
    g_test_add_func("/html/hosts", test_hosts);
    g_test_add_func("/html/nul", test_nul);
    g_test_add_func("/html/bombs", test_bombs);
    return g_test_run();
}
