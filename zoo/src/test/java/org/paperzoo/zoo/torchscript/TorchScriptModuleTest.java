package org.paperzoo.zoo.torchscript;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.TensorType;

class TorchScriptModuleTest {

    private static final int THREADS = 4;

    @TempDir
    Path folder;

    private NDManager manager;
    private TorchScriptModule module;

    @BeforeEach
    void load() throws IOException {
        manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        ByteBuffer weight = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .putFloat(2)
                .putFloat(3)
                .putFloat(4);
        module = TorchScriptModule.load(
                new TorchScriptArchive()
                        .parameter(
                                "w",
                                TensorType.F32,
                                new Shape(2, 2),
                                channel -> channel.write(weight.duplicate().flip()))
                        .method(
                                "kinds",
                                "(x: Tensor, l: List[Tensor], i: int, f: float, b: bool) -> Tuple[Tensor, Tensor]",
                                """
                                if b:
                                  y = torch.mul(torch.add(x, i), f)
                                else:
                                  y = x
                                return (y, torch.stack(l, 0))
                                """)
                        .method("append", "(list: List[Tensor], x: Tensor) -> NoneType", """
                                _0 = torch.append(list, x)
                                return None
                                """)
                        .method("share", "(x: Tensor) -> List[Tensor]", "return [x, torch.neg(x)]")
                        .method("linear", "(x: Tensor) -> Tensor", "return torch.relu(torch.linear(x, self.w, None))")
                        .method("long", "(x: Tensor) -> List[Tensor]", """
                                return [torch.add(x, 1), torch.to(torch.to(x, 15), 6)]
                                """)
                        .method("number", "() -> int", "return 1")
                        .method("fail", "(x: Tensor) -> Tensor", "return torch.reshape(x, [7, 7, 7])")
                        .toBytes(),
                Device.cpu());
    }

    @AfterEach
    void close() {
        module.close();
        manager.close();
    }

    @Test
    void argumentsOfEveryKindArrive() {
        NDArray x = manager.create(new float[] {1, 2});
        NDList results = module.run("kinds", manager, x, new NDList(x, x), 3, 0.5, true);
        assertArrayEquals(new float[] {2, 2.5f}, results.get(0).toFloatArray());
        assertEquals(new Shape(2, 2), results.get(1).getShape());
        assertEquals(manager, results.get(0).getManager());
        assertArrayEquals(
                new float[] {1, 2},
                module.run("kinds", manager, x, List.of(x), 3L, 0.5f, false)
                        .get(0)
                        .toFloatArray());
    }

    @Test
    void aListLivesFromOneCallToTheNext() {
        try (TensorList list = TensorList.of()) {
            for (int i = 0; i < 3; i++) {
                try (NDArray x = manager.create(new float[] {i})) {
                    assertTrue(module.run("append", manager, list, x).isEmpty());
                }
            }
            NDList arrays = list.toArrays(manager);
            assertEquals(3, arrays.size());
            assertEquals(2, arrays.get(2).toFloatArray()[0]);
            assertEquals(
                    new Shape(3, 1),
                    module.run("kinds", manager, arrays.get(0), list, 0, 0., false)
                            .get(1)
                            .getShape());
        }
        NDArray x = manager.create(new float[] {5});
        try (TensorList list = module.runToList("share", x)) {
            x.addi(1);
            assertArrayEquals(
                    new float[] {6}, list.toArrays(manager).get(0).toFloatArray(), "the tensor itself, no copy");
            assertArrayEquals(new float[] {-5}, list.toArrays(manager).get(1).toFloatArray());
        }
    }

    @Test
    void noGradientIsRecordedOnAnyThread() throws Exception {
        NDArray x = manager.ones(new Shape(1, 2));
        x.setRequiresGradient(true);
        Callable<Boolean> recorded = () -> {
            JniUtils.setGradMode(true);
            NDArray eager = x.mul(2);
            NDArray result = module.run("linear", manager, x).head();
            assertTrue(JniUtils.isGradMode(), "the thread's own mode stays");
            return JniUtils.requiresGrad((PtNDArray) eager) && JniUtils.requiresGrad((PtNDArray) result);
        };
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            assertFalse(other.submit(recorded).get());
        } finally {
            other.shutdown();
        }
    }

    @Test
    void threadsRunOneModuleAtTheSameTime() throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Boolean>> futures = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                float value = thread + 1;
                futures.add(workers.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        try (NDManager own = manager.newSubManager()) {
                            NDArray x = own.full(new Shape(1 + i % 3, 2), value);
                            float[] y = module.run("linear", own, x).head().toFloatArray();
                            if (y[0] != 3 * value || y[1] != 7 * value) {
                                return false;
                            }
                        }
                    }
                    return true;
                }));
            }
            for (Future<Boolean> future : futures) {
                assertTrue(future.get());
            }
        } finally {
            workers.shutdown();
        }
    }

    /** Leaking one result of 1 MiB in ten calls would show. */
    @Test
    void twoThousandCallsLeaveNothingBehind() throws IOException {
        NDArray x = manager.zeros(new Shape(256, 1024));
        for (int i = 0; i < 50; i++) {
            module.run("long", manager, x).close();
        }
        int before = manager.getManagedArrays().size();
        long resident = residentBytes();
        try (TensorList list = TensorList.of(x)) {
            for (int i = 0; i < 1000; i++) {
                module.run("long", manager, x).close();
                module.run("kinds", manager, x, List.of(x), 1, 1., true).close();
                module.run("kinds", manager, x, list, 1, 1., true).close();
                module.runToList("long", x).close();
                assertThrows(EngineException.class, () -> module.run("fail", manager, x));
            }
        }
        assertEquals(before, manager.getManagedArrays().size());
        long growth = residentBytes() - resident;
        assertTrue(growth < 100 << 20, "resident memory grew by " + growth + " bytes");
    }

    @Test
    void mistakesGiveOneLine() {
        NDArray x = manager.ones(new Shape(1));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> module.run("linear", manager, "text"))
                .getMessage()
                .contains("argument 0 of linear"));
        assertThrows(IllegalArgumentException.class, () -> module.run("linear", manager, (Object) null));
        assertThrows(IllegalArgumentException.class, () -> module.run("number", manager));
        assertThrows(IllegalArgumentException.class, () -> module.runToList("linear", manager.ones(new Shape(1, 2))));
        assertThrows(EngineException.class, () -> module.run("absent", manager, x));
        assertThrows(EngineException.class, () -> module.run("linear", manager, x, x));
        assertThrows(NoSuchFileException.class, () -> TorchScriptModule.load(folder.resolve("none.pt"), Device.cpu()));
        String refusal = assertThrows(InvalidInputException.class, () -> {
                    Path file = folder.resolve("text.pt");
                    Files.writeString(file, "no archive");
                    TorchScriptModule.load(file, Device.cpu());
                })
                .getMessage();
        assertEquals(1, refusal.lines().count(), refusal);
    }

    /** Resident memory of this process where the system tells it (Linux), 0 elsewhere. */
    private static long residentBytes() throws IOException {
        Path status = Path.of("/proc/self/statm");
        return Files.exists(status) ? Long.parseLong(Files.readString(status).split(" ")[1]) * 4096 : 0;
    }
}
