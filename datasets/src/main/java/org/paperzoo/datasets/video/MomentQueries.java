package org.paperzoo.datasets.video;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.paperzoo.datasets.Examples;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.table.JsonRows;
import org.paperzoo.datasets.table.Row;
import org.paperzoo.datasets.video.MomentQuery.SalientClip;
import org.paperzoo.datasets.video.MomentQuery.Window;

/**
 * QVHighlights' annotation files: a JSON object a line with {@code qid}, {@code query}, {@code vid}, {@code duration} and,
 * but for the test split, {@code relevant_windows}, {@code relevant_clip_ids} and {@code saliency_scores}.
 *
 * <p>Source of the format: jayleicn/moment_detr, data/README.md.
 */
public final class MomentQueries implements Examples<MomentQuery> {

    private static final double SECONDS_OF_A_CLIP = 2;
    private static final int ANNOTATORS = 3;
    private static final int HIGHEST_SCORE = 4;

    private final JsonRows rows;
    private final Set<Long> seen = new HashSet<>();

    private MomentQueries(JsonRows rows) {
        this.rows = rows;
    }

    /** Opens a file. */
    public static MomentQueries open(Path file) throws IOException {
        return new MomentQueries(JsonRows.open(file));
    }

    /**
     * The next query.
     *
     * @throws InvalidDataException if it lacks a field, repeats a number, or has moments outside its video
     */
    @Override
    public MomentQuery next() throws IOException {
        Row row = rows.next();
        if (row == null) {
            return null;
        }
        if (!(row.values().get("qid") instanceof Long id)) {
            throw row.wrong("lacks the whole number \"qid\"");
        }
        if (!seen.add(id)) {
            throw row.wrong("repeats the qid " + id);
        }
        double duration = number(row, row.values().get("duration"), "duration");
        if (duration <= 0) {
            throw row.wrong("\"duration\" is " + duration + "; it must be more than 0");
        }
        boolean answered = row.values().containsKey("relevant_windows");
        return new MomentQuery(
                id,
                row.text("query"),
                row.text("vid"),
                duration,
                answered ? windows(row, duration) : List.of(),
                answered ? clips(row, duration) : List.of());
    }

    private static List<Window> windows(Row row, double duration) throws InvalidDataException {
        List<Window> windows = new ArrayList<>();
        for (Object element : list(row, row.values().get("relevant_windows"), "relevant_windows")) {
            List<?> ends = list(row, element, "relevant_windows");
            if (ends.size() != 2) {
                throw row.wrong("\"relevant_windows\" must hold pairs of a start and an end");
            }
            double start = number(row, ends.get(0), "relevant_windows");
            double end = number(row, ends.get(1), "relevant_windows");
            if (start < 0 || end <= start || end > duration) {
                throw row.wrong(
                        "the moment from " + start + " to " + end + " is none of a video of " + duration + " seconds");
            }
            windows.add(new Window(start, end));
        }
        return windows;
    }

    private static List<SalientClip> clips(Row row, double duration) throws InvalidDataException {
        List<?> numbers = list(row, row.values().get("relevant_clip_ids"), "relevant_clip_ids");
        List<?> scores = list(row, row.values().get("saliency_scores"), "saliency_scores");
        if (numbers.size() != scores.size()) {
            throw row.wrong(scores.size() + " \"saliency_scores\" for " + numbers.size() + " \"relevant_clip_ids\"");
        }
        List<SalientClip> clips = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            long clip = whole(row, numbers.get(i), "relevant_clip_ids", (long) Math.ceil(duration / SECONDS_OF_A_CLIP));
            List<Integer> ofClip = new ArrayList<>();
            for (Object score : list(row, scores.get(i), "saliency_scores")) {
                ofClip.add((int) whole(row, score, "saliency_scores", HIGHEST_SCORE));
            }
            if (ofClip.size() != ANNOTATORS) {
                throw row.wrong("clip " + clip + " has " + ofClip.size() + " scores; three annotators gave one each");
            }
            clips.add(new SalientClip((int) clip, List.copyOf(ofClip)));
        }
        return clips;
    }

    private static List<?> list(Row row, Object value, String field) throws InvalidDataException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw row.wrong("\"" + field + "\" is not the list that it must be");
    }

    private static double number(Row row, Object value, String field) throws InvalidDataException {
        if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw row.wrong("\"" + field + "\" lacks a number");
    }

    private static long whole(Row row, Object value, String field, long most) throws InvalidDataException {
        if (value instanceof Long number && number >= 0 && number <= most) {
            return number;
        }
        throw row.wrong("\"" + field + "\" has " + value + "; expected a whole number from 0 to " + most);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
