// An assessor of unsigned exchanges that are written down, not sent.
#pragma once
#include <string>

#include "harness/engine/assess.h"
#include "tests/oracles/support.h"

namespace assay::harness::testing {

inline Settings unsigned_settings() {
  Settings out;
  out.style.v1 = out.style.v3 = false;
  return out;
}

inline Context& context() {
  static const Settings settings = unsigned_settings();
  static Context one(
      oracles::testing::shipped(), settings, Endpoint(), [] { return wire::UnixSeconds{0}; }, 1);
  static const bool ready = [] {
    one.knowledge.resources = {"i-1"};
    return true;
  }();
  static_cast<void>(ready);
  return one;
}

// Exchanges numbered from zero, each named by its number.
class AssessBench {
 public:
  AssessBench() : assessor(context()) {}

  const Assessor::Result& call(const std::string& extra, const wire::Response& response,
                               bool with_names = true) {
    request_.method = "GET";
    request_.target = "/?Action=ModifyInstanceMetadataOptions&Version=2014-05-26&Format=JSON";
    if (with_names) request_.target += "&RegionId=cn-hangzhou&InstanceId=i-1";
    request_.target += extra;
    request_.headers = {{"Host", "localhost"}};
    oracles::Received received;
    received.response = &response;
    Step step;
    step.id.index = next_++;
    return assessor.assess(request_, received, circumstances, step);
  }

  Assessor assessor;
  oracles::Circumstances circumstances;

 private:
  wire::Request request_;
  std::uint64_t next_ = 0;
};

inline wire::Response no_instance() {
  return oracles::testing::error(404, "InvalidInstanceId.NotFound",
                                 "The specified InstanceId is not found.");
}
inline wire::Response missing(const std::string& name) {
  return oracles::testing::error(400, "MissingParameter",
                                 "The input parameter \"" + name +
                                     "\" that is mandatory for processing this request is not "
                                     "supplied.");
}

}  // namespace assay::harness::testing
