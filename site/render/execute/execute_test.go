package execute

import (
	"errors"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"strings"
	"testing"
)

type day struct{ Year int }

func (d day) String() string { return fmt.Sprintf("<%d>", d.Year) }

type base struct {
	Path string
	Self *base
}

func (b *base) URL(to string) string           { return b.Path + to }
func (b base) Fine() bool                      { return b.Path != "" }
func (b *base) Fails(string) (string, error)   { return "", errors.New("it fails") }
func (b *base) Many(all ...string) string      { return strings.Join(all, "+") }
func (b *base) Takes(other *base) string       { return other.Path }
func (b *base) TakesValue(other base) string   { return other.Path }
func (b *base) Any(v any) string               { return fmt.Sprintf("%T", v) }
func (b *base) Two() (string, error)           { return "a&b", nil }
func (b *base) List() []string                 { return []string{b.Path} }
func (b *base) Wrapped() any                   { return "<wrapped>" }
func (b *base) Func(path string) func() string { return func() string { return path } }

type kind string

type spoken string

func (s spoken) String() string { return "says " + string(s) }

type page struct {
	base
	Title    string
	Kind     kind
	Spoken   spoken
	HTML     template.HTML
	Attr     template.HTMLAttr
	Link     template.URL
	Count    int
	Big      int64
	Share    float64
	Yes      bool
	Day      day
	When     *day
	Nothing  *base
	Any      any
	Values   []any
	Rows     []base
	Pointers []*base
	Names    []string
	Empty    []string
	Words    map[string]any
	Call     func(string) string
	Func     func(string) (string, error)
}

// hostile are texts that every kind of place escapes differently.
var hostile = []string{
	"", "plain", `<b class="x">'&amp;'</b>`, "a+b=c?d&e#f", "javascript:alert(1)", "JavaScript:alert(1)", "http://x/?q=a b", "https://x/ü",
	"mailto:a@example.org", "ftp://x", "../a/b/", "x:y/z", "a/b:c", "%41%zz", "\x00\x01\xff", "日本", "()'\"", " onclick=x", "style", "data-x", "</script><!--", "\u2028",
}

func pageOf(text string) *page {
	return &page{
		base: base{Path: text, Self: &base{Path: "self" + text}}, Title: text, Kind: kind(text), Spoken: spoken(text), HTML: template.HTML(text),
		Attr: template.HTMLAttr(`id="x"`), Link: template.URL(text), Count: 3, Big: 1 << 40, Share: 0.5, Yes: true, Day: day{2026}, When: &day{7},
		Any: text, Values: []any{text, 1, nil, day{1}, template.HTML(text)}, Rows: []base{{Path: "r1"}, {Path: text}}, Pointers: []*base{{Path: text}},
		Names: []string{"one", text}, Words: map[string]any{"x": text, "none": nil, "rows": []string{text}},
		Call: func(s string) string { return "called " + s }, Func: func(s string) (string, error) { return s, nil },
	}
}

var testFuncs = template.FuncMap{
	"shout":  strings.ToUpper,
	"plural": func(n int, noun string) string { return fmt.Sprint(n, " ", noun) },
	"share":  func(part, whole int) string { return fmt.Sprint(part, "/", whole) },
	"year":   func(d day) string { return fmt.Sprint(d.Year) },
	"join":   strings.Join,
	"dict": func(pairs ...any) (map[string]any, error) {
		if len(pairs)%2 != 0 {
			return nil, errors.New("odd")
		}
		m := map[string]any{}
		for i := 0; i < len(pairs); i += 2 {
			m[pairs[i].(string)] = pairs[i+1]
		}
		return m, nil
	},
	"cached": func(_, _ string, _ any) (template.HTML, error) { panic("replaced in newSet") },
}

// newSet returns a set whose function cached does what html/template would do.
func newSet(t *testing.T, text string) (set *Set, plain *template.Template) {
	t.Helper()
	funcs := template.FuncMap{}
	for name, fn := range testFuncs {
		funcs[name] = fn
	}
	pieces := map[string]template.HTML{}
	var templates *template.Template
	funcs["cached"] = func(name, key string, data any) (template.HTML, error) {
		var b strings.Builder
		err := templates.ExecuteTemplate(&b, name, data)
		return template.HTML(b.String()), err
	}
	templates = template.Must(template.New("page").Funcs(funcs).Parse(text))
	return &Set{
		Templates: templates, Funcs: funcs, Cached: "cached",
		Load:  func(name, key string) (template.HTML, bool) { html, ok := pieces[name+key]; return html, ok },
		Store: func(name, key string, html template.HTML) { pieces[name+key] = html },
		Methods: map[string]Method{"URL": func(receiver any, args []reflect.Value) (reflect.Value, bool, error) {
			on, ok := receiver.(interface{ URL(string) string })
			if !ok || len(args) != 1 || args[0].Kind() != reflect.String {
				return reflect.Value{}, false, nil
			}
			return reflect.ValueOf(on.URL(args[0].String())), true, nil
		}},
	}, template.Must(template.New("page").Funcs(funcs).Parse(text))
}

