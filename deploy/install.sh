#!/usr/bin/env bash
# Installs the bundle on a Debian 12 without network, or brings an installation to the bundle's version. As root, in the bundle's folder.
set -euo pipefail
# What root leaves for itself alone by default, the program's user could not read.
umask 022

usage() {
  cat <<'TEXT'
주요업무보고를 설치하거나 새 판으로 올립니다. 인터넷이 없어도 됩니다. root로 실행합니다.

  ./install.sh                       처음이면 묻고 설치하고, 설치되어 있으면 이 묶음의 판으로 올립니다
  ./install.sh --back                앞 판으로 되돌립니다(터미널이 아니면 다시 묻지 않습니다)

  --host NAME                        사용자가 주소 창에 적을 이름(예: jobs.example.go.kr)
  --administrator ID                 첫 관리자의 아이디
  --certificate FILE --key FILE      인증서와 그 열쇠(PEM). 없으면 서명되지 않은 것을 만듭니다
  --mail-host NAME                   메일 서버. 없으면 메일 없이 씁니다
  --role all|web|worker              이 서버에서 돌릴 것. 처음 설치할 때만 적습니다. 적지 않으면 all: 데이터베이스까지 모두
  --database HOST[,HOST]             web, worker에서: 데이터베이스 서버의 주소(예비 서버가 있으면 둘)
  --listen ADDRESS:PORT              web에서: 첫 서버의 nginx가 이 서버를 부를 주소(예: 10.0.0.12:8000)
  --accept-long                      큰 표를 고치는 데 오래 걸려도 올립니다
  --no-start                         서비스를 띄우지 않습니다(systemd가 없는 곳)
TEXT
}

releases=/opt/seoulwork-releases
program=/opt/seoulwork
data=/var/lib/seoulwork
backups=/var/backups/seoulwork
backup_key=/etc/seoulwork-backup.key
record=$data/upgraded.json       # which backup the way back needs (manage.py upgrade)
record_before=$data/upgraded.before.json  # that of the upgrade before the one that is under way
host= administrator= certificate= key= mail= back= start=yes
role= database= listen=
long=() stopped=
while [ $# != 0 ]; do
  case $1 in
    --host) host=$2; shift ;;
    --administrator) administrator=$2; shift ;;
    --certificate) certificate=$(realpath "$2"); shift ;;
    --key) key=$(realpath "$2"); shift ;;
    --mail-host) mail=$2; shift ;;
    --role) role=$2; shift ;;
    --database) database=$2; shift ;;
    --listen) listen=$2; shift ;;
    --accept-long) long=(--accept-long) ;;
    --no-start) start= ;;
    --back) back=yes ;;
    --help | -h) usage; exit ;;
    *) echo "모르는 선택지입니다: $1" >&2; usage >&2; exit 2 ;;
  esac
  shift
done
cd "$(dirname "$(realpath "$0")")"

began=$SECONDS number=0
step() { number=$((number + 1)); printf '%2d. %s (%d초)\n' $number "$1" $((SECONDS - began)); }
refuse() { echo "$1" >&2; exit 1; }

# run FOLDER ARGUMENT...: manage.py of a release, by the user and the role that its command is for.
run() {
  local folder=$1 new=()
  shift
  # Of what never ran yet there is no nightly backup to be missed.
  [ -e "$program" ] || new=(--without BACKUP_DIR)
  ./seoulwork-manage --in "$folder" "${new[@]}" "$@"
}
setting() { # NAME: what it says in seoulwork.env
  sed -n "s/^$1=//p" /etc/seoulwork.env | tr -d "\"' " | tail -1
}
of_all() { [ "$role" = all ]; }

