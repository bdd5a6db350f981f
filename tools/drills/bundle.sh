#!/usr/bin/env bash
# Installs the newest bundle (make bundle) in a bare Debian 12 that has no network, and uses it: first log-in, first month, first
# briefing, an upgrade and the way back. Needs root, debootstrap and, for the bare Debian alone, its packages' server. `make bundle-drill`
#
#   [BARE=ROOT] tools/drills/bundle.sh [--keep] [BUNDLE.tar]     BARE: a bare root that debootstrap has made before
set -euo pipefail
cd "$(dirname "$0")/../.."
keep=
if [ "${1:-}" = --keep ]; then keep=yes; shift; fi
bundle=${1:-$(find var/bundle -name 'seoulwork-*.tar' -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2-)}
[ -n "$bundle" ] || { echo '묶음이 없습니다. 먼저 make bundle을 실행해 주세요.' >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo 'root로 실행해 주세요.' >&2; exit 1; }

root=$(mktemp -d "${TMPDIR:-/tmp}/bundle-drill.XXXXXX")
chmod 755 "$root"
trap '[ -n "$keep" ] && echo "$root" || rm -rf --one-file-system "$root"' EXIT
mirror=$(sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -1)
if [ -n "${BARE:-}" ]; then
  cp -a "$BARE/." "$root/"
else
  debootstrap --variant=minbase bookworm "$root" ${mirror:+"$mirror"} >"$root.log" 2>&1 || { tail -5 "$root.log" >&2; exit 1; }
  rm "$root.log"
fi
printf 'bare Debian 12: %ss\n' "$SECONDS"
# As on a host that knows no server of packages, and where nobody but this drill starts services.
: >"$root/etc/apt/sources.list"
printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
chmod +x "$root/usr/sbin/policy-rc.d"
echo '127.0.0.1 localhost jobs.drill.example' >"$root/etc/hosts"
mkdir "$root/srv/drill"
cp "$bundle" "$root/srv/drill/bundle.tar"
cp tools/drills/bundle_inside.py "$root/srv/drill/"
cat >"$root/srv/drill/inside.sh" <<'INSIDE'
set -euo pipefail
cd /srv/drill
mount -t proc proc /proc
mount -t tmpfs run /run
mount -t tmpfs shm /dev/shm 2>/dev/null || { mkdir -p /dev/shm; mount -t tmpfs shm /dev/shm; }
tar -xf bundle.tar
began=$(date +%s)
cd seoulwork-*
./install.sh --host jobs.drill.example --administrator first --no-start | tee /srv/drill/said
python3 /srv/drill/bundle_inside.py "$began" /srv/drill/said
INSIDE
# A network of its own, in which there is nothing but itself; all that is started ends with it.
unshare --net --pid --fork --kill-child --mount bash -c "
  ip link set lo up
  mount --rbind /dev '$root/dev'
  exec chroot '$root' env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb \
    bash /srv/drill/inside.sh"
