#include "tests/reports/support.h"

#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkdtemp
#include <sys/wait.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <vector>

namespace assay::tests {
namespace fs = std::filesystem;

TempDir::TempDir() {
  std::string name = (fs::temp_directory_path() / "assay-reports-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempDir::~TempDir() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void write_file(const fs::path& path, std::string_view text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("can't write " + path.string());
}

void check_approved(std::string_view name, const std::string& text) {
  const fs::path path = fs::path(ASSAY_TEST_DATA) / "reports" / name;
  if (std::getenv("ASSAY_APPROVE") != nullptr) write_file(path, text);
  BOOST_REQUIRE_MESSAGE(fs::exists(path), "no approved " << name << "; run with ASSAY_APPROVE=1");
  const std::string approved = read_file(path);
  if (approved == text) return;
  const TempDir folder;
  write_file(folder / "now", text);
  const Ran differ = run("diff -u '" + path.string() + "' '" + (folder / "now").string() + "'");
  BOOST_ERROR(name << " is not what was approved:\n" << differ.output.substr(0, 4000));
}

Ran run(const std::string& command) {
  const std::string whole = "(" + command + ") 2>&1 </dev/null";
  std::FILE* const pipe = ::popen(whole.c_str(), "r");  // NOLINT(cert-env33-c)
  if (pipe == nullptr) throw std::runtime_error("no pipe for " + command);
  Ran ran;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    ran.output.append(buffer.data(), got);
  const int status = ::pclose(pipe);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ran;
}

bool have(std::string_view program) {
  return run("command -v " + std::string(program)).status == 0;
}

std::string schema_errors(std::string_view schema, std::string_view kind, const fs::path& file) {
  const std::string root = ASSAY_ROOT;
  // The interpreter that the distribution's python3-jsonschema belongs to.
  const Ran ran = run("/usr/bin/python3 '" + root + "/tests/reports/validate.py' '" + root +
                      "/reports/schema/" + std::string(schema) + "' " + std::string(kind) + " " +
                      file.string());
  if (ran.status == 0) return {};
  return "scripts/bootstrap --tests installs python3-jsonschema, should that be missing\n" +
         ran.output;
}

std::string xsd_errors(const fs::path& file) {
  const Ran ran = run("xmllint --noout --nonet --huge --schema '" + std::string(ASSAY_ROOT) +
                      "/reports/schema/junit.xsd' '" + file.string() + "'");
  if (ran.status == 0) return {};
  return "scripts/bootstrap --tests installs xmllint, should that be missing\n" + ran.output;
}

rc::Gen<std::string> any_bytes() {
  const std::vector<std::string> harmful = {"<script>",
                                            "</script>",
                                            "</pre>",
                                            "</style>",
                                            "<!--",
                                            "]]>",
                                            "&amp;",
                                            "&#60;",
                                            "\"",
                                            "'",
                                            "\\",
                                            "\\x",
                                            "\\x41",
                                            "\\\\x",
                                            "\r\n",
                                            "\r",
                                            "\n",
                                            "\t",
                                            std::string(1, '\0'),
                                            "\x1b[2J",
                                            "\x7f",
                                            "\xc2\x9b",
                                            "\xe2\x80\xae",
                                            "\xef\xbf\xbf",
                                            "\xef\xbb\xbf",
                                            "\xed\xa0\x80",
                                            "\xc0\xaf",
                                            "\xf4\x90\x80\x80",
                                            "\xff",
                                            "\xe2\x82",
                                            "\xe2\x82\xac",
                                            "\xf0\x9f\x98\x80",
                                            "javascript:",
                                            "onerror=",
                                            "{",
                                            "}",
                                            "%s"};
  const auto byte = rc::gen::map(
      rc::gen::inRange(0, 256), [](int value) { return std::string(1, static_cast<char>(value)); });
  const auto piece = rc::gen::weightedOneOf<std::string>(
      {{3, byte}, {2, rc::gen::elementOf(harmful)}, {1, rc::gen::just<std::string>("plain text")}});
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                      [](const std::vector<std::string>& pieces) {
                        std::string all;
                        for (const auto& one : pieces) all += one;
                        return all;
                      });
}

rc::Gen<reports::Finding> any_finding() {
  return rc::gen::exec([] {
    reports::Finding finding;
    for (std::string* field :
         {&finding.key, &finding.clause, &finding.kind, &finding.level, &finding.at,
          &finding.requires_, &finding.observed, &finding.why, &finding.phase, &finding.label,
          &finding.replay, &finding.curl, &finding.request, &finding.answer, &finding.state_before,
          &finding.state_after})
      *field = *any_bytes();
    finding.expected = {{*any_bytes(), *any_bytes()}};
    finding.count = *rc::gen::arbitrary<std::size_t>();
    finding.reproduced = *rc::gen::arbitrary<bool>();
    return finding;
  });
}

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++count;
  return count;
}

}  // namespace assay::tests
