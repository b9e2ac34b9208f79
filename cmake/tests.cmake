# One test program for each tests/**/*_test.cpp, whose cases ctest runs one by one, and each tests/*_test.py.

find_package(GTest REQUIRED)
# The distribution's interpreter: its modules (yaml, jsonschema) come as packages.
set(BARTIZAN_PYTHON /usr/bin/python3)
include(GoogleTest)

file(GLOB_RECURSE test_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*_test.cpp)
foreach(source IN LISTS test_sources)
    cmake_path(GET source STEM name)
    add_executable(${name} ${source})
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    # Tests are compiled more often than they are run.
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    target_compile_definitions(${name} PRIVATE
        BARTIZAN_REPOSITORY="${CMAKE_SOURCE_DIR}" BARTIZAN_PROGRAM="${CMAKE_BINARY_DIR}/bin/bartizan")
    target_link_libraries(${name} PRIVATE
        ${BARTIZAN_LIBRARIES} bartizan_flags GTest::gtest GTest::gmock GTest::gtest_main)
    # Programs whose cases are folders of files obey BARTIZAN_UPDATE_CASES; `make update-cases` finds them by label.
    set(labels "")
    if(name MATCHES "cases_test$")
        set(labels LABELS cases)
    endif()
    gtest_discover_tests(${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} DISCOVERY_MODE PRE_TEST
        TEST_PREFIX "${name}." PROPERTIES TIMEOUT 300 ${labels})
endforeach()

file(GLOB python_tests CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*_test.py)
foreach(script IN LISTS python_tests)
    cmake_path(GET script STEM name)
    add_test(NAME ${name} COMMAND ${BARTIZAN_PYTHON} ${script})
    set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT
        "BARTIZAN_PROGRAM=${CMAKE_BINARY_DIR}/bin/bartizan;PYTHONDONTWRITEBYTECODE=1")
endforeach()
# Their limits of memory and time are those of the program as it is shipped.
set_tests_properties(bad_input_test bad_foreign_input_test PROPERTIES LABELS release-only)

add_test(NAME cli_cases COMMAND ${BARTIZAN_PYTHON} ${CMAKE_SOURCE_DIR}/tests/run_cli_cases.py)
set_tests_properties(cli_cases PROPERTIES TIMEOUT 900 ENVIRONMENT
    "BARTIZAN_PROGRAM=${CMAKE_BINARY_DIR}/bin/bartizan;PYTHONDONTWRITEBYTECODE=1")
