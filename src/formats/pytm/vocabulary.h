// The words of pytm 1.4.0: its classes, their attributes with defaults, its controls and enumerations. Every
// attribute has a dense number, and every class a row of slots for those it has.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace bartizan::pytm {

enum class Class : std::uint8_t {
    element,
    asset,
    server,
    external_entity,
    lambda,
    datastore,
    process,
    set_of_processes,
    agent,
    llm,
    actor,
    boundary,
    dataflow,
    data,
};
inline constexpr std::size_t class_count = 14;
using ClassMask = std::uint16_t;

constexpr ClassMask mask_of(Class kind) { return static_cast<ClassMask>(1u << static_cast<unsigned>(kind)); }
/// A class and all that inherit from it.
ClassMask family_of(Class kind);
std::string_view name_of(Class kind);
std::optional<Class> find_class(std::string_view name);

enum class Enumeration : std::uint8_t { classification, tls_version, lifetime, datastore_type, action };
struct EnumerationTable {
    std::string_view name;
    bool ordered;
    std::span<const std::string_view> members;
};
const EnumerationTable& table_of(Enumeration enumeration);
std::optional<Enumeration> find_enumeration(std::string_view name);
std::optional<std::uint8_t> find_member(Enumeration enumeration, std::string_view name);

/// What may be said of an attribute. Lists are kept beside the slots of an object.
enum class Form : std::uint8_t {
    boolean,
    integer,
    text,
    classification,
    tls_version,
    lifetime,
    datastore_type,
    boundary,
    element,
    flow,
    data_list,
    flow_list,
    element_list,
    overrides,
    assumptions,
    texts,
    integers,
    ignored,
};

// BARTIZAN_PYTM_ATTRIBUTE(name, form, default of booleans and integers, classes)
#define BARTIZAN_PYTM_ATTRIBUTES(X)                                   \
    X(name, text, 0, everything)                                      \
    X(description, text, 0, everything)                               \
    X(inBoundary, boundary, 0, elements)                              \
    X(inScope, boolean, 1, elements)                                  \
    X(maxClassification, classification, 0, elements)                 \
    X(minTLSVersion, tls_version, 0, elements)                        \
    X(findings, ignored, 0, elements)                                 \
    X(overrides, overrides, 0, elements)                              \
    X(assumptions, assumptions, 0, elements)                          \
    X(levels, integers, 0, elements)                                  \
    X(sourceFiles, texts, 0, elements)                                \
    X(severity, integer, 0, elements)                                 \
    X(port, integer, -1, assets | actors)                             \
    X(protocol, text, 0, assets | actors | flows)                     \
    X(data, data_list, 0, assets | actors | flows)                    \
    X(inputs, flow_list, 0, assets | actors)                          \
    X(outputs, flow_list, 0, assets | actors)                         \
    X(isAdmin, boolean, 0, actors)                                    \
    X(onAWS, boolean, 0, assets)                                      \
    X(handlesResources, boolean, 0, assets)                           \
    X(usesEnvironmentVariables, boolean, 0, assets)                   \
    X(OS, text, 0, assets)                                            \
    X(usesSessionTokens, boolean, 0, servers | flows)                 \
    X(usesCache, boolean, 0, servers)                                 \
    X(usesVPN, boolean, 0, servers | flows)                           \
    X(usesXMLParser, boolean, 0, servers)                             \
    X(hasPhysicalAccess, boolean, 0, external)                        \
    X(environment, text, 0, lambdas | processes)                      \
    X(implementsAPI, boolean, 0, lambdas | processes)                 \
    X(onRDS, boolean, 0, datastores)                                  \
    X(storesLogData, boolean, 0, datastores)                          \
    X(storesPII, boolean, 0, datastores)                              \
    X(storesSensitiveData, boolean, 0, datastores)                    \
    X(isSQL, boolean, 1, datastores)                                  \
    X(isShared, boolean, 0, datastores)                               \
    X(hasWriteAccess, boolean, 0, datastores)                         \
    X(type, datastore_type, 0, datastores)                            \
    X(codeType, text, 0, processes)                                   \
    X(implementsCommunicationProtocol, boolean, 0, processes | flows) \
    X(tracksExecutionFlow, boolean, 0, processes)                     \
    X(allowsClientSideScripting, boolean, 0, processes)               \
    X(usesExternalTools, boolean, 0, agents)                          \
    X(validatesToolLaunchConfig, boolean, 0, agents)                  \
    X(isThirdParty, boolean, 1, models)                               \
    X(isSelfHosted, boolean, 0, models)                               \
    X(processesPersonalData, boolean, 0, models)                      \
    X(retainsUserData, boolean, 0, models)                            \
    X(hasAgentCapabilities, boolean, 0, models)                       \
    X(hasAccessToSensitiveSystems, boolean, 0, models)                \
    X(executesCode, boolean, 0, models)                               \
    X(hasContentFiltering, boolean, 0, models)                        \
    X(hasSystemPrompt, boolean, 1, models)                            \
    X(processesUntrustedInput, boolean, 1, models)                    \
    X(hasRAG, boolean, 0, models)                                     \
    X(hasFineTuning, boolean, 0, models)                              \
    X(source, element, 0, flows)                                      \
    X(sink, element, 0, flows)                                        \
    X(isResponse, boolean, 0, flows)                                  \
    X(response, flow, 0, flows)                                       \
    X(responseTo, flow, 0, flows)                                     \
    X(srcPort, integer, -1, flows)                                    \
    X(dstPort, integer, -1, flows)                                    \
    X(tlsVersion, tls_version, 0, flows)                              \
    X(order, integer, -1, flows)                                      \
    X(note, text, 0, flows)                                           \
    X(format, text, 0, datums)                                        \
    X(classification, classification, 0, datums)                      \
    X(isPII, boolean, 0, datums)                                      \
    X(isCredentials, boolean, 0, datums)                              \
    X(credentialsLife, lifetime, 0, datums)                           \
    X(isStored, boolean, 0, datums)                                   \
    X(isDestEncryptedAtRest, boolean, 0, datums)                      \
    X(isSourceEncryptedAtRest, boolean, 0, datums)                    \
    X(carriedBy, flow_list, 0, datums)                                \
    X(processedBy, element_list, 0, datums)

