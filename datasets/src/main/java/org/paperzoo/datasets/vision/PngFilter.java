package org.paperzoo.datasets.vision;

/** How the bytes of a row were foretold from their neighbours; what is stored is the difference. */
enum PngFilter {
    NONE {
        @Override
        void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel) {
            System.arraycopy(in, from, out, to, length);
        }
    },
    LEFT {
        @Override
        void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel) {
            System.arraycopy(in, from, out, to, pixel);
            for (int i = pixel; i < length; i++) {
                out[to + i] = (byte) (in[from + i] + out[to + i - pixel]);
            }
        }
    },
    ABOVE {
        @Override
        void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel) {
            for (int i = 0; i < length; i++) {
                out[to + i] = (byte) (in[from + i] + above[aboveFrom + i]);
            }
        }
    },
    AVERAGE {
        @Override
        void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel) {
            for (int i = 0; i < pixel; i++) {
                out[to + i] = (byte) (in[from + i] + ((above[aboveFrom + i] & 0xFF) >> 1));
            }
            for (int i = pixel; i < length; i++) {
                int sum = (out[to + i - pixel] & 0xFF) + (above[aboveFrom + i] & 0xFF);
                out[to + i] = (byte) (in[from + i] + (sum >> 1));
            }
        }
    },
    PAETH {
        @Override
        void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel) {
            for (int i = 0; i < pixel; i++) {
                out[to + i] = (byte) (in[from + i] + above[aboveFrom + i]);
            }
            for (int i = pixel; i < length; i++) {
                int left = out[to + i - pixel] & 0xFF;
                int up = above[aboveFrom + i] & 0xFF;
                int corner = above[aboveFrom + i - pixel] & 0xFF;
                int toLeft = Math.abs(up - corner);
                int toUp = Math.abs(left - corner);
                int toCorner = Math.abs(left + up - 2 * corner);
                int foretold = toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
                out[to + i] = (byte) (in[from + i] + foretold);
            }
        }
    };

    private static final PngFilter[] ALL = values();

    /** The filter of a row's first byte; null if there is none such. */
    static PngFilter of(byte number) {
        return number >= 0 && number < ALL.length ? ALL[number] : null;
    }

    /**
     * Restores a row.
     *
     * @param above the row above, restored; zeros for the first
     * @param pixel distance of a byte from that of the pixel to its left
     */
    abstract void undo(byte[] in, int from, byte[] above, int aboveFrom, byte[] out, int to, int length, int pixel);
}
