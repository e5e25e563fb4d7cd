package breaking

import "cmp"

// A Verdict says what a change means for programs written for OLD.
type Verdict int

// The verdicts, the worst last.
const (
	// Compatible changes concern no such program.
	Compatible Verdict = iota
	// A Caution keeps the protocol, and may still surprise a program.
	Caution
	// A Break makes requests fail that were right, or takes away what a
	// program may rely on.
	Break
)

func (v Verdict) String() string { return [...]string{"compatible", "caution", "break"}[v] }

// A direction is how clients meet a type: they send what commands take, and
// receive what commands return and events carry.
type direction uint8

const (
	sent direction = 1 << iota
	received

	both = sent | received
)

// A Rule says what a kind of change means in either direction.
type Rule struct {
	// ID names the rule in reports.
	ID string
	// Change is what the rule is about.
	Change string
	// Sent and Received are the verdicts where the client sends what changed,
	// and where it receives it. For what has no direction they are the same.
	Sent, Received Verdict
	// Source is where the rule comes from: a section of QEMU's qapi-code-gen,
	// or the reason for one of our own.
	Source string

	whySent, whyReceived string
}

// The sections of QEMU's qapi-code-gen that rules come from.
const (
	considerations = "Compatibility considerations"
	featureFlags   = "Features"
	commandKeys    = "Commands"
	special        = "Special features"
	configuring    = "Configuring the schema"
)

// The sources of rules that the section does not have.
const (
	wire       = "own: what a strict decoder takes"
	kinds      = considerations + "; received: own, by the kinds of values"
	inspection = "own: what introspection tells"
	goCode     = "own: what the Go compiler takes"
)

// verdict is the worst of the verdicts in dirs, with the reason.
func (r *Rule) verdict(dirs direction) (v Verdict, why string) {
	switch {
	case dirs == received, dirs == both && r.Received > r.Sent:
		return r.Received, r.whyReceived
	case dirs == both && r.Received == r.Sent:
		return r.Sent, cmp.Or(r.whySent, r.whyReceived)
	default:
		return r.Sent, r.whySent
	}
}

// Rules are all rules, in the order of the table in docs/compatibility.md.
func Rules() []*Rule { return rules }

var rules []*Rule

func newRule(id, change string, sent, received Verdict, source, whySent, whyReceived string) *Rule {
	r := &Rule{
		ID: id, Change: change, Sent: sent, Received: received, Source: source,
		whySent: whySent, whyReceived: whyReceived,
	}
	rules = append(rules, r)
	return r
}

// always is newRule for changes without a direction.
func always(id, change string, v Verdict, source, why string) *Rule {
	return newRule(id, change, v, v, source, why, why)
}

// Commands and events.
var (
	commandRemoved = always("command-removed", "a command is gone", Break, considerations,
		"clients that execute it get an error")
	commandAdded = always("command-added", "a command is new", Compatible, considerations, "")
	eventRemoved = always("event-removed", "an event is gone", Break, considerations,
		"clients that wait for it wait for ever")
	eventAdded = always("event-added", "an event is new", Compatible, considerations,
		"clients ignore events that they do not know")
	oobWithdrawn = always("allow-oob-withdrawn", "a command loses 'allow-oob'", Break, commandKeys,
		"clients that execute it out-of-band get an error")
	oobAllowed         = always("allow-oob-added", "a command gains 'allow-oob'", Compatible, commandKeys, "")
	preconfigWithdrawn = always("allow-preconfig-withdrawn", "a command loses 'allow-preconfig'", Break, commandKeys,
		"clients that execute it before the machine is configured get an error")
	preconfigAllowed  = always("allow-preconfig-added", "a command gains 'allow-preconfig'", Compatible, commandKeys, "")
	responseWithdrawn = always("success-response-withdrawn", "a command gains 'success-response': false", Break, commandKeys,
		"clients wait for a reply that does not come")
	responseAdded = always("success-response-added", "a command loses 'success-response': false", Caution, commandKeys,
		"clients get a reply that they do not expect")
	argumentsChecked = always("arguments-checked", "a command loses 'gen': false", Break, commandKeys,
		"arguments that its 'data' does not list are refused now")
	argumentsUnchecked = always("arguments-unchecked", "a command gains 'gen': false", Compatible, commandKeys, "")
)

// Members.
var (
	memberRemoved = newRule("member-removed", "a mandatory member is gone", Break, Break, considerations,
		"clients that send it are refused", "clients that rely on it do not find it")
	optionalRemoved = newRule("optional-member-removed", "an optional member is gone", Break, Caution, considerations,
		"clients that send it are refused", "clients do not get it any more, and could never count on it")
	mandatoryAdded = newRule("mandatory-member-added", "a mandatory member is new", Break, Compatible, considerations,
		"clients that do not send it are refused", "clients ignore members that they do not know")
	optionalAdded = newRule("optional-member-added", "an optional member is new", Compatible, Compatible, considerations,
		"", "clients ignore members that they do not know")
	madeMandatory = newRule("member-made-mandatory", "an optional member becomes mandatory", Break, Compatible, considerations,
		"clients that leave it out are refused", "")
	madeOptional = newRule("member-made-optional", "a mandatory member becomes optional", Compatible, Break, considerations,
		"", "clients that rely on it may not find it")
	tagChanged = newRule("discriminator-changed", "a union gets another discriminator", Break, Break, wire,
		"other members choose the branch", "other members choose the branch")
)

