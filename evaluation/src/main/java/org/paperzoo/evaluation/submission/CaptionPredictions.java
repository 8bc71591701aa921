package org.paperzoo.evaluation.submission;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.paperzoo.datasets.InvalidDataException;
import org.paperzoo.datasets.Split;
import org.paperzoo.datasets.catalogue.CaptionFiles;
import org.paperzoo.datasets.catalogue.Datasets;
import org.paperzoo.evaluation.benchmark.Benchmark;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.summarisation.CaptionReferences;
import org.paperzoo.evaluation.metric.summarisation.CaptionTokens;
import org.paperzoo.evaluation.metric.summarisation.Cider;
import org.paperzoo.evaluation.metric.summarisation.CocoBleu;
import org.paperzoo.evaluation.metric.summarisation.CocoRouge;
import org.paperzoo.evaluation.metric.summarisation.Meteor;
import org.paperzoo.evaluation.score.CaptionFile;

/** One caption of each picture, in COCO's result form. The pictures themselves are not needed. */
final class CaptionPredictions {

    private CaptionPredictions() {}

    static Submission<String, CaptionReferences> open(Benchmark.Captioning benchmark, SubmissionRequest request)
            throws IOException {
        Path annotations = Datasets.named(benchmark.dataset(), CaptionFiles.class)
                .annotations(Split.named(benchmark.split()), request.data());
        Panel<String, CaptionReferences> panel = new Panel<>(1);
        benchmark.metrics().forEach(id -> add(id, panel));
        Answers<String> answers = new Answers<>(request.predictions(), request.references());
        for (Map.Entry<String, List<String>> entry :
                CaptionFile.read(request.predictions()).entrySet()) {
            String where = request.predictions() + ": image " + entry.getKey();
            if (entry.getValue().size() != 1) {
                throw new InvalidDataException(
                        where + " has " + entry.getValue().size() + " captions; expected is one");
            }
            answers.put("image " + entry.getKey(), entry.getValue().get(0), where);
        }
        ReferenceDigest digest = new ReferenceDigest();
        Map<String, List<String>> references = CaptionFile.read(annotations);
        return new Submission<>(
                new Captions(references, answers, digest), panel, digest, List.of(request.predictions()));
    }

    private static void add(String id, Panel<String, CaptionReferences> panel) {
        Cider cider = new Cider();
        if (id.equals(cider.definition().id())) {
            panel.add(cider);
            return;
        }
        List<Metric<String, List<String>>> known = List.of(CocoBleu.closest(), new CocoRouge(), new Meteor());
        Metric<String, List<String>> metric = known.stream()
                .filter(each -> each.definition().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no metric of captions " + id));
        panel.add(metric, caption -> caption, CaptionReferences::captions);
    }

    private static final class Captions implements Pairs<String, CaptionReferences> {

        private final int size;
        private final Iterator<Map.Entry<String, List<String>>> references;
        private final Answers<String> answers;
        private final ReferenceDigest digest;

        Captions(Map<String, List<String>> references, Answers<String> answers, ReferenceDigest digest) {
            size = references.size();
            this.references = references.entrySet().iterator();
            this.answers = answers;
            this.digest = digest;
        }

        @Override
        public Pair<String, CaptionReferences> next() throws IOException {
            if (!references.hasNext()) {
                return null;
            }
            Map.Entry<String, List<String>> reference = references.next();
            digest.text(reference.getKey());
            reference.getValue().forEach(digest::text);
            Answers.Answer<String> answer = answers.take("image " + reference.getKey());
            return new Pair<>(
                    answer.where(),
                    CaptionTokens.of(answer.value()),
                    new CaptionReferences(
                            reference.getKey(),
                            reference.getValue().stream().map(CaptionTokens::of).toList()));
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void requireNoMore() throws IOException {
            answers.requireAllTaken();
        }
    }
}
