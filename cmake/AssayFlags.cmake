# assay_flags: warnings, as errors. Every target of ours links it PRIVATE. Libraries of others come
# in as system headers (imported targets), which keeps their warnings out.
add_library(assay_flags INTERFACE)
target_compile_options(assay_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
  -Wnon-virtual-dtor -Woverloaded-virtual -Wnull-dereference -Wdouble-promotion -Wformat=2 -Werror)
# Inlined, std::string's own copies look overlapping, out of bounds or through null to g++ 12 (GCC
# bugs 105651 and 105329). clang and the address sanitizer keep watch over all of it.
target_compile_options(assay_flags INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread
    -Wno-null-dereference>)

# assay_paths: ASSAY_SPEC_DIR, the folder of the documents, for whoever looks them up by name.
# The program finds them where they were built, so it needs no installation.
add_library(assay_paths INTERFACE)
target_compile_definitions(assay_paths INTERFACE ASSAY_SPEC_DIR="${PROJECT_SOURCE_DIR}/spec")
