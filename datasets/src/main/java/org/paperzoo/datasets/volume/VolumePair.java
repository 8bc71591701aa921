package org.paperzoo.datasets.volume;

import java.nio.file.Path;

/**
 * A volume and its label map, both NIfTI files that are not decoded here.
 *
 * @param id the volume's path in its data set
 * @param image the volume
 * @param labels its classes, voxel by voxel
 */
public record VolumePair(String id, Path image, Path labels) {}
