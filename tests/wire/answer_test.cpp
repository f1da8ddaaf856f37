#include "wire/answer.h"

#include <rapidcheck/boost_test.h>
#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "tests/wire/support.h"

using assay::wire::Answer;
using assay::wire::BodyFormat;
using assay::wire::Field;
using assay::wire::is_utf8;
using assay::wire::list;
using assay::wire::Member;
using assay::wire::parse_answer;
using assay::wire::plain_request_id;
using assay::wire::select;
using assay::wire::test::any_bytes;
using assay::wire::test::bytes_literal;
using assay::wire::test::text_of;

namespace {

// "name=text" of each member, a '!' after it where the member is no string.
std::string shown(const Answer& answer) {
  std::string out;
  for (const Member& member : answer.members) {
    out += member.name + "=" + member.text + (member.is_string ? "" : "!") + "\n";
  }
  return out;
}

std::string shown(const std::optional<std::vector<Field>>& fields) {
  if (!fields) return "nothing";
  std::string out;
  for (const Field& field : *fields) out += field.name + "=" + field.text + "\n";
  return out;
}

std::string joined(const std::vector<std::string>& values) {
  std::string out;
  for (const std::string& value : values) out += value + "|";
  return out;
}

std::string json_text(std::string_view text) {
  std::string out;
  assay::wire::append_json_text(out, text);
  return out;
}

std::string xml_text(std::string_view text) {
  std::string out;
  assay::wire::append_xml_text(out, text);
  return out;
}

std::string problem(std::string_view body) {
  const Answer answer = parse_answer(body);
  BOOST_TEST((answer.format == BodyFormat::other), body);
  BOOST_TEST(answer.members.empty());
  return answer.problem;
}

std::string nested_json(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

std::string nested_xml(std::size_t levels) {
  std::string out;
  for (std::size_t i = 0; i < levels; ++i) out += "<a>";
  for (std::size_t i = 0; i < levels; ++i) out += "</a>";
  return out;
}

rc::Gen<nlohmann::json> any_scalar() {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::arbitrary<std::int64_t>(),
                   [](std::int64_t v) { return nlohmann::json(v); }),
      rc::gen::map(rc::gen::arbitrary<bool>(), [](bool v) { return nlohmann::json(v); }),
      rc::gen::map(text_of(bytes_literal("az\"\\/\n\t\x01\x7F {}[]:,")),
                   [](const std::string& v) { return nlohmann::json(v); }),
      rc::gen::just(nlohmann::json(nullptr)));
}

const std::string kInstances =
    R"({"RequestId":"r","Instances":{"Instance":[)"
    R"({"InstanceId":"i-1","MetadataOptions":)"
    R"({"HttpTokens":"optional","Hop":1.50,"L":[{"b":1,"a":[]}]}},)"
    R"({"InstanceId":"i-2","MetadataOptions":{"HttpTokens":"required","HttpEndpoint":""}},)"
    R"({"InstanceId":"i-3"},)"
    R"({"InstanceId":"i-2","MetadataOptions":{"HttpTokens":"second of that id"}}]}})";

const std::string kInstancesXml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<DescribeInstancesResponse>\n "
    "<RequestId>r</RequestId>"
    "<Instances>"
    "<Instance><InstanceId>i-1</InstanceId><MetadataOptions/></Instance>\n"
    "<Instance><InstanceId>i-2</InstanceId><MetadataOptions><HttpTokens>required</HttpTokens>"
    "<L><b>1</b><a>2</a><b>3</b></L></MetadataOptions></Instance>"
    "</Instances></DescribeInstancesResponse>";

}  // namespace

BOOST_AUTO_TEST_SUITE(wire_answer_json)

