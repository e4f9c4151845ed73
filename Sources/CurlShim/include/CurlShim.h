#pragma once
#include <curl/curl.h>

// libcurl for Swift: its option setters take variable arguments, which Swift cannot call, so there
// is one of fixed arity for each type of value.
//
// The library is loaded when mail is first sent. Linked, it would bring some thirty others into
// every command, and cost most of them more than their own work.

typedef size_t (*curl_shim_reader)(char *buffer, size_t size, size_t count, void *context);

// Loads and starts libcurl, once; false where it is not to be had. Call it before all else.
_Bool curl_shim_start(void);

CURL *curl_shim_open(void);
void curl_shim_close(CURL *handle);
CURLcode curl_shim_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value);
CURLcode curl_shim_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode curl_shim_set_reader(CURL *handle, curl_shim_reader reader, void *context);
// How far a message has come: which command was sent last.
enum curl_shim_stage {
    curl_shim_stage_greeting, curl_shim_stage_mail, curl_shim_stage_recipient, curl_shim_stage_data
};

// Sends one message; says in `stage` how far it came.
CURLcode curl_shim_perform(CURL *handle, enum curl_shim_stage *stage);
CURLcode curl_shim_response_code(CURL *handle, long *code);
const char *curl_shim_words(CURLcode code);
struct curl_slist *curl_shim_list(const char *text);
void curl_shim_free_list(struct curl_slist *list);
