package portable

import (
	"encoding/base64"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// Data returns a script that passes the bytes of a file on to scripts that fetch it. Its path is that of the file with
// ".js" at the end.
func Data(src []byte) []byte {
	out := append(make([]byte, 0, 20+base64.StdEncoding.EncodedLen(len(src))), `pmsite.give("`...)
	return append(base64.StdEncoding.AppendEncode(out, src), "\");\n"...)
}

// Modules returns those of the scripts that are modules, as scripts that are none. The paths stay the same. A script is a
// module if it imports or exports something. Statements of import and export begin a line; imports have a relative
// address in double quotes and names in braces, "* as NAME" or no names; exports are declarations, or names in braces.
// The error for any other is an [Unsupported].
func Modules(scripts map[string][]byte) (map[string][]byte, error) {
	modules := map[string]*module{}
	for _, name := range slices.Sorted(maps.Keys(scripts)) {
		text := string(scripts[name])
		if !moduleForm.MatchString(text) {
			continue
		}
		m, err := parse(name, text)
		if err != nil {
			return nil, err
		}
		modules[name] = m
	}
	out := make(map[string][]byte, len(modules))
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if err := modules[name].check(modules); err != nil {
			return nil, err
		}
		out[name] = []byte(modules[name].script())
	}
	return out, nil
}

// Unsupported is the error for a module that cannot be made a script.
type Unsupported struct {
	File    string // path of the script
	Line    int    // 1-based
	Message string
}

func (e *Unsupported) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Message) }

// Hint returns statements that are supported.
func (e *Unsupported) Hint() string {
	return `write import { a } from "./b.js"; or export const c = 1; each on a line of its own`
}

// A module is a script with the statements of import and export taken out. Their lines stay, empty.
type module struct {
	name    string
	text    string
	imports []imported
	exports []exported
}

// An imported is what a module imports from another one.
type imported struct {
	address string
	as      string   // parameter that receives the other module: a name, or a pattern in braces
	names   []string // that the other module must export
	line    int
}

// An exported is the name of an export with its expression.
type exported struct{ name, expression string }

var (
	moduleForm    = regexp.MustCompile(`(?m)^(?:import|export)\b|\bimport\(`)
	statementForm = regexp.MustCompile(`(?m)^(?:import|export)\b[^(]`)
	importForm    = regexp.MustCompile(`(?m)\Aimport\s+(?:(?:(\{[^}]*\})|\*\s*as\s+([\w$]+))\s+from\s+)?"(\.[^"]*)";?[ \t]*$`)
	fromForm      = regexp.MustCompile(`(?m)\Aexport\s+(\{[^}]*\})\s+from\s+"(\.[^"]*)";?[ \t]*$`)
	listForm      = regexp.MustCompile(`(?m)\Aexport\s+(\{[^}]*\});?[ \t]*$`)
	declaredForm  = regexp.MustCompile(`(?m)\Aexport\s+((?:(?:async\s+)?function\s*\*?|class|const|let|var)\s+([\w$]+))`)
	simpleForm    = regexp.MustCompile("^ = [^()\\[\\]{}\"'`\n]*;[ \\t]*(?://.*)?(?:\n|$)")
	pairForm      = regexp.MustCompile(`([\w$]+)(?:\s+as\s+([\w$]+))?`)
	dynamicForm   = regexp.MustCompile(`(^|[^\w$.])import\(`)
)

func parse(name, text string) (*module, error) {
	m := &module{name: name}
	line := func(at int) int { return 1 + strings.Count(text[:at], "\n") }
	if at := strings.Index(text, "import.meta"); at >= 0 {
		return nil, &Unsupported{name, line(at), "import.meta is not supported in a portable site"}
	}
	var kept strings.Builder
	last := 0
	for _, at := range statementForm.FindAllStringIndex(text, -1) {
		start := at[0]
		end, ok := m.statement(text[start:], line(start))
		if !ok {
			return nil, &Unsupported{name, line(start), fmt.Sprintf("%q is not supported in a portable site", firstLine(text[start:]))}
		}
		kept.WriteString(text[last:start])
		kept.WriteString(strings.Repeat("\n", strings.Count(text[start:start+end], "\n")))
		last = start + end
	}
	m.text = kept.String() + text[last:]
	if strings.Contains(m.text, "import(") { // the form takes long
		m.text = dynamicForm.ReplaceAllString(m.text, "${1}pmsite.import(")
	}
	return m, nil
}

