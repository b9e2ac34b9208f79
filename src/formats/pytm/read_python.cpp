#include <algorithm>
#include <array>
#include <memory>

#include "formats/pytm/python_values.h"
#include "formats/pytm/read.h"
#include "text/nearest_name.h"
#include "text/yaml_record.h"

namespace bartizan::pytm {
namespace {

constexpr std::string_view how_to_read =
    "write the declarations out one by one, or let pytm write the model with `--json` and read that";

class Interpreter {
public:
    Interpreter(const Sources& sources, SourceId source, Document& document, Diagnostics& diagnostics)
        : document_(document),
          diagnostics_(diagnostics),
          source_(source),
          lexer_(sources[source].text, false) {
        document_.is_python = true;
        document_.where = {source, 0, 0};
    }

    void run() {
        while (!lexer_.at(TokenKind::end)) read_statement();
        if (!has_model_)
            diagnostics_.add(DiagnosticKind::missing_key, document_.where, "the file declares no `TM(\"…\")`",
                             "add `tm = TM(\"name of the model\")`");
    }

private:
    // What is wrong

    Location at(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }
    Location at(const Token& token) const { return at(token.begin, token.end); }
    Location at(const SyntaxNode& node) const { return at(node.begin, node.end); }

    void refuse(Location where, std::string message, std::string help = std::string(how_to_read)) {
        diagnostics_.add(DiagnosticKind::invalid_value, where, std::move(message), std::move(help));
    }
    Item refused(const SyntaxNode& node, std::string message, std::string help = std::string(how_to_read)) {
        refuse(at(node), std::move(message), std::move(help));
        return {};
    }

    // Statements

    void skip_line() {
        while (!lexer_.at(TokenKind::newline) && !lexer_.at(TokenKind::end) &&
               !lexer_.at(TokenKind::dedent) && !lexer_.at(TokenKind::indent))
            lexer_.advance();
        if (lexer_.at(TokenKind::newline)) lexer_.advance();
    }

    /// The indented lines at the current place, if there are any.
    void skip_block() {
        if (!lexer_.at(TokenKind::indent)) return;
        std::size_t depth = 0;
        do {
            if (lexer_.at(TokenKind::indent)) ++depth;
            if (lexer_.at(TokenKind::dedent)) --depth;
            if (lexer_.at(TokenKind::end)) return;
            lexer_.advance();
        } while (depth > 0);
    }

    void skip_statement() {
        skip_line();
        skip_block();
    }

    bool count_statement() {
        constexpr std::size_t most_statements = 5'000'000;
        if (++statements_ <= most_statements) return true;
        if (statements_ == most_statements + 1)
            diagnostics_.add(DiagnosticKind::too_large, at(lexer_.current()),
                             "the model has too many statements");
        return false;
    }

    void read_statement() {
        if (lexer_.at(TokenKind::newline) || lexer_.at(";")) return lexer_.advance();
        if (lexer_.at(TokenKind::indent)) {
            refuse(at(lexer_.current()), "this line is indented without a reason");
            return skip_block();
        }
        if (lexer_.at(TokenKind::dedent)) return lexer_.advance();
        if (!count_statement()) return skip_line();
        if (lexer_.at("import")) return read_import();
        if (lexer_.at("from")) return read_from_import();
        if (lexer_.at("pass")) return skip_line();
        if (lexer_.at("if")) return read_if();
        if (lexer_.at("for")) return read_for();
        for (std::string_view word :
             {"def", "class", "while", "with", "try", "except", "finally", "else", "elif", "async", "return",
              "raise", "del", "global", "assert", "@", "nonlocal"})
            if (lexer_.at(word)) {
                refuse(at(lexer_.current()),
                       "`" + std::string(word) +
                           "` is not read: the file is never executed, it may only declare");
                return skip_statement();
            }
        read_expression_statement();
    }

    std::string read_dotted_name() {
        std::string name;
        while (lexer_.at(TokenKind::name) || lexer_.at(".") || lexer_.at("...")) {
            if (lexer_.at("as") || lexer_.at("import")) break;
            name += lexer_.current().text;
            lexer_.advance();
        }
        return name;
    }

    std::string read_alias(std::string otherwise) {
        if (!lexer_.at("as")) return otherwise;
        lexer_.advance();
        if (!lexer_.at(TokenKind::name)) return otherwise;
        std::string alias(lexer_.current().text);
        lexer_.advance();
        return alias;
    }

