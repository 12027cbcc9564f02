# What it does is said by `make help`. Written for GNU make 3.81, which macOS ships, and later.
PYTHON ?= python3
ARGS ?=

# Homebrew's libraries are found only if their folder is named; /bin/sh on macOS drops this variable
# when it is inherited, so it stands on each command.
RUN = DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin/python

# Runs a script with the first Python that is recent enough. In shell, because no Python is sure to be there.
define python
@for python in $(PYTHON) python3.13 python3.12 python3.11 python3.14; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		exec "$$python" $(1); \
	fi; \
done; \
echo "Serve Python 3.11 o più recente; se ha un altro nome: make PYTHON=/percorso/di/python3" >&2; \
echo "Python 3.11 or later is needed; if it has another name: make PYTHON=/path/to/python3" >&2; \
exit 3
endef

.PHONY: all test serve check contribute pocket fix accessibility measure review preview comment release-check release sums pictures lock clean help

all: ## costruisce sito, PDF ed EPUB in build/site/ · builds the website, the PDF and the EPUB
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/build.py $(ARGS)

test: ## esegue tutte le prove · runs every test (ARGS="-k words" for some)
	$(call python,scripts/setup.py test)
	@$(RUN) -m pytest $(ARGS)

serve: ## mostra il sito e lo aggiorna mentre si scrive · shows the site, live, while you edit
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/serve.py $(ARGS)

check: ## controlla solo i contenuti · checks the content alone (ARGS="--lang en", "--explain MB021", "--format json")
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/check.py $(ARGS)

fix: ## corregge i contenuti dove si può senza cambiare il senso · mends the content where that cannot change its meaning
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/check.py --fix $(ARGS)

contribute: ## aggiunge un commento o una voce, una domanda alla volta · adds a comment or an entry, one question at a time
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/contribute.py $(ARGS)

pocket: ## il libro da stampare in A4 e piegare, e ogni capitolo e foglio da solo, in build/pocket/ · booklet, chapters, worksheets
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/pocket.py $(ARGS)

accessibility: ## controlla l’EPUB già costruito con Ace di DAISY · checks the EPUB that was built with DAISY Ace (ARGS=--write)
	$(call python,scripts/setup.py accessibility)
	@$(RUN) scripts/accessibility.py $(ARGS)

review: ## rivede una proposta: make review ARGS="main il-mio-ramo" · reviews a proposal: base and head
	$(call python,scripts/attempt.py scripts/review.py $(ARGS))

preview: ## la mostra prima e dopo, in build/anteprima.html · shows it before and after (ARGS as for review)
	$(call python,scripts/attempt.py scripts/preview.py $(ARGS))

comment: ## fa il file di un commento dal testo di una segnalazione: ARGS="FILE --date AAAA-MM-GG" · comment from an issue
	$(call python,scripts/attempt.py scripts/issue.py $(ARGS))

release-check: ## dice che cosa manca per pubblicare un’edizione · says what is missing for a release
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/release.py check $(ARGS)

release: ## raccoglie in build/release/ i file dell’edizione costruita · gathers the files of the edition that was built
	$(call python,scripts/setup.py test)
	@$(RUN) scripts/release.py make $(ARGS)

sums: ## scrive le impronte di una cartella: ARGS="CARTELLA --to FILE" · writes the hashes of a folder
	$(call python,scripts/setup.py build)
	@$(RUN) scripts/release.py sums $(ARGS)

measure: ## costruisce il libro e misura sito e PDF · builds the book and measures site and PDF (ARGS=--write)
	$(call python,scripts/setup.py measure)
	@$(RUN) scripts/build.py
	@$(RUN) scripts/measure.py $(ARGS)

pictures: ## fotografa il sito costruito, per README e CONTRIBUTING · takes the pictures of README and CONTRIBUTING
	$(call python,scripts/setup.py test)
	@$(RUN) scripts/pictures.py $(ARGS)

lock: ## rifà i file in requirements/ · remakes the locks (ARGS=--upgrade for new versions)
	$(call python,scripts/lock.py $(ARGS))

clean: ## toglie quello che make ha costruito · removes what was built
	rm -rf build .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

help: ## dice che cosa si può chiedere · says what you can ask for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile
