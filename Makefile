# The commands of this repository. Each installs the Debian packages it needs, if they are missing.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: help build run test conformance bench fuzz update-cases lint format clean

PROGRAM := build/release/bin/bartizan
FUZZ_SECONDS ?= 600

help:
	@echo 'make run           build bartizan and check the largest example'
	@echo 'make build         build bartizan: $(PROGRAM)'
	@echo 'make test          build everything and run every test'
	@echo 'make conformance   compare with what other tools find, model by model'
	@echo 'make update-cases  rewrite the expected output of file-based tests'
	@echo 'make bench         measure speed and memory'
	@echo 'make fuzz          run the fuzz targets for FUZZ_SECONDS (600) in all'
	@echo 'make lint          check formatting, and run clang-tidy on changed files'
	@echo 'make format        format the sources'
	@echo 'make clean         remove the build folder'

build:
	@tools/install_packages.sh build
	@tools/build.sh release bartizan

run: build
	@tools/run_largest_example.sh $(PROGRAM)

test:
	@tools/install_packages.sh build test
	@tools/run_tests.sh

conformance:
	@tools/install_packages.sh build test
	@tools/build.sh release
	@tools/run_conformance.sh

update-cases:
	@tools/install_packages.sh build test
	@tools/build.sh release
	@echo '==> Rewriting expected output'
	@/usr/bin/python3 tests/run_cli_cases.py --update
	@/usr/bin/python3 tests/generated_files_test.py --update
	@tools/update_pictures.sh $(PROGRAM)
	@BARTIZAN_UPDATE_CASES=1 ctest --test-dir build/release --label-regex cases --output-on-failure

bench:
	@tools/install_packages.sh build test bench
	@tools/build.sh bench
	@/usr/bin/python3 bench/run.py

fuzz:
	@tools/install_packages.sh build test
	@tools/build.sh sanitizers
	@tools/run_fuzz.sh --total $(FUZZ_SECONDS)

lint:
	@tools/install_packages.sh build test lint
	@tools/lint.sh

format:
	@tools/install_packages.sh lint
	@find src tests fuzz bench tools \( -name '*.h' -o -name '*.cpp' \) -print0 | xargs -0 --no-run-if-empty clang-format-14 -i

clean:
	rm -rf build
