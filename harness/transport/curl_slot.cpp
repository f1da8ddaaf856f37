#include "harness/transport/curl_slot.h"

#include <algorithm>
#include <new>
#include <stdexcept>
#include <string_view>

namespace assay::harness {
namespace {

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// libcurl acts on these when it knows them: it would chunk a body once more, or wait before it.
bool acted_upon(const wire::Header& header) {
  return same_name(header.name, "Transfer-Encoding") || same_name(header.name, "Expect");
}

bool has_nul(const std::string& text) { return text.find('\0') != std::string::npos; }

}  // namespace

CurlSlot::CurlSlot(const Endpoint& endpoint, const TransportOptions& options, curl_slist* quiet)
    : endpoint_(endpoint), intake_(options.limits), easy_(curl_easy_init()), quiet_(quiet) {
  if (!easy_) throw std::bad_alloc();
  url_ = endpoint.url() + "/";
  set_once(options);
}

// What never changes. The URL is short and fixed, for libcurl takes it apart on every request; the
// target goes beside it, which also keeps its bytes as they are.
void CurlSlot::set_once(const TransportOptions& options) {
  CURL* const easy = easy_.get();
  curl_easy_setopt(easy, CURLOPT_URL, url_.c_str());
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, endpoint_.tls ? "https" : "http");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);    // saves three system calls a request, too
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);  // giving up must not wait for a resolver
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error_.data());
  curl_easy_setopt(easy,
                   CURLOPT_CONNECTTIMEOUT_MS,  // the deadline is ours; this is not to be shorter
                   static_cast<long>(std::max<std::int64_t>(options.timeout.count(), 1) + 1000));
  // Everything is taken as it came, so that the parser of the raw transport judges it here, too.
  curl_easy_setopt(easy, CURLOPT_HTTP_TRANSFER_DECODING, 0L);
  curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 1L);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlSlot::receive);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, static_cast<void*>(this));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlSlot::receive);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  if (!options.ca_file.empty()) {
    // The folder of the system's certificates, where there is one, stays in force beside the file.
    curl_easy_setopt(easy, CURLOPT_CAINFO, options.ca_file.c_str());
  }
  if (endpoint_.loopback()) {
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
  } else {
    // A proxy that reads requests would want another target; through a tunnel the bytes stay ours.
    curl_easy_setopt(easy, CURLOPT_HTTPPROXYTUNNEL, 1L);
  }
}

bool CurlSlot::prepare(const wire::Request& request, std::string& why) {
  error_[0] = '\0';
  intake_.start(request.method == "HEAD");
  bool nul = has_nul(request.method) || has_nul(request.target);
  for (const wire::Header& header : request.headers) {
    nul = nul || has_nul(header.name) || has_nul(header.value);
  }
  if (nul) {
    why = "libcurl sends no NUL byte outside a body: use the raw transport";
    return false;
  }
  set_method(request);
  set_headers(request.headers);
  const CURLcode code =
      curl_easy_setopt(easy_.get(), CURLOPT_REQUEST_TARGET, request.target.c_str());
  if (code != CURLE_OK) why = curl_easy_strerror(code);
  return code == CURLE_OK;
}

void CurlSlot::set_method(const wire::Request& request) {
  CURL* const easy = easy_.get();
  std::string_view natural = "GET";
  if (request.method == "POST" || !request.body.empty()) {
    natural = "POST";
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.c_str());
  } else if (request.method == "HEAD") {
    natural = "HEAD";
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                   request.method == natural ? nullptr : request.method.c_str());
}

// All headers go in as one entry of the list, lines and all: nothing is allocated, their order and
// bytes stay, and libcurl looks at the name of the first of them only.
void CurlSlot::set_headers(const wire::Headers& headers) {
  const auto lead = std::find_if_not(headers.begin(), headers.end(), acted_upon);
  headers_.clear();
  const auto add = [&](const wire::Header& header) {
    if (!headers_.empty()) headers_ += "\r\n";
    headers_.append(header.name).append(": ").append(header.value);
  };
  if (lead != headers.end()) add(*lead);
  for (auto one = headers.begin(); one != headers.end(); ++one) {
    if (one != lead) add(*one);
  }
  first_.data = headers_.data();
  first_.next = quiet_;
  curl_easy_setopt(easy_.get(), CURLOPT_HTTPHEADER, headers.empty() ? quiet_ : &first_);
}

// Of heads and bodies alike. Anything but `count` makes libcurl give up.
std::size_t CurlSlot::receive(char* data, std::size_t size, std::size_t count, void* self) {
  Intake& intake = static_cast<CurlSlot*>(self)->intake_;
  const std::size_t bytes = size * count;
  return intake.feed({data, bytes}) == Intake::State::failed ? bytes + 1 : bytes;
}

bool CurlSlot::connected_again() {
  long connections = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &connections);
  const bool again = served_ && connections > 0;
  served_ = true;
  return again;
}

Verdict CurlSlot::judge(CURLcode code) {
  if (intake_.state() == Intake::State::done) return {};
  if (intake_.state() == Intake::State::failed) return intake_.refusal();
  switch (code) {
    case CURLE_OK:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING: return intake_.end(true);
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: return intake_.end(false);
    case CURLE_COULDNT_CONNECT: return no_connection();
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY: return {Failure::resolve, reason(code)};
    case CURLE_OPERATION_TIMEDOUT: return {Failure::timeout, reason(code)};
    case CURLE_BAD_FUNCTION_ARGUMENT:  // a header that libcurl cannot take apart
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY: return {Failure::not_http, reason(code)};
    case CURLE_OUT_OF_MEMORY:  // how libcurl calls a line of a head beyond its own limit
    case CURLE_FILESIZE_EXCEEDED: return {Failure::too_large, reason(code)};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_ENGINE_NOTFOUND:
    case CURLE_SSL_ENGINE_SETFAILED:
    case CURLE_SSL_ENGINE_INITFAILED:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_SHUTDOWN_FAILED:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CLIENTCERT: return {Failure::tls, reason(code)};
    default: return {Failure::other, reason(code)};
  }
}

Verdict CurlSlot::no_connection() const {
  long error = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_OS_ERRNO, &error);
  if (error == 0) return {Failure::other, reason(CURLE_COULDNT_CONNECT)};
  Verdict out = connect_failure(static_cast<int>(error), endpoint_);
  // A reset right after the connection came about may be seen before or within the handshake; the
  // name must not depend on which.
  if (endpoint_.tls && out.failure == Failure::reset) out.failure = Failure::tls;
  return out;
}

std::string CurlSlot::reason(CURLcode code) const {
  return error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
}

}  // namespace assay::harness
