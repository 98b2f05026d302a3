/* SMTP by libcurl. */
#include "alert/mail_send.h"

#include <glib/gi18n.h>
#include <string.h>

#include "alert/curl_handle.h"
#include "base/error.h"
#include "base/login.h"
#include "base/shown.h"

#define ANSWER_SHOWN 200 /* bytes */
#define REPLY_CODE 3 /* its digits */

/* What libcurl takes the mail from, and the server's last word of refusal: libcurl keeps the code
 * alone, and says QUIT afterwards, which is answered as well. */
struct upload {
    const char *bytes;
    gsize length, sent;
    char answer[HUSH_LOOKED_AT + 1];
};

static size_t give_upload(char *buffer, size_t size, size_t count, void *user)
{
    struct upload *upload = user;
    gsize length = MIN(size * count, upload->length - upload->sent);

    memcpy(buffer, upload->bytes + upload->sent, length);
    upload->sent += length;
    return length;
}

static size_t keep_answer(char *line, size_t size, size_t count, void *user)
{
    struct upload *upload = user;
    gsize length = MIN(size * count, HUSH_LOOKED_AT);

    if (length > 0 && (*line == '4' || *line == '5')) {
        memcpy(upload->answer, line, length);
        upload->answer[length] = '\0';
        g_strchomp(upload->answer);
    }
    return size * count;
}

char *mail_server_url(const struct server *server)
{
    bool is_ipv6 = strchr(server->host, ':');

    return g_strdup_printf("%s://%s%s%s:%u", server->tls == SERVER_TLS ? "smtps" : "smtp",
                           is_ipv6 ? "[" : "", server->host, is_ipv6 ? "]" : "", server->port);
}

/* `*kept` takes what it logs in with; NULL: nothing. The caller frees. */
static bool set_login(CURL *curl, const struct server *server, struct runner *runner,
                      struct hush *hush, struct secret **kept, GError **error)
{
    struct secret *secret;
    bool is_token = false;

    if (!server->login.user)
        return true;
    *kept = secret = login_secret(&server->login, runner, &is_token, error);
    if (!secret)
        return false;
    hush_learn(hush, secret);
    curl_easy_setopt(curl, CURLOPT_USERNAME, server->login.user);
    if (is_token) {
        /* Else a server's CRAM-MD5 or PLAIN would be tried first, with no password. */
        curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2");
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, secret_bytes(secret));
    } else {
        curl_easy_setopt(curl, CURLOPT_PASSWORD, secret_bytes(secret));
    }
    return true;
}

static int error_code(CURLcode code, long reply)
{
    switch (code) {
    case CURLE_LOGIN_DENIED:
        return VIGIE_EX_LOGIN;
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
        /* 530: "authentication required", of a server that was told no login */
        return reply == 530 ? VIGIE_EX_LOGIN : EX_TEMPFAIL;
    default:
        return EX_UNAVAILABLE;
    }
}

static const char *remedy_of(CURLcode code, int exit_code)
{
    switch (exit_code) {
    case EX_NOUSER:
        return _("; correct `to` or `from`");
    case VIGIE_EX_LOGIN:
        return _("; correct the user or the password");
    default:
        break;
    }
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return _("; if the server is the right one, name its authority with `ca-file`");
    return code == CURLE_USE_SSL_FAILED ? _("; smtps:// may serve instead") : "";
}

/* What the server answered, its code alone where it says what it was told. The caller frees. */
static char *answer_shown(const struct upload *upload, struct hush *hush)
{
    g_autofree char *start = g_strndup(upload->answer, ANSWER_SHOWN);

    return hush_is_broken_by(hush, upload->answer) ? g_strdup_printf("%.*s ****", REPLY_CODE, start)
                                                   : shown_harmless(start);
}

/* A reply 5yz to MAIL, RCPT or DATA (CURLE_SEND_ERROR), or to the mail once it is sent, says that
 * this mail is never accepted. One in the greeting speaks of the server, and may pass. */
static enum delivery judge(CURLcode code, long reply, const struct upload *upload, struct hush *hush,
                           const char *complaint, const char *url, GError **error)
{
    bool of_mail = code == CURLE_SEND_ERROR || upload->sent > 0;
    bool permanent = of_mail && reply >= 500 && reply < 600 && reply != 530;
    int exit_code = permanent ? EX_NOUSER : error_code(code, reply);
    bool answered = (of_mail || code == CURLE_WEIRD_SERVER_REPLY) && reply >= 400;
    g_autofree char *answer = answer_shown(upload, hush);
    g_autofree char *what = answered ? g_strdup_printf(_("the server answered %s"), answer)
                                     : shown_harmless(curl_complaint(code, complaint));

    g_set_error(error, VIGIE_ERROR, exit_code, "%s: %s%s", url, what, remedy_of(code, exit_code));
    return permanent ? DELIVERY_NEVER : DELIVERY_LATER;
}

enum delivery mail_send(const struct sink_settings *settings, const char *to, struct runner *runner,
                        struct hush *hush, GBytes *message, GError **error)
{
    const struct server *server = settings->smtp;
    struct upload upload = { g_bytes_get_data(message, NULL), g_bytes_get_size(message), 0, "" };
    g_autofree char *url = mail_server_url(server);
    g_autoptr(CurlList) recipients = curl_slist_append(NULL, to);
    char complaint[CURL_ERROR_SIZE];
    g_autoptr(CURL) curl = curl_handle_new("smtp,smtps", server->ca_file, runner, complaint, error);
    AUTO(secret) secret = NULL;
    long reply = 0;
    CURLcode code;

    if (!curl || !set_login(curl, server, runner, hush, &secret, error)) {
        g_prefix_error(error, "%s: ", url);
        return DELIVERY_LATER;
    }
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(server->tls == SERVER_CLEARTEXT ? CURLUSESSL_NONE : CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, settings->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give_upload);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_answer);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &upload);
    code = curl_easy_perform(curl);
    if (code == CURLE_OK)
        return DELIVERY_DONE;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    return judge(code, reply, &upload, hush, complaint, url, error);
}
