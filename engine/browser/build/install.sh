#!/bin/sh
# Installs the npm packages of package-lock.json, unless they are there.
set -eu
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --ignore-scripts --no-audit --no-fund --prefer-offline
fi
