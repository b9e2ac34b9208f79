// How the program asks for memory. A run is short and its memory grows to the end, so it is taken in few
// large steps and nothing is given back: where page faults are dear, as in many virtual machines, they were
// two thirds of a check of 1,000 elements.
#pragma once

#include <cstddef>
#include <deque>
#include <utility>

namespace bartizan {

/// What loading the built-in packs takes.
inline constexpr std::size_t memory_for_packs = 3u << 20;
/// A check takes about this many bytes for each byte of the model, as measured.
inline constexpr std::size_t memory_per_model_byte = 20;
/// More is never taken ahead.
inline constexpr std::size_t most_memory_ahead = 256u << 20;

/// Tunes the allocator; call before anything else.
void keep_memory();

/// Makes so many bytes of the heap ready for use in one step. Does nothing where the system can't.
void take_memory_ahead(std::size_t bytes);

/// Keeps a value until the process ends, without destroying it then: taking apart what the system frees at
/// once anyway was a tenth of a check.
template <typename Value>
Value& keep_to_the_end(Value value) {
    static auto& kept = *new std::deque<Value>;
    return kept.emplace_back(std::move(value));
}

}  // namespace bartizan
