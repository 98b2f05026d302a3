/* The GET of `heartbeat-url`. */
#include "alert/ping.h"

#include <glib/gi18n.h>

#include "alert/curl_handle.h"
#include "base/error.h"

bool ping_send(const char *url, GError **error)
{
    char complaint[CURL_ERROR_SIZE];
    g_autoptr(CURL) curl = curl_handle_new("http,https", NULL, NULL, complaint, error);
    g_autofree char *host = url_host(url);
    long reply = 0;
    CURLcode code;

    if (!curl)
        return false;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "vigie/" VIGIE_VERSION);
    code = curl_easy_perform(curl);
    if (code != CURLE_OK) {
        g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE, _("heartbeat-url on %s: %s"), host,
                    curl_complaint(code, complaint));
        return false;
    }
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
    if (reply >= 200 && reply < 300)
        return true;
    g_set_error(error, VIGIE_ERROR, EX_UNAVAILABLE,
                _("heartbeat-url on %s: the server answered %ld; correct the address"), host, reply);
    return false;
}
