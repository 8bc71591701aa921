package org.paperzoo.zoo.volume;

import java.nio.ByteBuffer;

/** How a voxel is stored, with NIfTI's code and MetaImage's name. */
enum VoxelType {
    UINT8(2, "MET_UCHAR", 1) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.get() & 0xff;
        }
    },
    INT8(256, "MET_CHAR", 1) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.get();
        }
    },
    INT16(4, "MET_SHORT", 2) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getShort();
        }
    },
    UINT16(512, "MET_USHORT", 2) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getShort() & 0xffff;
        }
    },
    INT32(8, "MET_INT", 4) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getInt();
        }
    },
    UINT32(768, "MET_UINT", 4) {
        @Override
        double decode(ByteBuffer bytes) {
            return Integer.toUnsignedLong(bytes.getInt());
        }
    },
    INT64(1024, "MET_LONG_LONG", 8) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getLong();
        }
    },
    UINT64(1280, "MET_ULONG_LONG", 8) {
        @Override
        double decode(ByteBuffer bytes) {
            long value = bytes.getLong();
            return value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
        }
    },
    FLOAT32(16, "MET_FLOAT", 4) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    FLOAT64(64, "MET_DOUBLE", 8) {
        @Override
        double decode(ByteBuffer bytes) {
            return bytes.getDouble();
        }
    };

    private final int code;
    private final String metaName;
    private final int bytes;

    VoxelType(int code, String metaName, int bytes) {
        this.code = code;
        this.metaName = metaName;
        this.bytes = bytes;
    }

    /** Bytes of a voxel. */
    int bytes() {
        return bytes;
    }

    abstract double decode(ByteBuffer bytes);

    /** The type of NIfTI's code, or null. */
    static VoxelType ofCode(int code) {
        for (VoxelType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        return null;
    }

    /** The type of MetaImage's name, or null. */
    static VoxelType ofMetaName(String name) {
        for (VoxelType type : values()) {
            if (type.metaName.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
