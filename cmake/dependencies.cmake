# Libraries, all from the distribution. Those that have a static archive are linked from it: the program
# is started once per file in editors and hooks, and every shared library costs time at each start.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(fmt REQUIRED)

function(bartizan_library name header archive)
    find_path(${name}_INCLUDE ${header} REQUIRED)
    find_library(${name}_ARCHIVE NAMES lib${archive}.a ${archive} REQUIRED)
    add_library(${name} UNKNOWN IMPORTED GLOBAL)
    set_target_properties(${name} PROPERTIES
        IMPORTED_LOCATION ${${name}_ARCHIVE}
        INTERFACE_INCLUDE_DIRECTORIES ${${name}_INCLUDE}
        INTERFACE_LINK_LIBRARIES Threads::Threads)
endfunction()

bartizan_library(fyaml libfyaml.h fyaml)
bartizan_library(pugixml pugixml.hpp pugixml)
bartizan_library(re2 re2/re2.h re2)
bartizan_library(zlib zlib.h z)
