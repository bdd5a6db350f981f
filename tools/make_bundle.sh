#!/usr/bin/env bash
# Makes the bundle for hosts without internet, var/bundle/seoulwork-VERSION-COMMIT.tar: the program at the commit, what it takes of
# node_modules, wheels, Debian packages with all that they need, the installer, the bill of materials and the licences. On Debian 12, after tools/setup.sh.
set -euo pipefail
cd "$(dirname "$0")/.."

. /etc/os-release
if [ "${ID:-}" != debian ] || [ "${VERSION_ID:-}" != 12 ]; then
  echo "묶음은 설치할 서버와 같은 Debian 12에서 만듭니다. 이 컴퓨터는 ${PRETTY_NAME:-Debian이 아닌 것}입니다." >&2
  exit 1
fi
if [ -n "$(git status --porcelain --untracked-files=no)" ]; then
  echo '커밋하지 않은 변경이 있습니다. 묶음에는 커밋한 것만 들어가므로 먼저 커밋해 주세요.' >&2
  exit 1
fi
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' pyproject.toml)
name=seoulwork-$version-$(git rev-parse --short=8 HEAD)
began=$SECONDS
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/$name
mkdir -p "$bundle/debs" "$bundle/wheels" var/bundle

step() { printf '%s (%d초)\n' "$1" $((SECONDS - began)); }

step '프로그램과 글꼴'
git archive HEAD | tar -x -C "$work" --one-top-level=program
rm -rf "$work/program/tests"
# What the settings and reports/render/fonts.py name of node_modules; the other megabytes are for those who build.
for path in krds-uiux/resources/css/token .webfonts .codemirror pretendard-gov/dist/public/static/alternative \
  @expo-google-fonts/noto-sans-kr/{400Regular,600SemiBold,800ExtraBold}; do
  mkdir -p "$work/program/node_modules/$path"
  cp -rL "node_modules/$path/." "$work/program/node_modules/$path/"
done
find node_modules/{krds-uiux,pretendard-gov,@expo-google-fonts/noto-sans-kr} -maxdepth 1 -iname 'licen*' \
  -exec cp --parents {} "$work/program/" \;
git rev-parse HEAD >"$work/program/.commit"
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner -czf "$bundle/program.tar.gz" program
cp deploy/install.sh deploy/seoulwork-manage "$bundle/"
# What is read before anything is installed.
.venv/bin/python tools/draw_guide.py "$bundle/operator.html"

step 'Python 꾸러미'
.venv/bin/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 \
  --no-annotate --no-header --no-emit-index-url --no-emit-find-links --quiet -o "$work/run.txt"
# With the hashes of the lock file: nothing else comes in. Which of them a host needs is asked for its Python, not for the one here.
.venv/bin/python - "$work/run.txt" >"$work/locked.txt" <<'PYTHON'
import re
import sys
from pathlib import Path

from packaging.markers import Marker

HOST = {"python_version": "3.11", "python_full_version": "3.11.2"}

needed = set(re.findall(r"^([\w.-]+)==", Path(sys.argv[1]).read_text(), re.MULTILINE))
for each in re.findall(r"^[a-z0-9].*(?:\n {4}--hash.*)*", Path("requirements.lock").read_text(), re.MULTILINE):
    line, _, hashes = each.partition(" \\\n")
    requirement, _, marker = line.partition(" ; ")
    if re.split(r"[=\[ ]", requirement)[0] in needed and (not marker or Marker(marker).evaluate(HOST)):
        sys.stdout.write(f"{requirement} \\\n{hashes}\n")
PYTHON
.venv/bin/pip wheel -qq --no-deps --require-hashes --requirement "$work/locked.txt" --wheel-dir "$bundle/wheels"

step 'Debian 꾸러미'
# As for a host that has nothing at all: what it has already is left alone when it is installed.
mkdir -p "$work/apt/archives/partial"
: >"$work/apt/status"
mapfile -t packages < <(tools/setup.sh --packages-of-a-host)
apt-get -qq update
apt-get -qq install --download-only --yes --no-install-recommends -o Dir::State::status="$work/apt/status" \
  -o Dir::Cache::archives="$work/apt/archives" -o APT::Sandbox::User=root -o Debug::NoLocking=1 "${packages[@]}"
mv "$work"/apt/archives/*.deb "$bundle/debs/"
for deb in "$bundle"/debs/*.deb; do
  dpkg-deb --field "$deb"
  printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "${deb##*/}" "$(stat -c %s "$deb")" "$(sha256sum <"$deb" | cut -d' ' -f1)"
done >"$bundle/debs/Packages"
printf '%s\n' "${packages[@]}" >"$bundle/debs/wanted"

step '꾸러미의 목록(CycloneDX)과 라이선스'
.venv/bin/python tools/materials.py "$bundle"

step '묶기'
(cd "$bundle" && find . -type f ! -name SHA256SUMS -print0 | sort -z | xargs -0 sha256sum >SHA256SUMS)
tar -C "$work" -cf "var/bundle/$name.tar" "$name"
printf '%s: %d MB, %d초\n' "var/bundle/$name.tar" $(($(stat -c %s "var/bundle/$name.tar") >> 20)) $((SECONDS - began))
printf 'SHA-256: %s\n' "$(sha256sum <"var/bundle/$name.tar" | cut -d' ' -f1)"
