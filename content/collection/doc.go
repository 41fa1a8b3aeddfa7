// Package collection loads the post mortems below a folder and reloads those that have
// changed. It can write the parsed documents to a cache, so that a later run reads only new
// ones. It reads through an [io/fs.FS] and does not read the clock.
package collection
