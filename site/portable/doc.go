// Package portable turns the files of a site that a server would serve into files that work in a folder, opened by a
// browser without a server (file://). It knows neither post mortems nor where files are read or written.
//
// A browser shows no index.html when a link leads to a folder, and lets scripts in a folder neither import modules nor
// fetch files; it only loads scripts that are no modules. So [Page] makes links lead to files, [Modules] makes each
// module such a script, and [Data] makes a file that scripts fetch one. [Runtime], which pages load first, puts them
// together. [Bundle] puts modules into one file for the browser of any site.
package portable
