// A judge for one unsigned exchange after another, with everything a test does not care about done.
#pragma once
#include <boost/test/unit_test.hpp>
#include <string>
#include <vector>

#include "oracles/judge.h"
#include "spec/load.h"

namespace assay::oracles::testing {

inline const spec::Operation& shipped() {
  static const spec::Operation operation = [] {
    auto loaded =
        spec::load(std::string(ASSAY_ROOT) + "/spec/ecs/ModifyInstanceMetadataOptions.json");
    return std::get<spec::Operation>(std::move(loaded));
  }();
  return operation;
}

inline constexpr const char* good_id = "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E";

inline wire::Response json(int status, std::string body) {
  wire::Response out;
  out.status = status;
  out.headers.push_back({"Content-Type", "application/json;charset=utf-8"});
  out.body = std::move(body);
  return out;
}

inline wire::Response success() {
  return json(200, std::string("{\"RequestId\":\"") + good_id + "\"}");
}

inline wire::Response error(int status, const std::string& code, std::string message) {
  for (std::size_t at = message.find('"'); at != std::string::npos;
       at = message.find('"', at + 2)) {
    message.insert(at, "\\");
  }
  return json(status, std::string("{\"RequestId\":\"") + good_id +
                          "\",\"HostId\":\"ecs.aliyuncs.com\",\"Code\":\"" + code +
                          "\",\"Message\":\"" + message + "\"}");
}

inline wire::Response bad_tokens() {
  return error(
      400, "InvalidHttpTokens.NotSupported",
      "The specified HttpTokens not supported, you can use optional(default) or required.");
}

// State in the order of the observed fields: endpoint, tokens, hop limit, tags.
inline State state(std::string endpoint, std::string tokens, std::string hops, std::string tags) {
  return {std::move(endpoint), std::move(tokens), std::move(hops), std::move(tags)};
}

class Bench {
 public:
  explicit Bench(bool strict = false)
      : worlds(shipped()), judge_(shipped(), knowledge(), nullptr, strict) {}

  // The usual call with `extra` ("&HttpTokens=required") behind it, or with another query.
  const Judgement& call(const std::string& extra, const wire::Response& response) {
    return query(
        "Action=ModifyInstanceMetadataOptions&Version=2014-05-26&Format=JSON&RegionId=cn-"
        "hangzhou&InstanceId=i-1" +
            extra,
        response);
  }
  const Judgement& query(const std::string& text, const wire::Response& response) {
    request_.method = method;
    request_.target = "/?" + text;
    request_.headers = {{"Host", "localhost"}};
    Received received;
    received.response = &response;
    received.recent = recent;
    return judge_.judge(request_, received, circumstances, worlds);
  }
  const Judgement& fails(std::string_view failure) {
    request_.method = "GET";
    request_.target = "/?Action=ModifyInstanceMetadataOptions&Version=2014-05-26";
    Received received;
    received.failure = failure;
    return judge_.judge(request_, received, circumstances, worlds);
  }
  // Learns what the last judgement allows.
  void learn(const Judgement& judgement) {
    if (!judgement.allowed.empty()) worlds.learn(judgement.allowed);
  }
  void fix(const std::string& reading, const std::string& alternative) {
    const std::size_t r = *shipped().find_reading(reading);
    worlds.learn({{{r, *shipped().readings[r].find(alternative)}}});
  }

  Worlds worlds;
  Circumstances circumstances;
  std::string method = "GET";
  RecentIds* recent = nullptr;

 private:
  static const Knowledge& knowledge() {
    static const Knowledge one{"cn-hangzhou", {"i-1", "i-2"}, true, "", false};
    return one;
  }
  wire::Request request_;
  Judge judge_;
};

// "clause/kind" of each violation.
inline std::vector<std::string> keys(const Judgement& judgement) {
  std::vector<std::string> out;
  for (const Violation& violation : judgement.violations) {
    out.push_back(shipped().clauses[violation.clause].name + "/" + violation.kind);
  }
  return out;
}

inline std::string key(const Judgement& judgement) {
  std::string out;
  for (const std::string& one : keys(judgement)) out += (out.empty() ? "" : " ") + one;
  return out;
}

}  // namespace assay::oracles::testing
