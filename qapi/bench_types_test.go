package qapi_test

import (
	"encoding/json"

	"github.com/qapi-go/qapi-gen/qapi"
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

func (*Drive) QAPIType() *qapi.Type { return &typeDrive }

var typeDrive = qapi.Type{
	Name: "Drive", Kind: qapi.KindUnion,
	Members: []qapi.Member{
		{Name: "driver"}, {Name: "node-name", Flags: qapi.Optional}, {Name: "cache", Flags: qapi.Optional},
		{Name: "read-only", Flags: qapi.Optional}, {Name: "auto-read-only", Flags: qapi.Optional},
		{Name: "force-share", Flags: qapi.Optional}, {Name: "detect-zeroes", Flags: qapi.Optional},
	},
	Branches: []qapi.Branch{{Name: "file"}, {Name: "image"}},
}

type DriveDriver string

func (*DriveDriver) QAPIType() *qapi.Type { return &typeDriveDriver }

var typeDriveDriver = qapi.Type{Name: "DriveDriver", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
	{Name: "blkdebug"}, {Name: "copy-on-read"}, {Name: "file"}, {Name: "host-device"}, {Name: "image"},
	{Name: "nbd"}, {Name: "null-co"}, {Name: "raw"}, {Name: "throttle"},
}}

type DetectZeroes string

func (*DetectZeroes) QAPIType() *qapi.Type { return &typeDetectZeroes }

var typeDetectZeroes = qapi.Type{Name: "DetectZeroes", Kind: qapi.KindEnum, Values: []qapi.EnumValue{
	{Name: "off"}, {Name: "on"}, {Name: "unmap"},
}}

type DriveCache struct {
	Direct  *bool
	NoFlush *bool
}

func (*DriveCache) QAPIType() *qapi.Type { return &typeDriveCache }

var typeDriveCache = qapi.Type{Name: "DriveCache", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "direct", Flags: qapi.Optional}, {Name: "no-flush", Flags: qapi.Optional},
}}

type DriveFile struct {
	Filename    string
	PRManager   *string
	Locking     *string
	AIO         *string
	AIOMaxBatch *int64
	DropCache   *bool
}

func (*DriveFile) QAPIType() *qapi.Type { return &typeDriveFile }

var typeDriveFile = qapi.Type{Name: "DriveFile", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "filename"}, {Name: "pr-manager", Flags: qapi.Optional}, {Name: "locking", Flags: qapi.Optional},
	{Name: "aio", Flags: qapi.Optional}, {Name: "aio-max-batch", Flags: qapi.Optional},
	{Name: "drop-cache", Flags: qapi.Optional},
}}

type DriveImage struct {
	File          DriveRef
	Backing       *DriveRef
	LazyRefcounts *bool
	PassDiscard   *bool
	CacheSize     *int64
	L2CacheSize   *int64
}

func (*DriveImage) QAPIType() *qapi.Type { return &typeDriveImage }

var typeDriveImage = qapi.Type{Name: "DriveImage", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "file"}, {Name: "backing", Flags: qapi.Optional}, {Name: "lazy-refcounts", Flags: qapi.Optional},
	{Name: "pass-discard", Flags: qapi.Optional}, {Name: "cache-size", Flags: qapi.Optional},
	{Name: "l2-cache-size", Flags: qapi.Optional},
}}

type DriveRef struct {
	Definition *Drive
	Reference  *string
	Null       *qapi.Null
}

func (*DriveRef) QAPIType() *qapi.Type { return &typeDriveRef }

var typeDriveRef = qapi.Type{Name: "DriveRef", Kind: qapi.KindAlternate, Members: []qapi.Member{
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

func (*NodeInfo) QAPIType() *qapi.Type { return &typeNodeInfo }

var typeNodeInfo = qapi.Type{Name: "NodeInfo", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "file"}, {Name: "node-name", Flags: qapi.Optional}, {Name: "ro"}, {Name: "drv"},
	{Name: "backing_file", Flags: qapi.Optional}, {Name: "backing_file_depth"}, {Name: "encrypted"},
	{Name: "detect_zeroes"}, {Name: "bps"}, {Name: "bps_rd"}, {Name: "bps_wr"}, {Name: "iops"},
	{Name: "iops_rd"}, {Name: "iops_wr"}, {Name: "image"}, {Name: "bps_max", Flags: qapi.Optional},
	{Name: "iops_max", Flags: qapi.Optional}, {Name: "iops_size", Flags: qapi.Optional},
	{Name: "group", Flags: qapi.Optional}, {Name: "cache"}, {Name: "write_threshold"},
	{Name: "dirty-bitmaps", Flags: qapi.Optional},
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

func (*NodeImage) QAPIType() *qapi.Type { return &typeNodeImage }

var typeNodeImage = qapi.Type{Name: "NodeImage", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "filename"}, {Name: "format"}, {Name: "dirty-flag", Flags: qapi.Optional},
	{Name: "actual-size", Flags: qapi.Optional}, {Name: "virtual-size"},
	{Name: "cluster-size", Flags: qapi.Optional}, {Name: "backing-image", Flags: qapi.Optional},
}}

type NodeCache struct {
	Writeback bool
	Direct    bool
	NoFlush   bool
}

func (*NodeCache) QAPIType() *qapi.Type { return &typeNodeCache }

var typeNodeCache = qapi.Type{Name: "NodeCache", Kind: qapi.KindStruct, Members: []qapi.Member{
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

func (*NodeBitmap) QAPIType() *qapi.Type { return &typeNodeBitmap }

var typeNodeBitmap = qapi.Type{Name: "NodeBitmap", Kind: qapi.KindStruct, Members: []qapi.Member{
	{Name: "name", Flags: qapi.Optional}, {Name: "count"}, {Name: "granularity"}, {Name: "recording"},
	{Name: "busy"}, {Name: "persistent"},
}}
