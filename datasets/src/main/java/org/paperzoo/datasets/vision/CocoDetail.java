package org.paperzoo.datasets.vision;

/** What COCO files are to be read for: it says which fields an object must have. */
public enum CocoDetail {
    /** Boxes, {@code bbox}. */
    BOXES,
    /** Masks, {@code segmentation}. */
    MASKS,
    /** Points of a body, {@code keypoints}. */
    KEYPOINTS
}
