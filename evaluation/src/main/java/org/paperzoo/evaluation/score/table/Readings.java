package org.paperzoo.evaluation.score.table;

import org.paperzoo.evaluation.metric.classification.ClassScores;

/** What a row's numbers mean. */
final class Readings {

    private Readings() {}

    /** One number. */
    static double one(double[] numbers) {
        if (numbers.length != 1) {
            throw new IllegalArgumentException("has " + numbers.length + " numbers; expected one");
        }
        return numbers[0];
    }

    /** A label of zero or more. */
    static Integer label(double[] numbers) {
        double number = one(numbers);
        if (number != (int) number) {
            throw new IllegalArgumentException(number + " is no label: labels are integers");
        }
        return (int) number;
    }

    /** A label, or the class of the greatest of several scores. */
    static Integer labelOrBest(double[] numbers) {
        if (numbers.length == 1) {
            return label(numbers);
        }
        if (numbers.length == 0) {
            throw new IllegalArgumentException("has no scores");
        }
        return ClassScores.greatest(numbers);
    }

    /** Yes or no, as 1 or 0. */
    static Boolean truth(double[] numbers) {
        double number = one(numbers);
        if (number != 0 && number != 1) {
            throw new IllegalArgumentException(number + " is neither 0 nor 1");
        }
        return number == 1;
    }

    /** Yes or no for each label, as 1 or 0. */
    static boolean[] truths(double[] numbers) {
        boolean[] truths = new boolean[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            truths[i] = truth(new double[] {numbers[i]});
        }
        return truths;
    }

    /** Integers, such as relevances. */
    static int[] integers(double[] numbers) {
        int[] integers = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            integers[i] = (int) numbers[i];
            if (integers[i] != numbers[i]) {
                throw new IllegalArgumentException(numbers[i] + " is no integer");
            }
        }
        return integers;
    }

    /** The score of yes: one number, or the second of two. */
    static double scoreOfYes(double[] numbers) {
        if (numbers.length != 1 && numbers.length != 2) {
            throw new IllegalArgumentException(
                    "has " + numbers.length + " scores; expected that of yes, or those of no and yes");
        }
        return numbers[numbers.length - 1];
    }

    /** A probability for each class: of one number, that of yes, those of no and yes. */
    static double[] probabilities(double[] numbers) {
        return numbers.length == 1 ? new double[] {1 - numbers[0], numbers[0]} : numbers;
    }
}
