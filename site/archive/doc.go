// Package archive opens a built site wherever it is: in a folder, in the zip file of a CI artifact, or in the artifact.tar
// that GitHub Pages is published from. The site is read in place. Only an artifact.tar is copied, to a temporary file.
//
// An archive may come from anybody. It is refused as a whole if a path leads out of it, if it has anything but files and
// folders, or if its content is larger than a site that can be published. It does not know what the files contain.
package archive
