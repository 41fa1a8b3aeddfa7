package check_test

import (
	"strings"
	"testing"

	"github.com/pmsite/pmsite/content/check"
	"github.com/pmsite/pmsite/content/collection"
	"github.com/pmsite/pmsite/content/config"
)

// TestCredentials tests what is masked of texts with passwords and tokens that have no pattern of their own. ⟦⟧ enclose
// what is masked.
func TestCredentials(t *testing.T) {
	const (
		p    = "x7Kd9QmZ2v"                       // a password
		word = "hunter2"                          // a bad one
		k    = "x7Kd9QmZ2vRtB4nYw8LsPc1HfGjA3eUo" // a token
	)
	mask := check.NewMask(check.Input{Collection: &collection.Collection{}, Config: config.Default()})
	for _, text := range []string{
		// signs
		"password=⟦" + word + "⟧", "password = ⟦" + word + "⟧", "password: ⟦" + word + "⟧", "password:=⟦" + word + "⟧", "password => ⟦" + word + "⟧",
		"password -> ⟦" + word + "⟧", "password → ⟦" + word + "⟧", "| password | ⟦" + word + "⟧ |", "the password (⟦" + word + "⟧)", "<password>⟦" + word + "⟧</password>",
		"password > " + word, "password ⟦" + p + "⟧", "password, ⟦" + p + "⟧,", "password " + word, "--password ⟦" + word + "⟧", "password\n  ⟦" + p + "⟧",
		"password:\n> ⟦" + p + "⟧", "password:\n\n" + p, "token=⟦" + strings.Repeat(k, 99) + "⟧ x", "token=⟦" + strings.Repeat(k, 99) + "⟧",
		// quotes and markup
		`password="⟦` + word + `⟧"`, "password='⟦" + word + "⟧'", "password `⟦" + word + "⟧`", `"password": "⟦` + word + `⟧"`, `{\"password\":\"⟦` + word + `⟧\"}`,
		"**password:** ⟦" + word + "⟧", "**password**: ⟦" + word + "⟧", "`password`: ⟦" + word + "⟧", "config['password'] = '⟦" + word + "⟧'", "password = b'⟦" + word + "⟧'",
		"password was “⟦" + p + "⟧”.", `password: !unsafe "⟦` + word + `⟧"`, `password="+x+"`, `password=", y1)+"`,
		// names
		"PASSWORD=⟦" + word + "⟧", "db_passwd: ⟦" + word + "⟧", "DB_PASS=⟦" + word + "⟧", "dbPass=⟦" + word + "⟧", "pass: ⟦" + word + "⟧", "compass: " + word, "pwd=⟦" + word + "⟧",
		"PW: ⟦" + word + "⟧", "httpw: " + word, "passphrase=⟦" + word + "⟧", "Passwort: ⟦" + word + "⟧", "Kennwort: ⟦" + word + "⟧", "contraseña: ⟦" + word + "⟧",
		"mot de passe : ⟦" + word + "⟧", "credentials=⟦" + word + "⟧", "requirepass ⟦" + p + "⟧", "password2=⟦" + word + "⟧", "password_prod=⟦" + word + "⟧", "password_hash=" + word,
		"passwords=" + word, "password_file=/run/x7", "token=⟦" + k + "⟧", "secret: ⟦" + k + "⟧", "secret_key_base: ⟦" + k + "⟧", "api_key=⟦" + k + "⟧", "apiKey: ⟦" + k + "⟧",
		"API key ⟦" + k + "⟧", "access key: ⟦" + k + "⟧", "key=" + k, "sort_key=" + k, "monkey=" + k, "SharedAccessKey=⟦" + k + "⟧", "client secret ⟦" + k + "⟧", "tokens=" + k,
		"csrf_token=" + k, "next_page_token=" + k, "nextPageToken=" + k, "continuation_token=" + k, "max_token=" + k, "admin_token=⟦" + k + "⟧", "rsync_token=⟦" + k + "⟧",
		"public_key=" + k, "arn:aws:secret:" + k, "csrf_password=⟦" + word + "⟧",
		"- name: DB_PASSWORD\n  value: ⟦" + word + "⟧", `{"name": "password", "value": "⟦` + word + `⟧"}`, `<add key="ApiKey" value="⟦` + k + `⟧"/>`,
		// prose
		"the password was ⟦" + word + "⟧.", "the password of the portal was ⟦" + word + "⟧, then", "the password of the\nportal is: ⟦" + word + "⟧", "password for root: ⟦" + word + "⟧",
		"das Passwort lautet ⟦" + word + "⟧", "the token of the CI was `⟦" + k + "⟧`", "the token of commit " + k + " was valid", "the secret's digest is " + k, "the token has ⟦" + k[:0] + "⟧" + "expired",
		"the password of one two three four five was ⟦" + word + "⟧", "the password of one two three four five six was " + word, "the token ⟦" + k + "⟧, which", "the token " + k[:19],
		// values of passwords
		"password=abc12", "password=⟦abc123⟧", "password=swordfish", "password: required", "password=⟦correct!horse⟧", "password=⟦123456⟧", "password: 123456", "password: 12-character",
		"password: 90d", "password was 2026-03-05", "password: INC0042", "password: TLS1", "password=⟦INC0042⟧", "password=⟦Harbour2024!⟧", "password=⟦blue-horse-42⟧", "password: blue-horse-42",
		"password: db.v2.pass", "password=db.v2.pass", "password=config.getString(\"db2.x\")", "password = args[31]", "password=⟦P@ssw0rd⟧", "password: ⟦P@ssw0rd⟧", "PWD=/srv/app-2/x",
		"password=⟦aXcYbZdWeV⟧", "password: aXcYbZdWeV", "password: ⟦aXcYbZdWeVfU⟧", "password=⟦abcd1,b2;c3&d4⟧ ", "password=⟦" + word + "⟧&x=1", "password=⟦" + word + "⟧;User=x", "password=⟦" + word + "⟧, token=1",
		"password=⟦" + word + "⟧&quot;", "(password=⟦" + word + "⟧).", "password: ⟦$ecret99⟧",
		// values of tokens
		"token=" + k[:11], "token=⟦" + k[:12] + "⟧", "token=checkout-service-account-v2", "token=order-8842-abc", "secret: checkout-db-7d4b9c6f5d", "token=aaaaaaaaaaaa1aaaaaaaaa1a", "token=sha256:" + k,
		"token=2026-03-05T14:02:11Z" + k, "token=urn:" + k, "token=ä" + k, "token=getTokenForUserId25519", "token=⟦" + k[:8] + "-" + k[8:16] + "⟧", "token: ⟦eyJ" + k + "⟧",
		// placeholders
		"password=<password1>", "password=${DB_PASSWORD1}", "password=$PASSWORD", "password={{x1}}y", "password=%PASSWORD%", "password=********", "password=xxxxxx1", "password=example1", "password=changeme1",
		"password=password1", "password=[removed1]", "password=…12345", "password=your_password1", "token=https://x.dev/" + k, "password: !vault |",
		// headers
		"Authorization: Bearer ⟦" + k + "⟧", "authorization: bearer ⟦abc12345⟧.", "Authorization: Bearer abc1234", "Authorization: Bearer abcdefgh", "Authorization: Bearer ⟦abcdefghijklmnop⟧",
		"Authorization: Bearer access-token-here", "Authorization: Basic ⟦dTE6aHVudGVyMg==⟧", "Authorization: Basic aHVudGVyMg==", "Authorization: Basic auth", "Authorization: ⟦" + k + "⟧",
		"'Authorization': 'token ⟦" + k + "⟧'", "Authorization: policy orders-read-v2", "Bearer ⟦" + k + "⟧", "Bearer tokens", "X-Vault-Token: ⟦" + k + "⟧",
		"Cookie: theme=dark; session=⟦" + k + "⟧; x=y", "Set-Cookie: JSESSIONID=⟦" + k + "⟧; Path=/", "Cookie: theme=" + k, "session=" + k, "Cookie: session=dark-mode-for-all-pages",
		// addresses
		"postgres://app:⟦swordfish⟧@db.harbour.dev/x", "redis://:⟦" + p + "⟧@cache:6379", "https://user:password@x.dev/", "https://app:app@x.dev/", "https://a:" + p + "@example.org/", "https://a:$PASS@x.dev/",
		"https://x.dev:8080/a@b", "https://⟦" + k + "⟧@x.dev/", "https://deploy@x.dev/", "https://x.dev/?access_token=⟦" + k + "⟧&y=1", "https://x.dev/?sig=⟦" + k + "⟧", "https://x.dev/?a=1&key=⟦" + k + "⟧)",
		"https://x.dev/?X-Amz-Signature=⟦" + k + "⟧", "https://x.dev/?key=order", "https://x.dev/?id=" + k, "SignedHeaders=host, Signature=" + k,
		// commands
		"mysql -u root -p⟦" + word + "⟧ orders", "mysqldump -h x -p orders1", "sshpass -p ⟦" + word + "⟧ ssh x", "redis-cli -h x -a ⟦" + word + "⟧ ping", "docker login -u x -p ⟦" + word + "⟧ r.dev",
		"rabbitmqctl add_user app ⟦" + word + "⟧", "openssl x -pass pass:⟦" + word + "⟧", "ALTER USER x IDENTIFIED BY '⟦swordfish1⟧'", "identified with sha2 by \"⟦" + word + "⟧\"", "identified by name",
		"CREATE ROLE x PASSWORD '⟦" + word + "⟧'", "mkdir -p " + word,
		// keys
		"-----BEGIN {{}}PRIVATE KEY-----\n⟦" + k + "\n" + k + "⟧\ncut", "`-----BEGIN {{}}PRIVATE KEY-----` is " + k, `"-----BEGIN RSA {{}}PRIVATE KEY-----\n⟦` + k + `\n` + k + `⟧`,
		"-----BEGIN RSA {{}}PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,3E1\n\n⟦" + k + "⟧", "-----BEGIN CERTIFICATE-----\n" + k, "-----BEGIN PUBLIC KEY-----\n" + k,
	} {
		text = strings.ReplaceAll(text, "{{}}", "")
		plain := strings.NewReplacer("⟦", "", "⟧", "").Replace(text)
		want := ""
		for part := range strings.SplitSeq(text, "⟧") {
			outside, inside, _ := strings.Cut(part, "⟦")
			want += outside
			for i, line := range strings.Split(inside, "\n") {
				if i > 0 {
					want += "\n"
				}
				if line != "" {
					want += "…"
				}
			}
		}
		if got := mask.Text(plain); got != want {
			t.Errorf("%q is masked as %q, want %q", plain, got, want)
		}
	}
}

// TestCredentialsAreBounded tests that a file that consists of the words in front of secrets is searched only in part.
func TestCredentialsAreBounded(t *testing.T) {
	mask := check.NewMask(check.Input{Collection: &collection.Collection{}, Config: config.Default()})
	for words, want := range map[int]string{32000: "password=…", 33000: "password=hunter2"} {
		got := mask.Text(strings.Repeat("key\n\n", words) + "password=hunter2")
		if !strings.HasSuffix(got, want) {
			t.Errorf("after %d words, a password is masked as %q, want %q", words, got[len(got)-20:], want)
		}
	}
}
