# `make` alone lists what there is. Everything of rendiff happens in .venv; nothing else is touched, except by deploy and delete.
PYTHON ?= python3
VENV ?= .venv
CHARTS ?=
BENCH_FLAGS ?=
RUN = $(VENV)/bin

# What people type reaches the shell as variables, never as text of a command: whatever stands in it, it runs nothing.
TYPED = CHART ENVIRONMENT HELM_CHART HELM_RELEASE KUBE_NAMESPACE SET YES
$(foreach name,$(TYPED),$(eval override $(name) := $$(value $(name))))
export $(TYPED)

# Where helm puts a chart, and whether it can.
WHERE = --namespace="$${KUBE_NAMESPACE:-default}"
RELEASE = "$${HELM_RELEASE:-test}"
INSTALLED = $(WHERE) $${SET:+--set="$$SET"} -- $(RELEASE) "charts/$$HELM_CHART"
# The releases of ENVIRONMENT that are asked for. Those of a chart are called like it, if nothing else is said.
ASKED = only=$${HELM_RELEASE:-$$HELM_CHART}; set -- -e "$$ENVIRONMENT" $${only:+-r "$$only"}
fail = { echo 'make $@: $(1)' >&2; exit 1; }
CHART_NAMED = [ -n "$$HELM_CHART" ] || $(call fail,name a chart of charts/ with HELM_CHART=)
HELM_READY = command -v helm >/dev/null || $(call fail,there is no helm on the PATH; lint$(comma) show and new do without); \
	[ -z "$$ENVIRONMENT" ] || $(call fail,helm knows no ENVIRONMENT; lint and show do)
comma = ,

# The two sides of a change, in a folder that nobody else reads and that is gone afterwards.
SIDES = sides=$$(mktemp -d); trap 'rm -rf "$$sides"' EXIT; trap 'exit 130' HUP INT TERM
RUNNING = helm get manifest $(WHERE) -- $(RELEASE) >"$$sides/running"
SHOW_CHANGE = $(RUN)/rendiff diff "$$sides/running" "$$sides/rendered"
SURE = [ "$$YES" = 1 ] || { \
	[ -t 0 ] || $(call fail,there is no terminal to ask on; YES=1 goes ahead without); \
	printf '%s %s? [y/N] ' $@ $(RELEASE); read -r answer; \
	[ "$$answer" = y ] || [ "$$answer" = Y ] || $(call fail,nothing was done); }

.DEFAULT_GOAL := help
.PHONY: help review test lint show dry-run deploy delete test-chart new check parity bench clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-11s %s\n", $$1, $$2} /^## / {print substr($$0, 4)}' $(MAKEFILE_LIST)

review: $(VENV)/product ## what the newest change does to each environment, judged
	@$(RUN)/rendiff review

test: $(VENV)/development ## the tests of rendiff itself
	$(RUN)/python -m pytest -n auto

lint: $(VENV)/product ## what the rules say: of all, of HELM_CHART alone, or of ENVIRONMENT
	@if [ -n "$$ENVIRONMENT" ]; then $(ASKED); else set -- $${HELM_CHART:+"charts/$$HELM_CHART"}; fi; \
	$(RUN)/rendiff validate "$$@"

show: $(VENV)/product ## the manifests of HELM_CHART, or those of ENVIRONMENT
	@if [ -n "$$ENVIRONMENT" ]; then $(ASKED) $${KUBE_NAMESPACE:+$(WHERE)}; \
	else $(CHART_NAMED); set -- --name=$(RELEASE) $(WHERE) -- "charts/$$HELM_CHART"; fi; \
	$(RUN)/rendiff render $${SET:+--set="$$SET"} "$$@"

dry-run: ## what helm would install of HELM_CHART, and its notes
	@$(HELM_READY); $(CHART_NAMED); helm install --dry-run=client --hide-secret $(INSTALLED)

deploy: $(VENV)/product ## HELM_CHART into the cluster, after showing the change and asking
	@set -e; $(HELM_READY); $(CHART_NAMED); $(SIDES); \
	$(RUNNING) 2>"$$sides/said" || grep -q 'release: not found' "$$sides/said" || { cat "$$sides/said" >&2; exit 1; }; \
	helm template --no-hooks $(INSTALLED) >"$$sides/rendered"; $(SHOW_CHANGE); $(SURE); \
	helm upgrade --install $(INSTALLED)

delete: $(VENV)/product ## HELM_RELEASE out of the cluster, after showing what goes and asking
	@set -e; $(HELM_READY); $(SIDES); $(RUNNING); : >"$$sides/rendered"; $(SHOW_CHANGE); $(SURE); \
	helm uninstall $(WHERE) -- $(RELEASE)

test-chart: ## the tests of HELM_RELEASE, in the cluster
	@$(HELM_READY); helm test --logs $(WHERE) -- $(RELEASE)

new: $(VENV)/product ## a chart in charts/CHART that the rules have nothing against
	@[ -n "$$CHART" ] || $(call fail,name the new chart with CHART=); $(RUN)/rendiff init --chart="$$CHART"

check: $(VENV)/development ## the style and the types of rendiff itself
	$(RUN)/ruff check .
	$(RUN)/ruff format --check .
	$(RUN)/python -m mypy

parity: $(VENV)/development ## each chart in the folder CHARTS by the embedded engine and by the helm that it stands for
	$(RUN)/python -m tests.parity.folder $(CHARTS)

bench: $(VENV)/development ## rendiff against what a team does today; CHARTS= for other charts
	$(RUN)/python -m benchmarks.bench $(BENCH_FLAGS) $(CHARTS)

clean: ## .venv and what was built, away
	rm -rf $(VENV) build *.egg-info

##
## HELM_CHART=name        a folder of charts/
## HELM_RELEASE=name      what it is installed as; test, if nothing is said
## KUBE_NAMESPACE=name    where to; default, if nothing is said
## ENVIRONMENT=name       a folder of environments/: all its releases, or HELM_RELEASE alone (lint, show)
## SET="a.b=c,d=e"        values over all others, as helm takes them
## YES=1                  deploy and delete do not ask

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/product: pyproject.toml | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/development: pyproject.toml | $(VENV)/bin/python
	@$(RUN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/product
