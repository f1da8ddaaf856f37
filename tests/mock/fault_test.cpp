// Every seeded fault: it has a name and clauses. The first of them show in a set of probes, under
// every choice of readings that they do not presume; the others have probes of their own
// (faulty_*_test.cpp).
#include "mock/faults.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <set>

#include "spec/load.h"
#include "tests/mock/support.h"
#include "wire/time.h"

namespace assay::mock::test {

namespace {

std::string on_wire(const Got& got) {
  std::string out = got.bytes + "/" + std::to_string(static_cast<int>(got.action)) + "\n";
  return out;
}

void probe_values(Bench& bench, Ask::Sign sign, int& nonce, std::string& out) {
  const std::vector<std::pair<const char*, std::string>> values{
      {"HttpEndpoint", "enabled"},
      {"HttpEndpoint", "disabled"},
      {"HttpEndpoint", "Enabled"},
      {"HttpEndpoint", "enabledX"},
      {"HttpEndpoint", "enabled\n"},
      {"HttpEndpoint", std::string("enabled\0x", 9)},
      {"HttpEndpoint", "x"},
      {"HttpEndpoint", "it's"},
      {"HttpEndpoint", "enabled "},
      {"HttpTokens", "required"},
      {"HttpTokens", "Required"},
      {"HttpTokens", "optional"},
      {"HttpPutResponseHopLimit", "0"},
      {"HttpPutResponseHopLimit", "2"},
      {"HttpPutResponseHopLimit", "63"},
      {"HttpPutResponseHopLimit", "65"},
      {"HttpPutResponseHopLimit", "4294967298"},
      {"Unheard", "x"},
      {"InstanceId", "i-none"}};
  for (const auto& [name, value] : values) {
    for (const bool form : {true, false}) {
      Ask ask = modify(sign);
      ask.form = form;
      ask.method = form ? "POST" : "GET";
      ask.nonce = std::to_string(++nonce);
      out += on_wire(bench.ask(ask.without(name).with(name, value)));
      Ask shown = observe(true);
      shown.sign = sign;
      shown.nonce = std::to_string(++nonce);
      out += on_wire(bench.ask(shown));
    }
  }
}

void probe_gateway(Bench& bench, Ask::Sign sign, int& nonce, std::string& out) {
  const std::vector<void (*)(Ask&)> changes{
      [](Ask& a) { a.method = "PUT"; },
      [](Ask& a) { a.action = "modifyInstanceMetadataOptions"; },
      [](Ask& a) { a.version = "x"; },
      [](Ask& a) { a.key = "x"; },
      [](Ask& a) { a.secret = "x"; },
      [](Ask& a) { a.date = wire::format_time(noon - 100'000); },
      [](Ask& a) { a.nonce = "1"; },
      [](Ask& a) { a.format = "XML"; },
      [](Ask& a) { a.without("RegionId"); },
      [](Ask& a) { a.without("HttpEndpoint").with("HttpTokens", "x"); }};
  for (const auto& change : changes) {
    Ask ask = modify(sign);
    ask.nonce = std::to_string(++nonce);
    change(ask);
    out += on_wire(bench.ask(ask));
  }
}

// A refused request with one right value, on a resource whose state shows what happened.
void probe_state(Bench& bench, Ask::Sign sign, int& nonce, std::string& out) {
  for (const char* tokens : {"x", "required", ""}) {
    bench.service().state().reset();
    bench.store("HttpTokens", "required");
    Ask ask = modify(sign);
    ask.nonce = std::to_string(++nonce);
    if (*tokens != '\0') ask.with("HttpTokens", tokens);
    out += on_wire(bench.ask(ask));
    Ask shown = observe(true);
    shown.sign = sign;
    shown.nonce = std::to_string(++nonce);
    out += on_wire(bench.ask(shown));
  }
}

// All that a client sees of a service in a fixed sequence of requests.
std::string footprint(const std::vector<std::string>& choices,
                      const std::vector<std::string>& faults) {
  Bench bench(choices, faults, true);
  std::string out;
  int nonce = 0;
  probe_values(bench, Ask::Sign::v1, nonce, out);
  probe_gateway(bench, Ask::Sign::v1, nonce, out);
  probe_state(bench, Ask::Sign::v1, nonce, out);
  return out;
}

// Those up to the last that has no probes of its own.
std::vector<FaultInfo> probed_here() {
  const auto end = static_cast<std::ptrdiff_t>(Fault::closed_without_answer) + 1;
  return {faults().begin(), faults().begin() + end};
}

bool presumes(const FaultInfo& info) {
  return info.what.find("presumes") != std::string_view::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mock_faults)

BOOST_AUTO_TEST_CASE(the_catalogue_is_whole) {
  BOOST_TEST(faults().size() == fault_count);
  BOOST_TEST(fault_count >= 88U);
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < faults().size(); ++i) {
    const FaultInfo& info = faults()[i];
    BOOST_TEST(static_cast<std::size_t>(info.fault) == i, info.name);
    BOOST_TEST(names.insert(info.name).second, info.name);
    BOOST_TEST(!info.what.empty());
    BOOST_TEST(info.what.find('\n') == std::string_view::npos);
    Fault found{};
    std::string why;
    BOOST_TEST(find_fault(info.name, found, why));
    BOOST_TEST((found == info.fault));
  }
}

BOOST_AUTO_TEST_CASE(an_unknown_fault_is_answered_with_the_nearest) {
  Fault fault{};
  std::string why;
  BOOST_TEST(!find_fault("value-acepted", fault, why));
  BOOST_TEST(why == "no fault is called \"value-acepted\"; did you mean \"value-accepted\"?");
  BOOST_TEST(!find_fault("", fault, why));
  BOOST_TEST(!find_fault("zzzzzzzzzzzzzzzzzzz", fault, why));
  BOOST_TEST(why.find("half-body") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_fault_names_clauses_of_the_document) {
  for (const FaultInfo& info : faults()) {
    const auto clauses = broken_clauses(document(), info.fault);
    BOOST_TEST(!clauses.empty(), info.name);
    for (const std::string& clause : clauses) {
      const auto found = document().find_clause(clause);
      BOOST_REQUIRE_MESSAGE(found.has_value(), info.name << " names " << clause);
      BOOST_TEST(document().clauses[*found].testable(), clause);
    }
  }
}

BOOST_AUTO_TEST_CASE(an_operation_without_the_parts_has_no_such_fault) {
  spec::Operation op = document();
  op.observation.reset();
  op.parameters.resize(2);
  for (const Fault fault :
       {Fault::value_accepted, Fault::range_low_accepted, Fault::nul_cut, Fault::state_not_stored,
        Fault::slow_answer, Fault::half_body, Fault::case_ignored_once, Fault::message_altered}) {
    BOOST_TEST(broken_clauses(op, fault).empty(), faults()[static_cast<std::size_t>(fault)].name);
  }
  for (const Fault fault :
       {Fault::suffix_match, Fault::substring_match, Fault::integer_wrap_8, Fault::fraction_cut,
        Fault::pair_refused, Fault::duplicate_differs, Fault::wrong_status_value,
        Fault::trace_in_message, Fault::stored_late, Fault::fields_swapped, Fault::field_shared,
        Fault::locked_out, Fault::rarely_not_stored}) {
    BOOST_TEST(broken_clauses(op, fault).empty(), faults()[static_cast<std::size_t>(fault)].name);
  }
  BOOST_TEST(!broken_clauses(op, Fault::code_cut).empty());
  BOOST_TEST(!broken_clauses(op, Fault::window_doubled).empty());
  BOOST_TEST(!broken_clauses(op, Fault::request_id_missing).empty());
  BOOST_TEST(!broken_clauses(op, Fault::missing_required_accepted).empty());
}

// What it acts on is found in any document: the laboratory has no enumeration.
BOOST_AUTO_TEST_CASE(another_operation_has_faults_of_its_own) {
  auto loaded = spec::load(ASSAY_TEST_DATA "/spec/lab/TagShelf.json");
  BOOST_REQUIRE(std::holds_alternative<spec::Operation>(loaded));
  const auto& lab = std::get<spec::Operation>(loaded);
  std::size_t known = 0;
  for (const FaultInfo& info : faults()) {
    const auto clauses = broken_clauses(lab, info.fault);
    known += clauses.empty() ? 0U : 1U;
    for (const std::string& clause : clauses) {
      BOOST_TEST(lab.find_clause(clause).has_value(), info.name << " names " << clause);
    }
  }
  BOOST_TEST(known > 90U);
  BOOST_TEST(broken_clauses(lab, Fault::suffix_match).empty());
  BOOST_TEST(broken_clauses(lab, Fault::triple_not_stored).empty());
  BOOST_TEST((broken_clauses(lab, Fault::fraction_cut) == std::vector<std::string>{"Rows.type"}));
  Bench right({}, {}, false, lab), wrong({}, {"stored-late"}, false, lab);
  Ask ask;
  ask.action = "TagShelf";
  ask.version = "2026-01-01";
  ask.with("RegionId", "north-1").with("ShelfId", "shelf-0001").with("Label", "glass");
  BOOST_TEST(right.ask(ask).status == 200);
  BOOST_TEST(wrong.ask(ask).status == 200);
  BOOST_TEST(right.stored("Label") == "glass");
  BOOST_TEST(wrong.stored("Label") == "");
}

BOOST_AUTO_TEST_CASE(every_fault_shows) {
  const std::string right = footprint({}, {});
  BOOST_TEST(right == footprint({}, {}));
  for (const FaultInfo& info : probed_here()) {
    BOOST_TEST(footprint({}, {std::string(info.name)}) != right, info.name);
  }
}

BOOST_AUTO_TEST_CASE(every_fault_shows_under_every_alternative) {
  for (const std::string& choice : all_alternatives()) {
    const std::string right = footprint({choice}, {});
    for (const FaultInfo& info : probed_here()) {
      if (presumes(info) && choice == "preview-parameters=ignored") continue;
      BOOST_TEST(footprint({choice}, {std::string(info.name)}) != right,
                 info.name << " under " << choice);
    }
  }
}

// No mock without faults gives these answers, whatever it chose for the readings that bear on them.
BOOST_AUTO_TEST_CASE(faults_of_values_are_outside_every_reading) {
  struct Case {
    const char* fault;
    const char* parameter;
    std::string value;
    bool accepted;
  };
  const std::vector<Case> cases{{"value-accepted", "HttpEndpoint", "x", true},
                                {"value-refused", "HttpEndpoint", "disabled", false},
                                {"range-low-accepted", "HttpPutResponseHopLimit", "0", true},
                                {"range-high-accepted", "HttpPutResponseHopLimit", "65", true},
                                {"range-low-refused", "HttpPutResponseHopLimit", "2", false},
                                {"range-high-refused", "HttpPutResponseHopLimit", "63", false},
                                {"prefix-match", "HttpEndpoint", "enabledX", true},
                                {"nul-cut", "HttpEndpoint", std::string("enabled\0x", 9), true},
                                {"integer-wrap-32", "HttpPutResponseHopLimit", "4294967298", true},
                                {"not-found-accepted", "InstanceId", "i-none", true}};
  for (const Case& each : cases) {
    Ask ask = modify();
    ask.without(each.parameter).with(each.parameter, each.value);
    for (const std::string& choice : all_alternatives()) {
      if (choice == "preview-parameters=ignored") continue;
      Bench right({choice}), wrong({choice}, {each.fault});
      BOOST_TEST((right.ask(ask).status == 200) != each.accepted, each.fault << " " << choice);
      BOOST_TEST((wrong.ask(ask).status == 200) == each.accepted, each.fault << " " << choice);
    }
  }
}

// These two are departures only together: one value is treated as one choice and another as the
// other.
BOOST_AUTO_TEST_CASE(faults_that_contradict_themselves) {
  for (const char* choice : {"value-case=exact", "value-case=ignored"}) {
    Bench bench({choice}, {"case-ignored-once"});
    Ask first = modify(), second = modify();
    BOOST_TEST(bench.ask(first.without("HttpEndpoint").with("HttpEndpoint", "ENABLED")).status ==
               200);
    BOOST_TEST(bench.ask(second.with("HttpTokens", "REQUIRED")).status == 400);
  }
  for (const char* choice : {"value-space=exact", "value-space=trimmed"}) {
    Bench bench({choice}, {"trailing-newline-accepted"});
    Ask first = modify(), second = modify();
    BOOST_TEST(bench.ask(first.without("HttpEndpoint").with("HttpEndpoint", "enabled\n")).status ==
               200);
    BOOST_TEST(bench.ask(second.without("HttpEndpoint").with("HttpEndpoint", "enabled ")).status ==
               400);
  }
}

BOOST_AUTO_TEST_CASE(faults_of_state) {
  Bench not_stored({}, {"state-not-stored"});
  not_stored.ask(modify());
  BOOST_TEST(not_stored.stored("HttpEndpoint") == "");

  Bench on_refusal({}, {"state-stored-on-refusal"});
  Ask refused = modify();
  BOOST_TEST(on_refusal.ask(refused.with("HttpTokens", "x")).status == 400);
  BOOST_TEST(on_refusal.stored("HttpEndpoint") == "disabled");

  for (const char* choice : {"omitted-parameter=keep", "omitted-parameter=reset"}) {
    Bench reset({choice}, {"state-other-field-reset"});
    reset.store("HttpTokens", "required");
    reset.ask(modify());
    BOOST_TEST(reset.stored("HttpTokens") == "");
  }

  Bench other({}, {"other-instance-changed"});
  other.ask(modify());
  BOOST_TEST(other.stored("HttpEndpoint", 1) == "disabled");

  Bench fallback({}, {"default-wrong"});
  Ask explicit_default = modify();
  fallback.ask(explicit_default.without("HttpEndpoint").with("HttpEndpoint", "enabled"));
  BOOST_TEST(fallback.stored("HttpEndpoint") == "disabled");

  Bench shown({}, {"shown-altered"});
  shown.ask(modify());
  BOOST_TEST(shown.ask(observe()).bytes.find("\"DISABLED\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(faults_of_the_transport) {
  Bench slow({}, {"slow-answer"});
  Ask held = modify();
  const Got got = slow.ask(held.with("HttpTokens", "required"));
  BOOST_TEST((got.action == Action::hold));
  BOOST_TEST(got.bytes == "");
  BOOST_TEST((slow.ask(modify()).action == Action::send));

  Bench half({}, {"half-body"});
  const Got cut = half.ask(modify());
  BOOST_TEST(!cut.parsed);
  BOOST_TEST(cut.bytes.starts_with("HTTP/1.1 200"));
  BOOST_TEST((cut.action == Action::send_and_close));

  Bench strange({}, {"not-http"});
  BOOST_TEST(!strange.ask(modify()).parsed);

  Bench closed({}, {"closed-without-answer"});
  BOOST_TEST((closed.ask(modify()).action == Action::close));

  Bench html({}, {"html-error"});
  Ask wrong = modify();
  const Got page = html.ask(wrong.without("HttpEndpoint").with("HttpEndpoint", "x"));
  BOOST_TEST(page.parsed);
  BOOST_TEST(page.status == 400);
  BOOST_TEST(wire::header(page.response.headers, "Content-Type").value() == "text/html");
}

BOOST_AUTO_TEST_CASE(faults_of_answers) {
  const auto refused = [](const char* fault) {
    Bench bench({}, {fault});
    Ask ask = modify();
    return bench.ask(ask.without("HttpEndpoint").with("HttpEndpoint", "x"));
  };
  BOOST_TEST(refused("wrong-code").code == "InvalidHttpTokens.NotSupported");
  BOOST_TEST(refused("message-altered").message.starts_with("the specified"));
  BOOST_TEST(refused("error-with-200").status == 200);
  BOOST_TEST(refused("message-missing").answer.find("Message") == nullptr);
  BOOST_TEST(refused("host-id-missing").answer.find("HostId") == nullptr);
  BOOST_TEST(refused("request-id-missing").answer.find("RequestId") == nullptr);
  BOOST_TEST((refused("body-malformed").answer.format == wire::BodyFormat::other));
  Bench repeated({}, {"request-id-repeated"});
  BOOST_TEST(repeated.ask(modify()).request_id == repeated.ask(observe()).request_id);
  Bench failing({}, {"frequent-failure"});
  int failures = 0;
  for (int i = 0; i < 50; ++i) failures += failing.ask(modify()).status == 503 ? 1 : 0;
  BOOST_TEST(failures == 10);
}

BOOST_AUTO_TEST_CASE(faults_of_the_gateway) {
  const auto status = [](const char* fault, void (*change)(Ask&)) {
    Bench bench({}, {fault}, true);
    Ask ask = modify(Ask::Sign::v1);
    bench.ask(ask);  // its nonce is used now
    ask.nonce = "n-2";
    change(ask);
    return bench.ask(ask).status;
  };
  BOOST_TEST(status("method-accepted", [](Ask& a) { a.method = "PUT"; }) == 200);
  BOOST_TEST(status("version-not-checked", [](Ask& a) { a.version = "x"; }) == 200);
  BOOST_TEST(status("unknown-key-accepted", [](Ask& a) { a.key = "x"; }) == 200);
  BOOST_TEST(status("signature-not-checked", [](Ask& a) { a.secret = "x"; }) == 200);
  BOOST_TEST(status("nonce-replay-accepted", [](Ask& a) { a.nonce = "n-1"; }) == 200);
  BOOST_TEST(status("expired-accepted", [](Ask& a) { a.date = "1999-01-01T00:00:00Z"; }) == 200);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace assay::mock::test
