# assay_add_test(NAME SOURCES file... [LIBS target...] [TIMEOUT seconds] [LABELS label...])
#
# A program of tests/main.cpp and the sources (Boost.Test suites, RapidCheck properties), and a
# ctest entry of the same name. The sources may use ASSAY_TEST_DATA (tests/data), ASSAY_ROOT (the
# repository) and ASSAY_BINARY (the program under test, built by the default target). Properties
# are seeded: a failure comes again.
include_guard()
find_package(Boost 1.74 REQUIRED COMPONENTS unit_test_framework)
find_package(rapidcheck CONFIG REQUIRED)

# What every test program is compiled with; one for all, since they share a precompiled header.
add_library(assay_test_base INTERFACE)
target_include_directories(assay_test_base INTERFACE "${PROJECT_SOURCE_DIR}")
target_compile_definitions(assay_test_base INTERFACE BOOST_TEST_DYN_LINK
  ASSAY_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data"
  ASSAY_ROOT="${PROJECT_SOURCE_DIR}"
  ASSAY_BINARY="${CMAKE_BINARY_DIR}/assay")
# The tests themselves are not what is measured, and half of a cold build is theirs.
target_compile_options(assay_test_base INTERFACE $<$<CONFIG:RelWithDebInfo>:-O1>)
target_link_libraries(assay_test_base INTERFACE rapidcheck rapidcheck_boost_test
  Boost::unit_test_framework nlohmann_json::nlohmann_json assay_flags assay_paths)

# main(), compiled once, and without what follows: it must see BOOST_TEST_MODULE first.
add_library(assay_test_main OBJECT "${PROJECT_SOURCE_DIR}/tests/main.cpp")
target_link_libraries(assay_test_main PRIVATE assay_test_base)

# The headers that cost most, compiled once. CMake wants a source that uses them.
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/assay_test_headers.cpp" CONTENT "")
add_library(assay_test_headers OBJECT "${CMAKE_BINARY_DIR}/assay_test_headers.cpp")
target_link_libraries(assay_test_headers PRIVATE assay_test_base)
target_precompile_headers(assay_test_headers PRIVATE
  <boost/test/unit_test.hpp> <rapidcheck.h> <rapidcheck/boost_test.h> <nlohmann/json.hpp>)

function(assay_add_test NAME)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LIBS;LABELS")
  if(arg_UNPARSED_ARGUMENTS OR NOT arg_SOURCES)
    message(FATAL_ERROR "assay_add_test(${NAME}): SOURCES wanted, not '${arg_UNPARSED_ARGUMENTS}'")
  endif()
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 600)
  endif()

  add_executable(${NAME} ${arg_SOURCES} $<TARGET_OBJECTS:assay_test_main>)
  target_link_libraries(${NAME} PRIVATE ${arg_LIBS} assay_test_base)
  target_precompile_headers(${NAME} REUSE_FROM assay_test_headers)

  add_test(NAME ${NAME} COMMAND ${NAME} WORKING_DIRECTORY "${CMAKE_BINARY_DIR}")
  set_tests_properties(${NAME} PROPERTIES
    ENVIRONMENT "RC_PARAMS=seed=20261124 max_success=${ASSAY_RC_CASES}"
    TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
endfunction()
