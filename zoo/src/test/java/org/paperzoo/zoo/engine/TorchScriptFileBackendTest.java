package org.paperzoo.zoo.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.graph.GraphDefinition;
import org.paperzoo.zoo.nn.Linear;
import org.paperzoo.zoo.torchscript.TorchScriptArchive;

/** Archives of one method, of the making of somebody who never saw the architecture. */
class TorchScriptFileBackendTest {

    private static final GraphDefinition DEFINITION = GraphDefinition.named("forward")
            .size("batch", 1)
            .inputs("a", "b")
            .outputs("sum")
            .body((pass, inputs) -> new NDList(inputs.get(0).add(inputs.get(1))));

    @TempDir
    Path folder;

    private NDManager manager;
    private NDList inputs;

    @BeforeEach
    void makeInputs() {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        inputs = new NDList(manager.create(new float[] {1, 2}), manager.create(new float[] {30, 40}));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void aTensorAndAListOfTensorsAreBothOutputs() throws IOException {
        for (Path file : new Path[] {
            archive("(a: Tensor, b: Tensor) -> Tensor", "return torch.add(a, b)"),
            archive("(a: Tensor, b: Tensor) -> List[Tensor]", "return [torch.add(a, b)]")
        }) {
            try (Backend backend = open(file)) {
                assertArrayEquals(
                        new float[] {31, 42},
                        backend.run("forward", inputs).singletonOrThrow().toFloatArray());
            }
        }
    }

    @Test
    void whatAMethodGivesBeyondTheOutputsIsClosed() throws IOException {
        int before = manager.getManagedArrays().size();
        try (Backend backend =
                open(archive("(a: Tensor, b: Tensor) -> List[Tensor]", "return [torch.add(a, b), torch.mul(a, b)]"))) {
            assertEquals(1, backend.run("forward", inputs).size());
        }
        assertEquals(before + 1, manager.getManagedArrays().size());
    }

    @Test
    void whatDoesNotFitTheGraphIsRefusedWithTheFilesName() throws IOException {
        assertRefused("gives 0 arrays", "(a: Tensor, b: Tensor) -> List[Tensor]", "return annotate(List[Tensor], [])");
        assertRefused("gives a int", "(a: Tensor, b: Tensor) -> int", "return 3");
        assertRefused("does not run on the inputs [a, b]", "(a: Tensor) -> Tensor", "return a");
    }

    private void assertRefused(String reason, String signature, String body) throws IOException {
        Path file = archive(signature, body);
        try (Backend backend = open(file)) {
            var e = assertThrows(IllegalArgumentException.class, () -> backend.run("forward", inputs));
            assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().contains(reason), e.getMessage());
        }
    }

    private Path archive(String signature, String body) throws IOException {
        Path file = folder.resolve("foreign.pt");
        new TorchScriptArchive().method("forward", signature, body).write(file);
        return file;
    }

    private static Backend open(Path file) throws IOException {
        return TorchScriptFileBackend.open(Linear.of(2, 2), DEFINITION, file, Device.cpu());
    }
}