    void read_import() {
        do {
            lexer_.advance();
            std::string name = read_dotted_name();
            const bool is_pytm = name == "pytm" || name.starts_with("pytm.");
            std::string alias = read_alias(name.substr(0, name.find('.')));
            (is_pytm ? modules_ : others_).emplace(std::move(alias), true);
        } while (lexer_.at(","));
        skip_line();
    }

    void read_from_import() {
        lexer_.advance();
        const std::string module = read_dotted_name();
        const bool is_pytm = module == "pytm" || module.starts_with("pytm.");
        if (lexer_.at("import")) lexer_.advance();
        while (!lexer_.at(TokenKind::newline) && !lexer_.at(TokenKind::end)) {
            if (!lexer_.at(TokenKind::name)) {
                lexer_.advance();
                continue;
            }
            std::string name(lexer_.current().text);
            lexer_.advance();
            std::string alias = read_alias(name);
            if (!is_pytm)
                others_.emplace(std::move(alias), true);
            else if (name == "pytm")
                modules_.emplace(std::move(alias), true);
            else if (alias != name)
                renamed_[alias] = name;
        }
        skip_line();
    }

    /// `if __name__ == "__main__":`, whose block is read as if it stood outside.
    void read_if() {
        const Token word = lexer_.current();
        lexer_.advance();
        Syntax syntax;
        const SyntaxId id = parse_expression(lexer_, syntax);
        if (!syntax.problem && is_main_guard(syntax, id) && lexer_.at(":")) {
            lexer_.advance();
            if (lexer_.at(TokenKind::newline)) lexer_.advance();
            if (lexer_.at(TokenKind::indent)) read_block();
            return;
        }
        refuse(at(word), "`if` is not read: the file is never executed, it may only declare",
               "only `if __name__ == \"__main__\":` is known; write down what holds");
        skip_statement();
    }

    static bool is_main_guard(const Syntax& syntax, SyntaxId id) {
        const SyntaxNode& node = syntax[id];
        return node.kind == SyntaxKind::compare && node.text == "==" && node.children.size() == 2 &&
               syntax[node.children[0]].kind == SyntaxKind::name &&
               syntax[node.children[0]].text == "__name__";
    }

    void read_block() {
        lexer_.advance();
        while (!lexer_.at(TokenKind::dedent) && !lexer_.at(TokenKind::end)) read_statement();
        if (lexer_.at(TokenKind::dedent)) lexer_.advance();
    }

    /// A loop over a list that is written out declares the same thing for each: its block is read as often.
    void read_for() {
        const Token word = lexer_.current();
        lexer_.advance();
        std::string name;
        if (lexer_.at(TokenKind::name)) name = lexer_.current().text;
        lexer_.advance();
        if (name.empty() || !lexer_.at("in") || is_in_loop_) {
            refuse(at(word), is_in_loop_ ? "a loop within a loop is not read" : "this loop is not read");
            return skip_statement();
        }
        lexer_.advance();
        Syntax syntax;
        const SyntaxId id = parse_expression(lexer_, syntax);
        Item list;
        if (syntax.problem || !lexer_.at(":"))
            refuse(at(word), "this loop is not read");
        else
            list = evaluate(syntax, id);
        if (list.kind != ItemKind::list) {
            if (list.kind != ItemKind::nothing)
                refuse(at(word), "a loop is read only over a list that is written out, such as `[web, db]`");
            return skip_statement();
        }
        lexer_.advance();
        if (lexer_.at(TokenKind::newline)) lexer_.advance();
        if (!lexer_.at(TokenKind::indent)) return skip_line();
        read_loop(name, list);
    }

    void read_loop(const std::string& name, const Item& list) {
        const Lexer start = lexer_;
        is_in_loop_ = true;
        for (const Item& item : list.items()) {
            lexer_ = start;
            names_[name] = std::make_shared<Item>(item);
            read_block();
        }
        is_in_loop_ = false;
        if (list.items().empty()) skip_block();
    }

