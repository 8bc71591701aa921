package org.paperzoo.zoo.torchscript;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Modules within modules, at whose leaves tensors hang: {@code encoder.block.0.weight} is the tensor {@code weight} of the
 * module {@code 0} of the module {@code block} of the module {@code encoder} of the root. A module's class follows from
 * what it holds, and modules that hold the same share one.
 */
final class ModuleTree {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** Words that TorchScript's parser does not take for names of attributes. */
    private static final Set<String> RESERVED = Set.of(
            ("and as assert async await break class continue def del elif else except False finally for from global if"
                            + " import in inf is lambda nan None nonlocal not or pass print raise return True try while"
                            + " with yield")
                    .split(" "));
    /** Every module of PyTorch's has this attribute. */
    private static final String TRAINING = "training";

    private final Map<String, ModuleTree> modules = new LinkedHashMap<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    private String className;

    /**
     * Hangs a tensor below this module.
     *
     * @throws IllegalArgumentException if the name is taken, or a part of it is no name
     */
    void put(String dottedName, StoredTensor tensor) {
        String[] parts = dottedName.split("\\.", -1);
        ModuleTree module = this;
        for (int i = 0; i < parts.length; i++) {
            String part = parts[i];
            if (part.isEmpty()
                    || part.equals(TRAINING)
                    || part.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\')) {
                throw new IllegalArgumentException(dottedName + ": '" + part + "' can be no part of a tensor's name");
            }
            boolean last = i == parts.length - 1;
            if (module.tensors.containsKey(part) || last && module.modules.containsKey(part)) {
                throw new IllegalArgumentException(
                        dottedName + ": there is " + String.join(".", Arrays.copyOf(parts, i + 1)) + " already");
            }
            if (last) {
                module.tensors.put(part, tensor);
            } else {
                module = module.modules.computeIfAbsent(part, name -> new ModuleTree());
            }
        }
    }

    /** Whether this module itself holds something of that name. */
    boolean holds(String name) {
        return modules.containsKey(name) || tensors.containsKey(name);
    }

    /** The expression by which code of the root reaches a tensor or module. */
    static String reference(String dottedName) {
        String expression = "self";
        for (String part : dottedName.split("\\.")) {
            expression = isIdentifier(part) ? expression + "." + part : "getattr(" + expression + ", \"" + part + "\")";
        }
        return expression;
    }

    static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches() && !RESERVED.contains(name);
    }

    /**
     * Declares this module's class after those of the modules in it.
     *
     * @param classes from what a class says to its name; gets what is new
     */
    private void declare(Map<String, String> classes) {
        String text = body(classes);
        className = classes.computeIfAbsent(text, unseen -> "Module" + classes.size());
    }

    /**
     * The code of this module's class and those of all modules in it.
     *
     * @param name of this module's class
     * @param own what this class has beyond tensors and modules: further attributes and methods, indented by two
     */
    String code(String name, String own) {
        Map<String, String> classes = new LinkedHashMap<>();
        String text = body(classes) + own;
        className = name;
        StringBuilder code = new StringBuilder();
        classes.forEach((body, of) -> code.append("class ").append(of).append(body));
        return code.append("class ").append(name).append(text).toString();
    }

    private String body(Map<String, String> classes) {
        StringBuilder body = new StringBuilder("(Module):\n");
        body.append("  __parameters__ = [").append(names(true)).append("]\n");
        body.append("  __buffers__ = [").append(names(false)).append("]\n");
        body.append("  __annotations__ = []\n");
        tensors.keySet().forEach(name -> body.append(attribute(name, "Tensor")));
        body.append(attribute(TRAINING, "bool"));
        modules.forEach((name, module) -> {
            module.declare(classes);
            body.append(attribute(name, "__torch__." + module.className));
        });
        return body.toString();
    }

    private String names(boolean parameters) {
        StringBuilder names = new StringBuilder();
        tensors.forEach((name, tensor) -> {
            if (tensor.isParameter() == parameters) {
                names.append('"').append(name).append("\", ");
            }
        });
        return names.toString();
    }

    static String attribute(String name, String type) {
        return isIdentifier(name)
                ? "  " + name + " : " + type + "\n"
                : "  __annotations__[\"" + name + "\"] = " + type + "\n";
    }

    /**
     * Writes this module as an object of its class, of which {@link #code} was asked for.
     *
     * @param texts further attributes
     */
    void write(PickleWriter pickle, Map<String, String> texts) {
        pickle.beginObject(className);
        tensors.forEach((name, tensor) -> pickle.text(name).tensor(tensor));
        pickle.text(TRAINING).truth(false);
        modules.forEach((name, module) -> {
            pickle.text(name);
            module.write(pickle, Map.of());
        });
        texts.forEach((name, value) -> pickle.text(name).text(value));
        pickle.endObject();
    }
}