// Enums and alternates.
var (
	valueRemoved = newRule("value-removed", "an enum value is gone", Break, Caution, considerations,
		"clients that send it are refused", "clients do not get it any more, which only introspection shows")
	valueAdded = newRule("value-added", "an enum value is new", Compatible, Compatible, considerations,
		"", "clients must expect values that they do not know")
	alternativeRemoved = newRule("alternative-removed", "an alternative is gone", Break, Caution, considerations,
		"clients that send it are refused", "clients do not get it any more, which only introspection shows")
	alternativeAdded = newRule("alternative-added", "an alternative is new", Compatible, Break, kinds,
		"", "clients get a kind of value that they do not expect")
	madeAlternate = newRule("made-alternate", "a type becomes an alternate of that type", Compatible, Break, kinds,
		"", "clients get a kind of value that they do not expect")
	madePlain = newRule("alternate-narrowed", "an alternate becomes one of its types", Break, Caution, considerations,
		"clients that send another alternative are refused", "clients do not get the others any more")
)

// Types.
var (
	kindChanged = newRule("kind-changed", "a value gets another JSON kind", Break, Break, wire,
		"clients that send the old kind of value are refused", "clients get a kind of value that they do not expect")
	narrowed = newRule("integer-narrowed", "an integer type loses range", Break, Compatible, wire,
		"numbers that were in range are refused", "")
	widened = newRule("integer-widened", "an integer type gains range", Compatible, Caution, wire,
		"", "clients may get numbers that were out of range")
	wrapped = newRule("integer-made-unsigned", "a signed integer becomes one of 64 bits without sign", Caution, Caution, wire,
		"negative numbers are taken as large ones", "clients may get numbers that were out of range")
	madeNumber = newRule("integer-made-number", "an integer becomes a number", Compatible, Break, wire,
		"", "clients may get fractions")
	madeInteger = newRule("number-made-integer", "a number becomes an integer", Break, Compatible, wire,
		"fractions are refused", "")
	madeAny = newRule("type-made-any", "a type becomes 'any'", Compatible, Break, wire,
		"", "clients may get any value")
	anyNarrowed = newRule("any-narrowed", "'any' becomes another type", Break, Compatible, wire,
		"other values than these are refused", "")
	madeString = newRule("enum-made-string", "an enum becomes 'str'", Caution, Caution, inspection,
		"introspection does not list the values any more", "clients may get any string")
	madeEnum = newRule("string-made-enum", "'str' becomes an enum", Break, Compatible, wire,
		"strings that it does not list are refused", "")
	typeChanged = &Rule{ID: "type-changed", Change: "a part gets another type"}
	madeUnion   = &Rule{ID: "made-union", Change: "a member of a struct becomes the discriminator of a union"}
	madeStruct  = &Rule{ID: "made-struct", Change: "a union becomes a struct"}
)

// Features and conditions.
var (
	featureRemoved = always("feature-removed", "a feature is gone, other than the special ones", Break, featureFlags,
		"clients that look for it believe that the server cannot do this")
	featureAdded = always("feature-added", "a feature is new, other than the special ones", Compatible, featureFlags, "")
	deprecated   = always("deprecated", "the special feature 'deprecated' is new", Caution, special,
		"it may be removed in a later release")
	destabilised = always("made-unstable", "the special feature 'unstable' is new", Caution, special,
		"it may be changed or removed in any later release")
	promised = always("special-feature-removed", "the special feature 'deprecated' or 'unstable' is gone", Compatible,
		special, "")
	conditionAdded = always("condition-narrowed", "a condition does not hold in every build that had the part", Caution,
		configuring, "builds where it does not hold lose it")
	conditionWidened = always("condition-widened", "a condition holds in more builds than before", Compatible,
		configuring, "")
)

// The rules for Go code that is compiled against the generated package. They
// are about code that names what it uses: a package may always gain symbols,
// fields of a struct and methods of an interface, as go vet's rule about keyed
// literals and UnimplementedCommands have it.
var (
	symbolRemoved = always("go-symbol-removed", "a type, field, constant or method is gone", Break, goCode, "")
	symbolRenamed = always("go-symbol-renamed", "a type, field, constant or method has another name", Break, goCode, "")
	symbolRetyped = always("go-type-changed", "a field, a method or a type has another Go type", Break, goCode, "")
)
