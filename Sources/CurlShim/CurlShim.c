// Its macros check the types of direct calls; these calls go by pointers.
#define CURL_DISABLE_TYPECHECK
#include "CurlShim.h"

#include <dlfcn.h>
#include <stddef.h>
#include <string.h>

#ifdef __APPLE__
static const char library[] = "libcurl.4.dylib";
#else
static const char library[] = "libcurl.so.4";
#endif

#undef curl_easy_setopt
#undef curl_easy_getinfo

static __typeof__(&curl_global_init) global_init;
static __typeof__(&curl_easy_init) easy_init;
static __typeof__(&curl_easy_cleanup) easy_cleanup;
static __typeof__(&curl_easy_setopt) easy_setopt;
static __typeof__(&curl_easy_perform) easy_perform;
static __typeof__(&curl_easy_getinfo) easy_getinfo;
static __typeof__(&curl_easy_strerror) easy_strerror;
static __typeof__(&curl_slist_append) slist_append;
static __typeof__(&curl_slist_free_all) slist_free_all;

static _Bool find(void *handle, const char *name, void *function) {
    void *found = dlsym(handle, name);
    *(void **)function = found;
    return found != NULL;
}

_Bool curl_shim_start(void) {
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    return handle != NULL
        && find(handle, "curl_global_init", &global_init)
        && find(handle, "curl_easy_init", &easy_init)
        && find(handle, "curl_easy_cleanup", &easy_cleanup)
        && find(handle, "curl_easy_setopt", &easy_setopt)
        && find(handle, "curl_easy_perform", &easy_perform)
        && find(handle, "curl_easy_getinfo", &easy_getinfo)
        && find(handle, "curl_easy_strerror", &easy_strerror)
        && find(handle, "curl_slist_append", &slist_append)
        && find(handle, "curl_slist_free_all", &slist_free_all)
        && global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

CURL *curl_shim_open(void) { return easy_init(); }

void curl_shim_close(CURL *handle) { easy_cleanup(handle); }

CURLcode curl_shim_set_text(CURL *handle, CURLoption option, const char *value) {
    return easy_setopt(handle, option, value);
}

CURLcode curl_shim_set_long(CURL *handle, CURLoption option, long value) {
    return easy_setopt(handle, option, value);
}

CURLcode curl_shim_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return easy_setopt(handle, option, value);
}

CURLcode curl_shim_set_reader(CURL *handle, curl_shim_reader reader, void *context) {
    CURLcode code = easy_setopt(handle, CURLOPT_READFUNCTION, reader);
    if (code != CURLE_OK) return code;
    return easy_setopt(handle, CURLOPT_READDATA, context);
}

static int note_stage(CURL *handle, curl_infotype type, char *text, size_t size, void *context) {
    enum curl_shim_stage *stage = context;
    (void)handle;
    if (type != CURLINFO_HEADER_OUT || size < 4) return 0;
    if (memcmp(text, "MAIL", 4) == 0) *stage = curl_shim_stage_mail;
    if (memcmp(text, "RCPT", 4) == 0) *stage = curl_shim_stage_recipient;
    if (memcmp(text, "DATA", 4) == 0) *stage = curl_shim_stage_data;
    return 0;
}

CURLcode curl_shim_perform(CURL *handle, enum curl_shim_stage *stage) {
    *stage = curl_shim_stage_greeting;
    easy_setopt(handle, CURLOPT_DEBUGFUNCTION, note_stage);
    easy_setopt(handle, CURLOPT_DEBUGDATA, stage);
    easy_setopt(handle, CURLOPT_VERBOSE, 1L);
    CURLcode code = easy_perform(handle);
    easy_setopt(handle, CURLOPT_VERBOSE, 0L);
    easy_setopt(handle, CURLOPT_DEBUGDATA, NULL);
    return code;
}

CURLcode curl_shim_response_code(CURL *handle, long *code) {
    return easy_getinfo(handle, CURLINFO_RESPONSE_CODE, code);
}

const char *curl_shim_words(CURLcode code) {
    return easy_strerror == NULL ? "libcurl is not loaded" : easy_strerror(code);
}

struct curl_slist *curl_shim_list(const char *text) { return slist_append(NULL, text); }

void curl_shim_free_list(struct curl_slist *list) { slist_free_all(list); }
