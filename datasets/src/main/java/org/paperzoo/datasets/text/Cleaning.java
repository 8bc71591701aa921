package org.paperzoo.datasets.text;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a reference pipeline does to texts when it reads them. */
public enum Cleaning {
    /** White space at both ends is dropped. */
    @JsonProperty("strip")
    STRIP {
        @Override
        String source(String text) {
            return Whitespace.strip(text);
        }

        @Override
        String target(String text) {
            return Whitespace.strip(text);
        }
    },
    /**
     * CodeXGLUE's code-to-text/code/run.py: white space becomes single spaces, but the target's line ends vanish before
     * that, so that they join words.
     */
    @JsonProperty("code-to-text")
    CODE_TO_TEXT {
        @Override
        String source(String text) {
            return Whitespace.single(text);
        }

        @Override
        String target(String text) {
            return Whitespace.single(text.replace("\n", ""));
        }
    };

    abstract String source(String text);

    abstract String target(String text);
}