services() { [ -z "$start" ] || systemctl "$@"; }
stop_workers() {
  stopped=yes
  services stop 'seoulwork-worker@*' 'seoulwork-*.timer'
}
# However this ends: what it has stopped goes on, unless the maintenance page stands.
go_on() {
  [ -z "$stopped" ] || [ -e "$data/maintenance.html" ] || switched_on start
}
trap go_on EXIT
start_all() {
  case $role in
    all) services enable --quiet seoulwork-web seoulwork-worker@1 seoulwork-worker@2 seoulwork-daily.timer seoulwork-backup.timer nginx ;;
    web) services enable --quiet seoulwork-web ;;
    worker) services enable --quiet seoulwork-worker@1 seoulwork-worker@2 ;;
  esac
  [ "$role" = worker ] || services restart seoulwork-web
  switched_on restart
  stopped=
  ! of_all || services reload-or-restart nginx
}
# switched_on VERB: workers and timers, those included that somebody has switched on beside the usual ones.
switched_on() {
  local units
  mapfile -t units < <(find /etc/systemd/system/{multi-user,timers}.target.wants \( -name 'seoulwork-worker@*.service' -o -name 'seoulwork-*.timer' \) -printf '%f\n' 2>/dev/null)
  [ ${#units[@]} = 0 ] || services "$1" "${units[@]}"
}

sql() { runuser -u postgres -- psql -qX -v ON_ERROR_STOP=1 "$@"; }

look() {
  [ "$(id -u)" = 0 ] || refuse 'root로 실행해 주세요(sudo ./install.sh).'
  . /etc/os-release
  [ "${ID:-}" = debian ] && [ "${VERSION_ID:-}" = 12 ] || refuse "Debian 12에 설치합니다. 이 서버는 ${PRETTY_NAME:-다른 것}입니다."
  if [ -n "$start" ] && [ ! -d /run/systemd/system ]; then
    refuse 'systemd가 돌고 있지 않습니다. 서비스를 손으로 띄우려면 --no-start를 붙여 주세요.'
  fi
}

# Which part of the system this host has; it stays that.
read_role() {
  local before=
  # What a first installation that did not come to its end was told binds nobody.
  [ ! -e "$program" ] || [ ! -e "$releases/role" ] || before=$(cat "$releases/role")
  [ -n "$before" ] || [ ! -e /etc/seoulwork-owner.env ] || before=all
  [ -z "$before" ] || [ -z "$role" ] || [ "$role" = "$before" ] || refuse "이 서버에 설치된 것은 --role $before이고, 다른 것(--role $role)으로 바꿀 수 없습니다. --role 없이 실행해 주세요."
  role=${before:-${role:-all}}
  case $role in all | web | worker) ;; *) refuse '--role에는 all, web, worker 가운데 하나를 적어 주세요.' ;; esac
}

# What is said again about an installation that is there already: it is not changed by that, so it is not passed over either.
refuse_other() { # OPTION GIVEN NAME
  [ -z "$2" ] || [ "$2" = "$(setting "$3" | cut -d, -f1)" ] ||
    refuse "$1: 이미 설치되어 있습니다. /etc/seoulwork.env의 $3를 고친 뒤 $1 없이 다시 실행해 주세요."
}

# What an installation that stopped in between has not come to is asked again.
ask() {
  if [ -e /etc/seoulwork.env ] && of_all; then
    refuse_other --host "$host" ALLOWED_HOSTS
    refuse_other --mail-host "$mail" EMAIL_HOST
  fi
  of_all || { ask_for_part; return; }
  [ -z "$database$listen" ] || refuse '--database와 --listen은 --role web이나 --role worker에만 적습니다.'
  if [ ! -e /etc/seoulwork.env ]; then
    [ -n "$host" ] || ! [ -t 0 ] || read -rp '사용자가 주소 창에 적을 이름(예: jobs.example.go.kr): ' host
    [[ $host =~ ^[A-Za-z0-9.-]+$ ]] || refuse '--host에 이 시스템의 호스트 이름을 적어 주세요(예: jobs.example.go.kr).'
  fi
  if [ ! -e "$program" ]; then
    [ -n "$administrator" ] || ! [ -t 0 ] || read -rp '첫 관리자의 아이디: ' administrator
    [ -n "$administrator" ] || refuse '--administrator에 첫 관리자의 아이디를 적어 주세요.'
  fi
}

