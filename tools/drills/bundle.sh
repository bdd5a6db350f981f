#!/usr/bin/env bash
# Installs the newest bundle (make bundle) in a bare Debian 12 that has no network and whose first process is systemd, and uses it
# (tools/drills/bundle_inside.py): from the first log-in to the upgrade that fails. Needs root, debootstrap, openssl and, for the bare
# Debian alone, its packages' server. `make bundle-drill`
#
#   [BARE=ROOT] tools/drills/bundle.sh [--keep] [BUNDLE.tar]     BARE: a bare root that debootstrap has made before, with systemd
set -euo pipefail
cd "$(dirname "$0")/../.."
keep=
if [ "${1:-}" = --keep ]; then keep=yes; shift; fi
bundle=${1:-$(find var/bundle -name 'seoulwork-*.tar' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2-)}
[ -n "$bundle" ] || { echo '묶음이 없습니다. 먼저 make bundle을 실행해 주세요.' >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo 'root로 실행해 주세요.' >&2; exit 1; }

host=jobs.drill.example
root=$(mktemp -d "${TMPDIR:-/tmp}/bundle-drill.XXXXXX")
chmod 755 "$root"
machine=
# Of its own, since two systemds in one group of processes would end each other's.
group=$(findmnt -nt cgroup2 -o TARGET | head -1)/${root##*/}
mkdir "$group"
finish() {
  if [ -n "$machine" ]; then
    kill -KILL "$machine" || true
    wait "$machine" || true
  fi 2>/dev/null
  until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null; do sleep 0.2; done
  if [ -n "$keep" ]; then echo "$root"; else rm -rf --one-file-system "$root" "$root.log"; fi
}
trap finish EXIT
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
if [ -n "${BARE:-}" ]; then
  cp -a "$BARE/." "$root/"
else
  debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus bookworm "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 ||
    { tail -5 "$root.log" >&2; exit 1; }
fi
# As on a host that knows no server of packages.
: >"$root/etc/apt/sources.list"
echo "127.0.0.1 localhost $host" >"$root/etc/hosts"
echo jobs >"$root/etc/hostname"
mkdir -p "$root/var/log/journal" "$root/srv/drill"
cp "$bundle" "$root/srv/drill/bundle.tar"
cp tools/drills/bundle_inside.py "$root/srv/drill/"

# The office's authority, a certificate that it signed, and a key that belongs to no certificate.
office=$root/srv/drill/office
mkdir "$office"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj '/CN=office' -keyout "$office/authority.key" -out "$office/authority.pem" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -subj "/CN=$host" -addext "subjectAltName=DNS:$host" -keyout "$office/site.key" -out "$office/site.csr" 2>/dev/null
openssl x509 -req -in "$office/site.csr" -CA "$office/authority.pem" -CAkey "$office/authority.key" -CAcreateserial -days 365 \
  -copy_extensions copy -out "$office/site.pem" 2>/dev/null
openssl genpkey -algorithm RSA -out "$office/other.key" 2>/dev/null

cat >"$root/srv/drill/boot.sh" <<'BOOT'
set -euo pipefail
cd "$1"
mount --bind . .
cd "$1"
mount -t proc proc proc
mount --bind proc/sys proc/sys
mount -o remount,bind,ro proc/sys
mount -t sysfs -o ro sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs -o mode=755 dev dev
for each in null zero full random urandom tty; do touch dev/$each; mount --bind /dev/$each dev/$each; done
mkdir dev/shm dev/pts
mount -t tmpfs shm dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts dev/pts
ln -s pts/ptmx dev/ptmx
mount -t tmpfs -o mode=755 run run
ip link set lo up
pivot_root . mnt
exec chroot . env -i container=drill PATH=/usr/sbin:/usr/bin:/sbin:/bin \
  sh -c 'umount -l /mnt && exec /lib/systemd/systemd --log-target=console --show-status=no'
BOOT

# boot: systemd as the first process, in a network in which there is nothing but itself. All that it starts ends with it.
boot() {
  local own
  own=$(mktemp -d "$group/XXXX")
  (
    echo "$BASHPID" >"$own/cgroup.procs"
    exec unshare --net --pid --fork --kill-child --mount --cgroup --ipc --uts bash "$root/srv/drill/boot.sh" "$root"
  ) </dev/null >>"$root/srv/drill/console" 2>&1 &
  machine=$!
  local tries
  for tries in $(seq 300); do
    first=$(cat "/proc/$machine/task/$machine/children" 2>/dev/null || true)
    first=${first%% *}
    if [ -n "$first" ] && inside systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; then return; fi
    sleep 0.2
  done
  echo "systemd does not come up ($tries)" >&2
  tail -40 "$root/srv/drill/console" >&2
  inside systemctl --failed >&2
  exit 1
}
inside() {
  nsenter --target "$first" --mount --uts --ipc --net --pid --cgroup --root env -i -C /srv/drill \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb "$@" </dev/null
}
drill() { inside python3 bundle_inside.py "$began" "$@" || { inside journalctl --no-pager -p warning -n 60 >&2; exit 1; }; }

boot
inside tar -xf bundle.tar
began=$(date +%s)
# As where root keeps what it makes to itself.
inside bash -c "umask 077; cd seoulwork-*; ./install.sh --host $host --administrator first" | tee "$root/srv/drill/said"
drill use
inside systemctl reboot
{ wait "$machine" || true; } 2>/dev/null
stopped=$(date +%s)
boot
drill again $(($(date +%s) - stopped))
