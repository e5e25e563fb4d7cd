package server

// HeldBytes is what the connections of a server have of its budget.
func HeldBytes(s *Server) int64 { return s.budget.held.Load() }

// SetQuick has a server take a command for one that was quick the last time, or slow.
func SetQuick(s *Server, command string, quick bool) { s.commands.byName[command].quick.Store(quick) }

// IsQuick reports whether a server takes a command for a quick one.
func IsQuick(s *Server, command string) bool { return s.commands.byName[command].quick.Load() }

// MayHaveOOB is the search of input for a request that a command must not block.
var MayHaveOOB = mayHaveOOB

// IsSuspended reports whether the reader of any session waits to be resumed.
func IsSuspended(s *Server) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dispatcher.mu.Lock()
	defer s.dispatcher.mu.Unlock()
	for session := range s.sessions {
		if session.suspended {
			return true
		}
	}
	return false
}
