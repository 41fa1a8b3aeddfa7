package portable

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// Bundle returns those of the scripts that import others but that no other one imports, each with all that it imports. So a
// browser fetches one file for them instead of one after the other. It leaves out scripts that [Modules] does not support, and
// those that import in circles or while they run.
func Bundle(scripts map[string][]byte) map[string][]byte {
	modules, imported := map[string]*module{}, map[string]bool{}
	for name, src := range scripts {
		if text := "\n" + string(src[:min(len(src), len("import "))]); !mayBeModule([]byte(text)) && !mayBeModule(src) {
			continue
		}
		m, err := parse(name, string(src))
		if err != nil || strings.Contains(m.text, "pmsite.import(") {
			continue
		}
		modules[name] = m
		for _, i := range m.imports {
			imported[i.path(m)] = true
		}
	}
	out := map[string][]byte{}
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		if m := modules[name]; len(m.imports) > 0 && !imported[name] {
			if order, ok := m.order(modules, nil, nil); ok {
				out[name] = []byte(bundled(order))
			}
		}
	}
	return out
}

// mayBeModule reports whether a line begins like a statement of a module. It is fast also for a large script that is none.
func mayBeModule(src []byte) bool {
	return bytes.Contains(src, []byte("\nimport ")) || bytes.Contains(src, []byte("\nexport "))
}

// path returns the path of what a module imports.
func (i imported) path(m *module) string { return path.Join(path.Dir(m.name), i.address) }

// order appends a module to a list, after all that it imports. It returns false if one of them is missing, or imports itself.
func (m *module) order(modules map[string]*module, list, above []*module) ([]*module, bool) {
	switch {
	case m == nil || slices.Contains(above, m) || m.check(modules) != nil:
		return nil, false
	case slices.Contains(list, m):
		return list, true
	}
	for _, i := range m.imports {
		var ok bool
		if list, ok = modules[i.path(m)].order(modules, list, append(slices.Clip(above), m)); !ok {
			return nil, false
		}
	}
	return append(list, m), true
}

// bundled returns one module for all in the list. Each but the last is a function of its own, so that its names do not meet
// those of others.
func bundled(list []*module) string {
	names := map[string]string{}
	var out strings.Builder
	for n, m := range list {
		names[m.name] = fmt.Sprintf("pmsiteBundled%d", n)
		parameters, arguments := make([]string, len(m.imports)), make([]string, len(m.imports))
		for k, i := range m.imports {
			if parameters[k] = i.as; i.as == "" {
				parameters[k] = fmt.Sprintf("pmsiteModule%d", k)
			}
			arguments[k] = names[i.path(m)]
		}
		exports := make([]string, len(m.exports))
		for k, e := range m.exports {
			exports[k] = fmt.Sprintf("get %s() { return %s; }", e.name, e.expression)
		}
		fmt.Fprintf(&out, "const %s = await (async (%s) => {\n%s\nreturn { %s };\n})(%s);\n",
			names[m.name], strings.Join(parameters, ", "), strings.TrimSpace(compact(m.text)), strings.Join(exports, ", "), strings.Join(arguments, ", "))
	}
	last := list[len(list)-1]
	for _, e := range last.exports {
		fmt.Fprintf(&out, "export const %s = %s.%s;\n", e.name, names[last.name], e.name)
	}
	return out.String()
}
