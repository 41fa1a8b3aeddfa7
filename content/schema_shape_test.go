package content_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content"
)

// TestSchemaShape checks what an editor shows from the schema: its version and title,
// every key in all spellings with its meaning, and the values in their order.
func TestSchemaShape(t *testing.T) {
	var schema struct {
		Schema     string `json:"$schema"`
		Title      string
		Type       string
		Properties map[string]struct {
			Description string
			AnyOf       []struct {
				AnyOf []struct{ Enum []string }
				Items struct {
					AnyOf []struct{ Enum []string }
				}
				Type    any
				Pattern string
			}
		}
		Then struct{ Required []string }
		Else struct {
			AllOf []any
			Else  struct{ AllOf []any }
		}
	}
	src := content.Schema(nil)
	if err := json.Unmarshal(src, &schema); err != nil {
		t.Fatal(err)
	}
	if schema.Schema != "http://json-schema.org/draft-07/schema#" || schema.Title != "Front matter of a post mortem" || schema.Type != "object" || !strings.HasSuffix(string(src), "}\n") {
		t.Errorf("the schema is %q, %q, of type %q", schema.Schema, schema.Title, schema.Type)
	}
	for _, key := range content.Keys() {
		if got := schema.Properties[key.Name].Description; got != key.Doc {
			t.Errorf("%s is described as %q, want %q", key.Name, got, key.Doc)
		}
	}
	if len(schema.Properties) != len(content.Keys())+5+3 || schema.Properties["services"].Description != schema.Properties["service"].Description {
		t.Errorf("%d properties, want one for each key, the five plurals and the three of removed ones", len(schema.Properties))
	}
	for _, name := range []string{"removed", "reason", "replaced_by"} {
		if schema.Properties[name].Description == "" {
			t.Errorf("%s is not described", name)
		}
	}
	if !slices.Equal(schema.Then.Required, []string{"reason"}) {
		t.Errorf("a removed post mortem needs %q", schema.Then.Required)
	}
	v := content.BuiltinVocabularies()
	for name, want := range map[string][]string{"severity": v.Severity.Values, "impact": v.Impact.Values, "detection": v.Detection.Values, "status": v.Status.Values} {
		forms := schema.Properties[name].AnyOf
		if got := forms[0].AnyOf[0].Enum; !slices.Equal(got, want) {
			t.Errorf("an editor offers for %s %q, want %q", name, got, want)
		}
		if name == "impact" && !slices.Equal(forms[1].Items.AnyOf[0].Enum, want) {
			t.Errorf("an editor offers for an item of %s %q", name, forms[1].Items.AnyOf)
		}
	}
	// The keys required in a draft, and those also required past draft.
	if always, later := fmt.Sprint(schema.Else.AllOf...), fmt.Sprint(schema.Else.Else.AllOf...); !strings.Contains(always, "title") || !strings.Contains(always, "status") || strings.Contains(always, "authors") ||
		!strings.Contains(later, "authors") || !strings.Contains(later, "services") || strings.Contains(later, "vendor") {
		t.Errorf("a draft needs %s, others %s too", always, later)
	}
	if custom := content.BuiltinVocabularies(); custom.Of("severity") != custom.Severity || custom.Of("impact") != custom.Impact || custom.Of("detection") != custom.Detection || custom.Of("status") != custom.Status || custom.Of("event") != nil || custom.Of("title") != nil {
		t.Error("a key leads to another vocabulary than its own")
	}
}
