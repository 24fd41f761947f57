#!/usr/bin/env bash
# The image of deploy/Containerfile without any image registry: a Debian root made by debootstrap from Debian's packages, committed by buildah.
# Needs root (or a user namespace), buildah, debootstrap, and build/offline (make offline; OFFLINE=FOLDER for another).
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
image=${1:-guihua}
offline=${OFFLINE:-$here/build/offline}
base=$(buildah from scratch)
root=$(buildah mount "$base")
trap 'buildah umount "$base" >/dev/null; buildah rm "$base" >/dev/null' EXIT
debootstrap --variant=minbase --include=python3,python3-venv,tzdata,ca-certificates bookworm "$root" >/dev/null
cp -r "$offline" "$root/tmp/offline"
chroot "$root" sh /tmp/offline/install.sh /opt/guihua
chroot "$root" sh -c 'rm -rf /tmp/offline /var/cache/apt /var/lib/apt/lists; useradd --system --uid 900 --home-dir /plan guihua; mkdir -p /plan; chown guihua /plan'
buildah config --env PATH=/opt/guihua/bin:/usr/bin:/bin --env LANG=C.UTF-8 --env TZ=Asia/Shanghai --env GUIHUA_LOG=json \
  --user guihua --workingdir /plan --volume /plan --port 8000 --entrypoint '["guihua"]' --cmd --help "$base"
buildah commit "$base" "$image"
