package shell

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/qapi-go/qapi-gen/qmp"
)

// A source is a question to the server whose answer has names that it knows alone. The
// commands are those that QEMU answers at once and that change nothing.
type source struct {
	command string
	path    string // of qom-list
}

// The sources.
var (
	blockNodes   = source{command: "query-named-block-nodes"}
	blockDevices = source{command: "query-block"}
	chardevs     = source{command: "query-chardev"}
	jobs         = source{command: "query-jobs"}
	exports      = source{command: "query-block-exports"}
	cpus         = source{command: "query-cpus-fast"}
	devices      = source{"qom-list", "/machine/peripheral"}
	objects      = source{"qom-list", "/objects"}
)

// kinds are what the names of a source stand for.
var kinds = map[source]string{
	blockNodes: "block node", blockDevices: "block device", chardevs: "character device", jobs: "job",
	exports: "export", cpus: "CPU", devices: "device", objects: "object",
}

func (q source) kind() string {
	if kind := kinds[q]; kind != "" {
		return kind
	}
	return "in " + q.path
}

// A rule says where the values of a member come from. The first that fits counts.
type rule struct {
	command string // the command, or the start of its name before "*"
	member  string
	from    []source
}

// rules are for the arguments of QEMU's commands. Members that name something new,
// such as the id of device_add, have no source.
var rules = []rule{
	{"blockdev-add", "node-name", nil},
	{"blockdev-del", "node-name", []source{blockNodes}},
	{"blockdev-copy", "job-id", nil}, // and likewise all that start jobs
	{"*", "node-name", []source{blockNodes}},
	{"*", "node", []source{blockNodes}},
	{"*", "base-node", []source{blockNodes}},
	{"*", "top-node", []source{blockNodes}},
	{"*", "file", []source{blockNodes}},
	{"*", "backing", []source{blockNodes}},
	{"*", "target", []source{blockNodes}},
	{"*", "overlay", []source{blockNodes}},
	{"*", "child", nil},
	{"*", "drive", []source{blockNodes, blockDevices}},
	{"*", "iothread", []source{objects}},
	{"*", "memdev", []source{objects}},
	{"*", "key-secret", []source{objects}},
	{"*", "tls-creds", []source{objects}},
	{"*", "throttle-group", []source{objects}},
	{"*", "chardev", []source{chardevs}},
	{"ringbuf-*", "device", []source{chardevs}},
	{"block-job-*", "device", []source{jobs}},
	{"*", "device", []source{blockDevices, blockNodes, devices}},
	{"chardev-add", "id", nil},
	{"chardev-*", "id", []source{chardevs}},
	{"job-*", "id", []source{jobs}},
	{"object-del", "id", []source{objects}},
	{"block-export-del", "id", []source{exports}},
	{"device_del", "id", []source{devices}},
	{"device-sync-config", "id", []source{devices}},
	{"blockdev-*", "id", []source{devices}},
	{"eject", "id", []source{devices}},
	{"block_set_io_throttle", "id", []source{devices}},
	{"block-latency-histogram-set", "id", []source{devices}},
	{"*", "qom-path", []source{cpus}},
}

// sources returns where the values of a member of a command's arguments come from. What
// was typed of the value, and the other words, decide where there is a tree of objects.
func sources(command, member, typed string, words []string) []source {
	switch {
	case strings.HasPrefix(command, "qom-") && member == "path":
		dir := typed[:strings.LastIndexByte(typed, '/')+1]
		if dir != "/" {
			dir = strings.TrimSuffix(dir, "/")
		}
		if dir == "" {
			return nil
		}
		return []source{{"qom-list", dir}}
	case strings.HasPrefix(command, "qom-") && member == "property":
		for _, w := range words {
			if path, ok := strings.CutPrefix(w, "path="); ok {
				return []source{{"qom-list", path}}
			}
		}
		return nil
	}
	for _, r := range rules {
		start, isStart := strings.CutSuffix(r.command, "*")
		if r.member == member && (command == r.command || isStart && strings.HasPrefix(command, start)) {
			return r.from
		}
	}
	return nil
}

// A name is a name that the server knows, with the type that the server gives it.
type name struct{ text, typ string }

// A nameCache keeps the answers of sources. They are out of date when a command has
// been executed or an event has come.
type nameCache struct {
	mu    sync.Mutex
	names map[source][]name
	fresh map[source]bool
	asked uint64 // counts invalidations
}

func (c *nameCache) invalidate() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	clear(c.fresh)
}

// clear forgets all: another server has other names.
func (c *nameCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked++
	clear(c.fresh)
	clear(c.names)
}

// get returns the names of a source, and whether they are up to date.
func (c *nameCache) get(q source) (names []name, fresh bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.names[q], c.fresh[q]
}

