package org.paperzoo.evaluation.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.evaluation.benchmark.Benchmarks;
import org.paperzoo.evaluation.result.Result;

class LabelPredictionsTest {

    private static final int CLASSES = 1000;

    @TempDir
    private Path folder;

    private Path data;

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private void clones() throws IOException {
        data = folder.resolve("clone");
        write(
                "clone/data.jsonl",
                "{\"func\": \"a\", \"idx\": \"1\"}\n{\"func\": \"b\", \"idx\": \"2\"}\n{\"func\": \"c\", \"idx\": \"3\"}\n");
        // The third line repeats the first.
        write("clone/test.txt", "1\t2\t1\n1\t3\t1\n1\t2\t1\n2\t3\t0\n3\t3\t0\n");
    }

    @Test
    void pairsOfClonesScoreAsTheEvaluatorScoresThem() throws IOException {
        clones();
        Path file = write("predictions.txt", "2\t3\t1\n3\t3\t0\n1 2 1\n1\t3\t0\n");
        Result result = Scored.all("codexglue-clone", file, data);
        // One right of two found, one found of two.
        assertEquals(4, result.examples());
        assertEquals(0.5, Scored.value(result, "f1-binary-sklearn"));
        assertEquals(0.5, Scored.value(result, "f1-binary-sklearn.precision_binary"));
        assertEquals(0.5, Scored.value(result, "f1-binary-sklearn.recall_binary"));
    }

    @Test
    void missingExtraAndDoubledPairsAreToldByTheirIndices() throws IOException {
        clones();
        Path file = write("predictions.txt", "2\t3\t1\n3\t3\t0\n1\t2\t1\n");
        Scored.refused("codexglue-clone", file, data, "predictions.txt: has no prediction for 1 3");
        write("predictions.txt", "2\t3\t1\n3\t3\t0\n1\t2\t1\n1\t3\t0\n9\t9\t0\n");
        Scored.refused("codexglue-clone", file, data, "predictions.txt:5: predicts 9 9");
        write("predictions.txt", "2\t3\t1\n2\t3\t0\n");
        Scored.refused("codexglue-clone", file, data, "predictions.txt:2: repeats 2 3");
        write("predictions.txt", "2\t3\tyes\n");
        Scored.refused("codexglue-clone", file, data, "predictions.txt:1: \"yes\" is no label");
        write("predictions.txt", "2\n");
        Scored.refused("codexglue-clone", file, data, "predictions.txt:1: is not an id and a label");
        write("predictions.txt", "");
        Scored.refused("codexglue-clone", file, data, "predictions.txt: is empty");
    }

    @Test
    void defectsAreJoinedByTheirOwnIndices() throws IOException {
        write(
                "defect/test.jsonl",
                "{\"func\": \"f\", \"target\": 1, \"idx\": 26}\n{\"func\": \"g\", \"target\": 0, \"idx\": 7}\n"
                        + "{\"func\": \"h\", \"target\": 0, \"idx\": 8}\n{\"func\": \"i\", \"target\": 1, \"idx\": 9}\n");
        Path file = write("predictions.txt", "7\t0\n8\t1\n9\t1\n26\t1\n");
        Result result = Scored.all("codexglue-defect", file, folder.resolve("defect"));
        assertEquals(0.75, Scored.value(result, "accuracy"));
    }

    @Test
    void wordsAreToldByRecording() throws IOException {
        data = folder.resolve("speech");
        String[] names = {"right/a_nohash_0.wav", "left/a_nohash_0.wav", "zero/b_nohash_1.wav", "bed/c_nohash_0.wav"};
        for (String name : names) {
            write("speech/speech_commands_v0.02/" + name, "");
        }
        write("speech/speech_commands_v0.02/validation_list.txt", names[0] + "\n");
        write("speech/speech_commands_v0.02/testing_list.txt", names[1] + "\n" + names[2] + "\n" + names[3] + "\n");
        Path file = write(
                "words.csv",
                "file,label\n" + names[3] + ",bed\n\"" + names[2] + "\", \"zero\"\n" + names[1] + ",right\n");
        assertEquals(2.0 / 3, Scored.value(Scored.all("speech-commands-v2", file, data), "accuracy"), 1e-15);
        // The same name below another word is another recording.
        write("words.csv", names[3] + ",bed\n" + names[2] + ",zero\n" + names[0] + ",right\n");
        Scored.refused("speech-commands-v2", file, data, "words.csv: has no prediction for left/a_nohash_0.wav");
        write("words.csv", names[3] + ",bad\n");
        Scored.refused("speech-commands-v2", file, data, "words.csv:1: \"bad\" is no label; there are 35");
    }

    @Test
    void picturesAreRankedAndTopFiveIsLeftOutWhereFewerAreNamed() throws IOException {
        data = folder.resolve("imagenet");
        StringBuilder ranked = new StringBuilder("filename,1,2,3,4,5\n");
        StringBuilder best = new StringBuilder();
        for (int i = 0; i < CLASSES; i++) {
            String wordnet = String.format("n%08d", i);
            String name = String.format("ILSVRC2012_val_%08d.JPEG", CLASSES - i);
            write("imagenet/val/" + wordnet + "/" + name, "");
            // Right first for every fifth, third by number for the next, else not among the five.
            int other = (i + 500) % CLASSES;
            String[] labels = {
                "" + other,
                "" + (other + 1) % CLASSES,
                "" + (other + 2) % CLASSES,
                "" + (other + 3) % CLASSES,
                "" + (other + 4) % CLASSES
            };
            if (i % 5 < 2) {
                labels[i % 5 == 0 ? 0 : 2] = i % 2 == 0 ? wordnet : Integer.toString(i);
            }
            ranked.append(i % 3 == 0 ? wordnet + "/" + name : name)
                    .append(',')
                    .append(String.join(",", labels))
                    .append('\n');
            best.append(name).append(',').append(labels[0]).append('\n');
        }
        Result result = Scored.all("imagenet-val", write("top5.csv", ranked.toString()), data);
        assertEquals(20, Scored.value(result, "top-1-accuracy-timm"));
        assertEquals(40, Scored.value(result, "top-5-accuracy-timm"));
        Result first = Scored.of(Benchmarks.named("imagenet-val"), write("top1.csv", best.toString()), data);
        assertEquals(20, Scored.value(first, "top-1-accuracy-timm"));
        assertEquals(
                1,
                first.values().stream().filter(Result.MeasuredValue::headline).count());
        Path file = write("bad.csv", "a.JPEG,1,2\nb.JPEG,1\n");
        Scored.refused("imagenet-val", file, data, "bad.csv:2: has 2 cells");
        write("bad.csv", "a.JPEG,1000\n");
        Scored.refused("imagenet-val", file, data, "bad.csv:1: \"1000\" is no label", "0 to 999");
        write("bad.csv", "a.JPEG,7,n00000007\n");
        Scored.refused("imagenet-val", file, data, "bad.csv:1: names a label twice");
        write("bad.csv", "../val/n00000000/x.JPEG,7\n");
        Scored.refused("imagenet-val", file, data, "bad.csv: has no prediction for ILSVRC2012_val_00001000.JPEG");
    }
}
