#!/usr/bin/env bash
# Builds everything and runs every test: the release build, the build under sanitizers, and each fuzz target shortly.
# The last line is the sum, 'N passed, N failed'. FUZZ_SECONDS sets the time for each fuzz target (10).
set -uo pipefail
cd "$(dirname "$0")/.."

passed=0
failed=0

# A build that fails leaves nothing to test.
build() {
    tools/build.sh "$@" || { echo "$passed passed, $(( failed + 1 )) failed"; exit 1; }
}

# Runs the tests of a build folder with ctest and adds what it counted.
run_ctest() {
    local folder=$1
    shift
    local results=$folder/results.xml log=$folder/ctest.log
    rm -f "$results"
    ctest --test-dir "$folder" --parallel "$(nproc)" --output-on-failure --no-tests=error \
        --output-junit "$PWD/$results" "$@" > "$log" 2>&1
    local ran_well=$?
    local counts
    counts=$(/usr/bin/python3 tools/count_results.py "$results") || counts="0 1"
    read -r good bad <<< "$counts"
    [[ $ran_well -ne 0 && $bad -eq 0 ]] && bad=1
    passed=$(( passed + good ))
    failed=$(( failed + bad ))
    if [[ $bad -ne 0 ]]; then
        grep -vE '^ *[0-9]+/[0-9]+ Test .* Passed|^ *Start +[0-9]+:' "$log"
    fi
    echo "    $good passed, $bad failed"
}

build release
echo "==> Testing build/release"
run_ctest build/release

build sanitizers
echo "==> Testing build/sanitizers: address and undefined behaviour sanitizers"
# Limits of memory and time are measured on the program that is shipped.
run_ctest build/sanitizers --label-exclude release-only

fuzz_summary=$(tools/run_fuzz.sh --each "${FUZZ_SECONDS:-10}" 2>&1)
echo "$fuzz_summary"
if [[ $(tail -n 1 <<< "$fuzz_summary") =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
    passed=$(( passed + BASH_REMATCH[1] ))
    failed=$(( failed + BASH_REMATCH[2] ))
else
    failed=$(( failed + 1 ))
fi

echo "==> All tests"
echo "$passed passed, $failed failed"
[[ $failed -eq 0 && $passed -gt 0 ]]
