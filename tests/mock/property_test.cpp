// What holds for any request.
#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>

#include "tests/mock/client.h"
#include "tests/mock/support.h"

namespace assay::mock::test {

namespace {

rc::Gen<std::string> bytes() { return rc::gen::container<std::string>(rc::gen::arbitrary<char>()); }

// Parameters that are nearly right: known and unknown names, values of interest and any bytes.
rc::Gen<wire::Params> params() {
  const auto name = rc::gen::oneOf(
      rc::gen::elementOf(std::vector<std::string>{
          "RegionId", "InstanceId", "HttpEndpoint", "HttpTokens", "HttpPutResponseHopLimit",
          "InstanceMetadataTags", "Format", "Signature", "Other"}),
      bytes());
  const auto value =
      rc::gen::oneOf(rc::gen::elementOf(std::vector<std::string>{
                         "cn-hangzhou", "i-bp67acfmxaz0001", "enabled", "disabled", "optional",
                         "required", "2", "64", "", " ", "null", "XML", "-1"}),
                     bytes());
  return rc::gen::map(rc::gen::container<std::vector<std::pair<std::string, std::string>>>(
                          rc::gen::pair(name, value)),
                      [](const auto& pairs) {
                        wire::Params out;
                        for (const auto& [n, v] : pairs) out.push_back({n, v});
                        return out;
                      });
}

rc::Gen<std::vector<std::string>> world() {
  return rc::gen::exec([] {
    std::vector<std::string> out;
    for (const spec::Reading& reading : document().readings) {
      const auto i = *rc::gen::inRange<std::size_t>(0, reading.alternatives.size());
      out.push_back(reading.name + "=" + reading.alternatives[i].name);
    }
    return out;
  });
}

std::string state_of(const Bench& bench) {
  std::string out;
  for (const auto& field : document().observation->fields) {
    for (const std::size_t resource : {0U, 1U}) out += bench.stored(field.name, resource) + "\x1F";
  }
  return out;
}

Ask any_ask(wire::Params given, int sign) {
  Ask ask = modify(sign == 0 ? Ask::Sign::none : sign == 1 ? Ask::Sign::v1 : Ask::Sign::v3);
  ask.params = std::move(given);
  return ask;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_properties)

RC_BOOST_PROP(any_bytes_get_an_answer, ()) {
  const std::string input = *bytes();
  Bench bench;
  const Got got = bench.raw(input);
  RC_ASSERT(got.parsed);
}

RC_BOOST_PROP(any_parameters_get_one_well_formed_answer, ()) {
  const auto choices = *world();
  Bench bench(choices, {}, *rc::gen::arbitrary<bool>());
  Ask ask = any_ask(*params(), *rc::gen::inRange(0, 3));
  ask.form = *rc::gen::arbitrary<bool>();
  ask.method = ask.form ? "POST" : "GET";
  const Got got = bench.ask(ask);
  RC_ASSERT(got.parsed);
  RC_ASSERT(got.answer.format == wire::BodyFormat::json ||
            got.answer.format == wire::BodyFormat::xml);
  RC_ASSERT(got.request_id.size() == 36U);
  RC_ASSERT((got.status == 200) == got.code.empty());
}

RC_BOOST_PROP(the_same_request_gets_the_same_decision, ()) {
  const auto choices = *world();
  const Ask ask = any_ask(*params(), *rc::gen::inRange(0, 3));
  Bench one(choices, {}, true), two(choices, {}, true);
  RC_ASSERT(one.ask(ask).bytes == two.ask(ask).bytes);
  RC_ASSERT(state_of(one) == state_of(two));
}

RC_BOOST_PROP(a_refused_request_changes_nothing, ()) {
  const auto choices = *world();
  Bench bench(choices);
  bench.store("HttpTokens", "required");
  const std::string before = state_of(bench);
  const Got got = bench.ask(any_ask(*params(), 0));
  if (got.status != 200) RC_ASSERT(state_of(bench) == before);
}

RC_BOOST_PROP(a_second_sending_changes_nothing_more, ()) {
  const auto choices = *world();
  Bench bench(choices);
  const Ask ask = any_ask(*params(), 0);
  const int first = bench.ask(ask).status;
  const std::string once = state_of(bench);
  RC_ASSERT(bench.ask(ask).status == first);
  RC_ASSERT(state_of(bench) == once);
}

RC_BOOST_PROP(the_other_resource_is_never_touched, ()) {
  const auto choices = *world();
  Bench bench(choices);
  wire::Params given = *params();
  std::erase_if(given, [](const wire::Param& p) { return p.name == "InstanceId"; });
  given.push_back({"InstanceId", "i-bp67acfmxaz0001"});
  bench.ask(any_ask(given, 0));
  for (const auto& field : document().observation->fields) {
    RC_ASSERT(bench.stored(field.name, 1) == field.initial);
  }
}

RC_BOOST_PROP(query_and_form_mean_the_same, ()) {
  const auto choices = *world();
  const wire::Params given = *params();
  Bench query(choices), form(choices);
  Ask ask = any_ask(given, 0);
  const Got one = query.ask(ask);
  ask.form = true;
  ask.method = "POST";
  const Got two = form.ask(ask);
  RC_ASSERT(one.status == two.status);
  RC_ASSERT(one.code == two.code);
  RC_ASSERT(state_of(query) == state_of(form));
}

RC_BOOST_PROP(no_fault_crashes_on_anything, ()) {
  const auto& info = *rc::gen::elementOf(faults());
  Bench bench(*world(), {std::string(info.name)}, *rc::gen::arbitrary<bool>());
  for (int i = 0; i < 6; ++i) bench.ask(any_ask(*params(), *rc::gen::inRange(0, 3)));
  bench.raw(*bytes());
}

// One server lives through all of them: whatever came before, a right request is answered.
BOOST_AUTO_TEST_CASE(any_bytes_leave_the_server_serving) {
  Bench bench;
  Running running(bench.service());
  const bool held = rc::check("any bytes leave the server serving", [&] {
    const std::string input = *bytes();
    Client strange(running.port());
    strange.send(input);
    strange.finish();
    Client right(running.port());
    right.send(modify().bytes());
    RC_ASSERT(right.receive().status == 200);
  });
  BOOST_TEST(held);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
