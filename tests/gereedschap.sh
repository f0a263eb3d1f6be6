#!/usr/bin/env bash
# Install what the tests need beside Python packages: Chromium and a PostgreSQL server. With apt when it may.
set -euo pipefail

has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }

missing=()
has_chromium >/dev/null 2>&1 || missing+=(chromium)
has_postgres >/dev/null 2>&1 || missing+=(postgresql)
[ ${#missing[@]} -eq 0 ] && exit 0

apt=()
if command -v apt-get >/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then
        apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
    elif sudo -n true 2>/dev/null; then
        apt=(sudo -n env DEBIAN_FRONTEND=noninteractive apt-get)
    fi
fi
if [ ${#apt[@]} -eq 0 ]; then
    echo "De tests hebben nog nodig: ${missing[*]}. Installeer dit en probeer het opnieuw." >&2
    exit 1
fi
"${apt[@]}" update -qq
"${apt[@]}" install -y -qq "${missing[@]}" >/dev/null
