package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.metric.segmentation.LabelVolume;
import org.paperzoo.evaluation.metric.segmentation.MaskOverlap;
import org.paperzoo.evaluation.metric.segmentation.SurfaceDistance;
import org.paperzoo.evaluation.result.Result;

class VolumePredictionsTest {

    private static final int[] SHAPE = {4, 5, 6};
    private static final String HEART = "-transunet-labels-1-2-3";

    @TempDir
    private Path folder;

    private static byte[] nifti(int[] shape, int type, byte[] voxels) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(352 + voxels.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 348).putShort(40, (short) shape.length);
        bytes.putShort(70, (short) type).putShort(72, (short) (type == 16 ? 32 : 8));
        for (int i = 0; i < 7; i++) {
            bytes.putShort(42 + 2 * i, (short) (i < shape.length ? shape[i] : 1));
            // Spacings that distances in voxels do not depend on.
            bytes.putFloat(80 + 4 * i, 1.5f + i);
        }
        bytes.putFloat(108, 352).put(344, new byte[] {'n', '+', '1', 0}).put(352, voxels);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes.array());
        }
        return packed.toByteArray();
    }

    /** Boxes of labels 1, 2 and 3 along the first axis, of which some voxels are moved. */
    private static byte[] labels(int... changed) {
        byte[] voxels = new byte[4 * 5 * 6];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = (byte) (i % 4);
        }
        for (int voxel : changed) {
            voxels[voxel] = 0;
        }
        return voxels;
    }

    private static LabelVolume volume(byte[] voxels) {
        return LabelVolume.ofBytes(new int[] {6, 5, 4}, new double[] {1, 1, 1}, voxels);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private void hearts(byte[]... references) throws IOException {
        Files.createDirectories(folder.resolve("acdc/training"));
        for (int i = 0; i < references.length; i++) {
            String stem = "acdc/testing/patient10" + i + "/patient10" + i + "_frame01";
            write(stem + ".nii.gz", nifti(SHAPE, 2, new byte[120]));
            write(stem + "_gt.nii.gz", nifti(SHAPE, 2, references[i]));
        }
    }

    @Test
    void structuresScoreByMedpyInVoxels() throws IOException {
        byte[] first = labels(1, 5, 22, 43);
        byte[] second = labels(2, 3, 77, 119);
        hearts(labels(), labels(50, 51));
        write("found/patient100_frame01.nii.gz", nifti(SHAPE, 2, first));
        write("found/patient101_frame01_gt.nii.gz", nifti(SHAPE, 2, second));
        Result result = Scored.all("acdc", folder.resolve("found"), folder.resolve("acdc"));
        List<LabelVolume> predictions = List.of(volume(first), volume(second));
        List<LabelVolume> references = List.of(volume(labels()), volume(labels(50, 51)));
        assertEquals(
                MaskOverlap.medpy(MaskOverlap.Figure.DICE, 1, 2, 3)
                        .evaluate(predictions, references)
                        .value(),
                Scored.value(result, "dice" + HEART),
                1e-15);
        assertEquals(
                MaskOverlap.medpy(MaskOverlap.Figure.DICE, 2)
                        .evaluate(predictions, references)
                        .value(),
                Scored.value(result, "dice" + HEART + ".dice_myocardium"),
                1e-15);
        assertEquals(
                SurfaceDistance.medpy(SurfaceDistance.Figure.HD95, 1, 1, 2, 3)
                        .evaluate(predictions, references)
                        .value(),
                Scored.value(result, "hd95" + HEART),
                1e-12);
    }

    @Test
    void wherePredictionOrReferenceIsEmptyTheScriptsNumbersStand() throws IOException {
        byte[] none = new byte[120];
        byte[] some = labels();
        // Only predicted; only labelled; neither.
        hearts(none, some, none);
        write("found/patient100_frame01.nii.gz", nifti(SHAPE, 2, some));
        write("found/patient101_frame01.nii.gz", nifti(SHAPE, 2, none));
        write("found/patient102_frame01.nii.gz", nifti(SHAPE, 2, none));
        Result result = Scored.all("acdc", folder.resolve("found"), folder.resolve("acdc"));
        assertEquals(1.0 / 3, Scored.value(result, "dice" + HEART), 1e-15);
        assertEquals(0, Scored.value(result, "hd95" + HEART));
    }

    @Test
    void eightOrgansOfThirteenAreMeasuredByTheDataSetsNumbers() throws IOException {
        byte[] organs = new byte[120];
        for (int i = 0; i < organs.length; i++) {
            organs[i] = (byte) (i % 14);
        }
        write("synapse/RawData/Training/img/img0001.nii.gz", nifti(SHAPE, 2, new byte[120]));
        write("synapse/RawData/Training/label/label0001.nii.gz", nifti(SHAPE, 2, organs));
        byte[] found = organs.clone();
        for (int i = 0; i < found.length; i++) {
            // The oesophagus is not measured, the spleen is.
            found[i] = found[i] == 5 || found[i] == 1 && i > 60 ? 0 : found[i];
        }
        write("found/img0001.nii.gz", nifti(SHAPE, 2, found));
        Result result = Scored.all("synapse-btcv", folder.resolve("found"), folder.resolve("synapse"));
        String organ = "dice-transunet-labels-8-4-3-2-6-11-1-7";
        assertEquals(1, Scored.value(result, organ + ".dice_stomach"));
        double spleen = Scored.value(result, organ + ".dice_spleen");
        assertEquals(2.0 * 5 / (5 + 9), spleen, 1e-15);
        assertEquals((7 + spleen) / 8, Scored.value(result, organ), 1e-15);
    }

    @Test
    void filesThatDoNotFitAreToldByName() throws IOException {
        hearts(labels());
        Path data = folder.resolve("acdc");
        Path found = Files.createDirectories(folder.resolve("found"));
        Scored.refused("acdc", found, data, "found: has no prediction for patient100_frame01");
        write("found/patient100_frame01.nii.gz", nifti(new int[] {5, 4, 6}, 2, labels()));
        Scored.refused("acdc", found, data, "patient100_frame01.nii.gz: the prediction has the shape [6, 4, 5]");
        write("found/patient100_frame01.nii.gz", nifti(new int[] {32000, 32000, 32000}, 2, labels()));
        Scored.refused("acdc", found, data, "patient100_frame01.nii.gz");
        byte[] halves = ByteBuffer.allocate(480)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(4, 0.5f)
                .array();
        write("found/patient100_frame01.nii.gz", nifti(SHAPE, 16, halves));
        Scored.refused("acdc", found, data, "patient100_frame01.nii.gz: voxel 1 is 0.5; a label is a whole number");
        byte[] nan = ByteBuffer.allocate(480)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(4, Float.NaN)
                .array();
        write("found/patient100_frame01.nii.gz", nifti(SHAPE, 16, nan));
        Scored.refused("acdc", found, data, "patient100_frame01.nii.gz: voxel 1 is NaN");
        write("found/patient100_frame01.nii.gz", nifti(SHAPE, 2, labels()));
        write("found/patient109_frame01.nii.gz", nifti(SHAPE, 2, labels()));
        Scored.refused("acdc", found, data, "patient109_frame01.nii.gz: predicts patient109_frame01");
        Files.delete(found.resolve("patient109_frame01.nii.gz"));
        write("found/patient100_frame01_gt.nii.gz", nifti(SHAPE, 2, labels()));
        Scored.refused("acdc", found, data, "are both predictions of testing/patient100");
        Scored.refused("acdc", found.resolve("patient100_frame01.nii.gz"), data, "is no folder of NIfTI files");
    }
}
