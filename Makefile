# The two commands are `make run` and `make test`; everything they need they see to themselves.

# Builds are cached outside the checkout, so that a fresh clone starts where the last one stopped.
CACHE ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/tan-nha
export CARGO_TARGET_DIR ?= $(CACHE)/target

.PHONY: run test lint build setup

## Shows the main job: a ward, a volunteer, two dossiers filled offline and sent.
run: build
	@cargo run --quiet --package tan-nha-tests --bin tour

## Runs every test and every lint.
test: lint build
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --workspace; \
	else \
		cargo test --workspace; \
	fi

lint: setup
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --quiet -- --deny warnings

build: setup
	cargo build --workspace --bins --quiet

setup:
	@scripts/setup