// statement adds the statement at the beginning of a text to the module. It returns the length of what is to be taken out.
func (m *module) statement(text string, line int) (length int, ok bool) {
	if found := importForm.FindStringSubmatch(text); found != nil {
		i := imported{address: found[3], as: found[2], line: line}
		if found[1] != "" {
			var pattern []string
			for _, pair := range pairForm.FindAllStringSubmatch(found[1], -1) {
				i.names = append(i.names, pair[1])
				pattern = append(pattern, strings.TrimSuffix(pair[1]+": "+pair[2], ": "))
			}
			i.as = "{ " + strings.Join(pattern, ", ") + " }"
		}
		m.imports = append(m.imports, i)
		return len(found[0]), true
	}
	if found := fromForm.FindStringSubmatch(text); found != nil {
		as := fmt.Sprintf("pmsiteModule%d", len(m.imports))
		i := imported{address: found[2], as: as, line: line}
		for _, pair := range pairForm.FindAllStringSubmatch(found[1], -1) {
			i.names = append(i.names, pair[1])
			m.export(pair, as+"."+pair[1])
		}
		m.imports = append(m.imports, i)
		return len(found[0]), true
	}
	if found := listForm.FindStringSubmatch(text); found != nil {
		for _, pair := range pairForm.FindAllStringSubmatch(found[1], -1) {
			m.export(pair, pair[1])
		}
		return len(found[0]), true
	}
	found := declaredForm.FindStringSubmatch(text)
	if found == nil {
		return 0, false
	}
	m.exports = append(m.exports, exported{found[2], found[2]})
	// More names are found only if their values are simple. Whoever imports a name that is not found is told, see check.
	if rest := text[len(found[0]):]; simpleForm.MatchString(rest) {
		values, _, _ := strings.Cut(rest, ";")
		for _, more := range strings.Split(values, ",")[1:] {
			name, _, _ := strings.Cut(strings.TrimSpace(more), " ")
			m.exports = append(m.exports, exported{name, name})
		}
	}
	return len(found[0]) - len(found[1]), true
}

func (m *module) export(pair []string, expression string) {
	name := pair[2]
	if name == "" {
		name = pair[1]
	}
	m.exports = append(m.exports, exported{name, expression})
}

// check returns an error if a module does not export what this one imports from it.
func (m *module) check(modules map[string]*module) error {
	for _, i := range m.imports {
		from := modules[path.Join(path.Dir(m.name), i.address)]
		if from == nil {
			return &Unsupported{m.name, i.line, fmt.Sprintf("there is no module %q", i.address)}
		}
		for _, name := range i.names {
			if !slices.ContainsFunc(from.exports, func(e exported) bool { return e.name == name }) {
				return &Unsupported{m.name, i.line, fmt.Sprintf("%q does not export %s in a statement of its own", i.address, name)}
			}
		}
	}
	return nil
}

// script returns the module as a script that defines it. The lines keep their numbers.
func (m *module) script() string {
	addresses, parameters := make([]string, len(m.imports)), make([]string, len(m.imports))
	for k, i := range m.imports {
		addresses[k], parameters[k] = fmt.Sprintf("%q", i.address), i.as
		if i.as == "" {
			parameters[k] = fmt.Sprintf("pmsiteModule%d", k)
		}
	}
	getters := make([]string, len(m.exports))
	for k, e := range m.exports {
		getters[k] = fmt.Sprintf("get %s() { return %s; }", e.name, e.expression)
	}
	return fmt.Sprintf(`"use strict"; pmsite.define([%s], async (%s) => { %s`+"\nreturn { %s };\n});\n",
		strings.Join(addresses, ", "), strings.Join(parameters, ", "), strings.TrimRight(m.text, "\n"), strings.Join(getters, ", "))
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
