# What people and scripts call. Each target is one script that reads top-down; this file only names them.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run run-central test model simulate window pictures bench bench-load crash ring attack eval bundle api-docs bindings fmt clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 16

run: ## open the window on a demo clinic (CLINIC=small|medium|large, HEADLESS=1 for a screen that is not there)
	@scripts/run.sh

run-central: ## the centre on a PostgreSQL of its own, with a demo organization (LISTEN=127.0.0.1:8443); Ctrl-C ends both
	@scripts/run-central.sh

test: ## every check of the project
	@scripts/test.sh

model: ## the availability engine against the naive truth on random clinics (CLINICS=100000), and random days at a desk (DAYS=300), at night
	@scripts/model.sh

simulate: ## desks, centre and network in one process with whatever goes wrong (SEEDS=20000 STEPS=5000; SEED=7 SEEDS=1 for one alone), at night
	@scripts/simulate.sh

window: ## the real window under Xvfb: a clinic's morning, a restart, two desks and their centre, and traces on disk
	@scripts/window-test.sh

pictures: ## the pictures of the guide and the README, taken from the real window into docs/images
	@PICTURES=docs/images scripts/window-test.sh

bench: ## the benchmarks beside their baselines: a table, and target/bench.json
	@scripts/bench.sh

bench-load: ## 500 desks at the centre for five minutes, then twice as many (LOAD_SECONDS=300 LOAD_DESKS=500)
	@scripts/bench-load.sh

crash: ## kill -9 and bit-flip rings on real files (KILLS=200 FLIPS=2000)
	@scripts/crash.sh

ring: ## real desks that are killed, on a network that is cut, and their centre (RING_SEEDS=500 RING_OPERATIONS=2000 RING_FIRST=1)
	@scripts/ring.sh

attack: ## the wall between organizations, by every route, place and id (ATTEMPTS=200000 HYGIENE=500000 EXAMPLES=100)
	@scripts/attack.sh

eval: ## the understanding on evaluation sets beside what is to be reached (EVAL_SETS names their folder)
	@scripts/eval.sh

bundle: ## the .deb; prints its path
	@scripts/bundle.sh

api-docs: ## write docs/api.md, the reference of the centre's API, from its route table
	@cargo run --quiet --locked -p central -- api-docs > docs/api.md.new && mv docs/api.md.new docs/api.md

bindings: ## write the UI's types from the command table
	@scripts/bindings.sh write

fmt: ## format Rust and the UI
	cargo fmt --all
	npm --prefix ui run format:write

clean: ## remove what was built, demo clinics included
	cargo clean
	rm -rf ui/dist ui/node_modules
