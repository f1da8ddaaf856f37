# assay_headers: compiles every header of ours that no source of the same name includes first, each
# alone, so that every header brings what it needs. The tidy test sees to the others.
include_guard()

file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}"
  "${PROJECT_SOURCE_DIR}/spec/*.h" "${PROJECT_SOURCE_DIR}/wire/*.h"
  "${PROJECT_SOURCE_DIR}/generators/*.h" "${PROJECT_SOURCE_DIR}/oracles/*.h"
  "${PROJECT_SOURCE_DIR}/mock/*.h" "${PROJECT_SOURCE_DIR}/reports/*.h"
  "${PROJECT_SOURCE_DIR}/harness/*.h" "${PROJECT_SOURCE_DIR}/tests/*.h")

set(alone)
foreach(header IN LISTS headers)
  string(REGEX REPLACE "\\.h$" ".cpp" source "${header}")
  if(NOT EXISTS "${PROJECT_SOURCE_DIR}/${source}")
    set(unit "${CMAKE_BINARY_DIR}/alone/${source}")
    file(CONFIGURE OUTPUT "${unit}" CONTENT "#include \"${header}\"\n")
    list(APPEND alone "${unit}")
  endif()
endforeach()

if(alone)
  add_library(assay_headers OBJECT ${alone})
  target_include_directories(assay_headers PRIVATE "${PROJECT_SOURCE_DIR}")
  target_link_libraries(assay_headers PRIVATE assay_flags fmt::fmt Boost::headers)
  target_compile_definitions(assay_headers PRIVATE BOOST_TEST_DYN_LINK
    ASSAY_TEST_DATA="" ASSAY_ROOT="" ASSAY_BINARY="" ASSAY_SPEC_DIR="")
endif()
