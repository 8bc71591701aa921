package org.paperzoo.zoo.generation;

import java.util.List;

/** Watches a generation under way, to show text as it comes or to stop at a budget. */
@FunctionalInterface
public interface GenerationListener {

    /**
     * Called after each step.
     *
     * @param soFar for greedy search and sampling every sequence, for beam search the best running beam of every member
     *     of the batch, which the final answer need not begin with. A finished sequence stays as it is
     * @return whether to go on; after {@code false} the answer is made of what there is
     */
    boolean proceed(List<long[]> soFar);
}
