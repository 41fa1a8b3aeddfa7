package git

import "testing"

// TestCredentials checks that a token is requested and sent only for https.
func TestCredentials(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"https://example.org/x": "example.org", "https://example.org:8443/x": "example.org:8443", "https://u@example.org/x": "example.org",
		"http://example.org/x": "", "git@example.org:x": "", "ssh://git@example.org/x": "", "/srv/x.git": "", "file:///x": "",
	} {
		for given, user := range map[string]string{"secret": "x-access-token", "kim:secret": "kim", "": ""} {
			server, who, password := credentials(address, func(host string) string {
				if want == "" || host != "example.org" {
					t.Errorf("a token for %q is requested because of %s", host, address)
				}
				return given
			})
			if sent := password != ""; sent != (want != "" && given != "") || sent && (server != want || who != user || password != "secret") {
				t.Errorf("for %s, the token %q is sent to %q as %q:%q", address, given, server, who, password)
			}
		}
	}
	if _, _, password := credentials("https://example.org/x", nil); password != "" {
		t.Error("a token is sent although there is none")
	}
}
