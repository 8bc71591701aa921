package org.paperzoo.zoo.timeseries;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.Arrays;
import org.paperzoo.zoo.task.SeriesForecast;
import org.paperzoo.zoo.task.SeriesInput;

/** A standardised window to a standardised forecast: the numbers on which forecasters are measured. */
final class ForecastTranslator implements Translator<SeriesInput, SeriesForecast> {

    private final InformerSettings settings;

    ForecastTranslator(InformerSettings settings) {
        this.settings = settings;
    }

    /**
     * The network's four arrays without batch axis.
     *
     * @throws IllegalArgumentException if a part of the window has another length than the network was built for
     */
    @Override
    public NDList processInput(TranslatorContext context, SeriesInput input) {
        NDManager manager = context.getNDManager();
        int marks = settings.marksPerStep();
        // The steps to forecast are zeros: the array is longer than what is known.
        float[] decoder = Arrays.copyOf(
                checked("start", input.start(), settings.startLength(), settings.decoderChannels()),
                settings.decoderLength() * settings.decoderChannels());
        return new NDList(
                array(
                        manager,
                        checked("past", input.past(), settings.inputLength(), settings.encoderChannels()),
                        settings.inputLength()),
                array(
                        manager,
                        checked("past marks", input.pastMarks(), settings.inputLength(), marks),
                        settings.inputLength()),
                array(manager, decoder, settings.decoderLength()),
                array(
                        manager,
                        checked("future marks", input.futureMarks(), settings.decoderLength(), marks),
                        settings.decoderLength()));
    }

    private static NDArray array(NDManager manager, float[] values, int rows) {
        return manager.create(values, new Shape(rows, values.length / rows));
    }

    private static float[] checked(String name, float[] values, int rows, int width) {
        if (values.length != rows * width) {
            throw new IllegalArgumentException("the window's " + name + " has " + values.length + " numbers; expected "
                    + rows + " rows of " + width);
        }
        return values;
    }

    @Override
    public SeriesForecast processOutput(TranslatorContext context, NDList list) {
        NDArray forecast = list.singletonOrThrow(); // [out_len, c_out]
        Shape shape = forecast.getShape();
        return new SeriesForecast(
                forecast.toFloatArray(), Math.toIntExact(shape.get(0)), Math.toIntExact(shape.get(1)));
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }
}
