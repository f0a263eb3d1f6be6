# make help lists what there is.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# The program reads .env itself: make and the shell would each take a $ or # in it for something of theirs.
READ_ENV := WIJKKOMPAS_INSTELLINGEN=$${WIJKKOMPAS_INSTELLINGEN:-$(wildcard .env)}

help: ## deze lijst
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# pip compiles what it installs on one core; this does it on all, and what cannot be compiled is no fault.
INSTALL := $(PY) -m pip install --quiet --require-hashes --no-compile -r
COMPILE := $(PY) -m compileall -qq -j 0 $(VENV)/lib || true

$(VENV)/run.stamp: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) $<
	$(COMPILE)
	touch $@

$(VENV)/dev.stamp: requirements-dev.txt $(VENV)/run.stamp
	$(INSTALL) $<
	$(COMPILE)
	touch $@

install: $(VENV)/run.stamp ## maak de omgeving

demo: $(VENV)/run.stamp ## laad de demo-gemeente en start de app
	@$(READ_ENV) WIJKKOMPAS_DATABASE_URL=$${WIJKKOMPAS_DEMO_DATABASE_URL:-sqlite:///data/demo.db} \
		WIJKKOMPAS_TWEEDE_FACTOR=$${WIJKKOMPAS_TWEEDE_FACTOR:-niemand} $(PY) -m dashboard --demo

run: $(VENV)/run.stamp ## start de app met de eigen database
	@$(READ_ENV) $(PY) -m dashboard

backup-proef: $(VENV)/run.stamp ## bewijs dat de nieuwste back-up werkt
	@$(READ_ENV) $(PY) -m wijkkompas_core backup-proef

test: $(VENV)/dev.stamp ## installeer wat de tests nodig hebben en draai ze
	tests/gereedschap.sh
	$(PY) -m pytest -n $${TEST_WORKERS:-3} --dist loadfile --no-loadscope-reorder

test-dagen: $(VENV)/dev.stamp ## draai de tests zonder browser op twaalf lastige dagen (ongeveer een uur)
	tests/gereedschap.sh faketime
	tests/dagen.sh

check: $(VENV)/dev.stamp ## opmaak, lint, typen, dode code en importrichtingen
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m pyright
	$(PY) -m vulture
	$(PY) -m pytest tests/architecture

torture: $(VENV)/dev.stamp ## zet de app onder druk: hard stoppen, veel sessies, foute invoer, een aanval, elke pagina op elk scherm (een uur)
	tests/gereedschap.sh
	$(PY) -m tests.torture
	$(PY) -m pytest -m volledig tests/e2e/test_maten.py

benchmark: $(VENV)/dev.stamp ## meet de snelheid en schrijf docs/prestaties.md
	$(PY) -m benchmarks
	$(PY) -m benchmarks import
	$(PY) -m benchmarks schaal

screenshots: $(VENV)/dev.stamp ## maak de schermafbeeldingen voor README en handleiding
	tests/gereedschap.sh
	$(PY) -m tests.screenshots

pin: ## zet van alles wat nodig is de versie en de hash vast (vraagt uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

sbom: $(VENV)/dev.stamp ## schrijf de lijst van onderdelen en licenties, na make pin
	$(PY) deploy/sbom.py

clean: ## ruim de omgeving en de demo op
	rm -rf $(VENV) data/demo.db data/demo.db-* data/demo.db.geheim

.PHONY: help install demo run backup-proef test test-dagen check torture benchmark screenshots pin sbom clean
