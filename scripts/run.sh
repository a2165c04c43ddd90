# shellcheck shell=bash
# ./hypha bench, ./hypha sim, ./hypha fuzz, ./hypha db, ./hypha shell and ./hypha format.

readonly BENCHMARKS_MAIN=dev.hyphadb.benchmarks.Main

run_benchmarks() {
  if [ "${1:-}" = browser ]; then
    run_browser_benchmarks
    return
  fi
  has_module benchmarks || not_yet bench "the benchmarks module"
  trap 'stop_maven' EXIT
  require_jdk
  require_webrtc_libraries
  local folder="$HYPHA_ROOT/benchmarks/target" modules=(benchmarks)
  # Whole-system benchmarks start the services, so those are built with them.
  mapfile -t -O 1 modules < <(present_services)
  if [ ! -f "$folder/classpath.txt" ] || is_stale "$HYPHA_ROOT/target/built-benchmarks" "${modules[@]}"; then
    require_maven
    build_modules "$HYPHA_ROOT/target/built-benchmarks" "${modules[@]}"
  fi
  trap - EXIT
  if [ "${1:-}" = pages ]; then
    shift
    run_pages_benchmark "$@"
  fi
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED "-Dhypha.root=$HYPHA_ROOT" \
    -cp "$folder/classes:$(cat "$folder/classpath.txt")" "$BENCHMARKS_MAIN" "$@"
}

# run_pages_benchmark [NODES...]: two pages in Chromium against each other, with so many nodes already there.
run_pages_benchmark() {
  build_npm_package
  require_browser_tools
  HYPHA_CHROMIUM="$(find_chromium)"
  export HYPHA_CHROMIUM
  exec node "$HYPHA_ROOT/engine/browser/bench/pages.mjs" "$@"
}

# The measures of hypha.js, in Chromium.
run_browser_benchmarks() {
  build_npm_package
  require_browser_tools
  HYPHA_CHROMIUM="$(find_chromium)"
  export HYPHA_CHROMIUM
  node "$HYPHA_ROOT/engine/browser/bench/browser.mjs"
}

run_package() {
  [ $# -eq 0 ] || fail "./hypha package takes no options."
  build_npm_package
  printf '%s\n' "$HYPHA_ROOT/engine/browser/target/npm"
}

build_npm_package() {
  local stamp="$HYPHA_ROOT/target/built-browser"
  trap 'stop_maven' EXIT
  require_jdk
  require_node
  if [ ! -f "$HYPHA_ROOT/engine/browser/target/npm/hypha.js" ] || is_stale "$stamp" engine/browser; then
    require_maven
    build_modules "$stamp" engine/browser
  fi
  trap - EXIT
}

run_simulation() {
  trap 'stop_maven' EXIT
  require_jdk
  local stamp="$HYPHA_ROOT/target/built-simulation"
  if is_stale "$stamp" engine/simulation; then
    require_maven
    build_modules "$stamp" engine/simulation
  fi
  trap - EXIT
  exec "$JAVA_HOME/bin/java" \
    -cp "$HYPHA_ROOT/engine/simulation/target/classes:$HYPHA_ROOT/engine/core/target/classes" \
    dev.hyphadb.simulation.cli.Main "$@"
}

run_fuzzing() {
  trap 'stop_maven' EXIT
  require_jdk
  local folder="$HYPHA_ROOT/engine/fuzz" stamp="$HYPHA_ROOT/target/built-fuzz"
  if [ ! -f "$folder/target/classpath.txt" ] || is_stale "$stamp" engine/fuzz; then
    require_maven
    build_modules "$stamp" engine/fuzz
  fi
  trap - EXIT
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
    -cp "$folder/target/classes:$(cat "$folder/target/classpath.txt")" dev.hyphadb.fuzz.cli.Main \
    --data "$HYPHA_DATA/fuzz" --corpus "$folder/corpus" "$@"
}

run_db() {
  run_cli dev.hyphadb.cli.Main "$@"
}

run_shell() {
  run_cli dev.hyphadb.cli.ShellCommand "$@"
}

run_cli() {
  local class="$1"
  shift
  trap 'stop_maven' EXIT
  require_jdk
  local folder="$HYPHA_ROOT/cli/target" stamp="$HYPHA_ROOT/target/built-cli"
  if [ ! -f "$folder/classpath.txt" ] || is_stale "$stamp" cli; then
    require_maven
    build_modules "$stamp" cli
  fi
  trap - EXIT
  exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED "-Dhypha.terminal=$ON_TERMINAL" \
    -cp "$folder/classes:$(cat "$folder/classpath.txt")" "$class" "$@"
}

run_format() {
  [ $# -eq 0 ] || fail "./hypha format takes no options."
  mkdir -p "$HYPHA_DATA/logs"
  trap 'stop_maven' EXIT
  require_jdk
  require_maven
  local log="$HYPHA_DATA/logs/format.log"
  start_maven "$log" spotless:apply
  watch_build "$log" || {
    build_errors "$log"
    fail "formatting failed; the whole log is $log."
  }
}
