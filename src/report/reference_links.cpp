#include "report/reference_links.h"

#include <array>
#include <charconv>

namespace bartizan {
namespace {

using Names = std::array<std::string_view, 10>;

/// https://owasp.org/Top10/2025/
constexpr Names owasp_names{
    "Broken Access Control",
    "Security Misconfiguration",
    "Software Supply Chain Failures",
    "Cryptographic Failures",
    "Injection",
    "Insecure Design",
    "Authentication Failures",
    "Software or Data Integrity Failures",
    "Security Logging and Alerting Failures",
    "Mishandling of Exceptional Conditions",
};

/// https://owasp.org/API-Security/editions/2023/en/0x11-t10/
constexpr Names owasp_api_names{
    "Broken Object Level Authorization",
    "Broken Authentication",
    "Broken Object Property Level Authorization",
    "Unrestricted Resource Consumption",
    "Broken Function Level Authorization",
    "Unrestricted Access to Sensitive Business Flows",
    "Server Side Request Forgery",
    "Security Misconfiguration",
    "Improper Inventory Management",
    "Unsafe Consumption of APIs",
};

/// https://genai.owasp.org/llm-top-10/
constexpr Names owasp_llm_names{
    "Prompt Injection",         "Sensitive Information Disclosure", "Supply Chain",
    "Data and Model Poisoning", "Improper Output Handling",         "Excessive Agency",
    "System Prompt Leakage",    "Vector and Embedding Weaknesses",  "Misinformation",
    "Unbounded Consumption",
};

/// The rank at the end of a code such as `A01`, from 1 to 10.
std::size_t rank_of(std::string_view code) {
    std::size_t first = code.find_first_of("0123456789");
    std::size_t rank = 0;
    if (first != code.npos) std::from_chars(code.data() + first, code.data() + code.size(), rank);
    return rank;
}

std::string with_name(const std::string& code, std::string_view year, const Names& names) {
    std::string text = code + ":" + std::string(year);
    std::size_t rank = rank_of(code);
    if (rank >= 1 && rank <= names.size()) text += " " + std::string(names[rank - 1]);
    return text;
}

/// `0xa4-unrestricted-resource-consumption`; ranks are hexadecimal digits.
std::string owasp_api_address(const std::string& code) {
    std::string address = "https://owasp.org/API-Security/editions/2023/en/";
    std::size_t rank = rank_of(code);
    if (rank < 1 || rank > owasp_api_names.size()) return address + "0x11-t10/";
    address += "0xa";
    address += "0123456789a"[rank];
    address += '-';
    for (char c : owasp_api_names[rank - 1]) {
        if (c == ' ') c = '-';
        address += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return address + "/";
}

std::string attack_address(std::string technique) {
    if (std::size_t dot = technique.find('.'); dot != technique.npos) technique[dot] = '/';
    return "https://attack.mitre.org/techniques/" + technique + "/";
}

}  // namespace

ReferenceLink weakness_link(int cwe) {
    std::string number = std::to_string(cwe);
    return {"CWE-" + number, "https://cwe.mitre.org/data/definitions/" + number + ".html"};
}

std::vector<ReferenceLink> reference_links(const References& references) {
    std::vector<ReferenceLink> links;
    for (int cwe : references.cwe) links.push_back(weakness_link(cwe));
    for (int capec : references.capec) {
        std::string number = std::to_string(capec);
        links.push_back({"CAPEC-" + number, "https://capec.mitre.org/data/definitions/" + number + ".html"});
    }
    for (const std::string& code : references.owasp) {
        links.push_back({with_name(code, "2025", owasp_names), "https://owasp.org/Top10/2025/"});
    }
    for (const std::string& code : references.owasp_api) {
        links.push_back({with_name(code, "2023", owasp_api_names), owasp_api_address(code)});
    }
    for (const std::string& code : references.owasp_llm) {
        links.push_back({with_name(code, "2025", owasp_llm_names), "https://genai.owasp.org/llm-top-10/"});
    }
    for (const std::string& technique : references.attack) {
        links.push_back({"ATT&CK " + technique, attack_address(technique)});
    }
    return links;
}

}  // namespace bartizan
