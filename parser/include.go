package parser

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/qapi-go/qapi-gen/internal/readfile"
)

// includeName returns the file name of a well-formed include directive
// ("Include directives").
func includeName(v *Value) (string, bool) {
	m := v.Get("include")
	if m == nil || len(v.Members) != 1 || m.Value.Kind != String {
		return "", false
	}
	return m.Value.Str, true
}

// joinInclude is the path of a file that the file at path includes: relative
// to that file's folder. It is not cleaned, so that the operating system
// resolves ".." behind a symbolic link as it does for QEMU.
func joinInclude(path, name string) string {
	if filepath.IsAbs(filepath.FromSlash(name)) {
		return name
	}
	dir, _ := filepath.Split(path)
	return dir + name
}

// include checks an include directive and walks through the file it names
// where this is the first directive that does.
func (w *fileWalk) include(e *entry) {
	m := e.value.Get("include")
	switch {
	case len(e.value.Members) != 1:
		other := &e.value.Members[0]
		if other == m {
			other = &e.value.Members[1]
		}
		w.diags.Errorf(other.Pos, other.End, "'%s' has no place in an include directive: it has 'include' alone", other.Key)
		return
	case m.Value.Kind != String:
		w.diags.Errorf(m.Value.Pos, m.Value.End, "'include' takes a file name as a string, not %s", m.Value.Kind)
		return
	}
	path := joinInclude(w.unit.src.Path, m.Value.Str)
	u := w.loader.units[absolute(path)]
	if i := slices.Index(w.chain, u); i >= 0 {
		w.diags.Errorf(m.Value.Pos, m.Value.End, "include cycle: %s", cycle(w.chain[i:]))
		return
	}
	node := &Node{File: w.file, Object: e.value, Include: w.files[u.abs]}
	if node.Include == nil {
		// The path of the first directive counts. Another may have been
		// followed before, and fail where this one does not: "x/../y"
		// needs a folder x.
		if u.path != path {
			u = w.loader.reread(path)
		}
		if u.readErr != nil {
			w.diags.Errorf(m.Value.Pos, m.Value.End, "cannot read '%s': %v", path, readfile.Reason(u.readErr))
			w.broken(nil)
			return
		}
		u.src.IncludedFrom = e.value.Pos
	}
	w.tree.Nodes = append(w.tree.Nodes, node)
	if node.Include == nil {
		node.Include = w.walk(u)
	}
}

// cycle writes a chain of includes that leads back to its start.
func cycle(chain []*unit) string {
	var b strings.Builder
	for _, u := range chain {
		b.WriteString(u.src.Path + " includes ")
	}
	return b.String() + chain[0].src.Path
}

// moduleName names the file abs as QEMU names modules: by its path relative to
// the folder of the schema's root.
func moduleName(root, abs string) string {
	rel, err := filepath.Rel(filepath.Dir(root), abs)
	if err != nil { // on another drive
		return filepath.ToSlash(abs)
	}
	return filepath.ToSlash(rel)
}

// CheckName returns an error if name, which is the path of a schema's file,
// cannot name a module. Module names are lines of text: in headers of generated
// files, in diagnostics.
func CheckName(name string) error {
	if !utf8.ValidString(name) || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsControl(r) || r == '\ufeff' }) {
		return fmt.Errorf("the name %q has a control character or is not UTF-8; rename the file", name)
	}
	return nil
}
