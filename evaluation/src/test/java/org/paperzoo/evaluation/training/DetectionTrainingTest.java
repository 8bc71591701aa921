package org.paperzoo.evaluation.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.datasets.catalogue.DataSource;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.catalogue.ModelCard;
import org.paperzoo.zoo.nn.NamedBlock;
import org.paperzoo.zoo.training.TrainingListener;
import org.paperzoo.zoo.vision.ResNet;

class DetectionTrainingTest {

    private static final String NETWORK =
            "\"backbone_widths\": [8, 8], \"backbone_blocks\": [1, 1], \"hidden_dim\": 16,"
                    + " \"nheads\": 2, \"enc_layers\": 1, \"dec_layers\": 2, \"dim_feedforward\": 16";

    @TempDir
    Path folder;

    private ModelCard card(String training) throws IOException {
        Path file = folder.resolve("recipe.json");
        Files.writeString(
                file,
                "{\"model\": \"sample-detect\", \"configuration\": {" + NETWORK + "},"
                        + " \"translator\": {\"shortest_side\": 16, \"longest_side\": 20}, \"training\": {" + training
                        + "}}");
        return RecipeFile.read(file);
    }

    @Test
    void aDetectorIsTrainedAndMeasuredOnItsBenchmark() throws IOException {
        ModelCard card = card("\"epochs\": 1, \"limit\": 32, \"sides\": [16, 24], \"longestSide\": 30,"
                + " \"crop\": {\"sides\": [20], \"least\": 12, \"most\": 18}");
        Path output = folder.resolve("run");
        TrainingReport report =
                ModelTraining.train(TrainingRequest.of(card, DataSource.none(), output), TrainingListener.SILENT);
        assertEquals(500, report.testExamples());
        assertEquals(2, report.epochs().get(0).steps());
        double ap = report.value("coco-box-ap");
        assertTrue(ap >= 0 && ap < 0.1, "AP " + ap);
        assertTrue(Files.isRegularFile(output.resolve("config.json")));
        assertTrue(Files.isRegularFile(output.resolve("model.safetensors")));
    }

    @Test
    void mixedPrecisionLearnsAsWell() throws IOException {
        String tiny = "\"epochs\": 1, \"limit\": 32, \"sides\": [16, 24], \"longestSide\": 30";
        assertEquals(firstLoss(card(tiny)), firstLoss(card(tiny + ", \"precision\": \"fp16\"")), 0.2);
    }

    private double firstLoss(ModelCard card) throws IOException {
        return ModelTraining.train(
                        TrainingRequest.of(card, DataSource.none(), folder.resolve("run")), TrainingListener.SILENT)
                .epochs()
                .get(0)
                .trainingLoss();
    }

    /** A classifier of pictures as torchvision saves it: the tensors of a ResNet-18, each full of a number, and a last layer. */
    private Path classifier(float value) throws IOException {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        ResNet.Depth.RESNET18
                .build(3, false)
                .getParameters()
                .forEach(pair ->
                        shapes.put(pair.getKey(), pair.getValue().getShape().getShape()));
        shapes.put("bn1.num_batches_tracked", new long[0]);
        shapes.put("fc.weight", new long[] {1000, 512});
        shapes.put("fc.bias", new long[] {1000});
        StringBuilder header = new StringBuilder("{");
        long end = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            long start = end;
            end += 4 * LongStream.of(tensor.getValue()).reduce(1, (a, b) -> a * b);
            header.append(header.length() == 1 ? "" : ",")
                    .append("\"" + tensor.getKey() + "\":{\"dtype\":\"F32\",\"shape\":"
                            + Arrays.toString(tensor.getValue()) + ",\"data_offsets\":[" + start + "," + end + "]}");
        }
        byte[] text = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate((int) (8 + text.length + end)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        while (file.hasRemaining()) {
            file.putFloat(value);
        }
        return Files.write(folder.resolve("resnet18.safetensors"), file.array());
    }

    private TrainingTask ofResNet(String training) throws IOException {
        Path file = Files.writeString(
                folder.resolve("recipe.json"),
                "{\"model\": \"sample-detect\", \"configuration\": {" + NETWORK + ", \"backbone\": \"resnet18\"},"
                        + " \"training\": {" + training + "}}");
        TrainingRequest request = TrainingRequest.of(RecipeFile.read(file), DataSource.none(), folder);
        return new DetectionTraining(request, Recipe.of(request));
    }

    @Test
    void aResNetBeginsWithTheWeightsOfAClassifierAndTheRestWithRandomOnes() throws IOException {
        TrainingTask task = ofResNet("\"backbone\": \"" + classifier(0.25f) + "\"");
        NamedBlock network = task.learner().network();
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            task.initialWeights().fill(network, manager);
            network.initialize(manager, DataType.FLOAT32);
            for (String name : List.of("conv1.weight", "bn1.running_var", "layer4.1.conv2.weight")) {
                NDArray filled =
                        network.getParameters().get("backbone.0.body." + name).getArray();
                assertEquals(0.25f, filled.min().getFloat(), name);
                assertEquals(0.25f, filled.max().getFloat(), name);
            }
            assertTrue(network.getParameters()
                            .get("query_embed.weight")
                            .getArray()
                            .max()
                            .getFloat()
                    > 1);
        }
    }

    @Test
    void aResNetWithoutTrainedWeightsIsRefused() {
        String message =
                assertThrows(InvalidInputException.class, () -> ofResNet("")).getMessage();
        assertTrue(message.contains("resnet18 is frozen") && message.contains("--weights"), message);
    }

    @Test
    void aBackboneThatIsNotThereOrAnotherNetworksIsRefused() throws IOException {
        TrainingTask absent = ofResNet("\"backbone\": \"nowhere.pth\"");
        TrainingTask wrong = ofResNet("\"backbone\": {\"weight\": []}");
        TrainingTask nowhere = ofResNet("\"backbone\": {\"weights\": [\"x.pth\"]}");
        Path file = classifier(1);
        TrainingTask other = task(card("\"backbone\": \"" + file + "\""));
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            assertThrows(NoSuchFileException.class, () -> fill(absent, manager));
            for (TrainingTask task : List.of(wrong, nowhere)) {
                String message = assertThrows(InvalidInputException.class, () -> fill(task, manager))
                        .getMessage();
                assertTrue(message.contains("\"backbone\" is"), message);
            }
            assertThrows(InvalidInputException.class, () -> fill(other, manager));
        }
    }

    private TrainingTask task(ModelCard card) throws IOException {
        TrainingRequest request = TrainingRequest.of(card, DataSource.none(), folder);
        return new DetectionTraining(request, Recipe.of(request));
    }

    private static void fill(TrainingTask task, NDManager manager) throws IOException {
        task.initialWeights().fill(task.learner().network(), manager);
    }

    @Test
    void aRecipeThatCannotBeIsRefusedBeforeItTrains() throws IOException {
        for (String training : new String[] {"\"placeWeight\": -1", "\"flips\": \"never\"", "\"limit\": 0"}) {
            ModelCard card = card(training);
            InvalidInputException e = assertThrows(
                    InvalidInputException.class,
                    () -> ModelTraining.train(
                            TrainingRequest.of(card, DataSource.none(), folder.resolve("run")),
                            TrainingListener.SILENT));
            assertTrue(e.getMessage().contains(training.substring(1, 5)), e.getMessage());
        }
    }
}
