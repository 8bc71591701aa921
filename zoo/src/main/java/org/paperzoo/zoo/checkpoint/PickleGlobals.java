package org.paperzoo.zoo.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.paperzoo.zoo.checkpoint.Pickled.Dictionary;
import org.paperzoo.zoo.checkpoint.Pickled.Element;
import org.paperzoo.zoo.checkpoint.Pickled.Global;
import org.paperzoo.zoo.checkpoint.Pickled.Inert;
import org.paperzoo.zoo.checkpoint.Pickled.Sequence;
import org.paperzoo.zoo.checkpoint.Pickled.Storage;
import org.paperzoo.zoo.checkpoint.Pickled.Tensor;
import org.paperzoo.zoo.checkpoint.Pickled.Tuple;

/**
 * The classes and functions that a checkpoint's pickle may name, and what calling each yields here. Nothing of Python is
 * run, and nothing but what these lists hold is accepted: a file that names anything else (such as {@code os.system}) is
 * refused when the name is reached.
 *
 * <p>Source: torch/_utils.py (the arguments of the rebuild functions), torch/_weights_only_unpickler.py (what PyTorch
 * itself thinks safe).
 */
final class PickleGlobals {

    /** Most axes that a tensor may have, as in PyTorch. */
    private static final int MOST_AXES = 64;

    private static final Set<String> DICTIONARIES =
            Set.of("collections.OrderedDict", "collections.defaultdict", "collections.Counter");

    /** Functions that build a tensor of one that is given first. */
    private static final Set<String> WRAPPERS = Set.of(
            "torch._utils._rebuild_parameter",
            "torch._utils._rebuild_parameter_with_state",
            "torch.nn.parameter.Parameter",
            "torch.nn.parameter.Buffer");

    private static final String REBUILD_V1 = "torch._utils._rebuild_tensor";
    private static final String REBUILD_V2 = "torch._utils._rebuild_tensor_v2";
    private static final String REBUILD_V3 = "torch._utils._rebuild_tensor_v3";
    private static final String REBUILD_SUBCLASS = "torch._tensor._rebuild_from_type_v2";
    private static final String SIZE = "torch.Size";

    /** Kinds of tensor that PyTorch can save and that are not read here; refused if a state dict holds one. */
    private static final Set<String> OTHER_TENSORS = Set.of(
            "torch._utils._rebuild_qtensor",
            "torch._utils._rebuild_sparse_tensor",
            "torch._utils._rebuild_meta_tensor_no_storage",
            "torch._utils._rebuild_device_tensor_from_numpy",
            "numpy.core.multiarray._reconstruct",
            "numpy._core.multiarray._reconstruct");

    /** Plain data that training checkpoints carry beside the weights. */
    private static final Set<String> INERT = names(
            "argparse Namespace",
            "types SimpleNamespace",
            "_codecs encode",
            "builtins set frozenset list dict tuple int float bool str bytes bytearray complex slice range object",
            "__builtin__ set frozenset list dict tuple int long float bool str unicode bytearray complex slice xrange object",
            "copyreg _reconstructor",
            "copy_reg _reconstructor",
            "collections deque",
            "datetime datetime date time timedelta timezone",
            "pathlib PosixPath WindowsPath PurePosixPath PureWindowsPath Path PurePath",
            "decimal Decimal",
            "uuid UUID",
            "typing Any",
            "numpy dtype ndarray bool_ int8 int16 int32 int64 uint8 uint16 uint32 uint64 float16 float32 float64",
            "numpy.core.multiarray scalar",
            "numpy._core.multiarray scalar",
            "numpy.random._pickle __randomstate_ctor __generator_ctor __bit_generator_ctor",
            "torch device Tensor strided sparse_coo contiguous_format preserve_format channels_last"
                    + " per_tensor_affine per_channel_affine",
            "torch.serialization _get_layout",
            "torch._tensor Tensor",
            // Settings objects of the training frameworks that released checkpoints come from.
            "omegaconf.dictconfig DictConfig",
            "omegaconf.listconfig ListConfig",
            "omegaconf.base ContainerMetadata Metadata SCMode",
            "omegaconf.nodes AnyNode StringNode IntegerNode FloatNode BooleanNode",
            "yacs.config CfgNode",
            "fvcore.common.config CfgNode",
            "detectron2.config.config CfgNode",
            "easydict EasyDict",
            "addict.addict Dict",
            "mmcv.utils.config ConfigDict",
            "mmengine.config.config ConfigDict",
            "mmengine.logging.history_buffer HistoryBuffer",
            "pytorch_lightning.utilities.parsing AttributeDict",
            "lightning_fabric.utilities.data AttributeDict");

    /** Storage classes, in torch and torch.cuda. */
    private static final Map<String, Element> STORAGES = elements(
            "DoubleStorage F64 8",
            "FloatStorage F32 4",
            "HalfStorage F16 2",
            "BFloat16Storage BF16 2",
            "LongStorage I64 8",
            "IntStorage I32 4",
            "ShortStorage I16 2",
            "CharStorage I8 1",
            "ByteStorage U8 1",
            "BoolStorage BOOL 1",
            "ComplexFloatStorage - 8",
            "ComplexDoubleStorage - 16",
            "QInt8Storage - 1",
            "QUInt8Storage - 1",
            "QInt32Storage - 4",
            "QUInt4x2Storage - 1",
            "QUInt2x4Storage - 1",
            "UntypedStorage - 1");

