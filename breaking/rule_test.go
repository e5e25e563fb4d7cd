package breaking_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/qapi-go/qapi-gen/breaking"
)

// The table in docs/compatibility.md is that of the rules.
func TestArchitectureHasTheRules(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "docs", "compatibility.md"))
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	table.WriteString("| Rule | Change | Sent | Received | Source |\n|---|---|---|---|---|\n")
	for _, r := range breaking.Rules() {
		fmt.Fprintf(&table, "| %s | %s | %s | %s | %s |\n", r.ID, r.Change, r.Sent, r.Received, r.Source)
	}
	if !strings.Contains(string(page), table.String()) {
		t.Errorf("docs/compatibility.md lacks this table:\n%s", &table)
	}
}
