#!/usr/bin/env bash
# Runs the tests in fresh clones, each time with one thing about the machine changed, and prints a table.
#
#   tests/surroundings.sh                    all of them, `make test` in each: an hour and a half on two cores
#   tests/surroundings.sh zone python        these
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
loops=()

stop_load() {
  [ ${#loops[@]} -gt 0 ] && kill "${loops[@]}" 2>/dev/null
  loops=()
}

begin_load() {
  for _ in $(seq 20); do
    while :; do :; done &
    loops+=($!)
  done
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

# Caches that the programs would write beside the sources.
elsewhere() {
  env PYTEST_ADDOPTS="-p no:cacheprovider" RUFF_CACHE_DIR="$1" MYPY_CACHE_DIR="$1" PYTHONDONTWRITEBYTECODE=1 "${@:2}"
}

run() { # NAME: the command in the surroundings of that name
  cd "$clone" || return
  local folder=$work/tmp quiet="exec 2>&1; $command"
  mkdir -p "$folder"
  case $1 in
    plain | python) bash -c "$quiet" ;;
    zone) TZ=XST-13:45 bash -c "$quiet" ;;
    language) env -u LC_ALL LANG=C bash -c "$quiet" ;;
    narrow) COLUMNS=37 LINES=9 bash -c "$quiet" ;;
    home) mkdir -p "$work/a home" && HOME="$work/a home" bash -c "$quiet" ;;
    folder)
      folder="$work/a temporary folder whose name is long and has spaces in it/and another below it"
      mkdir -p "$folder" && TMPDIR=$folder bash -c "$quiet"
      ;;
    user)
      chown -R 65534:65534 "$clone" "$folder"
      HOME=$folder TMPDIR=$folder setpriv --reuid 65534 --regid 65534 --clear-groups bash -c "$quiet"
      ;;
    hashseed) PYTHONHASHSEED=4242 bash -c "$quiet" ;;
    readonly) # all that is on the disk but the temporary folder
      elsewhere "$folder" TMPDIR="$folder" unshare -m bash -c \
        "mount --bind '$folder' '$folder' && mount -o remount,bind,ro / && $quiet"
      ;;
    onecore) taskset -c 0 bash -c "$quiet" ;;
    notmux)
      rm -rf "$work/bin" && mkdir "$work/bin" && ln -s /usr/bin/* /usr/local/bin/* "$work/bin/" 2>/dev/null
      rm -f "$work/bin/tmux"
      PATH=$work/bin bash -c "$quiet"
      ;;
    offline) unshare -n bash -c "$quiet" ;;
    load)
      trap stop_load EXIT
      begin_load
      bash -c "$quiet"
      local status=$?
      stop_load
      return $status
      ;;
    *) echo "no such surroundings: $1" && return 2 ;;
  esac
}

failed=0
printf '%-10s  %-7s  %7s  %s\n' surrounding outcome seconds 'last line'
for name in "${all[@]}"; do
  case $name in
    python) prepare "$newest" ;;
    user) prepare "${USERS:-/usr/bin/python3}" ;; # one that anyone may run
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
