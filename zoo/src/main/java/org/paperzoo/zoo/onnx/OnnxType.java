package org.paperzoo.zoo.onnx;

import ai.djl.ndarray.types.DataType;
import ai.onnxruntime.OnnxJavaType;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Element types of tensors in an ONNX file. */
public enum OnnxType {
    FLOAT32(1, 4, DataType.FLOAT32, OnnxJavaType.FLOAT),
    UINT8(2, 1, DataType.UINT8, OnnxJavaType.UINT8),
    INT8(3, 1, DataType.INT8, OnnxJavaType.INT8),
    INT32(6, 4, DataType.INT32, OnnxJavaType.INT32),
    INT64(7, 8, DataType.INT64, OnnxJavaType.INT64),
    BOOL(9, 1, DataType.BOOLEAN, OnnxJavaType.BOOL),
    FLOAT16(10, 2, DataType.FLOAT16, OnnxJavaType.FLOAT16),
    DOUBLE(11, 8, DataType.FLOAT64, OnnxJavaType.DOUBLE),
    BFLOAT16(16, 2, DataType.BFLOAT16, OnnxJavaType.BFLOAT16);

    private final int code;
    private final int bytes;
    private final DataType dataType;
    private final OnnxJavaType javaType;

    OnnxType(int code, int bytes, DataType dataType, OnnxJavaType javaType) {
        this.code = code;
        this.bytes = bytes;
        this.dataType = dataType;
        this.javaType = javaType;
    }

    /** The number that {@code TensorProto.DataType} gives the type. */
    public int code() {
        return code;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The same type in DJL. Its PyTorch engine has no {@link #BFLOAT16}. */
    public DataType dataType() {
        return dataType;
    }

    OnnxJavaType javaType() {
        return javaType;
    }

    /**
     * The type of a DJL array.
     *
     * @throws IllegalArgumentException if ONNX files of this package have no such type
     */
    public static OnnxType of(DataType dataType) {
        for (OnnxType type : values()) {
            if (type.dataType == dataType) {
                return type;
            }
        }
        throw new IllegalArgumentException("no ONNX type is written for arrays of " + dataType);
    }

    /**
     * The type of a checkpoint's tensor.
     *
     * @throws IllegalArgumentException if ONNX files of this package have no such type
     */
    public static OnnxType of(TensorType tensorType) {
        return switch (tensorType) {
            case F64 -> DOUBLE;
            case F32 -> FLOAT32;
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
            case I64 -> INT64;
            case I32 -> INT32;
            case I8 -> INT8;
            case U8 -> UINT8;
            case BOOL -> BOOL;
            case I16 -> throw new IllegalArgumentException("no ONNX type is written for tensors of " + tensorType);
        };
    }

    static OnnxType of(OnnxJavaType javaType) {
        for (OnnxType type : values()) {
            if (type.javaType == javaType) {
                return type;
            }
        }
        throw new IllegalArgumentException("tensors of " + javaType + " are not supported");
    }
}
