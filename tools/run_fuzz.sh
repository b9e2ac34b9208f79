#!/usr/bin/env bash
# Runs every fuzz target, starting from its seeds in fuzz/seeds/<target>/ and from what earlier runs found.
# Usage: tools/run_fuzz.sh --total SECONDS | --each SECONDS
# Prints one line for each target and, last, 'N passed, N failed'. What fails is kept in build/fuzz/failures.
set -uo pipefail
cd "$(dirname "$0")/.."

shopt -s nullglob
targets=(build/sanitizers/bin/*_fuzz)
if [[ ${#targets[@]} -eq 0 ]]; then
    echo "No fuzz targets in build/sanitizers/bin: run tools/build.sh sanitizers" >&2
    exit 1
fi
case "${1:-}" in
    --total) seconds=$(( ($2 + ${#targets[@]} - 1) / ${#targets[@]} )) ;;
    --each) seconds=$2 ;;
    *) echo "Usage: tools/run_fuzz.sh --total SECONDS | --each SECONDS" >&2; exit 2 ;;
esac

run_target() {
    local target=$1 seconds=$2
    local name seeds corpus log
    name=$(basename "$target")
    corpus=build/fuzz/corpus/$name
    log=build/fuzz/$name.log
    mkdir -p "$corpus" build/fuzz/failures
    local seed_folders=()
    [[ -d fuzz/seeds/$name ]] && seed_folders=("fuzz/seeds/$name")
    local dictionary=()
    [[ -f fuzz/$name.dict ]] && dictionary=("-dict=fuzz/$name.dict")
    if "$target" "${dictionary[@]}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=16384 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/failures/$name-" "$corpus" "${seed_folders[@]}" \
        > "$log" 2>&1; then
        echo "$name: passed, $(awk '/number_of_executed_units/ { print $2 }' "$log") inputs in $seconds s"
    else
        tail -n 40 "$log" >&2
        echo "$name: FAILED; the input is kept in build/fuzz/failures"
        return 1
    fi
}
export -f run_target

echo "==> Fuzzing ${#targets[@]} targets, $seconds s each"
# Two at a time per core would measure nothing but each other: one for each core.
printf '%s\0' "${targets[@]}" |
    xargs -0 -I{} -P "$(nproc)" bash -c 'run_target "$1" "$2" || echo "$1" >> build/fuzz/failed.txt' _ {} "$seconds"
failed=0
if [[ -f build/fuzz/failed.txt ]]; then
    failed=$(wc -l < build/fuzz/failed.txt)
    rm build/fuzz/failed.txt
fi
echo "$(( ${#targets[@]} - failed )) passed, $failed failed"
[[ $failed -eq 0 ]]
