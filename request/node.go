package request

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A node is a value as it was given.
type node struct {
	kind nodeKind
	// text is that of a word for nodeText, the content of a nodeString, and the
	// JSON of other scalars.
	text string
	// members are those of nodeKeys and nodeObject, and the elements of a
	// nodeArray.
	members []member
}

type member struct {
	name  string
	value *node
}

type nodeKind int

const (
	nodeText   nodeKind = iota // KEY=TEXT
	nodeKeys                   // KEY.… for several keys: an object or an array
	nodeObject                 // the others are JSON
	nodeArray
	nodeString
	nodeNumber
	nodeBool
	nodeNull
)

// child returns the member or element of that name, nil if there is none.
func (n *node) child(name string) *node {
	i := slices.IndexFunc(n.members, func(m member) bool { return m.name == name })
	if i < 0 {
		return nil
	}
	return n.members[i].value
}

// scalar returns the text of a value that has one.
func (n *node) scalar() (string, bool) {
	return n.text, n.kind != nodeKeys && n.kind != nodeObject && n.kind != nodeArray
}

// described says what a JSON value is, for messages.
func (n *node) described() string {
	switch n.kind {
	case nodeKeys:
		return "several members"
	case nodeObject:
		return "an object"
	case nodeArray:
		return "an array"
	case nodeString:
		return "the string " + quoted(n.text)
	case nodeNumber:
		return "the number " + shortened(n.text)
	case nodeText:
		return "'" + shortened(n.text) + "'"
	default:
		return n.text
	}
}

// shortened cuts a long text for a message.
func shortened(text string) string {
	const most = 60
	if len(text) <= most {
		return text
	}
	return text[:most] + "..."
}

func quoted(text string) string { return string(appendString(nil, shortened(text))) }

// appendString appends a string in JSON. Unlike json.Marshal it leaves <, > and &
// as they are.
func appendString(b []byte, text string) []byte {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		panic(err) // a string can always be encoded
	}
	return append(b, bytes.TrimSuffix(buf.Bytes(), []byte("\n"))...)
}

// parseJSON reads one JSON value.
func parseJSON(text []byte) (*node, error) {
	var whole json.RawMessage
	if err := json.Unmarshal(text, &whole); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) && syntax.Offset > 0 && !strings.Contains(err.Error(), "unexpected end") {
			before := text[:syntax.Offset-1]
			line, column := 1+bytes.Count(before, []byte("\n")), len(before)-bytes.LastIndexByte(before, '\n')
			return nil, fmt.Errorf("not JSON: line %d, column %d: %w", line, column, err)
		}
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(whole))
	d.UseNumber()
	return readNode(d)
}

// readNode reads a value from text that is known to be valid, and so does not
// nest deeper than encoding/json permits.
func readNode(d *json.Decoder) (*node, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch v := token.(type) {
	case json.Delim:
		if v == '{' {
			return readObject(d)
		}
		return readArray(d)
	case string:
		return &node{kind: nodeString, text: v}, nil
	case json.Number:
		return &node{kind: nodeNumber, text: v.String()}, nil
	case bool:
		return &node{kind: nodeBool, text: fmt.Sprint(v)}, nil
	default:
		return &node{kind: nodeNull, text: "null"}, nil
	}
}

func readObject(d *json.Decoder) (*node, error) {
	n := &node{kind: nodeObject}
	seen := map[string]bool{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, ok := token.(string)
		if !ok {
			return nil, io.ErrUnexpectedEOF // which valid text excludes
		}
		if seen[name] {
			return nil, fmt.Errorf("the member %s is there twice", quoted(name))
		}
		seen[name] = true
		value, err := readNode(d)
		if err != nil {
			return nil, err
		}
		n.members = append(n.members, member{name, value})
	}
	_, err := d.Token()
	return n, err
}

func readArray(d *json.Decoder) (*node, error) {
	n := &node{kind: nodeArray}
	for d.More() {
		value, err := readNode(d)
		if err != nil {
			return nil, err
		}
		n.members = append(n.members, member{fmt.Sprint(len(n.members)), value})
	}
	_, err := d.Token()
	return n, err
}
