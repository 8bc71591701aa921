package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.paperzoo.zoo.image.EvaluationInputs.CropMode;

class EvaluationInputsTest {

    /** CRC-32 of the bytes that torchvision 0.14.1 over Pillow 9.4.0 gives for {@code Resize}, {@code CenterCrop}. */
    @ParameterizedTest
    @CsvSource({
        "0, 256, 224, BILINEAR, 1830962005",
        "0, 232, 224, BICUBIC, 3298707604",
        "0, 64, 224, BILINEAR, 1822248430",
        "0, 101, 64, BICUBIC, 2602488487",
        "0, 75, 74, BILINEAR, 1558708832",
        "1, 256, 224, BILINEAR, 3459896583",
        "1, 232, 224, BICUBIC, 587120745",
        "1, 64, 224, BILINEAR, 1977254896",
        "1, 101, 64, BICUBIC, 2199494866",
        "1, 75, 74, BILINEAR, 2346482580"
    })
    void torchvisionsBytes(String source, int resize, int crop, Resampling filter, long expected) throws Exception {
        PictureInput input = EvaluationInputs.torchvision(resize, crop, filter, Normalisation.IMAGENET);
        Picture seen = input.seen(PictureReader.read(ResamplingTest.file("source-" + source + ".png")));
        assertEquals(PictureSize.square(crop), PictureSize.of(seen));
        assertEquals(expected, checksum(seen.pixels()));
    }

    /** CRC-32 of the float32 numbers of torchvision 0.14.1's {@code ToTensor} and {@code Normalize}. */
    @ParameterizedTest
    @CsvSource({"0, 3121761313", "1, 1779826476"})
    void torchvisionsNumbersToTheLastBit(String source, long expected) throws Exception {
        float[] values = PictureInput.of(Normalisation.IMAGENET)
                .planes(PictureReader.read(ResamplingTest.file("source-" + source + ".png")))
                .values();
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        assertEquals(expected, checksum(bytes.array()));
    }

    private static long checksum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    @Test
    void timmEnlargesByTheCropsShare() {
        Normalisation normalisation = Normalisation.IMAGENET;
        assertEquals(
                List.of(new ResizeShortest(256, Resampling.BICUBIC), CenterCrop.of(PictureSize.square(224))),
                EvaluationInputs.timm(
                                PictureSize.square(224), 0.875, CropMode.CENTER, Resampling.BICUBIC, normalisation)
                        .steps());
        // 224 / 0.9 is 248.9
        assertEquals(
                List.of(
                        new ResizeTo(PictureSize.square(248), Resampling.BICUBIC),
                        CenterCrop.of(PictureSize.square(224))),
                EvaluationInputs.timm(PictureSize.square(224), 0.9, CropMode.SQUASH, Resampling.BICUBIC, normalisation)
                        .steps());
        assertEquals(
                List.of(
                        new ResizeKeepingRatio(PictureSize.square(224), true, Resampling.BICUBIC),
                        new CenterCrop(PictureSize.square(224), List.of(124, 116, 104))),
                EvaluationInputs.timm(PictureSize.square(224), 1, CropMode.BORDER, Resampling.BICUBIC, normalisation)
                        .steps());
        assertEquals(
                List.of(
                        new ResizeKeepingRatio(new PictureSize(256, 128), false, Resampling.BILINEAR),
                        CenterCrop.of(new PictureSize(224, 112))),
                EvaluationInputs.timm(
                                new PictureSize(224, 112), 0.875, CropMode.CENTER, Resampling.BICUBIC, normalisation)
                        .steps());
        assertThrows(
                IllegalArgumentException.class,
                () -> EvaluationInputs.timm(
                        PictureSize.square(224), 0, CropMode.CENTER, Resampling.BICUBIC, normalisation));
    }

    /** Worked out with timm's formula. */
    @ParameterizedTest
    @CsvSource({"640, 480, true, 248, 186", "640, 480, false, 331, 248", "333, 500, true, 165, 248"})
    void timmKeepsTheRatio(int width, int height, boolean within, int expectedWidth, int expectedHeight) {
        assertEquals(
                new PictureSize(expectedWidth, expectedHeight),
                new ResizeKeepingRatio(PictureSize.square(248), within, Resampling.BICUBIC)
                        .of(new PictureSize(width, height)));
    }

