// HTML as the tests look at it.
#pragma once
#include <string>
#include <string_view>

namespace assay::tests {

// "" where every element that is opened is closed in its order, else what is wrong.
std::string unbalanced(std::string_view page);

}  // namespace assay::tests
