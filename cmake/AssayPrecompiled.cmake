# What makes a cold build shorter under g++: headers that nearly every source pulls in, compiled
# once, and less optimisation where nothing is hot. clang builds and lints without it, so a source
# that lacks an include still fails there.
include_guard()

# assay_off_the_hot_path(TARGET...): what runs once a run, or once a finding. -O1 keeps the warnings
# that need a flow analysis.
function(assay_off_the_hot_path)
  foreach(target IN LISTS ARGN)
    target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
  endforeach()
endfunction()

set(standard_headers <algorithm> <array> <charconv> <chrono> <functional> <map> <memory> <optional>
  <set> <string> <string_view> <utility> <vector>)

# assay_precompile(TARGET HEADER...): the target gets these headers of its own.
function(assay_precompile TARGET)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_precompile_headers(${TARGET} PRIVATE ${standard_headers} ${ARGN})
  endif()
endfunction()

# assay_share_precompiled(FOLDER): all other targets of the folder, and of those below it, share
# one with the standard headers.
function(assay_share_precompiled FOLDER)
  get_property(targets DIRECTORY "${FOLDER}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    get_target_property(own ${target} PRECOMPILE_HEADERS)
    if(type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$" AND NOT own)
      target_precompile_headers(${target} REUSE_FROM assay_standard_headers)
    endif()
  endforeach()
  get_property(below DIRECTORY "${FOLDER}" PROPERTY SUBDIRECTORIES)
  foreach(folder IN LISTS below)
    assay_share_precompiled("${folder}")
  endforeach()
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # CMake wants a source that uses them.
  file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/assay_standard_headers.cpp" CONTENT "")
  add_library(assay_standard_headers OBJECT "${CMAKE_BINARY_DIR}/assay_standard_headers.cpp")
  target_link_libraries(assay_standard_headers PRIVATE assay_flags)
  target_precompile_headers(assay_standard_headers PRIVATE ${standard_headers})
endif()
