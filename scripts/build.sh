# shellcheck shell=bash
# Builds what is not built, shows how far it is, and notices when sources are newer than what was built.

# The Maven being run, so that whoever stops the launcher stops it too.
BUILD_PID=''

# start_maven LOG ARGUMENT...: in the background, its whole output in LOG.
start_maven() {
  local log="$1"
  shift
  (cd "$HYPHA_ROOT" && exec mvn -B -ntp -Dstyle.color=never --fail-at-end "$@") >"$log" 2>&1 </dev/null &
  BUILD_PID=$!
}

stop_maven() {
  if [ -n "$BUILD_PID" ]; then
    kill "$BUILD_PID" 2>/dev/null || true
    wait "$BUILD_PID" 2>/dev/null || true
    BUILD_PID=''
  fi
}

# Folders whose files decide whether a build is stale.
source_folders() {
  local folder
  printf '%s\n' "$HYPHA_ROOT/pom.xml" "$HYPHA_ROOT/.mvn"
  for folder in engine examples service-kit "$@"; do
    if [ -d "$HYPHA_ROOT/$folder" ]; then
      printf '%s\n' "$HYPHA_ROOT/$folder"
    fi
  done
}

# is_stale STAMP MODULE...: whether anything changed since the build that left STAMP. Deleting a file
# touches its folder, so folders count; those that builds write into do not.
is_stale() {
  local stamp="$1" folders newer
  shift
  [ -f "$stamp" ] || return 0
  mapfile -t folders < <(source_folders "$@")
  newer="$(
    find "${folders[@]}" \
      \( -name target -o -name node_modules -o -path '*/src/test' -o -path "$HYPHA_ROOT/admin-ui/node" \) \
      -prune -o \
      -newer "$stamp" \( -type f -o -path '*/src/*' \) -print -quit
  )"
  [ -n "$newer" ]
}

built_service() { [ -f "$HYPHA_ROOT/$1/target/quarkus-app/quarkus-run.jar" ]; }

# build_services SERVICE...
build_services() {
  local service complete=true stamp="$HYPHA_ROOT/target/built-services"
  for service in "$@"; do
    built_service "$service" || complete=false
  done
  if $complete && ! is_stale "$stamp" "$@"; then
    return 0
  fi
  require_maven
  build_modules "$stamp" "$@"
  for service in "$@"; do
    built_service "$service" ||
      fail "the build of $service left no target/quarkus-app/quarkus-run.jar; see $HYPHA_DATA/logs/build.log."
  done
}

# build_modules STAMP MODULE...: without tests and gates, which ./hypha test runs.
build_modules() {
  local stamp="$1" log="$HYPHA_DATA/logs/build.log" list
  shift
  case " $* " in *' node '*) require_node ;; esac
  mkdir -p "$HYPHA_DATA/logs" "$(dirname "$stamp")"
  : >"$stamp.started"
  list="$(IFS=,; printf '%s' "$*")"
  say "Building $* with JDK $(jdk_version "$JAVA_HOME"); log: $log"
  start_maven "$log" -pl "$list" -am -DskipTests -Dspotless.check.skip -Dcheckstyle.skip package \
    dependency:build-classpath -Dmdep.outputFile=target/classpath.txt -Dmdep.includeScope=runtime
  if ! watch_build "$log"; then
    say "The build failed:"
    build_errors "$log"
    fail "nothing was started; the whole log is $log."
  fi
  mv "$stamp.started" "$stamp"
}

# build_errors LOG: Maven's own errors without its advice, or the end of the log when there are none.
build_errors() {
  local errors
  errors="$(grep -E '^\[ERROR\] |^\[WARNING\] .*\.java:' "$1" | grep -vE 'Help 1|-X switch|-e switch|possible solutions|resume the build|mvn <args>|^\[ERROR\] *$' | head -n 40 || true)"
  if [ -n "$errors" ]; then
    printf '%s\n' "$errors" | sed 's/^/    /' >&2
  else
    tail_of "$1" 30
  fi
}

# watch_build LOG: shows the module being built and the time gone by; returns Maven's exit code.
watch_build() {
  local pid="$BUILD_PID" log="$1" code=0 started=$SECONDS module shown=''
  while kill -0 "$pid" 2>/dev/null; do
    module="$(sed -n 's/^\[INFO\] Building \(.*[^ ]\)  *[^ ]* *\(\[[0-9]*\/[0-9]*\]\)$/\2 \1/p' "$log" 2>/dev/null | tail -n 1)"
    if $ON_TERMINAL || { [ -n "$module" ] && [ "$module" != "$shown" ]; }; then
      progress "  ${module:-reading the project} ($((SECONDS - started)) s)"
      shown="$module"
    fi
    pause 1
  done
  wait "$pid" || code=$?
  BUILD_PID=''
  if [ "$code" -eq 0 ]; then
    progress_done "  built in $((SECONDS - started)) s"
  else
    progress_done
  fi
  return "$code"
}

# pause SECONDS: a sleep that lets traps run at once and leaves nothing behind.
PAUSE_PID=''
pause() {
  sleep "$1" &
  PAUSE_PID=$!
  wait "$PAUSE_PID" 2>/dev/null || true
  PAUSE_PID=''
}
