# shellcheck shell=bash
# Finds a JDK: 25 if there is one, else the newest of 21 and later, wherever machines keep them.

readonly JDK_OLDEST=21 JDK_BEST=25

# jdk_version HOME: the feature release of the JDK there; fails when it is none.
jdk_version() {
  local version=''
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ] || return 1
  if [ -r "$1/release" ]; then
    version="$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1)"
  fi
  if [ -z "$version" ]; then
    version="$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\).*/\1/p' | head -n 1)"
  fi
  [ -n "$version" ] && printf '%s\n' "$version"
}

# The home of the java found on the path, links followed.
jdk_on_path() {
  local java
  java="$(command -v java)" || return 0
  java="$(readlink -f "$java" 2>/dev/null || printf '%s' "$java")"
  dirname "$(dirname "$java")"
}

jdk_candidates() {
  jdk_on_path
  local home
  for home in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
    "$HOME"/.local/share/mise/installs/java/*; do
    if [ -d "$home" ]; then
      printf '%s\n' "$home"
    fi
  done
  if command -v update-alternatives >/dev/null; then
    update-alternatives --list java 2>/dev/null | sed 's#/bin/java$##' || true
  fi
}

# Prints the home to use. A JAVA_HOME that is new enough is the user's choice and wins.
find_jdk() {
  local home version rank best='' best_rank=0
  if [ -n "${JAVA_HOME:-}" ] && version="$(jdk_version "$JAVA_HOME")" && [ "$version" -ge "$JDK_OLDEST" ]; then
    printf '%s\n' "$JAVA_HOME"
    return 0
  fi
  while IFS= read -r home; do
    version="$(jdk_version "$home")" || continue
    [ "$version" -ge "$JDK_OLDEST" ] || continue
    rank="$version"
    [ "$version" -ne "$JDK_BEST" ] || rank=1000
    if [ "$rank" -gt "$best_rank" ]; then
      best="$home" best_rank="$rank"
    fi
  done < <(jdk_candidates)
  [ -n "$best" ] && printf '%s\n' "$best"
}

# Sets and exports JAVA_HOME, installing a JDK where that is possible.
require_jdk() {
  local home package
  if ! home="$(find_jdk)"; then
    if package="$(first_available_package openjdk-25-jdk-headless openjdk-21-jdk-headless)"; then
      install_packages "a JDK" "$package"
    fi
    home="$(find_jdk)" ||
      fail "no JDK $JDK_OLDEST or newer was found and this system offers none to install: install JDK $JDK_BEST (for example Eclipse Temurin, https://adoptium.net) and set JAVA_HOME to it."
  fi
  export JAVA_HOME="$home"
}