# A host beside the first has its settings: the same keys, another address of the database.
ask_for_part() {
  [ -z "$certificate$key$administrator$host$mail" ] || refuse "--role $role에는 --host, --administrator, --certificate, --key, --mail-host를 적지 않습니다."
  [ -e /etc/seoulwork.env ] || refuse '첫 서버의 /etc/seoulwork.env를 이 서버의 /etc에 옮긴 뒤 다시 실행해 주세요.'
  [ "$role" = web ] || [ -e /etc/seoulwork-worker.env ] || refuse '첫 서버의 /etc/seoulwork-worker.env를 이 서버의 /etc에 옮긴 뒤 다시 실행해 주세요.'
  [ -e "$program" ] && [ -z "$database" ] || [[ $database =~ ^[A-Za-z0-9.:,-]+$ ]] || refuse '--database에 데이터베이스 서버의 주소를 적어 주세요(예: 10.0.0.11).'
  [ -z "$listen" ] && { [ -e "$program" ] || [ "$role" = worker ]; } || [[ $listen =~ ^[0-9.]+:[0-9]+$ ]] ||
    refuse '--listen에 첫 서버의 nginx가 이 서버를 부를 주소를 적어 주세요(예: 10.0.0.12:8000).'
}

# Refused before anything of the site is changed: with a pair that nginx does not take, the site would be gone at the next start.
read_certificate() {
  [ -n "$certificate$key" ] || return 0
  [ -n "$certificate" ] && [ -n "$key" ] || refuse '--certificate와 --key는 함께 적어 주세요.'
  local of_certificate of_key
  of_certificate=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) ||
    refuse "$certificate: PEM 인증서로 읽을 수 없습니다. 파일의 자리와 형식을 확인해 주세요."
  of_key=$(openssl pkey -in "$key" -passin pass: -pubout 2>/dev/null) ||
    refuse "$key: PEM 열쇠로 읽을 수 없습니다. 암호가 걸린 열쇠는 openssl pkey -in 열쇠 -out 새열쇠로 암호를 풀어 주세요."
  [ "$of_certificate" = "$of_key" ] || refuse '인증서와 열쇠가 서로 맞지 않습니다. 짝이 맞는 두 파일을 적어 주세요.'
  openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null || refuse "$certificate: 기한이 지난 인증서입니다."
}

packages() {
  local lists
  lists=$(mktemp -d)
  mkdir -p "$lists/lists/partial"
  echo "deb [trusted=yes] file:$PWD/debs ./" >"$lists/sources.list"
  # What is installed already is brought to the bundle's version, security updates of libraries included; configuration files stay.
  local wanted from=(-o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$lists/lists"
    -o APT::Sandbox::User=root -o pkgCacheFile= -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache= -o Dpkg::Options::=--force-confold)
  wanted=$(of_all && cat debs/wanted || grep -vxE 'postgresql|nginx' debs/wanted)
  apt-get "${from[@]}" -qq update
  # shellcheck disable=SC2086
  { DEBIAN_FRONTEND=noninteractive apt-get "${from[@]}" -qq install --yes --no-install-recommends $wanted &&
    DEBIAN_FRONTEND=noninteractive apt-get "${from[@]}" -qq upgrade --yes; } >"$lists/log" 2>&1 ||
    { cat "$lists/log" >&2; refuse 'Debian 꾸러미를 설치하지 못했습니다. 위의 까닭을 고친 뒤 다시 실행해 주세요.'; }
  rm -rf "$lists"
}