    private static final Map<String, Element> DTYPES = elements(
            "float64 F64 8",
            "double F64 8",
            "float32 F32 4",
            "float F32 4",
            "float16 F16 2",
            "half F16 2",
            "bfloat16 BF16 2",
            "int64 I64 8",
            "long I64 8",
            "int32 I32 4",
            "int I32 4",
            "int16 I16 2",
            "short I16 2",
            "int8 I8 1",
            "uint8 U8 1",
            "bool BOOL 1",
            "uint16 - 2",
            "uint32 - 4",
            "uint64 - 8",
            "complex32 - 4",
            "complex64 - 8",
            "complex128 - 16",
            "float8_e4m3fn - 1",
            "float8_e4m3fnuz - 1",
            "float8_e5m2 - 1",
            "float8_e5m2fnuz - 1",
            "qint8 - 1",
            "quint8 - 1",
            "qint32 - 4");

    private PickleGlobals() {}

    private static Set<String> names(String... lines) {
        return Stream.of(lines)
                .map(line -> line.split(" "))
                .flatMap(words -> Stream.of(words).skip(1).map(name -> words[0] + "." + name))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Map<String, Element> elements(String... lines) {
        Map<String, Element> elements = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            TensorType type = words[1].equals("-") ? null : TensorType.valueOf(words[1]);
            elements.put(words[0], new Element(words[0], type, Integer.parseInt(words[2])));
        }
        return Map.copyOf(elements);
    }

    /** What a name stands for, or null if a pickle may not name it. */
    static Object find(String module, String name) {
        Global global = new Global(module, name);
        String path = global.toString();
        if ((module.equals("torch") || module.equals("torch.cuda") || module.equals("torch.storage"))
                && STORAGES.containsKey(name)) {
            return STORAGES.get(name);
        }
        if (module.equals("torch") && DTYPES.containsKey(name)) {
            return DTYPES.get(name);
        }
        boolean allowed = DICTIONARIES.contains(path)
                || WRAPPERS.contains(path)
                || OTHER_TENSORS.contains(path)
                || INERT.contains(path)
                || Set.of(REBUILD_V1, REBUILD_V2, REBUILD_V3, REBUILD_SUBCLASS, SIZE)
                        .contains(path);
        return allowed ? global : null;
    }

    /** Whether a value stands for weights in a form that is not read here. */
    static boolean isOtherTensor(Object value) {
        return value instanceof Inert inert
                && OTHER_TENSORS.contains(inert.origin().toString());
    }

    /**
     * What calling a global with arguments, or making an instance of it, yields.
     *
     * @throws MalformedPickleException if the arguments do not fit
     */
    static Object call(Object callee, List<Object> arguments) throws MalformedPickleException {
        if (!(callee instanceof Global global)) {
            throw new MalformedPickleException("something is called that is neither a function nor a class");
        }
        String path = global.toString();
        if (DICTIONARIES.contains(path)) {
            return dictionary(arguments);
        }
        if (WRAPPERS.contains(path)) {
            return arguments.isEmpty() ? new Inert(global) : arguments.get(0);
        }
        return switch (path) {
            case REBUILD_V1, REBUILD_V2, REBUILD_V3 -> tensor(path, arguments);
            case REBUILD_SUBCLASS -> subclass(arguments);
            case SIZE -> arguments.isEmpty() ? new Tuple(List.of()) : arguments.get(0);
            default -> new Inert(global);
        };
    }

    /** Python 2 wrote an ordered dictionary as a list of pairs, Python 3 sets the items one by one afterwards. */
    private static Dictionary dictionary(List<Object> arguments) throws MalformedPickleException {
        Dictionary dictionary = new Dictionary();
        if (arguments.size() == 1 && arguments.get(0) instanceof Sequence pairs) {
            for (Object pair : pairs.items()) {
                List<Object> items = pair instanceof Sequence list
                        ? list.items()
                        : pair instanceof Tuple tuple ? tuple.items() : List.of();
                if (items.size() != 2) {
                    throw new MalformedPickleException("a dictionary is made of something that is not a pair");
                }
                dictionary.items().put(items.get(0), items.get(1));
            }
        }
        return dictionary;
    }

    private static Object subclass(List<Object> arguments) throws MalformedPickleException {
        boolean rebuilds = arguments.size() >= 3
                && arguments.get(0) instanceof Global function
                && !function.toString().equals(REBUILD_SUBCLASS)
                && arguments.get(2) instanceof Tuple;
        if (!rebuilds) {
            throw new MalformedPickleException("a tensor of a class of its own is not made by a known function");
        }
        return call(arguments.get(0), ((Tuple) arguments.get(2)).items());
    }

    private static Tensor tensor(String function, List<Object> arguments) throws MalformedPickleException {
        boolean typed = function.equals(REBUILD_V3);
        if (arguments.size() < (typed ? 7 : 4)
                || !(arguments.get(0) instanceof Storage storage)
                || !(arguments.get(1) instanceof Long offset)) {
            throw new MalformedPickleException("a tensor is not made of a storage, an offset, a shape and strides");
        }
        Element element = storage.element();
        if (typed) {
            if (!(arguments.get(6) instanceof Element named)) {
                throw new MalformedPickleException("a tensor's type is not a torch.dtype");
            }
            element = named;
        }
        return new Tensor(storage, element, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static List<Long> numbers(Object value) throws MalformedPickleException {
        if (!(value instanceof Tuple tuple) || tuple.items().size() > MOST_AXES) {
            throw new MalformedPickleException(
                    "a tensor's shape or strides are not a tuple of at most " + MOST_AXES + " numbers");
        }
        List<Long> numbers = new ArrayList<>();
        for (Object item : tuple.items()) {
            if (!(item instanceof Long number)) {
                throw new MalformedPickleException(
                        "a tensor's shape or strides hold something that is not a whole number");
            }
            numbers.add(number);
        }
        return List.copyOf(numbers);
    }
}
