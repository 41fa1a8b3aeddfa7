// Package console writes text for people, whose terminals and CI systems obey some of what they are asked to show:
// escape sequences, control characters that move the cursor, characters that reorder text, and commands such as
// ::error:: in the logs of GitHub Actions. Documents, file names and commits may come from anybody, so a [Writer] shows
// all of these as characters that nothing obeys. [Markdown] does the same for comments on GitHub and GitLab.
//
// It is not for data: formats such as JSON and CSV have an escaping of their own.
package console