BOOST_AUTO_TEST_CASE(members_by_example) {
  const Answer answer = parse_answer(
      R"( { "RequestId" : "A\u00e9\n\ud83d\ude00\"" , "n":-12.50e+1,"t":true,"f":false,"z":null,)"
      R"("o":{"b":[1, 2.0 ,"x\u0001"],"a":{}},"":"" } )");
  BOOST_TEST((answer.format == BodyFormat::json));
  BOOST_TEST(answer.root == "");
  BOOST_TEST(answer.problem == "");
  BOOST_TEST(shown(answer) ==
             "RequestId=A\xC3\xA9\n\xF0\x9F\x98\x80\"\nn=-12.50e+1!\nt=true!\nf=false!\nz=null!\n"
             "o={\"b\":[1,2.0,\"x\\u0001\"],\"a\":{}}!\n=\n");
}

BOOST_AUTO_TEST_CASE(numbers_stay_as_written) {
  for (const char* number : {"0", "-0", "-1", "1.0", "1.10", "1E5", "1e-7", "-0.0",
                             "18446744073709551615", "18446744073709551616", "-9223372036854775808",
                             "-9223372036854775809", "123456789012345678901234567890"}) {
    const Answer answer =
        parse_answer(std::string("{\"n\":") + number + ",\"a\":[" + number + "]}");
    BOOST_TEST(answer.text("n") == number);
    BOOST_TEST(answer.text("a") == std::string("[") + number + "]");
  }
}

BOOST_AUTO_TEST_CASE(duplicates_are_kept_and_the_first_is_found) {
  const Answer answer = parse_answer(R"({"a":"1","b":2,"a":{"a":3,"a":4}})");
  BOOST_TEST(shown(answer) == "a=1\nb=2!\na={\"a\":3,\"a\":4}!\n");
  BOOST_TEST(answer.text("a") == "1");
  BOOST_TEST(answer.find("b")->text == "2");
  BOOST_TEST(answer.find("A") == nullptr);
  BOOST_TEST(answer.text("A") == "");
}

BOOST_AUTO_TEST_CASE(other_tops_are_json_without_members) {
  for (const char* body :
       {"null", "true", "[]", "[{\"RequestId\":\"r\"}]", "\"text\"", "12", "{}"}) {
    const Answer answer = parse_answer(body);
    BOOST_TEST((answer.format == BodyFormat::json), body);
    BOOST_TEST(answer.members.empty(), body);
    BOOST_TEST(answer.problem == "", body);
  }
}

BOOST_AUTO_TEST_CASE(empty_and_blank) {
  BOOST_TEST((parse_answer("").format == BodyFormat::none));
  BOOST_TEST((parse_answer(std::string_view()).format == BodyFormat::none));
  BOOST_TEST(problem(" \r\n\t") == "white space only");
  BOOST_TEST(problem("\xEF\xBB\xBF") == "white space only");
}

BOOST_AUTO_TEST_CASE(what_is_not_json_says_where) {
  BOOST_TEST(problem("{\"a\":1") == "JSON: not well-formed at offset 7");
  BOOST_TEST(problem("{\"a\":1}x") == "JSON: not well-formed at offset 8");
  BOOST_TEST(problem("{'a':1}") == "JSON: not well-formed at offset 2");
  BOOST_TEST(problem("{\"a\":1e999}") == "JSON: a number out of range at offset 10");
  BOOST_TEST(problem("\xEF\xBB\xBF{}") == "JSON: a byte order mark at offset 0");
  for (const std::string& body : {std::string("hello"),
                                  std::string("{\"a\":1,}"),
                                  std::string("{\"a\" 1}"),
                                  std::string("{\"a\":01}"),
                                  std::string("{\"a\":+1}"),
                                  std::string("{\"a\":.5}"),
                                  std::string("{\"a\":NaN}"),
                                  std::string("{a:1}"),
                                  std::string("{\"a\":\"\x01\"}"),
                                  std::string("{\"a\":\"\xFF\"}"),
                                  std::string("{\"a\":\"\xED\xA0\x80\"}"),
                                  std::string("{\"a\":\"\\ud800\"}"),
                                  std::string("{\"a\":\"\\x\"}"),
                                  std::string("[1]]"),
                                  std::string("{}//c"),
                                  std::string("{}{}"),
                                  bytes_literal("{}\0"),
                                  bytes_literal("\0"),
                                  bytes_literal("{}\0{}"),
                                  bytes_literal("{\"a\":1\0}")}) {
    BOOST_TEST(problem(body).starts_with("JSON: not well-formed at offset "), body);
  }
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
  BOOST_TEST((parse_answer(nested_json(64)).format == BodyFormat::json));
  BOOST_TEST(problem(nested_json(65)) == "JSON: more than 64 nested levels");
  BOOST_TEST((parse_answer(nested_json(3), 3).format == BodyFormat::json));
  BOOST_TEST((parse_answer(nested_json(4), 3).format == BodyFormat::other));
  BOOST_TEST((parse_answer("1", 0).format == BodyFormat::json));
  BOOST_TEST((parse_answer("{}", 0).format == BodyFormat::other));
  BOOST_TEST(problem(std::string(1000000, '[')) == "JSON: more than 64 nested levels");
  BOOST_TEST((parse_answer(nested_json(512), std::string::npos).format == BodyFormat::json));
  BOOST_TEST((parse_answer(nested_json(513), std::string::npos).format == BodyFormat::other));
}