// put enters an answer to a question that was asked after some invalidations.
func (c *nameCache) put(q source, names []name, asked uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.names == nil {
		c.names, c.fresh = make(map[source][]name), make(map[source]bool)
	}
	const plenty = 64 // questions; a user who walks through the objects asks many
	if len(c.names) > plenty {
		clear(c.names)
		clear(c.fresh)
	}
	c.names[q], c.fresh[q] = names, c.asked == asked
}

// canAsk reports whether a source can be asked now: the server has its command, does
// not execute another, and the conversation is not recorded, because a recording is to
// have the user's requests only.
func (s *Session) canAsk(q source) bool {
	return slices.Contains(s.known().commands, q.command) && s.current() != nil && !s.busy() && !s.record.active()
}

// askTimeout bounds a question. QEMU answers all of them in milliseconds.
const askTimeout = 2 * time.Second

// Refresh asks the server for the names that Complete lacked.
func (s *Session) Refresh(ctx context.Context, c Completion) {
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	for _, q := range c.outdated {
		conn := s.current()
		if !s.canAsk(q) || conn == nil {
			continue
		}
		s.names.mu.Lock()
		asked := s.names.asked
		s.names.mu.Unlock()
		s.names.put(q, s.ask(ctx, conn, q), asked)
	}
}

// ask asks one question. Without an answer there are no names.
func (s *Session) ask(ctx context.Context, conn *qmp.Conn, q source) []name {
	var args any
	switch {
	case q.path != "":
		args = map[string]string{"path": q.path}
	case q == blockNodes && s.takes(q.command, "flat"):
		args = map[string]bool{"flat": true} // backing files are left out of each answer
	}
	var answer json.RawMessage
	if conn.Execute(ctx, q.command, args, &answer) != nil {
		return nil
	}
	return q.read(answer)
}

// takes reports whether a command has an argument.
func (s *Session) takes(command, argument string) bool {
	index := s.known().index
	if index == nil {
		return false
	}
	c := index.Command(command)
	if c == nil {
		return false
	}
	object := index.Object(c.ArgType)
	return object != nil && object.Member(argument) != nil
}

// read takes the names out of an answer.
func (q source) read(answer json.RawMessage) (names []name) {
	var list []struct {
		NodeName string `json:"node-name"`
		Driver   string `json:"drv"` // of QEMU
		Format   string `json:"driver"`
		Device   string `json:"device"`
		QDev     string `json:"qdev"`
		Label    string `json:"label"`
		Filename string `json:"filename"`
		ID       string `json:"id"`
		Type     string `json:"type"`
		QOMPath  string `json:"qom-path"`
		Name     string `json:"name"`
		Status   string `json:"status"`
	}
	if json.Unmarshal(answer, &list) != nil {
		return nil
	}
	for _, item := range list {
		switch q.command {
		case blockNodes.command:
			names = append(names, name{item.NodeName, cmp.Or(item.Driver, item.Format)})
		case blockDevices.command:
			names = append(names, name{item.Device, ""}, name{item.QDev, ""})
		case chardevs.command:
			names = append(names, name{item.Label, item.Filename})
		case jobs.command:
			names = append(names, name{item.ID, strings.TrimSpace(item.Type + " " + item.Status)})
		case exports.command:
			names = append(names, name{item.ID, item.Type})
		case cpus.command:
			names = append(names, name{item.QOMPath, ""})
		case "qom-list":
			names = append(names, name{item.Name, item.Type})
		}
	}
	names = slices.DeleteFunc(names, func(n name) bool {
		return n.text == "" || q == devices && n.text == "type" || q == objects && n.text == "type"
	})
	slices.SortStableFunc(names, func(a, b name) int { return strings.Compare(a.text, b.text) })
	return slices.Compact(names)
}

// values returns the candidates for the value of a member.
func (s *Session) values(command, key, typed string, others []string) (list []Candidate, outdated []source) {
	for _, q := range sources(command, lastMember(key), typed, others) {
		names, fresh := s.names.get(q)
		if !fresh && s.canAsk(q) {
			outdated = append(outdated, q)
		}
		isPath := lastMember(key) == "path"
		for _, n := range names {
			c := Candidate{text: n.text, Kind: q.kind(), Detail: Safe(n.typ)}
			if isPath {
				if !hasParts(n.typ) {
					continue
				}
				c.text = strings.TrimSuffix(q.path, "/") + "/" + n.text
				c.Kind = ""
			}
			if strings.HasPrefix(c.text, typed) {
				c.Label = Safe(n.text)
				c.text = key + "=" + c.text
				list = append(list, c)
			}
		}
	}
	return list, outdated
}

// hasParts reports whether a property of a type is an object of QEMU's object model.
func hasParts(typ string) bool {
	return strings.HasPrefix(typ, "child<") || strings.HasPrefix(typ, "link<")
}

// lastMember is the member that a key leads to, the list for an element of a list.
func lastMember(key string) string {
	steps := strings.Split(key, ".")
	for _, step := range slices.Backward(steps) {
		if strings.Trim(step, "0123456789") != "" {
			return step
		}
	}
	return key
}
