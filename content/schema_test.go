package content

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"
)

func compileSchema(t *testing.T, v *Vocabularies) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema(v)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("front-matter.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("front-matter.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asEditors decodes YAML as editors do: a date is a string.
func asEditors(n *yaml.Node) any {
	switch n.Kind {
	case yaml.DocumentNode:
		return asEditors(n.Content[0])
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = asEditors(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, asEditors(c))
		}
		return out
	}
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!int":
		return 1
	case "!!bool":
		return true
	}
	return n.Value
}

func validate(t *testing.T, schema *jsonschema.Schema, block string) error {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(block), &doc); err != nil {
		t.Fatal(err)
	}
	return schema.Validate(asEditors(&doc))
}

// TestSchemaSample validates every post mortem of the sample, and the template with its
// date filled in.
func TestSchemaSample(t *testing.T) {
	schema := compileSchema(t, nil)
	seen := 0
	err := fs.WalkDir(Sample, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		src, err := Sample.ReadFile(name)
		if err != nil {
			return err
		}
		_, rest, _ := strings.Cut(string(src), "---\n")
		block, body, _ := strings.Cut(rest, "\n---\n")
		if strings.Contains(body, "| Information ") {
			return nil // the table has what the block lacks
		}
		seen++
		if err := validate(t, schema, strings.Replace(block, "xxxx/xx/xx", "2026/03/05", 1)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		return nil
	})
	if err != nil || seen < 25 {
		t.Errorf("%d documents, %v", seen, err)
	}
}

func TestSchema(t *testing.T) {
	v := BuiltinVocabularies()
	v.Severity.Extend([]string{"security"}, map[string]string{"SEV1": "critical", "a.b": "low"})
	schema := compileSchema(t, v)
	const draft = "title: A\ndate: 2026-01-02\nstatus: draft\n"
	for block, valid := range map[string]bool{
		draft:                                             true,
		draft + "severity: Near_Miss\n":                   true,
		draft + "severity: sev1\n":                        true,
		draft + "severity: security\n":                    true,
		draft + "severity: a.b\n":                         true,
		draft + "severity: axb\n":                         false,
		draft + "severity: grave\n":                       false,
		draft + "severity: [low]\n":                       false,
		draft + "severity:\n":                             true,
		draft + "impact: data-loss / Latency, cosmetic\n": true,
		draft + "impact: [latency, DATA LOSS]\n":          true,
		draft + "impact: [latency, loss]\n":               false,
		draft + "impact: latency / loss\n":                false,
		draft + "services: [a, 7]\nincident: 12345\n":     true,
		draft + "service: {name: a}\n":                    false,
		draft + "team: {name: a}\n":                       true,
		draft + "title:\n":                                false,
		"title: A\nstatus: draft\n":                       false,
		"title: A\ndate: 5 March\nstatus: draft\n":        false,
		"title: A\ndate: 2026 / 3 / 5\nstatus: Draft\n":   true,
		"title: A\ndate: 2026-01-02\nstatus: review\n":    false,
		"title: A\ndate: 2026-01-02\nstatus: In Review\nservices: a\nimpact: latency\nseverity: low\ndetection: alarm\nauthors: a team\n": true,
		"title: A\ndate: 2026-01-02\nstatus: completed\nservices: a\nimpact: latency\nseverity: low\ndetection: alarm\n":                  false,
		"removed: 2026-05-12\nreason: It was about another outage.\n":                                                                     true,
		"removed: 2026-05-12\nreason: Said 7\nreplaced_by: b\nid: PM-1\naliases: [/old/]\n":                                               true,
		"removed: 2026-05-12\n":                                 false,
		"removed: 2026-05-12\nreason:\n":                        false,
		"removed: yesterday\nreason: Said\n":                    false,
		"removed:\nreason: Said\n":                              false,
		"removed: 2026-05-12\nreason: A\nreplaced_by: [a, b]\n": false,
		draft + "reason: {of: ours}\nreplaced_by: [a]\n":        true,
		"reason: Said\n":                                        false,
	} {
		if strings.Count(block, "title:") > 1 {
			block = strings.Replace(block, "title: A\n", "", 1)
		}
		if err := validate(t, schema, block); (err == nil) != valid {
			t.Errorf("%q: %v", block, err)
		}
	}
	for _, key := range Keys() {
		if !strings.Contains(string(Schema(nil)), key.Doc) {
			t.Errorf("%s is not described", key.Name)
		}
	}
}