# A release has a folder of its own, with its own packages; the one before stays.
unpack() {
  [ -e "$release/.installed" ] && return
  rm -rf "$release"
  mkdir -p "$release"
  tar -xzf program.tar.gz -C "$release" --strip-components=1 --no-same-owner
  python3 -m venv "$release/.venv"
  "$release/.venv/bin/pip" install --quiet --no-index --no-deps --disable-pip-version-check wheels/*.whl
  touch "$release/.installed"
}

user_and_folders() {
  local user
  for user in seoulwork seoulwork-owner; do
    id $user >/dev/null 2>&1 || useradd --system --user-group --home-dir "$data" --shell /usr/sbin/nologin $user
  done
  # nginx passes through it to static files and the maintenance page; the web process has nothing there but what is in `stored`.
  install -d -o seoulwork-owner -g seoulwork-owner -m 0751 "$data"
  install -d -o seoulwork -g seoulwork -m 0711 "$data/stored"
  install -d -o seoulwork-owner -g seoulwork-owner -m 0700 "$data/before-upgrades"
  install -d -o seoulwork-owner -g seoulwork-owner -m 0755 "$data/static"
  find "$data"/{static,before-upgrades,upgraded.json,upgraded.before.json,maintenance.html} -user seoulwork \
    -exec chown -h seoulwork-owner:seoulwork-owner {} + 2>/dev/null || true
  # Backups and the logs of nginx are on the first host.
  of_all || return 0
  install -d -o seoulwork -g seoulwork -m 0700 "$backups"
  # nginx's own user passes through and owns the files: once they are divided it opens them by name.
  install -d -o root -g adm -m 0751 /var/log/seoulwork
  touch /var/log/seoulwork/{access,error}.log
  chown www-data:adm /var/log/seoulwork/{access,error}.log
  chmod 0640 /var/log/seoulwork/{access,error}.log
}

database() {
  local version settings before
  version=$(find /etc/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | tail -1)
  settings="/etc/postgresql/$version/main/conf.d/seoulwork.conf"
  before=$(cat "$settings" 2>/dev/null || true)
  # Everything is on this host: nobody from outside has to reach the database.
  sed "s/^listen_addresses = .*/listen_addresses = 'localhost'/" "$release/deploy/postgresql/seoulwork.conf" | place "$settings"
  if [ -z "$start" ]; then
    pg_ctlcluster "$version" main status >/dev/null || pg_ctlcluster "$version" main start
  elif [ "$before" = "$(cat "$settings")" ]; then
    systemctl start postgresql
  else
    systemctl restart postgresql
  fi
  [ -z "$(sql -tAc "SELECT 1 FROM pg_database WHERE datname = 'seoulwork'")" ] || return 0
  sql -f - >/dev/null <"$release/deploy/postgresql/roles.sql"
}

# place FILE: what comes in, unless somebody has changed what the release before had put there: then it comes to stand beside.
place() {
  local put=$releases/put$1
  mkdir -p "${put%/*}"
  cat >"$put.new"
  if [ ! -e "$1" ] || [ ! -e "$put" ] || cmp -s "$1" "$put"; then
    install -m 0644 "$put.new" "$1"
    rm -f "$1.dpkg-dist"
  elif ! cmp -s "$1" "$put.new"; then
    install -m 0644 "$put.new" "$1.dpkg-dist"
    echo "    $1: 고친 것이 있어 그대로 두고, 이 판의 것은 $1.dpkg-dist에 두었습니다. 견주어 필요한 것을 옮겨 주세요."
  fi
  mv "$put.new" "$put"
}

word() { openssl rand -hex 24; }

# address ROLE: a new password for the role, and the line that names it. The password is on no command line.
address() {
  local password
  password=$(word)
  echo "ALTER ROLE $1 PASSWORD '$password';" | sql -f - &&
    echo "DATABASE_URL=postgresql://$1:$password@127.0.0.1/seoulwork"
}

keep() { # FILE OWNER MODE: what comes in, unless the file is there
  [ -e "$1" ] && { cat >/dev/null; return; }
  (umask 077; cat >"$1.new")
  chown "$2" "$1.new"
  chmod "$3" "$1.new"
  mv "$1.new" "$1"
}

