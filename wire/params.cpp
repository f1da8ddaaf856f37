#include "wire/params.h"

#include <utility>

#include "wire/percent.h"

namespace assay::wire {
namespace {

constexpr std::size_t kMostSpare = 64;  // a request of very many parameters is soon forgotten

}  // namespace

std::optional<Params> parse_form(std::string_view text) {
  Params params;
  Params spare;
  if (!parse_form(text, params, spare)) return std::nullopt;
  return params;
}

bool parse_form(std::string_view text, Params& out, Params& spare) {
  retire(out, spare);
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    Param& param = append(out, spare);
    if (!decode_into(param.name, piece.substr(0, equals), Plus::space)) return false;
    if (equals != std::string_view::npos &&
        !decode_into(param.value, piece.substr(equals + 1), Plus::space)) {
      return false;
    }
  }
  return true;
}

void retire(Params& params, Params& spare) {
  for (Param& param : params) {
    if (spare.size() < kMostSpare) spare.push_back(std::move(param));
  }
  params.clear();
}

Param& append(Params& params, Params& spare) {
  if (spare.empty()) return params.emplace_back();
  Param& param = params.emplace_back(std::move(spare.back()));
  spare.pop_back();
  param.name.clear();
  param.value.clear();
  return param;
}

void append_form(std::string& out, const Params& params) {
  bool first = true;
  for (const Param& param : params) {
    if (!first) out.push_back('&');
    first = false;
    append_encoded(out, param.name);
    out.push_back('=');
    append_encoded(out, param.value);
  }
}

std::optional<std::string_view> find(const Params& params, std::string_view name) {
  for (const Param& param : params) {
    if (param.name == name) return param.value;
  }
  return std::nullopt;
}

}  // namespace assay::wire
