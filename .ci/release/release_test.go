package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestRelease makes the files of a release as a person does, and compares them with the build
// information in the program.
func TestRelease(t *testing.T) {
	if out, err := exec.Command("make", "-C", root, "licenses", "sbom").CombinedOutput(); err != nil {
		t.Fatalf("make: %v\n%s", err, out)
	}
	program, err := os.ReadFile(filepath.Join(root, "bin", "pmsite"))
	if err != nil {
		t.Fatal(err)
	}
	info, err := buildinfo.ReadFile(filepath.Join(root, "bin", "pmsite"))
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{"std " + info.GoVersion: ""}
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		sums[m.Path+" "+m.Version] = m.Sum
	}
	if len(sums) < 10 {
		t.Fatalf("the program was built from %d modules", len(sums))
	}
	checkLicences(t, sums)
	checkSBOM(t, program, sums)
}

func checkLicences(t *testing.T, sums map[string]string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "bin", "pmsite.licenses.txt"))
	if err != nil {
		t.Fatal(err)
	}
	list, _, _ := strings.Cut(string(text), line)
	for module := range sums {
		module = strings.Replace(module, "std ", "Go, the runtime and the standard library ", 1)
		if !strings.Contains(list, "\n"+module+": ") {
			t.Errorf("the list of licences lacks %s", module)
		}
	}
	const windowsOnly = "\ngithub.com/inconshreveable/mousetrap "
	for _, want := range []string{windowsOnly, "\npmsite: Apache-2.0\n", "\ngitleaks, the rules for secrets: MIT\n", "\nchroma, the lexers for code: MIT, OFL-1.1\n", "\nmermaid, the script that draws diagrams: Apache-2.0, BSD-3-Clause, ISC, MIT, MPL-2.0\n", "\nIANA, the time zone database: public domain\n"} {
		if !strings.Contains(list, want) {
			t.Errorf("the list of licences lacks %q", want)
		}
	}
	for _, want := range []string{"Zachary Rice", "Alec Thomas", "The Go Authors", "Mozilla Public License", "Kirill Simonov", "Knut Sveidqvist", "Mike Bostock", "SIL OPEN FONT LICENSE"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the texts of the licences lack %q", want)
		}
	}
}

// checkSBOM validates the SBOM against CycloneDX's schema, and compares it with the program and its
// modules: sums maps names and versions to checksums.
func checkSBOM(t *testing.T, program []byte, sums map[string]string) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(root, "bin", "pmsite.cdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(file)))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema(t).Validate(value); err != nil {
		t.Errorf("the SBOM is not valid: %v", err)
	}
	var bom cyclonedx.BOM
	if err := json.Unmarshal(file, &bom); err != nil {
		t.Fatal(err)
	}
	if bom.Metadata == nil || bom.Metadata.Component == nil || bom.Metadata.Properties == nil || bom.Components == nil {
		t.Fatalf("the SBOM lacks what it is about")
	}
	if c := bom.Metadata.Component; c.Name != "github.com/pmsite/pmsite" || c.Version == "" || c.Type != cyclonedx.ComponentTypeApplication {
		t.Errorf("the SBOM is about the %s %s %q", c.Type, c.Name, c.Version)
	}
	sum := sha256.Sum256(program)
	described := false
	for _, p := range *bom.Metadata.Properties {
		described = described || p.Name == "cdx:gomod:binary:hash:SHA-256" && p.Value == hex.EncodeToString(sum[:])
	}
	if !described {
		t.Error("the SBOM does not name the SHA-256 of bin/pmsite")
	}
	for _, c := range *bom.Components {
		module := c.Name + " " + c.Version
		sum, linked := sums[module]
		if !linked {
			t.Errorf("the SBOM names %s, which is not in the program, or names it twice", module)
		}
		if got := checksum(t, c); got != sum {
			t.Errorf("the SBOM gives %s the checksum %q, want %q", module, got, sum)
		}
		delete(sums, module)
	}
	for module := range sums {
		t.Errorf("the SBOM lacks %s", module)
	}
}

// checksum returns the checksum of a module in the form of go.sum, or "" if it has none.
func checksum(t *testing.T, c cyclonedx.Component) string {
	t.Helper()
	if c.Hashes == nil {
		return ""
	}
	sum, err := hex.DecodeString((*c.Hashes)[0].Value)
	if err != nil {
		t.Fatal(err)
	}
	return "h1:" + base64.StdEncoding.EncodeToString(sum)
}

// schema returns CycloneDX's JSON schema, which comes with its Go module.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/CycloneDX/cyclonedx-go").Output()
	if err != nil {
		t.Fatal(err)
	}
	const base = "http://cyclonedx.org/schema/"
	compiler := jsonschema.NewCompiler()
	for name, file := range map[string]string{
		"bom-1.6.schema.json": "bom-1.6.schema.json", "spdx.schema.json": "spdx.schema.json", "jsf-0.82.schema.json": "jsf-0.82.schemax.json",
	} {
		f, err := os.Open(filepath.Join(strings.TrimSpace(string(out)), "schema", file))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		doc, err := jsonschema.UnmarshalJSON(f)
		if err != nil {
			t.Fatal(err)
		}
		if err := compiler.AddResource(base+name, doc); err != nil {
			t.Fatal(err)
		}
	}
	compiled, err := compiler.Compile(base + "bom-1.6.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}
