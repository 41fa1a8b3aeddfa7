package execute

import (
	"bytes"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// An escaper writes values as html/template writes them in one kind of place.
type escaper struct {
	checks []func(string) bool // a text for which one is false is for html/template
	raw    reflect.Type        // texts of this type are written as they are; nil if there is none
	plain  bool                // other texts are escaped as HTML
	slow   sample
}

// A sample is a template with one action in a place that has certain escapers.
type sample struct {
	template       *template.Template
	before, behind string // what stands around the action
}

// places are examples of the places that this package knows.
var places = []string{
	`{{.}}`, `<title>{{.}}</title>`, `<a title="{{.}}">`, `<a href="{{.}}">`, `<a href="/{{.}}">`, `<a href="#{{.}}">`, `<a {{.}}>`,
	`<script>{{.}}</script>`,
}

// samples returns the samples of places, by the escapers that html/template uses there.
var samples = sync.OnceValue(func() map[string]sample {
	out := map[string]sample{}
	for _, place := range places {
		t := template.Must(template.New("").Parse(place))
		if err := t.Execute(io.Discard, ""); err != nil {
			continue
		}
		var s sample
		var names []string
		for _, node := range t.Tree.Root.Nodes {
			switch n := node.(type) {
			case *parse.ActionNode:
				for _, command := range n.Pipe.Cmds[1:] {
					names = append(names, strings.TrimPrefix(command.String(), "_html_template_"))
				}
			case *parse.TextNode:
				if names == nil {
					s.before += string(n.Text)
				} else {
					s.behind += string(n.Text)
				}
			}
		}
		s.template = t
		out[strings.Join(names, " ")] = s
	}
	return out
})

// escaperOf returns what writes values through the escapers of html/template that have these names.
func escaperOf(names []string) *escaper {
	s, ok := samples()[strings.Join(names, " ")]
	if !ok {
		panic(unknown{})
	}
	e := &escaper{slow: s}
	for i, name := range names {
		last := i == len(names)-1
		switch {
		case name == "urlfilter" && !last:
			e.checks = append(e.checks, safeURL)
		case name == "urlnormalizer" && !last:
			e.checks = append(e.checks, normalURL)
		case name == "urlescaper" && !last:
			e.checks = append(e.checks, unreserved)
		case (name == "htmlescaper" || name == "attrescaper" || name == "rcdataescaper") && last:
			e.plain = true
			if name == "htmlescaper" && len(names) == 1 {
				e.raw = reflect.TypeFor[template.HTML]()
			}
		case name == "htmlnamefilter" && len(names) == 1:
			e.raw = reflect.TypeFor[template.HTMLAttr]()
		default:
			return &escaper{slow: s}
		}
	}
	return e
}

func (e *escaper) write(out *bytes.Buffer, v reflect.Value) {
	if e.raw != nil && v.IsValid() && v.Type() == e.raw {
		out.WriteString(v.String())
		return
	}
	if e.plain {
		if n, ok := number(v); ok && len(e.checks) == 0 {
			out.Write(strconv.AppendInt(out.AvailableBuffer(), n, 10))
			return
		}
		if text, ok := plain(v); ok && e.fine(text) {
			escapeHTML(out, text)
			return
		}
	}
	e.slow.write(out, v)
}

func (e *escaper) fine(text string) bool {
	for _, check := range e.checks {
		if !check(text) {
			return false
		}
	}
	return true
}

// write lets html/template escape a value.
func (s *sample) write(out *bytes.Buffer, v reflect.Value) {
	var page strings.Builder
	if err := s.template.Execute(&page, interfaceOf(v)); err != nil {
		panic(err)
	}
	text, ok := strings.CutPrefix(page.String(), s.before)
	text, also := strings.CutSuffix(text, s.behind)
	if !ok || !also {
		panic(unknown{})
	}
	out.WriteString(text)
}

func number(v reflect.Value) (int64, bool) {
	if v.Kind() != reflect.Int || v.Type() != reflect.TypeFor[int]() {
		return 0, false
	}
	return v.Int(), true
}

var (
	stringerType  = reflect.TypeFor[fmt.Stringer]()
	formatterType = reflect.TypeFor[fmt.Formatter]()
)

// plain returns the text of a value that has no meaning for html/template: of a string, or a struct with the method String.
func plain(v reflect.Value) (string, bool) {
	if !v.IsValid() {
		return "", false
	}
	typ := v.Type()
	switch {
	case typ == reflect.TypeFor[string]():
		return v.String(), true
	case typ.Kind() == reflect.String && typ.NumMethod() == 0 && typ.PkgPath() != "html/template":
		return v.String(), true
	case typ.Kind() == reflect.Struct && typ.Implements(stringerType) && !typ.Implements(errorType) && !typ.Implements(formatterType):
		return v.Interface().(fmt.Stringer).String(), true
	}
	return "", false
}

// escapeHTML writes a text as html/template escapes it in elements and attributes.
func escapeHTML(out *bytes.Buffer, text string) {
	written := 0
	for i := range len(text) {
		var escaped string
		switch text[i] {
		case 0:
			escaped = "\uFFFD"
		case '"':
			escaped = "&#34;"
		case '&':
			escaped = "&amp;"
		case '\'':
			escaped = "&#39;"
		case '+':
			escaped = "&#43;"
		case '<':
			escaped = "&lt;"
		case '>':
			escaped = "&gt;"
		default:
			continue
		}
		out.WriteString(text[written:i])
		out.WriteString(escaped)
		written = i + 1
	}
	out.WriteString(text[written:])
}

// safeURL reports whether a URL surely has no scheme, or one of the web.
func safeURL(url string) bool {
	return !strings.Contains(url, ":") || strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://")
}

// normalURL reports whether a URL surely needs no escape.
func normalURL(url string) bool { return only(url, "-._~!#$&*+,/:;=?@[]") }

// unreserved reports whether a text has no characters with a meaning in URLs.
func unreserved(text string) bool { return only(text, "-._~") }

// only reports whether a text has only ASCII letters, digits and other characters that are listed.
func only(text, others string) bool {
	for i := range len(text) {
		c := text[i]
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && strings.IndexByte(others, c) < 0 {
			return false
		}
	}
	return true
}
