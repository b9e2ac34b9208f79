# One libFuzzer program for each fuzz/*_fuzz.cpp.

file(GLOB fuzz_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/fuzz/*_fuzz.cpp)
foreach(source IN LISTS fuzz_sources)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE ${BARTIZAN_LIBRARIES} bartizan_flags)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endforeach()
