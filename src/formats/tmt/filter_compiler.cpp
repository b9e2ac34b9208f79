#include "formats/tmt/filter_compiler.h"

#include <algorithm>
#include <optional>

namespace bartizan::tmt {
namespace {

using Kind = Instruction::Kind;

constexpr std::size_t max_depth = 200;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

bool equals(std::string_view text, std::string_view keyword) {
    return std::ranges::equal(text, keyword, {}, lower);
}

/// expr := and { "or" and }; and := unary { "and" unary }; unary := "not" unary | "(" expr ")" | test.
class Compiler {
public:
    Compiler(std::string_view text, FilterNames names) : text_(text), names_(names) {}

    FilterResult compile() {
        FilterResult result;
        const std::size_t first = code().size();
        skip_blanks();
        if (at_ < text_.size()) {
            expression();
            skip_blanks();
            if (!failed_ && at_ < text_.size()) fail("nothing more is expected here");
        }
        if (failed_) {
            code().resize(first);
            result.filter.is_sound = false;
            result.faults.push_back(std::move(*failed_));
            return result;
        }
        result.filter.code = {static_cast<std::uint32_t>(first),
                              static_cast<std::uint32_t>(code().size() - first)};
        result.faults = std::move(faults_);
        return result;
    }

private:
    std::vector<Instruction>& code() { return names_.book.code; }

    void fail(std::string message) {
        if (failed_) return;
        const std::size_t begin = std::min(at_, text_.size());
        failed_ = FilterFault{begin, std::min(begin + 1, text_.size()), std::move(message)};
    }

    void skip_blanks() {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }

    std::string_view peek_word() {
        skip_blanks();
        std::size_t end = at_;
        while (end < text_.size() && lower(text_[end]) >= 'a' && lower(text_[end]) <= 'z') ++end;
        return text_.substr(at_, end - at_);
    }

    bool take(std::string_view keyword) {
        const std::string_view word = peek_word();
        if (!equals(word, keyword)) return false;
        at_ += word.size();
        return true;
    }

    /// Operands joined by `keyword`: as soon as one decides, the rest is jumped over.
    template <typename Operand>
    void chain(std::string_view keyword, Kind jump, Operand operand) {
        std::vector<std::size_t> jumps;
        operand();
        while (!failed_ && take(keyword)) {
            jumps.push_back(code().size());
            code().push_back({jump, Subject::flow, 0, 0});
            operand();
        }
        for (std::size_t at : jumps)
            if (at < code().size()) code()[at].name = static_cast<Number>(code().size());
    }

    void expression() {
        chain("or", Kind::jump_if, [&] { chain("and", Kind::jump_if_not, [&] { unary(); }); });
    }

    void unary() {
        bool is_negated = false;
        while (take("not")) is_negated = !is_negated;
        skip_blanks();
        if (at_ < text_.size() && text_[at_] == '(') {
            parenthesis();
        } else {
            test();
        }
        if (is_negated) code().push_back({Kind::negate, Subject::flow, 0, 0});
    }

    void parenthesis() {
        if (++depth_ > max_depth) return fail("parentheses are nested more than 200 deep");
        ++at_;
        expression();
        skip_blanks();
        if (failed_) return;
        if (at_ >= text_.size() || text_[at_] != ')') return fail("`)` is missing here");
        ++at_;
        --depth_;
    }

    void test() {
        const std::string_view word = peek_word();
        Instruction step;
        if (equals(word, "source")) {
            step.subject = Subject::source;
        } else if (equals(word, "target")) {
            step.subject = Subject::target;
        } else if (!equals(word, "flow")) {
            return fail("`source`, `target` or `flow` is expected here");
        }
        at_ += word.size();
        skip_blanks();
        if (at_ < text_.size() && text_[at_] == '.') return attribute_test(step);
        if (step.subject == Subject::flow && take("crosses")) {
            step.kind = Kind::crosses;
        } else if (take("is")) {
            step.kind = Kind::is_type;
        } else {
            return fail("`is` is expected here");
        }
        type_name(step);
    }

    void type_name(Instruction step) {
        const std::size_t begin = at_;
        const std::optional<std::string_view> name = value();
        if (!name) return;
        step.name = find_number(names_.book.types, *name);
        // The root of all types is no element, so that nothing is of it; rules of old templates ask for it.
        if (step.name == no_number && *name != "ROOT") note_unknown(begin, "type", *name);
        if (step.name == no_number) step.kind = Kind::is_false;
        code().push_back(step);
    }

    void attribute_test(Instruction step) {
        ++at_;
        const std::size_t begin = at_;
        const std::optional<std::string_view> name = attribute_name();
        if (!name) return;
        if (!take("is")) return fail("`is` is expected here");
        const std::optional<std::string_view> wanted = value();
        if (!wanted) return;
        step.kind = Kind::has_value;
        if (names_.attributes.contains(*name)) {
            step.name = number(names_.book.attributes, *name);
            step.value = number(names_.book.values, *wanted);
        } else {
            note_unknown(begin, "attribute", *name);
            step.kind = Kind::is_false;
        }
        code().push_back(step);
    }

    static Number number(NumberOf& numbers, std::string_view name) {
        return numbers.try_emplace(name, static_cast<Number>(numbers.size())).first->second;
    }

    std::optional<std::string_view> attribute_name() {
        if (at_ < text_.size() && text_[at_] == '[') return bracketed();
        const std::size_t begin = at_;
        const auto belongs = [](char c) {
            return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
        };
        while (at_ < text_.size() && belongs(text_[at_])) ++at_;
        if (at_ == begin) {
            fail("the name of an attribute is expected here");
            return std::nullopt;
        }
        return text_.substr(begin, at_ - begin);
    }

    /// A name as the template editor shows it. That it was stored means that the editor knew no id for it.
    std::optional<std::string_view> bracketed() {
        const std::size_t begin = at_++;
        while (at_ < text_.size() && text_[at_] != ']' && text_[at_] != '[') ++at_;
        if (at_ >= text_.size() || text_[at_] == '[') {
            fail("`]` is missing here");
            return std::nullopt;
        }
        ++at_;
        return text_.substr(begin, at_ - begin);
    }

    std::optional<std::string_view> value() {
        skip_blanks();
        if (at_ < text_.size() && text_[at_] == '[') return bracketed();
        const std::size_t close =
            at_ < text_.size() && text_[at_] == '\'' ? text_.find('\'', at_ + 1) : text_.npos;
        if (close == text_.npos) {
            fail("a text in single quotes is expected here");
            return std::nullopt;
        }
        const std::string_view found = text_.substr(at_ + 1, close - at_ - 1);
        at_ = close + 1;
        return found;
    }

    void note_unknown(std::size_t begin, std::string_view what, std::string_view name) {
        constexpr std::size_t most = 20;
        if (faults_.size() < most)
            faults_.push_back({begin, at_,
                               "the " + std::string(what) + " `" + std::string(name) +
                                   "` is not in the knowledge base, so that this never holds"});
    }

    std::string_view text_;
    FilterNames names_;
    std::size_t at_ = 0;
    std::size_t depth_ = 0;
    std::optional<FilterFault> failed_;
    std::vector<FilterFault> faults_;
};

}  // namespace

FilterResult compile_filter(std::string_view text, FilterNames names) {
    return Compiler(text, names).compile();
}

}  // namespace bartizan::tmt
