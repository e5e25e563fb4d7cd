package introspect

// An edition is what a document can say, which grew over QEMU's versions.
type edition int

const (
	noFeatures         edition = iota // QEMU 2.12
	featuresOfObjects                 // 4.1
	featuresOfCommands                // 4.2
	featuresOfAll                     // 5.0: members too, but not values
	featuresOfValues                  // 6.2
)

// editionOf is the latest edition of which a document has anything. One
// without enums and features says nothing that an edition matters for.
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

// editionOfFeatures is the first edition in which an entry like e itself can
// have features.
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

// SaysFeatures reports whether both documents are of an age to say what
// features an entry like e has, or its members (PartMember), or its values
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
