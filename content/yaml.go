package content

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

// UnsupportedYAML returns the first node below n that uses a feature that front matter
// and configs may not use: an alias, an anchor, a merge key or a tag. With these, a small
// file can expand to a large one, or contain values other than those written. It returns
// nil if there is none.
func UnsupportedYAML(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 || n.Tag == "!!merge" {
		return n
	}
	for _, c := range n.Content {
		if found := UnsupportedYAML(c); found != nil {
			return found
		}
	}
	return nil
}

var (
	yamlLine = lazyregexp.New(`line (\d+): `)
	// yamlFromZero matches messages of the library's parser, which counts lines from 0.
	// The rest of the library counts from 1.
	yamlFromZero = lazyregexp.New(`^did not find expected (?:node content|'-' indicator|key|',' or '[\]}]'|<document start>)`)
)

// YAMLError splits an error of the YAML library into its line, counted from 1, and its
// message. The line is 1 if the error names none.
func YAMLError(err error) (line int, message string) {
	message = strings.TrimPrefix(err.Error(), "yaml: ")
	message = strings.TrimPrefix(message, "unmarshal errors:\n  ")
	m := yamlLine().FindStringSubmatchIndex(message)
	if m == nil {
		return 1, message
	}
	line, _ = strconv.Atoi(message[m[2]:m[3]])
	message = message[:m[0]] + message[m[1]:]
	if yamlFromZero().MatchString(message) {
		line++
	}
	return line, message
}

// YAMLHint returns advice on the message of [YAMLError].
func YAMLHint(message string) string {
	switch {
	case strings.Contains(message, "tab character"):
		return "indent with blanks instead of tabs"
	case strings.Contains(message, "did not find expected ',' or"):
		return "close the list, or quote values that begin with a bracket"
	case strings.Contains(message, "cannot start any token"):
		return "indent with blanks instead of tabs, and quote values that begin with @, % or `"
	}
	return "quote values that contain a colon"
}
