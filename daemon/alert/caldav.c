/* CalDAV by libcurl. */
#include "alert/caldav.h"

#include <glib/gi18n.h>
#include <string.h>

#include "alert/curl_handle.h"
#include "base/error.h"
#include "base/login.h"

#define PUT_TRIES 3 /* another program may write between our look and our word */

enum {
    HTTP_UNAUTHORIZED = 401,
    HTTP_FORBIDDEN = 403,
    HTTP_NOT_FOUND = 404,
    HTTP_TIMEOUT = 408,
    HTTP_GONE = 410,
    HTTP_PRECONDITION_FAILED = 412,
    HTTP_TOO_EARLY = 425,
    HTTP_TOO_MANY = 429,
    HTTP_SERVER_ERROR = 500,
};

struct caldav {
    const struct sink_settings *settings;
    struct runner *runner;
    struct secret *secret;
    bool is_token;
    gint64 until; /* monotonic: all requests together keep to a sink's minute */
};

struct request {
    const char *method;
    const char *uid;       /* NULL: the collection itself */
    const char *condition; /* a header field; NULL: none */
    const char *body;      /* NULL: none */
};

struct reply {
    long status;
    char *etag; /* NULL: none */
};

struct caldav *caldav_new(const struct sink_settings *settings, struct runner *runner)
{
    struct caldav *caldav = g_new0(struct caldav, 1);

    caldav->settings = settings;
    caldav->runner = runner;
    caldav->until = g_get_monotonic_time() + CURL_SECONDS * G_USEC_PER_SEC;
    return caldav;
}

void caldav_free(struct caldav *caldav)
{
    g_clear_pointer(&caldav->secret, secret_free);
    g_free(caldav);
}

/* --- one request --------------------------------------------------------------------------- */

static bool set_login(CURL *curl, struct caldav *caldav, GError **error)
{
    const struct login *login = &caldav->settings->caldav_server->login;

    if (!login->user)
        return true;
    if (!caldav->secret)
        caldav->secret = login_secret(login, caldav->runner, &caldav->is_token, error);
    if (!caldav->secret)
        return false;
    if (caldav->is_token) {
        curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, secret_bytes(caldav->secret));
        return true;
    }
    curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
    curl_easy_setopt(curl, CURLOPT_USERNAME, login->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, secret_bytes(caldav->secret));
    return true;
}

/* NULL for an empty one: by an empty If-Match libcurl would send none, and the item be overwritten
 * blindly. */
static char *etag_of(char *value)
{
    return *g_strstrip(value) ? g_strdup(value) : NULL;
}

static size_t keep_etag(char *line, size_t size, size_t count, void *user)
{
    struct reply *reply = user;
    g_autofree char *field = g_strndup(line, size * count);

    if (g_ascii_strncasecmp(field, "HTTP/", 5) == 0)
        g_clear_pointer(&reply->etag, g_free); /* of an answer that asked for the login */
    else if (g_ascii_strncasecmp(field, "ETag:", 5) == 0 && !reply->etag)
        reply->etag = etag_of(field + 5);
    return size * count;
}

static char *url_of(const struct caldav *caldav, const char *uid)
{
    const char *base = caldav->settings->caldav;

    return g_strconcat(base, g_str_has_suffix(base, "/") ? "" : "/", uid, uid ? ".ics" : NULL,
                       NULL);
}

static CurlList *fields_of(const struct request *request)
{
    CurlList *fields = curl_slist_append(NULL, "Content-Type: text/calendar; charset=utf-8");

    if (!request->uid)
        fields = curl_slist_append(fields, "Depth: 0");
    return request->condition ? curl_slist_append(fields, request->condition) : fields;
}

/* No redirect is followed: the login is for the host that the configuration names. */
static void set_request(CURL *curl, const struct request *request, struct reply *reply)
{
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
    if (request->body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)strlen(request->body));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
    }
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep_etag);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, reply);
}

static bool ask(struct caldav *caldav, const struct request *request, struct reply *reply,
                GError **error)
{
    g_autofree char *url = url_of(caldav, request->uid);
    g_autoptr(CurlList) fields = fields_of(request);
    char complaint[CURL_ERROR_SIZE];
    g_autoptr(CURL) curl = curl_handle_new(
        "http,https", caldav->settings->caldav_server->ca_file, caldav->runner, complaint, error);
    gint64 left;
    CURLcode code;

    /* The command that gives the password takes of the minute as well. */
    if (!curl || !set_login(curl, caldav, error))
        return false;
    left = (caldav->until - g_get_monotonic_time()) / 1000;
    set_request(curl, request, reply);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, fields);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)MAX(left, 1));
    code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, "%s", curl_complaint(code, complaint));
        return false;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    return true;
}

static bool is_missing(const struct reply *reply)
{
    return reply->status == HTTP_NOT_FOUND || reply->status == HTTP_GONE;
}

static bool is_good(const struct reply *reply)
{
    return reply->status >= 200 && reply->status < 300;
}

