package qapi_test

import (
	"errors"

	"github.com/qapi-go/qapi-gen/qapi"
)

func (t *tokens) drive(v *Drive) error {
	return t.union(1, 1, func(name string) (uint64, error) {
		switch name {
		case "driver":
			return 1, enumOf(t, &v.Driver, &typeDriveDriver)
		case "node-name":
			return 2, optional(&v.NodeName, t.string)
		case "cache":
			return 4, optional(&v.Cache, t.driveCache)
		case "read-only":
			return 8, optional(&v.ReadOnly, t.bool)
		case "auto-read-only":
			return 16, optional(&v.AutoReadOnly, t.bool)
		case "force-share":
			return 32, optional(&v.ForceShare, t.bool)
		case "detect-zeroes":
			return 64, optional(&v.DetectZeroes, func(z *DetectZeroes) error { return enumOf(t, z, &typeDetectZeroes) })
		}
		return 0, nil
	}, func() (func(t *tokens, name string) (uint64, error), uint64) {
		switch v.Driver {
		case "file":
			v.File = new(DriveFile)
			return v.File.member, 1
		case "image":
			v.Image = new(DriveImage)
			return v.Image.member, 1
		}
		return func(*tokens, string) (uint64, error) { return 0, nil }, 0
	})
}

func (t *tokens) driveCache(v *DriveCache) error {
	return t.members(0, func(name string) (uint64, error) {
		switch name {
		case "direct":
			return 1, optional(&v.Direct, t.bool)
		case "no-flush":
			return 2, optional(&v.NoFlush, t.bool)
		}
		return 0, nil
	})
}

func (v *DriveFile) member(t *tokens, name string) (uint64, error) {
	switch name {
	case "filename":
		return 1, t.string(&v.Filename)
	case "pr-manager":
		return 2, optional(&v.PRManager, t.string)
	case "locking":
		return 4, optional(&v.Locking, t.string)
	case "aio":
		return 8, optional(&v.AIO, t.string)
	case "aio-max-batch":
		return 16, optional(&v.AIOMaxBatch, t.int64)
	case "drop-cache":
		return 32, optional(&v.DropCache, t.bool)
	}
	return 0, nil
}

func (v *DriveImage) member(t *tokens, name string) (uint64, error) {
	switch name {
	case "file":
		return 1, t.driveRef(&v.File)
	case "backing":
		return 2, optional(&v.Backing, t.driveRef)
	case "lazy-refcounts":
		return 4, optional(&v.LazyRefcounts, t.bool)
	case "pass-discard":
		return 8, optional(&v.PassDiscard, t.bool)
	case "cache-size":
		return 16, optional(&v.CacheSize, t.int64)
	case "l2-cache-size":
		return 32, optional(&v.L2CacheSize, t.int64)
	}
	return 0, nil
}

func (t *tokens) driveRef(v *DriveRef) error {
	switch t.PeekKind() {
	case '{':
		return optional(&v.Definition, t.drive)
	case '"':
		return optional(&v.Reference, t.string)
	case 'n':
		v.Null = new(qapi.Null)
		_, err := t.ReadToken()
		return err
	}
	return errTokens
}

func (t *tokens) nodes(v *[]NodeInfo) error { return list(t, v, t.node) }

func (t *tokens) node(v *NodeInfo) error {
	const required = 1<<0 | 1<<2 | 1<<3 | 0x7fe0 | 1<<19 | 1<<20
	return t.members(required, func(name string) (uint64, error) {
		switch name {
		case "file":
			return 1 << 0, t.string(&v.File)
		case "node-name":
			return 1 << 1, optional(&v.NodeName, t.string)
		case "ro":
			return 1 << 2, t.bool(&v.RO)
		case "drv":
			return 1 << 3, t.string(&v.Drv)
		case "backing_file":
			return 1 << 4, optional(&v.BackingFile, t.string)
		case "backing_file_depth":
			return 1 << 5, t.int64(&v.BackingDepth)
		case "encrypted":
			return 1 << 6, t.bool(&v.Encrypted)
		case "detect_zeroes":
			return 1 << 7, enumOf(t, &v.DetectZeroes, &typeDetectZeroes)
		case "bps":
			return 1 << 8, t.int64(&v.BPS)
		case "bps_rd":
			return 1 << 9, t.int64(&v.BPSRd)
		case "bps_wr":
			return 1 << 10, t.int64(&v.BPSWr)
		case "iops":
			return 1 << 11, t.int64(&v.IOPS)
		case "iops_rd":
			return 1 << 12, t.int64(&v.IOPSRd)
		case "iops_wr":
			return 1 << 13, t.int64(&v.IOPSWr)
		case "image":
			return 1 << 14, t.nodeImage(&v.Image)
		case "bps_max":
			return 1 << 15, optional(&v.BPSMax, t.int64)
		case "iops_max":
			return 1 << 16, optional(&v.IOPSMax, t.int64)
		case "iops_size":
			return 1 << 17, optional(&v.IOPSSize, t.int64)
		case "group":
			return 1 << 18, optional(&v.Group, t.string)
		case "cache":
			return 1 << 19, t.nodeCache(&v.Cache)
		case "write_threshold":
			return 1 << 20, t.int64(&v.WriteThreshold)
		case "dirty-bitmaps":
			return 1 << 21, list(t, &v.DirtyBitmaps, t.nodeBitmap)
		}
		return 0, nil
	})
}

