package svg_test

import (
	"encoding/xml"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/pmsite/pmsite/content/svg"
)

var update = flag.Bool("update", false, "rewrite the golden files with the actual output")

// picture returns a picture with the given content.
func picture(inner string) string {
	return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">` + inner + `</svg>`
}

// TestHostile checks that whatever runs, loads or embeds something is cut out, and nothing
// else.
func TestHostile(t *testing.T) {
	for name, c := range map[string]struct{ in, out, removed string }{
		"a script":                           {`<script>alert(1)</script><g/>`, `<g/>`, "<script>"},
		"a script without content":           {`<script href="https://x.example/a.js"/>`, ``, "<script>"},
		"a script of another prefix":         {`<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>`, ``, ""},
		"a script within defs":               {`<defs><g><script>alert(1)</script></g></defs>`, `<defs><g></g></defs>`, "<script>"},
		"an event handler":                   {`<rect width="1" onclick="alert(1)" height="2"/>`, `<rect width="1" height="2"/>`, "onclick"},
		"an event handler in capitals":       {`<rect ONLOAD='alert(1)'/>`, `<rect/>`, "ONLOAD"},
		"an event handler over lines":        {"<rect\n\tonclick\n=\n'a\n>b'\n/>", "<rect\n/>", "onclick"},
		"HTML":                               {`<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></body></foreignObject>`, ``, "<foreignObject>"},
		"HTML of a prefix":                   {`<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>`, ``, ""},
		"an element of another default":      {`<g xmlns="http://www.w3.org/1999/xhtml"><g xmlns="http://www.w3.org/2000/svg"/></g><g/>`, `<g/>`, "<g>"},
		"a frame":                            {`<iframe/>`, ``, "<iframe>"},
		"an animation of a link":             {`<a href="#a"><set attributeName="href" to="javascript:alert(1)"/></a>`, `<a href="#a"></a>`, "<set>"},
		"an animation":                       {`<rect><animate attributeName="onload" values="alert(1)"/></rect>`, `<rect></rect>`, "<animate>"},
		"a link that runs a script":          {`<a href="javascript:alert(1)"><g/></a>`, `<a><g/></a>`, "href"},
		"a link to another site":             {`<a xlink:href="https://x.example/"><g/></a>`, `<a><g/></a>`, "xlink:href"},
		"a hidden scheme":                    {`<a href="java&#10;script:alert(1)"/>`, `<a/>`, "href"},
		"a use of another file":              {`<use href="https://x.example/a.svg#b"/>`, `<use/>`, "href"},
		"a use of a data address":            {`<use href="data:image/svg+xml;base64,AAAA#b"/>`, `<use/>`, "href"},
		"a picture of another site":          {`<image href="https://x.example/a.png"/>`, `<image/>`, "href"},
		"a picture beside it":                {`<image xlink:href="a.png"/>`, `<image/>`, "xlink:href"},
		"an SVG picture within":              {`<image href="data:image/svg+xml;base64,AAAA"/>`, `<image/>`, "href"},
		"a picture that is no base64":        {`<image href="data:image/png,&lt;svg"/>`, `<image/>`, "href"},
		"a filter that loads":                {`<filter><feImage href="https://x.example/a"/></filter>`, `<filter></filter>`, "<feImage>"},
		"a fill that loads":                  {`<rect fill="url(https://x.example/a#b)"/>`, `<rect/>`, "fill"},
		"a fill that loads, quoted":          {`<rect fill="url('//x.example/a#b')"/>`, `<rect/>`, "fill"},
		"a fill with an escape":              {`<rect fill="u\72l(https://x.example/)"/>`, `<rect/>`, "fill"},
		"a fill with a reference":            {`<rect fill="&#117;rl(https://x.example/)"/>`, `<rect/>`, "fill"},
		"a cursor":                           {`<rect cursor="url(https://x.example/a.cur)"/>`, `<rect/>`, "cursor"},
		"a style that loads":                 {`<rect style="fill:red;background:url(//x.example/a);stroke:blue"/>`, `<rect style="fill:red;stroke:blue"/>`, "style"},
		"a style that loads without url":     {`<rect style="background:image-set('//x.example/a' 1x)"/>`, `<rect style=""/>`, "style"},
		"a style with escaped quotes":        {`<rect style="fill:red;background:url(&quot;//x.example/a&quot;)"/>`, `<rect/>`, "style"},
		"a style sheet that imports":         {`<style>@import "//x.example/a.css"; a{fill:red}</style>`, `<style> a{fill:red}</style>`, "<style>"},
		"a style sheet that imports, hidden": {`<style>@imp<!-- -->ort "//x.example/a.css";</style>`, ``, "<style>"},
		"a style sheet with a reference":     {`<style>a{fill:&#117;rl(//x.example/)}</style>`, ``, "<style>"},
		"a style sheet with an escape":       {`<style>a{fill:red}b{fill:\75rl(//x.example/)}</style>`, `<style>a{fill:red}</style>`, "<style>"},
		"a style sheet in CDATA":             {`<style> <![CDATA[a{fill:red}@font-face{src:url(//x.example/f)}b{fill:blue}]]></style>`, `<style> <![CDATA[a{fill:red}b{fill:blue}]]></style>`, "<style>"},
		"a style sheet with an element":      {`<style>a{fill:red}<script/></style>`, ``, "<script> <style>"},
		"a style sheet with a namespace":     {`<style>@namespace "//x.example/";</style>`, `<style></style>`, "<style>"},
		"an old browser's script in a style": {`<rect style="width:expression(alert(1))"/>`, `<rect style=""/>`, "style"},
		"an instruction":                     {`<?xml-stylesheet href="a.xsl" type="text/xsl"?><g/>`, `<g/>`, "<?xml-stylesheet?>"},
		"what HTML takes for an element":     {`<desc><![CDATA[><img src=x onerror=alert(1)>]]></desc>`, `<desc></desc>`, "CDATA"},
		"what HTML takes for a comment":      {`<!--><img src=x onerror=alert(1)>-->`, ``, ""},
		"data of an editor":                  {`<metadata><r:RDF xmlns:r="r"/></metadata><g e:label="x" xmlns:e="e" data-x="y"/>`, `<g xmlns:e="e"/>`, ""},
		"attributes that nobody knows":       {`<g unknown="a" width="1"/>`, `<g width="1"/>`, "unknown"},
		"an address of another namespace":    {`<use xmlns:y="http://www.w3.org/1999/xlink" y:href="https://x.example/"/>`, `<use/>`, ""},
	} {
		out, removed, err := svg.Clean([]byte(picture(c.in)))
		if string(out) != picture(c.out) || strings.Join(removed, " ") != c.removed || err != nil {
			t.Errorf("of a picture with %s, there remains\n%s\nwithout %q, %v; want\n%s\nwithout %q", name, out, removed, err, picture(c.out), c.removed)
		}
	}
}

