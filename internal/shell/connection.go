package shell

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"syscall"
	"time"

	"github.com/qapi-go/qapi-gen/gen"
	"github.com/qapi-go/qapi-gen/introspect"
	"github.com/qapi-go/qapi-gen/qmp"
	"github.com/qapi-go/qapi-gen/request"
)

// connect makes a connection.
func (s *Session) connect(ctx context.Context) (*qmp.Conn, error) {
	opts := []qmp.ConnOption{qmp.WithTrace("", s.record.connection())}
	if s.cfg.GuestAgent {
		opts = append(opts, qmp.WithGuestAgent())
	}
	return s.cfg.Connect(ctx, opts...)
}

// reconnect waits for the server to come back. The connection is nil if ctx has ended.
func (s *Session) reconnect(ctx context.Context) (*qmp.Conn, *qmp.Subscription) {
	told := ""
	for {
		conn, sub, err := s.tryAgain(ctx)
		switch {
		case ctx.Err() != nil:
			if conn != nil {
				_ = conn.Close() // it always returns nil
			}
			return nil, nil
		case err == nil:
			return conn, sub
		case !isAbsent(err) && err.Error() != told:
			told = err.Error()
			s.notify(Remark, "%v; trying again", err)
		}
		select {
		case <-ctx.Done():
			return nil, nil
		case <-time.After(redialInterval):
		}
	}
}

// tryAgain connects once.
func (s *Session) tryAgain(ctx context.Context) (*qmp.Conn, *qmp.Subscription, error) {
	// A server that does not greet may serve another client, or may hang.
	const patience = 10 * time.Second
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := s.connect(ctx)
	if err != nil {
		return nil, nil, err
	}
	sub := conn.Subscribe()
	if err := s.learn(ctx, conn); err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	s.mu.Lock()
	s.conn = conn
	s.mu.Unlock()
	s.notify(BackNotice, "connected again%s", greeting(conn))
	return conn, sub, nil
}

// greeting is the version of a server in words.
func greeting(conn *qmp.Conn) string {
	if conn.Version() == (qmp.Version{}) {
		return ""
	}
	return ", to version " + conn.Version().String()
}

// A serverInfo is what a Session knows of the server it is connected to.
type serverInfo struct {
	index    *introspect.Index // nil if the server does not tell, and there is no schema
	named    *introspect.Index // of the schema, with the names of types; nil without a schema
	requests *request.Commands // nil without an index
	commands []string          // by name, sorted
}

// learn asks what commands the server has. Only the end of the connection is an error.
func (s *Session) learn(ctx context.Context, conn *qmp.Conn) error {
	known := new(serverInfo)
	var err error
	if !s.cfg.GuestAgent {
		known.index, err = new(introspect.Cache).Index(ctx, conn)
	}
	if refused := (*qmp.Error)(nil); err != nil && !errors.As(err, &refused) {
		if conn.Err() != nil || ctx.Err() != nil {
			return err
		}
		s.notify(Remark, "%v", err) // an answer that is none
	}
	if s.cfg.Schema != nil {
		known.named, err = introspect.NewIndex(gen.Introspection(s.cfg.Schema, nil, true))
		if err != nil {
			return fmt.Errorf("the schema's introspection: %w", err)
		}
		if known.index == nil {
			known.index = known.named
		}
	}
	if known.index != nil {
		known.requests = request.New(known.index, s.cfg.Schema)
		for c := range introspect.All[*introspect.Command](known.index.Document()) {
			known.commands = append(known.commands, c.Name)
		}
	} else {
		known.commands = listCommands(ctx, conn, s.cfg.GuestAgent)
	}
	slices.Sort(known.commands)
	s.mu.Lock()
	s.server = known
	s.mu.Unlock()
	return nil
}

// listCommands asks a server without introspection for the names of its commands.
func listCommands(ctx context.Context, conn *qmp.Conn, agent bool) (names []string) {
	type command struct {
		Name    string `json:"name"`
		Enabled *bool  `json:"enabled"` // of a guest agent's
	}
	var list []command
	if agent {
		var info struct {
			Commands []command `json:"supported_commands"`
		}
		if conn.Execute(ctx, "guest-info", nil, &info) == nil {
			list = info.Commands
		}
	} else if conn.Execute(ctx, "query-commands", nil, &list) != nil {
		return nil
	}
	for _, c := range list {
		if c.Enabled == nil || *c.Enabled {
			names = append(names, c.Name)
		}
	}
	return names
}

// isAbsent reports whether no server listens at the address.
func isAbsent(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED)
}
