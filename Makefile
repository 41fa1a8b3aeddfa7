# make demo     build pmsite and show the sample collection; needs only Go
# make test     install what the tests need and run them all
# make check    run what CI runs: build, lint, look for known vulnerabilities and test
# make browsers install Firefox and WebKit, and walk through the sample in all three browsers
# make lighthouse   measure a page of each kind with Lighthouse: make lighthouse PAGES='dashboard/ search/'
# make bench    measure builds of several sizes, also with Hugo and Pagefind where they are installed
# make torture  kill pmsite, fill its disk and damage its caches a thousand times, and report what held
# make limits   build hostile inputs of full size, and report what each takes
# make mutants  measure how many small changes to the program's behaviour the tests detect
# make install  install pmsite, its man pages and completions: make install PREFIX=$HOME/.local
# make rename MODULE=github.com/acme/pmsite    give the module another owner or name, for a fork
# make licenses sbom    write the licences and the modules of the program, for a release
# make snapshot image   make the files and the container image of a release, and publish nothing
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)
COMMIT  ?= $(shell git rev-parse HEAD 2>/dev/null)
DATE    ?= $(shell git log -1 --format=%cI 2>/dev/null)
LDFLAGS := -s -w -X main.release=$(VERSION) -X main.commit=$(COMMIT) -X main.date=$(DATE)
FUZZTIME ?= 30s
BENCH   ?= .
SIZES   ?= 100 1000
ROUNDS  ?= 3
MINUTES ?= 30
FAULTS  ?= 1000
PREFIX  ?= /usr/local
DESTDIR ?=

# Packages that neither start goroutines nor test with some. The race detector, with which tests
# take five to ten times as long, has nothing to find there; TestWithoutRaceDetector checks it.
SEQUENTIAL := content content/assist content/check/report content/config content/convert content/convert/foreign \
	content/corpus content/drift content/drift/report content/metrics content/svg content/zone \
	site/archive site/chart site/feed site/portable themes
# Of the commands, those that do several things at once: with the race detector these tests run a second time.
CONCURRENT := ^TestServe|^TestLSP|^TestUsedWords$$|^TestTerminal|^TestInterrupted$$|^TestMeter|^TestTokens$$|^TestScripts$$/^(serve.*|open|lsp.*|fmt_files|import_folder|search|stats|check|check_base|build|build_sources|publish|walkthrough)$$

# Of the search, tests of what is found, with thousands of queries. What it does in parallel has tests of its own.
ANSWERS := ^(TestParity|TestPasted)$$

.PHONY: demo build manual install test unit browser browsers tools check lint cross packages vuln licenses sbom snapshot image bench microbench lighthouse fuzz torture limits mutants rules zones mermaid rename clean

demo: build
	bin/pmsite demo --open

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/pmsite ./cmd/pmsite

# The man pages, and the completion scripts of shells.
manual:
	rm -rf bin/manual
	$(GO) run -tags manual -ldflags '$(LDFLAGS)' ./cmd/pmsite manual bin/manual