    void read_expression_statement() {
        Syntax syntax;
        std::vector<SyntaxId> parts{parse_expression(lexer_, syntax)};
        if (!syntax.problem && lexer_.at(":")) {  // an annotation
            lexer_.advance();
            parse_expression(lexer_, syntax);
        }
        while (!syntax.problem && lexer_.at("=")) {
            lexer_.advance();
            parts.push_back(parse_expression(lexer_, syntax));
        }
        if (!syntax.problem && !lexer_.at(TokenKind::newline) && !lexer_.at(";") &&
            !lexer_.at(TokenKind::end) && !lexer_.at(TokenKind::dedent))
            syntax.problem = {lexer_.current().begin, lexer_.current().end,
                              lexer_.at(TokenKind::wrong) ? std::string(lexer_.current().text)
                                                          : "this is not read in a declaration"};
        if (syntax.problem) {
            refuse(at(syntax.problem->begin, syntax.problem->end), syntax.problem->message);
            return skip_statement();
        }
        if (parts.size() == 1) {
            run_call(syntax, parts[0]);
        } else {
            const Item item = evaluate(syntax, parts.back());
            for (std::size_t i = 0; i + 1 < parts.size(); ++i)
                if (item.kind != ItemKind::nothing) assign(syntax, parts[i], item);
        }
        if (lexer_.at(TokenKind::newline) || lexer_.at(";")) lexer_.advance();
    }

    /// Texts, calls that make something, and calls that only start pytm.
    void run_call(const Syntax& syntax, SyntaxId id) {
        const SyntaxNode& node = syntax[id];
        if (node.kind != SyntaxKind::call) {
            if (node.kind != SyntaxKind::text) refuse(at(node), "this line declares nothing");
            return;
        }
        const SyntaxNode& callee = syntax[node.children[0]];
        if (callee.kind == SyntaxKind::attribute) {
            constexpr std::array<std::string_view, 5> starters{"process", "check", "resolve", "reset",
                                                               "seed"};
            if (std::ranges::find(starters, callee.text) != starters.end()) return;
        }
        evaluate(syntax, id);
    }

    // Assignments

    void assign(const Syntax& syntax, SyntaxId id, const Item& item) {
        const SyntaxNode& target = syntax[id];
        if (target.kind == SyntaxKind::name) {
            names_[target.text] = std::make_shared<Item>(item);
            return;
        }
        if (target.kind != SyntaxKind::attribute) {
            refuse(at(target), "only a name or an attribute of a declared thing can be set");
            return;
        }
        const Item owner = evaluate(syntax, target.children[0]);
        const Location where = at(target.end - static_cast<std::uint32_t>(target.text.size()), target.end);
        set_attribute(owner, target.text, where, item);
    }

    void set_attribute(const Item& owner, const std::string& name, Location where, const Item& item) {
        switch (owner.kind) {
            case ItemKind::object:
                return set_of_object(owner.object(), name, where, item);
            case ItemKind::controls:
                return set_scalar(owner.object(), name, true, where, item);
            case ItemKind::model:
                return set_of_model(name, item);
            case ItemKind::nothing:
                return;
            default:
                refuse(where, "nothing can be set here");
        }
    }

    void set_of_model(const std::string& name, const Item& item) {
        const bool is_true = item.value.is_true();
        if (name == "description") document_.description = item.text;
        if (name == "isOrdered") document_.is_ordered = is_true;
        if (name == "ignoreUnused") document_.ignore_unused = is_true;
        if (name == "assumptions") take_assumptions(item, document_.assumptions);
    }

    void set_scalar(ObjectId id, const std::string& name, bool of_controls, Location where,
                    const Item& item) {
        if (item.kind != ItemKind::scalar && item.kind != ItemKind::text && item.kind != ItemKind::object)
            return;
        Literal written;
        written.value = item.value;
        written.text = item.text;
        written.where = item.where;
        state(document_, id, name, of_controls, written, where, diagnostics_);
    }

    void set_of_object(ObjectId id, const std::string& name, Location where, const Item& item) {
        if (name == "controls") {
            if (!item.parts) return;
            for (const auto& [key, value] : item.parts->arguments)
                set_scalar(id, key, true, value.where, value);
            return;
        }
        const auto known = find_attribute(name);
        if (!known || !document_.is_a(id, table_of(*known).classes))
            return set_scalar(id, name, false, where, item);
        switch (table_of(*known).form) {
            case Form::data_list:
                document_[id].data.clear();
                return take_objects(item, mask_of(Class::data), "data", document_[id].data);
            case Form::flow_list:
                if (*known != Attribute::carriedBy) return;
                document_[id].inputs.clear();
                return take_objects(item, mask_of(Class::dataflow), "a data flow", document_[id].inputs);
            case Form::overrides:
                return take_overrides(id, item);
            case Form::assumptions:
                return take_assumptions(item, document_.add_details(id).assumptions);
            case Form::texts:
                for (const Item& file : item.items())
                    document_.add_details(id).source_files.push_back(file.text);
                return;
            case Form::integers:
                return take_levels(id, item);
            case Form::boundary:
            case Form::element:
            case Form::flow:
                return set_reference(id, *known, where, item);
            case Form::element_list:
            case Form::ignored:
                return;
            default:
                return set_scalar(id, name, false, where, item);
        }
    }

