// Package chart draws series as SVG: accessible, without scripts or styles of
// its own, and as wide as the page allows.
//
// Horizontal lengths are percentages of the width, vertical lengths are pixels.
// So the same drawing fits screens that are 360 or 1600 pixels wide, with text
// of the same size. Colours come from the page's style sheet: shapes have the
// class that the caller sets, and what the package itself draws has the classes
// grid, axis, tick, band, whisker, spread, line, dot, mark, gap, end and level-0 to
// level-5. The style sheet must set the width of the parts of a column to 100 %.
//
// A drawing has a name and a description. To a screen reader it is one image, or
// a group of links, if its bars lead somewhere; the caller puts the numbers in a
// table beside it. Each shape has a title, which browsers show when the pointer
// is over it, and which is the name of a link.
package chart
