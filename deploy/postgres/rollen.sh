#!/bin/sh
# Maakt in een nieuwe database de twee rollen uit docs/beheer.md. De image van PostgreSQL draait dit één keer, als zij voor
# het eerst start. De wachtwoorden komen uit bestanden, zodat ze in geen opdracht en geen log staan.
set -eu
geheimen=${GEHEIMEN:-/run/secrets}
psql -v ON_ERROR_STOP=1 --no-psqlrc --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<SQL
\\set eigenaar \`cat "$geheimen/eigenaar_wachtwoord"\`
\\set app \`cat "$geheimen/app_wachtwoord"\`
CREATE ROLE wijkkompas_eigenaar LOGIN PASSWORD :'eigenaar';
CREATE ROLE wijkkompas_app LOGIN PASSWORD :'app';
ALTER DATABASE :"DBNAME" OWNER TO wijkkompas_eigenaar;
GRANT ALL ON SCHEMA public TO wijkkompas_eigenaar;
SQL
