// Package chart draws series as SVG: accessible, without scripts or styles of
// its own, and as wide as the page lets it.
//
// Lengths across are shares of the width, lengths down are pixels, so that one
// drawing serves a screen of 360 pixels and one of 1600 with text of the same
// size. Colours come from the page's style sheet: shapes carry the class that
// the caller gives them, and what the package itself draws the classes grid,
// axis, tick, band, whisker, spread, line, dot, mark and level-0 to level-5. The
// parts of a column are as wide as the style sheet makes them: 100 %.
//
// A drawing has a title and a description and is one image to a screen reader;
// the caller puts the numbers in a table beside it. Shapes have a title each,
// which browsers show when pointed at.
package chart
