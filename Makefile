# make pdf              English, every publication, screen and press
# make pdf LANG=fr      another language; PUB=summary FORMAT=press SECTION=standard-07 EDITION=global PRINTER=… narrow it;
#                       FORMAT=booklet to print and fold in an office, FORMAT=imposed sheets for a small press, COLOUR=gray
# make all              every language
# make check LANG=fr    what is wrong in the text, without making a book
# make compare LANG=fr  where a translation departs from the English: numbers, links, list items, terms
# make press LANG=ar PUB=handbook PRINTER=offset-coated COPIES=500   all that a printing house needs, in a folder and as a zip
# make preflight FILE=book.pdf PRINTER=offset-coated   what a printer would stumble over in any PDF file
# make new-language LANG=sw   lay out content/sw/
# make specimen         every language side by side: outputs/specimen/specimen.pdf
# make test             the tests     make lint  ruff and mypy     make bench  timings     make clean  forget typeset sections

PYTHON ?= python3
RUN := .venv/bin/python

# Only what stands on make's own command line counts: a shell's LANG=en_US.UTF-8 must not choose the language.
given = $(if $(filter command line,$(origin $(1))),$(2) $(call quoted,$($(1))))
# One word for the shell, whatever it holds: spaces, quotation marks, dollar signs.
quoted = '$(subst ','\'',$(1))'
LANGUAGE := $(call given,LANG,--language)
CHOICE := $(LANGUAGE) $(call given,EDITION,--edition) $(call given,PUB,--publication)
NARROW := $(call given,FORMAT,--format) $(call given,SECTION,--section) $(call given,PRINTER,--printer) $(call given,COLOUR,--colour)
# … and it is not handed on: LANG=fr is no locale.
override LANG := C.UTF-8
export LANG
MAKEOVERRIDES :=

.PHONY: pdf all check compare languages new-language preflight press test lint bench specimen clean prepare
.DEFAULT_GOAL := pdf

pdf: prepare
	@$(RUN) build.py pdf $(CHOICE) $(NARROW)

all: prepare
	@$(RUN) build.py pdf --language all $(call given,EDITION,--edition) $(call given,PUB,--publication) $(NARROW)

check: prepare
	@$(RUN) build.py check $(CHOICE)

compare: prepare
	@$(RUN) build.py compare $(LANGUAGE)

new-language: prepare
	@$(RUN) build.py new-language $(LANGUAGE)

languages: prepare
	@$(RUN) build.py languages

press: prepare
	@$(RUN) build.py press $(CHOICE) $(call given,PRINTER,--printer) $(call given,COLOUR,--colour) $(call given,COPIES,--copies)

preflight: prepare
	@$(RUN) build.py preflight $(call given,FILE) $(call given,PRINTER,--printer)

test: prepare
	@$(RUN) -m pytest -q tests

lint: prepare
	@$(RUN) -m ruff check . && $(RUN) -m mypy

bench: prepare
	@$(RUN) tests/bench/typography.py --write
	@$(RUN) tests/bench/bench.py --write

specimen: prepare
	@$(RUN) build.py specimen $(LANGUAGE) $(call given,EDITION,--edition)

clean: prepare
	@$(RUN) build.py clean

prepare:
	@$(PYTHON) bindery/prepare.py