    void set_reference(ObjectId id, Attribute attribute, Location where, const Item& item) {
        if (item.kind == ItemKind::scalar && item.value.kind == ValueKind::none) return;
        const Form form = table_of(attribute).form;
        const ClassMask wanted = form == Form::boundary ? mask_of(Class::boundary)
                                 : form == Form::flow   ? mask_of(Class::dataflow)
                                                        : family_of(Class::element);
        if (item.kind != ItemKind::object || !document_.is_a(item.object(), wanted)) {
            diagnostics_.add(DiagnosticKind::wrong_type, item.where,
                             quote_name(table_of(attribute).name) + " must be " +
                                 (form == Form::boundary ? "a `Boundary`"
                                  : form == Form::flow   ? "a `Dataflow`"
                                                         : "an element"));
            return;
        }
        if (attribute == Attribute::inBoundary && makes_circle(id, item.object())) {
            refuse(where, quote_name(document_.name_of(id)) + " would be within itself", "");
            return;
        }
        Value value = make_object(item.object());
        value.stated = true;
        document_.set(id, attribute, value);
        link_response(id, attribute, item.object());
    }

    bool makes_circle(ObjectId inner, ObjectId outer) const {
        constexpr std::size_t deepest = 1000;
        std::size_t steps = 0;
        for (ObjectId at = outer; at.valid(); at = document_.object(at, Attribute::inBoundary))
            if (at == inner || ++steps > deepest) return true;
        return false;
    }

    /// pytm links a request and its answer as soon as either names the other.
    void link_response(ObjectId flow, Attribute attribute, ObjectId other) {
        if (attribute != Attribute::responseTo && attribute != Attribute::response) return;
        const bool is_answer = attribute == Attribute::responseTo;
        const Attribute back = is_answer ? Attribute::response : Attribute::responseTo;
        document_.set(is_answer ? flow : other, Attribute::isResponse, make_boolean(true));
        if (!document_.object(other, back).valid()) document_.set(other, back, make_object(flow));
    }

    void take_objects(const Item& item, ClassMask wanted, std::string_view what, std::vector<ObjectId>& out) {
        if (item.kind == ItemKind::list) {
            for (const Item& one : item.items()) take_object(one, wanted, what, out);
            return;
        }
        take_object(item, wanted, what, out);
    }

    void take_object(const Item& item, ClassMask wanted, std::string_view what, std::vector<ObjectId>& out) {
        constexpr std::size_t most_taken = 20'000'000;
        if (++taken_ > most_taken) return;
        if (taken_ == most_taken)
            diagnostics_.add(DiagnosticKind::too_large, item.where, "the lists of the model are too long");
        if (item.kind == ItemKind::object && document_.is_a(item.object(), wanted)) {
            out.push_back(item.object());
            return;
        }
        if (item.kind == ItemKind::text && wanted == mask_of(Class::data)) {
            // An old way to say it: a description instead of an object.
            const ObjectId made = document_.make(Class::data, "undefined", item.where);
            Literal written{{ValueKind::text}, item.text, item.where};
            state(document_, made, "description", false, written, item.where, diagnostics_);
            out.push_back(made);
            return;
        }
        if (item.kind != ItemKind::nothing)
            diagnostics_.add(DiagnosticKind::wrong_type, item.where, "this must be " + std::string(what));
    }

    void take_overrides(ObjectId id, const Item& item) {
        Details& details = document_.add_details(id);
        details.has_own_overrides = true;
        details.overrides.clear();
        for (const Item& one : item.items()) {
            if (one.kind == ItemKind::replacement)
                details.overrides.push_back(one.parts->replacement);
            else if (one.kind != ItemKind::nothing)
                diagnostics_.add(DiagnosticKind::wrong_type, one.where, "an override must be a `Finding`");
        }
    }