settings() {
  local line
  of_all || { settings_of_part; return; }
  # Nothing is written for a role that could not be given its password: what is there once is kept.
  [ -e /etc/seoulwork-owner.env ] || { line=$(address seoulwork_owner); keep /etc/seoulwork-owner.env root:root 0600 <<<"$line"; }
  [ -e /etc/seoulwork-worker.env ] || { line=$(address seoulwork_worker); keep /etc/seoulwork-worker.env root:seoulwork 0640 <<<"$line"; }
  [ -e /etc/seoulwork.env ] || {
    line=$(address seoulwork_web)
    keep /etc/seoulwork.env root:seoulwork 0640 <<TEXT
# 주요업무보고의 설정. 뜻은 시스템 담당자 안내서의 '설정'에 있습니다. 고친 뒤에는 systemctl restart seoulwork-web 'seoulwork-worker@*'
SEOULWORK_ENV=production
SECRET_KEY=$(openssl rand -base64 72 | tr -d '\n/+=')
SECOND_FACTOR_KEYS=$(openssl rand -base64 32 | tr '+/' '-_')
ALLOWED_HOSTS=$host
PROXY_COUNT=1
SEOULWORK_VAR=$data
BACKUP_DIR=$backups
EMAIL_HOST=$mail
$line
TEXT
  }
  host=$(setting ALLOWED_HOSTS | cut -d, -f1)
  if [ ! -e /etc/seoulwork-backup.pub ]; then
    (cd "$release" && SEOULWORK_VAR=$data .venv/bin/python manage.py backup --make-key "$backup_key" >/dev/null)
    sed -n 's/^# public key: //p' "$backup_key" | keep /etc/seoulwork-backup.pub root:seoulwork 0640
    fresh_key=yes
  fi
}

settings_of_part() {
  local file
  for file in /etc/seoulwork.env /etc/seoulwork-worker.env; do
    [ -e "$file" ] || continue
    [ -z "$database" ] || sed -i "s#^\(DATABASE_URL=.*@\)[^/]*/#\1$database/#" "$file"
    chown root:seoulwork "$file"
    chmod 0640 "$file"
  done
  [ -z "$listen" ] || { sed -i '/^SEOULWORK_LISTEN=/d' /etc/seoulwork.env; echo "SEOULWORK_LISTEN=$listen" >>/etc/seoulwork.env; }
  host=$(setting ALLOWED_HOSTS | cut -d, -f1)
}

certificates() {
  local folder=/etc/nginx/seoulwork
  install -d -m 0700 "$folder"
  if [ -n "$certificate" ]; then
    install -m 0644 "$certificate" "$folder/certificate.pem"
    install -m 0600 "$key" "$folder/key.pem"
  elif [ ! -e "$folder/certificate.pem" ]; then
    (umask 077 && openssl req -x509 -newkey rsa:3072 -nodes -days 825 -subj "/CN=$host" -addext "subjectAltName=DNS:$host" \
      -keyout "$folder/key.pem" -out "$folder/certificate.pem" 2>/dev/null)
    self_signed=yes
  fi
}

