# Sourced by the scripts: a temporary environment with pinned packages, gone afterwards.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
install() { "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check "$@"; }
run() { (cd "$folder" && ./venv/bin/python -W ignore -); }
