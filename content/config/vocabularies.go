package config

import (
	"slices"

	"github.com/pmsite/pmsite/content"
	"go.yaml.in/yaml/v3"
)

// vocabularies reads the values and synonyms of each vocabulary:
//
//	severity: {only: [SEV1, SEV2, SEV3, SEV4], near_miss: SEV4, synonyms: {P1: SEV1}}
//	severity: {values: [security], definitions: {critical: all customers are affected}}
//	factors: {only: [hidden dependency, haste], definitions: {haste: we knew better, and had no time}}
//	control: {synonyms: {alarm on expiry: certificate expiry alarm}}
//
// The key only replaces the values of the format, and values adds to them. The program refers
// to events, statuses and states of action items, so those cannot be replaced. The names of
// controls are free text, so their synonyms may stand for any name.
func (d *decoder) vocabularies(n *yaml.Node, v *content.Vocabularies) {
	readers := map[string]func(*yaml.Node){}
	for key, vocabulary := range v.Configurable() {
		readers[key] = func(n *yaml.Node) { d.vocabulary(n, key, vocabulary, v) }
	}
	readers["control"] = func(n *yaml.Node) {
		d.mapping(n, "vocabularies.control", map[string]func(*yaml.Node){
			"synonyms": func(n *yaml.Node) {
				d.pairs(n, func(word, value *yaml.Node) {
					v.Control.Extend([]string{d.text(value)}, map[string]string{word.Value: d.text(value)})
				})
			},
		})
	}
	d.mapping(n, "vocabularies", readers)
}

// vocabulary reads one vocabulary. Values come before what refers to them, in any order of the
// keys.
func (d *decoder) vocabulary(n *yaml.Node, key string, vocabulary *content.Vocabulary, v *content.Vocabularies) {
	steps := []struct {
		key  string
		read func(*yaml.Node)
	}{
		{"only", func(n *yaml.Node) { d.only(n, vocabulary, v) }},
		{"values", func(n *yaml.Node) { vocabulary.Extend(d.texts(n), nil) }},
		{"near_miss", func(n *yaml.Node) { d.nearMiss(n, v) }},
		{"synonyms", func(n *yaml.Node) { d.synonyms(n, vocabulary) }},
		{"definitions", func(n *yaml.Node) { d.definitions(n, vocabulary) }},
	}
	given, keys := map[string]*yaml.Node{}, map[string]func(*yaml.Node){}
	for _, step := range steps {
		if isKeyOf(step.key, vocabulary, v) {
			keys[step.key] = func(n *yaml.Node) { given[step.key] = n }
		}
	}
	d.mapping(n, "vocabularies."+key, keys)
	for _, step := range steps {
		if given[step.key] != nil {
			step.read(given[step.key])
		}
	}
}

// isKeyOf reports whether a vocabulary has a key.
func isKeyOf(key string, vocabulary *content.Vocabulary, v *content.Vocabularies) bool {
	switch key {
	case "only":
		return v.Replaceable(vocabulary)
	case "near_miss":
		return vocabulary == v.Severity
	case "definitions":
		return vocabulary == v.Severity || vocabulary == v.Factor
	}
	return true
}

// only replaces the values of a vocabulary.
func (d *decoder) only(n *yaml.Node, vocabulary *content.Vocabulary, v *content.Vocabularies) {
	values := d.texts(n)
	if len(values) == 0 || slices.Contains(values, "") {
		d.error("config", at(n), "for example `only: [SEV1, SEV2, SEV3, SEV4]`", "`only` needs at least one value, and none may be empty")
		return
	}
	vocabulary.Replace(values)
	switch vocabulary {
	case v.Severity:
		v.NearMiss, _ = vocabulary.Match(content.NearMiss)
	case v.Impact:
		d.impactsOnly = n
	}
}

// nearMiss reads the severity of near misses. The format's own word stands for it.
func (d *decoder) nearMiss(n *yaml.Node, v *content.Vocabularies) {
	value, known := v.Severity.Match(d.text(n))
	switch other, own := v.Severity.Match(content.NearMiss); {
	case !known:
		d.error("vocabulary", at(n), v.Severity.Hint(n.Value), "%q is not a value of severity", n.Value)
	case own && other != value:
		d.error("config", at(n), "list the severities under `only`, without `"+content.NearMiss+"`", "`"+content.NearMiss+"` is a severity, too")
	default:
		v.NearMiss = value
		v.Severity.Extend(nil, map[string]string{content.NearMiss: value})
	}
}

// definitions reads what values mean. Others keep their definitions.
func (d *decoder) definitions(n *yaml.Node, v *content.Vocabulary) {
	if v.Definitions == nil {
		v.Definitions = map[string]string{}
	}
	d.pairs(n, func(word, text *yaml.Node) {
		value, known := v.Match(word.Value)
		if !known {
			d.error("vocabulary", at(word), v.Hint(word.Value), "%q is not a value of %s", word.Value, v.Name)
			return
		}
		v.Definitions[value] = d.text(text)
	})
}

func (d *decoder) synonyms(n *yaml.Node, v *content.Vocabulary) {
	d.pairs(n, func(word, value *yaml.Node) {
		if _, known := v.Match(d.text(value)); !known {
			d.error("vocabulary", at(value), v.Hint(value.Value), "%q is not a value of %s", value.Value, v.Name)
			return
		}
		v.Extend(nil, map[string]string{word.Value: value.Value})
	})
}
