#include "text/source.h"

#include "text/utf8.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace bartizan {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// A line ends with LF, CR LF or a lone CR, as in YAML and in editors.
std::vector<std::uint32_t> find_line_starts(std::string_view text) {
    // The byte order mark is not text: the first column comes after it.
    std::vector<std::uint32_t> starts = {text.starts_with(byte_order_mark) ? 3u : 0u};
    bool has_carriage_returns = text.find('\r') != std::string_view::npos;
    if (!has_carriage_returns) {
        for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
            starts.push_back(static_cast<std::uint32_t>(at + 1));
        }
        return starts;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool ends_line = text[at] == '\n' || (text[at] == '\r' && !text.substr(at + 1).starts_with('\n'));
        if (ends_line) starts.push_back(static_cast<std::uint32_t>(at + 1));
    }
    return starts;
}

const std::vector<std::uint32_t>& line_starts(const Source& source) {
    if (source.line_starts.empty()) source.line_starts = find_line_starts(source.text);
    return source.line_starts;
}

constexpr std::uint32_t block_bytes = 1024;

void count_blocks(const Source& source) {
    std::string_view text = source.text;
    std::uint32_t count = 0;
    for (std::size_t at = 0; at <= text.size(); at += block_bytes) {
        source.code_points_before.push_back(count);
        count += static_cast<std::uint32_t>(count_code_points(text.substr(at, block_bytes)));
    }
}

/// Code points from the start of the text.
std::uint32_t code_points_before(const Source& source, std::uint32_t offset) {
    if (source.code_points_before.empty()) count_blocks(source);
    std::uint32_t block = offset / block_bytes, start = block * block_bytes;
    std::string_view rest = source.text.substr(start, offset - start);
    return source.code_points_before[block] + static_cast<std::uint32_t>(count_code_points(rest));
}

std::uint32_t code_points_between(const Source& source, std::uint32_t begin, std::uint32_t end) {
    if (end - begin > block_bytes) return code_points_before(source, end) - code_points_before(source, begin);
    std::string_view text = source.text.substr(begin, end - begin);
    return static_cast<std::uint32_t>(count_code_points(text));
}

std::string too_large_message() {
    return "the file is larger than " + std::to_string(max_source_bytes >> 20) + " MiB";
}

std::string system_message(int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
            return "there is no such file";
        case EACCES:
        case EPERM:
            return "there is no permission to read the file";
        case EISDIR:
            return "this is a folder, not a file";
        default:
            return std::string("the file can't be read: ") + std::strerror(error);
    }
}

class FileDescriptor {
public:
    explicit FileDescriptor(int value) : value_(value) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (value_ > STDIN_FILENO) close(value_);
    }
    int value() const { return value_; }

private:
    int value_;
};

/// Reads to the end; the size in the file system is only a hint, pipes and growing files have none.
std::expected<std::string, std::string> read_all(int file, std::size_t size_hint) {
    std::string text;
    std::size_t used = 0;
    text.resize(std::max<std::size_t>(size_hint + 1, 4096));
    for (;;) {
        ssize_t count = ::read(file, text.data() + used, text.size() - used);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::unexpected(system_message(errno));
        if (count == 0) break;
        used += static_cast<std::size_t>(count);
        if (used > max_source_bytes) return std::unexpected(too_large_message());
        if (used == text.size()) text.resize(text.size() * 2);
    }
    text.resize(used);
    return text;
}

}  // namespace

SourceId Sources::add(std::string name, std::string text) {
    Source& source = sources_.emplace_back();
    source.name = std::move(name);
    source.owned = std::move(text);
    source.text = source.owned;
    return SourceId(sources_.size() - 1);
}

SourceId Sources::add_constant(std::string name, std::string_view text) {
    Source& source = sources_.emplace_back();
    source.name = std::move(name);
    source.text = text;
    return SourceId(sources_.size() - 1);
}

std::expected<SourceId, std::string> Sources::read(const std::string& path) {
    bool from_standard_input = path == "-";
    FileDescriptor file(from_standard_input ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.value() < 0) return std::unexpected(system_message(errno));
    struct stat status = {};
    if (fstat(file.value(), &status) != 0) return std::unexpected(system_message(errno));
    if (S_ISDIR(status.st_mode)) return std::unexpected(system_message(EISDIR));
    std::size_t size_hint = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) : 0;
    if (size_hint > max_source_bytes) return std::unexpected(too_large_message());
    auto text = read_all(file.value(), size_hint);
    if (!text) return std::unexpected(std::move(text.error()));
    return add(from_standard_input ? "standard input" : path, std::move(*text));
}

LineColumn Sources::line_column(SourceId source, std::uint32_t offset) const {
    const Source& from = (*this)[source];
    const auto& starts = line_starts(from);
    offset = std::clamp(offset, starts.front(), static_cast<std::uint32_t>(from.text.size()));
    auto next_line = std::upper_bound(starts.begin(), starts.end(), offset);
    std::uint32_t start = *(next_line - 1);
    return {static_cast<std::uint32_t>(next_line - starts.begin()),
            code_points_between(from, start, offset) + 1};
}

LineColumnRange Sources::lines_columns(Location where) const {
    const LineColumn begin = line_column(where.source, where.begin);
    if (where.end <= where.begin) return {begin, begin};
    const Source& from = (*this)[where.source];
    const auto& starts = line_starts(from);
    const bool on_one_line = where.end <= from.text.size() && where.begin >= starts.front() &&
                             (begin.line == starts.size() || where.end < starts[begin.line]);
    if (!on_one_line) return {begin, line_column(where.source, where.end)};
    return {begin, {begin.line, begin.column + code_points_between(from, where.begin, where.end)}};
}

std::string_view Sources::line(SourceId source, std::uint32_t line) const {
    const Source& from = (*this)[source];
    const auto& starts = line_starts(from);
    if (line < 1 || line > starts.size()) return {};
    std::size_t begin = starts[line - 1];
    std::size_t end = line < starts.size() ? starts[line] : from.text.size();
    std::string_view text = from.text.substr(begin, end - begin);
    if (text.ends_with('\n')) text.remove_suffix(1);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::string_view Sources::text(Location where) const {
    if (!where.valid() || where.source.index >= sources_.size()) return {};
    std::string_view text = (*this)[where.source].text;
    std::size_t begin = std::min<std::size_t>(where.begin, text.size());
    return text.substr(begin, where.end > begin ? where.end - begin : 0);
}

}  // namespace bartizan