#define BARTIZAN_PYTM_CONTROLS(X)              \
    X(authenticatesDestination, boolean)       \
    X(authenticatesSource, boolean)            \
    X(authenticationScheme, text)              \
    X(authorizesSource, boolean)               \
    X(checksDestinationRevocation, boolean)    \
    X(checksInputBounds, boolean)              \
    X(definesConnectionTimeout, boolean)       \
    X(disablesDTD, boolean)                    \
    X(disablesiFrames, boolean)                \
    X(encodesHeaders, boolean)                 \
    X(encodesOutput, boolean)                  \
    X(encryptsCookies, boolean)                \
    X(encryptsSessionData, boolean)            \
    X(handlesCrashes, boolean)                 \
    X(handlesInterruptions, boolean)           \
    X(handlesResourceConsumption, boolean)     \
    X(hasAccessControl, boolean)               \
    X(implementsAuthenticationScheme, boolean) \
    X(implementsCSRFToken, boolean)            \
    X(implementsNonce, boolean)                \
    X(implementsPOLP, boolean)                 \
    X(implementsServerSideValidation, boolean) \
    X(implementsStrictHTTPValidation, boolean) \
    X(invokesScriptFilters, boolean)           \
    X(isEncrypted, boolean)                    \
    X(isEncryptedAtRest, boolean)              \
    X(isHardened, boolean)                     \
    X(isResilient, boolean)                    \
    X(providesConfidentiality, boolean)        \
    X(providesIntegrity, boolean)              \
    X(sanitizesInput, boolean)                 \
    X(tracksExecutionFlow, boolean)            \
    X(usesCodeSigning, boolean)                \
    X(usesEncryptionAlgorithm, text)           \
    X(usesMFA, boolean)                        \
    X(usesParameterizedInput, boolean)         \
    X(usesSecureFunctions, boolean)            \
    X(usesStrongSessionIdentifiers, boolean)   \
    X(usesVPN, boolean)                        \
    X(validatesContentType, boolean)           \
    X(validatesHeaders, boolean)               \
    X(validatesInput, boolean)                 \
    X(verifySessionIdentifiers, boolean)

/// Attributes of objects and, after them, controls. Higher numbers are names that pytm does not know and a
/// document states nevertheless (pytm keeps them).
enum class Attribute : std::uint32_t {
#define BARTIZAN_PYTM_NAME(name, form, preset, classes) name,
    BARTIZAN_PYTM_ATTRIBUTES(BARTIZAN_PYTM_NAME)
#undef BARTIZAN_PYTM_NAME
};
enum class Control : std::uint32_t {
#define BARTIZAN_PYTM_NAME(name, form) name,
    BARTIZAN_PYTM_CONTROLS(BARTIZAN_PYTM_NAME)
#undef BARTIZAN_PYTM_NAME
};

inline constexpr std::size_t attribute_count = 0
#define BARTIZAN_PYTM_ONE(name, form, preset, classes) +1
    BARTIZAN_PYTM_ATTRIBUTES(BARTIZAN_PYTM_ONE)
#undef BARTIZAN_PYTM_ONE
    ;
inline constexpr std::size_t control_count = 0
#define BARTIZAN_PYTM_ONE(name, form) +1
    BARTIZAN_PYTM_CONTROLS(BARTIZAN_PYTM_ONE)
#undef BARTIZAN_PYTM_ONE
    ;
inline constexpr std::size_t known_count = attribute_count + control_count;

constexpr Attribute attribute_of(Control control) {
    return static_cast<Attribute>(attribute_count + static_cast<std::uint32_t>(control));
}
constexpr std::size_t number_of(Attribute attribute) { return static_cast<std::size_t>(attribute); }
constexpr bool is_control(Attribute attribute) {
    return number_of(attribute) >= attribute_count && number_of(attribute) < known_count;
}

struct AttributeTable {
    std::string_view name;
    Form form = Form::text;
    std::int32_t preset = 0;
    ClassMask classes = 0;
};
/// Of a known attribute or control.
const AttributeTable& table_of(Attribute attribute);
std::optional<Attribute> find_attribute(std::string_view name);
std::optional<Attribute> find_control(std::string_view name);
/// Names of the attributes that any of the classes has; for suggestions.
std::span<const std::string_view> control_names();

inline constexpr std::uint8_t no_slot = 0xff;
/// Position of a known attribute in the row of an object of a class, or `no_slot`.
std::uint8_t slot_of(Class kind, Attribute attribute);
std::uint8_t row_size(Class kind);

}  // namespace bartizan::pytm
