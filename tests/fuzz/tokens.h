/* A mutator for texts of a small language: it puts in, takes out, doubles and swaps whole words, quoted
 * strings and phrases of that language, which bytes changed at random would hardly hit upon. A target
 * defines LLVMFuzzerCustomMutator by it; libFuzzer's own mutations keep their share. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
/* libFuzzer's; not there where replay.c brings the inputs. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most) __attribute__((weak));

#define TOKENS_MOVED 8 /* that one mutation takes out or doubles, at most */

struct tokens {
    uint8_t *data;
    size_t size, most;
    unsigned seed;
};

static inline size_t tokens_random(struct tokens *tokens, size_t among)
{
    tokens->seed = tokens->seed * 1103515245u + 12345u;
    return among ? (tokens->seed >> 8) % among : 0;
}

static inline bool tokens_is_word(uint8_t byte)
{
    return g_ascii_isalnum(byte) || byte >= 0x80 || byte == '-' || byte == '_';
}

/* Where the token ends that begins at `at`: a quoted string, a word, or one other byte. */
static inline size_t tokens_end(const struct tokens *tokens, size_t at)
{
    const uint8_t first = tokens->data[at++];

    if (first == '"' || first == '\'') {
        const uint8_t *end = memchr(tokens->data + at, first, tokens->size - at);

        return end ? (size_t)(end - tokens->data) + 1 : at;
    }
    while (tokens_is_word(first) && at < tokens->size && tokens_is_word(tokens->data[at]))
        at++;
    return at;
}

/* The beginning of a token, each as likely as its length and what stands before it make it. */
static inline size_t tokens_any(struct tokens *tokens)
{
    const size_t wanted = tokens_random(tokens, tokens->size);
    size_t at = 0;

    for (size_t end; at < tokens->size && (end = tokens_end(tokens, at)) <= wanted;)
        at = end;
    return at;
}

static inline size_t tokens_some(struct tokens *tokens, size_t from)
{
    size_t end = from;

    for (size_t left = 1 + tokens_random(tokens, TOKENS_MOVED); left > 0 && end < tokens->size; left--)
        end = tokens_end(tokens, end);
    return end;
}

/* Puts `text` in place of what stands from `from` to `to`, where there is room. */
static inline void tokens_replace(struct tokens *tokens, size_t from, size_t to, const void *text,
                                  size_t length)
{
    if (tokens->size - (to - from) + length > tokens->most)
        return;
    memmove(tokens->data + from + length, tokens->data + to, tokens->size - to);
    if (length > 0)
        memcpy(tokens->data + from, text, length);
    tokens->size = tokens->size - (to - from) + length;
}

static inline void tokens_move(struct tokens *tokens, bool over)
{
    const size_t from = tokens_any(tokens), to = tokens_any(tokens);
    const size_t end = over ? tokens_end(tokens, from) : tokens_some(tokens, from);
    const size_t length = end - from;
    g_autofree uint8_t *copy = g_memdup2(tokens->data + from, length);

    tokens_replace(tokens, to, over ? tokens_end(tokens, to) : to, copy, length);
}

/* `phrases`: `count` of the language. */
static inline size_t tokens_mutate(uint8_t *data, size_t size, size_t most, unsigned seed,
                                   const char *const *phrases, size_t count)
{
    struct tokens tokens = { data, size, most, seed };
    const char *phrase = phrases[tokens_random(&tokens, count)];
    g_autofree char *line = g_strconcat(phrase, tokens_random(&tokens, 2) ? "\n" : " ", NULL);
    const size_t choice = tokens_random(&tokens, 8);
    size_t at;

    if (choice < 2)
        return LLVMFuzzerMutate(data, size, most);
    if (size == 0) {
        tokens_replace(&tokens, 0, 0, line, strlen(line));
        return tokens.size;
    }
    at = tokens_any(&tokens);
    if (choice < 4)
        tokens_replace(&tokens, at, at, line, strlen(line));
    else if (choice == 4)
        tokens_replace(&tokens, at, tokens_end(&tokens, at), phrase, strlen(phrase));
    else if (choice == 5)
        tokens_replace(&tokens, at, tokens_some(&tokens, at), NULL, 0);
    else
        tokens_move(&tokens, choice == 6);
    return tokens.size;
}