    void take_assumptions(const Item& item, std::vector<Assumption>& out) {
        out.clear();
        for (const Item& one : item.items()) {
            if (one.kind == ItemKind::assumption)
                out.push_back(one.parts->assumption);
            else if (one.kind != ItemKind::nothing)
                diagnostics_.add(DiagnosticKind::wrong_type, one.where,
                                 "an assumption must be an `Assumption`");
        }
    }

    void take_levels(ObjectId id, const Item& item) {
        std::vector<std::int64_t>& levels = document_.add_details(id).levels;
        levels.clear();
        if (item.kind == ItemKind::scalar) levels.push_back(item.value.number);
        for (const Item& one : item.items()) levels.push_back(one.value.number);
    }

    // Expressions

    Item evaluate(const Syntax& syntax, SyntaxId id) {
        const SyntaxNode& node = syntax[id];
        Item item;
        item.where = at(node);
        item.kind = ItemKind::scalar;
        switch (node.kind) {
            case SyntaxKind::boolean:
                item.value = make_boolean(node.text == "True");
                return item;
            case SyntaxKind::none:
                item.value = make_none();
                return item;
            case SyntaxKind::integer:
                item.value = make_number(node.number);
                return item;
            case SyntaxKind::real:
                item.value = {ValueKind::real};
                item.text = std::to_string(node.real);
                return item;
            case SyntaxKind::negative:
                item = evaluate(syntax, node.children[0]);
                item.value.number = -item.value.number;
                return item;
            case SyntaxKind::text:
                item.kind = ItemKind::text;
                item.value = {ValueKind::text};
                item.text = node.text;
                return item;
            case SyntaxKind::list:
            case SyntaxKind::tuple:
            case SyntaxKind::set:
                return evaluate_list(syntax, node);
            case SyntaxKind::name:
                return evaluate_name(node);
            case SyntaxKind::attribute:
                return evaluate_attribute(syntax, node);
            case SyntaxKind::call:
                return evaluate_call(syntax, node);
            case SyntaxKind::generator:
                return refused(node, "a comprehension is not read: the file is never executed",
                               "write its items out");
            default:
                return refused(node, "this is not read: the file is never executed, it may only declare");
        }
    }

    Item evaluate_list(const Syntax& syntax, const SyntaxNode& node) {
        auto parts = std::make_shared<ItemParts>();
        for (SyntaxId child : node.children) parts->items.push_back(evaluate(syntax, child));
        Item item;
        item.kind = ItemKind::list;
        item.where = at(node);
        item.parts = std::move(parts);
        return item;
    }

    Item evaluate_name(const SyntaxNode& node) {
        const auto found = names_.find(node.text);
        if (found == names_.end()) {
            if (diagnostics_.error_count() >= Diagnostics::max_kept || names_.size() > 2000)
                return refused(node, quote_name(node.text) + " is not declared above", "");
            std::vector<std::string_view> known;
            for (const auto& [name, value] : names_) known.push_back(name);
            std::ranges::sort(known);
            return refused(node, quote_name(node.text) + " is not declared above",
                           did_you_mean(node.text, known));
        }
        Item item = *found->second;
        item.where = at(node);
        return item;
    }

    /// The dotted name of what an expression names, or empty.
    static std::string dotted(const Syntax& syntax, SyntaxId id) {
        const SyntaxNode& node = syntax[id];
        if (node.kind == SyntaxKind::name) return node.text;
        if (node.kind != SyntaxKind::attribute) return {};
        std::string base = dotted(syntax, node.children[0]);
        return base.empty() ? base : base + "." + node.text;
    }

    /// The name in pytm of a class or enumeration, however it was imported; empty for the names of variables.
    std::string name_in_pytm(const Syntax& syntax, SyntaxId id) const {
        std::string name = dotted(syntax, id);
        const std::string first = name.substr(0, name.find('.'));
        if (names_.contains(first)) return {};
        if (first.size() < name.size() && modules_.contains(first)) {
            name.erase(0, first.size() + 1);
            if (name.starts_with("pytm.")) name.erase(0, 5);
            return name;
        }
        if (const auto found = renamed_.find(name); found != renamed_.end()) return found->second;
        return name;
    }

