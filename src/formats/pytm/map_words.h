// Which words of Bartizan's packs the words of pytm correspond to. The writer reads the same tables
// backwards.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "formats/pytm/vocabulary.h"

namespace bartizan::pytm {

struct ControlWord {
    Control control;
    std::string_view name;  // of our control
};
inline constexpr std::array control_words{
    ControlWord{Control::authenticatesSource, "caller-authentication"},
    ControlWord{Control::implementsAuthenticationScheme, "caller-authentication"},
    ControlWord{Control::authenticatesDestination, "certificate-validation"},
    ControlWord{Control::hasAccessControl, "function-level-authorization"},
    ControlWord{Control::authorizesSource, "function-level-authorization"},
    ControlWord{Control::validatesInput, "input-validation"},
    ControlWord{Control::sanitizesInput, "input-validation"},
    ControlWord{Control::definesConnectionTimeout, "timeout-and-retry-limits"},
    ControlWord{Control::disablesDTD, "safe-xml-parsing"},
    ControlWord{Control::disablesiFrames, "security-headers"},
    ControlWord{Control::encodesOutput, "output-encoding"},
    ControlWord{Control::encryptsCookies, "secure-cookies"},
    ControlWord{Control::handlesResourceConsumption, "resource-limits"},
    ControlWord{Control::implementsCSRFToken, "csrf-protection"},
    ControlWord{Control::implementsNonce, "replay-protection"},
    ControlWord{Control::implementsPOLP, "least-privilege"},
    ControlWord{Control::isHardened, "hardening"},
    ControlWord{Control::providesIntegrity, "integrity-checking"},
    ControlWord{Control::usesCodeSigning, "artefact-signing"},
    ControlWord{Control::usesMFA, "multi-factor-authentication"},
    ControlWord{Control::usesParameterizedInput, "parameterised-queries"},
    ControlWord{Control::usesStrongSessionIdentifiers, "session-management"},
    ControlWord{Control::verifySessionIdentifiers, "session-management"},
    ControlWord{Control::usesVPN, "private-connectivity"},
    ControlWord{Control::validatesContentType, "content-type-enforcement"},
};

struct AttributeWord {
    Attribute attribute;
    std::string_view name;   // of our attribute
    std::string_view value;  // for true; empty: the boolean itself, both ways
};
inline constexpr std::array attribute_words{
    AttributeWord{Attribute::storesLogData, "holds-logs", ""},
    AttributeWord{Attribute::onAWS, "operator", "cloud-provider"},
    AttributeWord{Attribute::isThirdParty, "operator", "third-party"},
    AttributeWord{Attribute::isSelfHosted, "operator", "own"},
    AttributeWord{Attribute::usesExternalTools, "uses-tools", ""},
    AttributeWord{Attribute::hasAgentCapabilities, "uses-tools", ""},
    AttributeWord{Attribute::processesUntrustedInput, "reads-untrusted-content", ""},
    AttributeWord{Attribute::executesCode, "runs-supplied-code", ""},
};

struct Word {
    std::string_view theirs;  // in lower case
    std::string_view ours;
};
/// Protocols whose names differ by more than case.
inline constexpr std::array protocol_words{
    Word{"http/2", "https"},      Word{"http/3", "quic"},          Word{"postgres", "postgresql"},
    Word{"mssql", "sql-server"},  Word{"tds", "sql-server"},       Word{"ws", "websocket"},
    Word{"wss", "websocket-tls"}, Word{"websockets", "websocket"}, Word{"soap", "http"},
    Word{"ssl", "tls"},           Word{"mongo", "mongodb"},        Word{"grpcs", "grpc-tls"},
};
inline constexpr std::array scheme_words{
    Word{"basic", "basic"},      Word{"oauth", "oauth2"},      Word{"oauth2", "oauth2"},
    Word{"oauth 2.0", "oauth2"}, Word{"oidc", "oidc"},         Word{"openid connect", "oidc"},
    Word{"jwt", "jwt"},          Word{"mtls", "mtls"},         Word{"mutual tls", "mtls"},
    Word{"saml", "saml"},        Word{"kerberos", "kerberos"}, Word{"api key", "api-key"},
    Word{"apikey", "api-key"},   Word{"password", "password"}, Word{"ssh key", "ssh-key"},
};
inline constexpr std::array format_words{
    Word{"json", "json"}, Word{"xml", "xml"}, Word{"html", "html"},     Word{"csv", "csv"},
    Word{"yaml", "yaml"}, Word{"sql", "sql"}, Word{"binary", "binary"},
};

/// By the member of Classification; empty for UNKNOWN.
inline constexpr std::array<std::string_view, 6> classification_words{
    "", "public", "internal", "confidential", "restricted", "restricted"};

inline std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

template <typename Words>
std::string_view find_word(const Words& words, std::string_view theirs) {
    for (const Word& word : words)
        if (word.theirs == theirs) return word.ours;
    return {};
}

}  // namespace bartizan::pytm
