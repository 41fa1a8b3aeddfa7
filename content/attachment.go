package content

import (
	"path"
	"strings"
)

// attachmentTypes are the types of files beside a post mortem that are published. HTML and
// XML are not among them: browsers run the scripts in such files when they are opened
// directly, and anybody may open a pull request. Package svg makes SVG pictures safe.
var attachmentTypes = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".ico": true, ".svg": true,
	".txt": true, ".log": true, ".csv": true, ".tsv": true, ".json": true, ".jsonl": true, ".ndjson": true, ".yaml": true, ".yml": true, ".toml": true,
	".sql": true, ".diff": true, ".patch": true, ".conf": true, ".ini": true, ".pcap": true, ".pcapng": true,
	".pdf": true, ".zip": true, ".gz": true, ".tgz": true, ".xz": true, ".zst": true, ".har": true,
	".mp4": true, ".webm": true, ".mov": true, ".mp3": true, ".ogg": true, ".docx": true, ".xlsx": true, ".pptx": true, ".odt": true, ".ods": true,
}

// Unpublished returns why a file beside a post mortem is not published, or "" if it is. Name
// is the path that the file would have below the page's own.
func Unpublished(name string) string {
	first, _, _ := strings.Cut(FoldAddress(name), "/")
	switch ext := path.Ext(name); {
	case first == "index.html" || first == "index.json":
		return "the page itself has a file " + first
	case ext == "":
		return "files without a type are not published"
	case !attachmentTypes[strings.ToLower(ext)]:
		return "files of type " + ext + " are not published"
	}
	return ""
}
