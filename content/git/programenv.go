package git

import (
	"slices"
	"strings"
)

// inherited is the allowlist of git's own variables. An entry that ends in an underscore is a prefix. These variables
// configure git, its access to remotes, and the names of author and committer.
var inherited = []string{
	"GIT_ALLOW_PROTOCOL", "GIT_ASKPASS", "GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_COUNT", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_KEY_",
	"GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_VALUE_", "GIT_EXEC_PATH", "GIT_HTTP_", "GIT_PROTOCOL_FROM_USER", "GIT_PROXY_",
	"GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_SSL_", "GIT_TERMINAL_PROMPT",
}

// cleanEnv returns env without the variables that could point git at another repository or change its output.
func cleanEnv(env []string) []string {
	return slices.DeleteFunc(slices.Clone(env), func(v string) bool {
		name, _, _ := strings.Cut(v, "=")
		return strings.HasPrefix(name, "GIT_") && !slices.ContainsFunc(inherited, func(allowed string) bool {
			return name == allowed || strings.HasSuffix(allowed, "_") && strings.HasPrefix(name, allowed)
		})
	})
}
