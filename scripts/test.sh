# shellcheck shell=bash
# ./hypha test: everything CI runs, each test once.
#
# A test belongs to exactly one part. A JUnit tag (browser, security, chaos) decides; without one the name does:
# XIT is integration (Failsafe), every other XTest is unit (Surefire). What node runs is browser. The root pom has
# the other half.

readonly TAGGED_PARTS='browser|security|chaos'

# How long the simulation looks for seeds that break something, and where it begins.
readonly SIMULATION_SECONDS=180

# How long the search for inputs that break something lasts, for each target; two are searched at once.
readonly FUZZING_SECONDS=60

run_tests() {
  local part=all code=0 arguments=() log
  while [ $# -gt 0 ]; do
    case "$1" in
      --only)
        need_value "$@"
        part="$2"
        shift 2
        ;;
      *) fail "./hypha test knows no option \"$1\"; see ./hypha help." ;;
    esac
  done
  case "$part" in
    all) ;;
    unit) arguments=(-Dhypha.skip.integration=true -Dhypha.skip.browser=true "-Dhypha.test.tags.excluded=$TAGGED_PARTS") ;;
    integration) arguments=(-Dhypha.skip.unit=true -Dhypha.skip.browser=true "-Dhypha.test.tags.excluded=$TAGGED_PARTS") ;;
    browser) arguments=("-Dhypha.test.tags=browser") ;;
    security | chaos) arguments=(-Dhypha.skip.browser=true "-Dhypha.test.tags=$part") ;;
    deploy) ;;
    *) fail "--only takes unit, integration, browser, security, chaos or deploy, not \"$part\"." ;;
  esac
  if [ "$part" = all ] || [ "$part" = deploy ]; then
    say "deploy: no deployment files are here yet, so there is nothing to check."
  fi
  if [ "$part" != deploy ]; then
    prepare_tests "$part"
    log="$HYPHA_DATA/logs/test.log"
    forget_reports
    arguments+=("-Dhypha.simulation.seed=$(commit_seed)" "-Dhypha.simulation.seconds=$SIMULATION_SECONDS"
      "-Dhypha.fuzz.seconds=$FUZZING_SECONDS")
    run_maven_tests "$log" "${arguments[@]}" || code=$?
  fi
  report_tests "$part" "$code"
}

# The start of the commit id as a number: every commit tries other seeds, and the same ones again.
commit_seed() {
  local commit
  commit="$(git -C "$HYPHA_ROOT" rev-parse HEAD 2>/dev/null)" || commit=1
  printf '%d' "$((16#${commit:0:12}))"
}

prepare_tests() {
  mkdir -p "$HYPHA_DATA/logs"
  trap 'stop_maven' EXIT
  trap 'stop_maven; exit 130' INT
  trap 'stop_maven; exit 143' TERM HUP
  require_jdk
  require_maven
  require_webrtc_libraries
  if { [ "$1" = all ] || [ "$1" = browser ]; } && has_module engine/browser; then
    require_browser_tools
    HYPHA_CHROMIUM="$(find_chromium)"
    export HYPHA_CHROMIUM
  fi
}

reports() {
  local module
  while IFS= read -r module; do
    find "$HYPHA_ROOT/$module/target" -maxdepth 2 -name 'TEST-*.xml' \
      \( -path '*/surefire-reports/*' -o -path '*/failsafe-reports/*' -o -path '*/node-reports/*' \) 2>/dev/null || true
  done < <(all_modules)
}

# Results of an earlier run must not be counted as this one's.
forget_reports() {
  local report
  while IFS= read -r report; do
    rm -f "$report"
  done < <(reports)
  while IFS= read -r report; do
    rm -f "$HYPHA_ROOT/$report/target/failsafe-reports/failsafe-summary.xml"
  done < <(all_modules)
}

# run_maven_tests LOG ARGUMENT...: shows modules, test classes and errors as they come.
run_maven_tests() {
  local log="$1" code=0 follower
  shift
  say "Testing with JDK $(jdk_version "$JAVA_HOME"); log: $log"
  : >"$log"
  start_maven "$log" "$@" verify
  tail -n +1 -f --pid="$BUILD_PID" "$log" 2>/dev/null | grep --line-buffered -E \
    '^\[INFO\] Building .* \[[0-9]+/[0-9]+\]$|Tests run:.* in |^simulation: |^fuzz: |<<< (FAILURE|ERROR)!' | sed -u 's/^\[[A-Z]*\] /  /' >&2 &
  follower=$!
  wait "$BUILD_PID" || code=$?
  BUILD_PID=''
  wait "$follower" 2>/dev/null || true
  if [ "$code" -ne 0 ]; then
    say "The build stopped with:"
    build_errors "$log"
  fi
  return "$code"
}

# count_tests FILE...: prints "run failed skipped" over JUnit reports, by their cases: Surefire's own sums leave out
# parameterised classes. All who write such reports begin a line with each of these elements.
count_tests() {
  awk '
    /^[ \t]*<testcase / { run++ }
    /^[ \t]*<(failure|error)[ >\/]/ { failed++ }
    /^[ \t]*<skipped[ >\/]/ { skipped++ }
    END { print run + 0, failed + 0, skipped + 0 }
  ' "$@" /dev/null
}

# The last line of all: how many tests passed and failed. A build that breaks outside a test counts as one failure.
report_tests() {
  local part="$1" code="$2" files run failed skipped passed
  mapfile -t files < <([ "$part" = deploy ] || reports)
  read -r run failed skipped < <(count_tests "${files[@]}")
  passed=$((run - failed - skipped))
  if [ "$code" -ne 0 ] && [ "$failed" -eq 0 ]; then
    say "No test failed, but the build did; that counts as one failure."
    failed=1
  elif [ "$run" -eq 0 ]; then
    say "There are no tests in this part yet; a run without tests does not pass."
    code=1
  elif [ "$failed" -gt 0 ]; then
    code=1
  fi
  printf '%s passed, %s failed' "$passed" "$failed"
  [ "$skipped" -eq 0 ] || printf ', %s skipped' "$skipped"
  printf '\n'
  [ "$code" -eq 0 ] || exit 1
}
