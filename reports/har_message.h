// Bytes of one message as objects of a HAR file. Not for other rooms.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace assay::reports {

// `endpoint` gives the scheme, and the authority where the request has no usable Host. The request
// is taken as it stands: its Content-Length may be wrong, as masking makes it.
nlohmann::ordered_json har_request(std::string_view bytes, std::string_view endpoint);

// The answer, whole or cut; or the name of a failure, which gives status 0.
nlohmann::ordered_json har_response(std::string_view bytes);

}  // namespace assay::reports
