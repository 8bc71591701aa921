package org.paperzoo.evaluation.score.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.paperzoo.evaluation.metric.Metric;
import org.paperzoo.evaluation.metric.regression.OrderedErrors;
import org.paperzoo.evaluation.metric.regression.RankCorrelation;
import org.paperzoo.evaluation.metric.regression.RegressionFigure;
import org.paperzoo.evaluation.metric.regression.RegressionMetric;
import org.paperzoo.evaluation.metric.series.ForecastCorrelation;
import org.paperzoo.evaluation.metric.series.ForecastError;
import org.paperzoo.evaluation.metric.series.SeriesWindow;
import org.paperzoo.evaluation.score.ScoreArguments;
import org.paperzoo.evaluation.score.ScoreOption;
import org.paperzoo.evaluation.score.Scorer;
import org.paperzoo.evaluation.score.Scoring;

/** Scorers of predicted numbers and of forecasts. */
final class NumberScorers {

    /** What regression is measured by: errors and correlations of one kind are computed together. */
    private enum Regression {
        MSE(new RegressionMetric(RegressionFigure.MSE)),
        RMSE(new RegressionMetric(RegressionFigure.RMSE)),
        RMSE_FLAT(new RegressionMetric(RegressionFigure.RMSE_FLAT)),
        MAE(new RegressionMetric(RegressionFigure.MAE)),
        MAPE(new RegressionMetric(RegressionFigure.MAPE)),
        R2(new RegressionMetric(RegressionFigure.R2)),
        R2_VARIANCE_WEIGHTED(new RegressionMetric(RegressionFigure.R2_VARIANCE_WEIGHTED)),
        EXPLAINED_VARIANCE(new RegressionMetric(RegressionFigure.EXPLAINED_VARIANCE)),
        PEARSON(new RegressionMetric(RegressionFigure.PEARSON)),
        CCC(new RegressionMetric(RegressionFigure.CONCORDANCE)),
        SPEARMAN(RankCorrelation.spearman()),
        KENDALL(RankCorrelation.kendall()),
        MEDIAN_AE(OrderedErrors.median()),
        MAX_ERROR(OrderedErrors.greatest());

        private final Metric<double[], double[]> metric;

        Regression(Metric<double[], double[]> metric) {
            this.metric = metric;
        }
    }

    /** What forecasts are measured by. */
    private enum Forecast {
        MSE(new ForecastError(ForecastError.Headline.MSE)),
        MAE(new ForecastError(ForecastError.Headline.MAE)),
        RMSE(new ForecastError(ForecastError.Headline.RMSE)),
        MAPE(new ForecastError(ForecastError.Headline.MAPE)),
        MSPE(new ForecastError(ForecastError.Headline.MSPE)),
        RSE(new ForecastError(ForecastError.Headline.RSE)),
        CORR(new ForecastCorrelation());

        private final Metric<SeriesWindow, SeriesWindow> metric;

        Forecast(Metric<SeriesWindow, SeriesWindow> metric) {
            this.metric = metric;
        }
    }

    private static final ScoreOption CHANNELS = ScoreOption.whole(
                    "--channels",
                    1,
                    1_000_000,
                    "Number of series: a row holds the values of all series at the first step, then at the next.")
            .or("1");

    private NumberScorers() {}

    static List<Scorer> all() {
        return List.of(regression(), forecast());
    }

    private static List<ScoreOption> options(ScoreOption... own) {
        List<ScoreOption> options = new ArrayList<>(Tables.options("prediction", "target"));
        options.addAll(Arrays.asList(own));
        return options;
    }

    private static Scorer regression() {
        return new Scorer(
                "regression",
                "Errors and correlations of predicted numbers: MSE, MAE, R2, Pearson, Spearman, Kendall and more",
                options(Headlines.option(Regression.values())),
                Stream.of(Regression.values())
                        .map(each -> each.metric.definition())
                        .toList(),
                arguments -> Scoring.of(
                        Headlines.chosen(Regression.class, arguments).metric,
                        Tables.open(arguments, numbers -> numbers, numbers -> numbers)));
    }

    private static Scorer forecast() {
        return new Scorer(
                "forecast",
                "Errors of forecasts, a window of steps and series in each row: MSE, MAE, RSE, CORR and more",
                options(Headlines.option(Forecast.values()), CHANNELS),
                Stream.of(Forecast.values())
                        .map(each -> each.metric.definition())
                        .toList(),
                NumberScorers::openForecast);
    }

    private static Scoring<?, ?> openForecast(ScoreArguments arguments) throws IOException {
        int channels = (int) arguments.integer(CHANNELS.name());
        RowExamples.Reading<SeriesWindow> window = numbers -> {
            if (numbers.length % channels != 0) {
                throw new IllegalArgumentException(
                        "has " + numbers.length + " values, which are no whole steps of " + channels + " series");
            }
            return new SeriesWindow(numbers, numbers.length / channels, channels);
        };
        return Scoring.of(Headlines.chosen(Forecast.class, arguments).metric, Tables.open(arguments, window, window));
    }
}
