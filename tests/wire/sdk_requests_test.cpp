// Requests that real SDKs sent: all verify, and none survives a flipped bit in what is signed.
#include <array>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <utility>

#include "tests/wire/support.h"
#include "wire/sign.h"

using assay::wire::Header;
using assay::wire::Param;
using assay::wire::Params;
using assay::wire::parse_form;
using assay::wire::parse_request;
using assay::wire::Request;
using assay::wire::SignatureCheck;
using assay::wire::SignatureKind;
using assay::wire::Verifier;
using assay::wire::test::with_bit_flipped;
using nlohmann::json;

namespace {

struct Captured {
  std::string file;
  std::string bytes;
  json about;
  Request request;
  Params query;
  Params form;
};

bool has_form(const Request& request) {
  const auto type = assay::wire::header(request.headers, "content-type");
  return type && type->starts_with("application/x-www-form-urlencoded");
}

std::vector<Captured> load() {
  const std::string folder = ASSAY_ROOT "/corpus/seed/sdk-requests/";
  std::vector<Captured> all;
  for (const json& entry : json::parse(assay::wire::test::read_file(folder + "index.json"))) {
    Captured one;
    one.about = entry;
    one.file = entry.at("file");
    one.bytes = assay::wire::test::read_file(folder + one.file);
    std::string why;
    auto request = parse_request(one.bytes, &why);
    BOOST_REQUIRE_MESSAGE(request, one.file + ": " + why);
    one.request = std::move(*request);
    one.query = parse_form(assay::wire::query_of(one.request.target)).value();
    if (has_form(one.request)) one.form = parse_form(one.request.body).value();
    all.push_back(std::move(one));
  }
  return all;
}

const std::vector<Captured>& captured() {
  static const std::vector<Captured> all = load();
  return all;
}

Verifier& verifier() {
  static Verifier one({"testAccessKeyId", "testAccessKeySecret", ""});
  return one;
}

bool is_v1(const Captured& one) { return one.about.at("signature") == "V1"; }

// Flips every bit of `text`, which lies in a request somewhere, and counts what still matches.
template <typename Matches>
std::pair<int, int> flip_all(std::string& text, Matches matches) {
  std::pair<int, int> flips_and_accepted{0, 0};
  const std::string original = text;
  for (std::size_t byte = 0; byte < original.size(); ++byte) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      text = with_bit_flipped(original, byte, bit);
      ++flips_and_accepted.first;
      if (matches()) ++flips_and_accepted.second;
    }
  }
  text = original;
  return flips_and_accepted;
}

void add(std::pair<int, int>& total, const std::pair<int, int>& more) {
  total.first += more.first;
  total.second += more.second;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_sdk_requests)

BOOST_AUTO_TEST_CASE(all_verify) {
  int v1 = 0;
  int v3 = 0;
  for (const Captured& one : captured()) {
    const SignatureCheck result = verifier().check(one.request, one.query, one.form);
    BOOST_TEST(result.matches == one.about.at("signatureVerifies").get<bool>(), one.file);
    BOOST_TEST(result.matches, one.file);
    BOOST_TEST(result.payload_matches, one.file);
    BOOST_TEST(result.missing == "", one.file);
    BOOST_TEST((result.kind == (is_v1(one) ? SignatureKind::v1 : SignatureKind::v3)), one.file);
    BOOST_TEST(assay::wire::access_key(one.request, one.query, one.form).value() ==
                   one.about.at("accessKeyId").get<std::string>(),
               one.file);
    BOOST_TEST(one.request.method == one.about.at("method").get<std::string>(), one.file);
    ++(is_v1(one) ? v1 : v3);
  }
  BOOST_TEST(v1 == 97);
  BOOST_TEST(v3 == 63);
}

BOOST_AUTO_TEST_CASE(none_verifies_with_another_secret) {
  Verifier other({"testAccessKeyId", "testAccessKeySecres", ""});
  int count = 0;
  for (const Captured& one : captured()) {
    BOOST_TEST(!other.check(one.request, one.query, one.form).matches, one.file);
    ++count;
  }
  BOOST_TEST(count == 160);
}

BOOST_AUTO_TEST_CASE(inputs_arrive_as_they_were_given) {
  int compared = 0;
  for (const Captured& one : captured()) {
    Params all = one.query;
    all.insert(all.end(), one.form.begin(), one.form.end());
    for (const auto& [name, value] : one.about.at("inputs").items()) {
      if (!value.is_string() || name.empty() || name[0] < 'A' || name[0] > 'Z') continue;
      if (name == "Signature" || !assay::wire::find(all, name)) continue;
      BOOST_TEST(assay::wire::find(all, name).value() == value.get<std::string>(), one.file + name);
      ++compared;
    }
  }
  BOOST_TEST(compared > 300);
}

