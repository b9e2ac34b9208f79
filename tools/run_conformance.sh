#!/usr/bin/env bash
# Prints, for each format of another tool, how many of the findings of that tool ours are: the tables of the
# conformance tests. Needs the corpus (BARTIZAN_CORPUS); says "skipped: no corpus" without it.
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
for program in build/release/bin/*_conformance_test; do
    echo "==> $(basename "$program" _conformance_test)"
    output=$("$program" --gtest_brief=1 2>&1) || failed=1
    grep -vE '^(Running main|\[ *(==|PASSED|-))' <<< "$output"
done
exit "$failed"
