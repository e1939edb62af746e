# MScript: everything a person needs, by one word each. `make help` lists them.

PREFIX ?= /usr/local
SWIFT ?= swift
PACKAGES = libreadline-dev libopenblas-dev gnuplot-nox libgnuplot-iostream-dev \
  libboost-iostreams-dev libboost-filesystem-dev libboost-system-dev libzmq3-dev \
  libfftw3-dev libpcre2-dev zlib1g-dev \
  g++ make git ca-certificates

# The layers of Package.swift are enforced; see docs/design.md for the other flags.
CHECK = --explicit-target-dependency-import-check error
RELEASE = -c release --static-swift-stdlib --omit-frame-pointers $(CHECK) \
  -Xswiftc -enforce-exclusivity=unchecked -Xcc -fno-math-errno \
  -Xswiftc -Xclang-linker -Xswiftc -no-pie -Xswiftc -Xclang-linker -Xswiftc -static-libgcc \
  -Xlinker --no-export-dynamic -Xswiftc -L -Xswiftc "$(CURDIR)/$(ARCHIVES)"
# Libraries that the release takes in whole, so that a start has few to load and to relocate.
ARCHIVES = .build/archives
ARCHIVED = libstdc++.a libreadline.a libtinfo.a
DEBUG = $(CHECK) -Xcc -O2 -Xcc -fno-math-errno
BINARY = .build/release/mscript
EXAMPLE = examples/embedding/Sources examples/embedding/Package.swift

.PHONY: help deps build demo test embedding fuzz lint format bench bench-peers docs install clean

help:
	@echo "make demo      install what is needed, build, run the main experiment with its plots"
	@echo "make test      install what is needed, build and run all tests"
	@echo "make embedding build and run examples/embedding, a Swift program with scripts inside"
	@echo "make fuzz      each fuzz target for SECONDS=60"
	@echo "make build     the release binary, $(BINARY)"
	@echo "make lint      swift format lint --strict"
	@echo "make bench     our programs and the peers' in turn, with the ratios"
	@echo "make docs      write docs/reference from the catalog"
	@echo "make install   copy the binary to PREFIX/bin (PREFIX=$(PREFIX))"
	@echo "make clean     remove what was built"

deps:
	@scripts/install-packages $(PACKAGES)

build: deps
	@mkdir -p $(ARCHIVES)
	@for name in $(ARCHIVED); do \
	  ln -sf "$$(g++ -print-file-name=$$name)" "$(ARCHIVES)/$$name"; done
	$(SWIFT) build $(RELEASE) --product mscript

demo: build
	$(BINARY) examples/additive_margins.mscript

test: deps
	$(SWIFT) build $(DEBUG) --build-tests
	$(SWIFT) test $(DEBUG) --skip-build

embedding: deps
	cd examples/embedding && $(SWIFT) build
	cd examples/embedding && .build/debug/embedding | diff expected.txt -

SECONDS = 60
fuzz: deps
	for target in syntax programs transcript csv json npy npz safetensors; do \
	  Fuzz/run $$target $(SECONDS) || exit 1; done

lint:
	$(SWIFT) format lint --strict --parallel --recursive Package.swift Sources Tests Fuzz $(EXAMPLE)

format:
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Fuzz $(EXAMPLE)

bench: build
	@Benchmarks/run
	@Benchmarks/tensors/run

bench-peers:
	python3 -m venv .venv && .venv/bin/pip install --quiet -r Benchmarks/peers/requirements.txt

docs: build
	$(BINARY) doc --all --to md > docs/reference/README.md

install: build
	install -D -s -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/mscript"
	install -d "$(DESTDIR)$(PREFIX)/share/mscript/examples/data"
	install -m 644 examples/*.mscript "$(DESTDIR)$(PREFIX)/share/mscript/examples"
	install -m 644 examples/data/*.csv "$(DESTDIR)$(PREFIX)/share/mscript/examples/data"

clean:
	$(SWIFT) package clean
	rm -rf .build additive_margins-plots
