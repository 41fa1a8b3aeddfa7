// Package index makes post mortems findable. It holds the one definition of
// what is searched ([Documents]) and of how text becomes words ([Analyser]),
// the query language ([Parse]), and an index kept in a folder ([Open]); it also
// tells which post mortems are worth reading beside another ([Relate]).
//
// It writes nothing but the index's own folder, shows nothing, and sees only
// the post mortems it is given: whoever calls it has taken hidden ones out.
package index