func (t *tokens) nodeImage(v *NodeImage) error {
	return t.members(1|2|16, func(name string) (uint64, error) {
		switch name {
		case "filename":
			return 1, t.string(&v.Filename)
		case "format":
			return 2, t.string(&v.Format)
		case "dirty-flag":
			return 4, optional(&v.DirtyFlag, t.bool)
		case "actual-size":
			return 8, optional(&v.ActualSize, t.int64)
		case "virtual-size":
			return 16, t.int64(&v.VirtualSize)
		case "cluster-size":
			return 32, optional(&v.ClusterSize, t.int64)
		case "backing-image":
			return 64, optional(&v.BackingImage, t.nodeImage)
		}
		return 0, nil
	})
}

func (t *tokens) nodeCache(v *NodeCache) error {
	return t.members(7, func(name string) (uint64, error) {
		switch name {
		case "writeback":
			return 1, t.bool(&v.Writeback)
		case "direct":
			return 2, t.bool(&v.Direct)
		case "no-flush":
			return 4, t.bool(&v.NoFlush)
		}
		return 0, nil
	})
}

func (t *tokens) nodeBitmap(v *NodeBitmap) error {
	return t.members(62, func(name string) (uint64, error) {
		switch name {
		case "name":
			return 1, optional(&v.Name, t.string)
		case "count":
			return 2, t.int64(&v.Count)
		case "granularity":
			return 4, t.uint32(&v.Granularity)
		case "recording":
			return 8, t.bool(&v.Recording)
		case "busy":
			return 16, t.bool(&v.Busy)
		case "persistent":
			return 32, t.bool(&v.Persistent)
		}
		return 0, nil
	})
}

func (t *tokens) entities(v *[]Entity) error { return list(t, v, t.entity) }

func (t *tokens) entity(v *Entity) error {
	return t.union(3, 2, func(name string) (uint64, error) {
		switch name {
		case "name":
			return 1, t.string(&v.Name)
		case "meta-type":
			return 2, enumOf(t, &v.MetaType, &typeMetaType)
		case "features":
			return 4, list(t, &v.Features, t.string)
		}
		return 0, nil
	}, v.branch)
}

func (v *Entity) branch() (func(t *tokens, name string) (uint64, error), uint64) {
	switch v.MetaType {
	case "builtin":
		v.Builtin = new(EntityBuiltin)
		return func(t *tokens, name string) (uint64, error) {
			if name != "json-type" {
				return 0, nil
			}
			return 1, t.string(&v.Builtin.JSONType)
		}, 1
	case "enum":
		v.Enum = new(EntityEnum)
		return v.Enum.member, 3
	case "array":
		v.Array = new(EntityArray)
		return func(t *tokens, name string) (uint64, error) {
			if name != "element-type" {
				return 0, nil
			}
			return 1, t.string(&v.Array.ElementType)
		}, 1
	case "object":
		v.Object = new(EntityObject)
		return v.Object.member, 1
	case "command":
		v.Command = new(EntityCommand)
		return v.Command.member, 3
	}
	return func(*tokens, string) (uint64, error) { return 0, errors.New("unknown meta-type") }, 0
}

func (v *EntityEnum) member(t *tokens, name string) (uint64, error) {
	switch name {
	case "members":
		return 1, list(t, &v.Members, func(e *EntityValue) error {
			return t.members(1, func(name string) (uint64, error) {
				switch name {
				case "name":
					return 1, t.string(&e.Name)
				case "features":
					return 2, list(t, &e.Features, t.string)
				}
				return 0, nil
			})
		})
	case "values":
		return 2, list(t, &v.Values, t.string)
	}
	return 0, nil
}

func (v *EntityObject) member(t *tokens, name string) (uint64, error) {
	switch name {
	case "members":
		return 1, list(t, &v.Members, t.entityMember)
	case "tag":
		return 2, optional(&v.Tag, t.string)
	case "variants":
		return 4, list(t, &v.Variants, t.entityVariant)
	}
	return 0, nil
}

func (t *tokens) entityMember(v *EntityMember) error {
	return t.members(5, func(name string) (uint64, error) {
		switch name {
		case "name":
			return 1, t.string(&v.Name)
		case "default":
			return 2, t.raw(&v.Default)
		case "type":
			return 4, t.string(&v.Type)
		case "features":
			return 8, list(t, &v.Features, t.string)
		}
		return 0, nil
	})
}

func (t *tokens) entityVariant(v *EntityVariant) error {
	return t.members(3, func(name string) (uint64, error) {
		switch name {
		case "case":
			return 1, t.string(&v.Case)
		case "type":
			return 2, t.string(&v.Type)
		}
		return 0, nil
	})
}

func (v *EntityCommand) member(t *tokens, name string) (uint64, error) {
	switch name {
	case "arg-type":
		return 1, t.string(&v.ArgType)
	case "ret-type":
		return 2, t.string(&v.RetType)
	case "allow-oob":
		return 4, optional(&v.AllowOOB, t.bool)
	}
	return 0, nil
}
