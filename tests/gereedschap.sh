#!/usr/bin/env bash
# Install what the tests need beside Python packages: Chromium, a PostgreSQL server, nginx, programs that read PDF and
# spreadsheets, and fonts for reports; what is named beside these too. With apt when it may.
set -euo pipefail

has_chromium() { command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_postgres() { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; }
has_nginx() { PATH="$PATH:/usr/sbin" command -v nginx && command -v openssl; }
has_pdf() { command -v pdftotext && command -v pdftoppm; }
has_office() { command -v soffice; }
has_font() { ls /usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf && ls /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf; }

missing=()
has_chromium >/dev/null 2>&1 || missing+=(chromium)
has_postgres >/dev/null 2>&1 || missing+=(postgresql)
has_nginx >/dev/null 2>&1 || missing+=(nginx openssl)
has_pdf >/dev/null 2>&1 || missing+=(poppler-utils)
has_office >/dev/null 2>&1 || missing+=(libreoffice-calc-nogui)
has_font >/dev/null 2>&1 || missing+=(fonts-liberation fonts-dejavu-core)
for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || missing+=("$program")
done
[ ${#missing[@]} -eq 0 ] && exit 0

apt=()
if command -v apt-get >/dev/null; then
    # RUNLEVEL=1: what is installed is not started; the tests run their own.
    if [ "$(id -u)" -eq 0 ]; then
        apt=(env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get)
    elif sudo -n true 2>/dev/null; then
        apt=(sudo -n env RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get)
    fi
fi
if [ ${#apt[@]} -eq 0 ]; then
    echo "De tests hebben nog nodig: ${missing[*]}. Installeer dit en probeer het opnieuw." >&2
    exit 1
fi
"${apt[@]}" update -qq
# Debian has a Chromium without windows, which takes a sixth less work; elsewhere there is only the whole one.
if apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    missing=("${missing[@]/%chromium/chromium-headless-shell}")
fi
"${apt[@]}" install -y -qq "${missing[@]}" >/dev/null
