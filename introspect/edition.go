package introspect

// An edition is the extent of what a document can express. It grew over QEMU's
// versions.
type edition int

const (
	noFeatures         edition = iota // QEMU 2.12
	featuresOfObjects                 // 4.1
	featuresOfCommands                // 4.2
	featuresOfAll                     // 5.0: members too, but not values
	featuresOfValues                  // 6.2
)

// editionOf returns the latest edition that something in the document needs.
// For a document without enums and features, that is the latest of all: the
// edition makes no difference then.
func editionOf(x *Index) edition {
	found, old := noFeatures, false
	for _, e := range x.doc {
		if f := e.Common().Features; f != nil {
			found = max(found, editionOfFeatures(e))
		}
		switch e := e.(type) {
		case *Enum:
			if !e.WithoutMembers {
				return featuresOfValues
			}
			old = true
		case *Object:
			for i := range e.Members {
				if e.Members[i].Features != nil {
					found = featuresOfAll
				}
			}
		}
	}
	if !old {
		return featuresOfValues
	}
	return found
}

// editionOfFeatures returns the first edition in which an entry like e can have
// features.
func editionOfFeatures(e Entry) edition {
	switch e := e.(type) {
	case *Command:
		return featuresOfCommands
	case *Object:
		if e.Tag == "" {
			return featuresOfObjects
		}
	}
	return featuresOfAll
}

// SaysFeatures reports whether both documents are new enough to list the
// features of an entry like e, or those of its members (PartMember) or values
// (PartValue).
func (p *Pairing) SaysFeatures(e Entry, of Part) bool {
	since := editionOfFeatures(e)
	switch of {
	case PartMember:
		since = featuresOfAll
	case PartValue:
		since = featuresOfValues
	default: // of e itself
	}
	return p.edition >= since
}
