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
  --accept-long                      큰 표를 고치는 데 오래 걸려도 올립니다
  --no-start                         서비스를 띄우지 않습니다(systemd가 없는 곳)
TEXT
}

releases=/opt/seoulwork-releases
program=/opt/seoulwork
data=/var/lib/seoulwork
backups=/var/backups/seoulwork
record=$data/upgraded.json       # which backup the way back needs (manage.py upgrade)
record_before=$data/upgraded.before.json  # that of the upgrade before the one that is under way
host= administrator= certificate= key= mail= back= start=yes
long=()
while [ $# != 0 ]; do
  case $1 in
    --host) host=$2; shift ;;
    --administrator) administrator=$2; shift ;;
    --certificate) certificate=$(realpath "$2"); shift ;;
    --key) key=$(realpath "$2"); shift ;;
    --mail-host) mail=$2; shift ;;
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

# as_owner FOLDER ARGUMENT...: manage.py of a release, by the program's user, with the role that owns the tables.
as_owner() { manage /etc/seoulwork-owner.env "$@"; }
as_web() { manage /dev/null "$@"; }
manage() {
  local more=$1 folder=$2
  shift 2
  (
    cd "$folder"
    set -a
    . /etc/seoulwork.env
    . "$more"
    # Of what never ran yet there is no nightly backup to be missed.
    [ -e "$program" ] || unset BACKUP_DIR
    exec runuser -u seoulwork -- .venv/bin/python manage.py "$@"
  )
}

