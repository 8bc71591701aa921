package org.paperzoo.evaluation.metric.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Against Python 3.11. */
class PythonTextTest {

    @Test
    void sigmasAreFinalWherePythonSaysSo() {
        assertEquals("οδος σίγμας", PythonText.lower("ΟΔΟΣ ΣΊΓΜΑΣ"));
        assertEquals("σ", PythonText.lower("Σ"));
        assertEquals("aς.", PythonText.lower("AΣ."));
        // A full stop or an apostrophe is looked through, a dash is not.
        assertEquals("a.σb", PythonText.lower("A.ΣB"));
        assertEquals("aσ'b", PythonText.lower("AΣ'B"));
        assertEquals("aς-b", PythonText.lower("AΣ-B"));
        assertEquals("a.ς", PythonText.lower("A.Σ"));
        assertEquals(
                "i\u0307σ\ud83d\ude00", PythonText.lower("\u0130Σ\ud83d\ude00").replace('ς', 'σ'));
    }

    @Test
    void outerSpacesAreThoseOfPython() {
        assertEquals("a\u200b", PythonText.strip("\u3000\u00a0\u0085\u001c a\u200b\u2028\u205f"));
    }
}