    Item evaluate_attribute(const Syntax& syntax, const SyntaxNode& node) {
        if (const auto enumeration = find_enumeration(name_in_pytm(syntax, node.children[0]))) {
            const auto member = find_member(*enumeration, node.text);
            if (!member)
                return refused(node,
                               quote_name(table_of(*enumeration).name) + " has no " + quote_name(node.text),
                               suggest(node.text, table_of(*enumeration).members));
            Item item;
            item.kind = ItemKind::scalar;
            item.value = make_member(*enumeration, *member);
            item.where = at(node);
            return item;
        }
        Item owner = evaluate(syntax, node.children[0]);
        if (owner.kind == ItemKind::nothing) return owner;
        owner.where = at(node);
        if (owner.kind == ItemKind::object && node.text == "controls") {
            owner.kind = ItemKind::controls;
            return owner;
        }
        if (owner.kind == ItemKind::object) {
            const auto known = find_attribute(node.text);
            const ObjectId other = known ? document_.object(owner.object(), *known) : ObjectId();
            if (other.valid()) {
                owner.value = make_object(other);
                return owner;
            }
        }
        return refused(node, "the value of an attribute is not looked up here", "write the value itself");
    }

    Item evaluate_call(const Syntax& syntax, const SyntaxNode& node) {
        const std::string callee = name_in_pytm(syntax, node.children[0]);
        Call call;
        call.where = at(node);
        const auto kind = find_class(callee);
        const bool is_known = kind || callee == "TM" || callee == "Finding" || callee == "Assumption" ||
                              callee == "Controls" || callee == "set" || callee == "list";
        if (!is_known) return refuse_call(syntax, node);
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const SyntaxNode& argument = syntax[node.children[i]];
            if (argument.kind == SyntaxKind::keyword)
                call.named.emplace_back(argument.text, evaluate(syntax, argument.children[0]));
            else
                call.positional.push_back(evaluate(syntax, node.children[i]));
        }
        if (kind) return make_object_of(*kind, call);
        if (callee == "TM") return make_model(call);
        if (callee == "Finding") return make_override(call);
        if (callee == "Assumption") return make_assumption(call);
        if (callee == "Controls") return make_controls(call);
        if (call.positional.size() == 1) return call.positional[0];
        Item empty;
        empty.kind = ItemKind::list;
        empty.where = call.where;
        return empty;
    }

    struct Call {
        std::vector<Item> positional;
        std::vector<std::pair<std::string, Item>> named;
        Location where;

        /// The argument at a position or of a name; null if there is none.
        const Item* find(std::size_t position, std::string_view name) const {
            if (position < positional.size()) return &positional[position];
            for (const auto& [key, item] : named)
                if (key == name) return &item;
            return nullptr;
        }
    };

    Item refuse_call(const Syntax& syntax, const SyntaxNode& node) {
        const std::string name = dotted(syntax, node.children[0]);
        std::vector<std::string_view> classes{"TM", "Finding", "Assumption", "Controls"};
        for (std::size_t i = 0; i < class_count; ++i) classes.push_back(name_of(static_cast<Class>(i)));
        std::string help =
            diagnostics_.error_count() < Diagnostics::max_kept ? did_you_mean(name, classes) : "";
        if (help.empty()) help = how_to_read;
        return refused(syntax[node.children[0]],
                       "the call of " + quote_name(name) + " is not read: the file is never executed",
                       std::move(help));
    }

    Item make_model(const Call& call) {
        Item item;
        item.kind = ItemKind::model;
        item.where = call.where;
        if (has_model_) refuse(call.where, "a second `TM` is not read", "one file holds one model");
        has_model_ = true;
        if (const Item* name = call.find(0, "name")) document_.name = name->text;
        if (const Item* description = call.find(1, "description")) document_.description = description->text;
        for (const auto& [key, value] : call.named)
            if (key != "name" && key != "description") set_of_model(key, value);
        document_.where = call.where;
        return item;
    }

