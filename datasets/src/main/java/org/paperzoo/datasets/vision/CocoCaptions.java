package org.paperzoo.datasets.vision;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;

/** COCO's captions: {@code annotations/captions_val2017.json} and a folder of pictures. */
public final class CocoCaptions implements Examples<CaptionedPicture> {

    private final List<CaptionedPicture> pictures;
    private int next;

    private CocoCaptions(List<CaptionedPicture> pictures) {
        this.pictures = pictures;
    }

    /**
     * Reads an annotation file; its captions are kept in memory (60 MB for the training file).
     *
     * @throws InvalidDataException if it lacks a section or a field, repeats a picture or names one that it does not list
     */
    public static CocoCaptions open(Path annotations, Path imageFolder) throws IOException {
        Map<Long, ImageFile> images = new LinkedHashMap<>();
        Map<Long, List<String>> captions = new LinkedHashMap<>();
        CocoSections.read(
                annotations,
                Map.of(
                        "images",
                        image -> {
                            ImageFile file = CocoPanoptic.picture(image, imageFolder);
                            if (images.put(image.whole("id"), file) != null) {
                                throw image.wrong("repeats the id " + image.whole("id"));
                            }
                        },
                        "annotations",
                        caption -> captions.computeIfAbsent(caption.whole("image_id"), id -> new ArrayList<>())
                                .add(caption.text("caption").strip())));
        for (long id : captions.keySet()) {
            if (!images.containsKey(id)) {
                throw new InvalidDataException(annotations + ": a caption is of image " + id + ", which is not listed");
            }
        }
        List<CaptionedPicture> pictures = new ArrayList<>(images.size());
        images.forEach(
                (id, file) -> pictures.add(new CaptionedPicture(id, file, captions.getOrDefault(id, List.of()))));
        return new CocoCaptions(pictures);
    }

    @Override
    public long size() {
        return pictures.size();
    }

    @Override
    public CaptionedPicture next() {
        return next == pictures.size() ? null : pictures.get(next++);
    }
}
