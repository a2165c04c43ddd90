# shellcheck shell=bash
# What the launcher says, and how: results on standard output, everything else on standard error.

if [ -t 2 ] && [ -z "${NO_COLOR:-}" ]; then
  BOLD=$'\e[1m' DIM=$'\e[2m' GREEN=$'\e[32m' RED=$'\e[31m' RESET=$'\e[0m' ON_TERMINAL=true
else
  BOLD='' DIM='' GREEN='' RED='' RESET='' ON_TERMINAL=false
fi

say() { printf '%s\n' "$*" >&2; }

# One plain sentence, and out.
fail() {
  printf '%shypha:%s %s\n' "$RED" "$RESET" "$*" >&2
  exit 1
}

# A line that the next one replaces; without a terminal, an ordinary line.
progress() {
  if $ON_TERMINAL; then
    printf '\r\e[K%s' "$*" >&2
  else
    printf '%s\n' "$*" >&2
  fi
}

progress_done() {
  if $ON_TERMINAL; then
    printf '\r\e[K' >&2
  fi
  if [ $# -gt 0 ]; then
    say "$*"
  fi
}

# tail_of FILE LINES: the end of a log, indented.
tail_of() {
  if [ -r "$1" ]; then
    tail -n "$2" "$1" | sed 's/^/    /' >&2
  fi
}

need_value() {
  [ $# -ge 2 ] || fail "$1 needs a value; see ./hypha help."
}

need_number() {
  case "$2" in
    '' | *[!0-9]*) fail "$1 needs a number, not \"$2\"." ;;
  esac
  [ "${#2}" -le 5 ] || fail "$1 is too large: $2."
}
