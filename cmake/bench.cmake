# One Google Benchmark program for each bench/*_bench.cpp, and the program that measures the memory of a model.

find_package(benchmark REQUIRED)
file(GLOB bench_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/bench/*_bench.cpp)
foreach(source IN LISTS bench_sources)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_link_libraries(${name} PRIVATE
        ${BARTIZAN_LIBRARIES} bartizan_flags benchmark::benchmark benchmark::benchmark_main)
endforeach()

add_executable(model_memory ${CMAKE_SOURCE_DIR}/bench/model_memory.cpp)
target_link_libraries(model_memory PRIVATE ${BARTIZAN_LIBRARIES} bartizan_flags)
