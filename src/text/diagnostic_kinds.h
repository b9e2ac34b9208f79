// Every kind of diagnostic, in one list: BARTIZAN_DIAGNOSTIC(name, level, "documented-name").
// A test demands a case in tests/cases/diagnostics/ and a line in docs/diagnostics.md for each.
#define BARTIZAN_DIAGNOSTIC_KINDS(X)                     \
    /* reading text */                                   \
    X(unreadable_file, error, "unreadable-file")         \
    X(invalid_encoding, error, "invalid-encoding")       \
    X(invalid_yaml, error, "invalid-yaml")               \
    X(invalid_xml, error, "invalid-xml")                 \
    X(duplicate_key, error, "duplicate-key")             \
    X(too_deep, error, "too-deep")                       \
    X(too_large, error, "too-large")                     \
    X(empty_document, error, "empty-document")           \
    /* shape of a document */                            \
    X(unknown_key, error, "unknown-key")                 \
    X(missing_key, error, "missing-key")                 \
    X(wrong_type, error, "wrong-type")                   \
    X(invalid_value, error, "invalid-value")             \
    X(invalid_name, error, "invalid-name")               \
    X(unsupported_version, error, "unsupported-version") \
    /* names */                                          \
    X(unknown_type, error, "unknown-type")               \
    X(unknown_attribute, error, "unknown-attribute")     \
    X(unknown_element, error, "unknown-element")         \
    X(unknown_boundary, error, "unknown-boundary")       \
    X(unknown_data, error, "unknown-data")               \
    X(unknown_flow, error, "unknown-flow")               \
    X(unknown_control, error, "unknown-control")         \
    X(unknown_rule, error, "unknown-rule")               \
    X(unknown_place, error, "unknown-place")             \
    X(duplicate_name, error, "duplicate-name")           \
    /* the model */                                      \
    X(boundary_cycle, error, "boundary-cycle")           \
    X(contradiction, error, "contradiction")             \
    X(misplaced_attribute, error, "misplaced-attribute") \
    X(misplaced_control, error, "misplaced-control")     \
    X(include_cycle, error, "include-cycle")             \
    X(unused_data, warning, "unused-data")               \
    X(orphan_element, warning, "orphan-element")         \
    X(orphan_decision, warning, "orphan-decision")       \
    X(expired_decision, warning, "expired-decision")     \
    X(stale_evidence, warning, "stale-evidence")         \
    X(missing_evidence, warning, "missing-evidence")     \
    /* files of other tools */                           \
    X(unknown_format, error, "unknown-format")           \
    X(unknown_value, warning, "unknown-value")           \
    X(skipped_part, warning, "skipped-part")             \
    X(dangling_flow, warning, "dangling-flow")           \
    X(invalid_rule, warning, "invalid-rule")             \
    /* packs and conditions */                           \
    X(invalid_expression, error, "invalid-expression")   \
    X(expression_type, error, "expression-type")         \
    X(unknown_name, error, "unknown-name")               \
    X(unknown_pack, error, "unknown-pack")               \
    X(type_cycle, error, "type-cycle")                   \
    X(missing_example, error, "missing-example")