// TestClean checks that what pictures are made of stays as it is, byte for byte.
func TestClean(t *testing.T) {
	for _, text := range []string{
		"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='no'?>\n<!-- made by hand -->\n" + picture("<g/>") + "\n",
		"<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\"\n \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n" + picture(""),
		picture(`<title>a &lt; b</title><desc>(x)</desc><text x="1" font-family="'DejaVu Sans', serif">a<tspan dy="1em">b</tspan> (c) \d</text>`),
		picture(`<defs><linearGradient id="g (1)"><stop offset="0" stop-color="rgb(1,2,3)"/></linearGradient></defs><rect fill="url(#g)" stroke='url("#g")' transform="translate(1 2) skewX(3)"/>`),
		picture(`<symbol id="s"><path d="M0 0L1 1z"/></symbol><use xlink:href="#s"/><use href="#s"/>`),
		picture(`<style type="text/css"><![CDATA[ @media (prefers-color-scheme: dark) { a > b:not(.c) { fill: var(--x, #fff); } } ]]></style>`),
		picture(`<style>@font-face{font-family:F;src:url(data:font/woff2;base64,d09GMgAB) format("woff2")} text{font:1px F}</style>`),
		picture(`<image href="data:image/png;base64,iVBORw0KGgo=&#10;AA" width="1"/>`),
		picture(`<switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/><text>no</text></switch>`),
		picture(`<g style="fill:none;stroke:url(#a)" class="b" role="img" aria-label="see (1)" xml:space='preserve'/>`),
		picture(`<text><![CDATA[a & b]]></text>`),
	} {
		if out, removed, err := svg.Clean([]byte(text)); string(out) != text || len(removed) > 0 || err != nil {
			t.Errorf("a harmless picture is changed, without %q, %v\n%s\nto\n%s", removed, err, text, out)
		}
	}
}