RC_BOOST_PROP(members_agree_with_the_library, ()) {
  const auto scalars = *rc::gen::container<std::vector<nlohmann::json>>(any_scalar());
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    object["m" + std::to_string(i)] = nlohmann::ordered_json(scalars[i]);
  }
  const Answer answer = parse_answer(object.dump());
  RC_ASSERT(answer.format == BodyFormat::json);
  RC_ASSERT(answer.members.size() == scalars.size());
  for (std::size_t i = 0; i < scalars.size(); ++i) {
    const Member& member = answer.members[i];
    RC_ASSERT(member.is_string == scalars[i].is_string());
    RC_ASSERT(member.text ==
              (scalars[i].is_string() ? scalars[i].get<std::string>() : scalars[i].dump()));
  }
}

RC_BOOST_PROP(a_structure_comes_out_as_the_same_json, ()) {
  const auto items = *rc::gen::container<std::vector<nlohmann::json>>(any_scalar());
  const nlohmann::json body{{"a", {{"list", items}, {"deep", {{"x", items}}}}}};
  const Answer answer = parse_answer(body.dump(2));
  RC_ASSERT(nlohmann::json::parse(answer.text("a")) == body["a"]);
}

RC_BOOST_PROP(any_bytes_are_survived, ()) {
  const std::string body = *rc::gen::oneOf(
      any_bytes(), text_of("{}[]\",:0truefalsn\\u "), text_of("<a/>b c=\"'&;!-[]?xml"),
      rc::gen::map(any_bytes(), [](const std::string& rest) { return "<a>" + rest + "</a>"; }),
      rc::gen::map(any_bytes(),
                   [](const std::string& rest) { return "{\"a\":\"" + rest + "\"}"; }));
  const Answer answer = parse_answer(body, static_cast<std::size_t>(*rc::gen::inRange(0, 8)));
  RC_ASSERT((answer.format == BodyFormat::other) == !answer.problem.empty());
  RC_ASSERT((answer.format == BodyFormat::none) == body.empty());
  if (answer.format == BodyFormat::other) RC_ASSERT(answer.members.empty());
  for (const Member& member : answer.members) RC_ASSERT(is_utf8(member.text));
  select(body, {"a"}, "a", "b", {"a"});
  list(body, {"a"}, "a");
  plain_request_id(body);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wire_answer_xml)

BOOST_AUTO_TEST_CASE(members_by_example) {
  const Answer answer = parse_answer(
      "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- c -->\n<Error x=\"1\">\n  "
      "<Code>a&lt;b&amp;&#65;&#xE9;"
      "</Code>\n  <Message><![CDATA[<raw> & ]]>tail</Message><Empty/><Code>again</Code>"
      "<Deep><k>v</k><k>w</k><s> spaced </s></Deep></Error>\n");
  BOOST_TEST((answer.format == BodyFormat::xml));
  BOOST_TEST(answer.root == "Error");
  BOOST_TEST(shown(answer) ==
             "Code=a<b&A\xC3\xA9\nMessage=<raw> & tail\nEmpty=\nCode=again\n"
             "Deep={\"k\":[\"v\",\"w\"],\"s\":\" spaced \"}\n");
  BOOST_TEST(answer.text("Code") == "a<b&A\xC3\xA9");
}

