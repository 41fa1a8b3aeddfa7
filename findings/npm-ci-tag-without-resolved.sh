#!/usr/bin/env bash
# npm 11.19.1: with omit-lockfile-registry-resolved=true, npm ci may refuse the lock file that npm install has
# just written ("Missing: NAME@VERSION from lock file"), and npm ls calls the tree invalid. It happens if a
# package depends on a dist-tag, such as "latest", and npm has deduplicated it to an older version that
# something else in the tree asks for. With the addresses in the lock file, the same tree is accepted, because
# npm takes an edge with a dist-tag as valid if the package's "resolved" is known.
# Expected (npm's documentation of the option): lock files without "resolved" install like others, only slower.
# Who meets it: projects that keep addresses of registries out of their lock files and depend on Lighthouse 12,
# whose trace engine asks for "latest" of two packages. An entry in "overrides" for the tag works around it.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
npm install --silent --no-audit --no-fund --prefix tool npm@11.19.1
npm="$work/tool/node_modules/.bin/npm"
for omit in true false; do
	mkdir "$omit"
	cat >"$omit/package.json" <<'JSON'
{ "name": "example", "private": true, "dependencies": { "@paulirish/trace_engine": "0.0.59", "third-party-web": "0.27.0" } }
JSON
	(
		cd "$omit"
		"$npm" install --silent --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved="$omit"
		"$npm" ci --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved="$omit" >said 2>&1 && echo "omit=$omit: accepted" ||
			echo "omit=$omit: refused: $(grep -o 'Missing: third-party-web@[0-9.]* from lock file' said)"
	)
done | tee seen
grep -q '^omit=true: refused: Missing: third-party-web@' seen && grep -q '^omit=false: accepted' seen ||
	{ echo "changed"; exit 1; }
