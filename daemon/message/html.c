/* HTML to text: what the parser reports, and which of it a person sees. Where lines and cells end
 * is html_layout.c, what hides is html_style.c and html_rules.c. */
#include "message/html.h"

#include <libxml/HTMLparser.h>
#include <string.h>

#include "message/html_layout.h"
#include "message/html_rules.h"
#include "message/html_tame.h"
#include "message/links.h"
#include "message/message.h"

/* libxml2 looks through all open elements at each end tag: quadratic without a bound. Mails that
 * never close a tag reach some hundreds. */
#define MAX_DEPTH 2000

struct frame {
    struct html_style style;
    const struct html_element *element;
    gsize row_start; /* length of the text where the table row began */
};

struct html_parser {
    htmlParserCtxtPtr xml;
    struct html_text *result;
    struct html_layout layout;
    GArray *frames; /* of struct frame: the open elements */
    struct html_rules *rules;
    GString *css; /* of the <style> element that is open */
    bool in_css;
};

static struct frame *top(struct html_parser *parser)
{
    return &g_array_index(parser->frames, struct frame, parser->frames->len - 1);
}

static const char *attribute(const xmlChar **attributes, const char *name)
{
    for (int i = 0; attributes && attributes[i]; i += 2)
        if (!strcmp((const char *)attributes[i], name))
            return attributes[i + 1] ? (const char *)attributes[i + 1] : "";
    return NULL;
}

/* In the order of their weight: attributes of old, then rules, then the element's own style. */
static void apply_attributes(struct html_parser *parser, struct html_style *style, const char *name,
                             const xmlChar **attributes)
{
    const char *background = attribute(attributes, "bgcolor");
    const char *colour = attribute(attributes, strcmp(name, "body") ? "color" : "text");
    const char *css = attribute(attributes, "style");

    if (background) {
        g_autofree char *lower = g_ascii_strdown(background, -1);

        style->background = html_colour(lower);
    }
    if (attribute(attributes, "background"))
        style->background = HTML_COLOUR_UNKNOWN;
    if (colour) {
        g_autofree char *lower = g_ascii_strdown(colour, -1);

        style->colour = html_colour(lower);
    }
    style->none |= attribute(attributes, "hidden") != NULL;
    html_rules_apply(parser->rules, name, attribute(attributes, "class"),
                     attribute(attributes, "id"), style);
    if (css)
        html_style_apply(style, css);
}

static void put(struct html_parser *parser, const char *text, gsize length)
{
    const struct frame *frame = top(parser);

    if (frame->element && frame->element->skipped)
        return;
    if (html_style_is_visible(&frame->style))
        html_layout_put(&parser->layout, text, length, frame->style.pre);
    else
        parser->result->hidden |= strspn(text, " \t\r\n") < length;
}

/* A person whose pictures are off reads their `alt`; it gets a line of its own. */
static void put_alt(struct html_parser *parser, const xmlChar **attributes)
{
    const char *alt = attribute(attributes, "alt");

    if (!alt || !alt[strspn(alt, " \t\r\n")])
        return;
    html_layout_break(&parser->layout);
    put(parser, alt, strlen(alt));
    html_layout_break(&parser->layout);
}

static gsize *row_of(struct html_parser *parser)
{
    for (guint i = parser->frames->len; i > 0; i--) {
        struct frame *frame = &g_array_index(parser->frames, struct frame, i - 1);

        if (frame->element && frame->element->kind == HTML_ROW)
            return &frame->row_start;
    }
    return NULL;
}

static void begin_layout(struct html_parser *parser, const struct frame *frame)
{
    enum html_kind kind = frame->element ? frame->element->kind : HTML_INLINE;
    const gsize *row = kind == HTML_CELL ? row_of(parser) : NULL;

    if (frame->style.gone || frame->style.none)
        return;
    if (row)
        html_layout_cell(&parser->layout, *row);
    else if (kind == HTML_LINE_BREAK)
        html_layout_line(&parser->layout);
    else if (kind == HTML_BLOCK && frame->style.display == HTML_DISPLAY_INLINE_BLOCK)
        html_layout_beside(&parser->layout);
    else if (frame->style.display == HTML_DISPLAY_BLOCK ||
             (kind != HTML_INLINE && frame->style.display == HTML_DISPLAY_DEFAULT))
        html_layout_break(&parser->layout);
}