    Item make_object_of(Class kind, const Call& call) {
        const bool is_flow = kind == Class::dataflow;
        const Item* name = call.find(is_flow ? 2 : 0, "name");
        if (!name || name->kind != ItemKind::text) {
            if (!name || name->kind != ItemKind::nothing)
                diagnostics_.add(DiagnosticKind::missing_key, call.where,
                                 "this " + quote_name(name_of(kind)) + " has no name",
                                 is_flow ? "write `Dataflow(source, sink, \"name\")`"
                                         : "write `" + std::string(name_of(kind)) + "(\"name\")`");
            return {};
        }
        const ObjectId id = document_.make(kind, name->text, call.where);
        Item item;
        item.kind = ItemKind::object;
        item.value = make_object(id);
        item.where = call.where;
        if (is_flow) {
            set_end(id, Attribute::source, call.find(0, "source"), call.where);
            set_end(id, Attribute::sink, call.find(1, "sink"), call.where);
        }
        for (const auto& [key, value] : call.named)
            if (key != "name" && !(is_flow && (key == "source" || key == "sink")))
                set_of_object(id, key, value.where, value);
        return item;
    }

    void set_end(ObjectId flow, Attribute end, const Item* item, Location where) {
        if (item && item->kind == ItemKind::object &&
            document_.is_a(item->object(), family_of(Class::element))) {
            Value value = make_object(item->object());
            value.stated = true;
            document_.set(flow, end, value);
            return;
        }
        diagnostics_.add(DiagnosticKind::dangling_flow, item ? item->where : where,
                         "the flow " + quote_name(document_.name_of(flow)) + " has no " +
                             std::string(table_of(end).name) + " that is an element; it is left out");
    }

    static Item make_item(ItemKind kind, const Call& call, ItemParts parts) {
        Item item;
        item.kind = kind;
        item.where = call.where;
        item.parts = std::make_shared<ItemParts>(std::move(parts));
        return item;
    }

    Item make_override(const Call& call) {
        ItemParts parts;
        parts.replacement.where = call.where;
        for (const auto& [key, value] : call.named) {
            if (value.kind != ItemKind::text && value.kind != ItemKind::scalar) continue;
            std::string text = value.text;
            if (value.value.kind == ValueKind::integer) text = std::to_string(value.value.number);
            if (key == "threat_id")
                parts.replacement.threat_id = std::move(text);
            else
                parts.replacement.fields.emplace_back(key, std::move(text));
        }
        return make_item(ItemKind::replacement, call, std::move(parts));
    }

    Item make_assumption(const Call& call) {
        ItemParts parts;
        parts.assumption.where = call.where;
        if (const Item* name = call.find(0, "name")) parts.assumption.name = name->text;
        if (const Item* exclude = call.find(1, "exclude"))
            for (const Item& sid : exclude->items()) parts.assumption.exclude.push_back(sid.text);
        if (const Item* description = call.find(2, "description"))
            parts.assumption.description = description->text;
        return make_item(ItemKind::assumption, call, std::move(parts));
    }

    Item make_controls(const Call& call) {
        ItemParts parts;
        parts.arguments = call.named;
        return make_item(ItemKind::made_controls, call, std::move(parts));
    }

    Document& document_;
    Diagnostics& diagnostics_;
    SourceId source_;
    Lexer lexer_;
    boost::unordered_flat_map<std::string, std::shared_ptr<Item>> names_;
    boost::unordered_flat_map<std::string, std::string> renamed_;
    boost::unordered_flat_map<std::string, bool> modules_;
    boost::unordered_flat_map<std::string, bool> others_;
    std::size_t statements_ = 0;
    std::size_t taken_ = 0;
    bool has_model_ = false;
    bool is_in_loop_ = false;
};

/// `import pytm`, `from pytm import …`, `from pytm.pytm import …`
bool imports_pytm(std::string_view line) {
    const std::size_t first = line.find_first_not_of(" \t");
    if (first == std::string_view::npos) return false;
    line.remove_prefix(first);
    for (std::string_view word : {"import ", "from "})
        if (line.starts_with(word)) {
            line.remove_prefix(std::min(line.size(), line.find_first_not_of(' ', word.size())));
            return line.starts_with("pytm") &&
                   (line.size() == 4 ||
                    std::string_view(" .,;\r\t#").find(line[4]) != std::string_view::npos);
        }
    return false;
}

}  // namespace

std::optional<Document> read_python_model(const Sources& sources, SourceId source, Diagnostics& diagnostics) {
    Document document;
    Interpreter(sources, source, document, diagnostics).run();
    return document;
}

bool is_python_model(std::string_view text) {
    constexpr std::size_t beginning = 1u << 16;
    text = text.substr(0, beginning);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        if (imports_pytm(text.substr(0, end))) return true;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return false;
}

}  // namespace bartizan::pytm
