package org.paperzoo.datasets.vision;

import java.nio.charset.StandardCharsets;

/** The fields of entries of COCO's files that are read. */
enum CocoField {
    IMAGE_ID("image_id"),
    CATEGORY_ID("category_id"),
    BBOX("bbox"),
    SCORE("score"),
    ID("id"),
    AREA("area"),
    ISCROWD("iscrowd"),
    SEGMENTATION("segmentation"),
    KEYPOINTS("keypoints"),
    NUM_KEYPOINTS("num_keypoints"),
    IGNORE("ignore"),
    WIDTH("width"),
    HEIGHT("height"),
    FILE_NAME("file_name"),
    NAME("name"),
    FREQUENCY("frequency"),
    ISTHING("isthing"),
    NEG_CATEGORY_IDS("neg_category_ids"),
    NOT_EXHAUSTIVE_CATEGORY_IDS("not_exhaustive_category_ids");

    private final String text;
    private final byte[] bytes;

    CocoField(String text) {
        this.text = text;
        this.bytes = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The name in the file. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
