package git

import (
	"slices"
	"strings"
)

// inherited are git's own variables that stay, by their names or, ending in an underscore, by the beginnings of their
// names: those for its configuration, for reaching a remote, and for who signs.
var inherited = []string{
	"GIT_ALLOW_PROTOCOL", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_KEY_",
	"GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_VALUE_", "GIT_EXEC_PATH", "GIT_HTTP_", "GIT_PROTOCOL_FROM_USER", "GIT_PROXY_",
	"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_", "GIT_TERMINAL_PROMPT",
}

// cleanEnv drops the variables that could point git at another repository, or make it say more than it is asked.
func cleanEnv(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_") && !slices.ContainsFunc(inherited, func(known string) bool {
			return name == known || strings.HasSuffix(known, "_") && strings.HasPrefix(name, known)
		})
	})
}
