#!/usr/bin/env bash
# read_json of DuckDB 1.5.6 infers TIMESTAMP for a column of RFC 3339 times that all have an offset such as
# -04:00 or +00:00, but VARCHAR if some of them end in Z and others in an offset: then max() and ORDER BY
# compare text, and are wrong across zones without an error. read_csv infers a timestamp for the same values.
# Expected (RFC 3339, section 4.3 and 5.6): "Z" and "+00:00" are both a time-offset, and both name an instant.
# Who meets it: whoever exports times of several zones with a library that writes UTC as Z (Go's
# time.RFC3339, Java's ISO_OFFSET_DATE_TIME) and reads the JSON with DuckDB.
set -euo pipefail
work="$(mktemp -d)"; trap 'rm -rf "$work"' EXIT; cd "$work"
printf '{"t":"2026-03-08T14:00:00Z"}\n{"t":"2026-03-08T11:30:00-03:00"}\n' >mixed.ndjson
printf '{"t":"2026-03-08T14:00:00+00:00"}\n{"t":"2026-03-08T11:30:00-03:00"}\n' >offsets.ndjson
printf 't\n2026-03-08T14:00:00Z\n2026-03-08T11:30:00-03:00\n' >mixed.csv
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @duckdb/node-api@1.5.6-r.1
cat >read.mjs <<'JS'
import { DuckDBInstance } from "@duckdb/node-api";
const db = await (await DuckDBInstance.create(":memory:")).connect();
for (const table of ["read_json('mixed.ndjson')", "read_json('offsets.ndjson')", "read_csv('mixed.csv')"]) {
	const [row] = (await db.runAndReadAll(`select typeof(max(t)), max(t)::varchar from ${table}`)).getRowsJson();
	console.log(table, ...row);
}
JS
node read.mjs | tee seen
grep -q "^read_json('mixed.ndjson') VARCHAR 2026-03-08T14:00:00Z" seen && grep -q "^read_json('offsets.ndjson') TIMESTAMP" seen && grep -q "^read_csv('mixed.csv') TIMESTAMP" seen ||
	{ echo "changed"; exit 1; }