install: build manual
	install -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(PREFIX)/share/man/man1' '$(DESTDIR)$(PREFIX)/share/bash-completion/completions' \
		'$(DESTDIR)$(PREFIX)/share/zsh/site-functions' '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d'
	install -m 755 bin/pmsite '$(DESTDIR)$(PREFIX)/bin/pmsite'
	install -m 644 bin/manual/man1/*.1 '$(DESTDIR)$(PREFIX)/share/man/man1'
	install -m 644 bin/manual/completions/pmsite.bash '$(DESTDIR)$(PREFIX)/share/bash-completion/completions/pmsite'
	install -m 644 bin/manual/completions/_pmsite '$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pmsite'
	install -m 644 bin/manual/completions/pmsite.fish '$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/pmsite.fish'

test: tools unit browser

unit: # lint vets, with more than go test does
	$(GO) test -vet=off -timeout 20m ./cmd/pmsite $(addprefix ./,$(SEQUENTIAL))
	$(GO) test -vet=off -race -timeout 20m -run '$(CONCURRENT)' ./cmd/pmsite
	$(GO) test -vet=off -timeout 20m -run '$(ANSWERS)' ./index
	$(GO) test -vet=off -race -timeout 20m -skip '$(ANSWERS)' $(filter-out $(addprefix %/,$(SEQUENTIAL) cmd/pmsite),$(shell $(GO) list ./... ./.ci/bench))
	$(GO) -C .ci/release test -vet=off -count=1 -skip '^TestSnapshot$$' ./...

# The browser tests open the sample site in Chromium. TestEngines says which other browsers it uses.
WALK := $(GO) test -count=1 -v -tags browser -run '^TestEngines$$' ./site/browser
browser:
	$(GO) test -count=1 -timeout 20m -tags browser -skip '^TestEngines$$' ./site/browser
	$(WALK)

browsers:
	.ci/tools all
	$(WALK)

lighthouse: build
	.ci/lighthouse/run $(PAGES)

tools:
	.ci/tools

check: build lint vuln test

lint:
	@unformatted="$$($(GO) tool gofumpt -l .)"; if [ -n "$$unformatted" ]; then \
		echo "error: not formatted: $$unformatted"; echo "hint: go tool gofumpt -w ."; exit 1; fi
	$(GO) vet ./... ./.ci/bench
	$(GO) vet -tags browser ./site/browser
	$(GO) vet -tags manual ./cmd/pmsite
	$(GO) tool staticcheck -tags browser,manual ./... ./.ci/bench
	staticcheck="$$($(GO) tool -n staticcheck)" && cd .ci/release && $(GO) vet ./... && "$$staticcheck" ./...
	$(GO) tool actionlint .github/workflows/*.yml cmd/pmsite/init/github/workflows/*.yml
	$(GO) mod verify

# Compiles the program and type-checks all tests for the systems that this one is not. With a
# warm build cache it takes seconds, without one some minutes.
cross:
	for system in windows darwin; do GOOS=$$system $(GO) vet ./... || exit 1; done

# Makes the files of a release for this system, and installs from them. It compiles goreleaser.
packages:
	$(GO) -C .ci/release test -count=1 -run '^TestSnapshot$$' .

# Reports known vulnerabilities in the code that the program calls. Without a network it
# says that it did not check. VULNDB=file:///srv/vulndb names a copy of the database.
vuln:
	.ci/vuln

# What a release contains beside the program: the licences of everything in it, and the
# list of its modules (an SBOM in CycloneDX format).
licenses:
	$(GO) -C .ci/release run . '$(CURDIR)/bin/pmsite.licenses.txt'

sbom: build
	.ci/sbom bin/pmsite bin/pmsite.cdx.json '$(VERSION)'

# All files of a release, in bin/dist.
snapshot:
	$(GO) tool -modfile=.ci/goreleaser.mod goreleaser release --snapshot --clean

# The container image of the programs in bin/dist, in bin/image, a folder in the OCI layout.
image:
	$(GO) -C .ci/release run ./image -version '$(VERSION)' -created '$(DATE)' ../../bin ../../bin/image

# Prints what builds take: make bench SIZES="1000 10000 50000" ROUNDS=1. BASE=path/to/pmsite names another
# program to compare with, such as that of the last release.
bench: build
	$(GO) run ./.ci/bench -program bin/pmsite -sizes '$(SIZES)' -rounds $(ROUNDS) $(if $(BASE),-base '$(BASE)')

# The benchmarks of packages: make microbench BENCH=Page
microbench:
	$(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m ./...
	$(GO) test -run '^$$' -bench '$(BENCH)' -tags browser -timeout 60m ./site/browser

fuzz:
	@for package in $$($(GO) list ./...); do \
		for test in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz'); do \
			echo "$$package $$test"; $(GO) test -run '^$$' -fuzz "^$$test$$" -fuzztime $(FUZZTIME) $$package || exit 1; \
		done; \
	done

# The tests cause a few faults, in less than a minute. Repeat some: make torture FAULTS=100 SEED=7
torture:
	$(GO) test ./cmd/pmsite/torture -count=1 -v -timeout 12h -run '^TestTorture$$' -faults $(FAULTS) $(if $(SEED),-seed $(SEED))

# The tests use smaller inputs, and do not measure them.
limits:
	$(GO) test ./cmd/pmsite/torture -count=1 -v -timeout 2h -run '^TestLimits$$' -limits

# Tests a random sample, as large as time allows: make mutants MINUTES=30 PACKAGE=./content/... SEED=7
mutants: tools
	node .ci/mutants.mjs '$(MINUTES)' '$(PACKAGE)' '$(SEED)'

# Regenerates the rules for secrets from gitleaks, and the lexers from chroma.
rules:
	.ci/rules

# Renews the time zones that the program carries, from Debian's package tzdata.
zones:
	.ci/zones

# Renews the script that draws diagrams, and the licences of what is in it, from npm.
mermaid:
	.ci/mermaid/renew

# Changes the module's path and every text that names its repository.
rename:
	.ci/rename '$(MODULE)'

clean:
	rm -rf bin public site/browser/node_modules
