# Compiler flags, the compiler cache and the linker.

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()

add_compile_options(-Wall -Wextra)
# libstdc++ 12 itself uses std::get_temporary_buffer, which newer Clangs report in code that sorts.
add_compile_options($<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
if(BARTIZAN_WERROR)
    add_compile_options(-Werror)
endif()
# One line of debug information per statement: stack traces in reports, at a tenth of the size of -g.
add_compile_options($<$<CONFIG:Release>:-g1>)
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")

if(BARTIZAN_SANITIZERS)
    add_compile_options(-fsanitize=${BARTIZAN_SANITIZERS} -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${BARTIZAN_SANITIZERS})
endif()

# The fastest linker at hand; the default one works too.
if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    find_program(MOLD_PROGRAM mold)
    find_program(LLD_PROGRAM ld.lld)
    if(MOLD_PROGRAM)
        add_link_options(-fuse-ld=mold)
    elseif(LLD_PROGRAM)
        add_link_options(-fuse-ld=lld)
    endif()
endif()
