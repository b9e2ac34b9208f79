#!/usr/bin/env bash
# Checks the form of all sources with clang-format, and runs clang-tidy on the sources changed since BASE
# (default: where this branch left its upstream, or else the commit before the last).
set -uo pipefail
cd "$(dirname "$0")/.."

failed=0
echo "==> clang-format: all sources"
mapfile -d '' sources < <(find src tests fuzz bench tools \( -name '*.h' -o -name '*.cpp' \) -print0 | sort -z)
unformatted=()
for source in "${sources[@]}"; do
    clang-format-14 --dry-run --Werror "$source" >/dev/null 2>&1 || unformatted+=("$source")
done
if [[ ${#unformatted[@]} -gt 0 ]]; then
    printf 'not formatted (make format): %s\n' "${unformatted[@]}"
    failed=1
fi

base=${BASE:-$(git merge-base HEAD '@{upstream}' 2>/dev/null || git rev-parse --verify --quiet HEAD~1 || true)}
if [[ -n "$base" ]]; then
    mapfile -t changed < <({ git diff --name-only --diff-filter=d "$base"; git ls-files --others --exclude-standard; } |
        grep -E '^(src|tests|fuzz|bench|tools)/.*\.cpp$' | sort -u)
else
    mapfile -t changed < <(find src tests -name '*.cpp' | sort)
fi
# clang-tidy needs to know how a file is compiled, and the generated sources.
tools/build.sh release || exit 1
compiled=()
for source in "${changed[@]}"; do
    grep -qF "$PWD/$source" build/release/compile_commands.json && compiled+=("$source")
done
if [[ ${#compiled[@]} -gt 0 ]]; then
    echo "==> clang-tidy: ${#compiled[@]} changed sources"
    printf '%s\0' "${compiled[@]}" |
        xargs -0 -n 1 -P "$(nproc)" clang-tidy-19 --quiet -p build/release 2>/dev/null || failed=1
fi
exit $failed
