// Package serve serves an fs.FS to browsers and tells them when it is replaced by a newer
// one. It does not know what a post mortem is, and writes nothing.
//
// The server is meant for the person at the keyboard. It answers only requests for its own
// host, so that other sites cannot read it, and every response has a policy that keeps pages
// from loading anything from elsewhere.
package serve
