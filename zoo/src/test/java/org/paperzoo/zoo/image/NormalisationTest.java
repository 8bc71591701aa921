package org.paperzoo.zoo.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class NormalisationTest {

    @Test
    void planesFollowEachOtherInFloat32() {
        Picture picture = new Picture(2, 1, new byte[] {0, (byte) 128, (byte) 255, 1, 2, 3});
        float[] planes = Normalisation.IMAGENET.planes(picture);
        assertArrayEquals(
                new float[] {
                    (0 / 255f - 0.485f) / 0.229f,
                    (1 / 255f - 0.485f) / 0.229f,
                    (128 / 255f - 0.456f) / 0.224f,
                    (2 / 255f - 0.456f) / 0.224f,
                    (255 / 255f - 0.406f) / 0.225f,
                    (3 / 255f - 0.406f) / 0.225f
                },
                planes);
    }

    @Test
    void aDeviationOfZeroIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Normalisation(new float[3], new float[3]));
    }

    @Test
    void aBatchIsPaddedAtTheRightAndTheBottomUnderAMask() {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            PaddingBatchifier batchifier = new PaddingBatchifier();
            NDList batch = batchifier.batchify(new NDList[] {
                new NDList(manager.ones(new Shape(3, 2, 1))), new NDList(manager.ones(new Shape(3, 1, 3)))
            });
            assertEquals(new Shape(2, 3, 2, 3), batch.get(0).getShape());
            assertArrayEquals(
                    new long[] {0, 1, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1},
                    batch.get(1).toLongArray());
            NDArray unpadded = batch.get(1).eq(0).toType(batch.get(0).getDataType(), false);
            assertEquals(unpadded.expandDims(1).broadcast(batch.get(0).getShape()), batch.get(0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> batchifier.batchify(new NDList[] {new NDList(manager.ones(new Shape(2, 2)))}));
        }
    }
}
