#!/usr/bin/env bash
# Brings a bare Debian to the state in which the system runs: system packages, .venv from requirements.lock, node_modules
# from package-lock.json. What is there already is left alone, so a second run takes no time.
#
#   tools/setup.sh            what the system needs
#   tools/setup.sh --packages-of-a-host    only names Debian's packages that a host of the bundle has
#   tools/setup.sh --tests    also what the tests need: a browser, PostgreSQL, tools that read PDF and Excel files, checks of scripts
#   tools/setup.sh --drills   also what the drills of several machines need: PostgreSQL, web server, pool, networks
#
# PYTHON names the interpreter that .venv is made from (default: python3).
set -euo pipefail
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

# step TITLE COMMAND...: says what begins, runs it without its chatter, says how long it took. A failure shows the chatter.
# A line each, since two may go on at once.
step() {
  local title=$1 began=$SECONDS log
  shift
  log=$(mktemp)
  printf '%s ...\n' "$title"
  if "$@" >"$log" 2>&1; then
    printf '%s: %d초\n' "$title" $((SECONDS - began))
    rm -f "$log"
  else
    printf '%s: 실패\n' "$title"
    cat "$log" >&2
    rm -f "$log"
    exit 1
  fi
}

# Whatever provides a thing will do, Debian's package or another: so each is looked for by what it gives.
program() { command -v "$1" >/dev/null || echo "$2"; }
library() { [[ $libraries == *"$1 "* ]] || echo "$2"; }
libraries=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)

packages_of_python() {
  program "$python" python3
  "$python" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

packages_of_building() {
  program node nodejs
  program npm npm
}

packages_of_system() {
  library libpango-1.0.so.0 libpango-1.0-0
  library libpangoft2-1.0.so.0 libpangoft2-1.0-0
  library libharfbuzz-subset.so.0 libharfbuzz-subset0
}

packages_of_tests() {
  library libatomic.so.1 libatomic1
  program chromium-headless-shell chromium-headless-shell
  program pdftotext poppler-utils
  program soffice libreoffice-calc
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  local PATH=$PATH:/sbin:/usr/sbin
  program nginx nginx-light
  program dpkg-deb dpkg
  program openssl openssl
  program systemd-analyze systemd
}

packages_of_drills() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || echo postgresql
  local PATH=$PATH:/sbin:/usr/sbin
  program nginx nginx
  program pgbouncer pgbouncer
  program ip iproute2
  program nft nftables
  program openssl openssl
  program logrotate logrotate
  program systemd-analyze systemd
}

# What a host has that is installed from the bundle: the program's own, and its database, web server and what keeps them.
if [ "${1:-}" = --packages-of-a-host ]; then
  program() { echo "$2"; }
  library() { echo "$2"; }
  packages_of_system
  printf '%s\n' python3 python3-venv nginx postgresql openssl logrotate ca-certificates
  exit
fi

as_root=()
install=(apt-get install --yes --no-install-recommends)

# get_right PACKAGE...: ends here, before anything is installed, when nobody may install them.
get_right() {
  [ "$(id -u)" != 0 ] || return 0
  # Without a terminal nobody can type a password.
  if command -v sudo >/dev/null && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; }; then
    as_root=(sudo)
  else
    echo '시스템 패키지를 설치할 권한이 없습니다. 관리자가 아래 한 줄을 실행한 뒤 다시 시도하십시오.' >&2
    echo "apt-get update && ${install[*]} $*" >&2
    exit 1
  fi
}

install_packages() {
  [ $# = 0 ] || step "시스템 패키지 설치: $*" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" "$@"
}

make_venv() {
  "$python" -m venv --clear .venv
  .venv/bin/pip install --require-hashes --requirement requirements.lock
}

# once STAMP KEY TITLE COMMAND...: runs the command unless the stamp holds the key already.
once() {
  local stamp=$1 key=$2 title=$3
  shift 3
  [ "$(cat "$stamp" 2>/dev/null)" = "$key" ] && return
  step "$title" "$@"
  echo "$key" >"$stamp"
}

mapfile -t for_python < <(packages_of_python)
mapfile -t for_system < <(packages_of_building; packages_of_system)
for_tests=()
[ "${1:-}" != --tests ] || mapfile -t for_tests < <(packages_of_tests)
[ "${1:-}" != --drills ] || mapfile -t for_tests < <(packages_of_drills)
every=("${for_python[@]}" "${for_system[@]}" "${for_tests[@]}")
if [ ${#every[@]} != 0 ]; then
  get_right "${every[@]}"
  step '시스템 패키지 목록 갱신' "${as_root[@]}" apt-get update
fi
install_packages "${for_python[@]}"

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 이상이 필요합니다: $("$python" --version). PYTHON=python3.12 처럼 다른 실행 파일을 지정할 수 있습니다." >&2
  exit 1
fi

node_packages() {
  once node_modules/.installed "$(cat package.json package-lock.json | sha256sum)" \
    '글꼴, 디자인 시스템, 원고 편집기 설치 (node_modules)' npm ci --ignore-scripts --omit=dev
  if [ "${1:-}" = --tests ]; then
    # Beside what is there: npm ci would begin with an empty folder.
    once node_modules/.installed-tests "$(cat package.json package-lock.json | sha256sum)" \
      '스크립트 검사 도구 설치 (node_modules)' npm install --ignore-scripts --no-save
  fi
}

# What waits for the network, for the disk and for a processor goes on side by side; the system's packages come one after
# another, since apt lets nobody else in.
trap wait EXIT
once .venv/.installed "$("$python" --version) $(sha256sum <requirements.lock)" \
  'Python 패키지 설치 (.venv)' make_venv &
python_packages=$!
install_packages "${for_system[@]}"
install_packages "${for_tests[@]}" &
packages_for_tests=$!
node_packages "${1:-}"
wait $python_packages
once node_modules/.webfonts/.built "$(cat package-lock.json tools/build_web_fonts.py | sha256sum)" \
  '화면에 쓰는 글꼴 만들기' .venv/bin/python tools/build_web_fonts.py node_modules/.webfonts
once node_modules/.codemirror/.built "$(cat package-lock.json tools/codemirror/codemirror.js | sha256sum)" \
  '원고 편집기 묶기' node_modules/.bin/esbuild tools/codemirror/codemirror.js --bundle --minify --format=esm --target=es2022 \
  --legal-comments=inline --log-level=warning --outfile=node_modules/.codemirror/codemirror.js
wait $packages_for_tests
