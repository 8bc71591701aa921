package org.paperzoo.zoo.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.paperzoo.zoo.InvalidInputException;

/**
 * PyTorch's automatic mixed precision, on the calling thread for one forward: products of matrices, convolutions and attention
 * read and give float16, what needs the range of float32 is computed in it, and parameters stay float32. DJL does not offer
 * it, so libtorch's own switches are called ({@code ATen/autocast_mode.h}, as {@code torch.autocast} calls them).
 */
final class Autocast {

    /** Numbers of PyTorch's enumerations {@code c10::DeviceType} and {@code c10::ScalarType}. */
    private static final byte CPU = 0;

    private static final byte CUDA = 1;
    private static final byte HALF = 5;

    private static final byte ON = 1;
    private static final byte OFF = 0;

    /** The functions, by the names that C++ compilers of Linux and macOS give them. */
    private record Switches(Function type, Function enable, Function clearCache) {

        static Switches find() throws InvalidInputException {
            try {
                NativeLibrary library = NativeLibrary.getInstance(
                        Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"))
                                .toString());
                return new Switches(
                        library.getFunction("_ZN2at8autocast18set_autocast_dtypeEN3c1010DeviceTypeENS1_10ScalarTypeE"),
                        library.getFunction("_ZN2at8autocast20set_autocast_enabledEN3c1010DeviceTypeEb"),
                        library.getFunction("_ZN2at8autocast11clear_cacheEv"));
            } catch (UnsatisfiedLinkError e) {
                throw new InvalidInputException(
                        "mixed precision: this system's libtorch does not offer it; train with fp32", e);
            }
        }
    }

    private Autocast() {}

    /**
     * Runs a forward in mixed precision.
     *
     * @throws InvalidInputException if this system's libtorch does not offer it
     */
    static NDArray half(Device where, Supplier<NDArray> forward) throws InvalidInputException {
        Switches switches = Switches.find();
        byte device = where.isGpu() ? CUDA : CPU;
        switches.type.invokeVoid(new Object[] {device, HALF});
        switches.enable.invokeVoid(new Object[] {device, ON});
        try {
            return forward.get();
        } finally {
            switches.enable.invokeVoid(new Object[] {device, OFF});
            // The parameters' copies in float16, which the next step makes anew.
            switches.clearCache.invokeVoid(new Object[0]);
        }
    }
}