// TestRefused checks which files are no pictures to publish, and that the picture in their
// place is one, and says why.
func TestRefused(t *testing.T) {
	nested := strings.Repeat("<g>", 200) + strings.Repeat("</g>", 200)
	for name, c := range map[string]struct{ in, want string }{
		"an empty file":               {"", "the file has no svg element"},
		"text":                        {"not a picture", "the file has no svg element"},
		"an HTML page":                {"<html><body/></html>", "its first element is not an svg element of http://www.w3.org/2000/svg"},
		"no namespace":                {"<svg/>", "its first element is not an svg element of http://www.w3.org/2000/svg"},
		"a prefix":                    {`<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>`, "its first element is not an svg element of http://www.w3.org/2000/svg"},
		"an element that is not open": {picture("</g>"), "XML syntax error on line 1: element <svg> closed by </g>"},
		"an entity":                   {`<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>` + picture("&x;"), "XML syntax error on line 1: invalid character entity &x;"},
		"a second element":            {picture("") + "<g/>", "something follows its svg element"},
		"UTF-16":                      {"\xff\xfe<\x00s\x00", "the picture is not in UTF-8"},
		"UTF-16 by its own word":      {`<?xml version="1.0" encoding="utf-16"?>` + picture(""), `xml: encoding "utf-16" declared but Decoder.CharsetReader is nil`},
		"a value without quotes":      {picture("<g id=a/>"), "XML syntax error on line 1: unquoted or missing attribute value in element"},
		"deep nesting":                {picture(nested), "elements are nested more than 200 levels deep"},
		"a file that is too large":    {picture(strings.Repeat(" ", svg.MaxSize)), "the picture is larger than 10 MB"},
		"a picture in itself":         {picture(`<g id="a"><use href="#a"/></g>`), "the picture draws more than 500000 elements"},
		"a picture times ten, often":  {picture(tenfold(7)), "the picture draws more than 500000 elements"},
	} {
		_, _, err := svg.Clean([]byte(c.in))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: the error is %v, want %s", name, err, c.want)
		}
	}
	if _, _, err := svg.Clean([]byte(picture(tenfold(4)))); err != nil {
		t.Errorf("a picture that uses parts a thousand times: %v", err)
	}
	instead := svg.Refused(errors.New("a < b & <script>"))
	if out, removed, err := svg.Clean(instead); string(out) != string(instead) || len(removed) > 0 || err != nil || !strings.Contains(string(out), "a &lt; b &amp; &lt;script&gt;") {
		t.Errorf("the picture in place of a refused one is %s, without %q, %v", instead, removed, err)
	}
}

// tenfold returns parts of which each draws the one before ten times.
func tenfold(parts int) string {
	out := `<g id="p0"/>`
	for i := range parts {
		use := `<use href="#p` + string(rune('0'+i)) + `"/>`
		out += `<g id="p` + string(rune('1'+i)) + `">` + strings.Repeat(use, 10) + `</g>`
	}
	return out
}

// TestPrograms checks what remains of pictures as common programs write them: each archive
// of testdata has the picture, what is published, and the parts that are reported.
func TestPrograms(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		in := archive.Files[0].Data
		out, removed, err := svg.Clean(in)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := archive.Files[:1:1]
		if string(out) != string(in) {
			want = append(want, txtar.File{Name: "published.svg", Data: out})
		}
		if len(removed) > 0 {
			want = append(want, txtar.File{Name: "removed", Data: []byte(strings.Join(removed, "\n") + "\n")})
		}
		text := txtar.Format(&txtar.Archive{Comment: archive.Comment, Files: want})
		if *update {
			if err := os.WriteFile(name, text, 0o644); err != nil {
				t.Fatal(err)
			}
		} else if golden, _ := os.ReadFile(name); string(golden) != string(text) {
			t.Errorf("%s is now\n%s", name, text)
		}
	}
}

// FuzzClean checks that any file is either refused or becomes a picture that has only what
// is allowed, to a reader of XML as to one of HTML, and that stays as it is.
func FuzzClean(f *testing.F) {
	for _, seed := range []string{
		`<script>a</script>`, `<style>@import "a";b{fill:url(#c)}</style>`, `<a href="javascript:a"/>`, `<g onclick='a' style="fill:url(x);b:c"/>`, `<!-- a --><![CDATA[>]]>`,
		`<foreignObject><p xmlns="http://www.w3.org/1999/xhtml"/></foreignObject>`, `<use href="#a"/><image href="data:image/png;base64,AA=="/>`, `<?a b?>&lt;`,
	} {
		f.Add([]byte(picture(seed)))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		out, _, err := svg.Clean(src)
		if err != nil {
			return
		}
		if again, removed, err := svg.Clean(out); string(again) != string(out) || len(removed) > 0 || err != nil {
			t.Fatalf("the cleaned picture is not clean: %q, %v\n%s", removed, err, out)
		}
		checkXML(t, out)
		checkHTML(t, out)
	})
}

var forbidden = map[string]bool{"script": true, "foreignobject": true, "iframe": true, "object": true, "embed": true, "animate": true, "set": true, "img": true, "link": true, "meta": true, "base": true}

func checkXML(t *testing.T, src []byte) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(string(src)))
	for {
		token, err := d.Token()
		if err != nil {
			return
		}
		if start, ok := token.(xml.StartElement); ok {
			if forbidden[strings.ToLower(start.Name.Local)] || start.Name.Space != "http://www.w3.org/2000/svg" {
				t.Fatalf("the cleaned picture has the element %v\n%s", start.Name, src)
			}
			for _, a := range start.Attr {
				checkAttribute(t, a.Name.Local, a.Value, src)
			}
		}
	}
}

func checkAttribute(t *testing.T, name, value string, src []byte) {
	t.Helper()
	name, value = strings.ToLower(name), strings.ToLower(value)
	if strings.HasPrefix(name, "on") || name == "href" && !strings.HasPrefix(value, "#") && !strings.HasPrefix(value, "data:image/") {
		t.Fatalf("the cleaned picture has the attribute %s=%q\n%s", name, value, src)
	}
}
