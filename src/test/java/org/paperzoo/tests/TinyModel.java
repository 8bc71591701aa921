package org.paperzoo.tests;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.paperzoo.zoo.architecture.Architectures;
import org.paperzoo.zoo.configuration.Configuration;
import org.paperzoo.zoo.nn.NamedBlock;

/** A small T5 with weights drawn from a seed, and a tokenizer of words of one letter, in the files of the hub. */
final class TinyModel {

    /** What stands for a blank in vocabularies of bytes. */
    private static final String BLANK = "\u0120";

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String[] SPECIAL = {"<s>", "<pad>", "</s>", "<unk>", "<mask>"};
    private static final ObjectMapper JSON = new ObjectMapper();

    private final byte[] configuration;
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Map<String, long[]> shapes = new LinkedHashMap<>();

    private TinyModel(byte[] configuration) {
        this.configuration = configuration;
    }

    static TinyModel of(long seed) throws IOException {
        ObjectNode configuration = JSON.createObjectNode();
        configuration.put("model_type", "t5").put("vocab_size", SPECIAL.length + 2 * LETTERS.length() + 1);
        configuration.put("d_model", 16).put("d_kv", 8).put("d_ff", 32).put("num_heads", 2);
        configuration.put("num_layers", 2).put("num_decoder_layers", 2);
        configuration.put("relative_attention_num_buckets", 8).put("relative_attention_max_distance", 20);
        configuration.put("layer_norm_epsilon", 1e-6).put("feed_forward_proj", "relu");
        configuration.put("tie_word_embeddings", true).put("is_encoder_decoder", true);
        configuration.put("pad_token_id", 1).put("eos_token_id", 2).put("decoder_start_token_id", 1);
        TinyModel model = new TinyModel(JSON.writeValueAsBytes(configuration));
        NamedBlock network = Architectures.named("t5").build(Configuration.of("config.json", configuration));
        Random random = new Random(seed);
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            network.initialize(manager, DataType.FLOAT32);
            network.getParameters().forEach(named -> {
                Shape shape = named.getValue().getArray().getShape();
                float[] drawn = new float[(int) shape.size()];
                for (int i = 0; i < drawn.length; i++) {
                    drawn[i] = (float) random.nextGaussian();
                }
                model.values.put(named.getKey(), drawn);
                model.shapes.put(named.getKey(), shape.getShape());
            });
        }
        return model;
    }

    byte[] configuration() {
        return configuration;
    }

    static byte[] vocabulary() throws IOException {
        ObjectNode words = JSON.createObjectNode();
        for (String special : SPECIAL) {
            words.put(special, words.size());
        }
        words.put(BLANK, words.size());
        LETTERS.chars().forEach(c -> words.put(Character.toString(c), words.size()));
        LETTERS.chars().forEach(c -> words.put(BLANK + Character.toString(c), words.size()));
        return JSON.writeValueAsBytes(words);
    }

    static byte[] merges() {
        StringBuilder merges = new StringBuilder("#version: 0.2\n");
        LETTERS.chars()
                .forEach(c -> merges.append(BLANK).append(' ').append((char) c).append('\n'));
        return merges.toString().getBytes(StandardCharsets.UTF_8);
    }

    byte[] safetensors() throws IOException {
        ObjectNode header = JSON.createObjectNode();
        long offset = 0;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            ObjectNode tensor = header.putObject(entry.getKey()).put("dtype", "F32");
            for (long size : shapes.get(entry.getKey())) {
                tensor.withArray("shape").add(size);
            }
            long end = offset + 4L * entry.getValue().length;
            tensor.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] text = JSON.writeValueAsBytes(header);
        ByteBuffer file = ByteBuffer.allocate((int) (8 + text.length + offset)).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        values.values().forEach(numbers -> file.put(bytes(numbers)));
        return file.array();
    }

    /** As torch.save writes a state dict: a zip with a pickle and one storage for each tensor. */
    byte[] pickled() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", null);
        pickle.write('}');
        int storage = 0;
        for (Map.Entry<String, float[]> entry : values.entrySet()) {
            String key = Integer.toString(storage++);
            pickle.write(word(entry.getKey()));
            pickle.write(latin("ctorch._utils\n_rebuild_tensor_v2\n(("));
            pickle.write(word("storage"));
            pickle.write(latin("ctorch\nFloatStorage\n"));
            pickle.write(word(key));
            pickle.write(word("cpu"));
            pickle.write(number(entry.getValue().length));
            pickle.write(latin("tQ"));
            pickle.write(number(0));
            long[] shape = shapes.get(entry.getKey());
            pickle.write(tuple(shape));
            long[] strides = new long[shape.length];
            long stride = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                strides[axis] = stride;
                stride *= shape[axis];
            }
            pickle.write(tuple(strides));
            pickle.write(latin("\u0089}tRs"));
            entries.put("data/" + key, bytes(entry.getValue()));
        }
        pickle.write('.');
        entries.put("data.pkl", pickle.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> named : entries.entrySet()) {
                ZipEntry entry = new ZipEntry("archive/" + named.getKey());
                CRC32 sum = new CRC32();
                sum.update(named.getValue());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(named.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(named.getValue());
            }
        }
        return file.toByteArray();
    }

    private static byte[] bytes(float[] numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(numbers);
        return bytes.array();
    }

    private static byte[] word(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer opcode = ByteBuffer.allocate(5 + utf8.length).order(ByteOrder.LITTLE_ENDIAN);
        return opcode.put((byte) 'X').putInt(utf8.length).put(utf8).array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'J')
                .putInt(number)
                .array();
    }

    private static byte[] tuple(long[] numbers) throws IOException {
        ByteArrayOutputStream tuple = new ByteArrayOutputStream();
        tuple.write('(');
        for (long number : numbers) {
            tuple.write(number((int) number));
        }
        tuple.write('t');
        return tuple.toByteArray();
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
