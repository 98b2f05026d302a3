/* Handing a mail to a server by SMTP (RFC 5321): implicit TLS or STARTTLS, both required and
 * verified; in clear to loopback only, which the settings see to. */
#pragma once

#include "alert/mail_message.h"
#include "base/hush.h"

/* EX_UNAVAILABLE where the server cannot be reached or trusted, VIGIE_EX_LOGIN where it refuses the
 * login, EX_NOUSER where it refuses the mail for good (the only DELIVERY_NEVER), EX_TEMPFAIL where
 * for now. `hush` learns what is logged in with, and keeps it out of the error. */
enum delivery mail_send(const struct sink_settings *settings, const char *to, struct runner *runner,
                        struct hush *hush, GBytes *message, GError **error);

/* "smtps://mail.example.fr:465", without the login. */
char *mail_server_url(const struct server *server);