BOOST_AUTO_TEST_CASE(writing_and_reading_again_gives_the_same_request) {
  for (const Captured& one : captured()) {
    std::string bytes;
    append_bytes(bytes, one.request);
    BOOST_TEST(bytes == one.bytes, one.file);
  }
}

BOOST_AUTO_TEST_CASE(v1_refuses_every_flipped_bit_of_method_names_and_values) {
  std::pair<int, int> total{0, 0};
  int requests = 0;
  for (const Captured& original : captured()) {
    if (!is_v1(original)) continue;
    Captured one = original;
    const auto matches = [&] { return verifier().check(one.request, one.query, one.form).matches; };
    add(total, flip_all(one.request.method, matches));
    for (Params* params : {&one.query, &one.form}) {
      for (Param& param : *params) {
        add(total, flip_all(param.name, matches));
        add(total, flip_all(param.value, matches));
      }
    }
    BOOST_TEST(matches(), one.file);  // all put back
    ++requests;
  }
  BOOST_TEST(requests == 97);
  BOOST_TEST(total.first == 254568);
  BOOST_TEST(total.second == 0);
  BOOST_TEST_MESSAGE("V1: " << total.first << " flipped bits refused");
}

BOOST_AUTO_TEST_CASE(v3_refuses_every_flipped_bit_of_what_is_signed) {
  std::pair<int, int> total{0, 0};
  int headers = 0;
  int requests = 0;
  for (const Captured& original : captured()) {
    if (is_v1(original)) continue;
    Captured one = original;
    const auto matches = [&] { return verifier().check(one.request, one.query, one.form).matches; };
    add(total, flip_all(one.request.method, matches));
    for (Param& param : one.query) {
      add(total, flip_all(param.name, matches));
      add(total, flip_all(param.value, matches));
    }
    for (Header& header : one.request.headers) {
      if (header.name == "host" || header.name.starts_with("x-acs-")) {
        add(total, flip_all(header.value, matches));
        ++headers;
      } else if (header.name == "Authorization") {
        // The access key is not covered: it chooses the secret. All that follows it is.
        const std::size_t at = header.value.find(",SignedHeaders=");
        const std::string start = header.value.substr(0, at);
        std::string rest = header.value.substr(at);
        add(total, flip_all(rest, [&] {
              header.value = start + rest;
              return matches();
            }));
        header.value = start + rest;
      }
    }
    BOOST_TEST(matches(), one.file);
    ++requests;
  }
  BOOST_TEST(requests == 63);
  BOOST_TEST(headers == 447);  // seven in 59 of them
  BOOST_TEST(total.first == 237048);
  BOOST_TEST(total.second == 0);
  BOOST_TEST_MESSAGE("V3: " << total.first << " flipped bits refused");
}

BOOST_AUTO_TEST_CASE(v3_tells_every_flipped_bit_of_the_body_hash) {
  int flips = 0;
  for (const Captured& original : captured()) {
    if (is_v1(original)) continue;
    Request request = original.request;
    for (Header& header : request.headers) {
      if (header.name != "x-acs-content-sha256") continue;
      const auto counted = flip_all(header.value, [&] {
        return verifier().check(request, original.query, {}).payload_matches;
      });
      BOOST_TEST(counted.second == 0, original.file);
      flips += counted.first;
    }
  }
  BOOST_TEST(flips == 63 * 64 * 8);
}

// On the bytes themselves: a flip either makes the request unreadable, or changes nothing that is
// signed (the case of a hexadecimal digit, an unsigned header), or is refused.
BOOST_AUTO_TEST_CASE(flips_on_the_wire_are_refused_or_mean_the_same) {
  int unreadable = 0;
  int refused = 0;
  int same = 0;
  for (const Captured& one : captured()) {
    if (!is_v1(one)) continue;
    for (std::size_t byte = 0; byte < one.bytes.size(); ++byte) {
      const auto request = parse_request(with_bit_flipped(one.bytes, byte, byte % 8));
      const auto query =
          request ? parse_form(assay::wire::query_of(request->target)) : std::nullopt;
      const bool readable_form = request && has_form(*request);
      const auto form = !request        ? std::nullopt
                        : readable_form ? parse_form(request->body)
                                        : std::optional<Params>(Params{});
      if (!query || !form) {
        ++unreadable;
      } else if (request->method == one.request.method && *query == one.query &&
                 *form == one.form) {
        BOOST_TEST(verifier().check(*request, *query, *form).matches, one.file);
        ++same;
      } else {
        BOOST_TEST(!verifier().check(*request, *query, *form).matches, one.file);
        ++refused;
      }
    }
  }
  BOOST_TEST(unreadable > 1000);
  BOOST_TEST(refused > 1000);
  BOOST_TEST(same > 1000);
}

BOOST_AUTO_TEST_SUITE_END()
