// Parameters that are lists: Name.1.Member, Name.2.Member … Internal to mock/.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock/values.h"
#include "wire/params.h"

namespace assay::mock {

// What came of a list: `checked` as of a parameter, `name` the parameter that broke a rule
// ("Tag.1.Key", or the list itself).
struct ListChecked {
  Checked checked;
  std::string name;
};

// `rank` orders the checks of the list; of several that are broken the least wins, then the first
// in the order of elements and members.
ListChecked check_list(const spec::Parameter& list, const std::vector<const wire::Param*>& params,
                       const ValueRules& rules, bool is_signed,
                       const std::array<int, spec::check_count>& rank);

// True when `name` is "List.N" or "List.N.Member" for a member of the list, N from 1 to 1000000
// without leading zeros.
struct ListName {
  std::size_t element = 0;
  std::size_t member = 0;
};
std::optional<ListName> list_name(const spec::Parameter& list, std::string_view name);

}  // namespace assay::mock
