package svg

import (
	"bytes"
	"strings"

	"github.com/pmsite/pmsite/content/lazyregexp"
)

const (
	namespace      = "http://www.w3.org/2000/svg"
	linkNamespace  = "http://www.w3.org/1999/xlink"
	linkNamespaces = "xmlns:xlink"
)

// declaration and doctype match what may stand in front of the picture: nothing that
// declares an entity or names a style sheet.
var (
	declaration = lazyregexp.New(`^<\?xml\s+version\s*=\s*["']1\.0["'](\s+encoding\s*=\s*["'](?i:utf-8)["'])?(\s+standalone\s*=\s*["'](yes|no)["'])?\s*\?>$`)
	doctype     = lazyregexp.New(`^<!DOCTYPE\s+svg(\s+PUBLIC\s+"-//W3C//DTD SVG [\w. ]+//EN"\s+"http://www\.w3\.org/[\w./-]+")?\s*>$`)
)

// elements are those of SVG that draw, or that describe how to draw.
var elements = set(`svg g defs symbol use switch title desc style a
	path rect circle ellipse line polyline polygon text tspan textPath image
	linearGradient radialGradient stop pattern clipPath mask marker
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
	feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feMorphology
	feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// plain are the attributes that are nothing but text to a browser.
var plain = set(`id class lang xml:lang xml:space role type media name version baseProfile
	requiredFeatures requiredExtensions systemLanguage xlink:title xlink:type`)

// styled are the attributes that a browser may read as it reads style sheets.
var styled = set(`x y z x1 y1 x2 y2 dx dy width height r rx ry cx cy fx fy fr d points rotate transform viewBox preserveAspectRatio
	pathLength offset path startOffset method spacing side textLength lengthAdjust
	gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits patternTransform
	clipPathUnits maskUnits maskContentUnits mask-type markerUnits markerWidth markerHeight refX refY orient
	filterUnits primitiveUnits in in2 result stdDeviation edgeMode mode operator radius order kernelMatrix divisor bias
	targetX targetY kernelUnitLength preserveAlpha surfaceScale diffuseConstant specularConstant specularExponent
	limitingConeAngle pointsAtX pointsAtY pointsAtZ azimuth elevation scale xChannelSelector yChannelSelector
	values tableValues slope intercept amplitude exponent k1 k2 k3 k4 baseFrequency numOctaves seed stitchTiles
	alignment-baseline baseline-shift clip clip-path clip-rule color color-interpolation color-interpolation-filters
	color-rendering direction display dominant-baseline enable-background fill fill-opacity fill-rule filter flood-color flood-opacity
	font font-family font-feature-settings font-size font-size-adjust font-stretch font-style font-variant font-weight
	glyph-orientation-horizontal glyph-orientation-vertical image-rendering isolation kerning letter-spacing lighting-color
	marker marker-end marker-mid marker-start mask mix-blend-mode opacity overflow paint-order pointer-events
	shape-rendering solid-color solid-opacity stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
	stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-align text-anchor text-decoration text-overflow text-rendering
	transform-box transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode zoomAndPan`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, word := range strings.Fields(words) {
		out[word] = true
	}
	return out
}

// attribute cuts an attribute of an element out of the tag that was just read, unless it is
// allowed there.
func (s *scanner) attribute(element string, a attribute) {
	if a.name == "id" {
		s.drawing.name(a.value)
	}
	switch {
	case plain[a.name], strings.HasPrefix(a.name, "aria-"):
	case a.name == "xmlns" && a.value == namespace:
	case strings.HasPrefix(a.name, "xmlns:") && (a.name == linkNamespaces) == (a.value == linkNamespace):
	case styled[a.name] && cssAllowed(a.value):
	case a.name == "href" || a.name == "xlink:href":
		if !s.link(element, a.value) {
			s.cutAttribute(a)
		}
	case a.name == "style":
		s.styleAttribute(a)
	default:
		s.cutAttribute(a)
	}
}

func (s *scanner) cutAttribute(a attribute) { s.cut(s.from+a.from, s.from+a.to, named(a.name)) }

func (s *scanner) styleAttribute(a attribute) {
	raw := s.src[s.from+a.raw : s.from+a.to-1]
	switch {
	case cssAllowed(a.value):
	case bytes.IndexByte(raw, '&') >= 0:
		s.cutAttribute(a)
	default:
		s.cutCSS(raw, s.from+a.raw, "style")
	}
}

// link reports whether an element may lead to an address: to a part of the picture, or to a
// bitmap that the picture contains.
func (s *scanner) link(element, to string) bool {
	if strings.HasPrefix(to, "#") {
		if element == "use" {
			s.drawing.use(to[1:])
		}
		return true
	}
	return element == "image" && embedded().MatchString(to)
}

var embedded = lazyregexp.New(`^data:image/(?:png|jpeg|jpg|gif|webp);base64,[A-Za-z0-9+/=\s]*$`)

// quiet are parts that nobody sees: what editors keep for themselves, and how a link opens.
var quiet = set(`metadata content host agent etag contentScriptType contentStyleType focusable tabindex target rel xlink:actuate xlink:show`)

// named returns the name under which the removal of an element or attribute is reported, or ""
// if it is not.
func named(name string) string {
	switch prefix, _, found := strings.Cut(name, ":"); {
	case found && prefix != "xlink" && prefix != "xml", quiet[name], strings.HasPrefix(name, "data-"):
		return ""
	}
	return shorten(name)
}

const maxName = 40

func shorten(name string) string {
	if runes := []rune(name); len(runes) > maxName {
		return string(runes[:maxName]) + "…"
	}
	return name
}
