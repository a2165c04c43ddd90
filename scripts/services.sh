# shellcheck shell=bash
# ./hypha up: a private network as child processes of this shell.

# Services are small: a serial collector and the first compiler tier start quickest on two cores; a node
# does the work of a database, so it gets the whole compiler and more heap.
readonly JVM_FLAGS=(--enable-native-access=ALL-UNNAMED -Djava.util.logging.manager=org.jboss.logmanager.LogManager -XX:+UseSerialGC)
readonly SMALL_FLAGS=(-Xmx192m -XX:TieredStopAtLevel=1)
readonly NODE_FLAGS=(-Xmx768m)
readonly READY_SECONDS_MAX=90 STOP_SECONDS_MAX=10

NODES=2
PORT_BASE=7100
# Parallel lists, one entry a child.
NAMES=() PIDS=() PORTS=()

up() {
  parse_up_options "$@"
  local services
  mapfile -t services < <(present_services)
  [ ${#services[@]} -gt 0 ] || fail "this checkout holds no service to start yet."
  mkdir -p "$HYPHA_DATA/logs"
  HYPHA_DATA="$(cd "$HYPHA_DATA" && pwd)"
  trap 'stop_all; exit 130' INT
  trap 'stop_all; exit 143' TERM HUP
  trap 'stop_all' EXIT
  claim_data_folder
  check_ports "${services[@]}"
  require_jdk
  require_webrtc_libraries
  build_services "${services[@]}"
  start_services "${services[@]}"
  await_ready
  print_network "${services[@]}"
  watch_children
}

parse_up_options() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --nodes | --port-base | --data) need_value "$@" ;;&
      --nodes) need_number "$1" "$2" && NODES="$2" ;;
      --port-base) need_number "$1" "$2" && PORT_BASE="$2" ;;
      --data) HYPHA_DATA="$2" ;;
      *) fail "./hypha up knows no option \"$1\"; see ./hypha help." ;;
    esac
    shift 2
  done
  NODES=$((10#$NODES)) PORT_BASE=$((10#$PORT_BASE))
  if [ "$NODES" -lt 1 ] || [ "$NODES" -gt 50 ]; then
    fail "--nodes takes 1 to 50, not $NODES."
  fi
  if [ "$PORT_BASE" -lt 1024 ] || [ "$PORT_BASE" -gt $((65525 - NODES)) ]; then
    fail "--port-base takes 1024 to $((65525 - NODES)), not $PORT_BASE."
  fi
}

# One network a data folder.
claim_data_folder() {
  local owner file="$HYPHA_DATA/hypha.pid"
  if [ -r "$file" ] && owner="$(cat "$file")" && [ -n "$owner" ] && kill -0 "$owner" 2>/dev/null; then
    OWNS_DATA=false
    fail "process $owner already runs a network on $HYPHA_DATA; stop it, or choose another folder with --data."
  fi
  printf '%s\n' "$$" >"$file"
  OWNS_DATA=true
}
OWNS_DATA=false

# Prints "name port" for every process to start.
plan() {
  local service node
  for service in "$@"; do
    case "$service" in
      signaling) printf 'signaling %s\n' $((PORT_BASE + 1)) ;;
      relay-gateway) printf 'relay-gateway %s\n' $((PORT_BASE + 2)) ;;
      admin-ui) printf 'admin-ui %s\n' "$PORT_BASE" ;;
      node)
        for ((node = 1; node <= NODES; node++)); do
          printf 'node-%s %s\n' "$node" $((PORT_BASE + 9 + node))
        done
        ;;
    esac
  done
}

check_ports() {
  local name port
  while read -r name port; do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      fail "port $port, which $name needs, is taken by another program; choose others with --port-base (now $PORT_BASE)."
    fi
  done < <(plan "$@")
}

start_services() {
  local name port urls='' node
  for ((node = 1; node <= NODES; node++)); do
    urls+="${urls:+,}http://127.0.0.1:$((PORT_BASE + 9 + node))"
  done
  while read -r name port; do
    start_service "$name" "$port" "$urls"
  done < <(plan "$@")
}

start_service() {
  local name="$1" port="$2" node_urls="$3" module="${1%-[0-9]*}" flags=("${SMALL_FLAGS[@]}")
  local environment=("QUARKUS_HTTP_PORT=$port" "QUARKUS_HTTP_HOST=127.0.0.1")
  local signaling="ws://127.0.0.1:$((PORT_BASE + 1))/v1/signaling"
  case "$module" in
    node)
      flags=("${NODE_FLAGS[@]}")
      environment+=(
        "HYPHA_NODE_SIGNALING_URL=$signaling"
        "HYPHA_NODE_RELAY_URLS=ws://127.0.0.1:$((PORT_BASE + 2))/"
        "HYPHA_NODE_ADVERTISED_ADDRESS=127.0.0.1"
        "HYPHA_NODE_DATA_DIRECTORY=$HYPHA_DATA/$name"
      )
      ;;
    admin-ui)
      environment+=(
        "HYPHA_ADMIN_SERVICES_SIGNALING=http://127.0.0.1:$((PORT_BASE + 1))"
        "HYPHA_ADMIN_SERVICES_RELAY=http://127.0.0.1:$((PORT_BASE + 2))"
        "HYPHA_ADMIN_SERVICES_NODES=$node_urls"
      )
      ;;
  esac
  local command=(env "${environment[@]}" "$JAVA_HOME/bin/java" "${JVM_FLAGS[@]}" "${flags[@]}"
    -jar "$HYPHA_ROOT/$module/target/quarkus-app/quarkus-run.jar")
  # Where the kernel can, a child ends with the launcher even when that is killed outright.
  if setpriv --pdeathsig TERM true 2>/dev/null; then
    command=(setpriv --pdeathsig TERM "${command[@]}")
  fi
  (cd "$HYPHA_DATA" && exec "${command[@]}") >"$HYPHA_DATA/logs/$name.log" 2>&1 </dev/null &
  NAMES+=("$name") PIDS+=("$!") PORTS+=("$port")
}

