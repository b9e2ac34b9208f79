#!/usr/bin/env bash
# Configures a preset of CMakePresets.json if need be, and builds it, or the named targets of it.
# Usage: tools/build.sh PRESET [TARGET...]      CONFIGURE holds further arguments for cmake.
set -euo pipefail
cd "$(dirname "$0")/.."

preset=$1
shift
read -ra configure <<< "${CONFIGURE:-}"
log=build/configure-$preset.log
mkdir -p build
# Two builds in one folder spoil each other: the second waits.
exec 9> "build/$preset.lock"
flock 9
if [[ ! -f build/$preset/build.ninja || ${#configure[@]} -gt 0 ]]; then
    echo "==> Configuring build/$preset"
    if ! cmake --preset "$preset" "${configure[@]}" > "$log" 2>&1; then
        cat "$log" >&2
        exit 1
    fi
fi
echo "==> Building build/$preset${*:+ ($*)}"
# Only what failed is worth reading; ninja prints a failed command with its output.
if ! cmake --build "build/$preset" ${@:+--target "$@"} > "build/build-$preset.log" 2>&1; then
    grep -v '^\[[0-9]*/[0-9]*\]' "build/build-$preset.log" >&2
    exit 1
fi
grep -A6 -E '^[^ ]+:[0-9]+:.* warning:' "build/build-$preset.log" >&2 || true
