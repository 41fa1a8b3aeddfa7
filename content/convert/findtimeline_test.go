package convert_test

import (
	"strings"
	"testing"
)

// TestTimelineWithoutHeading checks which parts of a document are its timeline, if it has none.
func TestTimelineWithoutHeading(t *testing.T) {
	for src, want := range map[string]string{
		"## Updates\n### Update 06.03.2021 10:30 Uhr:\na\n\n### Update 06.03.2021 10:00 Uhr:\nb\n\n### Update 05.03.2021 18:00 Uhr:\nc\n": "2021-03-06 10:30, 2021-03-06 10:00, 2021-03-05 18:00",
		"## 2021-03-06 10:30\na\n\n## 2021-03-06 10:00\nb\n\n## 2021-03-05 18:00\nc\n":                                                    "2021-03-06 10:30, 2021-03-06 10:00, 2021-03-05 18:00",
		"## What we did\n- 10:00 a\n- 10:10 b\n- 10:20 c\n":                                                                               "2021-03-05 10:00, 2021-03-05 10:10, 2021-03-05 10:20",
		"## What we did\n| Time | What |\n|-|-|\n| 10:00 | a |\n| 10:10 | b |\n":                                                          "2021-03-05 10:00, 2021-03-05 10:10",
		"## What we did\n- 10:00 a\n- 10:10 b\n":                                                                                          "",
		"## What we did\n- 10:00 a\n- first\n- 10:10 b\n- 10:20 c\n":                                                                      "",
		"## Action items\n- 10:00 a\n- 10:10 b\n- 10:20 c\n":                                                                              "",
		"## Prices\n| What | Price |\n|-|-|\n| 10:00 | a |\n| 10:10 | b |\n":                                                              "",
		"## Timeline\n\n### 10:00\na\n\n## 10:10\nb\n\n## Review\n":                                                                       "2021-03-05 10:00, 2021-03-05 10:10",
		"## Timeline\n\n## March 6\n- 10:00 a\n\n## 7 March (UTC)\n- 11:00 b\n":                                                           "2021-03-06 10:00, 2021-03-07 11:00",
	} {
		if got := strings.Join(timesOf(t, src), ", "); got != want {
			t.Errorf("%s\nhas the rows %q, want %q", src, got, want)
		}
	}
}
