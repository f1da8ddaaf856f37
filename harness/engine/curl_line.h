// The line with which a person sends a case again by hand.
#pragma once
#include <string>

#include "harness/engine/context.h"

namespace assay::harness {

// "assay sign --signature v1 … URL 'Name=value&…' | curl -sS -i -K -": signatures expire, so `assay
// sign` makes a fresh one from the credentials in the environment and hands curl a configuration on
// its standard input. Nothing secret is in the line, and everything in it is printable ASCII.
std::string curl_line(const Context& context, const generators::Case& one,
                      const Resources& resources);

// What a case asks for, in a line: "GET Name=value Other=value", values percent-encoded, long ones
// cut.
std::string summary_line(const Context& context, const generators::Case& one,
                         const Resources& resources);

// That configuration for one request, as curl reads it with -K.
std::string curl_config(const wire::Request& request, const Endpoint& endpoint);

}  // namespace assay::harness
