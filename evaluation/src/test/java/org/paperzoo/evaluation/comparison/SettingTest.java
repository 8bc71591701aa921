package org.paperzoo.evaluation.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingTest {

    @Test
    void sizesKeepTheirOrderAndAreFoundByName() {
        Setting setting = Setting.ofBatch(2).with("height", 800).with("width", 1066);
        assertEquals("batch 2, height 800, width 1066", setting.label());
        assertEquals(2, setting.batch());
        assertEquals(1066, setting.size("width"));
        assertEquals(4, setting.with("batch", 4).batch());
    }

    @Test
    void aMissingSizeAndOneBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Setting(Map.of("length", 3)));
        assertThrows(IllegalArgumentException.class, () -> Setting.ofBatch(0));
        assertThrows(IllegalArgumentException.class, () -> Setting.ofBatch(1).size("length"));
    }
}
