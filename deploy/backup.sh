#!/bin/sh
# Maakt een back-up met de datum in de naam, en ruimt op wat ouder is dan WIJKKOMPAS_BACKUP_DAGEN (standaard 30).
# Er wordt pas opgeruimd als de nieuwe back-up er staat: mislukt het maken, dan blijft alles wat er was.
set -eu
cd "$(dirname "$0")/.."
map=${WIJKKOMPAS_BACKUP_MAP:?Zet in WIJKKOMPAS_BACKUP_MAP de map voor back-ups}
umask 077
"${WIJKKOMPAS_PYTHON:-.venv/bin/python}" -m wijkkompas_core backup "$map/wijkkompas-$(date +%Y%m%d-%H%M%S).zip"
find "$map" -maxdepth 1 -type f -name 'wijkkompas-*.zip' -mtime "+${WIJKKOMPAS_BACKUP_DAGEN:-30}" -delete
