#!/bin/sh
# Make sure Virtuoso is there for the tests of remote stores (`oxigraph serve` comes with the Python packages).
# Installs Debian's package when it can; otherwise says what to do. Only CI treats a missing server as a failure.
set -u
if command -v virtuoso-t >/dev/null 2>&1 && command -v isql-vt >/dev/null 2>&1; then
  exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "installing virtuoso for the tests of remote stores" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends virtuoso-opensource-7 virtuoso-opensource-7-bin >/dev/null && exit 0
fi
echo "no Virtuoso found and it cannot be installed here: its tests will be skipped" >&2
echo "to run them: sudo apt-get install virtuoso-opensource-7" >&2
[ "${CI:-}" = true ] && exit 1
exit 0
