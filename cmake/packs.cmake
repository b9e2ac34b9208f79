# The built-in packs, read and checked at build time and laid into the program as data.

file(GLOB_RECURSE pack_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/packs/*.yaml)
add_executable(embed_packs ${CMAKE_SOURCE_DIR}/tools/embed_packs.cpp)
target_link_libraries(embed_packs PRIVATE bartizan_rules)

set(BARTIZAN_PACK_DATA ${CMAKE_BINARY_DIR}/generated/builtin_pack_data.cpp)
add_custom_command(
    OUTPUT ${BARTIZAN_PACK_DATA}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
    COMMAND embed_packs ${CMAKE_SOURCE_DIR}/packs ${BARTIZAN_PACK_DATA}
    DEPENDS embed_packs ${pack_files}
    COMMENT "Embedding packs/"
    VERBATIM)
target_sources(bartizan_packs PRIVATE ${BARTIZAN_PACK_DATA})
