#include "cli/output.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "text/utf8.h"

namespace bartizan {

namespace {

constexpr int usual_width = 80;
constexpr int widest = 100;

}  // namespace

bool use_colour(ColourChoice choice, std::FILE* stream) {
    if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
    const char* no_colour = std::getenv("NO_COLOR");
    if (no_colour && *no_colour) return false;
    const char* terminal = std::getenv("TERM");
    return isatty(fileno(stream)) && terminal && std::string_view(terminal) != "dumb";
}

int output_width() {
    winsize size{};
    if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usual_width;
    return std::min<int>(size.ws_col, widest);
}

OutputFile::OutputFile(const std::string& path) : path_(path == "-" ? "" : path) {
    if (path_.empty()) {
        stream_ = stdout;
        return;
    }
    // A pipe or a device is written to; only a file can be replaced.
    std::error_code error;
    const auto kind = std::filesystem::status(path_, error).type();
    is_replaced_ =
        kind == std::filesystem::file_type::regular || kind == std::filesystem::file_type::not_found;
    temporary_ = is_replaced_ ? path_ + ".part" : path_;
    stream_ = std::fopen(temporary_.c_str(), "wb");
    // Reports come in large pieces already.
    if (stream_) std::setvbuf(stream_, nullptr, _IONBF, 0);
}

OutputFile::~OutputFile() {
    if (!stream_ || path_.empty()) return;
    std::fclose(stream_);
    if (is_replaced_) std::remove(temporary_.c_str());
}

/// Asks for the room on the disk ahead, in few steps: else the system looks for it when the file is put in
/// place of another, which took a tenth of a check of 1,000 elements. Where it can't be had, writing tells.
void OutputFile::reserve_room(std::size_t bytes) {
    constexpr std::size_t least = 256u << 10;
    if (!is_replaced_ || bytes <= reserved_) return;
    const std::size_t more = std::max({bytes - reserved_, reserved_, least});
    reserved_ += more;
    fallocate(fileno(stream_), FALLOC_FL_KEEP_SIZE, static_cast<off_t>(reserved_ - more),
              static_cast<off_t>(more));
}

void OutputFile::write(std::string_view text) {
    written_ += text.size();
    reserve_room(written_);
    if (std::fwrite(text.data(), 1, text.size(), stream_) != text.size()) failed_ = true;
}

bool OutputFile::commit() {
    if (path_.empty()) return std::fflush(stream_) == 0 && !failed_;
    // Gives back the room that was not needed.
    if (reserved_ > written_ && std::fflush(stream_) == 0)
        failed_ |= ftruncate(fileno(stream_), static_cast<off_t>(written_)) != 0;
    const bool closed = std::fclose(stream_) == 0;
    stream_ = nullptr;
    if (!is_replaced_) return closed && !failed_;
    if (closed && !failed_ && std::rename(temporary_.c_str(), path_.c_str()) == 0) return true;
    std::remove(temporary_.c_str());
    return false;
}

bool write_output(const std::string& path, std::string_view text) {
    OutputFile file(path);
    if (file.is_open()) {
        file.write(text);
        if (file.commit()) return true;
    }
    std::fprintf(stderr, "error: can't write %s\n",
                 path.empty() ? "to standard output" : visible(path).c_str());
    return false;
}

}  // namespace bartizan
