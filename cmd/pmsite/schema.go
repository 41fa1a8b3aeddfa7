package main

import (
	"github.com/spf13/cobra"

	"github.com/pmsite/pmsite/content"
)

func schemaCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of the front matter",
		Long: `Schema prints a JSON Schema (draft 7) of the front matter, including the values and
synonyms that the config adds, so that an editor can complete and explain keys and
values. For yaml-language-server, name the file in a comment on the first line of
the front matter.`,
		Example: `  pmsite schema > pmsite.schema.json
  # yaml-language-server: $schema=../../../pmsite.schema.json`,
		Args: noArgs,
		RunE: func(*cobra.Command, []string) error {
			_, config, err := a.opener().Settings()
			if err != nil {
				return err
			}
			_, err = a.data().Write(content.Schema(config.Vocabularies))
			return err
		},
	}
}
