#include "reports/writers.h"

#include <array>
#include <stdexcept>

#include "reports/har.h"
#include "reports/html.h"
#include "reports/journal.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/sarif.h"
#include "reports/summary_json.h"

namespace assay::reports {
namespace {

using Make = std::unique_ptr<Listener> (*)(const std::filesystem::path&);

template <class Writer>
std::unique_ptr<Listener> make(const std::filesystem::path& path) {
  return std::make_unique<Writer>(path);
}

struct Known {
  std::string_view name, file;
  Make make;
};
constexpr std::array<Known, 7> all{{{"journal", "journal.ndjson", &make<Journal>},
                                    {"summary", "summary.json", &make<SummaryWriter>},
                                    {"junit", "junit.xml", &make<JunitWriter>},
                                    {"html", "report.html", &make<HtmlWriter>},
                                    {"sarif", "results.sarif", &make<SarifWriter>},
                                    {"har", "findings.har", &make<HarWriter>},
                                    {"markdown", "summary.md", &make<MarkdownWriter>}}};

}  // namespace

std::vector<std::string> known_writers() {
  std::vector<std::string> names;
  for (const auto& one : all) names.emplace_back(one.name);
  return names;
}

std::string_view file_of(std::string_view name) {
  for (const auto& one : all)
    if (one.name == name) return one.file;
  return {};
}

std::unique_ptr<Listener> make_writer(std::string_view name, const std::filesystem::path& out_dir) {
  std::string names;
  for (const auto& one : all) {
    if (one.name == name) return one.make(out_dir / one.file);
    names += (names.empty() ? "" : ", ") + std::string(one.name);
  }
  throw std::runtime_error("no writer is called '" + std::string(name) + "'; there are " + names);
}

}  // namespace assay::reports
