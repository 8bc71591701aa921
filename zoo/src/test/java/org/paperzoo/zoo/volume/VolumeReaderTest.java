package org.paperzoo.zoo.volume;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.InvalidInputException;

/** Files are written here byte by byte; readings of such files were compared with nibabel 5.0.0's. */
class VolumeReaderTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "1, UINT8, 2", "1, INT8, 256", "1, INT16, 4", "1, UINT16, 512", "1, INT32, 8",
        "1, UINT32, 768", "1, INT64, 1024", "1, UINT64, 1280", "1, FLOAT32, 16", "1, FLOAT64, 64",
        "2, UINT8, 2", "2, INT16, 4", "2, FLOAT32, 16", "2, FLOAT64, 64"
    })
    void everyTypeIsReadInBothByteOrders(int version, VoxelType type, int code) throws IOException {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            Path file = write("volume.nii", nifti(version, order, true, type, code, 2, 1, 3));
            Volume volume = VolumeReader.read(file);
            assertEquals(List.of(2, 1, 3, 1), volume.shape());
            assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5}, volume.values());
            assertEquals(4, volume.at(0, 0, 2, 0));
        }
    }

    @Test
    void valuesAreScaledUnlessTheSlopeIsNone() throws IOException {
        ByteBuffer header = header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3);
        header.putFloat(112, 0.5f).putFloat(116, -1);
        assertArrayEquals(
                new float[] {-1, -0.5f, 0}, read(header, VoxelType.INT16, 3).values());
        header.putFloat(112, 0);
        assertArrayEquals(
                new float[] {0, 1, 2}, read(header, VoxelType.INT16, 3).values());
        header.putFloat(112, Float.NaN);
        assertArrayEquals(
                new float[] {0, 1, 2}, read(header, VoxelType.INT16, 3).values());
    }

    @Test
    void aPairIsReadByEitherNameAndCompressed() throws IOException {
        byte[] whole = nifti(1, ByteOrder.LITTLE_ENDIAN, false, VoxelType.INT16, 4, 2, 2);
        Path header = write("pair.hdr", Arrays.copyOf(whole, 348));
        NoSuchFileException missing = assertThrows(NoSuchFileException.class, () -> VolumeReader.read(header));
        assertTrue(missing.getReason().contains("other half of pair.hdr"), missing.getReason());
        Path voxels = write("pair.img.gz", gzip(Arrays.copyOfRange(whole, 348, whole.length)));
        assertArrayEquals(new float[] {0, 1, 2, 3}, VolumeReader.read(header).values());
        assertArrayEquals(new float[] {0, 1, 2, 3}, VolumeReader.read(voxels).values());
        Path single = write("single.nii.gz", gzip(nifti(2, ByteOrder.BIG_ENDIAN, true, VoxelType.FLOAT32, 16, 2, 2)));
        assertArrayEquals(new float[] {0, 1, 2, 3}, VolumeReader.read(single).values());
    }

    @Test
    void theSformCountsBeforeTheQformAndThatBeforeTheSpacing() throws IOException {
        ByteBuffer header = header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3, 1, 2);
        header.putFloat(76, -1).putFloat(80, 2).putFloat(84, 3).putFloat(88, 4);
        // As nibabel: to the left, its middle at 0.
        assertAffine(header, -2, 0, 0, 2, 0, 3, 0, 0, 0, 0, 4, -2);
        // Half a turn around the third axis, which is turned round.
        header.putShort(252, (short) 1)
                .putFloat(264, 1)
                .putFloat(268, 10)
                .putFloat(272, 20)
                .putFloat(276, 30);
        assertAffine(header, -2, 0, 0, 10, 0, -3, 0, 20, 0, 0, -4, 30);
        header.putShort(254, (short) 2);
        float[] rows = {0, 5, 0, 1, 6, 0, 0, 2, 0, 0, 7, 3};
        for (int i = 0; i < rows.length; i++) {
            header.putFloat(280 + 4 * i, rows[i]);
        }
        assertAffine(header, 0, 5, 0, 1, 6, 0, 0, 2, 0, 0, 7, 3);
        assertArrayEquals(
                new double[] {6, 5, 7}, read(header, VoxelType.INT16, 6).spacing());
    }

    @Test
    void aVolumeIsTurnedToRightFrontAndUp() {
        // The first axis goes down, the second to the left, the third to the front.
        Affine affine = new Affine(new double[] {0, -2, 0, 9, 0, 0, 3, -5, -4, 0, 0, 7});
        float[] values = new float[12];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        Volume volume = new Volume(List.of(2, 3, 1, 2), values, affine);
        assertEquals("ILA", volume.orientation());
        Volume canonical = volume.canonical();
        assertEquals("RAS", canonical.orientation());
        assertEquals(List.of(3, 1, 2, 2), canonical.shape());
        assertArrayEquals(
                new double[] {2, 0, 0, 5, 0, 3, 0, -5, 0, 0, 4, 3},
                canonical.affine().rows(),
                0);
        // Voxel (0, 0, 0) lies left, at the back, below: the last down, the last to the left.
        assertEquals(volume.at(1, 2, 0, 0), canonical.at(0, 0, 0, 0));
        assertEquals(volume.at(0, 0, 0, 1), canonical.at(2, 0, 1, 1));
        assertArrayEquals(canonical.values(), canonical.canonical().values());
    }

    @Test
    void anObliqueVolumeIsTurnedByItsNearestAxes() {
        Affine affine = new Affine(new double[] {0.8, -0.6, 0, 0, 0.6, 0.8, 0, 0, 0, 0, -1, 0});
        assertArrayEquals(new int[] {1, 2, -3}, affine.nearestAxes());
        Affine flat = new Affine(new double[] {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0});
        assertThrows(IllegalArgumentException.class, flat::nearestAxes);
    }

    @Test
    void hostileHeadersAreRefusedBeforeAnythingIsAllocated() throws IOException {
        ByteBuffer large = header(2, ByteOrder.LITTLE_ENDIAN, true, 16, 8, 1, 1, 1, 1, 1, 1, 1);
        for (int axis = 1; axis <= 7; axis++) {
            large.putLong(16 + 8 * axis, 1L << 40);
        }
        assertRefused(large, "at most 268435456 in all");
        assertRefused(
                header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 30000, 8000), "takes 480000000 bytes; the file has");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3, -1), "expected lengths above 0");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 128, 24, 3), "voxels of NIfTI's type 128");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putShort(40, (short) 8), "8 axes");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putFloat(108, 10), "vox_offset is 10.0");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putFloat(108, Float.NaN), "vox_offset is NaN");
        assertRefused(
                header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putFloat(108, 1e9f),
                "takes 6 bytes; the file has 0");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putInt(344, 0), "no NIfTI-1 magic");
        assertRefused(header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putInt(0, 7), "not a NIfTI file");
        ByteBuffer affine = header(1, ByteOrder.LITTLE_ENDIAN, true, 4, 16, 3).putShort(254, (short) 1);
        assertRefused(affine.putFloat(280, Float.POSITIVE_INFINITY), "its affine holds Infinity");
    }

    @Test
    void filesThatEndEarlyAreRefused() throws IOException {
        byte[] whole = nifti(1, ByteOrder.LITTLE_ENDIAN, true, VoxelType.INT16, 4, 50, 40);
        for (int length : new int[] {0, 3, 4, 200, 347, 348, 351, 400, whole.length - 1}) {
            assertRefused(write("short.nii", Arrays.copyOf(whole, length)), "");
            byte[] packed = gzip(Arrays.copyOf(whole, length));
            assertRefused(write("short.nii.gz", packed), "");
            assertRefused(write("cut.nii.gz", Arrays.copyOf(gzip(whole), packed.length / 2 + 5)), "");
        }
        assertThrows(NoSuchFileException.class, () -> VolumeReader.read(folder.resolve("missing.nii")));
        assertRefused(folder, "not a file");
    }

    @Test
    void aMetaImageIsReadAndItsAxesTurned() throws IOException {
        String header = "ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\n"
                + "TransformMatrix = 1 0 0 0 0 1 0 -1 0\nOffset = 10 20 30\nElementSpacing = 1 2 3\n"
                + "DimSize = 2 1 2\nElementType = MET_SHORT\n";
        byte[] voxels = {0, 0, 1, 0, 2, 0, -1, -1};
        Path local = write("local.mha", concatenate((header + "ElementDataFile = LOCAL\n").getBytes(), voxels));
        Volume volume = VolumeReader.read(local);
        assertArrayEquals(new float[] {0, 1, 2, -1}, volume.values());
        // Left and back become right and front.
        assertArrayEquals(
                new double[] {-1, 0, 0, -10, 0, 0, 3, -20, 0, 2, 0, 30},
                volume.affine().rows(),
                0);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new DeflaterOutputStream(packed)) {
            stream.write(voxels);
        }
        write("voxels.zraw", packed.toByteArray());
        Path beside =
                write("beside.mhd", (header + "CompressedData = True\nElementDataFile = voxels.zraw\n").getBytes());
        assertArrayEquals(volume.values(), VolumeReader.read(beside).values());
    }

    @Test
    void brokenMetaImagesAreRefused() throws IOException {
        String start = "NDims = 3\nDimSize = 2 1 2\nElementType = MET_SHORT\n";
        assertRefused(write("a.mha", (start + "ElementDataFile = ../secret.raw\n").getBytes()), "in the same folder");
        assertRefused(
                write("a.mha", (start + "ElementDataFile = LOCAL\n").getBytes()), "takes 8 bytes; the file has 0");
        assertRefused(write("a.mha", start.getBytes()), "ends before ElementDataFile");
        assertRefused(write("a.mha", "no header".getBytes()), "no MetaImage");
        assertRefused(write("a.mha", new byte[10_000]), "longer than 4096 bytes");
        assertRefused(
                write(
                        "a.mha",
                        "NDims = 3\nDimSize = 1e9 1e9 1e9\nElementType = MET_SHORT\nElementDataFile = LOCAL\n"
                                .getBytes()),
                "at most 268435456 in all");
        assertRefused(
                write(
                        "a.mha",
                        "NDims = 3\nDimSize = 1 1\nElementType = MET_SHORT\nElementDataFile = LOCAL\n".getBytes()),
                "DimSize is 1 1; expected 3 numbers");
    }

    private void assertAffine(ByteBuffer header, double... rows) throws IOException {
        assertArrayEquals(rows, read(header, VoxelType.INT16, 6).affine().rows(), 1e-6);
    }

    private void assertRefused(ByteBuffer header, String reason) throws IOException {
        assertRefused(write("hostile.nii", Arrays.copyOf(header.array(), header.capacity() + 100)), reason);
    }

    private static void assertRefused(Path file, String reason) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> VolumeReader.read(file));
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(reason), e.getMessage());
        assertEquals(1, e.getMessage().lines().count());
    }

    private Volume read(ByteBuffer header, VoxelType type, int count) throws IOException {
        byte[] voxels = voxels(type, header.order(), count);
        return VolumeReader.read(write("volume.nii", concatenate(header.array(), new byte[4], voxels)));
    }

    private static byte[] nifti(
            int version, ByteOrder order, boolean single, VoxelType type, int code, int... lengths) {
        byte[] header =
                header(version, order, single, code, 8 * type.bytes(), lengths).array();
        byte[] voxels = voxels(type, order, Arrays.stream(lengths).reduce(1, (one, other) -> one * other));
        return concatenate(header, new byte[single ? 4 : 0], voxels);
    }

    private static ByteBuffer header(int version, ByteOrder order, boolean single, int code, int bits, int... lengths) {
        boolean second = version == 2;
        ByteBuffer header = ByteBuffer.allocate(second ? 540 : 348).order(order);
        header.putInt(0, header.capacity());
        String magic = (single ? "n+" : "ni") + version;
        for (int i = 0; i < magic.length(); i++) {
            header.put((second ? 4 : 344) + i, (byte) magic.charAt(i));
        }
        header.putShort(second ? 12 : 70, (short) code).putShort(second ? 14 : 72, (short) bits);
        for (int axis = 0; axis <= lengths.length; axis++) {
            int length = axis == 0 ? lengths.length : lengths[axis - 1];
            if (second) {
                header.putLong(16 + 8 * axis, length);
                header.putDouble(104 + 8 * axis, 1);
            } else {
                header.putShort(40 + 2 * axis, (short) length);
                header.putFloat(76 + 4 * axis, 1);
            }
        }
        if (single) {
            if (second) {
                header.putLong(168, 544);
            } else {
                header.putFloat(108, 352);
            }
        }
        return header;
    }

    /** 0, 1, 2, … */
    private static byte[] voxels(VoxelType type, ByteOrder order, int count) {
        ByteBuffer voxels = ByteBuffer.allocate(count * type.bytes()).order(order);
        for (int i = 0; i < count; i++) {
            switch (type) {
                case UINT8, INT8 -> voxels.put((byte) i);
                case INT16, UINT16 -> voxels.putShort((short) i);
                case INT32, UINT32 -> voxels.putInt(i);
                case INT64, UINT64 -> voxels.putLong(i);
                case FLOAT32 -> voxels.putFloat(i);
                case FLOAT64 -> voxels.putDouble(i);
            }
        }
        return voxels.array();
    }

    private static byte[] concatenate(byte[]... parts) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(packed)) {
            stream.write(bytes);
        }
        return packed.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
