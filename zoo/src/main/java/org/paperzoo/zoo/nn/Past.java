package org.paperzoo.zoo.nn;

/** What a decoder's self-attention remembers of the tokens before those of this forward. */
public interface Past {

    /** No tokens went before. */
    Past NONE = new Past() {
        @Override
        public int length() {
            return 0;
        }

        @Override
        public KeysAndValues extend(int layer, KeysAndValues fresh) {
            return fresh;
        }
    };

    /** Number of tokens that went before. */
    int length();

    /**
     * Joins a layer's keys and values of this forward's tokens to those of the tokens before.
     *
     * @param layer number of the layer, from 0
     * @param fresh {@code [N, H, L, d]}
     * @return those of all tokens so far: {@code [N, H, length + L, d]}
     */
    KeysAndValues extend(int layer, KeysAndValues fresh);
}
