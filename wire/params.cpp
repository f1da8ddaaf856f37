#include "wire/params.h"

#include "wire/percent.h"
#include "wire/spare.h"

namespace assay::wire {

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

void retire(Params& params, Params& spare) { detail::retire(params, spare); }

Param& append(Params& params, Params& spare) { return detail::append(params, spare); }

void append_form(std::string& out, const Params& params) {
  std::size_t size = 0;
  for (const Param& param : params) size += param.name.size() + param.value.size();
  const std::size_t start = out.size();
  out.resize(start + encoded_room(size) + 2 * params.size());
  char* end = out.data() + start;
  for (const Param& param : params) {
    if (end != out.data() + start) *end++ = '&';
    end = write_encoded(end, param.name);
    *end++ = '=';
    end = write_encoded(end, param.value);
  }
  out.resize(static_cast<std::size_t>(end - out.data()));
}

std::optional<std::string_view> find(const Params& params, std::string_view name) {
  for (const Param& param : params) {
    if (param.name == name) return param.value;
  }
  return std::nullopt;
}

}  // namespace assay::wire