# What stands in /etc and comes with each release.
files_of_the_host() {
  local unit name
  for unit in "$1"/deploy/seoulwork-*.{service,timer}; do
    name=${unit##*/}
    case $role/$name in all/* | web/seoulwork-web.service | worker/seoulwork-worker@.service) ;; *) continue ;; esac
    sed "s/seoulwork\.example\.go\.kr/$host/g" "$unit" | place "/etc/systemd/system/$name"
  done
  services daemon-reload
  install -m 0755 seoulwork-manage /usr/local/sbin/seoulwork-manage
  of_all || return 0
  place /etc/logrotate.d/seoulwork <"$1/deploy/logrotate/seoulwork"
  site_of_nginx "$1"
}

site_of_nginx() {
  local site=/etc/nginx/sites-available/seoulwork.conf names ipv6=() before
  # nginx answers by the very names that the program does.
  names=$(setting ALLOWED_HOSTS | sed 's/,\|$/ yes; /g')
  # A host that was started without IPv6 knows no such address.
  [ -e /proc/net/if_inet6 ] || ipv6=(-e '/listen \[::\]/d')
  before=$(cat "$site" 2>/dev/null || true)
  sed -e "s/seoulwork\.example\.go\.kr yes;/$names/; s/seoulwork\.example\.go\.kr/$host/g" "${ipv6[@]}" "$1/deploy/nginx/seoulwork.conf" | place "$site"
  ln -sfn "$site" /etc/nginx/sites-enabled/seoulwork.conf
  rm -f /etc/nginx/sites-enabled/default
  nginx -t -q && return
  # What it runs with goes on: an upgrade that has come so far does not end for that.
  [ -n "$before" ] || refuse 'nginx가 설정을 받아들이지 않습니다. 위의 까닭을 고친 뒤 다시 실행해 주세요.'
  cp "$site" "$site.dpkg-dist"
  echo "$before" >"$site"
  echo "    nginx가 새 설정을 받아들이지 않아 앞의 것을 그대로 둡니다. 위의 까닭을 고치고 $site.dpkg-dist를 $site로 옮긴 뒤 systemctl reload nginx를 해 주세요."
}

# Whether the last upgrade that the record tells of has come to its end.
upgraded() { [ -e "$record" ] && [ "$(recorded finished)" = True ]; }
recorded() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$record" "$1"; }

# The release that the units run so far is the one that --back leads to. Put in once more, one leads to where it led before.
mark_before() {
  local so_far
  so_far=$(readlink -f "$program" || true)
  if [ "$so_far" = "$release" ]; then
    [ ! -e "$record_before" ] || mv "$record_before" "$record"
  elif [ -d "$so_far" ]; then
    ln -sfn "$so_far" "$releases/before"
    rm -f "$record_before"
  fi
}

# Of the backups before upgrades two stay, and the one that --back needs.
forget_backups() {
  [ -e "$record" ] || return 0
  find "$data/before-upgrades" -name 'seoulwork-*.backup*' ! -path "$(recorded backup)" | sort | head -n -2 | xargs -r -d '\n' rm
}

# The stamp tells whose files these are; only an upgrade writes it.
collect() { # RELEASE
  rm -f "$data/static/.collected"
  run "$1" collectstatic --noinput --verbosity 0
}

use() { # RELEASE: from now on the units run it
  ln -sfn "$1" "$program.new"
  mv -T "$program.new" "$program"
}

finish() {
  start_all
  ! of_all || run "$program" maintenance off >/dev/null
  [ -z "$start" ] || wait_until_ready
}

# Until the web server answers and the workers have told that they are there.
wait_until_ready() {
  local tries
  for tries in $(seq 60); do
    [ "$(problems)" != '[]' ] || break
    sleep 1
  done
  [ -n "$(problems)" ] || refuse '웹 서버가 1분 안에 답하지 않습니다. journalctl -u seoulwork-web을 보아 주세요.'
  run "$program" doctor || echo '위의 고칠 것을 보아 주세요. 언제든 seoulwork-manage doctor로 다시 볼 수 있습니다.'
}

# What the address for probes tells; nothing when nobody answers. A host of workers has no such address.
problems() {
  [ "$role" != worker ] || { echo '[]'; return; }
  python3 - "$host" "$(of_all || setting SEOULWORK_LISTEN)" <<'PYTHON'
import http.client, json, ssl, sys

host, listens = sys.argv[1:]
if listens:
    connection = http.client.HTTPConnection(listens, timeout=5)
else:
    connection = http.client.HTTPSConnection("127.0.0.1", timeout=5, context=ssl._create_unverified_context())
try:
    connection.request("GET", "/health/ready", headers={"Host": host})
    print(json.load(connection.getresponse())["problems"])
except (OSError, ValueError):
    pass
PYTHON
}

put_in() {
  fresh_key= self_signed=
  sha256sum --quiet --check SHA256SUMS || refuse '묶음이 온전하지 않습니다. 다시 옮겨 주세요.'
  ask
  if [ -e "$program" ]; then
    look_first
    step 'Debian 꾸러미를 맞춥니다'; packages
  else
    step 'Debian 꾸러미를 설치합니다'; packages
    read_certificate
    step "프로그램을 $release에 풉니다"; unpack
    step '사용자와 폴더를 둡니다'; user_and_folders
  fi
  echo "$role" >"$releases/role"
  if of_all; then bring_all; else bring_part; fi
  printf '마쳤습니다: https://%s/ (%d초)\n' "$host" $((SECONDS - began))
  [ -z "$fresh_key" ] || echo '/etc/seoulwork-backup.key는 백업을 푸는 열쇠입니다. 이 서버 밖의 안전한 곳에도 두어 주세요. 잃으면 백업을 풀 수 없습니다.'
  [ -z "$self_signed" ] || echo '인증서는 서명되지 않은 것이라 브라우저가 경고합니다. 기관의 인증서를 --certificate와 --key로 넣어 다시 실행해 주세요.'
}

# Before anything of what runs is changed.
look_first() {
  read_certificate
  ! of_all || nginx -t -q || refuse 'nginx가 지금의 설정을 받아들이지 않습니다. 위의 까닭을 고친 뒤 다시 실행해 주세요.'
  step "프로그램을 $release에 풉니다"; unpack
  user_and_folders
  if of_all; then
    step '작업 프로세스를 멈춥니다(하던 작업은 마칩니다)'; stop_workers
    step '올릴 수 있는지 살핍니다'; upgrade --check || refuse '위의 문장을 보아 주세요. 쓰던 판이 그대로 돌고 있습니다.'
  else
    step '첫 서버가 올라와 있는지 살핍니다'; look_at_first
  fi
}

upgrade() {
  local secret=()
  [ ! -e /etc/seoulwork-backup.pub ] || secret=(--key /etc/seoulwork-backup.pub)
  run "$release" upgrade --backups "$data/before-upgrades" "${secret[@]}" "${long[@]}" "$@"
}

look_at_first() {
  run "$release" doctor --database || refuse '이 묶음의 판으로 첫 서버를 먼저 설치하거나 올린 뒤 다시 실행해 주세요.'
}

bring_all() {
  step 'PostgreSQL과 그 역할을 둡니다'; database
  step '설정, 비밀키, 백업의 열쇠를 둡니다'; settings
  ! upgraded || cp -p "$record" "$record_before"
  step '데이터베이스를 올립니다'
  upgrade --keep-page --web-role seoulwork_web --web-role seoulwork_worker || {
    [ -e "$data/maintenance.html" ] || refuse '올리지 않았습니다. 위의 문장을 보아 주세요.'
    refuse '까닭을 고친 뒤 다시 실행하거나, ./install.sh --back으로 되돌려 주세요.'
  }
  if [ -n "$administrator" ]; then
    step '첫 관리자를 둡니다'; run "$release" first_administrator "$administrator"
  fi
  step '인증서와 nginx, systemd의 파일을 둡니다'; certificates; files_of_the_host "$release"
  mark_before
  use "$release"
  forget_backups
  [ -n "$(ls -A "$backups")" ] || { step '첫 백업을 합니다'; run "$program" backup "$backups" --key /etc/seoulwork-backup.pub; }
  step '웹 서버, 작업 프로세스, 타이머를 띄웁니다'; finish
}

bring_part() {
  step '설정과 systemd의 파일을 둡니다'; settings; look_at_first
  files_of_the_host "$release"
  step '정적 파일을 모읍니다'; collect "$release"
  mark_before
  use "$release"
  step '서비스를 띄웁니다'; finish
}

# The database as it is now stays under another name; what was entered since the upgrade is in it.
restore_before() {
  local backup=$1 aside secret=()
  [[ $backup != *.age ]] || secret=(--key "$backup_key")
  aside=seoulwork_$(date +%Y%m%d_%H%M%S)
  # Nobody may be at a database that gets another name; who comes again is let in to none.
  sql -c 'ALTER DATABASE seoulwork ALLOW_CONNECTIONS false' \
    -c "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = 'seoulwork'" >/dev/null
  sql -c "ALTER DATABASE seoulwork RENAME TO $aside" -c "ALTER DATABASE $aside ALLOW_CONNECTIONS true" \
    -c "CREATE DATABASE seoulwork OWNER seoulwork_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0" \
    -c 'REVOKE ALL ON DATABASE seoulwork FROM PUBLIC'
  echo "    지금의 데이터베이스는 $aside라는 이름으로 남아 있습니다."
  run "$before" restore "$backup" "${secret[@]}"
  run "$before" grant_web_role seoulwork_web
  run "$before" grant_web_role seoulwork_worker
}

# The other hosts whose program is at the database.
elsewhere() {
  sql -tAc "SELECT string_agg(DISTINCT substr(application_name, 11), ', ') FROM pg_stat_activity
    WHERE datname = 'seoulwork' AND application_name LIKE 'seoulwork %' AND application_name <> 'seoulwork $(hostname)'"
}

go_back_in_part() {
  before=$(readlink -f "$releases/before" || true)
  [ -d "$before" ] || refuse '되돌릴 앞 판이 없습니다.'
  host=$(setting ALLOWED_HOSTS | cut -d, -f1)
  step '첫 서버가 앞 판인지 살핍니다'; run "$before" doctor --database || refuse '첫 서버를 먼저 되돌린 뒤 다시 실행해 주세요.'
  step "앞 판을 씁니다: $before"; collect "$before"
  use "$before"
  rm "$releases/before"
  files_of_the_host "$before"
  step '서비스를 띄웁니다'; finish
  printf '앞 판으로 되돌렸습니다(%d초)\n' $((SECONDS - began))
}

go_back() {
  of_all || { go_back_in_part; return; }
  local so_far backup= changed=0 half= others
  so_far=$(readlink -f "$program")
  if [ -e "$record" ] && ! upgraded; then
    half=yes before=$so_far
  elif [ -e "$data/maintenance.html" ] && [ "$so_far" != "$release" ]; then
    # Stopped before the database was changed; the record is that of an upgrade before.
    half=yes before=$so_far
  else
    before=$(readlink -f "$releases/before" || true)
    [ -d "$before" ] || refuse '되돌릴 앞 판이 없습니다.'
  fi
  if [ -e "$record" ] && { [ -z "$half" ] || ! upgraded; }; then
    backup=$(recorded backup) changed=$(recorded migrations)
  fi
  host=$(setting ALLOWED_HOSTS | cut -d, -f1)
  if [ "$changed" != 0 ]; then
    [[ $backup != *.age ]] || [ -e "$backup_key" ] || refuse "올리기 앞의 백업을 풀 열쇠를 $backup_key에 둔 뒤 다시 실행해 주세요."
    others=$(elsewhere)
    [ -z "$others" ] || refuse "다른 서버($others)의 프로그램이 데이터베이스를 쓰고 있습니다. 그 서버에서 먼저 멈춰 주세요: systemctl stop seoulwork-web 'seoulwork-worker@*' 'seoulwork-*.timer'"
  fi
  if [ "$changed" != 0 ] && [ -t 0 ]; then
    read -rp "판올림($backup) 뒤에 입력한 것은 되돌린 데이터베이스에 없습니다. 되돌리려면 '되돌림'을 적어 주세요: " answer
    [ "$answer" = 되돌림 ] || refuse '되돌리지 않았습니다.'
  fi
  step '점검 화면을 걸고 서비스를 멈춥니다'
  run "$program" maintenance on >/dev/null
  stop_workers
  services stop seoulwork-web 'seoulwork-*.service'
  if [ "$changed" != 0 ]; then
    step "판올림 앞의 백업을 되돌립니다: $backup"; restore_before "$backup"
  fi
  step "앞 판을 씁니다: $before"
  collect "$before"
  use "$before"
  forget_upgrade "$half"
  files_of_the_host "$before"
  step '서비스를 띄웁니다'; finish
  printf '앞 판으로 되돌렸습니다: https://%s/ (%d초)\n' "$host" $((SECONDS - began))
}

# Of one that broke off nothing remains: the record, and where --back leads, are those of before.
forget_upgrade() {
  if [ -z "$1" ]; then
    rm -f "$releases/before" "$record" "$record_before"
  elif [ -e "$record_before" ]; then
    mv "$record_before" "$record"
  else
    upgraded || rm -f "$record"
  fi
}

look
read_role
release=$releases/$(basename "$PWD")
if [ -n "$back" ]; then go_back; else put_in; fi