BOOST_AUTO_TEST_CASE(a_root_without_children) {
  const Answer answer = parse_answer("<a/>");
  BOOST_TEST((answer.format == BodyFormat::xml));
  BOOST_TEST(answer.root == "a");
  BOOST_TEST(answer.members.empty());
  BOOST_TEST(parse_answer("<a>text</a>").members.empty());
}

BOOST_AUTO_TEST_CASE(what_is_refused_is_named) {
  BOOST_TEST(problem("<!DOCTYPE html><html></html>") == "XML: a document type declaration");
  BOOST_TEST(problem("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a>&e;</a>") ==
             "XML: a document type declaration");
  BOOST_TEST(problem("<a>\xFF</a>") == "XML: not UTF-8");
  BOOST_TEST(problem(bytes_literal("<a>\0</a>")) == "XML: a character that XML does not allow");
  BOOST_TEST(problem("<a>\x01</a>") == "XML: a character that XML does not allow");
  BOOST_TEST(problem("<a/><b/>") == "XML: more than one root element");
  for (const char* body : {"<", "<a", "<a>", "<a></b>", "<a><b></a>", "<a x=1/>", "<a>&lt;</a",
                           "<>", "<?xml?>", "<!-- only -->", "<![CDATA[x]]>"}) {
    BOOST_TEST(problem(body).starts_with("XML: "), body);
  }
}

BOOST_AUTO_TEST_CASE(nesting_is_bounded) {
  BOOST_TEST((parse_answer(nested_xml(64)).format == BodyFormat::xml));
  BOOST_TEST(problem(nested_xml(65)) == "XML: more than 64 nested levels");
  BOOST_TEST((parse_answer("<a>t<b/>t</a>", 2).format == BodyFormat::xml));
  BOOST_TEST((parse_answer("<a><b/><b>t</b></a>", 1).format == BodyFormat::other));
  BOOST_TEST(problem(nested_xml(100000)) == "XML: more than 64 nested levels");
  // The level of a sibling after a deep branch is counted anew.
  BOOST_TEST((parse_answer("<a><b><c/></b><b><c/></b><b/></a>", 3).format == BodyFormat::xml));
}

// The usual answer is read in one scan; a comment behind it sends the same through the parser.
void check_scan(const std::string& body) {
  const Answer scanned = parse_answer(body);
  const Answer parsed = parse_answer(body + "<!-- -->");
  RC_ASSERT(scanned.format == parsed.format);
  if (scanned.format != BodyFormat::xml) return;
  RC_ASSERT(scanned.root == parsed.root);
  RC_ASSERT(scanned.members.size() == parsed.members.size());
  for (std::size_t i = 0; i < scanned.members.size(); ++i) {
    RC_ASSERT(scanned.members[i].name == parsed.members[i].name);
    RC_ASSERT(scanned.members[i].text == parsed.members[i].text);
    RC_ASSERT(scanned.members[i].is_string == parsed.members[i].is_string);
  }
}

RC_BOOST_PROP(a_scan_and_the_parser_agree, ()) {
  std::string body = *rc::gen::elementOf(std::vector<std::string>{
      "", "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
      "<?xml version='1.1'?>", " "});
  body += "<R>";
  for (const auto& [name, text] :
       *rc::gen::container<std::vector<std::pair<std::string, std::string>>>(rc::gen::pair(
           rc::gen::elementOf(std::vector<std::string>{"A", "B", "Code", "c1"}),
           rc::gen::oneOf(text_of("ab .&;<>/"), rc::gen::map(any_bytes(), xml_text))))) {
    body += *rc::gen::elementOf(std::vector<std::string>{"", "", "\n  ", "\r\n", "x"});
    body += "<" + name + ">" + text + "</" + name + ">";
  }
  body += "</R>";
  check_scan(body);
  const auto at = *rc::gen::inRange<std::size_t>(0, body.size());
  body[at] = *rc::gen::elementOf(std::string("<>&/ aR\n'\"\xFF"));
  check_scan(body);
}