/* Says what an answer that nobody hoped for means. */
static enum shelf_result refuse(long status, GError **error)
{
    if (status == HTTP_UNAUTHORIZED || status == HTTP_FORBIDDEN) {
        g_set_error(error, VIGIE_ERROR, VIGIE_EX_LOGIN,
                    _("the server refuses the login (%ld); correct the user or the password, or "
                      "the rights on the calendar"),
                    status);
        return SHELF_NEVER;
    }
    if (status >= HTTP_SERVER_ERROR || status == HTTP_TIMEOUT || status == HTTP_TOO_EARLY ||
        status == HTTP_TOO_MANY || status == HTTP_PRECONDITION_FAILED) {
        g_set_error(error, VIGIE_ERROR, EX_TEMPFAIL, _("the server answered %ld"), status);
        return SHELF_LATER;
    }
    g_set_error(error, VIGIE_ERROR, EX_PROTOCOL,
                _("the server answered %ld; `caldav` must be the address of the calendar itself%s"),
                status, status < 400 ? _(", redirects are not followed") : "");
    return SHELF_NEVER;
}

/* --- items --------------------------------------------------------------------------------- */

/* An item is only missing where its calendar is there. */
static enum shelf_result missing(struct caldav *caldav, GError **error)
{
    const struct request request = { .method = "PROPFIND" };
    struct reply reply = { 0 };
    bool asked = ask(caldav, &request, &reply, error);

    g_free(reply.etag);
    if (!asked)
        return SHELF_LATER;
    return is_good(&reply) ? SHELF_MISSING : refuse(reply.status, error);
}

/* DONE: *etag names what stands there now; MISSING: nothing does. */
static enum shelf_result look(struct caldav *caldav, const char *uid, char **etag, GError **error)
{
    const struct request request = { .method = "GET", .uid = uid };
    struct reply reply = { 0 };
    enum shelf_result result = SHELF_LATER;

    g_clear_pointer(etag, g_free);
    if (ask(caldav, &request, &reply, error))
        result = is_good(&reply)      ? SHELF_DONE
                 : is_missing(&reply) ? missing(caldav, error)
                                      : refuse(reply.status, error);
    if (result == SHELF_DONE)
        *etag = g_steal_pointer(&reply.etag);
    g_free(reply.etag);
    return result;
}

/* One try; an etag of NULL says that nothing stands there. *etag takes that of what stands there
 * afterwards. */
static bool put_once(struct caldav *caldav, const struct calendar_piece *piece, char **etag,
                     struct reply *reply, GError **error)
{
    g_autofree char *condition =
        *etag ? g_strconcat("If-Match: ", *etag, NULL) : g_strdup("If-None-Match: *");
    const struct request request = {
        .method = "PUT", .uid = piece->uid, .condition = condition, .body = piece->text
    };

    if (!ask(caldav, &request, reply, error))
        return false;
    if (is_good(reply)) {
        g_free(*etag);
        *etag = g_steal_pointer(&reply->etag);
    }
    g_clear_pointer(&reply->etag, g_free);
    return true;
}

static enum shelf_result put(struct caldav *caldav, const struct calendar_piece *piece,
                             bool is_known, char **etag, GError **error)
{
    for (guint tries = 0; tries < PUT_TRIES; tries++) {
        struct reply reply = { 0 };
        enum shelf_result result;

        if (!put_once(caldav, piece, etag, &reply, error))
            return SHELF_LATER;
        if (is_good(&reply))
            return SHELF_DONE;
        if (is_missing(&reply) && is_known)
            return missing(caldav, error);
        if (reply.status != HTTP_PRECONDITION_FAILED)
            return refuse(reply.status, error);
        result = look(caldav, piece->uid, etag, error);
        if (result != SHELF_DONE && (result != SHELF_MISSING || is_known))
            return result;
    }
    return refuse(HTTP_PRECONDITION_FAILED, error);
}

static void name_host(const struct caldav *caldav, GError **error)
{
    g_autofree char *host = url_host(caldav->settings->caldav);

    g_prefix_error(error, _("calendar on %s: "), host);
}

static enum shelf_result caldav_put(gpointer place, const struct calendar_piece *piece,
                                    const struct item *known, char **etag, GError **error)
{
    struct caldav *caldav = place;
    enum shelf_result result = SHELF_DONE;

    g_free(*etag);
    /* An empty one was kept once. */
    *etag = known && known->etag && *known->etag ? g_strdup(known->etag) : NULL;
    if (known && !*etag)
        result = look(caldav, piece->uid, etag, error);
    if (result == SHELF_DONE)
        result = put(caldav, piece, known != NULL, etag, error);
    name_host(caldav, error);
    return result;
}

static enum shelf_result caldav_remove(gpointer place, const struct item *item, GError **error)
{
    struct caldav *caldav = place;
    const struct request request = { .method = "DELETE", .uid = item->uid };
    struct reply reply = { 0 };
    enum shelf_result result = SHELF_LATER;

    if (ask(caldav, &request, &reply, error))
        result = is_good(&reply) || is_missing(&reply) ? SHELF_DONE : refuse(reply.status, error);
    g_free(reply.etag);
    name_host(caldav, error);
    return result;
}

const struct shelf_ops caldav_ops = { caldav_put, caldav_remove };
