# How everything is compiled: the language, where programs land, faster tools when they are there.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo CACHE STRING "Kind of build" FORCE)
endif()

# Asserts stay on in every build (our own bug must abort), so NDEBUG is nowhere. Line tables are
# all that a stack trace needs, and cost far less to write than whole debug information.
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1")

find_program(ASSAY_CCACHE ccache)
if(ASSAY_CCACHE)
  # The sloppiness lets objects that use a precompiled header be found again.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
      "${ASSAY_CCACHE}")
endif()

find_program(ASSAY_MOLD mold)
if(ASSAY_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Not a part of assay_flags: a sanitizer must reach every object of a program.
if(ASSAY_SANITIZE)
  add_compile_options(-fsanitize=${ASSAY_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  string(REPLACE "fuzzer-no-link," "" link_sanitize "${ASSAY_SANITIZE}")
  add_link_options(-fsanitize=${link_sanitize})
endif()
if(ASSAY_FUZZ AND NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
  message(FATAL_ERROR "ASSAY_FUZZ needs clang: cmake --preset fuzz")
endif()
