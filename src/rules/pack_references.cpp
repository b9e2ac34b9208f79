#include "rules/pack_reader.h"

namespace bartizan {
namespace {

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// Takes digits off the front and returns how many.
std::size_t take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') ++count;
    text.remove_prefix(count);
    return count;
}

/// 1 to 10, in two digits or without a leading zero.
bool is_rank(std::string_view text, bool two_digits) {
    if (text == "10") return true;
    if (two_digits && !take(text, "0")) return false;
    return text.size() == 1 && text[0] >= '1' && text[0] <= '9';
}

}  // namespace

bool is_owasp(std::string_view code) { return take(code, "A") && is_rank(code, true); }

bool is_owasp_api(std::string_view code) { return take(code, "API") && is_rank(code, false); }

bool is_owasp_llm(std::string_view code) { return take(code, "LLM") && is_rank(code, true); }

bool is_attack(std::string_view code) {
    if (!take(code, "T") || take_digits(code) != 4) return false;
    return code.empty() || (take(code, ".") && take_digits(code) == 3 && code.empty());
}

bool is_nist(std::string_view code) {
    bool family = code.size() > 3 && code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z';
    if (!family) return false;
    code.remove_prefix(2);
    if (!take(code, "-") || take_digits(code) == 0) return false;
    return code.empty() || (take(code, "(") && take_digits(code) > 0 && code == ")");
}

bool is_asvs(std::string_view code) {
    if (!take(code, "V") || take_digits(code) == 0) return false;
    for (int part = 0; part < 2 && !code.empty(); ++part) {
        if (!take(code, ".") || take_digits(code) == 0) return false;
    }
    return code.empty();
}

}  // namespace bartizan
