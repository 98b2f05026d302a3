/* The subset construction, with conditions on what stands on both sides of a place: a state knows what
 * was before it, a transition what comes. */
#include "detect/triage_nfa_impl.h"

#include <string.h>

/* The shipped rules need some thousand states at most, and a third of these steps. Few states may take
 * many steps: 25 KB of alternatives that begin with .* took 84 s. */
#define MAX_STATES 8000
#define MAX_STEPS 60000000

/* What a symbol is to the edges of words. */
enum side { SIDE_OUTSIDE, SIDE_DOT, SIDE_HYPHEN, SIDE_UNDERSCORE, SIDE_WORD, SIDE_PERHAPS };

/* The subset construction. */
struct work {
    const struct nfa *nfa;
    enum nfa_field field;
    GHashTable *known;  /* of GBytes (guint[]: side and start, then nodes): its number */
    GPtrArray *states;  /* of the same GBytes, by number; TRIAGE_FOUND has none */
    GArray *stack;      /* of guint */
    guint *marks, mark; /* of each node: the walk that saw it last */
    guint steps;        /* nodes that were walked over */
};

/* To the labels of a host: whatever GMime takes into one. */
static enum side side_of_label(guint symbol)
{
    if (symbol == '.' || symbol == '@')
        return SIDE_DOT;
    if (symbol == '\'') /* header_find_addr_spec ends there */
        return SIDE_PERHAPS;
    return symbol != SYMBOL_OTHER && (symbol < '!' || strchr("<>()[]\",;:\\", (char)symbol))
               ? SIDE_OUTSIDE
               : SIDE_WORD;
}

static enum side side_of(enum nfa_field field, guint symbol)
{
    if (field == NFA_HOST)
        return side_of_label(symbol);
    if (symbol == SYMBOL_OTHER || symbol == SYMBOL_VAGUE)
        return SIDE_PERHAPS;
    if (symbol == '_')
        return SIDE_UNDERSCORE;
    if (symbol == '-')
        return SIDE_HYPHEN;
    if (symbol == '.' || symbol == '@')
        return SIDE_DOT;
    return symbol >= ' ' && g_ascii_isalnum((char)symbol) ? SIDE_WORD : SIDE_OUTSIDE;
}

static bool is_word(enum side side)
{
    return side == SIDE_WORD || side == SIDE_UNDERSCORE;
}

static bool is_in_label(enum side side)
{
    return side == SIDE_HYPHEN || is_word(side);
}

static bool holds(enum nfa_condition condition, enum side before, enum side after, bool start)
{
    if (condition == NFA_START)
        return start;
    if (condition == NFA_LABEL_BEGIN || condition == NFA_LABEL_END)
        return !is_in_label(condition == NFA_LABEL_BEGIN ? before : after);
    if (before == SIDE_PERHAPS || after == SIDE_PERHAPS)
        return true;
    switch (condition) {
    case NFA_WORD_EDGE:
        return is_word(before) != is_word(after);
    case NFA_WORD_INSIDE:
        return is_word(before) == is_word(after);
    default:
        return before != SIDE_WORD || after != SIDE_WORD;
    }
}

static void push(struct work *work, guint node)
{
    if (node == NOWHERE || work->marks[node] == work->mark)
        return;
    work->marks[node] = work->mark;
    g_array_append_val(work->stack, node);
}

static bool pop(struct work *work, guint *node)
{
    if (!work->stack->len)
        return false;
    work->steps++;
    *node = g_array_index(work->stack, guint, work->stack->len - 1);
    g_array_set_size(work->stack, work->stack->len - 1);
    return true;
}

/* What a symbol said of the next one. */
enum promise { PROMISE_NONE, PROMISE_DOT, PROMISE_EDGE };

/* A place between two symbols. */
struct place {
    enum side before;
    enum promise promise;
    bool start;
};

/* A symbol: what it is read as; whether it may be nothing, in which case what stands on one side of
 * it is no part of a word. */
struct reading {
    guint symbol;
    bool skips;
    enum promise promise;
};

/* Of those that stand for a letter in lookalike.c, none is between letters. */
static struct reading reading_of_squeezed(guint symbol)
{
    const bool is_letter =
        symbol >= ' ' && (g_ascii_isalnum((char)symbol) || strchr("@$|", (char)symbol));

    return (struct reading){ symbol, !is_letter, PROMISE_NONE };
}