// compiled are templates that are executed here.
var compiled = []string{
	`text`, `{{.Title}}`, `{{.HTML}}`, `{{.Kind}}`, `{{.Spoken}}`, `{{.Link}}`, `{{.Count}} {{.Big}} {{.Share}} {{.Yes}} {{.Day}} {{.When}}`,
	`{{.Any}} {{.Nothing}} {{.Names}} {{.Attr}}`,
	`<title>{{.Title}}{{.HTML}}{{.Kind}}</title>`,
	`<a title="{{.Title}} {{.HTML}} {{.Kind}} {{.Count}} {{.Link}} {{.Any}}">`,
	`<a href="{{.Title}}"><a href="{{.Link}}"><a href="{{.Kind}}"><a href="{{.HTML}}"><a href="{{.Count}}">`,
	`<a href="../{{.Title}}.md"><a href="#{{.Title}}"><a href="x?q={{.Title}}"><a href="{{.Title}}{{with .Kind}}#{{.}}{{end}}">`,
	`<a {{.Attr}}><a {{.Title}}>`, `<script type="application/ld+json">{{.Words}}</script><script>{{.Title}}</script>`,
	`{{.URL "x"}} {{.Path}} {{.Fine}} {{.Self.Path}} {{.Self.URL "y"}} {{.Two}} {{.Wrapped}} {{.Many "a" "b"}} {{.Many}}`,
	`{{.Takes .Self}} {{.TakesValue .Self}} {{.Any}}`,
	`{{range .Rows}}{{.Path}}{{.URL "z"}}{{.Fine}}{{$.Title}}{{end}}`, `{{range .Pointers}}{{.URL "p"}}{{end}}`,
	`{{range $i, $name := .Names}}{{if $i}}, {{end}}{{$i}}={{$name}}{{.}}{{end}}`, `{{range $name := .Names}}{{$name}}{{end}}`,
	`{{range .Empty}}x{{else}}none of {{.Title}}{{end}}`, `{{range .Values}}[{{.}}]{{end}}`, `{{range .List}}{{.}}{{else}}y{{end}}`,
	`{{with .Title}}{{.}}{{else}}{{.Count}}{{end}}`, `{{with $x := .Self}}{{$x.Path}}{{.Path}}{{end}}{{.Path}}`, `{{with .Nothing}}x{{else}}nothing{{end}}`,
	`{{$first := true}}{{range .Names}}{{if $first}}first{{$first = false}}{{end}}{{.}}{{end}}{{$first}}`,
	`{{$x := 1}}{{if .Yes}}{{$x := 2}}{{$x}}{{end}}{{$x}}`, `{{if not .Yes}}a{{else if eq .Count 3}}b{{else}}c{{end}}`,
	`{{if and .Yes (gt .Count 2) (ne .Title "x")}}yes{{end}}{{or .Title "none"}}{{or .Empty .Names}}{{and .Title .Count}}`,
	`{{eq .Title "plain" ""}} {{eq .Kind "plain"}} {{eq .Count 3}} {{eq .Yes true}} {{ne .Count 4}} {{len .Names}} {{len .Title}} {{len .Words}}`,
	`{{index .Names 1}} {{(index .Rows 0).Path}} {{printf "%s-%d" .Title .Count}} {{printf "x" | shout}}`, `{{.Title | shout | printf "%s!"}}`,
	`{{shout .Title}} {{plural .Count "day"}} {{share 1 2}} {{year .Day}} {{year .When}} {{join .Names ", "}}`, `{{(dict "a" .Title "b" .Self).a}}`,
	`{{call .Call .Title}} {{with .Func}}{{call . "f"}}{{end}}`, `{{.Words.x}} {{.Words.none}} {{range .Words.rows}}{{.}}{{end}}`,
	`{{template "part" .Self}}{{template "part" dict "Path" .Title}}{{define "part"}}[{{.Path}} {{$.Path}}]{{end}}`,
	`{{template "none"}}{{define "none"}}[{{with .}}x{{else}}nothing{{end}}]{{end}}`,
	`{{template "tree" .Count}}{{define "tree"}}{{if eq . 3}}<ul>{{template "tree" 2}}</ul>{{else}}leaf {{.}}{{end}}{{end}}`,
	`{{range .Rows}}{{cached "row" .Path .}}{{end}}{{cached "row" (printf "self %s" .Title) .Self}}{{define "row"}}<td>{{.Path}} {{.Fine}}</td>{{end}}`,
	`{{range .Rows}}{{$row := .}}{{range $.Rows}}{{$row.Path}}{{.Path}}{{end}}{{end}}`, `{{/* a comment */}}{{- "trimmed" -}}  x`,
	`{{with .Title}}{{slice . 0}}{{end}}{{slice "abc" 1}}`,
}