services() { [ -z "$start" ] || systemctl "$@"; }
stop_workers() { services stop 'seoulwork-worker@*' 'seoulwork-*.timer'; }
start_all() {
  services enable --quiet seoulwork-web seoulwork-worker@1 seoulwork-worker@2 seoulwork-daily.timer seoulwork-backup.timer nginx
  services restart seoulwork-web
  # shellcheck disable=SC2046
  services restart $(switched_on)
  services reload-or-restart nginx
}
# Workers and timers, those included that somebody has switched on beside the usual ones.
switched_on() {
  find /etc/systemd/system/{multi-user,timers}.target.wants \( -name 'seoulwork-worker@*.service' -o -name 'seoulwork-*.timer' \) -printf '%f\n' 2>/dev/null
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

# What an installation that stopped in between has not come to is asked again.
ask() {
  if [ ! -e /etc/seoulwork.env ]; then
    [ -n "$host" ] || ! [ -t 0 ] || read -rp '사용자가 주소 창에 적을 이름(예: jobs.example.go.kr): ' host
    [[ $host =~ ^[A-Za-z0-9.-]+$ ]] || refuse '--host에 이 시스템의 호스트 이름을 적어 주세요(예: jobs.example.go.kr).'
  fi
  if [ ! -e "$program" ]; then
    [ -n "$administrator" ] || ! [ -t 0 ] || read -rp '첫 관리자의 아이디: ' administrator
    [ -n "$administrator" ] || refuse '--administrator에 첫 관리자의 아이디를 적어 주세요.'
  fi
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
  local from=(-o Dir::Etc::sourcelist="$lists/sources.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$lists/lists"
    -o APT::Sandbox::User=root -o pkgCacheFile= -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=)
  apt-get "${from[@]}" -qq update
  # shellcheck disable=SC2046
  DEBIAN_FRONTEND=noninteractive apt-get "${from[@]}" -qq install --yes --no-install-recommends $(cat debs/wanted) >"$lists/log" 2>&1 ||
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
  id seoulwork >/dev/null 2>&1 || useradd --system --home-dir "$data" --shell /usr/sbin/nologin seoulwork
  install -d -o seoulwork -g seoulwork -m 0751 "$data" # nginx passes through it to static files and the maintenance page
  install -d -o seoulwork -g seoulwork -m 0700 "$backups" "$data/before-upgrades"
  # nginx's own user passes through and owns the files: once they are divided it opens them by name.
  install -d -o root -g adm -m 0751 /var/log/seoulwork
  touch /var/log/seoulwork/{access,error}.log
  chown www-data:adm /var/log/seoulwork/{access,error}.log
  chmod 0640 /var/log/seoulwork/{access,error}.log
}

database() {
  local version
  version=$(find /etc/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' | sort -n | tail -1)
  local settings="/etc/postgresql/$version/main/conf.d/seoulwork.conf"
  # Everything is on this host: nobody from outside has to reach the database.
  sed "s/^listen_addresses = .*/listen_addresses = 'localhost'/" "$release/deploy/postgresql/seoulwork.conf" >"$settings.new"
  if [ -z "$start" ]; then
    mv "$settings.new" "$settings"
    pg_ctlcluster "$version" main status >/dev/null || pg_ctlcluster "$version" main start
  elif cmp -s "$settings.new" "$settings"; then
    rm "$settings.new"
    systemctl start postgresql
  else
    mv "$settings.new" "$settings"
    systemctl restart postgresql
  fi
  [ -z "$(sql -tAc "SELECT 1 FROM pg_database WHERE datname = 'seoulwork'")" ] || return 0
  sql -f - >/dev/null <"$release/deploy/postgresql/roles.sql"
}

word() { openssl rand -hex 24; }

# address ROLE: a new password for the role, and the line that names it. The password is on no command line.
address() {
  local password
  password=$(word)
  echo "ALTER ROLE $1 PASSWORD '$password';" | sql -f -
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
  [ -e /etc/seoulwork-owner.env ] || address seoulwork_owner | keep /etc/seoulwork-owner.env root:root 0600
  [ -e /etc/seoulwork-worker.env ] || address seoulwork_worker | keep /etc/seoulwork-worker.env root:seoulwork 0640
  [ -e /etc/seoulwork.env ] || {
    cat <<TEXT
# 주요업무보고의 설정. 뜻은 README.md의 Settings 표에 있습니다. 고친 뒤에는 systemctl restart seoulwork-web 'seoulwork-worker@*'
SEOULWORK_ENV=production
SECRET_KEY=$(openssl rand -base64 72 | tr -d '\n/+=')
SECOND_FACTOR_KEYS=$(openssl rand -base64 32 | tr '+/' '-_')
ALLOWED_HOSTS=$host
PROXY_COUNT=1
SEOULWORK_VAR=$data
BACKUP_DIR=$backups
EMAIL_HOST=$mail
TEXT
    address seoulwork_web
  } | keep /etc/seoulwork.env root:seoulwork 0640
  host=$(sed -n 's/^ALLOWED_HOSTS=\([^,]*\).*/\1/p' /etc/seoulwork.env)
  if [ ! -e /etc/seoulwork-backup.key ]; then
    (cd "$release" && SEOULWORK_VAR=$data .venv/bin/python manage.py backup --make-key /etc/seoulwork-backup.key >/dev/null)
    sed -n 's/^# public key: //p' /etc/seoulwork-backup.key | keep /etc/seoulwork-backup.pub root:seoulwork 0640
    fresh_key=yes
  fi
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
  local site=/etc/nginx/sites-available/seoulwork.conf unit names
  # nginx answers by the very names that the program does.
  names=$(sed -n 's/^ALLOWED_HOSTS=//p' /etc/seoulwork.env | tr -d '"'"' " | sed 's/,\|$/ yes; /g')
  sed "s/seoulwork\.example\.go\.kr yes;/$names/; s/seoulwork\.example\.go\.kr/$host/g" "$1/deploy/nginx/seoulwork.conf" >"$site"
  # A host that was started without IPv6 knows no such address.
  [ -e /proc/net/if_inet6 ] || sed -i '/listen \[::\]/d' "$site"
  ln -sfn "$site" /etc/nginx/sites-enabled/seoulwork.conf
  rm -f /etc/nginx/sites-enabled/default
  nginx -t -q || refuse 'nginx가 설정을 받아들이지 않습니다. 위의 까닭을 고친 뒤 다시 실행해 주세요.'
  for unit in "$1"/deploy/seoulwork-*.{service,timer}; do
    sed "s/seoulwork\.example\.go\.kr/$host/g" "$unit" >"/etc/systemd/system/${unit##*/}"
  done
  install -m 0644 "$1/deploy/logrotate/seoulwork" /etc/logrotate.d/seoulwork
  services daemon-reload
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

use() { # RELEASE: from now on the units run it
  ln -sfn "$1" "$program.new"
  mv -T "$program.new" "$program"
}

finish() {
  start_all
  as_web "$program" maintenance off >/dev/null
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
  as_web "$program" doctor || echo '위의 고칠 것을 보아 주세요. 언제든 manage.py doctor로 다시 볼 수 있습니다.'
}

# What the address for probes tells; nothing when nobody answers.
problems() {
  python3 - "$host" <<'PYTHON'
import http.client, json, ssl, sys

connection = http.client.HTTPSConnection("127.0.0.1", timeout=5, context=ssl._create_unverified_context())
try:
    connection.request("GET", "/health/ready", headers={"Host": sys.argv[1]})
    print(json.load(connection.getresponse())["problems"])
except (OSError, ValueError):
    pass
PYTHON
}

put_in() {
  fresh_key= self_signed=
  sha256sum --quiet --check SHA256SUMS || refuse '묶음이 온전하지 않습니다. 다시 옮겨 주세요.'
  ask
  step 'Debian 꾸러미를 설치합니다'; packages
  read_certificate
  step "프로그램을 $release에 풉니다"; unpack
  step '사용자 seoulwork와 폴더를 둡니다'; user_and_folders
  step 'PostgreSQL과 그 역할을 둡니다'; database
  step '설정, 비밀키, 백업의 열쇠를 둡니다'; settings
  step '인증서와 nginx, systemd의 파일을 둡니다'; certificates; files_of_the_host "$release"
  step '작업 프로세스를 멈춥니다(하던 작업은 마칩니다)'; [ ! -e "$program" ] || stop_workers
  ! upgraded || cp -p "$record" "$record_before"
  step '데이터베이스를 올립니다'
  as_owner "$release" upgrade --backups "$data/before-upgrades" --keep-page --web-role seoulwork_web --web-role seoulwork_worker \
    "${long[@]}" || {
    if [ ! -e "$data/maintenance.html" ]; then
      [ ! -e "$program" ] || { files_of_the_host "$program"; start_all; }
      refuse '올리지 않았습니다. 위의 문장을 보아 주세요.'
    fi
    refuse '까닭을 고친 뒤 다시 실행하거나, ./install.sh --back으로 되돌려 주세요.'
  }
  if [ -n "$administrator" ]; then
    step '첫 관리자를 둡니다'; as_web "$release" first_administrator "$administrator"
  fi
  mark_before
  use "$release"
  [ -n "$(ls -A "$backups")" ] || { step '첫 백업을 합니다'; as_web "$program" backup "$backups" --key /etc/seoulwork-backup.pub; }
  step '웹 서버, 작업 프로세스 둘, 타이머를 띄웁니다'; finish
  printf '마쳤습니다: https://%s/ (%d초)\n' "$host" $((SECONDS - began))
  [ -z "$fresh_key" ] || echo '/etc/seoulwork-backup.key는 백업을 푸는 열쇠입니다. 이 서버 밖의 안전한 곳에도 두어 주세요. 잃으면 백업을 풀 수 없습니다.'
  [ -z "$self_signed" ] || echo '인증서는 서명되지 않은 것이라 브라우저가 경고합니다. 기관의 인증서를 --certificate와 --key로 넣어 다시 실행해 주세요.'
}

# The database as it is now stays under another name; what was entered since the upgrade is in it.
restore_before() {
  local backup=$1 aside
  aside=seoulwork_$(date +%Y%m%d_%H%M%S)
  sql -c "ALTER DATABASE seoulwork RENAME TO $aside" \
    -c "CREATE DATABASE seoulwork OWNER seoulwork_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0" \
    -c 'REVOKE ALL ON DATABASE seoulwork FROM PUBLIC'
  echo "    지금의 데이터베이스는 $aside라는 이름으로 남아 있습니다."
  as_owner "$before" restore "$backup"
  as_owner "$before" grant_web_role seoulwork_web
  as_owner "$before" grant_web_role seoulwork_worker
}

go_back() {
  local so_far backup= changed=0 half=
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
  host=$(sed -n 's/^ALLOWED_HOSTS=\([^,]*\).*/\1/p' /etc/seoulwork.env)
  if [ "$changed" != 0 ] && [ -t 0 ]; then
    read -rp "판올림($backup) 뒤에 입력한 것은 되돌린 데이터베이스에 없습니다. 되돌리려면 '되돌림'을 적어 주세요: " answer
    [ "$answer" = 되돌림 ] || refuse '되돌리지 않았습니다.'
  fi
  step '점검 화면을 걸고 서비스를 멈춥니다'
  as_web "$program" maintenance on >/dev/null
  stop_workers
  services stop seoulwork-web 'seoulwork-*.service'
  if [ "$changed" != 0 ]; then
    step "판올림 앞의 백업을 되돌립니다: $backup"; restore_before "$backup"
  fi
  step "앞 판을 씁니다: $before"
  as_web "$before" collectstatic --noinput --verbosity 0
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
release=$releases/$(basename "$PWD")
if [ -n "$back" ]; then go_back; else put_in; fi
