#!/usr/bin/env bash
# Redraws the picture of the README from what the program prints.
# Usage: tools/update_pictures.sh PROGRAM
set -euo pipefail
program=$(realpath "$1")
repository=$(realpath "$(dirname "$0")/..")

cd "$repository/examples/web-shop"
"$repository/tools/terminal_picture.py" --title 'bartizan check' --columns 84 --lines 44 \
    --output "$repository/docs/images/check.svg" -- "$program" check
