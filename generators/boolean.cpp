#include "generators/domains.h"

namespace assay::generators {

void BooleanDomain::enumerate(Variants& out) const {
  add(out, parameter_, "true", "true", true);
  add(out, parameter_, "false", "false", true);
  for (const char* word : {"TRUE", "False", "tRuE", "1", "0", "yes", "no", "on", "off", "t", "f",
                           "-1", "2", "truee", "tru", "fals"}) {
    add(out, parameter_, word, word);
  }
  add_text_variants(out, parameter_, "true");
  add_duplicates(out, parameter_, "false", "true");
}

void BooleanDomain::valid(Stream& draw, std::string& value) const {
  value = draw.percent(50) ? "true" : "false";
}

void BooleanDomain::invalid(Stream& draw, std::string& value) const {
  valid(draw, value);
  bend(draw, value);
}

}  // namespace assay::generators
