#include "mock/incoming.h"

#include "mock/text.h"
#include "wire/percent.h"

namespace assay::mock {

namespace {

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  const char folded = lower(c);
  return folded >= 'a' && folded <= 'f' ? folded - 'a' + 10 : -1;
}

// As wire::decode_into, but takes any text.
void decode_leniently(std::string& out, std::string_view text) {
  out.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
}

void decode(std::string& out, std::string_view text) {
  if (!wire::decode_into(out, text, wire::Plus::space)) decode_leniently(out, text);
}

void read_form(std::string_view text, wire::Params& params, wire::Params& spare) {
  while (!text.empty()) {
    const std::size_t end = text.find('&');
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (piece.empty()) continue;
    wire::Param& param = wire::append(params, spare);
    const std::size_t equals = piece.find('=');
    decode(param.name, piece.substr(0, equals));
    const bool bare = equals == std::string_view::npos;
    decode(param.value, bare ? std::string_view() : piece.substr(equals + 1));
  }
}

bool is_form(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return equal_folded(trimmed(type), "application/x-www-form-urlencoded");
}

}  // namespace

void Incoming::read(const wire::Request& request) {
  request_ = &request;
  wire::retire(query_, spare_);
  wire::retire(form_, spare_);
  read_form(wire::query_of(request.target), query_, spare_);
  if (!request.body.empty() && is_form(header("Content-Type"))) {
    read_form(request.body, form_, spare_);
  }
  kind_ = wire::signature_kind(request, query_, form_);
  select(true);
}

void Incoming::select(bool with_form, std::string_view without) {
  params_.clear();
  for (const wire::Param& param : query_) params_.push_back(&param);
  if (!with_form) return;
  for (const wire::Param& param : form_) {
    if (without.empty() || param.name != without) params_.push_back(&param);
  }
}

std::string_view Incoming::find(std::string_view name) const {
  for (const wire::Param* param : params_) {
    if (param->name == name) return param->value;
  }
  return {};
}

std::string_view Incoming::find_last(std::string_view name) const {
  for (auto param = params_.rbegin(); param != params_.rend(); ++param) {
    if ((*param)->name == name) return (*param)->value;
  }
  return {};
}

std::string_view Incoming::header(std::string_view name) const {
  return wire::header(request_->headers, name).value_or(std::string_view());
}

}  // namespace assay::mock