# is_ready PORT: asks the readiness probe, without needing curl.
is_ready() {
  local answer=''
  {
    exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /q/health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
    read -r -t 3 answer <&3 || true
    exec 3>&-
  } 2>/dev/null
  case "$answer" in
    'HTTP/1.1 200'*) return 0 ;;
  esac
  return 1
}

await_ready() {
  local started=$SECONDS index waiting
  while :; do
    waiting=''
    for index in "${!PIDS[@]}"; do
      check_alive "$index"
      (is_ready "${PORTS[$index]}") 2>/dev/null || waiting+=" ${NAMES[$index]}"
    done
    if [ -z "$waiting" ]; then
      progress_done "All ${#PIDS[@]} services are ready after $((SECONDS - started)) s."
      return 0
    fi
    if [ $((SECONDS - started)) -ge "$READY_SECONDS_MAX" ]; then
      progress_done
      for index in "${!NAMES[@]}"; do
        case "$waiting " in
          *" ${NAMES[$index]} "*) tail_of "$HYPHA_DATA/logs/${NAMES[$index]}.log" 15 ;;
        esac
      done
      fail "not ready after $READY_SECONDS_MAX s:$waiting; their logs are in $HYPHA_DATA/logs."
    fi
    $ON_TERMINAL && progress "Waiting for$waiting ($((SECONDS - started)) s)"
    pause 0.5
  done
}

# check_alive INDEX: a child that died ends the network.
check_alive() {
  local name="${NAMES[$1]}" pid="${PIDS[$1]}" code=0
  kill -0 "$pid" 2>/dev/null && return 0
  wait "$pid" || code=$?
  progress_done
  say "$name (process $pid) ended with exit code $code; the end of its log:"
  tail_of "$HYPHA_DATA/logs/$name.log" 25
  fail "$name died, so the network is stopped; its log is $HYPHA_DATA/logs/$name.log."
}

watch_children() {
  local index
  while :; do
    for index in "${!PIDS[@]}"; do
      check_alive "$index"
    done
    pause 1
  done
}

# Stops every child by its process id: asks, waits, insists. Runs once, whatever called it first.
stop_all() {
  trap '' INT TERM HUP
  trap - EXIT
  local pid index deadline alive
  if [ -n "$PAUSE_PID" ]; then
    kill "$PAUSE_PID" 2>/dev/null || true
  fi
  stop_maven
  if [ ${#PIDS[@]} -gt 0 ]; then
    progress_done "Stopping ${#PIDS[@]} services."
    # Faces first, foundations last: nothing logs that its coordinator went away.
    for ((index = ${#PIDS[@]} - 1; index >= 0; index--)); do
      kill -TERM "${PIDS[$index]}" 2>/dev/null || true
    done
    deadline=$((SECONDS + STOP_SECONDS_MAX))
    alive=true
    while $alive && [ "$SECONDS" -lt "$deadline" ]; do
      alive=false
      for pid in "${PIDS[@]}"; do
        kill -0 "$pid" 2>/dev/null && alive=true
      done
      $alive && sleep 0.1
    done
    for index in "${!PIDS[@]}"; do
      if kill -0 "${PIDS[$index]}" 2>/dev/null; then
        say "${NAMES[$index]} did not stop in $STOP_SECONDS_MAX s and was killed."
        kill -KILL "${PIDS[$index]}" 2>/dev/null || true
      fi
      wait "${PIDS[$index]}" 2>/dev/null || true
    done
    PIDS=()
  fi
  if $OWNS_DATA; then
    rm -f "$HYPHA_DATA/hypha.pid"
  fi
}

print_network() {
  local index path first second
  printf '\n  %sHyphaDB is up%s on 127.0.0.1. Ctrl-C stops it.\n\n' "$BOLD$GREEN" "$RESET"
  for index in "${!NAMES[@]}"; do
    case "${NAMES[$index]}" in
      node-*) path='/q/openapi' ;;
      signaling) path='/q/health' ;;
      relay-gateway) path='/relays' ;;
      *) path='/' ;;
    esac
    printf '  %-15s http://127.0.0.1:%s%s\n' "${NAMES[$index]}" "${PORTS[$index]}" "$path"
  done
  printf '\n  %sdata and logs   %s%s\n' "$DIM" "$HYPHA_DATA" "$RESET"
  if has_module node; then
    first=$((PORT_BASE + 10)) second=$((PORT_BASE + 9 + NODES))
    printf '\n  Put a node into one peer, read it from %s:\n\n' \
      "$([ "$NODES" -gt 1 ] && printf 'another' || printf 'it')"
    printf "    curl -X PUT localhost:%s/v1/databases/myapp/nodes/alice -H 'content-type: application/json' -d '{\"name\":\"Alice\",\"age\":31}'\n" "$first"
    printf '    curl        localhost:%s/v1/databases/myapp/nodes/alice\n' "$([ "$NODES" -gt 1 ] && echo $((PORT_BASE + 11)) || echo "$second")"
  fi
  printf '\n'
}
