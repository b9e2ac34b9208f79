#include "cli/progress.h"

#include <unistd.h>

#include <cstdio>

namespace bartizan {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto quiet_time = std::chrono::seconds(1);
constexpr auto interval = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(std::string doing, std::size_t steps)
    : doing_(std::move(doing)),
      steps_(steps),
      is_watched_(isatty(STDERR_FILENO)),
      next_(Clock::now() + quiet_time) {}

Progress::~Progress() {
    if (is_shown_) std::fputs("\r\033[K", stderr);
}

void Progress::step() {
    ++done_;
    if (!is_watched_ || Clock::now() < next_) return;
    next_ = Clock::now() + interval;
    is_shown_ = true;
    std::fprintf(stderr, "\r\033[K%s: %zu of %zu", doing_.c_str(), done_, steps_);
    std::fflush(stderr);
}

}  // namespace bartizan
