// findings.har: the smallest exchange of each finding as HTTP Archive 1.2, for browsers' network
// panels and proxies. reports/schema/har.schema.json describes it.
#pragma once
#include <cstddef>
#include <filesystem>
#include <string>

#include "reports/listener.h"

namespace assay::reports {

// The whole file. Time is not measured: every entry starts with the run and takes 0 ms. What is no
// HTTP has an entry all the same, and its comment says why; the bytes are in `_assay`. Bytes that
// are not UTF-8 are written by json_bytes (reports/escape.h), an answer's body in base64. At most
// `most` findings have an entry; of each message at most 64 KiB are read, less where they are many.
// Example: "POST /?a=1 HTTP/1.1\r\nHost: h\r\n\r\n" gives {"method": "POST", "url":
// "http://h/?a=1", "queryString": [{"name": "a", "value": "1"}], …}.
std::string har_json(const Summary& summary, std::size_t most = 500);

// Writes the file at the end of the run, whole or not at all.
class HarWriter final : public Listener {
 public:
  explicit HarWriter(std::filesystem::path path);  // std::runtime_error: can't be written
  void run_finished(const Summary& summary) override;

 private:
  std::filesystem::path path_;
};

}  // namespace assay::reports
