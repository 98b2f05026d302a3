/* What every transfer by libcurl shares: one start, verified TLS, time limits, no signals. */
#pragma once

#include <curl/curl.h>
#include <glib.h>
#include <stdbool.h>

#include "base/runner.h"

/* Within sink.h's minute, with time left for the rest of a delivery. */
#define CURL_SECONDS 50L
#define CURL_CONNECT_SECONDS 20L

/* A handle that may speak `protocols` ("smtp,smtps") only, drops what is answered, and trusts `ca_file`, which `runner` reads
 * (NULL: what the system trusts). `complaint` takes CURL_ERROR_SIZE bytes of what went wrong. NULL and
 * EX_SOFTWARE where libcurl does not start, EX_NOINPUT where `ca_file` cannot be read. */
CURL *curl_handle_new(const char *protocols, const char *ca_file, const struct runner *runner,
                      char *complaint, GError **error);
void curl_handle_free(CURL *curl);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(CURL, curl_handle_free)
typedef struct curl_slist CurlList;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CurlList, curl_slist_free_all)

/* The words for `code`, with what libcurl noted in `complaint`. */
const char *curl_complaint(CURLcode code, const char *complaint);

/* The host of an address, "?" where it has none: all that is shown of it, for a path may be a secret
 * (a topic of ntfy, a token). The caller frees. */
char *url_host(const char *url);
