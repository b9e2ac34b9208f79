// How the program asks for memory. A run is short and its memory grows to the end, so it is taken in few
// large steps and nothing is given back: where page faults are dear, as in many virtual machines, they were
// two thirds of a check of 1,000 elements.
#pragma once

#include <deque>
#include <string>
#include <utility>

namespace bartizan {

/// Tunes the allocator; call before anything else.
void keep_memory();

/// Makes as much of the heap ready for use as the model at the path will take, in one step. Does nothing
/// where the system can't.
void take_memory_for_model(const std::string& path);

/// Keeps a value until the process ends, without destroying it then: taking apart what the system frees at
/// once anyway was a tenth of a check.
template <typename Value>
Value& keep_to_the_end(Value value) {
    static auto& kept = *new std::deque<Value>;
    return kept.emplace_back(std::move(value));
}

}  // namespace bartizan
