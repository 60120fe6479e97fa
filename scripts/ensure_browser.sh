#!/bin/sh
# Make sure a Chromium is there for the tests that open the page in a browser.
# Installs Debian's package when it can; otherwise says what to do. Only CI treats a missing browser as a failure.
set -u
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then
    exit 0
  fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "installing chromium for the browser tests" >&2
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null && exit 0
fi
echo "no Chromium found and it cannot be installed here: the browser tests will be skipped" >&2
echo "to run them: sudo apt-get install chromium" >&2
[ "${CI:-}" = true ] && exit 1
exit 0
