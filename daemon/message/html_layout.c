/* Gaps are remembered and written only when text follows, so that empty cells, empty blocks and
 * tables within tables leave no trace. */
#include "message/html_layout.h"

#include <string.h>

const struct html_element *html_element(const char *name)
{
    static const struct html_element elements[] = {
        { "address", HTML_BLOCK },    { "article", HTML_BLOCK },  { "aside", HTML_BLOCK },
        { "blockquote", HTML_BLOCK }, { "body", HTML_BLOCK },     { "br", HTML_LINE_BREAK },
        { "caption", HTML_BLOCK },    { "center", HTML_BLOCK },   { "dd", HTML_BLOCK },
        { "details", HTML_BLOCK },    { "dir", HTML_BLOCK },      { "div", HTML_BLOCK },
        { "dl", HTML_BLOCK },         { "dt", HTML_BLOCK },       { "fieldset", HTML_BLOCK },
        { "figure", HTML_BLOCK },     { "footer", HTML_BLOCK },   { "form", HTML_BLOCK },
        { "h1", HTML_BLOCK },         { "h2", HTML_BLOCK },       { "h3", HTML_BLOCK },
        { "h4", HTML_BLOCK },         { "h5", HTML_BLOCK },       { "h6", HTML_BLOCK },
        { "header", HTML_BLOCK },     { "hr", HTML_BLOCK },       { "legend", HTML_BLOCK },
        { "li", HTML_BLOCK },         { "main", HTML_BLOCK },     { "menu", HTML_BLOCK },
        { "nav", HTML_BLOCK },        { "ol", HTML_BLOCK },       { "option", HTML_BLOCK },
        { "p", HTML_BLOCK },          { "pre", HTML_BLOCK },      { "section", HTML_BLOCK },
        { "summary", HTML_BLOCK },    { "table", HTML_BLOCK },    { "tbody", HTML_BLOCK },
        { "td", HTML_CELL },          { "tfoot", HTML_BLOCK },    { "th", HTML_CELL },
        { "thead", HTML_BLOCK },      { "tr", HTML_ROW },         { "ul", HTML_BLOCK },
        /* never shown */
        { "audio", HTML_INLINE, true },    { "datalist", HTML_INLINE, true },
        { "head", HTML_BLOCK, true },      { "iframe", HTML_INLINE, true },
        { "noframes", HTML_INLINE, true }, { "object", HTML_INLINE, true },
        { "script", HTML_INLINE, true },   { "style", HTML_INLINE, true },
        { "svg", HTML_INLINE, true },      { "template", HTML_INLINE, true },
        { "title", HTML_INLINE, true },    { "video", HTML_INLINE, true },
    };

    for (gsize i = 0; i < G_N_ELEMENTS(elements); i++)
        if (!strcmp(name, elements[i].name))
            return &elements[i];
    return NULL;
}

static void write_gap(struct html_layout *layout)
{
    static const char *const gaps[] = { "", " ", "\t", "\n", "\n\n" };

    if (layout->text->len)
        g_string_append(layout->text, gaps[layout->gap]);
    layout->gap = HTML_GAP_NONE;
    layout->line_broken = false;
}

void html_layout_put(struct html_layout *layout, const char *text, gsize length, bool pre)
{
    for (gsize i = 0; i < length; i++) {
        if (g_ascii_isspace(text[i]) && !pre) {
            layout->gap = MAX(layout->gap, HTML_GAP_SPACE);
            continue;
        }
        if (layout->gap)
            write_gap(layout);
        g_string_append_c(layout->text, text[i]);
    }
}

void html_layout_break(struct html_layout *layout)
{
    if (layout->gap != HTML_GAP_TAB) /* the block that begins a cell stands beside the cell before */
        layout->gap = MAX(layout->gap, HTML_GAP_LINE);
}

void html_layout_beside(struct html_layout *layout)
{
    layout->gap = MAX(layout->gap, HTML_GAP_TAB);
}

void html_layout_line(struct html_layout *layout)
{
    if (layout->gap != HTML_GAP_TAB)
        layout->gap = layout->line_broken ? HTML_GAP_BLANK_LINE : MAX(layout->gap, HTML_GAP_LINE);
    layout->line_broken = true;
}

void html_layout_cell(struct html_layout *layout, gsize row_start)
{
    if (layout->text->len > row_start)
        layout->gap = HTML_GAP_TAB; /* whatever block ended the cell before */
    else
        html_layout_break(layout);
}

void html_layout_row_end(struct html_layout *layout, gsize row_start)
{
    if (layout->text->len > row_start)
        layout->gap = MAX(layout->gap, HTML_GAP_LINE); /* ends the row even after an empty cell */
}