static struct reading reading_of(enum nfa_field field, guint symbol)
{
    if (field == NFA_SQUEEZED)
        return reading_of_squeezed(symbol);
    switch (symbol) {
    case SYMBOL_VAGUE:
        return (struct reading){ SYMBOL_OTHER, true, PROMISE_NONE };
    case SYMBOL_SPACE_AFTER:
        return (struct reading){ ' ', true, PROMISE_NONE };
    case SYMBOL_SPACE_BEFORE:
        return (struct reading){ ' ', true, PROMISE_DOT };
    case SYMBOL_QUOTE_AFTER:
        return (struct reading){ '"', true, PROMISE_NONE };
    case SYMBOL_QUOTE_BEFORE:
        return (struct reading){ '"', true, PROMISE_EDGE };
    default:
        return (struct reading){ symbol, false, PROMISE_NONE };
    }
}

/* Whether the symbol can come at `place` at all. Where it cannot, anything may be said of it. */
static bool can_come(enum nfa_field field, const struct place *place, guint symbol)
{
    if (field == NFA_SQUEEZED)
        return true;
    if (symbol == SYMBOL_VAGUE)
        return field == NFA_TEXT;
    if (symbol == SYMBOL_SPACE_AFTER && place->before != SIDE_DOT)
        return false;
    if (symbol == SYMBOL_QUOTE_AFTER &&
        (is_in_label(place->before) || place->before == SIDE_PERHAPS))
        return false;
    if (symbol >= SYMBOL_SPACE_AFTER && symbol <= SYMBOL_QUOTE_BEFORE)
        return field != NFA_TEXT && place->promise != PROMISE_DOT;
    if (place->promise == PROMISE_DOT)
        return side_of(field, symbol) == SIDE_DOT;
    return place->promise == PROMISE_NONE ||
           !(is_in_label(side_of(field, symbol)) || side_of(field, symbol) == SIDE_PERHAPS);
}

/* From `nodes` at `place` over one symbol: appends where it leads to `next`. True where what is
 * looked for ends before the symbol. */
static bool step(struct work *work, const guint *nodes, guint count, const struct place *place,
                 const struct reading *reading, GArray *next)
{
    const enum side after = side_of(work->field, reading->symbol);
    bool found = false;
    guint index;

    work->mark++;
    push(work, work->nfa->root);
    for (guint i = 0; i < count; i++)
        push(work, nodes[i]);
    while (pop(work, &index)) {
        const struct node *node = node_at(work->nfa, index);

        if (node->type == NODE_SYMBOL) {
            if (symbol_set_holds(&g_array_index(work->nfa->sets, struct symbol_set, node->value),
                                 reading->symbol))
                g_array_append_val(next, node->out[0]);
            continue;
        }
        found = found || node->type == NODE_FOUND;
        if (node->type == NODE_IF && !holds(node->value, place->before, after, place->start))
            continue;
        if (node->type == NODE_IF && reading->skips) /* it holds where the symbol is nothing, too */
            g_array_append_val(next, node->out[0]);
        push(work, node->out[0]);
        push(work, node->out[1]);
    }
    return found;
}

static int compare_nodes(gconstpointer a, gconstpointer b)
{
    const guint left = *(const guint *)a, right = *(const guint *)b;

    return left < right ? -1 : left > right;
}

/* Whether a symbol that may come after `promise` leads on from the node. */
static bool can_go_on(const struct work *work, const struct node *node, enum promise promise)
{
    const char *coming = promise == PROMISE_DOT ? ".@" : " <>(),.@:;[]";

    if (node->type != NODE_SYMBOL || promise == PROMISE_NONE)
        return true;
    while (*coming &&
           !symbol_set_holds(&g_array_index(work->nfa->sets, struct symbol_set, node->value),
                             (guchar)*coming))
        coming++;
    return *coming;
}

/* Where a symbol is nothing, what waits for another goes on waiting; what a condition holds back
 * was asked already, unless the symbol is one of a text. */
static void skip(const struct work *work, const guint *nodes, guint count, GArray *next)
{
    for (guint i = 0; i < count; i++)
        if (work->field == NFA_TEXT || node_at(work->nfa, nodes[i])->type == NODE_SYMBOL)
            g_array_append_val(next, nodes[i]);
}

/* Brings `next` to the nodes that matter, in order: those that need a symbol or a condition. True
 * where one has found what it looked for. */
static bool settle(struct work *work, enum promise promise, GArray *next)
{
    bool found = false;
    guint index;

    work->mark++;
    for (guint i = 0; i < next->len; i++)
        push(work, g_array_index(next, guint, i));
    g_array_set_size(next, 0);
    while (pop(work, &index)) {
        const struct node *node = node_at(work->nfa, index);

        found = found || node->type == NODE_FOUND;
        if (node->type != NODE_WAY) {
            if (can_go_on(work, node, promise))
                g_array_append_val(next, index);
            continue;
        }
        push(work, node->out[0]);
        push(work, node->out[1]);
    }
    g_array_sort(next, compare_nodes);
    return found;
}

