# shellcheck shell=bash
# What HyphaDB needs of the machine, installed where Debian's tools can, named in one sentence where not.

readonly WEBRTC_PACKAGES=(libpulse0 libudev1 libx11-6 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3)
readonly WEBRTC_LIBRARIES=(libpulse.so.0 libudev.so.1 libX11.so.6 libXfixes.so.3 libXrandr.so.2 libXcomposite.so.1 libdbus-1.so.3)

on_debian() { command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; }

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Prints the first of the packages that can be installed.
first_available_package() {
  on_debian || return 1
  refresh_package_lists
  local package
  for package in "$@"; do
    if [ -n "$(apt-cache madison "$package" 2>/dev/null)" ]; then
      printf '%s\n' "$package"
      return 0
    fi
  done
  return 1
}

# as_root COMMAND...: standard input is kept away so that nothing waits for an answer, save sudo's password.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    DEBIAN_FRONTEND=noninteractive "$@" </dev/null
  elif command -v sudo >/dev/null; then
    sudo DEBIAN_FRONTEND=noninteractive "$@"
  else
    return 1
  fi
}

PACKAGE_LISTS_FRESH=false
refresh_package_lists() {
  if ! $PACKAGE_LISTS_FRESH; then
    as_root apt-get -qq update >>"$(install_log)" 2>&1 || true
    PACKAGE_LISTS_FRESH=true
  fi
}

install_log() {
  mkdir -p "$HYPHA_DATA/logs"
  printf '%s\n' "$HYPHA_DATA/logs/install.log"
}

# install_packages WHAT PACKAGE...: says what it installs; fails with what to do by hand.
install_packages() {
  local what="$1" sudo='' log
  shift
  [ "$(id -u)" -eq 0 ] || sudo='sudo '
  log="$(install_log)"
  say "Installing $what: ${sudo}apt-get install $*"
  refresh_package_lists
  as_root apt-get -y -qq --no-install-recommends install "$@" >>"$log" 2>&1 ||
    fail "could not install $what; run \"${sudo}apt-get install $*\" yourself and try again (log: $log)."
}

# require_packages WHAT PACKAGE...: on Debian and its kin only.
require_packages() {
  local what="$1" package missing=()
  shift
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    install_packages "$what" "${missing[@]}"
  fi
}

require_maven() {
  command -v mvn >/dev/null && return 0
  on_debian || fail "Maven 3.8.6 or newer is missing: install it (https://maven.apache.org) so that mvn is on the path."
  require_packages Maven maven
}

# The libraries the WebRTC binding loads on Linux; other systems bring their own.
require_webrtc_libraries() {
  [ "$(uname -s)" = Linux ] || return 0
  local library missing=() known
  known="$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)"
  for library in "${WEBRTC_LIBRARIES[@]}"; do
    case "$known" in
      *"$library"*) ;;
      *) missing+=("$library") ;;
    esac
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  on_debian || fail "WebRTC needs ${missing[*]}: install them with the package manager of this system."
  require_packages "the system libraries WebRTC loads" "${WEBRTC_PACKAGES[@]}"
}

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

# What the browser module is bundled with.
require_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    on_debian || fail "the browser module needs Node.js 20 or newer with npm: install it so that node and npm are on the path."
    command -v node >/dev/null || require_packages Node.js nodejs
    command -v npm >/dev/null || require_packages npm npm
  fi
}

require_node() {
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    on_debian || fail "the browser module needs Node.js 20 or newer with npm: install it so that node and npm are on the path."
    command -v node >/dev/null || require_packages Node.js nodejs
    command -v npm >/dev/null || require_packages npm npm
  fi
}

require_browser_tools() {
  require_node
  if ! find_chromium >/dev/null; then
    on_debian || fail "the browser tests need Chromium: install it so that chromium is on the path."
    require_packages Chromium chromium
  fi
}
