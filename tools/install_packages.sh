#!/usr/bin/env bash
# Installs the packages of packages.txt that are needed for the given purposes and are not there yet.
# Usage: tools/install_packages.sh build test ...
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
while read -r package purpose command _; do
    [[ -z "$package" || "$package" == \#* ]] && continue
    [[ " $* " == *" $purpose "* ]] || continue
    [[ -n "$command" ]] && command -v "$command" >/dev/null && continue
    if ! dpkg-query --show --showformat='${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed; then
        missing+=("$package")
    fi
done < packages.txt

if [[ ${#missing[@]} -eq 0 ]]; then
    exit 0
fi
echo "==> Installing ${missing[*]}"
as_root=()
if [[ $(id -u) -ne 0 ]]; then
    if ! command -v sudo >/dev/null; then
        echo "These packages are missing: ${missing[*]}. Install them as root, or install sudo." >&2
        exit 1
    fi
    as_root=(sudo)
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! "${as_root[@]}" apt-get update >"$log" 2>&1 ||
   ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
       apt-get install --yes --no-install-recommends "${missing[@]}" >>"$log" 2>&1; then
    tail -n 30 "$log" >&2
    exit 1
fi
