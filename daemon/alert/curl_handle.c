/* libcurl handles. */
#include "alert/curl_handle.h"

#include <glib/gi18n.h>

#include "base/error.h"
#include "base/fd.h"
#include "base/ipc.h"

static bool start_curl(void)
{
    static gsize once; /* 1: ready, 2: not */

    if (g_once_init_enter(&once))
        g_once_init_leave(&once, curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ? 1 : 2);
    return once == 1;
}

/* libcurl over GnuTLS takes authorities by the name of a file alone; a locked-in process may open
 * none but one of its own memory. The descriptor stays with the handle, plus one: 0 is none. */
static bool set_authorities(CURL *curl, const char *ca_file, const struct runner *runner,
                            GError **error)
{
    g_autoptr(GBytes) pem = runner_read_file(runner, ca_file, RUNNER_CA_MAX, error);
    int fd = pem ? ipc_memfd_new(pem, error) : -1;
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);

    if (fd < 0) {
        g_prefix_error(error, _("ca-file %s: "), ca_file);
        return false;
    }
    curl_easy_setopt(curl, CURLOPT_PRIVATE, GINT_TO_POINTER(fd + 1));
    curl_easy_setopt(curl, CURLOPT_CAINFO, path);
    return true;
}

/* The text of an answer is not kept: it may repeat what was sent. */
static size_t drop_answer(char *bytes, size_t size, size_t count, void *user)
{
    return size * count;
}

void curl_handle_free(CURL *curl)
{
    void *held = NULL;
    int fd;

    curl_easy_getinfo(curl, CURLINFO_PRIVATE, (char **)&held);
    fd = GPOINTER_TO_INT(held) - 1;
    curl_easy_cleanup(curl);
    fd_close(&fd);
}

CURL *curl_handle_new(const char *protocols, const char *ca_file, const struct runner *runner,
                      char *complaint, GError **error)
{
    CURL *curl = start_curl() ? curl_easy_init() : NULL;

    if (!curl) {
        g_set_error_literal(error, VIGIE_ERROR, EX_SOFTWARE, _("libcurl does not start"));
        return NULL;
    }
    complaint[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, complaint);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, drop_answer);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, CURL_SECONDS);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CURL_CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (!ca_file || set_authorities(curl, ca_file, runner, error))
        return curl;
    curl_easy_cleanup(curl);
    return NULL;
}

const char *curl_complaint(CURLcode code, const char *complaint)
{
    return *complaint ? complaint : curl_easy_strerror(code);
}

char *url_host(const char *url)
{
    g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
    const char *host = uri ? g_uri_get_host(uri) : NULL;

    return g_strdup(host ? host : "?");
}