static void on_start(void *data, const xmlChar *xml_name, const xmlChar **attributes)
{
    struct html_parser *parser = data;
    const char *name = (const char *)xml_name;
    const char *href = attribute(attributes, "href");
    const char *action = attribute(attributes, "action");
    struct frame frame = *top(parser);

    if (parser->frames->len >= MAX_DEPTH) {
        parser->result->truncated = true;
        xmlStopParser(parser->xml);
        return;
    }
    frame.element = html_element(name);
    if (top(parser)->element && top(parser)->element->skipped)
        frame.element = top(parser)->element; /* nothing in it is seen */
    frame.style.gone |= frame.style.none;
    frame.style.none = false;
    frame.style.display = HTML_DISPLAY_DEFAULT;
    frame.style.pre |= !strcmp(name, "pre") || !strcmp(name, "textarea");
    apply_attributes(parser, &frame.style, name, attributes);
    begin_layout(parser, &frame);
    frame.row_start = parser->layout.text->len;
    g_array_append_val(parser->frames, frame);
    parser->in_css = !strcmp(name, "style");
    if (!strcmp(name, "img"))
        put_alt(parser, attributes);
    if (href && strcmp(name, "link") && strcmp(name, "base"))
        links_add(parser->result->hosts, href);
    if (action)
        links_add(parser->result->hosts, action);
}

static void end_css(struct html_parser *parser)
{
    html_rules_add(parser->rules, parser->css->str);
    g_string_truncate(parser->css, 0);
    parser->in_css = false;
}

static void on_end(void *data, const xmlChar *name)
{
    struct html_parser *parser = data;
    struct frame frame = *top(parser);
    enum html_kind kind = frame.element ? frame.element->kind : HTML_INLINE;

    if (parser->frames->len <= 1)
        return;
    if (parser->in_css)
        end_css(parser);
    if (frame.style.gone || frame.style.none)
        ; /* takes no room */
    else if (kind == HTML_ROW)
        html_layout_row_end(&parser->layout, frame.row_start);
    else if (kind == HTML_BLOCK && frame.style.display == HTML_DISPLAY_INLINE_BLOCK)
        html_layout_beside(&parser->layout);
    else if (frame.style.display == HTML_DISPLAY_BLOCK ||
             (kind == HTML_BLOCK && frame.style.display == HTML_DISPLAY_DEFAULT))
        html_layout_break(&parser->layout);
    g_array_set_size(parser->frames, parser->frames->len - 1);
}

static void on_text(void *data, const xmlChar *text, int length)
{
    struct html_parser *parser = data;

    if (parser->in_css)
        g_string_append_len(parser->css, (const char *)text, length);
    else
        put(parser, (const char *)text, (gsize)length);
}

static struct html_parser *parser_new(struct html_text *result)
{
    struct html_parser *parser = g_new0(struct html_parser, 1);
    struct frame page = { .style = { .colour = 0x000000, .background = 0xFFFFFF } };

    parser->result = result;
    parser->layout.text = result->text;
    parser->frames = g_array_new(FALSE, FALSE, sizeof(struct frame));
    parser->rules = html_rules_new();
    parser->css = g_string_new(NULL);
    g_array_append_val(parser->frames, page);
    return parser;
}

static void parser_free(struct html_parser *parser)
{
    g_array_unref(parser->frames);
    html_rules_free(parser->rules);
    g_string_free(parser->css, TRUE);
    g_free(parser);
}

struct html_text *html_to_text(const char *html, gsize length)
{
    struct html_text *result = g_new0(struct html_text, 1);
    struct html_parser *parser;
    g_autoptr(GString) tame = NULL;
    htmlSAXHandler sax = { .startElement = on_start,
                           .endElement = on_end,
                           .characters = on_text,
                           .ignorableWhitespace = on_text,
                           .cdataBlock = on_text };

    result->text = g_string_new(NULL);
    result->hosts = g_ptr_array_new_with_free_func(g_free);
    result->truncated = length > MESSAGE_MAX_TEXT;
    tame = html_tame(html, MIN(length, MESSAGE_MAX_TEXT), &result->truncated);
    parser = parser_new(result);
    parser->xml = htmlCreatePushParserCtxt(&sax, parser, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    htmlCtxtUseOptions(parser->xml, HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
                                        HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
    htmlParseChunk(parser->xml, tame->str, (int)tame->len, TRUE);
    htmlFreeParserCtxt(parser->xml);
    parser_free(parser);
    return result;
}

void html_text_free(struct html_text *text)
{
    g_string_free(text->text, TRUE);
    g_ptr_array_unref(text->hosts);
    g_free(text);
}
