// What the suites of the mock share: the document, requests and a service to ask.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "mock/service.h"
#include "spec/operation.h"
#include "wire/answer.h"
#include "wire/message.h"
#include "wire/params.h"
#include "wire/sign.h"

namespace assay::mock::test {

// The document of the repository, loaded once.
const spec::Operation& document();

inline constexpr std::int64_t noon = 1'700'000'000;  // what the clocks of these tests show

// One request in parts; bytes() signs it as asked.
struct Ask {
  enum class Sign { none, v1, v3 };
  std::string method = "GET";
  wire::Params params;  // beyond the common ones
  Sign sign = Sign::none;
  bool form = false;   // params in a form body
  std::string action;  // empty: left out
  std::string version = "2014-05-26";
  std::string format = "JSON";
  std::string key = "testAccessKeyId";
  std::string secret = "testAccessKeySecret";
  std::string nonce = "n-1";
  std::string date;       // empty: that of noon
  wire::Headers headers;  // added unsigned
  wire::Params late;      // put behind the signature, unsigned (V1)

  wire::Request request() const;
  std::string bytes() const;
  Ask& with(std::string name, std::string value);  // adds a parameter
  Ask& without(std::string_view name);
};

// The right request: region, first resource, and the first enumeration at its second value.
Ask modify(Ask::Sign sign = Ask::Sign::none);
// The request that lists the first resource, or all.
Ask observe(bool all = false);

// An answer, parsed.
struct Got {
  int status = 0;
  std::string code, message, request_id;
  wire::Response response;
  wire::Answer answer;
  Action action = Action::send;
  bool parsed = false;  // the bytes were one HTTP answer
  std::string bytes;
};
Got parse_got(std::string bytes, Action action);

// A service with choices and faults named as on a command line.
class Bench {
 public:
  explicit Bench(const std::vector<std::string>& choices = {},
                 const std::vector<std::string>& faults = {}, bool auth = false,
                 const spec::Operation& op = document());
  // One with options of its own and the usual choices.
  static Bench of(Options options, const spec::Operation& op = document()) {
    return {std::move(options), Choices(op), op};
  }

  Got ask(const Ask& ask);
  Got raw(std::string_view bytes);
  // What is stored of a resource: "HttpEndpoint" → text.
  std::string stored(std::string_view field, std::size_t resource = 0) const;
  void store(std::string_view field, std::string_view text, std::size_t resource = 0);
  Service& service() { return *service_; }

 private:
  Bench(Options options, Choices choices, const spec::Operation& op);

  const spec::Operation& op_;
  std::unique_ptr<Service> service_;
};

Choices choose(const std::vector<std::string>& settings, const spec::Operation& op = document());
std::vector<std::string> all_alternatives();  // "reading=alternative", every one
bool is_of_effects(std::size_t reading);      // it shows at the metadata service only

}  // namespace assay::mock::test
