// Package index implements full-text search in post mortems. It defines which texts are
// searched ([Documents]), how text is split into words ([Analyser]), and the query language
// ([Parse]), and it stores an index in a folder ([Open]). It also finds related post mortems
// ([Relate]).
//
// The package writes only to the index's own folder and prints nothing. It indexes all post
// mortems that it is given, so callers must leave out hidden ones.
package index
