package config

import (
	"bytes"
	"slices"
	"strconv"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content"
)

// Format is the newest version of the format that this program reads: of the keys and words of post mortems, and of the
// config. It also reads all versions before. A collection says its version in its config, as in format: 1.
const Format = 1

// NewerFormat returns the problem of a config that is written in a newer format than [Format], and false for any other.
func NewerFormat(name string, src []byte) (content.Problem, bool) {
	var doc yaml.Node
	if yaml.Unmarshal(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), &doc) != nil || doc.Kind == 0 {
		return content.Problem{}, false
	}
	d := decoder{file: name}
	d.refuseNewer(doc.Content[0])
	if len(d.problems) == 0 {
		return content.Problem{}, false
	}
	return d.problems[0], true
}

// refuseNewer reports a config of a newer format, and returns true for it. What else such a config has may be right.
func (d *decoder) refuseNewer(root *yaml.Node) bool {
	if root.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		value := root.Content[i+1]
		if version, err := strconv.Atoi(value.Value); root.Content[i].Value == "format" && err == nil && version > Format {
			d.error("config", at(value), "install a newer pmsite (pmsite version shows which one this is); CI gets it from the workflow, .gitlab-ci.yml or .pre-commit-config.yaml",
				"this collection is written in format %d, and the newest that this pmsite reads is %d", version, Format)
			return true
		}
	}
	return false
}

// format reads the version of the format. Newer ones are refused before.
func (d *decoder) format(n *yaml.Node) int {
	version, err := strconv.Atoi(d.text(n))
	if err != nil || version < 1 {
		d.error("config", at(n), "the format of this pmsite is "+strconv.Itoa(Format), "%q is not a version of the format", n.Value)
		return 0
	}
	return version
}

// WithFormat returns the text of a config that has no format, with [Format] in front of its first key and the comment of
// that. It returns false if the text is written in a way to which no line can be added.
func WithFormat(src []byte) ([]byte, bool) {
	var doc yaml.Node
	if err := yaml.Unmarshal(src, &doc); err != nil || doc.Kind != 0 && doc.Content[0].Kind == yaml.MappingNode && doc.Content[0].Style == yaml.FlowStyle {
		return nil, false
	}
	lines := bytes.SplitAfter(src, []byte("\n"))
	first := len(lines) - 1 // the end
	if doc.Kind != 0 && len(doc.Content[0].Content) > 0 {
		first = doc.Content[0].Content[0].Line - 1
	}
	for first > 0 && bytes.HasPrefix(lines[first-1], []byte("#")) {
		first--
	}
	ending := "\n"
	if bytes.HasSuffix(lines[0], []byte("\r\n")) {
		ending = "\r\n"
	}
	line := []byte("format: " + strconv.Itoa(Format) + ending)
	if first == 0 {
		if rest, marked := bytes.CutPrefix(src, []byte("\xef\xbb\xbf")); marked {
			return slices.Concat([]byte("\xef\xbb\xbf"), line, rest), true
		}
	}
	out := slices.Concat(bytes.Join(lines[:first], nil), line, bytes.Join(lines[first:], nil))
	_, before := Parse("", src)
	c, after := Parse("", out)
	return out, c.Format == Format && len(after) == len(before)
}
