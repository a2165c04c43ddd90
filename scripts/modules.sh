# shellcheck shell=bash
# Which modules this checkout holds. A module that is not there yet is skipped, not missed.

readonly SERVICES=(signaling relay-gateway node admin-ui)

has_module() { [ -f "$HYPHA_ROOT/$1/pom.xml" ] && grep -q "<module>$1</module>" "$HYPHA_ROOT/pom.xml"; }

present_services() {
  local service
  for service in "${SERVICES[@]}"; do
    if has_module "$service"; then
      printf '%s\n' "$service"
    fi
  done
}

# All module folders of the root pom, one a line.
all_modules() { sed -n 's#.*<module>\(.*\)</module>.*#\1#p' "$HYPHA_ROOT/pom.xml"; }

project_version() { sed -n 's#^  <version>\(.*\)</version>#\1#p' "$HYPHA_ROOT/pom.xml" | head -n 1; }

print_version() {
  local home
  printf 'HyphaDB %s\n' "$(project_version)"
  if home="$(find_jdk)"; then
    printf 'JDK %s in %s\n' "$(jdk_version "$home")" "$home"
  else
    printf 'no JDK %s or newer found\n' "$JDK_OLDEST"
  fi
}

not_yet() {
  say "./hypha $1 comes later: $2 is not built yet."
  exit 2
}

# Names the known command nearest to the given one, by edit distance.
unknown_command() {
  local nearest
  nearest="$(
    printf '%s\n' up test bench format sim fuzz db shell package help version | awk -v word="$1" '
      function least(a, b, c) { return a < b ? (a < c ? a : c) : (b < c ? b : c) }
      function distance(a, b,    i, j, d) {
        for (i = 0; i <= length(a); i++) d[i, 0] = i
        for (j = 0; j <= length(b); j++) d[0, j] = j
        for (i = 1; i <= length(a); i++)
          for (j = 1; j <= length(b); j++)
            d[i, j] = least(d[i - 1, j] + 1, d[i, j - 1] + 1,
                            d[i - 1, j - 1] + (substr(a, i, 1) != substr(b, j, 1)))
        return d[length(a), length(b)]
      }
      { d = distance(substr(word, 1, 32), $0); if (NR == 1 || d < best) { best = d; name = $0 } }
      END { if (best <= 2) print name }'
  )"
  say "hypha: there is no command \"$1\"${nearest:+ (did you mean \"$nearest\"?)}; see ./hypha help."
  exit 2
}
