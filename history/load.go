package history

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/qapi-go/qapi-gen/diag"
	"github.com/qapi-go/qapi-gen/internal/readfile"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/model"
	"github.com/qapi-go/qapi-gen/parser"
)

// maxDocument is the largest size of an introspection document, in bytes.
// QEMU's have 0.3 MB.
const maxDocument = 64 << 20

// Load reads a release from a file that holds a schema or a recorded reply to
// query-qmp-schema. name is the file's path, or LABEL=PATH. Without a label, that
// of [LabelOf] is taken. A schema may be of any edition. defined decides its
// conditions; if it is nil, they count as changes where they differ.
//
// The list has the errors of a schema. It has no warnings, because an older release
// does not change any more.
func Load(name string, defined func(condition string) bool) (Release, diag.List, error) {
	label, path := Split(name)
	text, err := readfile.File(path, maxDocument)
	if err != nil {
		return Release{}, nil, err
	}
	if IsDocument(text) {
		doc, err := introspect.Parse(text)
		if err != nil {
			return Release{}, nil, fmt.Errorf("%s: %w", path, err)
		}
		r, err := Document(label, doc)
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
		return r, nil, err
	}
	schema, diags := model.Load(path, parser.Options{})
	if schema != nil && !diags.HasErrors() && defined != nil {
		schema, diags = schema.Configure(defined)
	}
	if diags.HasErrors() {
		return Release{}, diags, nil
	}
	r, err := Schema(label, schema, defined != nil)
	return r, nil, err
}

// Split takes LABEL=PATH apart. A path with a folder in front of a "=" has no
// label in front of it: "./a=b.json".
func Split(name string) (label, path string) {
	label, path, labelled := strings.Cut(name, "=")
	if !labelled || strings.ContainsAny(label, `/\`) {
		return LabelOf(name), name
	}
	return label, path
}

// IsDocument reports whether a text is an introspection document and not a
// schema: those are not JSON, whose strings have double quotes, and do not start
// with an array.
func IsDocument(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(text), []byte("[")) || json.Valid(text)
}
