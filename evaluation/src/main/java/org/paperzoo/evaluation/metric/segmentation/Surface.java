package org.paperzoo.evaluation.metric.segmentation;

import java.util.ArrayList;
import java.util.List;

/**
 * The voxels of a mask that its erosion takes away: those with a neighbour that is not of the mask. What lies outside of the
 * volume is not of the mask.
 *
 * @param voxels where the surface is
 * @param count number of its voxels
 * @param first least index along each axis; meaningless if there are none
 * @param last greatest index along each axis, included
 */
record Surface(boolean[] voxels, int count, int[] first, int[] last) {

    /**
     * The surface of a mask.
     *
     * @param shape lengths of three axes, the first ones 1 where there are fewer
     * @param axes how many of the axes there are, 1 to 3
     * @param connectivity how many coordinates of a neighbour may differ, by one each: 1 to the number of axes
     */
    static Surface of(boolean[] mask, int[] shape, int axes, int connectivity) {
        int[] neighbours = neighbours(shape, axes, connectivity);
        boolean[] voxels = new boolean[mask.length];
        int[] first = shape.clone();
        int[] last = {-1, -1, -1};
        int count = 0;
        int voxel = 0;
        for (int i = 0; i < shape[0]; i++) {
            boolean outerPlane = axes > 2 && (i == 0 || i == shape[0] - 1);
            for (int j = 0; j < shape[1]; j++) {
                boolean outerRow = outerPlane || axes > 1 && (j == 0 || j == shape[1] - 1);
                for (int k = 0; k < shape[2]; k++, voxel++) {
                    if (!mask[voxel]) {
                        continue;
                    }
                    if (outerRow || k == 0 || k == shape[2] - 1 || !allOf(mask, voxel, neighbours)) {
                        voxels[voxel] = true;
                        count++;
                        first[0] = Math.min(first[0], i);
                        first[1] = Math.min(first[1], j);
                        first[2] = Math.min(first[2], k);
                        last[0] = Math.max(last[0], i);
                        last[1] = Math.max(last[1], j);
                        last[2] = Math.max(last[2], k);
                    }
                }
            }
        }
        return new Surface(voxels, count, first, last);
    }

    private static boolean allOf(boolean[] mask, int voxel, int[] neighbours) {
        for (int neighbour : neighbours) {
            if (!mask[voxel + neighbour]) {
                return false;
            }
        }
        return true;
    }

    /** Steps in the array to the neighbours of a voxel that lies on no face of the volume. */
    private static int[] neighbours(int[] shape, int axes, int connectivity) {
        List<Integer> neighbours = new ArrayList<>();
        for (int code = 0; code < 27; code++) {
            int plane = code / 9 - 1;
            int row = code / 3 % 3 - 1;
            int column = code % 3 - 1;
            int moved = Math.abs(plane) + Math.abs(row) + Math.abs(column);
            boolean exists = (plane == 0 || axes > 2) && (row == 0 || axes > 1);
            if (exists && moved >= 1 && moved <= connectivity) {
                neighbours.add((plane * shape[1] + row) * shape[2] + column);
            }
        }
        return neighbours.stream().mapToInt(Integer::intValue).toArray();
    }
}
