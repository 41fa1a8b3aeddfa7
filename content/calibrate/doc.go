// Package calibrate compares how two people rate the severity of post mortems: it picks documents, takes out what tells
// their severity, reads two sheets of ratings, and says where they differ. It reads no files.
package calibrate
