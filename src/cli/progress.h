// How far long work has come, on standard error, and only for somebody who watches.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace bartizan {

/// Shows itself once the work has taken longer than a second, if standard error is a terminal; wipes itself
/// out at the end.
class Progress {
public:
    Progress(std::string doing, std::size_t steps);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void step();

private:
    std::string doing_;
    std::size_t steps_;
    std::size_t done_ = 0;
    bool is_watched_;
    bool is_shown_ = false;
    std::chrono::steady_clock::time_point next_;
};

}  // namespace bartizan
