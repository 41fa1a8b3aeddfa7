// Package collection loads the post mortems below a folder, and loads them again
// when some have changed. What it has read it can write to a cache, so that a later
// run reads only what is new. It reads through an [io/fs.FS], and no clock.
package collection
