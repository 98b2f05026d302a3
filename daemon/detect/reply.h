/* A person's answer to one of our alerts, from the telephone: a mail that cites its Message-ID and
 * whose own first line says that it is done, that the profile is kept, or to remind later. What it
 * is worth (who wrote it, which entry it means) is decided where the key and the entries are. */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "base/auto.h"
#include "message/authres.h"
#include "message/message.h"

struct detect_context;
struct rules;

enum reply_word {
    REPLY_NONE,
    REPLY_OPPOSED,   /* FAIT, DONE */
    REPLY_ACTIVATED, /* ACTIVÉ, ACTIVATED */
    REPLY_LATER,     /* PLUS TARD, LATER */
};

struct mail_reply {
    enum reply_word word; /* never NONE */
    GPtrArray *cited;      /* of char *: what may be marks of ours in References and In-Reply-To, the
                              nearest first */
    enum auth_verdict auth; /* what trusted servers say of the From domain */
    GBytes *pdf;           /* the first one attached; NULL */
    bool pdf_cut;          /* there is one, of which only the beginning was read */
};
struct mail_reply *mail_reply_new(enum reply_word word);
void mail_reply_free(struct mail_reply *answer);
AUTO_DEFINE(mail_reply)

/* The answer that `message` is; NULL where it is none: it cites nothing that may be ours, a robot or
 * a list sent it, it has more than one From, or it does not begin with such a word. */
struct mail_reply *reply_read(const struct detect_context *context, const struct message *message);

/* The word with which the own text of a reply begins: above, between or below what it quotes. Case,
 * accents and punctuation do not count, and words such as « oui, c’est » may stand before. A line
 * that asks, denies or speaks of tomorrow is none: what is closed too early is a deadline lost, what
 * is not closed costs a reminder. */
enum reply_word reply_word_of(const char *text);

/* Adds what may be marks of ours in `text` (NULL: nothing), in lower case, no doubles, at most 20. */
void marks_find(const struct rules *rules, const char *text, GPtrArray *marks);
