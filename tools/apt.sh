#!/usr/bin/env bash
# Install Debian packages whose commands are missing, or say which: tools/apt.sh 'COMMAND|OTHER_NAME=PACKAGE' ...
set -u
missing=()
for pair in "$@"; do
  IFS='|' read -ra names <<<"${pair%%=*}"
  command -v "${names[@]}" >/dev/null || missing+=("${pair#*=}")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
[ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
if command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; then
  echo "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >/dev/null &&
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -qq "${missing[@]}" >/dev/null && exit 0
fi
echo "needed and not to be installed from here: apt-get install ${missing[*]}" >&2
exit 1
