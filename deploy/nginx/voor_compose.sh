#!/bin/sh
# Maakt van wijkkompas.conf het bestand voor compose.yaml:  nginx/voor_compose.sh HOSTNAAM > nginx/compose.conf
# Containers krijgen bij elke start een ander adres; daarom vraagt nginx de naam telkens opnieuw aan de DNS van Docker.
# `resolve` vraagt nginx 1.27.3 of nieuwer. Wat eruit komt is met de tests nagelezen, niet gedraaid.
set -eu
[ $# -eq 1 ] || { echo "gebruik: $0 HOSTNAAM" >&2; exit 2; }
sed -e "s/server_name [^;]*;.*/server_name $1;/" \
    -e 's/server 127\.0\.0\.1:8501 /server app1:8501 resolve /' \
    -e 's/server 127\.0\.0\.1:8502 /server app2:8501 resolve /' \
    -e 's/^upstream wijkkompas {/resolver 127.0.0.11 valid=10s ipv6=off;\
&\
    zone wijkkompas 64k;/' \
    "$(dirname "$0")/wijkkompas.conf"
