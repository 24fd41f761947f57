#!/usr/bin/env bash
# Installs what browser tests and .pdf need (Debian's chromium, LibreOffice, Chinese fonts); --postgres adds a server, --java what Spark runs on.
# Without the right to install, says so and leaves: the tests that need it are then skipped with that reason.
set -eu
need=()
command -v chromium >/dev/null || need+=(chromium)
command -v soffice >/dev/null || need+=(libreoffice-writer libreoffice-calc)
command -v pdftoppm >/dev/null || need+=(poppler-utils)
fc-list 2>/dev/null | grep -qi "noto.*cjk" || need+=(fonts-noto-cjk)
fc-list 2>/dev/null | grep -qi "liberation" || need+=(fonts-liberation)
case " $* " in *" --java "*) command -v java >/dev/null || need+=(openjdk-17-jre-headless) ;; esac
case " $* " in *" --postgres "*) postgres=yes ;; *) postgres="" ;; esac
if [ -n "$postgres" ] && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then need+=(postgresql); fi
if [ ${#need[@]} -eq 0 ]; then exit 0; fi
if ! command -v apt-get >/dev/null; then echo "not installed (no apt-get): ${need[*]}"; exit 0; fi
run=""
if [ "$(id -u)" != 0 ]; then
    if ! sudo -n true 2>/dev/null; then echo "not installed (no right to): ${need[*]}"; exit 0; fi
    run="sudo -n"
fi
echo "installing ${need[*]}"
export DEBIAN_FRONTEND=noninteractive
$run apt-get update -qq >/dev/null 2>&1 || true
$run apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null 2>&1 || echo "could not install: ${need[*]}"
