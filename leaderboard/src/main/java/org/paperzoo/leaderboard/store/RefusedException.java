package org.paperzoo.leaderboard.store;

import org.paperzoo.zoo.InvalidInputException;

/** A record that the store does not take: where it comes from is unknown, or what it says does not fit together. */
public final class RefusedException extends InvalidInputException {

    public RefusedException(String reason) {
        super(reason);
    }
}
