package qmp_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qmp"
)

// The types of the benchmarks, in the form of generated ones. They have the
// size and shape of what a management program sends and receives most: the
// options of a block node, a list of block nodes, the introspection array.

type Drive struct {
	Driver        DriveDriver
	NodeName      *string
	Cache         *DriveCache
	ReadOnly      *bool
	AutoReadOnly  *bool
	ForceShare    *bool
	DetectZeroes  *DetectZeroes
	File          *DriveFile
	Image         *DriveImage
	UnknownBranch json.RawMessage
}

func (*Drive) QAPIType() *qmp.Type { return &typeDrive }

var typeDrive = qmp.Type{
	Name: "Drive", Kind: qmp.KindUnion,
	Members: []qmp.Member{
		{Name: "driver"}, {Name: "node-name", Flags: qmp.Optional}, {Name: "cache", Flags: qmp.Optional},
		{Name: "read-only", Flags: qmp.Optional}, {Name: "auto-read-only", Flags: qmp.Optional},
		{Name: "force-share", Flags: qmp.Optional}, {Name: "detect-zeroes", Flags: qmp.Optional},
	},
	Branches: []qmp.Branch{{Name: "file"}, {Name: "image"}},
}

type DriveDriver string

func (*DriveDriver) QAPIType() *qmp.Type { return &typeDriveDriver }

var typeDriveDriver = qmp.Type{Name: "DriveDriver", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "blkdebug"}, {Name: "copy-on-read"}, {Name: "file"}, {Name: "host-device"}, {Name: "image"},
	{Name: "nbd"}, {Name: "null-co"}, {Name: "raw"}, {Name: "throttle"},
}}

type DetectZeroes string

func (*DetectZeroes) QAPIType() *qmp.Type { return &typeDetectZeroes }

var typeDetectZeroes = qmp.Type{Name: "DetectZeroes", Kind: qmp.KindEnum, Values: []qmp.EnumValue{
	{Name: "off"}, {Name: "on"}, {Name: "unmap"},
}}

type DriveCache struct {
	Direct  *bool
	NoFlush *bool
}

func (*DriveCache) QAPIType() *qmp.Type { return &typeDriveCache }

var typeDriveCache = qmp.Type{Name: "DriveCache", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "direct", Flags: qmp.Optional}, {Name: "no-flush", Flags: qmp.Optional},
}}

type DriveFile struct {
	Filename    string
	PRManager   *string
	Locking     *string
	AIO         *string
	AIOMaxBatch *int64
	DropCache   *bool
}

func (*DriveFile) QAPIType() *qmp.Type { return &typeDriveFile }

var typeDriveFile = qmp.Type{Name: "DriveFile", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "filename"}, {Name: "pr-manager", Flags: qmp.Optional}, {Name: "locking", Flags: qmp.Optional},
	{Name: "aio", Flags: qmp.Optional}, {Name: "aio-max-batch", Flags: qmp.Optional},
	{Name: "drop-cache", Flags: qmp.Optional},
}}

type DriveImage struct {
	File          DriveRef
	Backing       *DriveRef
	LazyRefcounts *bool
	PassDiscard   *bool
	CacheSize     *int64
	L2CacheSize   *int64
}

func (*DriveImage) QAPIType() *qmp.Type { return &typeDriveImage }

var typeDriveImage = qmp.Type{Name: "DriveImage", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "file"}, {Name: "backing", Flags: qmp.Optional}, {Name: "lazy-refcounts", Flags: qmp.Optional},
	{Name: "pass-discard", Flags: qmp.Optional}, {Name: "cache-size", Flags: qmp.Optional},
	{Name: "l2-cache-size", Flags: qmp.Optional},
}}

type DriveRef struct {
	Definition *Drive
	Reference  *string
	Null       *qmp.Null
}

func (*DriveRef) QAPIType() *qmp.Type { return &typeDriveRef }

var typeDriveRef = qmp.Type{Name: "DriveRef", Kind: qmp.KindAlternate, Members: []qmp.Member{
	{Name: "definition"}, {Name: "reference"}, {Name: "null"},
}}

type NodeInfo struct {
	File           string
	NodeName       *string
	RO             bool
	Drv            string
	BackingFile    *string
	BackingDepth   int64
	Encrypted      bool
	DetectZeroes   DetectZeroes
	BPS            int64
	BPSRd          int64
	BPSWr          int64
	IOPS           int64
	IOPSRd         int64
	IOPSWr         int64
	Image          NodeImage
	BPSMax         *int64
	IOPSMax        *int64
	IOPSSize       *int64
	Group          *string
	Cache          NodeCache
	WriteThreshold int64
	DirtyBitmaps   []NodeBitmap
}

func (*NodeInfo) QAPIType() *qmp.Type { return &typeNodeInfo }

var typeNodeInfo = qmp.Type{Name: "NodeInfo", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "file"}, {Name: "node-name", Flags: qmp.Optional}, {Name: "ro"}, {Name: "drv"},
	{Name: "backing_file", Flags: qmp.Optional}, {Name: "backing_file_depth"}, {Name: "encrypted"},
	{Name: "detect_zeroes"}, {Name: "bps"}, {Name: "bps_rd"}, {Name: "bps_wr"}, {Name: "iops"},
	{Name: "iops_rd"}, {Name: "iops_wr"}, {Name: "image"}, {Name: "bps_max", Flags: qmp.Optional},
	{Name: "iops_max", Flags: qmp.Optional}, {Name: "iops_size", Flags: qmp.Optional},
	{Name: "group", Flags: qmp.Optional}, {Name: "cache"}, {Name: "write_threshold"},
	{Name: "dirty-bitmaps", Flags: qmp.Optional},
}}

type NodeImage struct {
	Filename     string
	Format       string
	DirtyFlag    *bool
	ActualSize   *int64
	VirtualSize  int64
	ClusterSize  *int64
	BackingImage *NodeImage
}

func (*NodeImage) QAPIType() *qmp.Type { return &typeNodeImage }

var typeNodeImage = qmp.Type{Name: "NodeImage", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "filename"}, {Name: "format"}, {Name: "dirty-flag", Flags: qmp.Optional},
	{Name: "actual-size", Flags: qmp.Optional}, {Name: "virtual-size"},
	{Name: "cluster-size", Flags: qmp.Optional}, {Name: "backing-image", Flags: qmp.Optional},
}}

type NodeCache struct {
	Writeback bool
	Direct    bool
	NoFlush   bool
}

func (*NodeCache) QAPIType() *qmp.Type { return &typeNodeCache }

var typeNodeCache = qmp.Type{Name: "NodeCache", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "writeback"}, {Name: "direct"}, {Name: "no-flush"},
}}

type NodeBitmap struct {
	Name        *string
	Count       int64
	Granularity uint32
	Recording   bool
	Busy        bool
	Persistent  bool
}

func (*NodeBitmap) QAPIType() *qmp.Type { return &typeNodeBitmap }

var typeNodeBitmap = qmp.Type{Name: "NodeBitmap", Kind: qmp.KindStruct, Members: []qmp.Member{
	{Name: "name", Flags: qmp.Optional}, {Name: "count"}, {Name: "granularity"}, {Name: "recording"},
	{Name: "busy"}, {Name: "persistent"},
}}
