#include "wire/params.h"

#include "wire/percent.h"

namespace assay::wire {

std::optional<Params> parse_form(std::string_view text) {
  Params params;
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    Param param;
    if (!decode_into(param.name, piece.substr(0, equals), Plus::space)) return std::nullopt;
    if (equals != std::string_view::npos &&
        !decode_into(param.value, piece.substr(equals + 1), Plus::space)) {
      return std::nullopt;
    }
    params.push_back(std::move(param));
  }
  return params;
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