BOOST_AUTO_TEST_CASE(predefined_entities_are_understood) {
  const Answer answer = parse_answer("<R><A>a&amp;b&lt;&gt;&quot;&apos;</A><B>x&#65;</B></R>");
  BOOST_TEST(answer.text("A") == "a&b<>\"'");
  BOOST_TEST(answer.text("B") == "xA");
}

RC_BOOST_PROP(text_survives_the_way_through_xml, ()) {
  const std::string text = *text_of("az<>&\"'\r\n\t ]");
  const Answer answer = parse_answer("<r><m>" + xml_text(text) + "</m></r>");
  RC_ASSERT(answer.format == BodyFormat::xml);
  // White space alone counts as layout.
  if (text.find_first_not_of(" \t\n") != std::string::npos) RC_ASSERT(answer.text("m") == text);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wire_answer_request_id)

BOOST_AUTO_TEST_CASE(the_usual_answer) {
  const std::string body = R"({"RequestId":"473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E"})";
  const auto id = plain_request_id(body);
  BOOST_TEST(id.value() == "473469C7-AA6F-4DC5-B3DB-A3DC0DE3C83E");
  BOOST_TEST(static_cast<const void*>(id->data()) == static_cast<const void*>(body.data() + 14));
  BOOST_TEST(plain_request_id("\t{ \"RequestId\" :\r\n\"x y\" } \n").value() == "x y");
  BOOST_TEST(plain_request_id(R"({"RequestId":""})").value() == "");
}

BOOST_AUTO_TEST_CASE(anything_else_is_left_to_the_parser) {
  for (const char* body : {"",
                           "{",
                           "{}",
                           "[]",
                           R"({"RequestId")",
                           R"({"RequestId":)",
                           R"({"RequestId":")",
                           R"({"RequestId":"a)",
                           R"({"RequestId":"a")",
                           R"({"RequestId":"a"}})",
                           R"({"RequestId":"a"}x)",
                           R"({"RequestId":"a","b":1})",
                           R"({"requestId":"a"})",
                           R"({"RequestId":1})",
                           R"({"RequestId":null})",
                           R"({"RequestId":"a\n"})",
                           R"({"RequestId":"a\"})",
                           "{\"RequestId\":\"\xC3\xA9\"}",
                           "{\"RequestId\":\"a\tb\"}",
                           "{\"RequestId\":\"\x7F\"}",
                           R"({"RequestIdX":"a"})",
                           R"( "RequestId":"a"})",
                           "\xEF\xBB\xBF{\"RequestId\":\"a\"}"}) {
    BOOST_TEST(!plain_request_id(body).has_value(), body);
  }
}

BOOST_AUTO_TEST_CASE(a_cut_anywhere_is_noticed) {
  const std::string body = R"({"RequestId":"473469C7"})";
  for (std::size_t size = 0; size < body.size(); ++size) {
    BOOST_TEST(!plain_request_id(std::string_view(body).substr(0, size)).has_value());
  }
}

RC_BOOST_PROP(agrees_with_the_parser, ()) {
  const std::string body = *rc::gen::oneOf(
      rc::gen::map(text_of("a1-\"\\}"),
                   [](const std::string& id) { return "{\"RequestId\":\"" + id + "\"}"; }),
      text_of("{}\" :"));
  const auto id = plain_request_id(body);
  if (!id) return;
  const Answer answer = parse_answer(body);
  RC_ASSERT(answer.format == BodyFormat::json);
  RC_ASSERT(answer.members.size() == 1U);
  RC_ASSERT(answer.text("RequestId") == *id);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wire_answer_select)