/* The number of the state, a new one where it was not known. */
static guint number_of(struct work *work, const struct place *place, const GArray *nodes)
{
    const guint head = (guint)place->before << 3 | (guint)place->promise << 1 | place->start;
    g_autoptr(GArray) key = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GBytes) bytes = NULL;
    gpointer known;

    g_array_append_val(key, head);
    if (nodes->len)
        g_array_append_vals(key, nodes->data, nodes->len);
    bytes = g_bytes_new(key->data, key->len * sizeof(guint));
    if (g_hash_table_lookup_extended(work->known, bytes, NULL, &known))
        return GPOINTER_TO_UINT(known);
    g_ptr_array_add(work->states, g_bytes_ref(bytes));
    g_hash_table_insert(work->known, g_bytes_ref(bytes), GUINT_TO_POINTER(work->states->len - 1));
    return work->states->len - 1;
}

/* Where `symbol` leads from the state `number`. */
static guint next_state(struct work *work, guint number, guint symbol)
{
    gsize size;
    const guint *state = g_bytes_get_data(work->states->pdata[number], &size);
    const struct place place = { state[0] >> 3, state[0] >> 1 & 3, state[0] & 1 };
    const guint *nodes = state + 1, count = (guint)(size / sizeof(guint)) - 1;
    const struct reading reading = reading_of(work->field, symbol);
    struct place after = { side_of(work->field, reading.symbol), reading.promise,
                           reading.skips && place.start };
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(guint));

    if (!can_come(work->field, &place, symbol))
        return TRIAGE_FOUND;
    if (work->field == NFA_SQUEEZED) /* which asks for no edges */
        after = place;
    if (symbol == SYMBOL_SPACE_AFTER || symbol == SYMBOL_QUOTE_AFTER)
        after.before = place.before;
    if (step(work, nodes, count, &place, &reading, next))
        return TRIAGE_FOUND;
    if (reading.skips)
        skip(work, nodes, count, next);
    if (settle(work, reading.promise, next))
        return TRIAGE_FOUND;
    return number_of(work, &after, next);
}

static bool are_alike(const struct nfa *nfa, enum nfa_field field, guint symbol, guint other)
{
    if (symbol < ' ' || other < ' ' || side_of(field, symbol) != side_of(field, other))
        return symbol > SYMBOL_END && symbol < ' '; /* not used */
    for (guint i = 0; i < nfa->sets->len; i++) {
        const struct symbol_set *set = &g_array_index(nfa->sets, struct symbol_set, i);

        if (symbol_set_holds(set, symbol) != symbol_set_holds(set, other))
            return false;
    }
    return true;
}

/* Gives each symbol a column, one to all that no set and no edge tells apart; `symbols` takes one
 * of each column. */
static guint columns_of(const struct nfa *nfa, enum nfa_field field, guint8 *column, guint *symbols)
{
    guint columns = 0;

    for (guint symbol = 0; symbol < TRIAGE_SYMBOLS; symbol++) {
        guint like = 0;

        while (like < columns && !are_alike(nfa, field, symbol, symbols[like]))
            like++;
        column[symbol] = (guint8)like;
        if (like == columns)
            symbols[columns++] = symbol;
    }
    return columns;
}

static bool fill_rows(struct work *work, const guint *symbols, guint columns, GArray *rows)
{
    const guint16 found = TRIAGE_FOUND;

    for (guint i = 0; i < columns; i++)
        g_array_append_val(rows, found);
    for (guint number = TRIAGE_START; number < work->states->len; number++) {
        if (work->states->len > MAX_STATES || work->steps > MAX_STEPS)
            return false;
        for (guint i = 0; i < columns; i++) {
            const guint16 next = (guint16)next_state(work, number, symbols[i]);

            g_array_append_val(rows, next);
        }
    }
    return true;
}

bool nfa_determine(const struct nfa *nfa, enum nfa_field field, struct triage_automaton *automaton,
                   GArray *rows)
{
    g_autoptr(GHashTable) known =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    g_autoptr(GPtrArray) states = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(guint));
    g_autofree guint *marks = g_new0(guint, nfa->nodes->len);
    struct work work = { nfa, field, known, states, stack, marks, 0, 0 };
    const struct place start = { .before = SIDE_OUTSIDE, .start = true };
    guint symbols[TRIAGE_SYMBOLS];

    g_ptr_array_add(states, g_bytes_new(NULL, 0));
    number_of(&work, &start, none);
    automaton->columns = columns_of(nfa, field, automaton->column, symbols);
    if (nfa_is_full(nfa) || !fill_rows(&work, symbols, automaton->columns, rows))
        return false;
    automaton->states = states->len;
    return true;
}
