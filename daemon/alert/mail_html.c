/* Laying out. What a webmail would drop (a style sheet, custom properties) is not needed to read it:
 * the light colours stand in the elements, the style sheet only turns them dark. */
#include "alert/mail_html.h"

#include <string.h>

#include "alert/markup.h"

enum block { BLOCK_NONE, BLOCK_PARAGRAPH, BLOCK_ITEMS, BLOCK_STEPS };

static const char *const block_begins[] = { "", "<p>", "<ul>\n<li>", "<ol>\n<li>" };
static const char *const block_ends[] = { "", "</p>\n", "</li>\n</ul>\n", "</li>\n</ol>\n" };

struct layout {
    const struct mail_words *words;
    GString *html;
    enum block open;
    bool has_deadline; /* shown large once */
};

/* The colours go by class, and the language once more on the card: webmails drop <html>, <body>. */
static const char head[] =
    "<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<style>\n"
    ":root { color-scheme: light dark; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    ".paper { background: " DARK_PAPER " !important; color: " DARK_INK " !important; }\n"
    ".card { background: " DARK_CARD " !important; color: " DARK_INK " !important;\n"
    "  border-color: " DARK_LINE " !important; }\n"
    ".soft { color: " DARK_SOFT " !important; }\n"
    ".calm { background: " DARK_CALM " !important; color: " DARK_ON_CALM " !important; }\n"
    ".urgent { background: " DARK_URGENT " !important; color: " DARK_ON_URGENT " !important; }\n"
    ".card a { color: " DARK_ACCENT " !important; }\n"
    "}\n"
    "</style>\n";

static const char paper[] = "margin:0;padding:12px;background:" LIGHT_PAPER ";color:" LIGHT_INK;
static const char card[] =
    "max-width:640px;margin:0 auto;padding:8px 20px;background:" LIGHT_CARD ";color:" LIGHT_INK
    ";border:1px solid " LIGHT_LINE
    ";font-family:system-ui,sans-serif;font-size:17px;line-height:1.5;overflow-wrap:anywhere";
static const char calm[] = "background:" LIGHT_CALM ";color:" LIGHT_ON_CALM;
static const char urgent[] = "background:" LIGHT_URGENT ";color:" LIGHT_ON_URGENT;

/* Ends what is open, and begins or goes on with `block`. */
static void turn_to(struct layout *layout, enum block block)
{
    if (layout->open == block && block != BLOCK_NONE) {
        g_string_append(layout->html, block == BLOCK_PARAGRAPH ? "<br>\n" : "</li>\n<li>");
        return;
    }
    g_string_append(layout->html, block_ends[layout->open]);
    g_string_append(layout->html, block_begins[block]);
    layout->open = block;
}

static void put_deadline(struct layout *layout)
{
    const bool presses = layout->words->presses;

    turn_to(layout, BLOCK_NONE);
    layout->has_deadline = true;
    g_string_append_printf(layout->html,
                           "<p class=\"%s\" style=\"padding:12px 16px;font-size:22px;"
                           "line-height:1.3;font-weight:bold;%s\">",
                           presses ? "urgent" : "calm", presses ? urgent : calm);
    markup_text(layout->html, layout->words->deadline);
    g_string_append(layout->html, "</p>\n");
}

/* Where the number stands by itself in `line`; NULL where it does not. */
static const char *find_phone(const char *line, const char *phone)
{
    const char *at = markup_is_phone(phone) ? strstr(line, phone) : NULL;

    for (; at; at = strstr(at + 1, phone))
        if ((at == line || !g_ascii_isalnum(at[-1])) && !g_ascii_isalnum(at[strlen(phone)]))
            return at;
    return NULL;
}

static void put_item(struct layout *layout, enum block block, const char *item)
{
    const char *phone = layout->words->phone;
    const char *at = find_phone(item, phone);
    g_autofree char *before = NULL;

    turn_to(layout, block);
    if (at) {
        before = g_strndup(item, (gsize)(at - item));
        markup_text(layout->html, before);
        g_string_append_printf(layout->html,
                               "<a href=\"tel:%s\" style=\"color:" LIGHT_ACCENT "\">%s</a>", phone,
                               phone);
        item = at + strlen(phone);
    }
    markup_line(layout->html, item);
}

static void put_heading(struct layout *layout, const char *heading)
{
    turn_to(layout, BLOCK_NONE);
    g_string_append(layout->html, "<h2 style=\"margin:28px 0 8px;font-size:18px\">");
    markup_text(layout->html, heading);
    g_string_append(layout->html, "</h2>\n");
}

static void put_command(struct layout *layout, const char *command)
{
    turn_to(layout, BLOCK_PARAGRAPH);
    g_string_append(layout->html, "<code>");
    markup_text(layout->html, command);
    g_string_append(layout->html, "</code>");
}

/* "1. " */
static gsize step_length(const char *line)
{
    gsize digits = strspn(line, "0123456789");

    return digits && g_str_has_prefix(line + digits, ". ") ? digits + strlen(". ") : 0;
}

static void put_line(struct layout *layout, const char *line)
{
    bool in_list = layout->open == BLOCK_ITEMS || layout->open == BLOCK_STEPS;
    gsize step = step_length(line);

    if (!*line) {
        turn_to(layout, BLOCK_NONE);
    } else if (!layout->has_deadline && g_strcmp0(line, layout->words->deadline) == 0) {
        put_deadline(layout);
    } else if (g_str_has_prefix(line, "# ")) {
        put_heading(layout, line + strlen("# "));
    } else if (g_str_has_prefix(line, "- ")) {
        put_item(layout, BLOCK_ITEMS, line + strlen("- "));
    } else if (step) {
        put_item(layout, BLOCK_STEPS, line + step);
    } else if (g_str_has_prefix(line, "    ")) {
        put_command(layout, line + strspn(line, " "));
    } else if (*line == ' ' && in_list) { /* it goes on with the item */
        g_string_append(layout->html, "<br>\n");
        markup_line(layout->html, line + strspn(line, " "));
    } else {
        turn_to(layout, BLOCK_PARAGRAPH);
        markup_line(layout->html, line);
    }
}

static void put_title(GString *html, const char *tag, const char *title)
{
    g_string_append_printf(html, "<%s>", tag);
    markup_text(html, title);
    g_string_append_printf(html, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

char *mail_html(const struct mail_words *words)
{
    struct layout layout = { .words = words, .html = g_string_new("<!DOCTYPE html>\n") };
    g_auto(GStrv) lines = g_strsplit(words->lines, "\n", -1);
    GString *html = layout.html;

    g_string_append_printf(html, "<html lang=\"%s\">\n<head>\n", words->language);
    g_string_append(html, head);
    put_title(html, "title", words->title);
    g_string_append_printf(html, "</head>\n<body class=\"paper\" style=\"%s\">\n", paper);
    g_string_append_printf(html, "<div class=\"card\" lang=\"%s\" style=\"%s\">\n",
                           words->language, card);
    put_title(html, "h1 style=\"margin:12px 0;font-size:24px;line-height:1.25\"", words->title);
    for (char **line = lines; *line; line++)
        put_line(&layout, *line);
    turn_to(&layout, BLOCK_NONE);
    g_string_append(html, "<p class=\"soft\" style=\"font-size:14px;color:" LIGHT_SOFT "\">");
    markup_text(html, words->reference);
    g_string_append(html, "</p>\n</div>\n</body>\n</html>\n");
    return g_string_free(html, FALSE);
}
