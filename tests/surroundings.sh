#!/usr/bin/env bash
# Runs the tests in fresh clones, each time with one thing about the machine changed, and prints a table.
#
#   tests/surroundings.sh                    all of them, `make test` in each: an hour and a half on two cores
#   tests/surroundings.sh zone python        these
#   tests/surroundings.sh zone+language      both at once
#   tests/surroundings.sh -c 'COMMAND' zone  another command than `make test`; $VENV/bin has the programs
#   tests/surroundings.sh -v .venv -c '...'  with an environment that is there, instead of one made for the run
#
# `plain` changes nothing. user, readonly and offline need root; python takes the newest Python there is (or $NEWEST),
# user one that anyone may run ($USERS, or that of the system).
# The clone is made of the last commit; what a run printed is kept beside it when it failed. The status is 1 when any did.
set -uo pipefail

all=(plain zone language narrow home folder user hashseed readonly onecore notmux offline python load load)
command='make test VENV="$VENV"' venv=
while getopts c:v: option; do
  case $option in
    c) command=$OPTARG ;;
    v) venv=$(cd "$OPTARG" && pwd) ;;
    *) exit 2 ;;
  esac
done
shift $((OPTIND - 1))
[ $# -gt 0 ] && all=("$@")

source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/surroundings-XXXXXX")
chmod 755 "$work"
clone=$work/main
newest=${NEWEST:-}
for one in $(compgen -c python3. | grep -E '^python3\.[0-9]+$' | sort -ut. -k2 -n); do
  [ -z "${NEWEST:-}" ] && "$one" -c 'import venv' 2>/dev/null && newest=$one
done
load=

stop_load() {
  [ -z "$load" ] || kill -- "-$load" 2>/dev/null
  load=
}

# Twenty busy loops in a session of their own, as another user's work is: a kernel shares time among sessions first.
begin_load() {
  setsid bash -c 'for _ in $(seq 20); do while :; do :; done & done; wait' &
  load=$!
}

prepare() { # PYTHON: a fresh clone, and the environment for it with everything installed
  rm -rf "$clone"
  git clone -q "$source" "$clone"
  if [ -n "$venv" ]; then
    VENV=$venv
  else
    VENV=$work/venv${1//\//-}
    make -s -C "$clone" VENV="$VENV" PYTHON="$1" "$VENV/.dev"
  fi
  export VENV
}

# What one surrounding puts before the command; the command is run below all of them.
surround() { # NAME
  case $1 in
    plain | python | load) ;;
    zone) before+=(env TZ=XST-13:45) ;;
    language) before+=(env -u LC_ALL LANG=C) ;;
    narrow) before+=(env COLUMNS=37 LINES=9) ;;
    home) mkdir -p "$work/a home" && before+=(env HOME="$work/a home") ;;
    folder)
      folder="$work/a temporary folder whose name is long and has spaces in it/and another below it"
      before+=(env TMPDIR="$folder")
      ;;
    user)
      owner=65534:65534
      before+=(env HOME="$folder" TMPDIR="$folder" setpriv --reuid 65534 --regid 65534 --clear-groups)
      ;;
    hashseed) before+=(env PYTHONHASHSEED=4242) ;;
    readonly) # all that is on the disk but the temporary folder
      before+=(env TMPDIR="$folder" PYTEST_ADDOPTS="-p no:cacheprovider" RUFF_CACHE_DIR="$folder" MYPY_CACHE_DIR="$folder")
      before+=(unshare -m bash -c 'mount --bind "$0" "$0" && mount -o remount,bind,ro / && exec "$@"' "$folder")
      ;;
    onecore) before+=(taskset -c 0) ;;
    notmux)
      rm -rf "$work/bin" && mkdir "$work/bin" && ln -s /usr/bin/* /usr/local/bin/* "$work/bin/" 2>/dev/null
      rm -f "$work/bin/tmux"
      before+=(env PATH="$work/bin")
      ;;
    offline) before+=(unshare -n) ;;
    *) echo "no such surroundings: $1" && return 2 ;;
  esac
}

run() { # NAME, or several joined by +: the command in these surroundings
  cd "$clone" || return
  local folder=$work/tmp owner= before=() status
  for one in ${1//+/ }; do
    surround "$one" || return
  done
  mkdir -p "$folder"
  [ -z "$owner" ] || chown -R "$owner" "$clone" "$folder"
  if [[ +$1+ = *+load+* ]]; then
    trap stop_load EXIT
    begin_load
  fi
  "${before[@]}" bash -c "exec 2>&1; $command"
  status=$?
  stop_load
  return $status
}

failed=0
printf '%-10s  %-7s  %7s  %s\n' surrounding outcome seconds 'last line'
for name in "${all[@]}"; do
  case +$name+ in
    *+python+*) prepare "$newest" ;;
    *+user+*) prepare "${USERS:-/usr/bin/python3}" ;; # one that anyone may run
    *) prepare "${PYTHON:-python3}" ;;
  esac
  log=$work/$name.log
  began=$SECONDS
  if (run "$name") >"$log"; then outcome=green; else outcome=RED failed=1; fi
  last=$(grep -v '^make: ' "$log" | tail -1)
  printf '%-10s  %-7s  %7d  %s\n' "$name" "$outcome" $((SECONDS - began)) "$last"
  [ "$outcome" = green ] || echo "            all that it printed: $log"
done
[ $failed = 1 ] || rm -rf "$work"
exit $failed
