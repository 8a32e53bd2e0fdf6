# The two commands are `make run` and `make test`; everything they need they see to themselves.

# Builds are cached outside the checkout, so that a fresh clone starts where the last one stopped.
CACHE ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/tan-nha
export CARGO_TARGET_DIR ?= $(CACHE)/target

# Programs that the tests need and no package system has, in a version that is known to do.
export TOOLS := $(CACHE)/tools
TAURI_DRIVER := 2.1.0
export PATH := $(TOOLS)/bin:$(PATH)

DISPLAYS := $(DISPLAY)$(WAYLAND_DISPLAY)

# Which seeds `make sim` runs, and which fault `make sim-mutants` lets live.
export SEEDS FROM SEED MUTANT

.PHONY: run test sim sim-mutants bench bench-photos fuzz lint build ui tools setup

## Opens the app in its window, enrolled in a ward on this machine; where there is no display, drives the main
## job through a window on a display of its own, with pictures.
run: build $(if $(DISPLAYS),,tools)
	@cargo run --quiet --package tan-nha-tests --bin $(if $(DISPLAYS),open,tour)

## Runs every test and every lint.
test: lint build tools tests/tus-client/node_modules/.package-lock.json
	cd ui && npm run --silent test
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --workspace; \
	else \
		cargo test --workspace; \
	fi

## Runs many seeds of the simulation and says how many a second: `make sim SEEDS=10000`, `make sim FROM=5000`;
## `make sim SEED=7` tells everything that happens in one.
sim:
	cargo test --quiet --package tan-nha-tests --test simulation -- --nocapture seeds_keep

## Lets each fault of crates/domain/src/mutant.rs live until a seed of the simulation finds it.
sim-mutants:
	cargo test --quiet --package tan-nha-tests --test simulation -- --nocapture --ignored every_mutant

## Measures; reports and asserts nothing, because machines are noisy.
bench: ui tools
	cargo build --release --workspace --bins --quiet
	cargo bench --quiet --package tan-nha-tests
	cd ui && npm run --silent bench

## Sixty photos of real size over bad networks, beside the same without faults; says the bytes and the time.
bench-photos:
	cargo test --quiet --package tan-nha-tests --test bad_network -- --ignored --nocapture photos_of_real_size

## Gives arbitrary text to what reads foreign text, three minutes each or `SECONDS`; needs a nightly compiler and cargo-fuzz.
fuzz:
	@for target in qr mrz answers definitions; do \
		cargo +nightly fuzz run --fuzz-dir fuzz $$target fuzz/corpus/$$target -- -max_total_time=$(or $(SECONDS),180) || exit; \
	done

lint: ui
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings
	cd ui && npm run --silent lint && npm run --silent check

build: ui
	cargo build --workspace --bins --quiet

## Builds the page that the window shows.
ui: setup ui/dist/index.html

ui/dist/index.html: ui/node_modules/.package-lock.json \
		$(shell find ui -name node_modules -prune -o -name dist -prune -o -type f -print)
	cd ui && npm run --silent build -- --logLevel error
	@touch $@

%/node_modules/.package-lock.json: %/package.json %/package-lock.json | setup
	cd $* && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

tools: $(TOOLS)/tauri-driver-$(TAURI_DRIVER)

$(TOOLS)/tauri-driver-$(TAURI_DRIVER): | setup
	cargo install --quiet --locked --root $(TOOLS) --target-dir $(TOOLS)/target \
		tauri-driver --version $(TAURI_DRIVER)
	@rm -rf $(TOOLS)/target $(TOOLS)/tauri-driver-*
	@touch $@

setup:
	@scripts/setup
