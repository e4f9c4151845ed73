#pragma once
#include <curl/curl.h>

// libcurl's option setters take variable arguments, which Swift cannot call: one of fixed arity
// for each type of value.

typedef size_t (*curl_shim_reader)(char *buffer, size_t size, size_t count, void *context);

CURLcode curl_shim_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value);
CURLcode curl_shim_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode curl_shim_set_reader(CURL *handle, curl_shim_reader reader, void *context);
CURLcode curl_shim_response_code(CURL *handle, long *code);
