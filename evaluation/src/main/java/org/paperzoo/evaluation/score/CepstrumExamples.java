package org.paperzoo.evaluation.score;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.TreeSet;
import org.paperzoo.zoo.InvalidInputException;
import org.paperzoo.zoo.checkpoint.SafetensorsCheckpoint;
import org.paperzoo.zoo.checkpoint.TensorInfo;
import org.paperzoo.zoo.checkpoint.TensorType;

/** Cepstral coefficients of utterances in two safetensors files whose tensors have the same names. */
final class CepstrumExamples implements Examples<double[][], double[][]> {

    private final SafetensorsCheckpoint predictions;
    private final SafetensorsCheckpoint references;
    private final Iterator<String> names;

    private CepstrumExamples(SafetensorsCheckpoint predictions, SafetensorsCheckpoint references)
            throws InvalidInputException {
        this.predictions = predictions;
        this.references = references;
        names = new TreeSet<>(references.names()).iterator();
        checkNames(predictions, references);
        checkNames(references, predictions);
        if (references.names().isEmpty()) {
            throw new InvalidInputException(
                    references.source() + ": has no tensors; expected one [frames, coefficients] for each utterance");
        }
    }

    /** Opens both files and checks that they hold the same utterances; none is left open where they do not. */
    static CepstrumExamples open(Path predictions, Path references) throws IOException {
        SafetensorsCheckpoint first = SafetensorsCheckpoint.open(predictions);
        SafetensorsCheckpoint second = null;
        try {
            second = SafetensorsCheckpoint.open(references);
            return new CepstrumExamples(first, second);
        } catch (IOException | RuntimeException e) {
            first.close();
            if (second != null) {
                second.close();
            }
            throw e;
        }
    }

    private static void checkNames(SafetensorsCheckpoint one, SafetensorsCheckpoint other)
            throws InvalidInputException {
        for (String name : new TreeSet<>(one.names())) {
            if (!other.names().contains(name)) {
                throw new InvalidInputException(
                        other.source() + ": has no tensor \"" + name + "\", but " + one.source() + " has");
            }
        }
    }

    @Override
    public Example<double[][], double[][]> next() {
        if (!names.hasNext()) {
            return null;
        }
        String name = names.next();
        return new Example<>(
                predictions.source() + ", tensor \"" + name + "\"",
                () -> frames(predictions, name),
                () -> frames(references, name));
    }

    private static double[][] frames(SafetensorsCheckpoint file, String name) throws IOException {
        TensorInfo info = file.info(name);
        boolean single = info.type() == TensorType.F32;
        if (info.shape().size() != 2 || !(single || info.type() == TensorType.F64)) {
            throw new InvalidInputException(file.source() + ": tensor \"" + name + "\" is " + info.type() + " "
                    + info.shape() + "; expected F32 or F64 [frames, coefficients]");
        }
        int coefficients = Math.toIntExact(info.shape().get(1));
        if (coefficients == 0) {
            throw new InvalidInputException(file.source() + ": tensor \"" + name + "\" has no coefficients");
        }
        double[][] frames = new double[Math.toIntExact(info.shape().get(0))][coefficients];
        ByteBuffer values = file.read(name).order(ByteOrder.LITTLE_ENDIAN);
        for (double[] frame : frames) {
            for (int i = 0; i < coefficients; i++) {
                frame[i] = single ? values.getFloat() : values.getDouble();
            }
        }
        return frames;
    }

    @Override
    public void close() throws IOException {
        try (predictions) {
            references.close();
        }
    }
}