    /** Worked out with mmcv's {@code rescale_size}. */
    @ParameterizedTest
    @CsvSource({
        "683, 512, 683, 512",
        "500, 375, 683, 512",
        "375, 500, 512, 683",
        "2048, 1024, 1024, 512",
        "3000, 400, 2048, 273"
    })
    void mmsegmentationKeepsTheRatio(int width, int height, int expectedWidth, int expectedHeight) {
        assertEquals(
                new PictureSize(expectedWidth, expectedHeight),
                ResizeWithin.scale(512, 2048, OpenCvResampling.LINEAR).of(new PictureSize(width, height)));
    }

    /** From {@code cv2.subtract} and {@code cv2.multiply} of OpenCV 4.6.0 as mmcv calls them. */
    @Test
    void mmsegmentationPadsAfterItNormalises() {
        Picture picture = new Picture(3, 1, new byte[] {0, 0, 0, (byte) 128, (byte) 128, (byte) 128, -1, -1, -1});
        PictureInput input = new PictureInput(List.of(), Normalisation.MMSEGMENTATION, 4);
        PictureInput.Planes planes = input.planes(picture);
        assertEquals(PictureSize.square(4), planes.size());
        float[] firstRows = new float[12];
        for (int channel = 0; channel < 3; channel++) {
            System.arraycopy(planes.values(), 16 * channel, firstRows, 4 * channel, 4);
        }
        assertArrayEquals(MMCV, firstRows);
        assertEquals(0, planes.values()[4]);
        assertEquals(PictureSize.square(4), PictureSize.of(input.seen(picture)));
    }

    private static final float[] MMCV = {
        -2.11790395f,
        0.0740645081f,
        2.24890828f,
        0f,
        -2.03571415f,
        0.20518209f,
        2.42857146f,
        0f,
        -1.80444443f,
        0.426492393f,
        2.6400001f,
        0f
    };

    @Test
    void sidesAreMadeMultiplesByResizing() {
        Picture picture = new Picture(33, 32, new byte[3 * 33 * 32]);
        assertEquals(
                new PictureSize(64, 32),
                PictureSize.of(new ResizeToMultiple(32, OpenCvResampling.LINEAR).apply(picture)));
    }

    @Test
    void aSmallPictureIsPutIntoTheMiddleOfTheColour() {
        Picture picture = new Picture(1, 2, new byte[] {9, 9, 9, 8, 8, 8});
        Picture cropped = new CenterCrop(new PictureSize(4, 1), List.of(1, 2, 3)).apply(picture);
        // Of two rows, the middle one is the first: Python rounds 0.5 to 0.
        assertArrayEquals(new byte[] {1, 2, 3, 9, 9, 9, 1, 2, 3, 1, 2, 3}, cropped.pixels());
        assertThrows(IllegalArgumentException.class, () -> new CenterCrop(PictureSize.square(1), List.of(0, 0, 256)));
    }

    @Test
    void sizesAreReadAndChecked() {
        assertEquals(new PictureSize(640, 480), PictureSize.parse("640x480"));
        for (String wrong : List.of("640", "0x5", "-1x5", "99999x99999", "640x480x3", "640X480", "9999999999x1")) {
            assertThrows(IllegalArgumentException.class, () -> PictureSize.parse(wrong), wrong);
        }
    }

    @Test
    void everyOrientationStandsUpright() {
        // 1 2
        // 3 4 stored; what EXIF calls top and left
        Picture stored = new Picture(2, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4});
        int[][] upright = {
            {1, 2, 3, 4},
            {2, 1, 4, 3},
            {4, 3, 2, 1},
            {3, 4, 1, 2},
            {1, 3, 2, 4},
            {3, 1, 4, 2},
            {4, 2, 3, 1},
            {2, 4, 1, 3}
        };
        for (int value = 1; value <= 8; value++) {
            Picture turned = Orientation.ofExif(value).apply(stored);
            for (int i = 0; i < 4; i++) {
                assertEquals(upright[value - 1][i], turned.at(i % 2, i / 2, 0), "orientation " + value);
            }
        }
        assertEquals(Orientation.UPRIGHT, Orientation.ofExif(9));
    }
}