BOOST_AUTO_TEST_CASE(the_example_of_the_header) {
  const std::vector<std::string> path{"Instances", "Instance"};
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-1", {"MetadataOptions"})) ==
             "HttpTokens=optional\nHop=1.50\nL=[{\"a\":[],\"b\":1}]\n");
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-2", {"MetadataOptions"})) ==
             "HttpTokens=required\nHttpEndpoint=\n");
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-3", {})) == "InstanceId=i-3\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_nothing) {
  const std::vector<std::string> path{"Instances", "Instance"};
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-3", {"MetadataOptions"})) ==
             "nothing");
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-9", {})) == "nothing");
  BOOST_TEST(shown(select(kInstances, path, "instanceId", "i-1", {})) == "nothing");
  BOOST_TEST(shown(select(kInstances, {"Instances", "Other"}, "InstanceId", "i-1", {})) ==
             "nothing");
  BOOST_TEST(shown(select(kInstances, path, "InstanceId", "i-1", {"InstanceId"})) == "nothing");
  BOOST_TEST(shown(select("", path, "InstanceId", "i-1", {})) == "nothing");
  BOOST_TEST(shown(select("{\"Instances\":", path, "InstanceId", "i-1", {})) == "nothing");
  BOOST_TEST(shown(select("[]", {}, "", "", {})) == "nothing");
  BOOST_TEST(shown(select("\"\"", {}, "", "", {})) == "nothing");
}

BOOST_AUTO_TEST_CASE(short_paths_and_no_key) {
  BOOST_TEST(shown(select(R"({"b":1,"a":{"y":[1],"x":"2"}})", {}, "", "", {})) ==
             "b=1\na={\"x\":\"2\",\"y\":[1]}\n");
  BOOST_TEST(shown(select(R"({"a":[{"x":1},{"x":2}]})", {"a"}, "", "", {})) == "x=1\n");
  BOOST_TEST(shown(select(R"([{"k":1,"v":"one"},{"k":2,"v":"two"}])", {}, "k", "2", {})) ==
             "k=2\nv=two\n");
  BOOST_TEST(shown(select(R"({"a":{"k":"other"}})", {"a"}, "k", "this", {})) == "nothing");
}

BOOST_AUTO_TEST_CASE(xml_is_walked_the_same_way) {
  const std::vector<std::string> path{"Instances", "Instance"};
  BOOST_TEST(shown(select(kInstancesXml, path, "InstanceId", "i-2", {"MetadataOptions"})) ==
             "HttpTokens=required\nL={\"a\":\"2\",\"b\":[\"1\",\"3\"]}\n");
  BOOST_TEST(shown(select(kInstancesXml, path, "InstanceId", "i-1", {"MetadataOptions"})) == "");
  BOOST_TEST(shown(select(kInstancesXml, path, "InstanceId", "i-9", {})) == "nothing");
  const std::string single = "<r><L><I><Id>1</Id><v>x</v></I></L></r>";
  BOOST_TEST(shown(select(single, {"L", "I"}, "Id", "1", {})) == "Id=1\nv=x\n");
  BOOST_TEST(shown(select(single, {"L", "I"}, "Id", "2", {})) == "nothing");
  BOOST_TEST(shown(select("<r><I><Id>1</Id></I><I><Id>2</Id></I></r>", {"I"}, "Id", "2", {})) ==
             "Id=2\n");
}

