# One static library for each folder of src/, from the lowest to the highest. A layer sees those before it.

set(BARTIZAN_LAYERS text model rules packs analysis formats checks diagram report store server lsp mcp)

add_library(bartizan_flags INTERFACE)
target_include_directories(bartizan_flags INTERFACE ${CMAKE_SOURCE_DIR}/src ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(bartizan_flags INTERFACE BARTIZAN_VERSION="${PROJECT_VERSION}")
target_link_libraries(bartizan_flags INTERFACE fyaml pugixml re2 zlib Boost::headers)

set(BARTIZAN_LIBRARIES "")
foreach(layer IN LISTS BARTIZAN_LAYERS)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${layer}/*.cpp)
    if(sources)
        add_library(bartizan_${layer} STATIC ${sources})
        target_link_libraries(bartizan_${layer} PUBLIC ${BARTIZAN_LIBRARIES} bartizan_flags)
        list(PREPEND BARTIZAN_LIBRARIES bartizan_${layer})
    endif()
endforeach()

# The package has no static archive of fmt, so the layer that uses it compiles it in.
target_link_libraries(bartizan_rules PRIVATE fmt::fmt-header-only)

# The command is split into a library, which tests and fuzz targets link, and its main().
file(GLOB_RECURSE cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/cli/*.cpp)
list(REMOVE_ITEM cli_sources ${CMAKE_SOURCE_DIR}/src/cli/main.cpp)
if(cli_sources)
    add_library(bartizan_cli STATIC ${cli_sources})
    target_link_libraries(bartizan_cli PUBLIC ${BARTIZAN_LIBRARIES} bartizan_flags CLI11::CLI11)
    list(PREPEND BARTIZAN_LIBRARIES bartizan_cli)
endif()

if(EXISTS ${CMAKE_SOURCE_DIR}/src/cli/main.cpp)
    add_executable(bartizan ${CMAKE_SOURCE_DIR}/src/cli/main.cpp)
    target_link_libraries(bartizan PRIVATE ${BARTIZAN_LIBRARIES} bartizan_flags CLI11::CLI11)
    # Without a dynamic linker the program starts in a fraction of the time.
    if(NOT BARTIZAN_SANITIZERS)
        target_link_options(bartizan PRIVATE -static-pie)
    endif()
endif()
