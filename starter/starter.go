// Package starter has the files of a new project with a generated package.
package starter

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"text/template"
)

// A Kind is a kind of project.
type Kind string

// The kinds of projects.
const (
	// Server is a program that offers QMP, with a schema of its own, a client
	// and a test.
	Server Kind = "server"
	// Client is a program that controls QEMU.
	Client Kind = "client"
)

// Schema is the root module of the schema in a project of kind Server.
const Schema = "schema/vmm.json"

// Package returns the folder of the generated package, which is also its name.
func (k Kind) Package() string {
	if k == Client {
		return "qemu"
	}
	return "api"
}

// Values are the values for the templates.
type Values struct {
	Module string // the path of the project's module
	Name   string // of its program
	// Version is the version of qapi-gen that the project requires. If it is
	// empty, "go mod tidy" chooses one.
	Version string
	// Schema is the path of QEMU's schema from the generated package, in a
	// project of kind Client.
	Schema string
}

// A File is a file of a project. Its path is relative to the project's folder and
// has slashes.
type File struct {
	Path string
	Text []byte
}

//go:embed server client
var templates embed.FS

// Files returns the files of a project by path, without those of the generated
// package.
func Files(kind Kind, v Values) ([]File, error) {
	root := string(kind)
	var files []File
	err := fs.WalkDir(templates, root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates, name)
		if err != nil {
			return err
		}
		to := strings.TrimPrefix(name, root+"/")
		// Folders whose names start with a dot are not embedded.
		if rest, ok := strings.CutPrefix(to, "workflow/"); ok {
			to = path.Join(".github/workflows", rest)
		}
		if template, ok := strings.CutSuffix(to, ".tmpl"); ok {
			to = template
			if text, err = fill(name, text, v); err != nil {
				return err
			}
		}
		files = append(files, File{to, text})
		return nil
	})
	return files, err
}

func fill(name string, text []byte, v Values) ([]byte, error) {
	t, err := template.New(name).Parse(string(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return out.Bytes(), nil
}