BOOST_AUTO_TEST_CASE(lists_by_example) {
  const std::vector<std::string> path{"Instances", "Instance"};
  BOOST_TEST(joined(list(kInstances, path, "InstanceId")) == "i-1|i-2|i-3|i-2|");
  BOOST_TEST(joined(list(kInstancesXml, path, "InstanceId")) == "i-1|i-2|");
  BOOST_TEST(joined(list(kInstances, path, "Absent")) == "");
  BOOST_TEST(joined(list(kInstances, {"Absent"}, "InstanceId")) == "");
  BOOST_TEST(joined(list(R"({"Ids":{"Id":["a",1,{"b":2}]}})", {"Ids", "Id"}, "")) ==
             "a|1|{\"b\":2}|");
  BOOST_TEST(joined(list(R"({"R":[{"I":[{"x":"1"},{"x":"2"}]},{"I":{"x":"3"}}]})", {"R", "I"},
                         "x")) == "1|2|3|");
  BOOST_TEST(joined(list("<r><L><I><x>1</x></I></L></r>", {"L", "I"}, "x")) == "1|");
  BOOST_TEST(joined(list("not an answer", {"L"}, "x")) == "");
  BOOST_TEST(joined(list("", {}, "x")) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(wire_answer_text)

BOOST_AUTO_TEST_CASE(utf8_by_the_bounds_of_rfc_3629) {
  for (const std::string& text :
       {std::string(), std::string("ascii\x7F"), std::string("\xC2\x80"), std::string("\xDF\xBF"),
        std::string("\xE0\xA0\x80"), std::string("\xED\x9F\xBF"), std::string("\xEE\x80\x80"),
        std::string("\xEF\xBF\xBF"), std::string("\xF0\x90\x80\x80"),
        std::string("\xF4\x8F\xBF\xBF"), bytes_literal("\0")}) {
    BOOST_TEST(is_utf8(text));
    BOOST_TEST(is_utf8("a" + text + "b"));
  }
  for (const char* text :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x7F", "\xC2\xC0", "\xE0\x9F\xBF",
        "\xE0\xA0", "\xED\xA0\x80", "\xED\xBF\xBF", "\xEF\xBF\xC0", "\xF0\x8F\xBF\xBF",
        "\xF0\x90\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF"}) {
    BOOST_TEST(!is_utf8(text));
    BOOST_TEST(!is_utf8(std::string("a") + text + "b"));
  }
}

BOOST_AUTO_TEST_CASE(json_text_by_example) {
  BOOST_TEST(json_text("plain /\xC3\xA9\x7F") == "plain /\xC3\xA9\x7F");
  BOOST_TEST(json_text("\"\\\n\r\t") == "\\\"\\\\\\n\\r\\t");
  BOOST_TEST(json_text(bytes_literal("\0\x1F")) == "\\u0000\\u001f");
  BOOST_TEST(json_text("a\xFFz\xED\xA0\x80") ==
             "a\xEF\xBF\xBDz\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
}

BOOST_AUTO_TEST_CASE(xml_text_by_example) {
  BOOST_TEST(xml_text("a<b>&\"'") == "a&lt;b&gt;&amp;\"'");
  BOOST_TEST(xml_text("]]>") == "]]&gt;");
  BOOST_TEST(xml_text("\t\n\r") == "\t\n&#13;");
  BOOST_TEST(xml_text(bytes_literal("\0\x1F")) == "\xEF\xBF\xBD\xEF\xBF\xBD");
  BOOST_TEST(xml_text("\xEF\xBF\xBE\xEF\xBF\xBF\xEF\xBF\xBD") ==
             "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  BOOST_TEST(xml_text("\xC3\xA9\x80") == "\xC3\xA9\xEF\xBF\xBD");
}

RC_BOOST_PROP(json_text_of_any_bytes_is_readable, ()) {
  const std::string text = *any_bytes();
  const auto read = nlohmann::json::parse("\"" + json_text(text) + "\"", nullptr, false);
  RC_ASSERT(read.is_string());
  if (is_utf8(text)) RC_ASSERT(read.get<std::string>() == text);
}

RC_BOOST_PROP(xml_text_of_any_bytes_is_readable, ()) {
  const Answer answer = parse_answer("<r><m>" + xml_text(*any_bytes()) + "</m></r>");
  RC_ASSERT(answer.format == BodyFormat::xml);
  RC_ASSERT(answer.members.size() == 1U);
}

RC_BOOST_PROP(is_utf8_agrees_with_the_library, ()) {
  const std::string text =
      *rc::gen::oneOf(any_bytes(), text_of("a\x80\xBF\xC2\xE0\xA0\xED\x9F\xF0\x90\xF4\x8F"));
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20) {
      quoted += 'x';
    } else {
      quoted += c;
    }
  }
  RC_ASSERT(is_utf8(text) == nlohmann::json::accept(quoted + "\""));
}

BOOST_AUTO_TEST_SUITE_END()