// TestLikeHTMLTemplate checks that templates have the same result as with html/template, for all hostile texts, and
// that html/template does not do the work.
func TestLikeHTMLTemplate(t *testing.T) {
	for _, text := range compiled {
		set, plain := newSet(t, text)
		for _, value := range hostile {
			compare(t, set, plain, text, pageOf(value))
		}
		if slow := set.Slow(); len(slow) > 0 {
			t.Errorf("%s: html/template executes it", text)
		}
	}
}

// left are templates, or values, that are left to html/template.
var left = []string{
	`{{range $i, $x := .Words}}{{$i}}{{end}}`, `{{range .Count}}x{{end}}`, `{{range .Names}}{{break}}{{end}}`, `{{lt 1 2}}`, `{{print .Title}}`,
	`<a onclick="f({{.Title}})">`, `<a style="color: {{.Title}}">`, `<a title={{.Title}}>`, `{{eq .Share 0.5}}`, `{{eq .Any "plain" | not}}`,
	`{{.Nothing.Path}}`, `{{.Missing}}`, `{{.Words.missing}}`, `{{.Fails "x"}}`, `{{dict "odd"}}`, `{{index .Names 7}}`, `{{shout 1}}`,
	`<a title="{{template "part" .}}">{{define "part"}}{{.Title}}{{end}}`, `{{.Title.Missing}}`, `{{len 3}}`, `{{plural "x" "y"}}`, `{{slice .Names 1}}`,
	`{{call .Nothing}}`, `{{printf 1}}`, `{{1.5}}`, `{{html .Title}}`, `{{.Title 1}}`, `{{.base.Path}}`,
}

// TestTheRestIsLeft checks that everything else has the result, and the error, of html/template.
func TestTheRestIsLeft(t *testing.T) {
	for _, text := range left {
		for _, value := range []string{"plain", `<a href="x">`} {
			set, plain := newSet(t, text)
			compare(t, set, plain, text, pageOf(value))
		}
	}
}

// TestEndlessTemplate checks that a template that calls itself without end has an error.
func TestEndlessTemplate(t *testing.T) {
	set, _ := newSet(t, `{{if .}}{{template "loop" .}}{{end}}{{define "loop"}}{{template "loop" .}}{{end}}`)
	for _, data := range []any{false, true} {
		if err := set.Execute(io.Discard, "page", data); (err != nil) != (data == true) {
			t.Errorf("with %v: %v", data, err)
		}
	}
}

// compare executes a template twice: first, html/template does.
func compare(t *testing.T, set *Set, plain *template.Template, text string, data *page) {
	t.Helper()
	for i := range 2 {
		var got, want strings.Builder
		errGot, errWant := set.Execute(&got, "page", data), plain.Execute(&want, data)
		if fmt.Sprint(errGot) != fmt.Sprint(errWant) || got.String() != want.String() {
			t.Fatalf("%s with %q, %d times before: got %q, %v\nwant %q, %v", text, data.Title, i, got.String(), errGot, want.String(), errWant)
		}
	}
}

// TestOtherTypes checks that a template that has seen one type of value has the right result for another.
func TestOtherTypes(t *testing.T) {
	type other struct{ Title, Path string }
	type values struct{ List []any }
	const text = `{{range .List}}{{.Title}} {{.Path}};{{end}}`
	set, plain := newSet(t, text)
	data := values{[]any{pageOf("a"), *pageOf("b"), other{"c", "d"}, &other{"<e>", "f"}, map[string]any{"Title": 1, "Path": "+"}, pageOf("g")}}
	for range 3 {
		var got, want strings.Builder
		if err := errors.Join(set.Execute(&got, "page", data), plain.Execute(&want, data)); err != nil || got.String() != want.String() {
			t.Fatalf("got %q, want %q, %v", got.String(), want.String(), err)
		}
	}
	if slow := set.Slow(); len(slow) > 0 {
		t.Errorf("html/template executes %v", slow)
	}
}

// FuzzEscape compares what is written of any text in all places.
func FuzzEscape(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	text := strings.Join(places, "\n") + `{{.}}`
	set, _ := newSet(&testing.T{}, text)
	plain := template.Must(template.New("page").Parse(text))
	_ = set.Execute(io.Discard, "page", "")
	f.Fuzz(func(t *testing.T, value string) {
		var got, want strings.Builder
		if err := errors.Join(set.Execute(&got, "page", value), plain.Execute(&want, value)); err != nil || got.String() != want.String() {
			t.Errorf("got %q, want %q, %v", got.String(), want.String(), err)
		}
	})
}
